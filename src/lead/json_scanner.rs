//! Reads entries and elements of JSON text as slices of it. The text was parsed as JSON
//! when it arrived, so nothing is validated again or copied, and there is no recursion.
//! In invalid JSON, entries can be missing.
//!
//! Use this to read values; use [`json_text`](super::json_text) to print a whole value
//! with other white space. That module visits every token; this one skips the inside of
//! values.

use std::borrow::Cow;

use super::json_string::plain_text;

/// The raw values of `keys` in the JSON object `json`, in the order of `keys`; `None`
/// if a key is missing. If a key is repeated, the last one counts, as in other JSON
/// parsers.
#[must_use]
pub fn values<'a, const N: usize>(json: &'a str, keys: [&str; N]) -> [Option<&'a str>; N] {
    let mut found = [None; N];
    each_entry(json, |key, value| {
        for (slot, wanted) in found.iter_mut().zip(keys) {
            if key == wanted {
                *slot = Some(value);
            }
        }
    });
    found
}

/// The raw value of one key of the JSON object `json`, see [`values`].
#[must_use]
pub fn value<'a>(json: &'a str, key: &str) -> Option<&'a str> {
    let [value] = values(json, [key]);
    value
}

/// Calls `visit` with each key and raw value of the JSON object `json`, in order. Other
/// values have no entries.
pub fn each_entry<'a>(json: &'a str, mut visit: impl FnMut(&str, &'a str)) {
    each_entry_while(json, |key, value| {
        visit(key, value);
        true
    });
}

/// As [`each_entry`], until `visit` returns false.
pub(super) fn each_entry_while<'a>(json: &'a str, mut visit: impl FnMut(&str, &'a str) -> bool) {
    let mut scanner = Scanner::new(json);
    if !scanner.consume(b'{') {
        return;
    }
    while let Some(key) = scanner.key() {
        if !scanner.value().is_some_and(|value| visit(&key, value)) {
            return;
        }
    }
}

/// The raw elements of the JSON array `json`. Other values have none.
pub fn elements(json: &str) -> impl Iterator<Item = &str> {
    let mut scanner = Scanner::new(json);
    let is_array = scanner.consume(b'[');
    std::iter::from_fn(move || scanner.element().filter(|_| is_array))
}

/// A position in JSON text.
pub(crate) struct Scanner<'a> {
    json: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    /// A scanner at the start of `json`.
    pub(crate) fn new(json: &'a str) -> Self {
        Self { json, at: 0 }
    }

    /// Skips white space and then `token`, one of `{}[],:`. Returns false, without
    /// skipping `token`, if another byte follows.
    pub(crate) fn consume(&mut self, token: u8) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    /// Skips white space and returns the next byte.
    fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.json.as_bytes().get(self.at)?;
            if !is_space(byte) {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// The key of the next entry of an object; `None` at the end. Call it after the `{`
    /// and after each value.
    pub(crate) fn key(&mut self) -> Option<Cow<'a, str>> {
        self.consume(b',');
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
            plain_text(self.json.get(start..self.at)?)?
        };
        self.consume(b':').then_some(key)
    }

    /// The text from `start`, an earlier [`Scanner::position`], to here.
    pub(crate) fn since(&self, start: usize) -> Option<&'a str> {
        self.json.get(start..self.at)
    }

    /// The byte offset of the next token.
    pub(crate) fn position(&mut self) -> usize {
        self.peek();
        self.at
    }

    /// The next element of an array; `None` at the end. Call it after the `[`.
    pub(crate) fn element(&mut self) -> Option<&'a str> {
        self.consume(b',');
        if self.peek()? == b']' {
            return None;
        }
        self.value()
    }

    /// The next value of any type.
    pub(crate) fn value(&mut self) -> Option<&'a str> {
        let bytes = self.json.as_bytes();
        let first = self.peek()?;
        let start = self.at;
        self.at = match first {
            b'"' => string_end(bytes, start + 1),
            b'{' | b'[' => nested_end(bytes, start),
            _ => scalar_end(bytes, start),
        };
        self.json
            .get(start..self.at)
            .filter(|value| !value.is_empty())
    }
}

/// Whether `byte` is white space in JSON.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

/// The offset after the string whose opening quote is before `at`.
pub(super) fn string_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = quote_or_backslash(bytes, at);
        match bytes.get(at) {
            Some(b'"') => return at + 1,
            // The byte after a backslash cannot end the string.
            Some(_) => at += 2,
            // Invalid JSON: treat the end of the text as the closing quote.
            None => return bytes.len(),
        }
    }
}

/// The offset after the object or array at `at`.
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

/// The offset after the number, `true`, `false` or `null` at `at`.
fn scalar_end(bytes: &[u8], at: usize) -> usize {
    let ends = |byte: &u8| is_space(*byte) || matches!(byte, b',' | b'}' | b']');
    let length = bytes[at..].iter().position(ends);
    length.map_or(bytes.len(), |length| at + length)
}

/// The offset of the first `"` or `\` at or after `at`. Reads eight bytes at a time:
/// most strings in leads are too short for memchr to be faster.
fn quote_or_backslash(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGH: u64 = ONES << 7;
    // Sets the high bit of the first zero byte, and of no lower byte.
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

    fn entry<'a>(scanner: &mut Scanner<'a>) -> Option<(String, &'a str)> {
        let key = scanner.key()?;
        Some((key.into_owned(), scanner.value()?))
    }

    fn entries(json: &str) -> Vec<(String, &str)> {
        let mut scanner = Scanner::new(json);
        assert!(scanner.consume(b'{'));
        std::iter::from_fn(|| entry(&mut scanner)).collect()
    }

    #[test]
    fn entries_are_raw_with_any_white_space_around_them() {
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

    proptest! {
        #[test]
        fn text_that_is_not_json_is_harmless(text in r#"[\[\]{},:"\\ 1né]{0,40}"#) {
            let mut scanner = Scanner::new(&text);
            scanner.consume(b'{');
            prop_assert!(std::iter::from_fn(|| entry(&mut scanner)).count() <= text.len());
            let mut scanner = Scanner::new(&text);
            scanner.consume(b'[');
            prop_assert!(std::iter::from_fn(|| scanner.element()).count() <= text.len());
        }
    }
}
