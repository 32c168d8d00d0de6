//! The ids of the leads that were read, kept small: a scroll of a million
//! leads has to remember them all.

use std::collections::HashSet;

use crate::lead::Lead;

/// What makes a lead itself: its id, or its whole text when it has none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Id {
    /// The usual id, 24 lower-case hexadecimal digits, as its twelve bytes.
    Hex([u8; 12]),
    /// Any other.
    Text(Box<str>),
}

impl Id {
    pub(super) fn of(lead: Lead<'_>) -> Self {
        match lead.id() {
            Some(id) => match hex(id.as_bytes()) {
                Some(bytes) => Self::Hex(bytes),
                None => Self::Text(id.into()),
            },
            None => Self::Text(lead.json().into()),
        }
    }
}

fn hex(text: &[u8]) -> Option<[u8; 12]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let text: &[u8; 24] = text.try_into().ok()?;
    let mut bytes = [0; 12];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

/// A set of ids.
#[derive(Debug, Default)]
pub(super) struct Ids {
    hex: HashSet<[u8; 12]>,
    text: HashSet<Box<str>>,
}

impl Ids {
    /// Bytes of an id of the usual kind.
    pub(super) const HEX: usize = 12;

    /// All ids of the usual kind, one after the other.
    pub(super) fn hex_bytes(&self) -> Vec<u8> {
        self.hex.iter().flatten().copied().collect()
    }

    /// Drops the ids of the usual kind; tells how many those were.
    pub(super) fn forget_hex(&mut self) -> usize {
        std::mem::take(&mut self.hex).len()
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.hex.extend(other.hex);
        self.text.extend(other.text);
    }

    pub(super) fn contains(&self, id: &Id) -> bool {
        match id {
            Id::Hex(bytes) => self.hex.contains(bytes),
            Id::Text(text) => self.text.contains(text),
        }
    }

    /// Takes `id` in; false when it was there.
    pub(super) fn insert(&mut self, id: &Id) -> bool {
        match id {
            Id::Hex(bytes) => self.hex.insert(*bytes),
            Id::Text(text) => !self.text.contains(text) && self.text.insert(text.clone()),
        }
    }

    /// Makes room for `total` ids at once: growing bit by bit would take the
    /// room twice. A total that is beyond belief is not believed.
    pub(super) fn expect(&mut self, total: u64) {
        let total = usize::try_from(total.min(4_000_000)).unwrap_or(0);
        self.hex.reserve(total.saturating_sub(self.hex.len()));
    }

    pub(super) fn len(&self) -> usize {
        self.hex.len() + self.text.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_differ_only_in_case_or_length_stay_apart() {
        let mut ids = Ids::default();
        for id in [
            "5811f6bbe6b4704ddfa84ac0",
            "5811F6BBE6B4704DDFA84AC0",
            "530370b477ad7120001d",
        ] {
            let lead = format!(r#"{{"id":"{id}"}}"#);
            assert!(ids.insert(&Id::of(Lead::new(&lead))), "{id}");
            assert!(!ids.insert(&Id::of(Lead::new(&lead))), "{id}");
        }
        assert_eq!(ids.len(), 3);
    }

    #[test]
    fn leads_without_an_id_are_told_apart_by_their_text() {
        assert_ne!(
            Id::of(Lead::new(r#"{"id":null,"name":"a"}"#)),
            Id::of(Lead::new(r#"{"id":null,"name":"b"}"#))
        );
    }
}
