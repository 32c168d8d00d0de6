//! Where and how to reach the API: address, token, version, limits.

use std::time::Duration;

use ureq::tls::RootCerts;

use super::proxy::Proxy;
use super::token::Token;
use crate::intercom::Version;

/// Where and how to reach the API.
#[derive(Debug)]
pub struct Connection {
    /// Scheme, host and path prefix, without a slash at the end.
    pub base_url: String,
    /// Whether the host is this very machine.
    pub loopback: bool,
    /// The proxy to go through; it is asked for a tunnel and sees no token.
    pub proxy: Option<Proxy>,
    /// Sent with each request, to `base_url` and nowhere else.
    pub token: Token,
    /// Sent as `Intercom-Version`.
    pub version: Version,
    /// The limit for one request with its response; by default 30 seconds, 90
    /// for a scroll.
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
