//! What is asked of the API: every lead, or those that carry an e-mail
//! address or a phone number, in no version's spelling.

pub mod expression;
pub mod filter;
pub mod matching;
pub mod sort;
pub mod when;

use crate::lead::Lead;

/// A question to the API. What the server cannot narrow, or only roughly, is
/// decided by [`Query::keeps`].
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
    /// The order to ask for; `None` is the API's own, newest first.
    pub sort: Option<(SortField, Order)>,
    /// The largest page to ask for; `None` is the most that the API grants.
    pub per_page: Option<u32>,
    /// How many leads are wanted at most, when that is known to be few.
    pub few: Option<u32>,
}

/// Which leads a query selects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Select {
    /// All of them.
    #[default]
    All,
    /// Those with one of these e-mail addresses, no more than a dialect's
    /// batch.
    Emails(Vec<String>),
    /// Those with one of these phone numbers, spelt this way.
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
        let keys: &[&str] = match self {
            Self::CreatedAt => &["created_at"],
            Self::UpdatedAt => &["updated_at"],
            Self::LastSeenAt => &["last_request_at", "last_seen_at"],
            Self::SignedUpAt => &["signed_up_at"],
        };
        let values = lead.values(keys);
        values
            .into_iter()
            .flatten()
            .find_map(crate::lead::timestamp::seconds)
    }
}

impl Query {
    /// Whether nothing narrows the list.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.select == Select::All
            && !self.has_times()
            && self.tag.is_none()
            && self.segment.is_none()
    }

    /// Whether leads are selected by time.
    #[must_use]
    pub fn has_times(&self) -> bool {
        self.since.is_some() || self.until.is_some() || self.updated_since.is_some()
    }

    /// The size of the largest page to ask for, of those that a dialect has.
    #[must_use]
    pub fn page_size(&self, largest: u32) -> u32 {
        self.per_page.map_or(largest, |size| size.min(largest))
    }

    /// The size of the first page to ask for.
    #[must_use]
    pub fn first_size(&self, largest: u32) -> u32 {
        let size = self.page_size(largest);
        self.few.map_or(size, |few| few.clamp(1, size))
    }
}
