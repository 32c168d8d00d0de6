//! The values of settings.

use super::lead::{DAY, HOUR};

/// The API generation of a workspace.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Serves {
    /// 1.x; other versions are refused as invalid.
    Old,
    /// 2.x; 1.x is refused as an invalid version.
    New,
    /// 2.x; requests for 1.x get the resources of 2.x.
    NewAlways,
    /// 2.x; responses to 1.x are 404.
    NewElseNotFound,
}

/// A replica of the data.
#[derive(Clone, Copy)]
pub(crate) struct Replica {
    pub(crate) ties: Ties,
    /// The number of requests by which created and deleted leads are delayed.
    pub(crate) lag: u64,
}

impl Replica {
    pub(crate) const STEADY: Self = Self {
        ties: Ties::Steady,
        lag: 0,
    };
    pub(crate) const REVERSED: Self = Self {
        ties: Ties::Reversed,
        lag: 0,
    };
    pub(crate) const UNSTABLE: Self = Self {
        ties: Ties::Unstable,
        lag: 0,
    };

    pub(crate) const fn late(lag: u64) -> Self {
        Self {
            ties: Ties::Steady,
            lag,
        }
    }
}

/// The order of leads of the same second.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ties {
    Steady,
    Reversed,
    /// Different in each response.
    Unstable,
}

#[derive(Clone, Copy)]
pub(crate) enum Order {
    NewestFirst,
    /// Not as documented.
    LastActivity,
}

#[derive(Clone, Copy)]
pub(crate) enum Totals {
    Right,
    Absent,
    Null,
    Zero,
    /// Alternately too low and too high by this number.
    Off(u64),
    /// At most this.
    Capped(u64),
}

#[derive(Clone, Copy)]
pub(crate) enum Grant {
    /// As requested, but at most this.
    AtMost(usize),
    /// Larger pages are refused with 400.
    RefusedAbove(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wall {
    /// Refused if it ends past the limit.
    Strict,
    /// Refused if it starts past the limit; otherwise it ends there.
    Lenient,
    /// Empty if it starts past the limit, as with companies.
    Empty,
}

/// A fault of a request, by its number.
#[derive(Clone, Copy)]
pub(crate) struct Hiccup {
    pub(crate) at: u64,
    pub(crate) kind: HiccupKind,
}

#[derive(Clone, Copy)]
pub(crate) enum HiccupKind {
    /// An error of the API, or of a proxy.
    Status(u16),
    Bare(u16),
    /// 200 without a body.
    Nothing,
    /// An error of the API with the status 200.
    ErrorInOk,
    /// The response is generated, but the connection is closed instead.
    Lost,
}

#[derive(Clone, Copy)]
pub(crate) enum PageEnd {
    Null,
    Absent,
    /// API 1.x: there is always a next page, which may be empty.
    Endless,
    /// API 2.x: `pages` itself is null.
    NoPages,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScrollContent {
    /// Everything as it was when the scroll started.
    Snapshot,
    /// The ids at the start; deleted leads leave gaps in their pages.
    LookedUp,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScrollParam {
    Same,
    ChangesAtTheEnd,
    Changes,
}

#[derive(Clone, Copy)]
pub(crate) enum Cursors {
    /// Leads after this sort value and id.
    Keys,
    /// Leads after this number.
    Offsets,
    /// The ids at the start, without deleted leads.
    Snapshots,
    /// Keys, but from page 3 on the same page repeats endlessly.
    Stuck,
}

/// A time zone: its offset from UTC in seconds, and its name.
#[derive(Clone, Copy)]
pub(crate) struct Zone {
    offset: i64,
    pub(crate) name: &'static str,
    /// The period in which clocks are an hour ahead.
    summer: (i64, i64),
}

impl Zone {
    pub(crate) const UTC: Self = Self::fixed(0, "Etc/UTC");
    pub(crate) const HONOLULU: Self = Self::fixed(-10 * HOUR, "Pacific/Honolulu");
    pub(crate) const KATHMANDU: Self = Self::fixed(5 * HOUR + 2_700, "Asia/Kathmandu");
    pub(crate) const KIRITIMATI: Self = Self::fixed(14 * HOUR, "Pacific/Kiritimati");
    /// Only with the summer of 2025.
    pub(crate) const LOS_ANGELES: Self = Self {
        summer: (1_741_514_400, 1_762_074_000),
        ..Self::fixed(-8 * HOUR, "America/Los_Angeles")
    };

    const fn fixed(offset: i64, name: &'static str) -> Self {
        Self {
            offset,
            name,
            summer: (0, 0),
        }
    }

    /// The number of the day that contains `time`.
    pub(super) fn day(self, time: i64) -> i64 {
        let summer = (self.summer.0..self.summer.1).contains(&time);
        (time + self.offset + if summer { HOUR } else { 0 }).div_euclid(DAY)
    }
}

/// The limit of values in an `IN`.
#[derive(Clone, Copy)]
pub(crate) enum InLimit {
    None,
    /// More are refused.
    Refused(usize),
    /// The others are ignored.
    Ignored(usize),
}

/// Searches that time out: too large pages with leads of these days.
#[derive(Clone, Copy)]
pub(crate) struct Slow {
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) above: usize,
    pub(crate) status: u16,
}

/// When a scroll ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScrollEnd {
    FirstEmptyPage,
    /// After its last lead; earlier pages may be empty.
    AllAsked,
    /// After its last lead, with 404 instead of an empty page.
    NotFound,
    /// Never: the last page repeats.
    Never,
}

/// How phone numbers are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phones {
    Exact,
    /// By their digits.
    Digits,
}

/// How e-mail addresses are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Address {
    AnyCase,
    SameCase,
}

/// A fault in responses to a find.
#[derive(Clone, Copy)]
pub(crate) enum FindFault {
    None,
    /// A 404 for this page of the results and later ones, for the first requests.
    Page {
        from: usize,
        times: u64,
    },
    /// Always a proxy's 404 for a lead by its id.
    Id(u64),
    /// API 1.x returns all leads for any value.
    Ignored,
}
