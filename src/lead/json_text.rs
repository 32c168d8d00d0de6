//! Changes the white space between the tokens of JSON text, and nothing else. Not
//! recursive, however deep a lead is nested. To read values, see
//! [`each_entry`](super::each_entry).

use std::borrow::Cow;

use super::json_scanner::{is_space, string_end};

/// Deeper levels are not indented further: with hostile nesting the output would be
/// quadratic in the size of the input.
const MAX_INDENT: usize = 16;

/// Removes white space between the tokens of `json`.
#[must_use]
pub fn compact(json: &str) -> Cow<'_, str> {
    if !may_have_space(json.as_bytes()) {
        return Cow::Borrowed(json);
    }
    let mut out = String::new();
    let mut kept = 0;
    let mut tokens = JsonTokens::new(json);
    while let Some(token) = tokens.next() {
        if let JsonToken::Space = token {
            if out.is_empty() {
                out.reserve(json.len());
            }
            out.push_str(&json[kept..tokens.start]);
            kept = tokens.end;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(json);
    }
    out.push_str(&json[kept..]);
    Cow::Owned(out)
}

/// Whether there may be white space between tokens; false is certain. The API sends
/// none, and checking each space is faster than finding all tokens.
fn may_have_space(json: &[u8]) -> bool {
    // In strings these are always escaped.
    if memchr::memchr3(b'\n', b'\t', b'\r', json).is_some() {
        return true;
    }
    // One of two adjacent tokens is punctuation.
    let open = |byte: Option<&u8>| byte.is_none_or(|byte| b"{}[],: ".contains(byte));
    memchr::memchr_iter(b' ', json)
        .any(|at| open(json.get(at.wrapping_sub(1))) || open(json.get(at + 1)))
}

/// Appends `json` to `out` with one entry or element per line, indented by two spaces
/// per level. The first level is `depth`; the first line is not indented.
pub fn indent(json: &str, depth: usize, out: &mut String) {
    let mut depth = depth;
    let mut opened = false;
    let mut tokens = JsonTokens::new(json);
    while let Some(token) = tokens.next() {
        let text = &json[tokens.start..tokens.end];
        let closes = matches!(token, JsonToken::Punctuation(b'}' | b']'));
        match token {
            JsonToken::Space => continue,
            _ if opened && !closes => {
                depth += 1;
                new_line(depth, out);
            }
            _ if closes && !opened => {
                depth = depth.saturating_sub(1);
                new_line(depth, out);
            }
            _ => {}
        }
        opened = matches!(token, JsonToken::Punctuation(b'{' | b'['));
        out.push_str(text);
        match token {
            JsonToken::Punctuation(b',') => new_line(depth, out),
            JsonToken::Punctuation(b':') => out.push(' '),
            _ => {}
        }
    }
}

fn new_line(depth: usize, out: &mut String) {
    out.push('\n');
    for _ in 0..depth.min(MAX_INDENT) {
        out.push_str("  ");
    }
}

enum JsonToken {
    Space,
    Punctuation(u8),
    Value,
}

/// An iterator over tokens and the white space between them. The latest item is the
/// text from `start` to `end`.
struct JsonTokens<'a> {
    bytes: &'a [u8],
    start: usize,
    end: usize,
}

impl<'a> JsonTokens<'a> {
    fn new(json: &'a str) -> Self {
        Self {
            bytes: json.as_bytes(),
            start: 0,
            end: 0,
        }
    }

    fn next(&mut self) -> Option<JsonToken> {
        self.start = self.end;
        let first = *self.bytes.get(self.end)?;
        self.end += 1;
        Some(match first {
            b'"' => {
                self.end = string_end(self.bytes, self.end);
                JsonToken::Value
            }
            b'{' | b'}' | b'[' | b']' | b',' | b':' => JsonToken::Punctuation(first),
            _ if is_space(first) => {
                self.skip_while(is_space);
                JsonToken::Space
            }
            _ => {
                self.skip_while(|byte| {
                    !is_space(byte)
                        && !matches!(byte, b'{' | b'}' | b'[' | b']' | b',' | b':' | b'"')
                });
                JsonToken::Value
            }
        })
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.bytes.get(self.end).is_some_and(|&byte| wanted(byte)) {
            self.end += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn indented(json: &str) -> String {
        let mut out = String::new();
        indent(json, 0, &mut out);
        out
    }

    #[test]
    fn only_space_between_tokens_is_removed() {
        let sent = " { \"a b\" :\t[ 1.50 ,\r\n -0, 1E+2 ], \"q\\\" :\" : \"\\u00e9 , \\\\\" , \"e\":{ } } ";
        assert_eq!(
            compact(sent),
            r#"{"a b":[1.50,-0,1E+2],"q\" :":"\u00e9 , \\","e":{}}"#
        );
    }

    #[test]
    fn text_without_space_between_tokens_is_not_copied() {
        for same in [
            r#"{"a":1}"#,
            r#"{"name":"Ada Byron"}"#,
            "null",
            "",
            r#""x y""#,
        ] {
            assert!(
                matches!(compact(same), Cow::Borrowed(text) if text == same),
                "{same}"
            );
        }
    }

    #[test]
    fn a_terminal_gets_one_entry_per_line() {
        let sent = r#"{"id":"a","n":1.50,"o":{},"e":[ ],"t":[1,{"x":null}]}"#;
        assert_eq!(
            indented(sent),
            "{\n  \"id\": \"a\",\n  \"n\": 1.50,\n  \"o\": {},\n  \"e\": [],\n  \"t\": [\n    1,\n    {\n      \"x\": null\n    }\n  ]\n}"
        );
        let mut nested = String::new();
        indent("[1]", 1, &mut nested);
        assert_eq!(nested, "[\n    1\n  ]");
    }

    #[test]
    fn deep_nesting_takes_no_stack_and_linear_space() {
        let deep = "[".repeat(200_000) + &"]".repeat(200_000);
        assert_eq!(compact(&deep), deep);
        let shown = indented(&deep);
        assert!(shown.len() < 400_000 * 130);
        assert_eq!(compact(&shown), deep);
    }

    #[test]
    fn text_that_is_not_json_is_harmless() {
        for text in ["\"open", "\"open\\", "}}}]", "{\"a\":", "é ü", "\\"] {
            let _ = indented(text);
            let _ = compact(text);
        }
    }

    fn value() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::vec((any::<String>(), inner), 0..6).prop_map(|entries| {
                    serde_json::Value::Object(entries.into_iter().collect())
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn both_layouts_agree_with_serde(value in value()) {
            let plain = serde_json::to_string(&value).unwrap();
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(indented(&plain), pretty.as_str());
            prop_assert_eq!(indented(&pretty), pretty.as_str());
            prop_assert_eq!(compact(&pretty), plain);
        }
    }
}
