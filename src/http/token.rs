//! The access token. It is never shown.

use std::fmt;
use std::sync::OnceLock;

use super::redact::{REDACTED, Redactor};

/// An access token. `Debug` does not print it.
#[derive(Clone)]
pub struct Token {
    secret: String,
    redactor: OnceLock<Redactor>,
}

impl Token {
    /// A token. `None` if the text is empty, or contains bytes that are not allowed in
    /// headers, or white space or quotes, which tokens never have (RFC 6750, section
    /// 2.1).
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let is_allowed = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'`');
        let fits = !text.is_empty() && text.bytes().all(is_allowed);
        fits.then(|| Self {
            secret: text.to_owned(),
            redactor: OnceLock::new(),
        })
    }

    /// The value of the `Authorization` header.
    pub(crate) fn authorization(&self) -> String {
        format!("Bearer {}", self.secret)
    }

    /// The token itself, only for the credential store.
    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    /// `text` without the token, in case a server or a program repeated it, in any
    /// encoding.
    pub(crate) fn redact(&self, text: String) -> String {
        let redactor = || Redactor::new([self.secret.as_str()]);
        self.redactor.get_or_init(redactor).redact(text)
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        self.secret == other.secret
    }
}

impl Eq for Token {}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_shown() {
        let token = Token::new("dG9rOmVu=").unwrap();
        assert_eq!(token.secret(), "dG9rOmVu=");
        assert_eq!(format!("{token:?}"), "(redacted)");
        for bad in [
            "", " \n", " a", "a\nb", "a b", "tökèn", "a\u{0}b", "\"\"", "\"ab", "a'b",
        ] {
            assert_eq!(Token::new(bad), None);
        }
    }
}
