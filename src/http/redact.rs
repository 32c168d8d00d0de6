//! Removes secrets from text that is shown, in any encoding: in upper or lower case,
//! with other characters between the letters, escaped as in a URL, JSON, HTML or a
//! mail, in Base64 or hexadecimal, decoded from Base64, and truncated.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use memchr::memmem;

use super::unescape::{Letter, letters, unescaped};

/// Replaces a secret.
pub(crate) const REDACTED: &str = "(redacted)";

/// Shorter secrets, such as the sandbox's token, would match parts of words.
const MIN_LENGTH: usize = 8;

/// A match of this many letters of a spelling counts.
const MATCH_LEN: usize = 16;

/// How often text is unescaped again.
const MAX_NESTED: usize = 3;

/// The maximum length of text to search, in bytes; longer text is not shown.
const MAX_TEXT: usize = 1 << 20;

/// Searches text for secrets.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    /// The secrets, without trailing `=`.
    secrets: Vec<String>,
    /// Spellings shorter than [`MATCH_LEN`], as letters.
    short: Vec<(Vec<u8>, Coverage)>,
    /// All substrings of length [`MATCH_LEN`] of the others, sorted.
    stretches: Vec<([u8; MATCH_LEN], Coverage)>,
}

/// How much of a secret a spelling covers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Coverage {
    Whole,
    /// All except what adjacent letters may contain.
    Inner,
}

impl Redactor {
    /// Secrets must be ASCII.
    pub(crate) fn new<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Self {
        let mut redactor = Self::default();
        for secret in secrets {
            let unpadded = secret.trim_end_matches('=');
            if unpadded.len() >= MIN_LENGTH {
                redactor.add_spellings(unpadded);
                redactor.secrets.push(unpadded.to_owned());
            }
        }
        redactor.stretches.sort_unstable();
        redactor
    }

    fn add_spellings(&mut self, secret: &str) {
        let decoded = STANDARD_NO_PAD
            .decode(secret)
            .or_else(|_| URL_SAFE_NO_PAD.decode(secret));
        let decoded = decoded.unwrap_or_default();
        for bytes in [secret.as_bytes(), &decoded] {
            self.add(hexadecimal(bytes).as_bytes(), Coverage::Whole);
            // If it does not decode to ASCII, it was not encoded.
            if bytes.iter().all(u8::is_ascii) {
                self.add(bytes, Coverage::Whole);
                for part in base64_parts(bytes) {
                    self.add(part.as_bytes(), Coverage::Inner);
                }
            }
        }
    }

    fn add(&mut self, spelling: &[u8], coverage: Coverage) {
        let letters: Vec<u8> = spelling.iter().copied().filter_map(folded).collect();
        if (MIN_LENGTH..MATCH_LEN).contains(&letters.len()) {
            self.short.push((letters, coverage));
        } else {
            let stretches = letters.windows(MATCH_LEN).filter_map(|letters| {
                let stretch = letters.try_into().ok()?;
                Some((stretch, coverage))
            });
            self.stretches.extend(stretches);
        }
    }

    /// `text` without the secrets.
    pub(crate) fn redact(&self, mut text: String) -> String {
        if self.secrets.is_empty() {
            return text;
        }
        if text.len() > MAX_TEXT {
            let mut ends = text.char_indices().map(|(start, _)| start);
            text.truncate(ends.find(|end| *end >= MAX_TEXT).unwrap_or(MAX_TEXT));
        }
        let mut found = Vec::new();
        for secret in &self.secrets {
            let ranges = memmem::find_iter(text.as_bytes(), secret);
            found.extend(ranges.map(|start| start..start + secret.len()));
        }
        let mut letters = letters(&text);
        for _ in 0..=MAX_NESTED {
            self.find(&letters, &mut found);
            match unescaped(&letters) {
                Some(further) => letters = further,
                None => break,
            }
        }
        without(&text, found)
    }

