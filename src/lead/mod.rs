//! One lead, kept as the JSON text that the API sent: read where it is looked
//! at, never rebuilt.

pub mod entities;
pub(crate) mod id;
pub mod json_text;
pub(crate) mod json_walk;
pub mod timestamp;

use std::borrow::Cow;
use std::fmt;

use serde::de::Visitor;

use crate::lead::json_walk::Walk;

/// One lead: the text of a JSON object, without white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead<'a> {
    json: &'a str,
}

impl<'a> Lead<'a> {
    /// A lead whose text is `json`. Text that is no JSON object is a lead
    /// without fields.
    #[must_use]
    pub fn new(json: &'a str) -> Self {
        Self { json }
    }

    /// The lead, token for token as it was sent.
    #[must_use]
    pub fn json(self) -> &'a str {
        self.json
    }

    /// The raw JSON values of `keys` at the top of the lead, in the order of
    /// `keys`; `None` where the key is missing. Of a repeated key the last one
    /// counts, as in every JSON reader.
    #[must_use]
    pub fn values(self, keys: &[&str]) -> Vec<Option<&'a str>> {
        values(self.json, keys)
    }

    /// The raw JSON value of one key at the top of the lead.
    #[must_use]
    pub fn value(self, key: &str) -> Option<&'a str> {
        self.values(&[key])[0]
    }

    /// The lead's id, whatever JSON type it came as; `None` when there is
    /// none, or it is null or empty. Stands near the front, where reading
    /// ends.
    #[must_use]
    pub fn id(self) -> Option<Cow<'a, str>> {
        let mut id = None;
        each_entry_while(self.json, |key, value| {
            if key == "id" {
                id = Some(value);
            }
            id.is_none()
        });
        id.and_then(text).filter(|id| !id.is_empty())
    }

    /// The lead's id, see [`Lead::id`], and its `created_at` in Unix seconds.
    /// Both stand near the front, where reading ends.
    pub(crate) fn id_and_created(self) -> (Option<Cow<'a, str>>, Option<i64>) {
        let (mut id, mut created) = (None, None);
        each_entry_while(self.json, |key, value| {
            match key {
                "id" if id.is_none() => id = Some(value),
                "created_at" if created.is_none() => created = Some(value),
                _ => {}
            }
            id.is_none() || created.is_none()
        });
        let id = id.and_then(text).filter(|id| !id.is_empty());
        (id, created.and_then(timestamp::seconds))
    }
}

/// The raw values of `keys` in the JSON object `json`, see [`Lead::values`].
#[must_use]
pub fn values<'a>(json: &'a str, keys: &[&str]) -> Vec<Option<&'a str>> {
    let mut found = vec![None; keys.len()];
    each_entry(json, |key, value| {
        for (slot, wanted) in found.iter_mut().zip(keys) {
            if key == *wanted {
                *slot = Some(value);
            }
        }
    });
    found
}

/// Calls `visit` with each key and raw value of the JSON object `json`, in
/// order. Anything but an object has no entries.
pub fn each_entry<'a>(json: &'a str, mut visit: impl FnMut(&str, &'a str)) {
    each_entry_while(json, |key, value| {
        visit(key, value);
        true
    });
}

/// As [`each_entry`], until `visit` says that it has seen enough.
fn each_entry_while<'a>(json: &'a str, mut visit: impl FnMut(&str, &'a str) -> bool) {
    let mut walk = Walk::new(json);
    if !walk.eat(b'{') {
        return;
    }
    while let Some(key) = walk.key() {
        if !walk.value().is_some_and(|value| visit(&key, value)) {
            return;
        }
    }
}

/// The raw elements of the JSON array `json`; anything else has none.
pub fn elements(json: &str) -> impl Iterator<Item = &str> {
    let mut walk = Walk::new(json);
    let is_array = walk.eat(b'[');
    std::iter::from_fn(move || walk.element().filter(|_| is_array))
}

/// The text of a raw JSON value as a person reads it: a string without its
/// quotes and escapes, anything else as its JSON; `None` for null, and for text
/// that is no JSON value.
#[must_use]
pub fn text(json: &str) -> Option<Cow<'_, str>> {
    match json.as_bytes().first()? {
        b'n' => None,
        b'"' => {
            let inner = json[1..].strip_suffix('"')?;
            if inner.contains('\\') {
                Some(Cow::Owned(unescape(json)))
            } else {
                Some(Cow::Borrowed(inner))
            }
        }
        _ => Some(Cow::Borrowed(json)),
    }
}

/// A JSON string without quotes and escapes. A lone surrogate, which JSON can
/// spell and Unicode text cannot hold, becomes U+FFFD.
fn unescape(json: &str) -> String {
    if let Ok(text) = serde_json::from_str::<String>(json) {
        return text;
    }
    match serde_json::from_str::<Lossy>(json) {
        Ok(Lossy(text)) => text,
        Err(_) => json.to_owned(),
    }
}

/// A string read as bytes, which lets lone surrogates through as WTF-8.
struct Lossy(String);

impl<'de> serde::Deserialize<'de> for Lossy {
    fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Lossy;
            fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
                out.write_str("a string")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Lossy, E> {
                Ok(Lossy(String::from_utf8_lossy(bytes).into_owned()))
            }
        }
        reader.deserialize_bytes(Bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_raw_and_in_the_order_asked_for() {
        let lead = Lead::new(r#"{"id":"a","n":1.50,"o":{"x":[1, 2]},"z":null}"#);
        assert_eq!(
            lead.values(&["o", "n", "nope", "z"]),
            [Some(r#"{"x":[1, 2]}"#), Some("1.50"), None, Some("null")]
        );
    }

    #[test]
    fn the_last_of_a_repeated_key_counts() {
        assert_eq!(Lead::new(r#"{"a":1,"a":2}"#).value("a"), Some("2"));
    }

    #[test]
    fn escaped_keys_are_found_by_their_text() {
        assert_eq!(Lead::new(r#"{"n\u0061me":1}"#).value("name"), Some("1"));
    }

    #[test]
    fn ids_of_any_type_are_read() {
        assert_eq!(Lead::new(r#"{"id":"5f"}"#).id().as_deref(), Some("5f"));
        assert_eq!(Lead::new(r#"{"id":17}"#).id().as_deref(), Some("17"));
        for none in [r#"{"id":null}"#, r#"{"id":""}"#, "{}", "[1]", "7", r#""x""#] {
            assert_eq!(Lead::new(none).id(), None, "{none}");
        }
    }

    #[test]
    fn a_lone_surrogate_is_shown_as_a_replacement() {
        assert_eq!(
            text(r#""a\ud800b""#).as_deref(),
            Some("a\u{fffd}\u{fffd}\u{fffd}b")
        );
    }
}
