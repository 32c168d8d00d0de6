//! What to request from the API, in any version: every lead, or those with an e-mail
//! address or a phone number.

pub mod expression;
pub mod filter;
pub mod groups;
pub mod identifier;
pub mod known_labels;
pub mod labels;
pub mod narrowing;
pub(crate) mod sort;
pub mod when;

use std::sync::Arc;

use self::expression::Expression;
use self::narrowing::Narrowing;
use crate::lead::{self, Lead};

/// Which leads to read, and in which order. A server can filter by only some of this,
/// or only roughly; the condition decides.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Which leads.
    pub select: Select,
    /// The condition that leads must match.
    pub condition: Arc<Expression>,
    /// The filters for the server.
    pub narrowing: Narrowing,
    /// The order to request; `None` is the API's default, newest first.
    pub sort: Option<(SortField, Order)>,
    /// The maximum page size to request; `None` is the API's maximum.
    pub per_page: Option<u32>,
    /// The number of leads after which the caller stops, so that no more are requested.
    /// Set only if the server applies every filter of the query.
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
    /// Those with one of these phone numbers, in exactly this spelling.
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
    /// The name of its column, which is also the name of the field in API 2.x.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
            Self::LastSeenAt => "last_seen_at",
            Self::SignedUpAt => "signed_up_at",
        }
    }

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
        self.select == Select::All && self.condition.is_empty()
    }

    /// The maximum page size to request, if the API allows at most `max`.
    #[must_use]
    pub fn page_size(&self, max: u32) -> u32 {
        self.per_page.map_or(max, |size| size.min(max))
    }

    /// The size of the first page to request, if the API allows at most `max`.
    #[must_use]
    pub fn first_size(&self, max: u32) -> u32 {
        let size = self.page_size(max);
        self.limit.map_or(size, |limit| limit.clamp(1, size))
    }
}
