//! Responses of the API with any content: read correctly, or rejected.

use leads::intercom::{Dialect, Error, Page, Version};
use leads::query::Query;
use leads::{error, lead};
use serde_json::Value;

use super::json;
use super::source::Source;

/// Keys of the envelopes of both generations.
const ENVELOPE: &[&str] = &[
    "type",
    "contacts",
    "users",
    "data",
    "total_count",
    "pages",
    "limited",
    "errors",
    "request_id",
    "role",
    "workspace_id",
    "user_id",
    "scroll_param",
];

const TYPES: &[&str] = &[
    "contact.list",
    "list",
    "error.list",
    "contact",
    "user.list",
    "tag.list",
];

pub(crate) fn check(bytes: &[u8]) {
    reads(bytes);
    let mut source = Source::new(bytes);
    let mut body = envelope(&mut source).into_bytes();
    if source.below(4) == 0 {
        body.truncate(source.below(256));
    }
    reads(&body);
}

fn reads(body: &[u8]) {
    for name in ["1.4", "2.16"] {
        let version = Version::named(name).unwrap();
        let dialect = version.dialect();
        for request in [dialect.first(&Query::default()), dialect.get_lead("a")] {
            match dialect.read(&request, body.to_vec()) {
                Ok(page) => agrees(dialect, &page, body),
                Err(error) => is_told(error, body),
            }
        }
    }
}

/// The leads of a page are the objects that any JSON parser finds.
fn agrees(dialect: &dyn Dialect, page: &Page, body: &[u8]) {
    assert_eq!(page.leads().count(), page.len());
    for lead in page.leads() {
        assert!(lead.json().starts_with('{') && lead.json().ends_with('}'));
        let _ = (lead.id(), lead.value("name").and_then(lead::plain_text));
    }
    let text = String::from_utf8_lossy(body);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let Some(read) = json::read(text) else {
        return;
    };
    let is_v2 = !dialect.has_labels();
    let keys: &[&str] = if is_v2 {
        &["data"]
    } else {
        &["contacts", "users"]
    };
    let list = keys.iter().find_map(|key| read[*key].as_array());
    let expected: Vec<&Value> = match list {
        Some(list) => list.iter().collect(),
        None => vec![&read],
    };
    let is_user = |lead: &&Value| match &lead["role"] {
        Value::Null => false,
        Value::String(role) => role != "lead",
        _ => true,
    };
    let expected: Vec<&Value> = expected
        .into_iter()
        .filter(|lead| !is_v2 || !is_user(lead))
        .collect();
    let found: Vec<Value> = page
        .leads()
        .map(|lead| json::read(lead.json()).unwrap())
        .collect();
    assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{text}");
}

/// An error has an exit code and a short message.
fn is_told(error: Error, body: &[u8]) {
    let whole = json::read(&String::from_utf8_lossy(body)).is_some();
    assert!(!(whole && matches!(error, Error::Unreadable(_))), "{error}");
    let error = anyhow::Error::from(error);
    assert!((3..=6).contains(&error::code(&error)), "{error}");
    assert!(!error.to_string().is_empty());
    let _ = error::hint(&error);
}

/// A body with the keys of envelopes, correct or not.
fn envelope(source: &mut Source) -> String {
    let mut body = "{".to_owned();
    for index in 0..source.below(7) {
        if index > 0 {
            body.push(',');
        }
        let key = source.pick(ENVELOPE);
        body.extend(["\"", key, "\": "]);
        match (key, source.below(8)) {
            (_, 0) => body.push_str(&json::value(source, 3)),
            ("type", _) => body.extend(["\"", source.pick(TYPES), "\""]),
            ("contacts" | "users" | "data" | "errors", _) => {
                let leads: Vec<String> = (0..source.below(4)).map(|_| json::lead(source)).collect();
                body.extend(["[", &leads.join(","), "]"]);
            }
            ("pages", _) => {
                body.push_str("{\"per_page\": 50, \"next\": ");
                body.push_str(&json::value(source, 2));
                body.push('}');
            }
            _ => body.push_str(&json::value(source, 2)),
        }
    }
    body.push('}');
    body
}
