//! Versions 1.0 to 1.4, and their differences for leads.

use crate::sandbox::workspace::Schema;

/// 1.0 to 1.4, by the number after the dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(u8);

impl Version {
    /// Parses the header, which must be exact (the update-your-API-version
    /// page).
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let names = ["1.0", "1.1", "1.2", "1.3", "1.4"];
        let minor = names.iter().position(|name| *name == text)?;
        u8::try_from(minor).ok().map(Self)
    }

    /// Whether leads can be looked up by phone (the 1.2 changelog page).
    pub(super) fn has_phone_lookup(self) -> bool {
        self >= Self(2)
    }

    pub(super) fn schema(self) -> Schema {
        if self < Self(2) {
            Schema::V1_0
        } else {
            Schema::V1_2
        }
    }
}
