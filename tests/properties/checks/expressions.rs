//! Conditions: any text is parsed, or rejected with a position; a lead is evaluated as
//! by a simple evaluator; and the filters for a server of API 2.x match every lead that
//! the condition matches.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use leads::intercom::Version;
use leads::lead::Lead;
use leads::query::Query;
use leads::query::expression::Expression;
use leads::query::known_labels::KnownLabels;
use leads::query::labels::LabelKind;
use serde_json::{Value, json};

use super::source::Source;

/// 2026-01-31T12:00:00Z, and the start of days and months in the tests.
const NOW: i64 = 1_769_860_800;
const JANUARY: i64 = 1_767_225_600;
const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;

const TIMES: &[&str] = &["created_at", "updated_at", "last_seen_at", "signed_up_at"];
const VALUES: &[&str] = &["a", "b", "custom_attributes.a"];
const TEXTS: &[&str] = &[
    "",
    "x",
    "y",
    "X",
    "5",
    "é",
    "it's",
    "\u{1b}[2J",
    "a \"b\" &",
];
/// Tags of the workspace, by id and name.
const TAGS: &[(&str, &str)] = &[("1", "VIP"), ("2", "do not call"), ("3", "2")];
const ORDERS: &[&str] = &["=", "!=", "<", "<=", ">", ">="];

pub(crate) fn check(bytes: &[u8]) {
    is_parsed_or_refused(&String::from_utf8_lossy(bytes));
    let mut source = Source::new(bytes);
    is_parsed_or_refused(&source.text());
    let slow = Slow::draw(&mut source, 3);
    let text = slow.text();
    let mut expression = parse(&text).unwrap_or_else(|why| panic!("{text}: {why}"));
    let ids: HashMap<String, Vec<String>> = TAGS
        .iter()
        .flat_map(|(id, name)| [id, name])
        .map(|label| {
            let meant = TAGS
                .iter()
                .filter(|(id, name)| id == label || name == label);
            let ids = meant.map(|(id, _)| (*id).to_owned()).collect();
            ((*label).to_owned(), ids)
        })
        .collect();
    expression.set_ids(LabelKind::Tag, &ids);
    let narrowing = expression.narrowing();
    let query = Query {
        condition: Arc::new(expression),
        narrowing,
        ..Query::default()
    };
    let dialect = Version::named("2.16").unwrap().dialect();
    let body = dialect.first(&query).body.unwrap();
    let question: Value = serde_json::from_str(&body).unwrap();
    let filters = question["query"]["value"].as_array().unwrap();
    let zone = HOUR * (i64::from(source.byte() % 26) - 11);
    for _ in 0..=source.below(6) {
        let lead = lead(&mut source);
        let json = lead.to_string();
        let values = query.condition.read(Lead::new(&json));
        let matches = query
            .condition
            .decide(&values, &KnownLabels::default())
            .unwrap();
        assert_eq!(matches, slow.decide(&lead), "{text}\n{json}");
        if matches {
            for filter in filters {
                assert!(passes(filter, &lead, Some(zone)), "{text}\n{json}\n{body}");
                assert!(passes(filter, &lead, None), "{text}\n{json}\n{body}");
            }
        }
    }
}

fn parse(text: &str) -> Result<Expression, String> {
    let mut expression = Expression::default();
    match expression.parse(text, NOW, &TimeZone::UTC) {
        Ok(()) => Ok(expression),
        Err(error) => {
            assert!(text.is_char_boundary(error.at), "{text:?}: {error:?}");
            assert!(!error.what.is_empty());
            Err(error.what)
        }
    }
}

fn is_parsed_or_refused(text: &str) {
    let Ok(expression) = parse(text) else { return };
    for json in [
        "{}",
        r#"{"id":"1","tags":null,"created_at":"x","a":{"a":[1]}}"#,
    ] {
        let values = expression.read(Lead::new(json));
        let _ = expression.decide(&values, &KnownLabels::default());
    }
    let _ = expression.narrowing();
}

