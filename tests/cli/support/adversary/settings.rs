//! What the documentation of the API leaves open, or has in more than one way.

use std::ops::Range;

use super::lead::HOUR;
pub(crate) use super::traffic::RateLimit;

#[derive(Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
pub(crate) struct Settings {
    pub(crate) serves: Serves,
    /// Each answer comes from one of them, by turns or at random.
    pub(crate) replicas: Vec<Replica>,
    pub(crate) at_random: bool,
    /// The order of the list of API 1.x.
    pub(crate) order: Order,
    /// `total_count` of lists and searches.
    pub(crate) totals: Totals,
    pub(crate) rate_limit: RateLimit,
    /// Milliseconds that an answer takes.
    pub(crate) latency: Range<u64>,
    pub(crate) hiccups: Vec<Hiccup>,

    /// API 1.x: the size of a page.
    pub(crate) grant: Grant,
    /// API 1.x: whether a list has `pages.per_page`, `page` and `total_pages`.
    pub(crate) tells_page_size: bool,
    /// `pages.next` of the last page.
    pub(crate) page_end: PageEnd,
    /// API 1.x: what happens to a page past lead 10,000.
    pub(crate) wall: Wall,
    pub(crate) scroll_content: ScrollContent,
    pub(crate) scroll_param: ScrollParam,
    pub(crate) scroll_newest_first: bool,
    /// Seconds after which a scroll that nobody asks for has ended.
    pub(crate) scroll_idle: u64,
    /// `total_count` of the pages of a scroll.
    pub(crate) scroll_totals: Totals,
    /// Whether a scroll has ended once it gave an empty page.
    pub(crate) scroll_ends_when_empty: bool,

    pub(crate) cursors: Cursors,
    /// Whether a cursor demands the page size that it was made with.
    pub(crate) cursor_keeps_size: bool,
    /// Whose days a search by date goes by.
    pub(crate) zone: Zone,
    /// Whose days `=` goes by, if others.
    pub(crate) equals_zone: Option<Zone>,
    /// The status that refuses every search by date, if it is refused.
    pub(crate) refuses_dates: Option<u16>,
    pub(crate) refuses_negative_dates: bool,
    pub(crate) in_limit: InLimit,
    pub(crate) slow: Option<Slow>,

    pub(crate) address: Address,
    pub(crate) find_fault: FindFault,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            serves: Serves::Old,
            replicas: vec![Replica::STEADY],
            at_random: true,
            order: Order::NewestFirst,
            totals: Totals::Right,
            rate_limit: RateLimit {
                calls: 1_667,
                seconds: 10,
            },
            latency: 0..4,
            hiccups: Vec::new(),
            grant: Grant::AtMost(60),
            tells_page_size: true,
            page_end: PageEnd::Null,
            wall: Wall::Strict,
            scroll_content: ScrollContent::Snapshot,
            scroll_param: ScrollParam::Same,
            scroll_newest_first: false,
            scroll_idle: 60,
            scroll_totals: Totals::Zero,
            scroll_ends_when_empty: true,
            cursors: Cursors::Keys,
            cursor_keeps_size: true,
            zone: Zone::UTC,
            equals_zone: None,
            refuses_dates: None,
            refuses_negative_dates: false,
            in_limit: InLimit::None,
            slow: None,
            address: Address::AnyCase,
            find_fault: FindFault::None,
        }
    }
}

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
}

/// Seconds east of UTC, all year, and the name of such a zone.
#[derive(Clone, Copy)]
pub(crate) struct Zone {
    pub(crate) offset: i64,
    pub(crate) name: &'static str,
}

impl Zone {
    pub(crate) const UTC: Self = Self {
        offset: 0,
        name: "Etc/UTC",
    };
    pub(crate) const HONOLULU: Self = Self {
        offset: -10 * HOUR,
        name: "Pacific/Honolulu",
    };
    pub(crate) const KATHMANDU: Self = Self {
        offset: 5 * HOUR + 2_700,
        name: "Asia/Kathmandu",
    };
    pub(crate) const KIRITIMATI: Self = Self {
        offset: 14 * HOUR,
        name: "Pacific/Kiritimati",
    };
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

/// How e-mail addresses are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Address {
    AnyCase,
    SameCase,
}

/// A 404 where there is something.
#[derive(Clone, Copy)]
pub(crate) enum FindFault {
    None,
    /// On this page of what is found and later ones, for the first so many
    /// times.
    Page {
        from: usize,
        times: u64,
    },
    /// On one lead by its id, every time: by a proxy's page.
    Id(u64),
}
