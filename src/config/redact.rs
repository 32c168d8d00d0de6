//! Removes access tokens from the standard error of a `token_command`.

use crate::http::{REDACTED, Redactor};

/// The maximum number of characters to show.
const MAX_SHOWN: usize = 500;

/// Shorter words without one of the prefixes below do not look like tokens.
const MIN_TOKEN: usize = 20;

/// The prefixes of tokens from Intercom's Developer Hub, decoded and in Base64, in
/// lower case.
const TOKEN_STARTS: [&str; 2] = ["tok:", "dg9ro"];

/// `stderr` as one bounded line, without the words of `stdout` and anything that looks
/// like a token.
pub(super) fn message(stderr: &str, stdout: &str) -> String {
    let lines: Vec<&str> = stderr.lines().map(str::trim).collect();
    let mut text = lines.join("; ");
    text = Redactor::new(stdout.split_whitespace()).redact(text);
    let text = without_tokens(&text);
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn without_tokens(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_token_character) {
        let length = rest[start..].find(|letter| !is_token_character(letter));
        let end = length.map_or(rest.len(), |length| start + length);
        let word = &rest[start..end];
        out.push_str(&rest[..start]);
        out.push_str(if looks_like_token(word) {
            REDACTED
        } else {
            word
        });
        rest = &rest[end..];
    }
    out + rest
}

/// Base64 in both alphabets, except for the slash, because paths are useful to show;
/// and the colon of a decoded token.
fn is_token_character(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "+-_=:".contains(letter)
}

fn looks_like_token(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let begins = |start: &str| lower.contains(start) && !lower.ends_with(start);
    TOKEN_STARTS.into_iter().any(begins)
        || word.split(':').any(|part| {
            let has = |kind: fn(&u8) -> bool| part.as_bytes().iter().any(kind);
            part.len() >= MIN_TOKEN
                && has(u8::is_ascii_uppercase)
                && has(u8::is_ascii_lowercase)
                && has(u8::is_ascii_digit)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anything_like_a_token_is_removed_anywhere() {
        for (stderr, expected) in [
            (
                "Authorization: Bearer dG9rOjEyMzQ1Njc4OTA=",
                "Authorization: Bearer (redacted)",
            ),
            ("{\"token\":\"dG9rOjE=\"}", "{\"token\":\"(redacted)\"}"),
            ("TOKEN=dG9rOjE=", "(redacted)"),
            ("got AbCdEfGhIjKlMnOpQr12, ok", "got (redacted), ok"),
            ("é AbCdEf-hIjKlMn_pQr12 é", "é (redacted) é"),
            (
                "got DG9ROJEYMZQ1 and dg9rojeymzq1",
                "got (redacted) and (redacted)",
            ),
            ("key tok:ab12_cd:1:0, no", "key (redacted), no"),
            ("no tok: none", "no tok: none"),
            ("one\r\n two", "one; two"),
            ("", ""),
        ] {
            assert_eq!(message(stderr, ""), expected);
        }
    }

    #[test]
    fn words_and_paths_are_kept() {
        for text in [
            "cat: /home/Max/Passwords/intercom-2024.txt: No such file or directory",
            "[ERROR] 2026/01/31 12:00:00 could not get item op://Sales/Intercom/token",
            "5f2c1e9a-0b7d-4c3e-8f6a-1d2b3c4e5f60 is not signed in",
        ] {
            assert_eq!(message(text, ""), text);
        }
    }

    #[test]
    fn words_of_standard_output_are_removed() {
        assert_eq!(
            message("read lower-case-secret", "token: lower-case-secret\nmore"),
            "read (redacted)"
        );
    }

    #[test]
    fn a_long_message_is_redacted_before_it_is_cut() {
        let long = format!("{}dG9rOjEyMzQ1Njc4OTA=", "é ".repeat(MAX_SHOWN / 2 - 1));
        let shown = message(&long, "");
        assert_eq!(shown.chars().count(), MAX_SHOWN + 1);
        assert!(shown.ends_with(" (r…"), "{shown}");
    }
}
