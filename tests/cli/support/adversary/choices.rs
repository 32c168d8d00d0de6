//! The values that settings choose from.

use super::lead::{DAY, HOUR};

/// Which generation of the API a workspace has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Serves {
    /// 1.x; others are refused as invalid versions.
    Old,
    /// 2.x; 1.x is refused as an invalid version.
    New,
    /// 2.x; what asks for 1.x gets the resources of 2.x.
    NewAlways,
    /// 2.x; 1.x is answered by 404.
    NewElseNotFound,
}

/// One of the copies of the data that answers come from.
#[derive(Clone, Copy)]
pub(crate) struct Replica {
    pub(crate) ties: Ties,
    /// How many requests it is behind with what is created and deleted.
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

/// The order among leads of one second.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ties {
    Steady,
    Reversed,
    /// Another one in each answer.
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
    /// Now so many too few, now as many too many.
    Off(u64),
    /// Not above this.
    Capped(u64),
}

#[derive(Clone, Copy)]
pub(crate) enum Grant {
    /// What is asked for, but not more than this.
    AtMost(usize),
    /// A larger page is refused by 400.
    RefusedAbove(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wall {
    /// Refused if it ends past the wall.
    Strict,
    /// Refused if it begins past the wall; else it ends there.
    Lenient,
    /// Empty if it begins past the wall, as it was with companies.
    Empty,
}

/// What goes wrong with a request, by its number.
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
    /// The answer is made, and the connection closed instead.
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
    /// Everything as it was when the scroll began.
    Snapshot,
    /// The ids as they were; what was deleted leaves a gap in its page.
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
    /// What comes after this sort value and id.
    Keys,
    /// What comes after so many.
    Offsets,
    /// The ids as they were at first, less those that have gone.
    Snapshots,
    /// Keys, but from page 3 on the page itself comes again for ever.
    Stuck,
}

/// A time zone: seconds east of UTC, and its name.
#[derive(Clone, Copy)]
pub(crate) struct Zone {
    offset: i64,
    pub(crate) name: &'static str,
    /// From when until when clocks are an hour ahead.
    summer: (i64, i64),
}

impl Zone {
    pub(crate) const UTC: Self = Self::fixed(0, "Etc/UTC");
    pub(crate) const HONOLULU: Self = Self::fixed(-10 * HOUR, "Pacific/Honolulu");
    pub(crate) const KATHMANDU: Self = Self::fixed(5 * HOUR + 2_700, "Asia/Kathmandu");
    pub(crate) const KIRITIMATI: Self = Self::fixed(14 * HOUR, "Pacific/Kiritimati");
    /// With the summer of 2025 alone.
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

    /// The number of the day that `time` falls on.
    pub(super) fn day(self, time: i64) -> i64 {
        let summer = (self.summer.0..self.summer.1).contains(&time);
        (time + self.offset + if summer { HOUR } else { 0 }).div_euclid(DAY)
    }
}

/// How many values an `IN` may have.
#[derive(Clone, Copy)]
pub(crate) enum InLimit {
    None,
    /// More are refused.
    Refused(usize),
    /// The others are ignored.
    Ignored(usize),
}

/// Searches that time out: pages with leads of these days that are too large.
#[derive(Clone, Copy)]
pub(crate) struct Slow {
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) above: usize,
    pub(crate) status: u16,
}

/// When a scroll has ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScrollEnd {
    FirstEmptyPage,
    /// After its last lead; pages before may be empty.
    AllAsked,
    /// Never: the last page comes again and again.
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

/// What is wrong with answers to a find.
#[derive(Clone, Copy)]
pub(crate) enum FindFault {
    None,
    /// A 404 on this page of what is found and later ones, for the first so
    /// many times.
    Page {
        from: usize,
        times: u64,
    },
    /// A 404 by a proxy on one lead by its id, every time.
    Id(u64),
    /// API 1.x answers with all leads, whatever is to be found.
    Ignored,
}
