//! Bodies as text. Raw control bytes inside JSON strings do occur; they are
//! escaped and read again, but only after the strict reading failed.

use std::fmt::Write as _;

/// The body as text; bytes that are no UTF-8 become U+FFFD.
pub(super) fn text(body: Vec<u8>) -> String {
    match String::from_utf8(body) {
        Ok(text) => text,
        Err(broken) => String::from_utf8_lossy(broken.as_bytes()).into_owned(),
    }
}

/// `body` with the control characters inside its strings escaped; `None` when
/// there are none.
pub(super) fn escape_controls(body: &str) -> Option<String> {
    let mut out = String::with_capacity(body.len() + 64);
    let (mut in_string, mut escaped, mut found) = (false, false, false);
    for letter in body.chars() {
        if in_string && letter < ' ' {
            // A backslash before a raw control byte would be no escape either.
            if escaped {
                out.push('\\');
            }
            let _ = write!(out, "\\u{:04x}", u32::from(letter));
            (escaped, found) = (false, true);
            continue;
        }
        if letter == '"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && !escaped && letter == '\\';
        out.push(letter);
    }
    found.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_inside_strings_are_escaped_and_nothing_else() {
        let broken = "{\n\t\"a\": \"x\ny\\\"\tz\\\\\"\n}";
        assert_eq!(
            escape_controls(broken).as_deref(),
            Some("{\n\t\"a\": \"x\\u000ay\\\"\\u0009z\\\\\"\n}")
        );
        assert_eq!(escape_controls("{\n\"a\": 1\n}"), None);
    }
}
