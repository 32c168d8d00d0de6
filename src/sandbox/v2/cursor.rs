//! Cursors, in the form of the samples on the pagination page: Base64 with newlines,
//! which are invalid if trimmed or not escaped in a URL.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// The contact before a page, and the request that the cursor is valid for. The server
/// keeps no state (the pagination page: the context is stateless).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cursor {
    /// The sort value of the last contact of the previous page.
    pub(super) time: Option<i64>,
    /// Its id.
    pub(super) id: String,
    /// The number of the next page, from 1.
    pub(super) page: u64,
    pub(super) per_page: u64,
    /// The `sort` of the request, if it had one.
    pub(super) sort: Option<String>,
    pub(super) query_hash: u64,
}

/// The length of a line. Each line ends with a newline.
const LINE_LENGTH: usize = 60;
/// Encoded as `+/+/`, so that every cursor must be escaped.
const PREFIX: [u8; 3] = [0xfb, 0xff, 0xbf];

impl Cursor {
    pub(super) fn encode(&self) -> String {
        let Self {
            time,
            id,
            page,
            per_page,
            sort,
            query_hash,
        } = self;
        let json = serde_json::json!([time, id, page, per_page, sort, query_hash]).to_string();
        let mut bytes = PREFIX.to_vec();
        bytes.extend_from_slice(json.as_bytes());
        // Every cursor has padding, which clients must keep.
        while bytes.len() % 3 != 1 {
            bytes.push(b' ');
        }
        let mut text = BASE64.encode(&bytes);
        for end in (LINE_LENGTH..text.len()).step_by(LINE_LENGTH).rev() {
            text.insert(end, '\n');
        }
        text + "\n"
    }

    /// Decodes a cursor; `None` unless it is exactly as sent.
    pub(super) fn decode(text: &str) -> Option<Self> {
        let bytes = BASE64.decode(text.replace('\n', "")).ok()?;
        let json = bytes.strip_prefix(&PREFIX)?;
        let (time, id, page, per_page, sort, query_hash) = serde_json::from_slice(json).ok()?;
        let cursor = Self {
            time,
            id,
            page,
            per_page,
            sort,
            query_hash,
        };
        (cursor.encode() == text).then_some(cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(time: Option<i64>) -> Cursor {
        Cursor {
            time,
            id: "5811f6bbe6b4704ddfa84ac0".to_owned(),
            page: 2,
            per_page: 150,
            sort: None,
            query_hash: u64::MAX,
        }
    }

    #[test]
    fn cursors_have_every_character_that_must_be_escaped() {
        for time in [None, Some(7), Some(-1)] {
            let text = cursor(time).encode();
            for letter in ["+", "/", "=", "\n"] {
                assert!(text.contains(letter), "{text:?}");
            }
            assert!(text.trim_end().contains('\n') && text.ends_with('\n'));
            assert_eq!(Cursor::decode(&text), Some(cursor(time)));
        }
    }

    #[test]
    fn a_cursor_that_was_changed_is_invalid() {
        let text = cursor(Some(7)).encode();
        let spaced = text.replace('+', " ");
        let joined = text.replace('\n', "");
        for changed in [text.trim_end(), &spaced, &joined, &text[1..], "", "WzFd\n"] {
            assert_eq!(Cursor::decode(changed), None, "{changed:?}");
        }
    }
}
