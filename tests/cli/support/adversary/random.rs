//! Random choices from a seed (splitmix64).

use std::ops::Range;

pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number in `range`, which must not be empty.
    pub(crate) fn within(&mut self, range: Range<u64>) -> u64 {
        range.start + self.next() % (range.end - range.start)
    }

    /// An index below `length`, which must not be 0.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.within(0..length as u64)).unwrap()
    }

    pub(crate) fn one_of<T, const N: usize>(&mut self, items: [T; N]) -> T {
        let index = self.index(N);
        items.into_iter().nth(index).unwrap()
    }

    pub(crate) fn flip(&mut self) -> bool {
        self.within(0..2) == 0
    }

    /// At most `count` different items of `items`.
    pub(crate) fn choose(&mut self, mut items: Vec<usize>, count: usize) -> Vec<usize> {
        let count = count.min(items.len());
        for place in 0..count {
            let other = place + self.index(items.len() - place);
            items.swap(place, other);
        }
        items.truncate(count);
        items
    }
}

/// A pseudo-random number for `value`, always the same for it.
pub(super) fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
