//! Values as the text of cells. HTML entities are decoded where the API escapes text.

use std::collections::HashMap;

use super::labels::{self, MORE};
use crate::lead::{self, entities, json_text, timestamp};
use crate::terminal::zone;

/// How times are printed in cells. JSON keeps the API's numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Times {
    /// `2026-01-31T12:00:00Z`.
    #[default]
    Utc,
    /// `2026-01-31T13:00:00+01:00`, in this computer's time zone.
    Local,
    /// Unix seconds.
    Unix,
    /// `3 days ago`, relative to these Unix seconds.
    Relative(i64),
}

/// Appends a raw JSON value as text: a string without quotes, anything else as JSON;
/// nothing for null.
pub(super) fn push_text(value: &str, out: &mut String) {
    match value.as_bytes() {
        [b'"', inner @ .., b'"'] if memchr::memchr(b'\\', inner).is_none() => {
            out.push_str(&value[1..value.len() - 1]);
        }
        [b'"', ..] => out.push_str(&lead::plain_text(value).unwrap_or_default()),
        [b'{' | b'[', ..] => out.push_str(&json_text::compact(value)),
        b"null" => {}
        _ => out.push_str(value),
    }
}

/// As [`push_text`], with HTML entities in a string decoded.
pub(super) fn push_escaped(value: &str, out: &mut String) {
    let text = lead::plain_text(value).filter(|_| value.starts_with('"'));
    match text {
        Some(text) => out.push_str(&entities::decode(&text)),
        None => push_text(value, out),
    }
}

/// Appends a timestamp, or the text of a value that is not one.
pub(super) fn push_time(value: &str, times: Times, out: &mut String) {
    let Some(seconds) = timestamp::seconds(value) else {
        return push_text(value, out);
    };
    match times {
        Times::Utc => {
            if !timestamp::push_rfc3339(seconds, out) {
                push_text(value, out);
            }
        }
        Times::Local => {
            if !timestamp::push_rfc3339_at(seconds, zone::offset(seconds), out) {
                push_text(value, out);
            }
        }
        Times::Unix => out.push_str(&seconds.to_string()),
        Times::Relative(now) => push_relative(seconds, now, out),
    }
}

fn push_relative(seconds: i64, now: i64, out: &mut String) {
    let distance = now.abs_diff(seconds);
    let units = [
        (365 * 86_400, "year"),
        (30 * 86_400, "month"),
        (86_400, "day"),
        (3600, "hour"),
        (60, "minute"),
        (1, "second"),
    ];
    let Some((size, unit)) = units.into_iter().find(|&(size, _)| distance >= size) else {
        return out.push_str("now");
    };
    let count = distance / size;
    let plural = if count == 1 { "" } else { "s" };
    let relative = if seconds > now {
        format!("in {count} {unit}{plural}")
    } else {
        format!("{count} {unit}{plural} ago")
    };
    out.push_str(&relative);
}

/// Appends the labels of a list, joined with `; `. Returns whether the API truncated
/// it.
pub(super) fn push_labels(
    value: &str,
    column: &str,
    tags: &HashMap<String, String>,
    out: &mut String,
) -> bool {
    let labels = labels::read(value, column, tags);
    for (index, name) in labels.names.iter().enumerate() {
        if index > 0 {
            out.push_str("; ");
        }
        if name.is_escaped {
            push_escaped(&name.json, out);
        } else {
            push_text(&name.json, out);
        }
    }
    if labels.cut {
        if !labels.names.is_empty() {
            out.push_str("; ");
        }
        out.push_str(MORE);
    }
    labels.cut
}

