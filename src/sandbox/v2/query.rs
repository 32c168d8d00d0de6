//! The query of a search: filters, alone or in groups, and who matches them
//! (the search page).

use serde_json::Value;

use super::Version;
use super::day;
use super::field::{Field, Kind};
use super::operator::{Operator, Text};
use crate::sandbox::members::{Member, Members};
use crate::sandbox::refusal::Refusal;

/// Filters in one group, and groups within each other.
const GROUP: usize = 15;
const DEPTH: usize = 2;
/// Values that `IN` and `NIN` take. The limit is this server's own: none is
/// documented, and none at all is not likely.
const VALUES: usize = 50;

/// What a contact must be to be found.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Query {
    All(Vec<Self>),
    Any(Vec<Self>),
    Is(Field, Test),
}

/// What a field is held against.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    /// Any of the texts, or none at all where null is among the values.
    Text {
        how: Text,
        values: Vec<String>,
        null: bool,
        not: bool,
    },
    Flag {
        values: Vec<Option<bool>>,
        not: bool,
    },
    Number {
        how: Operator,
        values: Vec<Option<f64>>,
    },
    /// From the one second on, and before the other.
    Time { from: i64, until: i64, not: bool },
}

impl Query {
    pub(super) fn parse(query: &Value, version: Version) -> Result<Self, Refusal> {
        parse(query, version, 0)
    }

    pub(super) fn matches(&self, members: Members, member: Member) -> bool {
        match self {
            Self::All(queries) => queries.iter().all(|query| query.matches(members, member)),
            Self::Any(queries) => queries.iter().any(|query| query.matches(members, member)),
            Self::Is(field, test) => test.holds(*field, members, member),
        }
    }
}

fn parse(query: &Value, version: Version, depth: usize) -> Result<Query, Refusal> {
    let Some(object) = query.as_object() else {
        return Err(Refusal::invalid("A query must be an object"));
    };
    let known = ["field", "operator", "value"];
    if let Some(key) = object.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(Refusal::invalid(format!("Unknown key '{key}' in query")));
    }
    let Some(operator) = object.get("operator").and_then(Value::as_str) else {
        return Err(Refusal::invalid("'operator' must be a string"));
    };
    let value = object
        .get("value")
        .ok_or_else(|| Refusal::invalid("'value' is missing"))?;
    match object.get("field") {
        Some(Value::String(field)) => filter(field, operator, value, version),
        Some(_) => Err(Refusal::invalid("'field' must be a string")),
        None => group(operator, value, version, depth),
    }
}

fn group(operator: &str, value: &Value, version: Version, depth: usize) -> Result<Query, Refusal> {
    let make = match operator {
        "AND" => Query::All,
        "OR" => Query::Any,
        _ => return Err(Refusal::invalid("A group's operator is AND or OR")),
    };
    if depth >= DEPTH {
        let message = format!("Groups can be nested {DEPTH} deep at most");
        return Err(Refusal::invalid(message));
    }
    match value.as_array() {
        Some(filters) if (1..=GROUP).contains(&filters.len()) => {
            let filters = filters
                .iter()
                .map(|filter| parse(filter, version, depth + 1));
            filters.collect::<Result<_, _>>().map(make)
        }
        _ => {
            let message = format!("A group takes an array of 1 to {GROUP} filters");
            Err(Refusal::invalid(message))
        }
    }
}