/// A lead of API 2.x.
fn lead(source: &mut Source) -> Value {
    let mut lead = json!({"type": "contact", "id": "1", "role": "lead"});
    for name in ["a", "b"] {
        lead[name] = match source.below(6) {
            0 => Value::Null,
            1 => source.flag().into(),
            2 => (i64::from(source.byte() % 9) - 2).into(),
            3 => json!(1.5),
            _ => source.pick(TEXTS).into(),
        };
    }
    lead["custom_attributes"] = json!({"a": source.pick(TEXTS)});
    for name in TIMES {
        if source.below(4) > 0 {
            let hours = 256 * i64::from(source.byte() % 4) + i64::from(source.byte());
            lead[name] = (JANUARY - 2 * DAY + hours * HOUR + i64::from(source.byte())).into();
        }
    }
    lead["unsubscribed_from_emails"] = source.flag().into();
    let tags = TAGS.iter().filter(|_| source.flag());
    let tags: Vec<Value> = tags
        .map(|(id, _)| json!({"type": "tag", "id": id}))
        .collect();
    lead["tags"] = json!({"type": "list", "data": tags, "has_more": false});
    lead
}

/// Whether the server's filter matches the lead: times are compared by whole days of
/// the workspace, which is `zone` seconds ahead of UTC, or by second.
fn passes(filter: &Value, lead: &Value, zone: Option<i64>) -> bool {
    let (field, value) = (filter["field"].as_str().unwrap(), &filter["value"]);
    match field {
        "role" | "unsubscribed_from_emails" => lead[field] == *value,
        "tag_id" => {
            let tags = lead["tags"]["data"].as_array().unwrap();
            tags.iter().any(|tag| tag["id"] == *value)
        }
        _ => {
            assert!(TIMES.contains(&field), "{filter}");
            let Some(time) = lead[field].as_i64() else {
                return false;
            };
            let bound: i64 = value.as_str().unwrap().parse().unwrap();
            let unit = |time: i64| zone.map_or(time, |zone| (time + zone).div_euclid(DAY));
            match filter["operator"].as_str().unwrap() {
                ">" => unit(time) > unit(bound),
                "<" => unit(time) < unit(bound),
                other => panic!("{other}"),
            }
        }
    }
}

