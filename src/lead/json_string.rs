//! JSON strings as plain text.

use std::borrow::Cow;
use std::fmt;

use serde::de::Visitor;

/// The raw JSON value `json` as plain text: a string without quotes and escapes, other
/// values as JSON; `None` for null and empty text.
#[must_use]
pub fn plain_text(json: &str) -> Option<Cow<'_, str>> {
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

/// A JSON string without quotes and escapes. Lone surrogates, which JSON allows but
/// Unicode text does not, become U+FFFD.
fn unescape(json: &str) -> String {
    if let Ok(text) = serde_json::from_str::<String>(json) {
        return text;
    }
    match serde_json::from_str::<Lossy>(json) {
        Ok(Lossy(text)) => text,
        Err(_) => json.to_owned(),
    }
}

/// A string that `serde_json` reads as bytes, which allows lone surrogates (as WTF-8).
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
    fn a_lone_surrogate_is_shown_as_a_replacement() {
        assert_eq!(
            plain_text(r#""a\ud800b""#).as_deref(),
            Some("a\u{fffd}\u{fffd}\u{fffd}b")
        );
    }
}
