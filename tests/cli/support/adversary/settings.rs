//! Behaviour that the API's documentation leaves open, or describes in several ways.

use std::ops::Range;

use super::choices::{
    Address, Cursors, FindFault, Grant, Hiccup, InLimit, Order, PageEnd, Phones, Replica,
    ScrollContent, ScrollEnd, ScrollParam, Serves, Slow, Totals, Wall, Zone,
};
use super::traffic::RateLimit;

#[derive(Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
pub(crate) struct Settings {
    pub(crate) serves: Serves,
    /// Responses come from these replicas, alternately or at random.
    pub(crate) replicas: Vec<Replica>,
    pub(crate) at_random: bool,
    /// The order of the list of API 1.x.
    pub(crate) order: Order,
    /// `total_count` of lists and searches.
    pub(crate) totals: Totals,
    /// Whether the last page is the one where the total ends, even if leads follow.
    pub(crate) ends_by_total: bool,
    pub(crate) rate_limit: RateLimit,
    /// The response time in milliseconds.
    pub(crate) latency: Range<u64>,
    pub(crate) hiccups: Vec<Hiccup>,

    /// API 1.x: the size of a page.
    pub(crate) grant: Grant,
    /// API 1.x: whether a list has `pages.per_page`, `page` and `total_pages`.
    pub(crate) tells_page_size: bool,
    /// `pages.next` of the last page.
    pub(crate) page_end: PageEnd,
    /// API 1.x: the response to a page past lead 10,000.
    pub(crate) wall: Wall,
    pub(crate) scroll_content: ScrollContent,
    pub(crate) scroll_param: ScrollParam,
    pub(crate) scroll_newest_first: bool,
    /// Seconds without a request after which a scroll expires.
    pub(crate) scroll_idle: u64,
    /// `total_count` of the pages of a scroll.
    pub(crate) scroll_totals: Totals,
    pub(crate) scroll_end: ScrollEnd,
    /// The member with the leads of a scroll's page: samples disagree.
    pub(crate) scroll_member: &'static str,

    pub(crate) cursors: Cursors,
    /// Whether a cursor requires the page size that it was created with.
    pub(crate) cursor_keeps_size: bool,
    /// The time zone of searches by date.
    pub(crate) zone: Zone,
    /// The time zone of `=`, if different.
    pub(crate) equals_zone: Option<Zone>,
    /// The status of every search by date, if they are refused.
    pub(crate) refuses_dates: Option<u16>,
    pub(crate) refuses_negative_dates: bool,
    pub(crate) in_limit: InLimit,
    pub(crate) slow: Option<Slow>,

    pub(crate) address: Address,
    pub(crate) phones: Phones,
    pub(crate) find_fault: FindFault,
}

impl Settings {
    /// Whether a client must wait before it retries.
    pub(crate) fn makes_wait(&self) -> bool {
        !self.hiccups.is_empty() || self.rate_limit.seconds < 10
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            serves: Serves::Old,
            replicas: vec![Replica::STEADY],
            at_random: true,
            order: Order::NewestFirst,
            totals: Totals::Right,
            ends_by_total: false,
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
            scroll_end: ScrollEnd::FirstEmptyPage,
            scroll_member: "contacts",
            cursors: Cursors::Keys,
            cursor_keeps_size: true,
            zone: Zone::UTC,
            equals_zone: None,
            refuses_dates: None,
            refuses_negative_dates: false,
            in_limit: InLimit::None,
            slow: None,
            address: Address::AnyCase,
            phones: Phones::Exact,
            find_fault: FindFault::None,
        }
    }
}
