//! Ids of leads, stored compactly: a scroll of a million leads must remember them all.

use std::collections::HashSet;

/// The identity of a lead: its id, or its whole text if it has none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Id {
    /// The usual form: 24 lower-case hexadecimal digits, as twelve bytes.
    Hex([u8; Ids::HEX]),
    /// Any other.
    Text(Box<str>),
}

impl Id {
    /// The id of a lead with the text `json`.
    pub(crate) fn new(id: Option<&str>, json: &str) -> Self {
        match id {
            Some(id) => match hex(id.as_bytes()) {
                Some(bytes) => Self::Hex(bytes),
                None => Self::Text(id.into()),
            },
            None => Self::Text(json.into()),
        }
    }
}

fn hex(text: &[u8]) -> Option<[u8; Ids::HEX]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let text: &[u8; 24] = text.try_into().ok()?;
    let mut bytes = [0; Ids::HEX];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

/// Ids are spread over 16 hash sets of unequal size, by their share in 256. A
/// growing set briefly needs the old and the new table at once; unequal sizes
/// make the sets grow at different times and keep the peak low.
const BUCKET_WEIGHTS: [u8; 16] = [
    11, 12, 12, 13, 13, 14, 15, 15, 16, 17, 17, 18, 19, 20, 21, 23,
];

/// A set of ids.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    hex: Box<[HashSet<[u8; Ids::HEX]>; BUCKET_WEIGHTS.len()]>,
    text: HashSet<Box<str>>,
}

impl Ids {
    /// The length in bytes of an id in the usual form.
    pub(crate) const HEX: usize = 12;

    pub(crate) fn contains(&self, id: &Id) -> bool {
        match id {
            Id::Hex(bytes) => self.hex[bucket(bytes)].contains(bytes),
            Id::Text(text) => self.text.contains(text),
        }
    }

    /// Adds `id`. Returns false if it was already there.
    pub(crate) fn insert(&mut self, id: &Id) -> bool {
        match id {
            Id::Hex(bytes) => self.hex[bucket(bytes)].insert(*bytes),
            Id::Text(text) => !self.text.contains(text) && self.text.insert(text.clone()),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.hex.iter().map(HashSet::len).sum::<usize>() + self.text.len()
    }

    /// Adds all of `other`.
    pub(crate) fn extend(&mut self, other: Self) {
        for (mine, theirs) in self.hex.iter_mut().zip(*other.hex) {
            mine.extend(theirs);
        }
        self.text.extend(other.text);
    }
}

/// Uses the last bytes of an id, because the first ones contain the time.
fn bucket(id: &[u8; Ids::HEX]) -> usize {
    let mut index = id
        .iter()
        .skip(8)
        .fold(0, |sum: u8, byte| sum.wrapping_add(*byte));
    for (part, &share) in BUCKET_WEIGHTS.iter().enumerate() {
        match index.checked_sub(share) {
            Some(rest) => index = rest,
            None => return part,
        }
    }
    unreachable!("the shares come to 256")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_differ_only_in_case_or_length_are_different() {
        let mut ids = Ids::default();
        for id in [
            "5811f6bbe6b4704ddfa84ac0",
            "5811F6BBE6B4704DDFA84AC0",
            "530370b477ad7120001d",
        ] {
            assert!(ids.insert(&Id::new(Some(id), "{}")), "{id}");
            assert!(!ids.insert(&Id::new(Some(id), "{}")), "{id}");
        }
        assert_eq!(ids.len(), 3);
    }

    #[test]
    fn the_sets_contain_all_ids() {
        assert_eq!(
            BUCKET_WEIGHTS
                .iter()
                .map(|&share| u32::from(share))
                .sum::<u32>(),
            256
        );
    }

    #[test]
    fn leads_without_an_id_are_distinguished_by_their_text() {
        assert_ne!(
            Id::new(None, r#"{"id":null,"name":"a"}"#),
            Id::new(None, r#"{"id":null,"name":"b"}"#)
        );
    }
}
