//! A lead as the JSON text that the API sent. Its values are slices of that text, and
//! it is never serialized again.

pub mod entities;
pub(crate) mod id;
pub(crate) mod json_scanner;
mod json_string;
pub mod json_text;
pub mod timestamp;

use std::borrow::Cow;

use json_scanner::each_entry_while;
pub use json_scanner::{each_entry, elements, value, values};
pub use json_string::plain_text;

/// A lead: the text of a JSON object, without surrounding white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead<'a> {
    json: &'a str,
}

impl<'a> Lead<'a> {
    /// The lead with the text `json`. If that is not a JSON object, the lead has no
    /// fields.
    #[must_use]
    pub fn new(json: &'a str) -> Self {
        Self { json }
    }

    /// The lead as it was sent.
    #[must_use]
    pub fn json(self) -> &'a str {
        self.json
    }

    /// The raw JSON value of a top-level key.
    #[must_use]
    pub fn value(self, key: &str) -> Option<&'a str> {
        value(self.json, key)
    }

    /// The lead's id as text, whatever its JSON type; `None` if it is missing, null or
    /// empty. If the key is repeated, the first one counts: the API sends it near the
    /// start, and reading stops there.
    #[must_use]
    pub fn id(self) -> Option<Cow<'a, str>> {
        let mut id = None;
        each_entry_while(self.json, |key, value| {
            if key == "id" {
                id = Some(value);
            }
            id.is_none()
        });
        id.and_then(plain_text).filter(|id| !id.is_empty())
    }

    /// The lead's id, see [`Lead::id`], and its `created_at` in Unix seconds. Both are
    /// near the start, and reading stops there.
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
        let id = id.and_then(plain_text).filter(|id| !id.is_empty());
        (id, created.and_then(timestamp::seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_raw_and_in_the_requested_order() {
        let lead = Lead::new(r#"{"id":"a","n":1.50,"o":{"x":[1, 2]},"z":null}"#);
        assert_eq!(
            values(lead.json(), ["o", "n", "nope", "z"]),
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
}