    /// Adds the ranges of the text where `all` contains a spelling.
    fn find(&self, all: &[Letter], found: &mut Vec<Range<usize>>) {
        let (letters, indices): (Vec<u8>, Vec<usize>) = all
            .iter()
            .enumerate()
            .filter_map(|(index, letter)| Some((folded(letter.byte)?, index)))
            .unzip();
        let mut add = |letters: Range<usize>, coverage: Coverage, covered: &mut usize| {
            let (mut start, mut end) = (indices[letters.start], indices[letters.end - 1] + 1);
            if coverage == Coverage::Inner && end > *covered {
                let is_base64 = |letter: &&Letter| is_base64(letter.byte);
                // Stops at the last match, to save time.
                let before = all[(*covered).min(start)..start].iter().rev();
                start -= before.take_while(is_base64).count();
                end += all[end..].iter().take_while(is_base64).count();
                *covered = end;
            }
            let padding = all[end..].iter().take_while(|letter| letter.byte == b'=');
            end += padding.count();
            found.push(all[start].range.start..all[end - 1].range.end);
        };
        for (short, coverage) in &self.short {
            let mut covered = 0;
            for start in memmem::find_iter(&letters, short) {
                add(start..start + short.len(), *coverage, &mut covered);
            }
        }
        let mut covered = 0;
        for (start, stretch) in letters.windows(MATCH_LEN).enumerate() {
            let is_less = |(known, _): &([u8; MATCH_LEN], Coverage)| known.as_slice() < stretch;
            let index = self.stretches.partition_point(is_less);
            if let Some((known, coverage)) = self.stretches.get(index)
                && known.as_slice() == stretch
            {
                add(start..start + MATCH_LEN, *coverage, &mut covered);
            }
        }
    }
}

/// Replaces the ranges `found` in `text`.
fn without(text: &str, mut found: Vec<Range<usize>>) -> String {
    found.sort_unstable_by_key(|range| range.start);
    let (mut redacted, mut copied) = (String::new(), 0);
    let mut ranges = found.into_iter().peekable();
    while let Some(mut range) = ranges.next() {
        while let Some(next) = ranges.next_if(|next| next.start <= range.end) {
            range.end = range.end.max(next.end);
        }
        redacted += &text[copied..range.start];
        redacted += REDACTED;
        copied = range.end;
    }
    redacted + &text[copied..]
}

/// A letter or digit, in lower case.
fn folded(byte: u8) -> Option<u8> {
    byte.is_ascii_alphanumeric()
        .then(|| byte.to_ascii_lowercase())
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16);
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(digit)
        .collect()
}

