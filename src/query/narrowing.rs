//! Filters for the server. They match every lead that the query's condition matches,
//! and possibly more.

use std::fmt;

use jiff::Timestamp;

use super::SortField;

/// The filters to send to the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowing {
    /// When leads were created.
    pub created: Times,
    /// When they were last changed.
    pub updated: Times,
    /// When they were last seen.
    pub last_seen: Times,
    /// When they signed up.
    pub signed_up: Times,
    /// Leads have the tags with these ids.
    pub tags: Vec<String>,
    /// Leads are in the segments with these ids.
    pub segments: Vec<String>,
    /// Leads that unsubscribed from e-mails.
    pub unsubscribed: bool,
}

/// A range of times in Unix seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// At or after.
    pub since: Option<i64>,
    /// Before.
    pub until: Option<i64>,
}

impl Narrowing {
    /// Whether leads are selected by time.
    #[must_use]
    pub fn has_times(&self) -> bool {
        self.times().iter().any(|(_, times)| !times.is_open())
    }

    /// The ranges by field.
    #[must_use]
    pub fn times(&self) -> [(SortField, Times); 4] {
        [
            (SortField::CreatedAt, self.created),
            (SortField::UpdatedAt, self.updated),
            (SortField::LastSeenAt, self.last_seen),
            (SortField::SignedUpAt, self.signed_up),
        ]
    }

    /// The filters without those that a server may refuse: only filters that the server
    /// must decide. `None` if there are none to remove.
    #[must_use]
    pub fn without_times(&self) -> Option<Self> {
        (self.has_times() || self.unsubscribed).then(|| Self {
            tags: self.tags.clone(),
            segments: self.segments.clone(),
            ..Self::default()
        })
    }

    /// Whether leads are selected by tag or segment.
    #[must_use]
    pub fn has_labels(&self) -> bool {
        !self.tags.is_empty() || !self.segments.is_empty()
    }

    /// The tags and segments, for a message.
    #[must_use]
    pub fn labels(&self) -> String {
        let tags = self.tags.iter().map(|tag| format!("tag {tag}"));
        let segments = self.segments.iter();
        let segments = segments.map(|segment| format!("segment {segment}"));
        tags.chain(segments).collect::<Vec<_>>().join(" and ")
    }
}

impl Times {
    /// Whether the range includes every time.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    /// The intersection of both ranges.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            since: self.since.max(other.since),
            until: match (self.until, other.until) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
        }
    }
}

impl fmt::Display for Narrowing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = |seconds| {
            Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |t| t.to_string())
        };
        let mut parts = Vec::new();
        for (field, times) in self.times() {
            let since = times.since.map(|since| format!(">= {}", date(since)));
            let until = times.until.map(|until| format!("< {}", date(until)));
            parts.extend(
                [since, until]
                    .into_iter()
                    .flatten()
                    .map(|bound| format!("{} {bound}", field.name())),
            );
        }
        parts.extend(self.has_labels().then(|| self.labels()));
        parts.extend(self.unsubscribed.then(|| "unsubscribed".to_owned()));
        out.write_str(&parts.join(", "))
    }
}
