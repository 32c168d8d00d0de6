//! Counts leads by the values of one or two fields: `--count-by`.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan as _};

use super::known_labels::KnownLabels;
use super::labels::LabelKind;
use crate::columns::{FieldSet, ValueKind, text};
use crate::lead::{Lead, timestamp};

/// The maximum number of groups, to bound the memory.
pub const MAX_GROUPS: usize = 100_000;

/// What to count by.
pub struct Grouping {
    keys: Vec<Key>,
    fields: FieldSet,
    zone: TimeZone,
}

struct Key {
    /// As it was typed, for the title of its column.
    name: String,
    field: usize,
    period: Option<Period>,
}

/// A period of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Period {
    Day,
    Week,
    Month,
    Year,
}

/// The values of a group, one for each key; `None` is a missing value.
type Values = Vec<Option<String>>;

/// The counts.
#[derive(Default)]
pub struct Groups {
    counts: HashMap<Values, u64>,
    leads: u64,
}

/// The groups in the order in which they are printed.
#[derive(Debug)]
pub struct Rows {
    /// The groups.
    pub groups: Vec<Group>,
    /// Whether empty periods between them are omitted, because there are more than
    /// [`MAX_GROUPS`].
    pub has_gaps: bool,
}

/// One row: its values, and the number of leads with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// One for each key; `None` is a missing value.
    pub values: Vec<Option<String>>,
    /// The number of leads.
    pub leads: u64,
}

/// Why counting failed.
#[derive(Debug, PartialEq, Eq)]
pub enum Failed {
    /// There are more than [`MAX_GROUPS`] groups.
    TooMany,
    /// The API truncated this list of the lead.
    Cut(String),
}

impl Grouping {
    /// Parses `FIELD[:day|week|month|year]`, or two of them separated by a comma. The
    /// error is a message for the user.
    pub fn parse(list: &str, zone: TimeZone) -> Result<Self, String> {
        let mut fields = FieldSet::default();
        let mut keys = Vec::new();
        for name in list.split(',').map(str::trim) {
            let (path, period) = match name.rsplit_once(':') {
                None => (name, None),
                Some((path, "day")) => (path, Some(Period::Day)),
                Some((path, "week")) => (path, Some(Period::Week)),
                Some((path, "month")) => (path, Some(Period::Month)),
                Some((path, "year")) => (path, Some(Period::Year)),
                Some((_, other)) => {
                    return Err(format!("expected day, week, month or year, not {other}"));
                }
            };
            if path.is_empty() {
                return Err("expected a field, such as country, or two with a comma".to_owned());
            }
            if fields.position(path).is_some() {
                return Err(format!("{path} is repeated"));
            }
            if period.is_none() && matches!(path, "day" | "week" | "month" | "year") {
                return Err(format!(
                    "{path} is a period and needs a time: created_at:{path}"
                ));
            }
            let field = fields.add(path);
            if period.is_none() && fields.kind(field) == ValueKind::Time {
                return Err(format!(
                    "{path} is a time; count by {path}:day, :week, :month or :year"
                ));
            }
            keys.push(Key {
                name: name.to_owned(),
                field,
                period,
            });
        }
        if keys.len() > 2 {
            return Err("leads are counted by one field or two".to_owned());
        }
        Ok(Self { keys, fields, zone })
    }

