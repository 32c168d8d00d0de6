//! The versions of the family 2.x, and where they differ for a reader.

/// A version from 2.0 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::sandbox) struct Version(u8);

/// Later than every numbered one.
const PREVIEW: Version = Version(u8::MAX);
/// The latest that has a name (the documentation's list of versions).
const LATEST: u8 = 17;

impl Version {
    /// `2.0` to `2.17`, or `Preview`.
    pub(in crate::sandbox) fn parse(text: &str) -> Option<Self> {
        if text == "Preview" {
            return Some(PREVIEW);
        }
        (0..=LATEST)
            .find(|minor| text.strip_prefix("2.") == Some(minor.to_string().as_str()))
            .map(Self)
    }

    /// Whether timestamps are searched to the second, and with more
    /// operators (the search page of the preview).
    pub(super) fn is_exact(self) -> bool {
        self == PREVIEW
    }

    /// Whether owners are strings, merged contacts are gone rather than not
    /// found, and orders are checked (the 2.16 changes).
    pub(super) fn is_strict(self) -> bool {
        self >= Self(16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_to_the_letter() {
        assert_eq!(Version::parse("2.0"), Some(Version(0)));
        assert_eq!(Version::parse("2.17"), Some(Version(17)));
        for none in [
            "", "2", "2.", "2.18", "2.07", "2.+7", "3.0", "preview", "2.1 ",
        ] {
            assert_eq!(Version::parse(none), None, "{none}");
        }
        let strict = ["2.15", "2.16", "Preview"].map(|text| Version::parse(text).unwrap());
        assert_eq!(strict.map(Version::is_strict), [false, true, true]);
    }
}
