//! What is decided here and not by the server: times to the second, and tags
//! and segments by the leads' own lists.

use super::matching::{self, Kind};
use super::{Query, Select, SortField};
use crate::intercom::Page;
use crate::lead::{self, Lead};

impl Query {
    /// Whether to show `lead`. A lead without a timestamp that is asked for
    /// is left out.
    #[must_use]
    pub fn keeps(&self, lead: Lead<'_>) -> bool {
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
        self.admits(lead)
    }

    /// Whether the lead has one of the e-mail addresses or phone numbers that
    /// are asked for.
    #[must_use]
    pub fn selects(&self, lead: Lead<'_>) -> bool {
        let (kind, values) = match &self.select {
            Select::All => return true,
            Select::Emails(values) => (Kind::Email, values),
            Select::Phones(values) => (Kind::Phone, values),
        };
        let found = matching::of(kind, lead);
        found.is_some_and(|found| {
            values
                .iter()
                .any(|value| matching::key(kind, value) == found)
        })
    }

    /// Whether the lead's own tags and segments are those asked for. Where a
    /// lead does not tell, the server's word counts: it carries no such list,
    /// as with the segments of 2.x, or its list of tags has more than were sent
    /// (2.x sends ten, or only how many there are).
    #[must_use]
    pub fn admits(&self, lead: Lead<'_>) -> bool {
        let tagged = |tag| {
            lead.value("tags")
                .is_none_or(|tags| has(tags, "tags", tag) || is_cut(tags, "tags"))
        };
        let segmented = |segment| {
            lead.value("segments")
                .is_none_or(|segments| has(segments, "segments", segment))
        };
        self.tag.as_deref().is_none_or(tagged) && self.segment.as_deref().is_none_or(segmented)
    }

    /// Whether the lead carries the lists that its tag and segment are decided
    /// by. Of a lead that does not, the server has to be believed.
    #[must_use]
    pub fn tells_labels(&self, lead: Lead<'_>) -> bool {
        let tells = |asked: &Option<String>, key| asked.is_none() || lead.value(key).is_some();
        tells(&self.tag, "tags") && tells(&self.segment, "segments")
    }

    /// The tag and the segment that are asked for, for a message.
    #[must_use]
    pub fn labels(&self) -> String {
        let tag = self.tag.iter().map(|tag| format!("tag {tag}"));
        let segment = self
            .segment
            .iter()
            .map(|segment| format!("segment {segment}"));
        tag.chain(segment).collect::<Vec<_>>().join(" and ")
    }

    /// Whether no later page can hold a lead to show: the list comes newest
    /// first, and this page of it, in order, ends before `since`.
    #[must_use]
    pub fn ends_with(&self, page: &Page) -> bool {
        let Some(since) = self.since.filter(|_| page.in_list_order) else {
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
    lead::values(json, &[name, "data"])
        .into_iter()
        .flatten()
        .any(|entries| {
            lead::elements(entries)
                .into_iter()
                .any(|entry| Lead::new(entry).id().is_some_and(|found| found == id))
        })
}

/// Whether the list has more entries than were sent.
fn is_cut(json: &str, name: &str) -> bool {
    let found = lead::values(json, &["has_more", "total_count", name, "data"]);
    let is_counted = found[1]
        .and_then(lead::plain_text)
        .is_some_and(|total| total != "0");
    found[0] == Some("true") || is_counted && found[2].is_none() && found[3].is_none()
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

    #[test]
    fn where_a_lead_of_2_x_does_not_tell_the_server_is_believed() {
        let wanted = Query {
            tag: Some("8".into()),
            segment: Some("1".into()),
            ..Query::default()
        };
        let cut = r#"{"role":"lead","tags":{"type":"list","data":[{"id":"7"}],"has_more":true}}"#;
        assert!(wanted.admits(Lead::new(cut)));
        let whole =
            r#"{"role":"lead","tags":{"type":"list","data":[{"id":"7"}],"has_more":false}}"#;
        assert!(!wanted.admits(Lead::new(whole)));
        assert!(!wanted.admits(Lead::new(r#"{"role":"lead","tags":null}"#)));
    }

    #[test]
    fn times_are_decided_to_the_second() {
        let query = Query {
            since: Some(10),
            until: Some(20),
            ..Query::default()
        };
        let keeps = |created: &str| {
            let lead = format!(r#"{{"created_at":{created}}}"#);
            query.keeps(Lead::new(&lead))
        };
        assert!(keeps("10") && keeps("19") && keeps("\"15\""));
        assert!(!keeps("9") && !keeps("20") && !keeps("null") && !keeps("\"\""));
    }
}