    /// The titles of the columns with the values.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| key.name.as_str())
    }

    /// The fields that leads are counted by.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        self.fields.names()
    }

    /// Whether leads are counted by their labels of this kind.
    #[must_use]
    pub fn counts_by(&self, kind: LabelKind) -> bool {
        self.fields.names().any(|name| name == kind.column())
    }

    /// Counts a lead: once, or once for each entry of a list. `known` has lists and
    /// names that the lead lacks.
    pub fn add(
        &self,
        lead: Lead<'_>,
        known: &KnownLabels,
        groups: &mut Groups,
    ) -> Result<(), Failed> {
        let raw = self.fields.read(lead);
        let mut found = vec![Values::new()];
        for key in &self.keys {
            let values = self.values(key, raw[key.field], lead, known)?;
            found = found
                .iter()
                .flat_map(|before| {
                    let with =
                        |value: &Option<String>| [before, std::slice::from_ref(value)].concat();
                    values.iter().map(with)
                })
                .collect();
        }
        groups.leads += 1;
        for values in found {
            *groups.counts.entry(values).or_default() += 1;
        }
        if groups.counts.len() > MAX_GROUPS {
            return Err(Failed::TooMany);
        }
        Ok(())
    }

    fn values(
        &self,
        key: &Key,
        raw: Option<&str>,
        lead: Lead<'_>,
        known: &KnownLabels,
    ) -> Result<Vec<Option<String>>, Failed> {
        let kind = self.fields.kind(key.field);
        if kind == ValueKind::List {
            let entries = known.list_of(&self.fields, key.field, raw, lead);
            if entries.is_cut {
                return Err(Failed::Cut(self.fields.name(key.field).to_owned()));
            }
            let entries = entries.into_owned().entries.into_iter();
            let mut names: Vec<String> = entries.map(|entry| entry.name).collect();
            names.sort_unstable();
            names.dedup();
            let names: Vec<_> = names.into_iter().map(Some).collect();
            return Ok(if names.is_empty() { vec![None] } else { names });
        }
        let raw = raw.filter(|raw| *raw != "null");
        Ok(vec![match key.period {
            None => raw.and_then(|raw| text(raw, kind)).map(Into::into),
            Some(period) => raw
                .and_then(timestamp::seconds)
                .and_then(|seconds| Timestamp::from_second(seconds).ok())
                .map(|time| period.of(time.to_zoned(self.zone.clone()).date()).0),
        }])
    }

    /// The groups: periods in order, including empty ones between them; other groups by
    /// size. After `limit` groups, the rest is combined in one group, `other`.
    #[must_use]
    pub fn rows(&self, groups: &Groups, limit: Option<usize>) -> Rows {
        let rows = groups.counts.iter().map(|(values, leads)| Group {
            values: values.clone(),
            leads: *leads,
        });
        let mut rows: Vec<Group> = rows.collect();
        let mut has_gaps = false;
        match &self.keys[..] {
            [
                Key {
                    period: Some(period),
                    ..
                },
            ] => (rows, has_gaps) = period.in_order(rows),
            _ => rows.sort_unstable_by(|one, other| {
                let size = other.leads.cmp(&one.leads);
                size.then_with(|| one.values.cmp(&other.values))
            }),
        }
        if let Some(limit) = limit.filter(|limit| *limit < rows.len()) {
            let rest = rows.split_off(limit);
            let mut values = vec![None; self.keys.len()];
            values[0] = Some("other".to_owned());
            rows.push(Group {
                values,
                leads: rest.iter().map(|group| group.leads).sum(),
            });
        }
        Rows {
            groups: rows,
            has_gaps,
        }
    }
}

impl Groups {
    /// The number of leads counted.
    #[must_use]
    pub fn leads(&self) -> u64 {
        self.leads
    }
}

impl Period {
    /// The name and the first day of the period of `date`.
    fn of(self, date: Date) -> (String, Date) {
        match self {
            Self::Day => (date.to_string(), date),
            Self::Week => {
                let days = i64::from(date.weekday().to_monday_zero_offset());
                let monday = date.saturating_sub(days.days());
                (monday.to_string(), monday)
            }
            Self::Month => {
                let name = format!("{:04}-{:02}", date.year(), date.month());
                (name, date.first_of_month())
            }
            Self::Year => (format!("{:04}", date.year()), date.first_of_year()),
        }
    }

    fn length(self) -> Span {
        match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Year => 1.year(),
        }
    }

    /// The rows in order, with a row for each empty period between them; true if these
    /// are omitted, because there are too many. Leads without the time come last.
    fn in_order(self, rows: Vec<Group>) -> (Vec<Group>, bool) {
        let mut missing = None;
        let mut counted = BTreeMap::new();
        for row in rows {
            match &row.values[0] {
                None => missing = Some(row),
                Some(name) => {
                    counted.insert(name.clone(), row.leads);
                }
            }
        }
        let ends = counted.keys().next().zip(counted.keys().next_back());
        let all = ends.map(|(first, last)| self.all(first, last));
        let has_gaps = all == Some(None);
        for name in all.flatten().into_iter().flatten() {
            counted.entry(name).or_default();
        }
        let rows = counted.into_iter().map(|(name, leads)| Group {
            values: vec![Some(name)],
            leads,
        });
        (rows.chain(missing).collect(), has_gaps)
    }

    /// The names of the periods from `first` to `last`; `None` if there are too many.
    fn all(self, first: &str, last: &str) -> Option<Vec<String>> {
        let mut names = vec![first.to_owned()];
        let mut day = first_day(first)?;
        while names.last().is_some_and(|name| name != last) {
            if names.len() == MAX_GROUPS {
                return None;
            }
            day = day.checked_add(self.length()).ok()?;
            names.push(self.of(day).0);
        }
        Some(names)
    }
}

