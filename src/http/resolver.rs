//! The addresses of hosts, remembered for a while. ureq asks for them before
//! each request, in a thread of its own, and even when a connection is open:
//! on a fast network that is what most of a request costs.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::http::uri::{Authority, Scheme};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Shorter than the five usual repeats of a request take (11.6 seconds at
/// least), so that the last ones find a host which has moved.
const KEPT: Duration = Duration::from_secs(10);

/// See the module's text.
#[derive(Debug, Default)]
pub(crate) struct Addresses {
    usual: DefaultResolver,
    known: Mutex<HashMap<Host, (Instant, ResolvedSocketAddrs)>>,
}

type Host = (Option<Scheme>, Option<Authority>);

impl Resolver for Addresses {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let host = (uri.scheme().cloned(), uri.authority().cloned());
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, addresses)) = known().get(&host)
            && since.elapsed() < KEPT
        {
            return Ok(addresses.clone());
        }
        let addresses = self.usual.resolve(uri, config, timeout)?;
        known().insert(host, (Instant::now(), addresses.clone()));
        Ok(addresses)
    }
}
