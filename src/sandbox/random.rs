//! Repeatable random numbers: splitmix64, which can be started anywhere at no
//! cost, so that any lead can be made without making those before it.

use std::fmt;

/// A stream of numbers fixed by where it starts.
pub(super) struct Stream {
    state: u64,
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Stream {
    /// The stream of `part` of the thing `number` in the world `seed`.
    pub(super) fn new(seed: u64, number: u64, part: u64) -> Self {
        let state = mix(seed ^ mix(number.wrapping_add(GOLDEN))).wrapping_add(mix(part));
        Self { state }
    }

    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// A random UUID, version 4.
    pub(super) fn uuid(&mut self) -> Uuid {
        let bits = u128::from(self.next()) << 64 | u128::from(self.next());
        Uuid(bits & !(0xf << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62)
    }

    /// A number from 0 to `end`, without `end`; 0 if `end` is 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or(0)
    }

    /// True in `percent` of 100 cases.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of `items`, which are never empty here.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// An index into a list that is `length` long.
    pub(super) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }
}

/// A UUID, shown in lower case with its hyphens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Uuid(u128);

impl Uuid {
    /// The UUID that is shown as `text`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bits = u128::from_str_radix(&text.replace('-', ""), 16);
        bits.ok().map(Self).filter(|uuid| uuid.to_string() == text)
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let hex = format!("{:032x}", self.0);
        let (a, b, c) = (&hex[..8], &hex[8..12], &hex[12..16]);
        write!(out, "{a}-{b}-{c}-{}-{}", &hex[16..20], &hex[20..])
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
    fn a_stream_repeats_itself_and_differs_from_its_neighbours() {
        let first = |seed, number, part| Stream::new(seed, number, part).next();
        assert_eq!(first(1, 2, 3), first(1, 2, 3));
        assert_ne!(first(1, 2, 3), first(2, 2, 3));
        assert_ne!(first(1, 2, 3), first(1, 3, 3));
        assert_ne!(first(1, 2, 3), first(1, 2, 4));
    }

    #[test]
    fn a_uuid_says_that_it_is_random_and_is_read_back() {
        let uuid = Stream::new(1, 2, 3).uuid();
        let text = uuid.to_string();
        assert_eq!((&text[14..15], text.len()), ("4", 36));
        assert_eq!(Uuid::parse(&text), Some(uuid));
        assert_eq!(Uuid::parse(&text.to_uppercase()), None);
        assert_eq!(Uuid::parse(&text.replace('-', "")), None);
        assert_eq!(Uuid::parse("314159"), None);
    }

    #[test]
    fn nothing_is_below_zero() {
        assert_eq!(Stream::new(1, 1, 1).below(0), 0);
    }
}
