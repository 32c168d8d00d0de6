//! Evaluates an expression for a lead. A comparison with a missing value is false. A
//! list that the API truncated can leave a test undecided.

use std::borrow::Cow;

use super::decimal::Decimal;
use super::{Check, FieldKind, Node, Test, Trust, Value, Values};
use crate::columns::{FieldSet, ValueKind, text};
use crate::lead::timestamp;
use crate::query::identifier::Identifier;
use crate::query::known_labels::KnownLabels;

/// The data for an evaluation.
pub(super) struct Context<'a> {
    pub(super) fields: &'a FieldSet,
    pub(super) tags: &'a KnownLabels,
    pub(super) values: &'a Values<'a>,
}

/// The field whose complete list is needed to decide a test.
pub(super) struct Cut {
    pub(super) field: usize,
}

impl Context<'_> {
    /// Whether every part matches. One that does not decides, even if others are
    /// undecided.
    pub(super) fn all(&self, parts: &[Node]) -> Result<bool, Cut> {
        let mut undecided = None;
        for part in parts {
            match self.decide(part) {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(cut) => undecided = Some(cut),
            }
        }
        undecided.map_or(Ok(true), Err)
    }

    /// Whether any part matches. One that does decides, even if others are undecided.
    fn any(&self, parts: &[Node]) -> Result<bool, Cut> {
        let mut undecided = None;
        for part in parts {
            match self.decide(part) {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(cut) => undecided = Some(cut),
            }
        }
        undecided.map_or(Ok(false), Err)
    }

    fn decide(&self, node: &Node) -> Result<bool, Cut> {
        match node {
            Node::Test(test) => self.test(test),
            Node::Not(node) => Ok(!self.decide(node)?),
            Node::All(parts) => self.all(parts),
            Node::Any(parts) => self.any(parts),
        }
    }

    fn test(&self, test: &Test) -> Result<bool, Cut> {
        let value = self.values.raw[test.field];
        if test.kind == FieldKind::Value(ValueKind::List) {
            return self.test_list(test, value);
        }
        Ok(value.is_some_and(|value| value != "null" && test.holds(value)))
    }

    fn test_list(&self, test: &Test, value: Option<&str>) -> Result<bool, Cut> {
        let list = self
            .tags
            .list_of(self.fields, test.field, value, self.values.lead);
        let mut entries = list.entries.iter();
        let found = match &test.check {
            Check::EqualsAny(values) => entries.any(|entry| match &test.ids {
                // Another label may have a name that equals the id of this one.
                Some(ids) if !entry.ids.is_empty() => entry.ids.iter().any(|id| ids.contains(id)),
                _ => values
                    .iter()
                    .filter_map(Value::label)
                    .any(|wanted| entry.name == wanted || entry.ids.iter().any(|id| id == wanted)),
            }),
            Check::Present => entries.len() > 0 || value.is_some() && list.is_cut,
            check => entries.any(|entry| has_part(&entry.name, check)),
        };
        match (found || !list.is_cut, test.trust) {
            (true, _) => Ok(found),
            (false, Trust::Lead) => Err(Cut { field: test.field }),
            (false, Trust::Server) => Ok(true),
        }
    }
}

