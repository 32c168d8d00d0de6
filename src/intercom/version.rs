//! Versions of the API, and the dialect of each. No other module compares versions.

use std::sync::atomic::{AtomicU8, Ordering};

use super::dialect::Dialect;
use super::error::Error;
use super::{v1, v2};

/// The version that `auto` requests first, and the one that it switches to.
const FIRST: &str = "1.4";
const SECOND: &str = "2.16";

/// The version to request. With `auto` the first response decides.
#[derive(Debug)]
pub struct Version {
    /// Sent as typed; `None` for `auto`.
    pinned: Option<String>,
    state: AtomicU8,
}

const UNDECIDED: u8 = 0;
const STAYED: u8 = 1;
const SWITCHED: u8 = 2;

impl Version {
    /// The version is decided by the first response.
    #[must_use]
    pub fn auto() -> Self {
        Self {
            pinned: None,
            state: AtomicU8::new(UNDECIDED),
        }
    }

    /// `auto`, 1.0 to 1.4, 2.0 to 2.17 or Preview; `None` for anything else.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let minor = |digits: &str, max: u32| {
            let plain = digits.len() == 1 || !digits.starts_with('0');
            plain && digits.parse::<u32>().is_ok_and(|minor| minor <= max)
        };
        let known = match name.split_once('.') {
            _ if name == "auto" => return Some(Self::auto()),
            Some(("1", digits)) => minor(digits, 4),
            Some(("2", digits)) => minor(digits, 17),
            _ => name == "Preview",
        };
        known.then(|| Self {
            pinned: Some(name.to_owned()),
            state: AtomicU8::new(STAYED),
        })
    }

    /// The value of the header `Intercom-Version`.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.pinned {
            Some(name) => name,
            None if self.state.load(Ordering::Relaxed) == SWITCHED => SECOND,
            None => FIRST,
        }
    }

    /// Whether it has the same endpoints as the version `other`.
    #[must_use]
    pub fn is_like(&self, other: &str) -> bool {
        are_alike(self.name(), other)
    }

    /// Requests the generation of the version `other`, without switching. Returns false
    /// if the user selected a version of the other generation.
    #[must_use]
    pub fn stay_with(&self, other: &str) -> bool {
        if other.starts_with("1.") {
            self.confirm();
        } else {
            self.try_second();
        }
        self.is_like(other)
    }

    /// Whether responses distinguish merged contacts from deleted ones (the API's 2.16
    /// changelog).
    #[must_use]
    pub fn tells_merges(&self) -> bool {
        let minor = self.name().strip_prefix("2.");
        self.name() == "Preview" || minor.and_then(|minor| minor.parse().ok()) >= Some(16)
    }

    /// The dialect of the version.
    #[must_use]
    pub fn dialect(&self) -> &'static dyn Dialect {
        if self.name().starts_with("1.") {
            &v1::List
        } else {
            &v2::Search
        }
    }

    /// Whether the user selected it.
    #[must_use]
    pub fn is_pinned(&self) -> bool {
        self.pinned.is_some()
    }

    /// Whether the version can no longer change.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.is_pinned() || self.state.load(Ordering::Relaxed) != UNDECIDED
    }

    /// Switches to the second version, unless the version is settled. Returns whether
    /// it switched.
    pub fn try_second(&self) -> bool {
        let (from, to) = (UNDECIDED, SWITCHED);
        self.state
            .compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
    }

    /// Returns to the first version, because the second is not served either.
    pub fn settle_for_first(&self) {
        let (from, to) = (SWITCHED, STAYED);
        let _ = self
            .state
            .compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Settles the version, because a response was understood.
    pub(crate) fn confirm(&self) {
        let _ =
            self.state
                .compare_exchange(UNDECIDED, STAYED, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Switches to the second version if `error` says that the workspace serves
    /// the other generation, unless the version is settled. Returns whether it
    /// did.
    pub(crate) fn try_switch(&self, error: &Error) -> bool {
        let other = match error {
            Error::OtherGeneration => true,
            Error::Refused(refused) => refused.code == "intercom_version_invalid",
            _ => false,
        };
        other && self.try_second()
    }
}

/// Whether two versions have the same endpoints and fields.
pub(crate) fn are_alike(one: &str, other: &str) -> bool {
    one.starts_with("1.") == other.starts_with("1.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_versions_are_accepted_and_others_refused() {
        for name in [
            "auto", "1.0", "1.4", "2.0", "2.9", "2.10", "2.17", "Preview",
        ] {
            assert!(Version::named(name).is_some(), "{name}");
        }
        for name in [
            "", "1", "1.5", "1.04", "2.18", "2.", "3.0", "preview", "2.x", "1.4 ",
        ] {
            assert!(Version::named(name).is_none(), "{name}");
        }
    }

    #[test]
    fn auto_switches_once_and_only_before_a_response_was_understood() {
        let version = Version::auto();
        assert_eq!(version.name(), "1.4");
        assert!(!version.try_switch(&Error::Network("x".into())));
        assert!(version.try_switch(&Error::OtherGeneration));
        assert_eq!(version.name(), "2.16");
        assert!(!version.try_switch(&Error::OtherGeneration));

        let settled = Version::auto();
        settled.confirm();
        assert!(!settled.try_switch(&Error::OtherGeneration));

        let pinned = Version::named("1.2").unwrap();
        assert!(!pinned.try_switch(&Error::OtherGeneration));
        assert_eq!(pinned.name(), "1.2");
    }
}
