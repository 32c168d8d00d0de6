//! Bodies as text and JSON. The API does send raw control characters in JSON strings;
//! they are escaped, but only if strict parsing failed.

use std::fmt::Write as _;
use std::ops::Range;
use std::str::FromStr;

use memchr::memmem;
use serde::Deserialize;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::error::Error;
use crate::lead;

/// The body as text. Invalid UTF-8 becomes U+FFFD.
pub(crate) fn text(mut body: Vec<u8>) -> String {
    // JSON never starts with a byte order mark, but some servers send one.
    if body.starts_with(b"\xef\xbb\xbf") {
        body.drain(..3);
    }
    match String::from_utf8(body) {
        Ok(text) => text,
        Err(broken) => String::from_utf8_lossy(broken.as_bytes()).into_owned(),
    }
}

/// Parses JSON into a `T`. Fails with [`Error::Unreadable`] if it is not JSON, and with
/// [`Error::NotUnderstood`] if it is JSON of another shape.
pub(crate) fn parsed<'a, T: Deserialize<'a>>(body: &'a str) -> Result<T, Error> {
    serde_json::from_str(body).map_err(|error| match error.classify() {
        Category::Data => not_understood(body),
        _ => unreadable(body, &error),
    })
}

/// Parses `body` with `parse`. If it is not JSON, escapes its control characters and
/// parses it again. Also returns the text that was parsed.
pub(crate) fn parse_lenient<T>(
    body: String,
    parse: impl Fn(&str) -> Result<T, Error>,
) -> Result<(String, T), Error> {
    match parse(&body) {
        Err(Error::Unreadable(why)) => match escape_controls(&body) {
            Some(escaped) => {
                let outcome = parse(&escaped)?;
                Ok((escaped, outcome))
            }
            None => Err(Error::Unreadable(why)),
        },
        outcome => Ok((body, outcome?)),
    }
}

/// The maximum number of leads in a response. Pages have at most 150, and each lead
/// takes memory in addition to its text.
const MAX_LEADS: usize = 10_000;

/// The ranges in `body` of the leads of a list, which are slices of it. Fails if one is
/// not an object.
pub(crate) fn objects(body: &str, leads: &[&RawValue]) -> Result<Vec<Range<usize>>, Error> {
    if leads.len() > MAX_LEADS {
        let count = leads.len();
        let why = format!("it has {count} leads, and a page at most {MAX_LEADS}");
        return Err(Error::NotUnderstood(why));
    }
    let origin = body.as_ptr() as usize;
    let span = |lead: &&RawValue| {
        let start = lead.get().as_ptr() as usize - origin;
        lead.get()
            .starts_with('{')
            .then(|| start..start + lead.get().len())
    };
    let spans: Option<_> = leads.iter().map(span).collect();
    spans.ok_or_else(|| not_understood(body))
}

/// The text after each `key` (given with quotes) and its colon, at any depth. Searches
/// bytes without parsing JSON.
pub(crate) fn scan_for_key<'a>(
    json: &'a [u8],
    key: &'static [u8],
) -> impl Iterator<Item = &'a [u8]> {
    memmem::find_iter(json, key).filter_map(|index| {
        let rest = json[index + key.len()..].trim_ascii_start();
        Some(rest.strip_prefix(b":")?.trim_ascii_start())
    })
}

/// The range of `body` without surrounding white space.
pub(crate) fn trimmed(body: &str) -> Range<usize> {
    body.len() - body.trim_start().len()..body.trim_end().len()
}

/// A number, which can be in a string.
pub(crate) fn number<T: FromStr>(json: &str) -> Option<T> {
    lead::plain_text(json)?.parse().ok()
}

/// `body` with the control characters in its strings escaped; `None` if there are none.
fn escape_controls(body: &str) -> Option<String> {
    let mut out = String::with_capacity(body.len() + 64);
    let (mut in_string, mut escaped, mut found) = (false, false, false);
    for letter in body.chars() {
        if in_string && letter < ' ' {
            // A backslash before a raw control byte is not an escape.
            if escaped {
                out.push('\\');
            }
            let _ = write!(out, "\\u{:04x}", u32::from(letter));
            (escaped, found) = (false, true);
            continue;
        }
        if letter == '"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && !escaped && letter == '\\';
        out.push(letter);
    }
    found.then_some(out)
}

fn unreadable(body: &str, error: &serde_json::Error) -> Error {
    Error::Unreadable(match body.trim() {
        "" => "an empty body".to_owned(),
        text if text.starts_with('<') => "HTML instead of JSON".to_owned(),
        _ if error.is_eof() => format!("it ends in the middle, after {} bytes", body.len()),
        _ => format!("it is not JSON ({error})"),
    })
}

pub(crate) fn not_understood(body: &str) -> Error {
    // The message shows only the shape: the body may contain anything, even the token.
    let mut keys = Vec::new();
    lead::each_entry(body.trim(), |key, _| {
        let plain = key.len() <= 30
            && key
                .bytes()
                .all(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
        if plain && keys.len() < 5 {
            keys.push(key.to_owned());
        }
    });
    let shape = match body.trim().bytes().next() {
        Some(b'{') if keys.is_empty() => "an object".to_owned(),
        Some(b'{') => format!("an object with {}", keys.join(", ")),
        Some(b'[') => "an array".to_owned(),
        _ => "a single value".to_owned(),
    };
    Error::NotUnderstood(format!("it is {shape}, neither leads nor errors"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_control_characters_in_strings_are_escaped() {
        let broken = "{\n\t\"a\": \"x\ny\\\"\tz\\\\\"\n}";
        assert_eq!(
            escape_controls(broken).as_deref(),
            Some("{\n\t\"a\": \"x\\u000ay\\\"\\u0009z\\\\\"\n}")
        );
        assert_eq!(escape_controls("{\n\"a\": 1\n}"), None);
    }
}
