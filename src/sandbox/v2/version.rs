//! Versions 2.0 and later, and their differences for a client that reads.

use crate::sandbox::workspace::Schema;

/// 2.0 to 2.17, by the number after the dot, or Preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(u8);

const PREVIEW: Version = Version(u8::MAX);
/// The latest numbered version (the documentation's list of versions).
const LATEST: u8 = 17;

impl Version {
    /// Parses the header, which must be exact.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text == "Preview" {
            return Some(PREVIEW);
        }
        (0..=LATEST)
            .find(|minor| text.strip_prefix("2.") == Some(minor.to_string().as_str()))
            .map(Self)
    }

    /// Whether search compares timestamps by second instead of by day (the search page
    /// of 2.17).
    pub(super) fn has_exact_times(self) -> bool {
        self >= Self(17)
    }

    /// Whether a merged contact is 410 instead of 404, sort orders are checked,
    /// and owner ids are strings (the 2.16 changelog page).
    pub(super) fn is_since_2_16(self) -> bool {
        self >= Self(16)
    }

    pub(super) fn schema(self) -> Schema {
        if self.is_since_2_16() {
            Schema::V2_16
        } else {
            Schema::V2_0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_parsed_exactly() {
        assert_eq!(Version::parse("2.0"), Some(Version(0)));
        assert_eq!(Version::parse("2.17"), Some(Version(17)));
        for none in [
            "", "2", "2.", "2.18", "2.07", "2.+7", "3.0", "preview", "2.1 ",
        ] {
            assert_eq!(Version::parse(none), None, "{none}");
        }
        let new = ["2.15", "2.16", "Preview"].map(|text| Version::parse(text).unwrap());
        assert_eq!(new.map(Version::is_since_2_16), [false, true, true]);
    }
}
