//! The filters that the program applies itself: times to the second, and tags and
//! segments by the lists in the leads.

use super::identifier::Identifier;
use super::{Query, Select, SortField};
use crate::intercom::Page;
use crate::lead::{self, Lead};

impl Query {
    /// Whether `lead` is selected. A lead without a timestamp that the query
    /// compares is not.
    #[must_use]
    pub fn matches(&self, lead: Lead<'_>) -> bool {
        if self.since.is_some() || self.until.is_some() {
            let Some(created) = SortField::CreatedAt.of(lead) else {
                return false;
            };
            if self.since.is_some_and(|since| created < since)
                || self.until.is_some_and(|until| created >= until)
            {
                return false;
            }
        }
        if let Some(since) = self.updated_since
            && SortField::UpdatedAt
                .of(lead)
                .is_none_or(|updated| updated < since)
        {
            return false;
        }
        self.matches_labels(lead) && self.conditions.iter().all(|one| one.matches(lead))
    }

    /// Whether the lead has one of the e-mail addresses or phone numbers of the
    /// query.
    #[must_use]
    pub fn selects(&self, lead: Lead<'_>) -> bool {
        let (identifier, values) = match &self.select {
            Select::All => return true,
            Select::Emails(values) => (Identifier::Email, values),
            Select::Phones(values) => (Identifier::Phone, values),
        };
        let found = identifier.key_of(lead);
        found.is_some_and(|found| values.iter().any(|value| identifier.key(value) == found))
    }

    /// Whether the lead has the tag and the segment of the query. The server is
    /// believed where a lead has no such list (the segments of 2.x), or where
    /// its list is incomplete (2.x sends ten tags, or only their number).
    #[must_use]
    pub fn matches_labels(&self, lead: Lead<'_>) -> bool {
        let has_tag = |tag| {
            lead.value("tags")
                .is_none_or(|tags| has(tags, "tags", tag) || is_cut(tags, "tags"))
        };
        let in_segment = |segment| {
            lead.value("segments")
                .is_none_or(|segments| has(segments, "segments", segment))
        };
        self.tag.as_deref().is_none_or(has_tag) && self.segment.as_deref().is_none_or(in_segment)
    }

    /// Whether the lead has the lists that [`Query::matches_labels`] searches.
    #[must_use]
    pub fn can_match_labels(&self, lead: Lead<'_>) -> bool {
        let can = |wanted: &Option<String>, key| wanted.is_none() || lead.value(key).is_some();
        can(&self.tag, "tags") && can(&self.segment, "segments")
    }

    /// The tag and the segment of the query, for a message.
    #[must_use]
    pub fn labels(&self) -> String {
        let tag = self.tag.iter().map(|tag| format!("tag {tag}"));
        let segment = self
            .segment
            .iter()
            .map(|segment| format!("segment {segment}"));
        tag.chain(segment).collect::<Vec<_>>().join(" and ")
    }

    /// Whether no later page can hold a lead that matches: the list is sorted
    /// newest first, and this page, itself sorted, ends before `since`. A search
    /// is read to its end, where it is counted.
    #[must_use]
    pub fn is_past(&self, page: &Page) -> bool {
        let Some(since) = self.since.filter(|_| page.is_joined) else {
            return false;
        };
        let created = |lead| SortField::CreatedAt.of(lead);
        page.leads()
            .next_back()
            .and_then(created)
            .is_some_and(|oldest| oldest < since)
            && page
                .leads()
                .filter_map(created)
                .is_sorted_by(|newer, older| newer >= older)
    }
}

/// Whether the list `{"type":…,"<name>":[{"id":…}…]}`, or in 2.x
/// `{"data":[…]}`, holds an entry with this id.
fn has(json: &str, name: &str, id: &str) -> bool {
    lead::values(json, [name, "data"])
        .into_iter()
        .flatten()
        .any(|entries| {
            lead::elements(entries)
                .into_iter()
                .any(|entry| Lead::new(entry).id().is_some_and(|found| found == id))
        })
}

/// Whether the list has more entries than the API sent.
fn is_cut(json: &str, name: &str) -> bool {
    let keys = ["has_more", "total_count", name, "data"];
    let [has_more, total, own, data] = lead::values(json, keys);
    let has_entries = total
        .and_then(lead::plain_text)
        .is_some_and(|total| total != "0");
    has_more == Some("true") || has_entries && own.is_none() && data.is_none()
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
        assert!(Query::default().matches_labels(lead));
        assert!(tag("7").matches_labels(lead) && tag("9").matches_labels(lead));
        assert!(!tag("8").matches_labels(lead));
        let both = Query {
            segment: Some("1".into()),
            ..tag("7")
        };
        assert!(!both.matches_labels(lead));
    }

    #[test]
    fn where_a_lead_of_2_x_does_not_tell_the_server_is_believed() {
        let wanted = Query {
            tag: Some("8".into()),
            segment: Some("1".into()),
            ..Query::default()
        };
        let cut = r#"{"role":"lead","tags":{"type":"list","data":[{"id":"7"}],"has_more":true}}"#;
        assert!(wanted.matches_labels(Lead::new(cut)));
        let whole =
            r#"{"role":"lead","tags":{"type":"list","data":[{"id":"7"}],"has_more":false}}"#;
        assert!(!wanted.matches_labels(Lead::new(whole)));
        assert!(!wanted.matches_labels(Lead::new(r#"{"role":"lead","tags":null}"#)));
    }

    #[test]
    fn times_are_decided_to_the_second() {
        let query = Query {
            since: Some(10),
            until: Some(20),
            ..Query::default()
        };
        let matches = |created: &str| {
            let lead = format!(r#"{{"created_at":{created}}}"#);
            query.matches(Lead::new(&lead))
        };
        assert!(matches("10") && matches("19") && matches("\"15\""));
        assert!(!matches("9") && !matches("20") && !matches("null") && !matches("\"\""));
    }
}
