//! Where and how to reach the API: address, token, version, limits.

use std::fmt;
use std::time::Duration;

use ureq::tls::RootCerts;

use crate::intercom::Version;
use crate::intercom::v1::encoded;

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
}

impl Token {
    /// What goes into the `Authorization` header.
    pub(crate) fn authorization(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// The token itself, for the credential store alone.
    pub(crate) fn secret(&self) -> &str {
        &self.0
    }

    /// `text` without the token, should a server or a program repeat it; also
    /// as it stands in a URL.
    pub(crate) fn hidden_in(&self, mut text: String) -> String {
        for token in [self.0.as_str(), &encoded(&self.0)] {
            // A word as short as the sandbox takes would hide in others.
            if token.len() >= 8 && text.contains(token) {
                text = text.replace(token, "(redacted)");
            }
        }
        text
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("(redacted)")
    }
}

/// Where and how to reach the API.
#[derive(Debug)]
pub struct Connection {
    /// Scheme, host and path prefix, without a slash at the end.
    pub base_url: String,
    /// Whether the host is this very machine.
    pub loopback: bool,
    /// The proxy to go through; it is asked for a tunnel and sees no token.
    pub proxy: Option<ureq::Proxy>,
    /// Sent with each request, to `base_url` and nowhere else.
    pub token: Token,
    /// Sent as `Intercom-Version`.
    pub version: Version,
    /// The limit for one exchange; by default 30 seconds, 90 for a scroll.
    pub timeout: Option<Duration>,
    /// How often a request is sent again at most.
    pub retries: u32,
    /// The most requests in flight.
    pub jobs: usize,
    /// The most requests a second.
    pub max_rate: Option<f64>,
}

/// The certificate authorities to trust: the system's, so that a company's
/// own count too, or those built in where the system has none.
pub(crate) fn roots() -> RootCerts {
    #[cfg(all(unix, not(target_vendor = "apple"), not(target_os = "android")))]
    {
        let found = openssl_probe::probe();
        if found.cert_file.is_none() && found.cert_dir.is_empty() {
            return RootCerts::WebPki;
        }
    }
    RootCerts::PlatformVerifier
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_trimmed_and_never_shown() {
        let token = Token::new(" dG9rOmVu=\n").unwrap();
        assert_eq!(token.0, "dG9rOmVu=");
        assert_eq!(format!("{token:?}"), "(redacted)");
        let url = "/scroll?a=dG9rOmVu%3D&b=dG9rOmVu=".to_owned();
        assert_eq!(token.hidden_in(url), "/scroll?a=(redacted)&b=(redacted)");
        for bad in ["", " \n", "a\nb", "a b", "tökèn", "a\u{0}b"] {
            assert_eq!(Token::new(bad), None);
        }
    }
}
