//! What is asked of the API: every lead, those of a tag or segment, or those
//! that carry an e-mail address or a phone number.

use crate::lead::{self, Lead};

/// A question to the API, in no version's spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Which leads.
    pub select: Select,
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
    /// Those with this e-mail address.
    Email(String),
    /// Those with this phone number, spelt this way.
    Phone(String),
}

/// A timestamp that leads can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
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
            .find_map(crate::timestamp::seconds)
    }
}

impl Query {
    /// Whether the lead's own tags and segments are those asked for.
    #[must_use]
    pub fn admits(&self, lead: Lead<'_>) -> bool {
        let carries = |list: &str, wanted: Option<&str>| {
            wanted.is_none_or(|wanted| {
                lead.value(list)
                    .is_some_and(|json| list_has(json, list, wanted))
            })
        };
        carries("tags", self.tag.as_deref()) && carries("segments", self.segment.as_deref())
    }

    /// Whether nothing narrows the list.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.select == Select::All && self.tag.is_none() && self.segment.is_none()
    }
}

/// Whether the list `{"type":…,"<name>":[{"id":…}…]}`, or in 2.x
/// `{"data":[…]}`, holds an entry with this id.
fn list_has(json: &str, name: &str, id: &str) -> bool {
    lead::values(json, &[name, "data"])
        .into_iter()
        .flatten()
        .any(|entries| {
            lead::elements(entries)
                .into_iter()
                .any(|entry| Lead::new(entry).id().is_some_and(|found| found == id))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_segments_are_decided_by_the_leads_own_lists() {
        let lead = Lead::new(
            r#"{"tags":{"type":"tag.list","tags":[{"id":"7"},{"id":9}]},"segments":null}"#,
        );
        let tag = |id: &str| Query {
            tag: Some(id.into()),
            ..Query::default()
        };
        assert!(Query::default().admits(lead));
        assert!(tag("7").admits(lead) && tag("9").admits(lead));
        assert!(!tag("8").admits(lead));
        let both = Query {
            segment: Some("1".into()),
            ..tag("7")
        };
        assert!(!both.admits(lead));
    }
}