/// An expression that is evaluated in a simple, slow way on parsed JSON.
enum Slow {
    Test(&'static str, &'static str, Literal),
    In(&'static str, Vec<Literal>),
    Tag(&'static str, &'static str),
    Has(&'static str),
    True(&'static str),
    Not(Box<Slow>),
    All(Vec<Slow>),
    Any(Vec<Slow>),
}

enum Literal {
    Text(&'static str),
    Number(i64),
    /// A day of January 2026, counted from 0.
    Day(i64),
    /// February 2026.
    Month,
    Second(i64),
}

impl Literal {
    fn value(source: &mut Source) -> Self {
        if source.flag() {
            Self::Text(source.pick(TEXTS))
        } else {
            Self::Number(i64::from(source.byte() % 9) - 2)
        }
    }

    fn time(source: &mut Source) -> Self {
        match source.below(4) {
            0 => Self::Month,
            1 => Self::Second(JANUARY + HOUR * i64::from(source.byte())),
            _ => Self::Day(i64::from(source.byte() % 31)),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Text(text) => format!("'{}'", text.replace('\'', "''")),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => format!("2026-01-{:02}", day + 1),
            Self::Month => "2026-02".to_owned(),
            Self::Second(second) => second.to_string(),
        }
    }

    /// Compares the value: a time within a day or month is equal to it.
    fn order(&self, value: &Value) -> Option<Ordering> {
        let within = |start: i64, end: i64| {
            let time = value.as_i64()?;
            Some(match time {
                _ if time < start => Ordering::Less,
                _ if time < end => Ordering::Equal,
                _ => Ordering::Greater,
            })
        };
        match self {
            Self::Text(text) => value.as_str().map(|value| value.cmp(text)),
            Self::Number(number) => {
                #[expect(clippy::cast_precision_loss)]
                let number = *number as f64;
                value.as_f64().and_then(|value| value.partial_cmp(&number))
            }
            Self::Day(day) => within(JANUARY + day * DAY, JANUARY + (day + 1) * DAY),
            Self::Month => within(JANUARY + 31 * DAY, JANUARY + 59 * DAY),
            Self::Second(second) => within(*second, second + 1),
        }
    }
}

/// The value at a path.
fn at<'a>(lead: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(lead, |value, key| &value[key])
}

impl Slow {
    fn draw(source: &mut Source, depth: usize) -> Self {
        let several = |source: &mut Source| {
            let count = 1 + source.below(3);
            (0..count).map(|_| Self::draw(source, depth - 1)).collect()
        };
        match source.below(if depth == 0 { 7 } else { 12 }) {
            0 => Self::Test(
                source.pick(VALUES),
                source.pick(ORDERS),
                Literal::value(source),
            ),
            1 | 2 => Self::Test(
                source.pick(TIMES),
                source.pick(ORDERS),
                Literal::time(source),
            ),
            3 => {
                let (id, name) = source.pick(TAGS);
                Self::Tag(source.pick(&["=", "!="]), source.pick(&[id, name]))
            }
            4 => Self::Has(source.pick(&["a", "b", "last_seen_at", "tags"])),
            5 => Self::True(source.pick(&["a", "unsubscribed"])),
            6 => {
                let count = 1 + source.below(3);
                Self::In(
                    source.pick(VALUES),
                    (0..count).map(|_| Literal::value(source)).collect(),
                )
            }
            7 => Self::Not(Box::new(Self::draw(source, depth - 1))),
            8..=10 => Self::All(several(source)),
            _ => Self::Any(several(source)),
        }
    }

    fn text(&self) -> String {
        let join = |parts: &[Self], word: &str| {
            let parts = parts.iter().map(|part| format!("({})", part.text()));
            parts.collect::<Vec<_>>().join(word)
        };
        match self {
            Self::Test(field, operator, literal) => {
                format!("{field} {operator} {}", literal.text())
            }
            Self::In(field, literals) => {
                let literals: Vec<_> = literals.iter().map(Literal::text).collect();
                format!("{field} in ({})", literals.join(", "))
            }
            Self::Tag(operator, label) => format!("tags {operator} '{label}'"),
            Self::Has(field) => format!("has {field}"),
            Self::True(field) => (*field).to_owned(),
            Self::Not(inner) => format!("not ({})", inner.text()),
            Self::All(parts) => join(parts, " and "),
            Self::Any(parts) => join(parts, " OR "),
        }
    }

    fn decide(&self, lead: &Value) -> bool {
        match self {
            Self::Has("tags") => lead["tags"]["data"] != json!([]),
            Self::Has(field) => !lead[field].is_null() && lead[field] != "",
            Self::True("unsubscribed") => lead["unsubscribed_from_emails"] == true,
            Self::True(field) => lead[field] == true,
            Self::Not(inner) => !inner.decide(lead),
            Self::All(parts) => parts.iter().all(|part| part.decide(lead)),
            Self::Any(parts) => parts.iter().any(|part| part.decide(lead)),
            Self::In(field, literals) => literals
                .iter()
                .any(|literal| literal.order(at(lead, field)) == Some(Ordering::Equal)),
            Self::Tag(operator, label) => {
                let tags = lead["tags"]["data"].as_array().unwrap();
                let is_meant = |(id, name): &(&str, &str)| id == label || name == label;
                let meant: Vec<_> = TAGS.iter().filter(|tag| is_meant(tag)).collect();
                let has = tags
                    .iter()
                    .any(|tag| meant.iter().any(|(id, _)| tag["id"] == *id));
                has == (*operator == "=")
            }
            Self::Test(field, operator, literal) => {
                let order = literal.order(at(lead, field));
                match *operator {
                    "!=" => order != Some(Ordering::Equal),
                    "=" => order == Some(Ordering::Equal),
                    "<" => order == Some(Ordering::Less),
                    ">" => order == Some(Ordering::Greater),
                    "<=" => order.is_some_and(Ordering::is_le),
                    _ => order.is_some_and(Ordering::is_ge),
                }
            }
        }
    }
}
