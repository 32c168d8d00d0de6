//! Repeatable random numbers with splitmix64, which can start at any point, so that a
//! contact can be computed without those before it.

/// A random number generator with a fixed sequence for its seeds.
pub(super) struct Rng {
    state: u64,
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Rng {
    /// The sequence for one `stream` of the item `number` under `seed`.
    pub(super) fn new(seed: u64, number: u64, stream: u64) -> Self {
        let state = mix(seed ^ mix(number.wrapping_add(GOLDEN))).wrapping_add(mix(stream));
        Self { state }
    }

    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// A random UUID, version 4, in lower case with hyphens.
    pub(super) fn uuid(&mut self) -> String {
        let bits = u128::from(self.next()) << 64 | u128::from(self.next());
        let bits = bits & !(0xf << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62;
        let hex = format!("{bits:032x}");
        let (a, b, c) = (&hex[..8], &hex[8..12], &hex[12..16]);
        format!("{a}-{b}-{c}-{}-{}", &hex[16..20], &hex[20..])
    }

    /// A number from 0 to `end`, exclusive; 0 if `end` is 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or(0)
    }

    /// True with a probability of `percent`.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of `items`, which must not be empty.
    pub(super) fn choose<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// An index into a list of `length` items.
    pub(super) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }
}

fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_is_repeatable_and_differs_from_others() {
        let first = |seed, number, stream| Rng::new(seed, number, stream).next();
        assert_eq!(first(1, 2, 3), first(1, 2, 3));
        assert_ne!(first(1, 2, 3), first(2, 2, 3));
        assert_ne!(first(1, 2, 3), first(1, 3, 3));
        assert_ne!(first(1, 2, 3), first(1, 2, 4));
    }

    #[test]
    fn a_uuid_states_that_it_is_random() {
        let uuid = Rng::new(1, 2, 3).uuid();
        assert_eq!((&uuid[14..15], uuid.len()), ("4", 36));
    }

    #[test]
    fn nothing_is_below_zero() {
        assert_eq!(Rng::new(1, 1, 1).below(0), 0);
    }
}
