//! How to reach the API: address, token, version, limits.

use std::time::Duration;

use ureq::tls::RootCerts;

use super::proxy::Proxy;
use super::token::Token;
use crate::intercom::Version;

/// How to reach the API.
#[derive(Debug)]
pub struct Connection {
    /// Scheme, host and path prefix, without a slash at the end.
    pub base_url: String,
    /// Whether the host is this computer.
    pub loopback: bool,
    /// The proxy to use. It opens a tunnel and cannot see the token.
    pub proxy: Option<Proxy>,
    /// Sent with each request, only to `base_url`.
    pub token: Token,
    /// Sent as `Intercom-Version`.
    pub version: Version,
    /// The time limit of a request with its response; by default 30 seconds, in a
    /// scroll 90.
    pub timeout: Option<Duration>,
    /// The maximum number of retries.
    pub retries: u32,
    /// The maximum number of requests in flight.
    pub jobs: usize,
    /// The maximum number of requests per second.
    pub max_rate: Option<f64>,
}

/// The certificate authorities to trust: the system's, which can include a company's
/// own, or the built-in ones if the system has none.
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
