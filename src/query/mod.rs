//! What to ask the API for, whatever its version: every lead, or those with an
//! e-mail address or a phone number.

pub mod expression;
pub mod filter;
pub mod groups;
pub mod identifier;
pub(crate) mod sort;
pub mod when;

use self::expression::Expression;
use crate::lead::{self, Lead};

/// Which leads to read, and in which order. A server cannot filter by all of it,
/// or only roughly; [`Query::matches`] decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Which leads.
    pub select: Select,
    /// Created at or after, in Unix seconds.
    pub since: Option<i64>,
    /// Created before, in Unix seconds.
    pub until: Option<i64>,
    /// Changed at or after, in Unix seconds.
    pub updated_since: Option<i64>,
    /// Leads must carry the tag with this id.
    pub tag: Option<String>,
    /// Leads must be in the segment with this id.
    pub segment: Option<String>,
    /// Leads must match all of these.
    pub conditions: Vec<Expression>,
    /// The order to ask for; `None` is the API's default, newest first.
    pub sort: Option<(SortField, Order)>,
    /// The largest page to ask for; `None` is the API's maximum.
    pub per_page: Option<u32>,
    /// The number of leads after which the caller stops, so that no others are
    /// requested. Set only if the server applies every filter of the query.
    pub limit: Option<u32>,
}

/// Which leads a query selects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Select {
    /// All of them.
    #[default]
    All,
    /// Those with one of these e-mail addresses, at most
    /// [`Dialect::max_values`](crate::intercom::Dialect::max_values).
    Emails(Vec<String>),
    /// Those with one of these phone numbers, in this spelling.
    Phones(Vec<String>),
}

/// A timestamp that leads can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortField {
    /// When the lead was created.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
    /// When it was last seen.
    LastSeenAt,
    /// When it signed up.
    SignedUpAt,
}

/// The direction of a sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Oldest first.
    Asc,
    /// Newest first.
    #[default]
    Desc,
}

impl SortField {
    /// The lead's value of this field in Unix seconds.
    #[must_use]
    pub fn of(self, lead: Lead<'_>) -> Option<i64> {
        // 1.x calls it last_request_at, 2.x last_seen_at.
        let keys = match self {
            Self::CreatedAt => ["created_at"; 2],
            Self::UpdatedAt => ["updated_at"; 2],
            Self::LastSeenAt => ["last_request_at", "last_seen_at"],
            Self::SignedUpAt => ["signed_up_at"; 2],
        };
        let mut values = lead::values(lead.json(), keys).into_iter().flatten();
        values.find_map(lead::timestamp::seconds)
    }
}

impl Query {
    /// Whether the query selects all leads.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.select == Select::All
            && !self.has_times()
            && self.tag.is_none()
            && self.segment.is_none()
            && self.conditions.is_empty()
    }

    /// Whether the server applies every filter of the query: it compares times
    /// only roughly, and takes a tag or a segment, but not both.
    #[must_use]
    pub fn is_filtered_by_server(&self) -> bool {
        !self.has_times()
            && (self.tag.is_none() || self.segment.is_none())
            && self.conditions.is_empty()
    }

    /// Whether the query selects leads by time.
    #[must_use]
    pub fn has_times(&self) -> bool {
        self.since.is_some() || self.until.is_some() || self.updated_since.is_some()
    }

    /// The size of the largest page to ask for, where the API grants at most
    /// `max`.
    #[must_use]
    pub fn page_size(&self, max: u32) -> u32 {
        self.per_page.map_or(max, |size| size.min(max))
    }

    /// The size of the first page to ask for, where the API grants at most
    /// `max`.
    #[must_use]
    pub fn first_size(&self, max: u32) -> u32 {
        let size = self.page_size(max);
        self.limit.map_or(size, |limit| limit.clamp(1, size))
    }
}