/// Appends a JSON array of the labels of a list. Returns whether the API truncated it.
pub(super) fn push_label_array(
    value: &str,
    column: &str,
    tags: &HashMap<String, String>,
    out: &mut String,
) -> bool {
    let labels = labels::read(value, column, tags);
    let cut = labels.cut;
    let more = cut.then(|| labels::json_string(MORE).into());
    let names = labels.names.into_iter().map(|name| name.json).chain(more);
    out.push('[');
    out.push_str(&names.collect::<Vec<_>>().join(","));
    out.push(']');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> String {
        let mut out = String::new();
        push_text(value, &mut out);
        out
    }

    fn time(value: &str, times: Times) -> String {
        let mut out = String::new();
        push_time(value, times, &mut out);
        out
    }

    #[test]
    fn values_of_every_type_read_as_text() {
        for (value, expected) in [
            (r#""O&#39;Brien""#, "O&#39;Brien"),
            (r#""a\n\u00e9""#, "a\né"),
            ("155.50", "155.50"),
            ("12345678901234567890123", "12345678901234567890123"),
            ("true", "true"),
            ("null", ""),
            (r#"{"a": [1, "x &amp; y"]}"#, r#"{"a":[1,"x &amp; y"]}"#),
        ] {
            assert_eq!(text(value), expected, "{value}");
        }
    }

    #[test]
    fn text_that_the_api_escapes_is_decoded_once() {
        for (value, expected) in [
            (r#""O&#39;Brien""#, "O'Brien"),
            (r#""O&amp;#39;B""#, "O&#39;B"),
            ("7", "7"),
            ("null", ""),
            (r#"{"first":"a &amp; b"}"#, r#"{"first":"a &amp; b"}"#),
        ] {
            let mut out = String::new();
            push_escaped(value, &mut out);
            assert_eq!(out, expected, "{value}");
        }
        let companies = r#"{"companies":[{"name":"A &amp; B"},{"id":"&amp;"}]}"#;
        let mut cell = String::new();
        push_labels(companies, "companies", &HashMap::new(), &mut cell);
        assert_eq!(cell, "A & B; &amp;");
    }

    #[test]
    fn times_are_formatted_and_invalid_ones_unchanged() {
        for (value, expected) in [
            ("1477572283", "2016-10-27T12:44:43Z"),
            ("\"1477572283\"", "2016-10-27T12:44:43Z"),
            ("1477572283000", "2016-10-27T12:44:43Z"),
            ("0", "1970-01-01T00:00:00Z"),
            ("null", ""),
            ("\"soon\"", "soon"),
            ("9223372036854775807", "9223372036854775807"),
            ("{ }", "{}"),
        ] {
            assert_eq!(time(value, Times::Utc), expected, "{value}");
        }
        assert_eq!(time("\"2016-10-27T12:44:43Z\"", Times::Unix), "1477572283");
    }

    #[test]
    fn relative_times_can_be_past_or_future() {
        let now = 1_000_000_000;
        for (seconds, expected) in [
            (now, "now"),
            (now - 1, "1 second ago"),
            (now - 59, "59 seconds ago"),
            (now - 60, "1 minute ago"),
            (now - 3 * 86_400, "3 days ago"),
            (now - 45 * 86_400, "1 month ago"),
            (now - 800 * 86_400, "2 years ago"),
            (now + 7200, "in 2 hours"),
        ] {
            assert_eq!(time(&seconds.to_string(), Times::Relative(now)), expected);
        }
    }

    #[test]
    fn lists_are_joined_and_say_when_there_is_more() {
        let known = HashMap::new();
        let list = r#"{"data":[{"name":"a &amp; b"},{"id":7}],"has_more":true}"#;
        let mut cell = String::new();
        assert!(push_labels(list, "tags", &known, &mut cell));
        assert_eq!(cell, "a &amp; b; 7; …");
        let mut array = String::new();
        assert!(push_label_array(list, "tags", &known, &mut array));
        assert_eq!(array, r#"["a &amp; b","7","…"]"#);
        let mut none = String::new();
        assert!(push_labels(
            r#"{"data":[],"has_more":true}"#,
            "tags",
            &known,
            &mut none
        ));
        assert_eq!(none, "…");
    }
}