/// The first day of the period with this name.
fn first_day(name: &str) -> Option<Date> {
    let rest = "-01-01".get(name.len().checked_sub(4)?..)?;
    format!("{name}{rest}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(by: &str, leads: &[&str], limit: Option<usize>) -> Vec<(String, u64)> {
        let grouping = Grouping::parse(by, TimeZone::UTC).unwrap();
        let mut groups = Groups::default();
        for lead in leads {
            let lead = Lead::new(lead);
            grouping
                .add(lead, &KnownLabels::default(), &mut groups)
                .unwrap();
        }
        let rows = grouping.rows(&groups, limit).groups;
        let values = |group: &Group| {
            let values = group.values.iter();
            let values: Vec<_> = values
                .map(|value| value.as_deref().unwrap_or("-"))
                .collect();
            values.join("/")
        };
        rows.iter()
            .map(|group| (values(group), group.leads))
            .collect()
    }

    fn expected(rows: &[(&str, u64)]) -> Vec<(String, u64)> {
        rows.iter()
            .map(|(name, leads)| ((*name).to_owned(), *leads))
            .collect()
    }

    const LEADS: &[&str] = &[
        r#"{"name":"A &amp; B","created_at":1769817600,"tags":{"tags":[{"name":"x"},{"name":"y"}]}}"#,
        r#"{"name":"A &amp; B","created_at":1769990400,"tags":{"tags":[]}}"#,
        r#"{"name":null,"created_at":1775001600,"tags":{"tags":[{"name":"x"}]}}"#,
    ];

    #[test]
    fn the_largest_group_comes_first() {
        assert_eq!(
            rows("name", LEADS, None),
            expected(&[("A & B", 2), ("-", 1)])
        );
        assert_eq!(
            rows("tags", LEADS, None),
            expected(&[("x", 2), ("-", 1), ("y", 1)])
        );
        assert_eq!(
            rows("tags", LEADS, Some(1)),
            expected(&[("x", 2), ("other", 2)])
        );
        assert_eq!(
            rows("tags, name", LEADS, None),
            expected(&[("-/A & B", 1), ("x/-", 1), ("x/A & B", 1), ("y/A & B", 1)])
        );
    }

    #[test]
    fn periods_are_in_order_with_empty_ones() {
        assert_eq!(
            rows("created_at:month", LEADS, None),
            expected(&[
                ("2026-01", 1),
                ("2026-02", 1),
                ("2026-03", 0),
                ("2026-04", 1)
            ])
        );
        assert_eq!(
            rows("created_at:year", LEADS, None),
            expected(&[("2026", 3)])
        );
        assert_eq!(
            rows("created_at:day", &LEADS[..2], None),
            expected(&[("2026-01-31", 1), ("2026-02-01", 0), ("2026-02-02", 1)])
        );
        assert_eq!(
            rows("created_at:week", &LEADS[..2], None),
            expected(&[("2026-01-26", 1), ("2026-02-02", 1)])
        );
        assert_eq!(
            rows("created_at:day", &[r#"{"created_at":null}"#], None),
            expected(&[("-", 1)])
        );
    }

    #[test]
    fn periods_far_apart_have_no_empty_ones_between() {
        let leads = [
            r#"{"created_at":-62135596800}"#,
            r#"{"created_at":1769817600}"#,
        ];
        let by_day = [("0001-01-01", 1), ("2026-01-31", 1)];
        assert_eq!(rows("created_at:day", &leads, None), expected(&by_day));
        assert_eq!(rows("created_at:year", &leads, None).len(), 2026);
        for (by, has_gaps) in [
            ("created_at:day", true),
            ("created_at:week", true),
            ("created_at:month", false),
        ] {
            let grouping = Grouping::parse(by, TimeZone::UTC).unwrap();
            let mut groups = Groups::default();
            for lead in leads {
                let known = KnownLabels::default();
                grouping.add(Lead::new(lead), &known, &mut groups).unwrap();
            }
            assert_eq!(grouping.rows(&groups, None).has_gaps, has_gaps, "{by}");
        }
    }

    #[test]
    fn leads_that_cannot_be_counted_are_reported() {
        for (list, part) in [
            ("", "expected a field"),
            ("a,", "expected a field"),
            ("a,b,c", "one field or two"),
            ("created_at", "created_at:day"),
            ("month", "needs a time: created_at:month"),
            ("created_at:hour", "day, week, month or year"),
        ] {
            let message = Grouping::parse(list, TimeZone::UTC).err().unwrap();
            assert!(message.contains(part), "{list}: {message}");
        }
        let grouping = Grouping::parse("tags", TimeZone::UTC).unwrap();
        let cut = Lead::new(r#"{"tags":{"data":[{"id":"1"}],"has_more":true}}"#);
        let failed = grouping.add(cut, &KnownLabels::default(), &mut Groups::default());
        assert_eq!(failed, Err(Failed::Cut("tags".to_owned())));
    }
}
