//! Where the next page begins, in the opaque shape of the samples on the
//! pagination page: base64 that is safe neither in a URL nor trimmed.

use serde_json::Value;

/// What a cursor says. Nothing is kept on the server (the pagination page:
/// the context is stateless).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cursor {
    /// What the last contact of the page before was sorted by.
    pub(super) value: Value,
    /// Its id.
    pub(super) id: String,
    /// The number of the page that begins here.
    pub(super) page: u64,
    pub(super) per_page: u64,
    /// The order that was asked for, if one was.
    pub(super) sort: Option<String>,
    /// A mark of the query.
    pub(super) query: u64,
}

/// Letters in a line, each line ended by a newline.
const LINE: usize = 60;
/// Makes every cursor begin with `+/+/`.
const FRONT: [u8; 3] = [0xfb, 0xff, 0xbf];

impl Cursor {
    pub(super) fn encode(&self) -> String {
        let Self {
            value,
            id,
            page,
            per_page,
            sort,
            query,
        } = self;
        let text = serde_json::json!([value, id, page, per_page, sort, query]).to_string();
        let mut bytes = FRONT.to_vec();
        bytes.extend_from_slice(text.as_bytes());
        // So that padding is needed, which callers must keep.
        while bytes.len() % 3 != 1 {
            bytes.push(b' ');
        }
        base64(&bytes)
    }

    /// Reads a cursor that is as it was given, to the letter.
    pub(super) fn decode(text: &str) -> Option<Self> {
        let bytes = bytes(text)?;
        if base64(&bytes) != text {
            return None;
        }
        let json = bytes.strip_prefix(&FRONT)?;
        let (value, id, page, per_page, sort, query) = serde_json::from_slice(json).ok()?;
        let cursor = Self {
            value,
            id,
            page,
            per_page,
            sort,
            query,
        };
        (cursor.encode() == text).then_some(cursor)
    }
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut column = 0;
    for three in bytes.chunks(3) {
        let byte = |place: usize| u32::from(three.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > three.len() {
                '='
            } else {
                letter.into()
            });
        }
        column += 4;
        if column == LINE {
            text.push('\n');
            column = 0;
        }
    }
    if column > 0 {
        text.push('\n');
    }
    text
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes().filter(|letter| !b"\n=".contains(letter)) {
        let place = LETTERS.iter().position(|other| *other == letter)?;
        bits = bits << 6 | u32::try_from(place).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(value: Value) -> Cursor {
        Cursor {
            value,
            id: "5811f6bbe6b4704ddfa84ac0".to_owned(),
            page: 2,
            per_page: 150,
            sort: None,
            query: u64::MAX,
        }
    }

    #[test]
    fn cursors_hold_every_letter_that_must_be_escaped() {
        for value in [Value::Null, 7.into(), "Zoë".into(), (-1_i64).into()] {
            let text = cursor(value.clone()).encode();
            for letter in ["+", "/", "=", "\n"] {
                assert!(text.contains(letter), "{text:?}");
            }
            assert!(text.trim_end().contains('\n') && text.ends_with('\n'));
            assert_eq!(Cursor::decode(&text), Some(cursor(value)));
        }
    }

    #[test]
    fn a_cursor_that_was_touched_is_none() {
        let text = cursor(7.into()).encode();
        let spaced = text.replace('+', " ");
        let joined = text.replace('\n', "");
        for touched in [text.trim_end(), &spaced, &joined, &text[1..], "", "WzFd\n"] {
            assert_eq!(Cursor::decode(touched), None, "{touched:?}");
        }
    }
}
