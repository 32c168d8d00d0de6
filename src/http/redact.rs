//! A secret taken out of text that is shown: as it is, without the `=` at its
//! end, in upper or lower case, with characters escaped as in a URL, JSON, HTML
//! or a mail, and as a part of Base64.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Stands in place of the secret.
pub(super) const REDACTED: &str = "(redacted)";

/// Shorter secrets, such as the sandbox's token, would be found within words.
const MIN_LENGTH: usize = 8;

/// `text` without `secret`, which is ASCII.
pub(super) fn redact(secret: &str, text: String) -> String {
    if secret.len() < MIN_LENGTH {
        return text;
    }
    let needles = Needles::new(secret);
    let bytes = text.as_bytes();
    let (mut redacted, mut copied, mut index) = (String::new(), 0, 0);
    while index < bytes.len() {
        let Some(found) = needles.find_at(bytes, index, copied) else {
            index += 1;
            continue;
        };
        redacted += &text[copied..found.start];
        redacted += REDACTED;
        copied = found.end;
        while let Some(length) = spelling(&bytes[copied..], b'=') {
            copied += length;
        }
        index = copied;
    }
    redacted + &text[copied..]
}

/// What to look for.
struct Needles<'s> {
    secret: &'s str,
    base64: Vec<String>,
    /// The bytes that one may begin with: a text may have megabytes.
    starts: [bool; 256],
}

impl<'s> Needles<'s> {
    fn new(secret: &'s str) -> Self {
        let unpadded = secret.trim_end_matches('=');
        let secret = if unpadded.is_empty() {
            secret
        } else {
            unpadded
        };
        let base64 = base64_parts(secret.as_bytes());
        let mut starts = [false; 256];
        for needle in base64.iter().map(String::as_str).chain([secret]) {
            let first = needle.as_bytes()[0];
            starts[usize::from(first.to_ascii_lowercase())] = true;
            starts[usize::from(first.to_ascii_uppercase())] = true;
        }
        for escape in *b"%=\\&" {
            starts[usize::from(escape)] = true;
        }
        Self {
            secret,
            base64,
            starts,
        }
    }

    /// The range of a needle at `index` of `text`; it may begin before, but
    /// not before `from`.
    fn find_at(&self, text: &[u8], index: usize, from: usize) -> Option<Range<usize>> {
        let rest = &text[index..];
        if !self.starts[usize::from(rest[0])] {
            return None;
        }
        if let Some(length) = prefix(rest, self.secret.as_bytes()) {
            return Some(index..index + length);
        }
        let part = |part: &String| prefix(rest, part.as_bytes());
        let end = index + self.base64.iter().find_map(part)?;
        // What stands next to it may hold the first and last characters.
        let before = text[from..index].iter().rev();
        let after = text[end..].iter();
        let before = before.take_while(|byte| is_base64(**byte)).count();
        let after = after.take_while(|byte| is_base64(**byte)).count();
        Some(index - before..end + after)
    }
}

/// What is the same in all Base64 of a text that holds `secret`: bytes are
/// encoded three by three, so it depends on where the secret begins.
fn base64_parts(secret: &[u8]) -> Vec<String> {
    let mut parts = Vec::new();
    for offset in 0..3 {
        let secret = &secret[offset.min(secret.len())..];
        let secret = &secret[..secret.len() / 3 * 3];
        parts.extend([
            STANDARD_NO_PAD.encode(secret),
            URL_SAFE_NO_PAD.encode(secret),
        ]);
    }
    parts.dedup();
    parts.retain(|part| part.len() >= MIN_LENGTH);
    parts
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)
}

/// The length of `needle` at the start of `text`, as it is or escaped.
fn prefix(text: &[u8], needle: &[u8]) -> Option<usize> {
    if text.get(..needle.len())?.eq_ignore_ascii_case(needle) {
        return Some(needle.len());
    }
    needle.iter().try_fold(0, |length, byte| {
        Some(length + spelling(&text[length..], *byte)?)
    })
}

/// The length of `byte` at the start of `text`, escaped or as it is.
fn spelling(text: &[u8], byte: u8) -> Option<usize> {
    let hex = |from: usize, digits: usize| {
        let digits = std::str::from_utf8(text.get(from..from + digits)?).ok()?;
        (u32::from_str_radix(digits, 16) == Ok(byte.into())).then_some(from + digits.len())
    };
    let escaped = match text.first()? {
        // In a URL, also one that is part of another.
        b'%' => {
            let again = text[1..].chunks(2).take_while(|pair| pair == b"25");
            hex(1 + 2 * again.count(), 2)
        }
        // In a mail, by quoted-printable.
        b'=' => hex(1, 2),
        b'\\' if text.get(1) == Some(&b'u') => hex(2, 4),
        b'\\' if text.get(1) == Some(&byte) => Some(2),
        b'&' => {
            let end = text.iter().take(10).position(|byte| *byte == b';')?;
            let number = std::str::from_utf8(&text[..end]).ok()?.strip_prefix("&#")?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(number) => u32::from_str_radix(number, 16),
                None => number.parse(),
            };
            (number == Ok(byte.into())).then_some(end + 1)
        }
        _ => None,
    };
    escaped.or_else(|| text[0].eq_ignore_ascii_case(&byte).then_some(1))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_secret_is_found_in_base64_wherever_it_begins() {
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

    #[test]
    fn a_short_word_is_left_as_it_is() {
        assert_eq!(redact("demo", "a demo".to_owned()), "a demo");
    }
}
