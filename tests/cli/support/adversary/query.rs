//! The filters of a search of API 2.x.

use serde_json::Value;

use super::choices::{InLimit, Zone};
use super::faults;
use super::http::Reply;
use super::json::LABEL;
use super::lead::Lead;
use super::settings::Settings;
use super::v1::{same_address, same_phone};

/// The maximum depth of groups, and the maximum number of filters in a group.
const MAX_DEPTH: usize = 2;
const MAX_FILTERS: usize = 15;

pub(super) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Date {
        field: Date,
        operator: Comparison,
        value: i64,
    },
    Text {
        field: Text,
        operator: Membership,
        values: Vec<String>,
    },
    Tagged(bool),
}

pub(super) enum Date {
    Created,
    Updated,
    LastRequest,
    /// A value that leads never have.
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Before,
    After,
    AtMost,
    AtLeast,
}

pub(super) enum Text {
    Role,
    Id,
    Email,
    Phone,
}

#[derive(PartialEq, Eq)]
pub(super) enum Membership {
    In,
    NotIn,
    Contains,
}

/// How dates are compared.
#[derive(Clone, Copy)]
pub(super) enum Dates {
    /// By whole days in a zone, and in another zone for `=`.
    Days { zone: Zone, equals: Zone },
    /// By the exact second.
    Seconds,
}

/// The settings needed to parse and apply a filter.
pub(super) struct Rules<'a> {
    pub(super) settings: &'a Settings,
    pub(super) dates: Dates,
}

impl Rules<'_> {
    pub(super) fn parse(&self, filter: &Value, depth: usize) -> Result<Filter, Reply> {
        let operator = filter["operator"].as_str().unwrap_or_default();
        if let ("AND" | "OR", Some(parts)) = (operator, filter["value"].as_array()) {
            if depth >= MAX_DEPTH || parts.is_empty() || parts.len() > MAX_FILTERS {
                return Err(faults::invalid("too many or too deeply nested filters"));
            }
            let parts: Result<Vec<_>, _> = parts
                .iter()
                .map(|part| self.parse(part, depth + 1))
                .collect();
            return parts.map(if operator == "AND" {
                Filter::All
            } else {
                Filter::Any
            });
        }
        let value = &filter["value"];
        match filter["field"].as_str().unwrap_or_default() {
            "created_at" => self.date(Date::Created, operator, value),
            "updated_at" => self.date(Date::Updated, operator, value),
            "last_seen_at" => self.date(Date::LastRequest, operator, value),
            "signed_up_at" => self.date(Date::Never, operator, value),
            "role" => self.text(Text::Role, operator, value),
            "id" => self.text(Text::Id, operator, value),
            "email" => self.text(Text::Email, operator, value),
            "phone" => self.text(Text::Phone, operator, value),
            "tag_id" | "segment_id" if matches!(operator, "=" | "!=") => {
                let known = value.as_str() == Some(LABEL);
                Ok(if known {
                    Filter::Tagged(operator == "=")
                } else {
                    Filter::Any(Vec::new())
                })
            }
            _ => Err(faults::invalid("no such field or operator")),
        }
    }

    fn date(&self, field: Date, operator: &str, value: &Value) -> Result<Filter, Reply> {
        if let Some(status) = self.settings.refuses_dates {
            return Err(Reply::error(
                status,
                "unprocessable_entity",
                "unsupported operator",
            ));
        }
        let exact = matches!(self.dates, Dates::Seconds);
        let operator = match operator {
            "=" => Comparison::Equal,
            "<" => Comparison::Before,
            ">" => Comparison::After,
            "!=" if exact => Comparison::NotEqual,
            "<=" if exact => Comparison::AtMost,
            ">=" if exact => Comparison::AtLeast,
            _ => {
                return Err(Reply::error(
                    422,
                    "unprocessable_entity",
                    "unsupported operator",
                ));
            }
        };
        let number = value.as_i64().or_else(|| value.as_str()?.parse().ok());
        match number {
            Some(value) if value >= 0 || !self.settings.refuses_negative_dates => {
                Ok(Filter::Date {
                    field,
                    operator,
                    value,
                })
            }
            _ => Err(faults::invalid("the value is not a date")),
        }
    }

    fn text(&self, field: Text, operator: &str, value: &Value) -> Result<Filter, Reply> {
        let (operator, list) = match operator {
            "=" => (Membership::In, false),
            "!=" => (Membership::NotIn, false),
            "IN" => (Membership::In, true),
            "NIN" => (Membership::NotIn, true),
            "~" => (Membership::Contains, false),
            _ => return Err(faults::invalid("unsupported operator")),
        };
        let strings = |values: &[Value]| -> Option<Vec<String>> {
            values
                .iter()
                .map(|value| Some(value.as_str()?.to_owned()))
                .collect()
        };
        let values = match value.as_array() {
            Some(values) if list => strings(values),
            None if !list => strings(std::slice::from_ref(value)),
            _ => None,
        };
        let Some(mut values) = values else {
            return Err(faults::invalid("the value has not the type of the field"));
        };
        match self.settings.in_limit {
            InLimit::Refused(max) if values.len() > max => {
                return Err(faults::invalid("too many values"));
            }
            InLimit::Ignored(max) => values.truncate(max),
            InLimit::Refused(_) | InLimit::None => {}
        }
        Ok(Filter::Text {
            field,
            operator,
            values,
        })
    }

    pub(super) fn matches(&self, filter: &Filter, lead: &Lead) -> bool {
        match filter {
            Filter::All(parts) => parts.iter().all(|part| self.matches(part, lead)),
            Filter::Any(parts) => parts.iter().any(|part| self.matches(part, lead)),
            Filter::Tagged(tagged) => lead.tagged == *tagged,
            Filter::Date {
                field,
                operator,
                value,
            } => {
                let time = match field {
                    Date::Created => lead.created_at,
                    Date::Updated => Some(lead.updated_at),
                    Date::LastRequest => Some(lead.last_request_at),
                    Date::Never => None,
                };
                time.is_some_and(|time| self.dates.hold(*operator, time, *value))
            }
            Filter::Text {
                field,
                operator,
                values,
            } => {
                let text = match field {
                    Text::Role if lead.is_user => "user",
                    Text::Role => "lead",
                    Text::Id => &lead.id,
                    Text::Email => &lead.email,
                    Text::Phone => &lead.phone,
                };
                let same = |value: &String| match field {
                    Text::Email => same_address(self.settings.address, value, text),
                    Text::Phone => same_phone(self.settings.phones, value, text),
                    _ => value == text,
                };
                match operator {
                    Membership::In => values.iter().any(same),
                    Membership::NotIn => !values.iter().any(same),
                    Membership::Contains => {
                        values.iter().any(|value| text.contains(value.as_str()))
                    }
                }
            }
        }
    }
}

impl Dates {
    fn hold(self, operator: Comparison, time: i64, value: i64) -> bool {
        let (time, value) = match self {
            Self::Seconds => (time, value),
            Self::Days { zone, equals } => {
                let zone = if operator == Comparison::Equal {
                    equals
                } else {
                    zone
                };
                (zone.day(time), zone.day(value))
            }
        };
        match operator {
            Comparison::Equal => time == value,
            Comparison::NotEqual => time != value,
            Comparison::Before => time < value,
            Comparison::After => time > value,
            Comparison::AtMost => time <= value,
            Comparison::AtLeast => time >= value,
        }
    }
}
