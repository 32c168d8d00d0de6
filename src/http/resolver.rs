//! A DNS resolver with a cache. ureq resolves the host before each request, even if a
//! connection is open, which on a fast network takes most of the time of a request.
//! ureq's resolver also panics if the system refuses a thread.

use std::collections::HashMap;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::http::uri::{Authority, Scheme};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use ureq::unversioned::transport::time::Duration as Limit;

/// How long addresses are cached. Shorter than five retries (at least 11.6 seconds), so
/// that the last ones find a host that has moved.
const TTL: Duration = Duration::from_secs(10);

/// Caches the addresses of each host for [`TTL`].
#[derive(Debug, Default)]
pub(crate) struct CachingResolver {
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
        let addresses = lookup(uri, config, timeout)?;
        cache().insert(host, (Instant::now(), addresses.clone()));
        Ok(addresses)
    }
}

/// Resolves a host on a separate thread, which can outlive the time limit. If the
/// system refuses a thread, resolves on this one without a limit.
fn lookup(uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
    // Without a limit, ureq's resolver starts no thread.
    let unlimited = NextTimeout {
        after: Limit::NotHappening,
        ..timeout
    };
    let (sender, receiver) = mpsc::sync_channel(1);
    let spawned = thread::Builder::new().spawn({
        let (uri, config) = (uri.clone(), config.clone());
        move || {
            // Fails if it took longer than the receiver waits.
            let _ = sender.send(DefaultResolver::default().resolve(&uri, &config, unlimited));
        }
    });
    if spawned.is_err() {
        return DefaultResolver::default().resolve(uri, config, unlimited);
    }
    match receiver.recv_timeout(*timeout.after) {
        Ok(found) => found,
        Err(RecvTimeoutError::Timeout) => Err(Error::Timeout(timeout.reason)),
        Err(RecvTimeoutError::Disconnected) => Err(Error::HostNotFound),
    }
}
