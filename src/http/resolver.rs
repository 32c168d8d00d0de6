//! A DNS resolver with a cache. ureq looks a host up before each request, in a
//! thread of its own, even when a connection is open: on a fast network that
//! is most of what a request costs.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::http::uri::{Authority, Scheme};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// How long an address is kept. Shorter than five retries take (11.6 seconds
/// at least), so that the last ones find a host which has moved.
const TTL: Duration = Duration::from_secs(10);

/// Keeps the addresses of each host for [`TTL`].
#[derive(Debug, Default)]
pub(crate) struct CachingResolver {
    inner: DefaultResolver,
    cache: Mutex<HashMap<Host, (Instant, ResolvedSocketAddrs)>>,
}

type Host = (Option<Scheme>, Option<Authority>);

impl Resolver for CachingResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let host = (uri.scheme().cloned(), uri.authority().cloned());
        let cache = || self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, addresses)) = cache().get(&host)
            && since.elapsed() < TTL
        {
            return Ok(addresses.clone());
        }
        let addresses = self.inner.resolve(uri, config, timeout)?;
        cache().insert(host, (Instant::now(), addresses.clone()));
        Ok(addresses)
    }
}
