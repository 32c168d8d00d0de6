//! Random numbers from a seed, repeatable except for the order of threads.

use std::sync::atomic::{AtomicU64, Ordering};

pub(super) struct Dice(AtomicU64);

impl Dice {
    pub(super) fn new(seed: usize) -> Self {
        Self(AtomicU64::new(seed as u64 * 7919))
    }

    /// A number below `max`.
    pub(super) fn below(&self, max: usize) -> usize {
        // splitmix64
        let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % max as u64).unwrap()
    }

    /// True with a probability of `chance` percent.
    pub(super) fn percent(&self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub(super) fn pick<T: Copy>(&self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}
