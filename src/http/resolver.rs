//! A DNS resolver with a cache. ureq looks a host up before each request, even
//! when a connection is open: on a fast network that is most of what a request
//! costs. Its own resolver panics where the system refuses it a thread.

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

/// How long an address is kept. Shorter than five retries take (11.6 seconds
/// at least), so that the last ones find a host which has moved.
const TTL: Duration = Duration::from_secs(10);

/// Keeps the addresses of each host for [`TTL`].
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

/// Looks a host up on a thread of its own, which the time limit does not end;
/// without a limit on this thread where the system refuses another.
fn lookup(uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
    // ureq's resolver starts no thread when there is no limit.
    let unlimited = NextTimeout {
        after: Limit::NotHappening,
        ..timeout
    };
    let (sender, receiver) = mpsc::sync_channel(1);
    let spawned = thread::Builder::new().spawn({
        let (uri, config) = (uri.clone(), config.clone());
        move || {
            // Fails when it took longer than the receiver waits.
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
