//! Laying out JSON and reading values from it without parsing it completely.

use leads::lead::{self, json_text};

use super::json;
use super::source::Source;

pub(crate) fn check(bytes: &[u8]) {
    // Invalid JSON does no harm.
    let text = String::from_utf8_lossy(bytes);
    let _ = json_text::compact(&text);
    json_text::indent(&text, 1, &mut String::new());
    let _ = lead::elements(&text);
    let _ = lead::plain_text(&text);
    lead::each_entry(&text, |_, _| ());
    if serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok() {
        keeps(text.trim());
    }
    keeps(&json::value(&mut Source::new(bytes), 5));
}

/// Asserts the properties of a JSON value that the output relies on.
fn keeps(value: &str) {
    let compact = json_text::compact(value);
    assert_eq!(compact, without_space(value));
    let mut shown = String::new();
    json_text::indent(value, 0, &mut shown);
    assert_eq!(json_text::compact(&shown), compact);
    let Some(read) = json::read(value) else {
        return;
    };
    assert_eq!(json::read(&compact).as_ref(), Some(&read));
    assert_eq!(json::read(&shown).as_ref(), Some(&read));
    let elements: Vec<&str> = lead::elements(value).collect();
    assert_eq!(elements.len(), read.as_array().map_or(0, Vec::len));
    for (element, read) in elements.iter().zip(read.as_array().into_iter().flatten()) {
        assert_eq!(json::read(element).as_ref(), Some(read));
    }
    let mut entries = serde_json::Map::new();
    lead::each_entry(value, |key, value| {
        entries.insert(key.to_owned(), json::read(value).unwrap());
    });
    assert_eq!(Some(&entries), read.as_object().or(Some(&entries)));
    if let Some(text) = read.as_str() {
        assert_eq!(lead::plain_text(value).as_deref(), Some(text));
    }
}

/// The text without white space outside of strings.
fn without_space(json: &str) -> String {
    let (mut out, mut in_string, mut escaped) = (String::new(), false, false);
    for character in json.chars() {
        if in_string || !matches!(character, ' ' | '\n' | '\t' | '\r') {
            out.push(character);
        }
        if character == '"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && character == '\\' && !escaped;
    }
    out
}