/// The letters that all Base64 encodings of a text with `secret` share. Bytes are
/// encoded in groups of three, so they depend on the position of the secret.
fn base64_parts(secret: &[u8]) -> impl Iterator<Item = String> {
    (0..3).map(|offset| {
        let secret = &secret[offset.min(secret.len())..];
        // The other alphabet has the same letters.
        STANDARD_NO_PAD.encode(&secret[..secret.len() / 3 * 3])
    })
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redact(secret: &str, text: String) -> String {
        Redactor::new([secret]).redact(text)
    }

    #[test]
    fn a_secret_is_found_however_it_is_spelled() {
        let secret = "dG9rOmVu/cyE=";
        for spelled in [
            "dG9rOmVu/cyE=",
            "dG9rOmVu/cyE",
            "DG9ROMVU/CYE",
            "dG9rOmVu%2FcyE%3D",
            "dG9rOmVu%2fcyE%3d",
            "dG9rOmVu%252FcyE%253D",
            "dG9rOmVu/cyE=3D",
            r"dG9rOmVu\/cyE\u003d",
            r"\u0064G9rOmVu/cyE\u003D",
            "dG9rOmVu&#47;cyE&#x3d;",
        ] {
            let redacted = redact(secret, format!("a={spelled}&b={spelled} é"));
            assert_eq!(redacted, "a=(redacted)&b=(redacted) é", "{spelled}");
        }
        for other in [
            "dG9rOmVu",
            "dG9rOmVu/cy",
            "%",
            "dG9rOmVu%2",
            "&#47",
            "é\\u00",
        ] {
            assert_eq!(redact(secret, other.to_owned()), other);
        }
    }

    #[test]
    fn a_secret_is_found_in_base64_at_any_position() {
        for secret in ["dG9rOmVu/cyE=", "tok~>?~>?~>?~>?tok", "0123456789abcdef"] {
            for before in ["", "x", "xy", "xyz", "Bearer "] {
                for after in ["", ":", "é"] {
                    let text = format!("{before}{secret}{after}");
                    for encoded in [STANDARD_NO_PAD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
                        let redacted = redact(secret, format!("<{encoded}==> {encoded}"));
                        assert_eq!(redacted, "<(redacted)> (redacted)", "{text}");
                    }
                }
            }
        }
    }

    /// Like a token of Intercom: Base64 of `tok:…`.
    const TOKEN: &str = "dG9rOmFiY2RlZl8xMjM0XzU2NzhfOWFiY19kZWYwOjE6MA==";

    #[test]
    fn a_token_is_found_decoded_and_in_hexadecimal() {
        let decoded = "tok:abcdef_1234_5678_9abc_def0:1:0";
        let hex = hexadecimal(TOKEN.as_bytes());
        for spelled in [
            decoded,
            &decoded[4..],
            &decoded.to_uppercase(),
            &STANDARD_NO_PAD.encode(format!("x{decoded}y")),
            &hex,
            &hex.to_uppercase(),
            &hexadecimal(decoded.as_bytes()),
            &TOKEN.to_lowercase(),
            &TOKEN.to_uppercase(),
            &TOKEN[..30],
            &TOKEN[12..],
        ] {
            let redacted = redact(TOKEN, format!("no app for {spelled} here"));
            let whole = redacted.starts_with("no app for ") && redacted.ends_with(" here");
            assert!(whole && redacted.contains(REDACTED), "{redacted}");
            assert!(redacted.len() < 36, "{spelled}: {redacted}");
        }
    }

    #[test]
    fn a_token_is_found_between_other_characters_and_in_any_escape() {
        let each = |spelled: fn(char) -> String| TOKEN.chars().map(spelled).collect::<String>();
        for spelled in [
            each(|letter| format!("{letter}\u{200b}")),
            each(|letter| format!("{letter} ")),
            each(|letter| format!("{letter}\u{ad}")),
            each(|letter| format!("{letter}-\n")),
            each(|letter| format!("{letter}\\n")),
            each(|letter| format!("\\{letter}")),
            each(|letter| format!("\\x{:02x}", u32::from(letter))),
            each(|letter| format!("\\u{{{:x}}}", u32::from(letter))),
            each(|letter| format!("\\\\u{:04X}", u32::from(letter))),
            each(|letter| format!("\\{:03o}", u32::from(letter))),
            each(|letter| format!("&amp;#{};", u32::from(letter))),
            each(|letter| format!("%25{:02X}", u32::from(letter))),
            each(|letter| {
                char::from_u32(u32::from(letter) + 0xfee0)
                    .unwrap()
                    .to_string()
            }),
            format!("{}\r\n {}", &TOKEN[..20], &TOKEN[20..]),
        ] {
            let redacted = redact(TOKEN, format!("<{spelled}>"));
            assert!(redacted.contains(REDACTED), "{spelled}");
            let rest = redacted.replace(REDACTED, "");
            let rest = rest.bytes().filter_map(folded).count();
            assert!(rest < 4, "{spelled}: {redacted}");
        }
    }

    #[test]
    fn other_text_is_unchanged_and_megabytes_are_fast() {
        let text = "the API answered 401 to GET /contacts: Access Token Invalid (unauthorized) \
                    [request 9f86d081884c7d659a2feaa0c55ad015] https://api.intercom.io/contacts?page=1";
        assert_eq!(redact(TOKEN, text.to_owned()), text);
        assert_eq!(redact(TOKEN, "%41=3D\\".repeat(200_000)).len(), MAX_TEXT);
    }

    #[test]
    fn a_short_word_is_unchanged() {
        assert_eq!(redact("demo", "a demo".to_owned()), "a demo");
    }
}
