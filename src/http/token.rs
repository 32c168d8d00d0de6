//! The access token. It is shown nowhere.

use std::fmt;

use super::redact::{REDACTED, redact};

/// An access token. Neither `Debug` nor anything else prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token without the white space around it; `None` when it is empty or
    /// holds bytes that no header can.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }

    /// The value of the `Authorization` header.
    pub(crate) fn authorization(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// The token itself, for the credential store alone.
    pub(crate) fn secret(&self) -> &str {
        &self.0
    }

    /// `text` without the token, should a server or a program repeat it in
    /// whatever spelling.
    pub(crate) fn redact(&self, text: String) -> String {
        redact(&self.0, text)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_trimmed_and_never_shown() {
        let token = Token::new(" dG9rOmVu=\n").unwrap();
        assert_eq!(token.0, "dG9rOmVu=");
        assert_eq!(format!("{token:?}"), "(redacted)");
        for bad in ["", " \n", "a\nb", "a b", "tökèn", "a\u{0}b"] {
            assert_eq!(Token::new(bad), None);
        }
    }
}
