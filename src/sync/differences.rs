//! Compares two responses with a lead by value, key by key. The order of keys does not
//! matter, null equals a missing key, and keys that the API did not send before are
//! ignored.

use std::collections::BTreeMap;

use crate::columns;
use crate::lead::{self, json_text};
use crate::query::expression::Decimal;

/// Deeper values are compared as text.
const MAX_DEPTH: usize = 64;

/// Objects whose keys are separate fields.
pub(super) const OPENED: [&str; 3] = ["custom_attributes", "location", "location_data"];

/// Whether a key that only the newer response has counts as a difference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NewKeys {
    /// No: a new version of the API can send more.
    Passed,
    /// Yes: users set custom attributes.
    Counted,
}

/// The fields that differ between two responses, with the names of columns and paths.
pub(super) fn differences(old: &str, new: &str) -> Vec<String> {
    let mut found = Vec::new();
    if old == new {
        return found;
    }
    let (old, new) = (entries(old), entries(new));
    for (key, value) in &old {
        let other = new.get(key).copied().unwrap_or("null");
        let is_opened = OPENED.contains(&key.as_str()) && value.starts_with('{');
        if is_opened && other.starts_with('{') {
            inside(key, value, other, &mut found);
        } else if !same(value, other, new_keys(key), 0) {
            found.push(name(key, None));
        }
    }
    found
}

fn inside(key: &str, old: &str, new: &str, found: &mut Vec<String>) {
    let (old, new) = (entries(old), entries(new));
    let added = new.keys().filter(|inner| !old.contains_key(*inner));
    let added = added.filter(|_| new_keys(key) == NewKeys::Counted);
    for inner in old.keys().chain(added) {
        let old = old.get(inner).copied().unwrap_or("null");
        let new = new.get(inner).copied().unwrap_or("null");
        if !same(old, new, new_keys(key), 1) {
            found.push(name(key, Some(inner)));
        }
    }
}

fn new_keys(key: &str) -> NewKeys {
    if key == "custom_attributes" {
        NewKeys::Counted
    } else {
        NewKeys::Passed
    }
}

/// The column with the value, otherwise its path.
fn name(key: &str, inside: Option<&str>) -> String {
    match (columns::name_of(key, inside), inside) {
        (Some(name), _) => name.to_owned(),
        (None, None) => key.to_owned(),
        (None, Some(inside)) => format!("{key}.{inside}"),
    }
}

/// The raw values of an object. If a key is repeated, the last one counts.
fn entries(object: &str) -> BTreeMap<String, &str> {
    let mut entries = BTreeMap::new();
    lead::each_entry(object, |key, value| {
        entries.insert(key.to_owned(), value);
    });
    entries
}

/// Whether two raw values are equal.
fn same(old: &str, new: &str, new_keys: NewKeys, depth: usize) -> bool {
    if old == new {
        return true;
    }
    if depth == MAX_DEPTH {
        return json_text::compact(old) == json_text::compact(new);
    }
    match (old.as_bytes().first(), new.as_bytes().first()) {
        (Some(b'{'), Some(b'{')) => {
            let (old, new) = (entries(old), entries(new));
            let is_new = |key: &&String| !old.contains_key(*key);
            let added = new.keys().filter(is_new);
            let mut keys = old
                .keys()
                .chain(added.filter(|_| new_keys == NewKeys::Counted));
            keys.all(|key| {
                let old = old.get(key).copied().unwrap_or("null");
                let new = new.get(key).copied().unwrap_or("null");
                same(old, new, new_keys, depth + 1)
            })
        }
        (Some(b'['), Some(b'[')) => {
            let (mut old, mut new) = (lead::elements(old), lead::elements(new));
            loop {
                match (old.next(), new.next()) {
                    (None, None) => return true,
                    (Some(old), Some(new)) if same(old, new, new_keys, depth + 1) => {}
                    _ => return false,
                }
            }
        }
        (Some(b'"'), Some(b'"')) => lead::plain_text(old) == lead::plain_text(new),
        _ => match (Decimal::parse(old), Decimal::parse(new)) {
            (Some(old), Some(new)) => old == new,
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_values_differ_and_different_spellings_do_not() {
        for (old, new, expected) in [
            (r#"{"a":1,"b":[1, 2]}"#, r#"{"b":[1,2],"a":1.0}"#, ""),
            (r#"{"a":null}"#, "{}", ""),
            ("{}", r#"{"a":"new in the API"}"#, ""),
            (r#"{"t":{"x":1}}"#, r#"{"t":{"x":1,"y":2}}"#, ""),
            (r#"{"name":"\u00e9"}"#, r#"{"name":"é"}"#, ""),
            (r#"{"n":1e2}"#, r#"{"n":100}"#, ""),
            (
                r#"{"n":9007199254740993}"#,
                r#"{"n":9007199254740992}"#,
                "n",
            ),
            (r#"{"a":"x"}"#, "{}", "a"),
            (r#"{"a":1}"#, r#"{"a":"1"}"#, "a"),
            (r#"{"a":""}"#, r#"{"a":null}"#, "a"),
            (r#"{"a":true}"#, r#"{"a":false}"#, "a"),
            (r#"{"a":[1]}"#, r#"{"a":[1,2]}"#, "a"),
            (
                r#"{"last_request_at":1}"#,
                r#"{"last_request_at":2}"#,
                "last_seen_at",
            ),
            (
                r#"{"location_data":{"city_name":"Cork","timezone":"x"}}"#,
                r#"{"location_data":{"city_name":"Bonn","timezone":"y"}}"#,
                "city location_data.timezone",
            ),
            (
                r#"{"custom_attributes":{"plan":"free"}}"#,
                r#"{"custom_attributes":{"plan":"pro","seats":2}}"#,
                "custom_attributes.plan custom_attributes.seats",
            ),
            (
                r#"{"custom_attributes":{}}"#,
                r#"{"custom_attributes":{"x":null}}"#,
                "",
            ),
        ] {
            assert_eq!(differences(old, new).join(" "), expected, "{old} {new}");
        }
    }

    #[test]
    fn deep_nesting_is_compared_as_text() {
        let deep = |end: &str| {
            format!(
                "{{\"a\":{}{end}{}}}",
                "[".repeat(100_000),
                "]".repeat(100_000)
            )
        };
        assert!(differences(&deep("1"), &deep(" 1")).is_empty());
        assert_eq!(differences(&deep("1"), &deep("2")), ["a"]);
    }
}
