//! The query of a search: a filter, or groups of filters (the search page).

use std::ops::Range;

use serde_json::Value;

use super::{Version, day};
use crate::sandbox::contacts::{TextField, TimeField};
use crate::sandbox::error::ApiError;
use crate::sandbox::workspace::{Filter, TextTest};

/// The maximum number of filters in a group.
const MAX_FILTERS: usize = 15;
/// The maximum depth of groups.
const MAX_DEPTH: usize = 2;
/// The maximum number of values of `IN`. The API documents no limit; this one ensures
/// that clients work with any.
const MAX_VALUES: usize = 50;

/// A field that can be searched. The API has more; these are the ones that the program
/// uses.
enum Field {
    Text(TextField),
    Time(TimeField),
}

impl Field {
    fn parse(name: &str) -> Option<Self> {
        let text = match name {
            "id" => TextField::Id,
            "role" => TextField::Role,
            "email" => TextField::Email,
            "phone" => TextField::Phone,
            "tag_id" => TextField::Tag,
            "segment_id" => TextField::Segment,
            "unsubscribed_from_emails" => TextField::Unsubscribed,
            _ => return time_field(name).map(Self::Time),
        };
        Some(Self::Text(text))
    }
}

/// The time field with this name. Contacts can be sorted by these.
pub(super) fn time_field(name: &str) -> Option<TimeField> {
    match name {
        "created_at" => Some(TimeField::Created),
        "updated_at" => Some(TimeField::Updated),
        "signed_up_at" => Some(TimeField::SignedUp),
        "last_seen_at" => Some(TimeField::LastSeen),
        _ => None,
    }
}

pub(super) fn parse(query: &Value, version: Version) -> Result<Filter, ApiError> {
    parse_nested(query, version, 0)
}

fn parse_nested(query: &Value, version: Version, depth: usize) -> Result<Filter, ApiError> {
    let invalid = |message: &str| Err(ApiError::invalid_parameter(message));
    let Some(object) = query.as_object() else {
        return invalid("A query must be an object");
    };
    let known = ["field", "operator", "value"];
    if let Some(key) = object.keys().find(|key| !known.contains(&key.as_str())) {
        return invalid(&format!("Unknown key '{key}' in query"));
    }
    let Some(operator) = object.get("operator").and_then(Value::as_str) else {
        return invalid("'operator' must be a string");
    };
    let Some(value) = object.get("value") else {
        return invalid("'value' is missing");
    };
    match object.get("field") {
        Some(Value::String(field)) => parse_filter(field, operator, value, version),
        Some(_) => invalid("'field' must be a string"),
        None => parse_group(operator, value, version, depth),
    }
}

fn parse_group(
    operator: &str,
    value: &Value,
    version: Version,
    depth: usize,
) -> Result<Filter, ApiError> {
    let group = match operator {
        "AND" => Filter::All,
        "OR" => Filter::Any,
        _ => {
            let message = "A group's operator is AND or OR";
            return Err(ApiError::invalid_parameter(message));
        }
    };
    if depth >= MAX_DEPTH {
        let message = format!("Groups can be nested {MAX_DEPTH} deep at most");
        return Err(ApiError::invalid_parameter(message));
    }
    match value.as_array() {
        Some(filters) if (1..=MAX_FILTERS).contains(&filters.len()) => {
            let filters = filters
                .iter()
                .map(|filter| parse_nested(filter, version, depth + 1));
            filters.collect::<Result<_, _>>().map(group)
        }
        _ => {
            let message = format!("A group takes an array of 1 to {MAX_FILTERS} filters");
            Err(ApiError::invalid_parameter(message))
        }
    }
}

fn parse_filter(
    name: &str,
    operator: &str,
    value: &Value,
    version: Version,
) -> Result<Filter, ApiError> {
    let unsupported = || {
        let message = format!("Operator '{operator}' is not supported for '{name}'");
        ApiError::new(422, "parameter_invalid", message)
    };
    let mismatch = || {
        let message = format!("The value for '{name}' does not have its type");
        ApiError::invalid_parameter(message)
    };
    match Field::parse(name) {
        None => {
            let message = format!("Unknown field '{name}'");
            Err(ApiError::invalid_parameter(message))
        }
        Some(Field::Time(field)) => {
            if !["=", "<", ">"].contains(&operator) {
                return Err(unsupported());
            }
            let range = time_range(operator, value, version).ok_or_else(mismatch)?;
            Ok(Filter::Time(field, range))
        }
        Some(Field::Text(field)) => {
            let test = match operator {
                "=" => TextTest::OneOf(vec![text(field, value).ok_or_else(mismatch)?]),
                // Tags support only `=` and `!=`.
                _ if field == TextField::Tag => return Err(unsupported()),
                "IN" => {
                    let values = one_to_max(value)?;
                    let values: Option<_> = values.iter().map(|value| text(field, value)).collect();
                    TextTest::OneOf(values.ok_or_else(mismatch)?)
                }
                "~" => {
                    let part = value.as_str().ok_or_else(mismatch)?;
                    TextTest::Contains(part.to_lowercase())
                }
                _ => return Err(unsupported()),
            };
            Ok(Filter::Text(field, test))
        }
    }
}

/// The value of the field, if it has the right type.
fn text(field: TextField, value: &Value) -> Option<String> {
    if field == TextField::Unsubscribed {
        return value.as_bool().map(|value| value.to_string());
    }
    let text = value.as_str()?;
    let is_valid = field != TextField::Role || ["lead", "user"].contains(&text);
    is_valid.then(|| text.to_owned())
}

fn one_to_max(value: &Value) -> Result<&Vec<Value>, ApiError> {
    let values = value.as_array();
    let values = values.filter(|values| (1..=MAX_VALUES).contains(&values.len()));
    values.ok_or_else(|| {
        let message = format!("'IN' takes an array of 1 to {MAX_VALUES} values");
        ApiError::invalid_parameter(message)
    })
}

/// The times that match, in Unix seconds. Before 2.17 a time means its whole day in the
/// workspace's time zone.
fn time_range(operator: &str, value: &Value, version: Version) -> Option<Range<i64>> {
    let seconds = match value {
        Value::String(text) => text.parse().ok()?,
        value => value.as_i64()?,
    };
    let (start, end) = if version.has_exact_times() {
        (seconds, seconds.checked_add(1)?)
    } else {
        day::containing(seconds)?
    };
    Some(match operator {
        "<" => i64::MIN..start,
        ">" => end..i64::MAX,
        _ => start..end,
    })
}
