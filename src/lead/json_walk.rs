//! Goes through the entries of JSON text that was read as JSON before: it
//! checks nothing again, copies nothing and does not recurse. Text that is no
//! JSON does no harm; it only has fewer entries.

use std::borrow::Cow;

use crate::lead;

/// A place in JSON text.
pub(crate) struct Walk<'a> {
    json: &'a str,
    at: usize,
}

impl<'a> Walk<'a> {
    /// At the front of `json`.
    pub(crate) fn new(json: &'a str) -> Self {
        Self { json, at: 0 }
    }

    /// Goes behind `mark` and the white space in front of it; false when
    /// something else stands there.
    pub(crate) fn eat(&mut self, mark: u8) -> bool {
        let found = self.peek() == Some(mark);
        self.at += usize::from(found);
        found
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.json.as_bytes().get(self.at)?;
            if !is_space(byte) {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// The key of the next entry of an object; `None` at the end. To be called
    /// behind the `{`, and behind the value of the entry before.
    pub(crate) fn key(&mut self) -> Option<Cow<'a, str>> {
        self.eat(b',');
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.at;
        let bytes = self.json.as_bytes();
        let end = quote_or_backslash(bytes, start + 1);
        let key = if bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            Cow::Borrowed(self.json.get(start + 1..end)?)
        } else {
            self.at = string_end(bytes, end);
            lead::text(self.json.get(start..self.at)?)?
        };
        self.eat(b':').then_some(key)
    }

    /// The text from `start`, a place that [`Walk::at`] told, to here.
    pub(crate) fn since(&self, start: usize) -> Option<&'a str> {
        self.json.get(start..self.at)
    }

    /// The place of the next token.
    pub(crate) fn at(&mut self) -> usize {
        self.peek();
        self.at
    }

    /// The next element of an array; `None` at the end. To be called behind
    /// the `[`.
    pub(crate) fn element(&mut self) -> Option<&'a str> {
        self.eat(b',');
        if self.peek()? == b']' {
            return None;
        }
        self.value()
    }

    /// The next value, whatever it is.
    pub(crate) fn value(&mut self) -> Option<&'a str> {
        let bytes = self.json.as_bytes();
        let first = self.peek()?;
        let start = self.at;
        self.at = match first {
            b'"' => string_end(bytes, start + 1),
            b'{' | b'[' => nested_end(bytes, start),
            _ => plain_end(bytes, start),
        };
        self.json
            .get(start..self.at)
            .filter(|value| !value.is_empty())
    }
}

/// Whether JSON lets `byte` stand between two tokens.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

/// The place behind the string whose text begins at `at`.
pub(crate) fn string_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = quote_or_backslash(bytes, at);
        match bytes.get(at) {
            Some(b'"') => return at + 1,
            // What a backslash escapes ends nothing.
            Some(_) => at += 2,
            // No JSON: as if the last byte were the quote.
            None => return bytes.len(),
        }
    }
}

/// The place behind the object or array that begins at `at`.
fn nested_end(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => at = string_end(bytes, at),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    bytes.len()
}

/// The place behind the number, or `true`, `false`, `null`, at `at`.
fn plain_end(bytes: &[u8], at: usize) -> usize {
    let ends = |byte: &u8| is_space(*byte) || matches!(byte, b',' | b'}' | b']');
    let length = bytes[at..].iter().position(ends);
    length.map_or(bytes.len(), |length| at + length)
}

/// The place of the first `"` or `\` from `at` on. Eight bytes at a time:
/// strings in leads are too short for a call of a search routine to pay.
fn quote_or_backslash(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGH: u64 = ONES << 7;
    // Sets the high bit of the first byte that is zero; lower bytes stay
    // without it.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    while let Some(Ok(eight)) = bytes.get(at..at + 8).map(<[u8; 8]>::try_from) {
        let word = u64::from_le_bytes(eight);
        let found =
            zeros(word ^ (ONES * u64::from(b'"'))) | zeros(word ^ (ONES * u64::from(b'\\')));
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| !b"\"\\".contains(byte)) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn entry<'a>(walk: &mut Walk<'a>) -> Option<(String, &'a str)> {
        let key = walk.key()?;
        Some((key.into_owned(), walk.value()?))
    }

    fn entries(json: &str) -> Vec<(String, &str)> {
        let mut walk = Walk::new(json);
        assert!(walk.eat(b'{'));
        std::iter::from_fn(|| entry(&mut walk)).collect()
    }

    #[test]
    fn entries_come_raw_with_any_white_space_around_them() {
        let json =
            " {\"a\":1,\t\"b\\\"\" : \"x \\\\\" ,\r\n\"c\":{ \"d\":[ \"}\" ] }, \"e\" :null } ";
        let expected = [
            ("a", "1"),
            ("b\"", "\"x \\\\\""),
            ("c", "{ \"d\":[ \"}\" ] }"),
            ("e", "null"),
        ];
        assert_eq!(
            entries(json),
            expected.map(|(key, value)| (key.to_owned(), value))
        );
        assert_eq!(entries("{ }"), []);
    }

    #[test]
    fn quotes_are_found_at_every_distance() {
        for length in 0..40 {
            for end in ["\"", "\\\"\"", "\\\\\""] {
                let text = format!("{}é{end}", "x".repeat(length));
                assert_eq!(string_end(text.as_bytes(), 0), text.len(), "{text}");
                let followed = format!("{text}\"\\tail of some length\"");
                assert_eq!(string_end(followed.as_bytes(), 0), text.len(), "{followed}");
            }
        }
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::vec((any::<String>(), inner), 0..6)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    fn read(json: &str) -> Value {
        serde_json::from_str(json).unwrap()
    }

    /// `value` as its own entries tell it.
    fn walked(json: &str) -> Value {
        let mut walk = Walk::new(json);
        if walk.eat(b'{') {
            let entries = std::iter::from_fn(|| entry(&mut walk));
            return Value::Object(entries.map(|(key, value)| (key, walked(value))).collect());
        }
        if walk.eat(b'[') {
            let elements = std::iter::from_fn(|| walk.element());
            return elements.map(walked).collect::<Vec<_>>().into();
        }
        read(json)
    }

    proptest! {
        #[test]
        fn it_reads_what_serde_reads(value in value()) {
            for json in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                prop_assert_eq!(walked(&json), value.clone(), "{}", json);
            }
        }

        #[test]
        fn text_that_is_no_json_does_no_harm(text in r#"[\[\]{},:"\\ 1né]{0,40}"#) {
            let mut walk = Walk::new(&text);
            walk.eat(b'{');
            prop_assert!(std::iter::from_fn(|| entry(&mut walk)).count() <= text.len());
            let mut walk = Walk::new(&text);
            walk.eat(b'[');
            prop_assert!(std::iter::from_fn(|| walk.element()).count() <= text.len());
        }
    }
}