impl Test {
    /// Whether a value that is not null passes the test.
    fn holds(&self, value: &str) -> bool {
        let kind = match self.kind {
            FieldKind::Value(kind) => kind,
            FieldKind::Bool => ValueKind::Plain,
            // The API escapes e-mail addresses, but not ids or phone numbers.
            FieldKind::Email => return self.holds_text(value, ValueKind::Escaped),
            FieldKind::Id | FieldKind::Phone => return self.holds_text(value, ValueKind::Plain),
        };
        match &self.check {
            Check::True => value == "true",
            Check::Present => !matches!(value, "\"\"" | "[]" | "{}"),
            Check::EqualsAny(values) => values.iter().any(|wanted| match wanted {
                Value::Bool(wanted) => value == if *wanted { "true" } else { "false" },
                Value::Text(wanted) => as_text(value, kind).is_some_and(|text| text == *wanted),
                Value::Number(wanted, _) => Decimal::parse(value).as_ref() == Some(wanted),
                Value::Time(wanted) => {
                    timestamp::seconds(value).is_some_and(|time| wanted.contains(&time))
                }
            }),
            Check::Less(bound) => order(value, kind, bound).is_some_and(|at| at == At::Before),
            Check::AtMost(bound) => order(value, kind, bound).is_some_and(|at| at != At::Behind),
            Check::Greater(bound) => order(value, kind, bound).is_some_and(|at| at == At::Behind),
            Check::AtLeast(bound) => order(value, kind, bound).is_some_and(|at| at != At::Before),
            check => text(value, kind).is_some_and(|text| has_part(&text, check)),
        }
    }

    fn holds_text(&self, value: &str, kind: ValueKind) -> bool {
        text(value, kind).is_some_and(|text| self.holds_key(&text))
    }

    /// As [`Test::holds`], for the text of an id, an address or a number.
    fn holds_key(&self, text: &str) -> bool {
        let key = match self.kind {
            FieldKind::Email => Identifier::Email.key(text),
            FieldKind::Phone => Identifier::Phone.key(text),
            FieldKind::Id | FieldKind::Bool | FieldKind::Value(_) => text.to_owned(),
        };
        let compared = |wanted: &Value| match wanted {
            Value::Text(wanted) | Value::Number(_, wanted) => Some(key.as_str().cmp(wanted)),
            Value::Bool(_) | Value::Time(_) => None,
        };
        match &self.check {
            Check::True => false,
            Check::Present => !text.is_empty(),
            Check::EqualsAny(values) => values
                .iter()
                .any(|wanted| compared(wanted).is_some_and(std::cmp::Ordering::is_eq)),
            Check::Less(bound) => compared(bound).is_some_and(std::cmp::Ordering::is_lt),
            Check::AtMost(bound) => compared(bound).is_some_and(std::cmp::Ordering::is_le),
            Check::Greater(bound) => compared(bound).is_some_and(std::cmp::Ordering::is_gt),
            Check::AtLeast(bound) => compared(bound).is_some_and(std::cmp::Ordering::is_ge),
            check => has_part(text, check),
        }
    }
}

/// The position of a value relative to a bound, which can be as long as a month.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Before,
    Within,
    Behind,
}

impl From<std::cmp::Ordering> for At {
    fn from(ordering: std::cmp::Ordering) -> Self {
        match ordering {
            std::cmp::Ordering::Less => Self::Before,
            std::cmp::Ordering::Equal => Self::Within,
            std::cmp::Ordering::Greater => Self::Behind,
        }
    }
}

fn order(value: &str, kind: ValueKind, bound: &Value) -> Option<At> {
    Some(match bound {
        Value::Number(bound, _) => Decimal::parse(value)?.cmp(bound).into(),
        Value::Text(bound) => as_text(value, kind)?.as_ref().cmp(bound.as_str()).into(),
        Value::Time(bound) => match timestamp::seconds(value)? {
            time if time < bound.start => At::Before,
            time if time < bound.end => At::Within,
            _ => At::Behind,
        },
        Value::Bool(_) => return None,
    })
}

/// The text of a JSON string; `None` for another type.
fn as_text(value: &str, kind: ValueKind) -> Option<Cow<'_, str>> {
    text(value, kind).filter(|_| value.starts_with('"'))
}

fn has_part(text: &str, check: &Check) -> bool {
    match check {
        Check::Contains(part) => text.to_lowercase().contains(part.as_str()),
        Check::Begins(part) => text.to_lowercase().starts_with(part.as_str()),
        Check::Ends(part) => text.to_lowercase().ends_with(part.as_str()),
        _ => false,
    }
}