fn filter(name: &str, operator: &str, value: &Value, version: Version) -> Result<Query, Refusal> {
    let Some(field) = Field::parse(name, version) else {
        return Err(Refusal::invalid(format!("Unknown field '{name}'")));
    };
    let Some(operator) = Operator::parse(operator) else {
        return Err(Refusal::invalid(format!("Unknown operator '{operator}'")));
    };
    if !operator.suits(field.kind(), version) {
        let message = format!(
            "Operator '{}' is not supported for '{name}'",
            operator.sign()
        );
        return Err(Refusal::new(422, "parameter_invalid", message));
    }
    let mismatch = || Refusal::invalid(format!("The value for '{name}' does not have its type"));
    let single = std::slice::from_ref(value);
    let values = match (operator.is_list(), value) {
        (true, Value::Array(values)) if (1..=VALUES).contains(&values.len()) => &values[..],
        (true, _) => {
            let message = format!(
                "'{}' takes an array of 1 to {VALUES} values",
                operator.sign()
            );
            return Err(Refusal::invalid(message));
        }
        (false, _) => single,
    };
    test(field, operator, values, version)
        .map(|test| Query::Is(field, test))
        .ok_or_else(mismatch)
}

fn test(field: Field, operator: Operator, values: &[Value], version: Version) -> Option<Test> {
    let not = operator.is_negative();
    Some(match field.kind() {
        Kind::Text | Kind::Tag => {
            let how = operator.text();
            let strings = values.iter().filter(|value| !value.is_null());
            let fold = |text: &str| {
                if how != Text::Whole || field.is_folded() {
                    text.to_lowercase()
                } else {
                    text.to_owned()
                }
            };
            let strings: Option<Vec<_>> = strings.map(|value| value.as_str().map(fold)).collect();
            let strings = strings?;
            let null = strings.len() < values.len();
            let roles = ["lead", "user"];
            if null && (how != Text::Whole || matches!(field, Field::Tag | Field::Role))
                || field == Field::Role
                    && how == Text::Whole
                    && !strings.iter().all(|role| roles.contains(&role.as_str()))
            {
                return None;
            }
            Test::Text {
                how,
                values: strings,
                null,
                not,
            }
        }
        Kind::Flag => {
            let flag = |value: &Value| match value {
                Value::Null => Some(None),
                value => value.as_bool().map(Some),
            };
            let values: Option<_> = values.iter().map(flag).collect();
            Test::Flag {
                values: values?,
                not,
            }
        }
        Kind::Number => {
            let number = |value: &Value| match value {
                Value::Null if operator.is_equality() => Some(None),
                Value::String(text) => text.parse().ok().map(Some),
                value => value.as_f64().map(Some),
            };
            let values: Option<_> = values.iter().map(number).collect();
            Test::Number {
                how: operator,
                values: values?,
            }
        }
        Kind::Time => {
            let seconds = match values {
                [Value::String(text)] => text.parse().ok()?,
                [value] => value.as_i64()?,
                _ => return None,
            };
            let (start, end) = if version.is_exact() {
                (seconds, seconds.checked_add(1)?)
            } else {
                day::around(seconds)?
            };
            let (from, until) = match operator {
                Operator::Less => (i64::MIN, start),
                Operator::LessOrEqual => (i64::MIN, end),
                Operator::Greater => (end, i64::MAX),
                Operator::GreaterOrEqual => (start, i64::MAX),
                _ => (start, end),
            };
            Test::Time { from, until, not }
        }
    })
}

impl Test {
    fn holds(&self, field: Field, members: Members, member: Member) -> bool {
        match self {
            Self::Text {
                how,
                values,
                null,
                not,
            } => {
                let (mut some, mut hit) = (false, false);
                let fold = *how != Text::Whole || field.is_folded();
                field.texts(members, member, |text| {
                    some = true;
                    hit |= if fold {
                        let text = text.to_lowercase();
                        values.iter().any(|value| how.finds(&text, value))
                    } else {
                        values.iter().any(|value| how.finds(text, value))
                    };
                });
                (hit || *null && !some) != *not
            }
            Self::Flag { values, not } => values.contains(&field.flag(members, member)) != *not,
            Self::Number { how, values } => {
                let number = field.number(members, member);
                values.iter().any(|value| how.compares(number, *value)) != how.is_negative()
            }
            Self::Time { from, until, not } => {
                let time = field.time(members, member);
                time.is_some_and(|time| (*from..*until).contains(&time)) != *not
            }
        }
    }
}
