//! The client, which all requests go through.

mod send;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Once, OnceLock};
use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::tls::TlsConfig;
use ureq::unversioned::transport::DefaultConnector;

use super::connection::{Connection, roots};
use super::proxy::Proxy;
use super::rate_limit::{RateLimitStatus, RateLimiter};
use super::resolver::CachingResolver;
use crate::intercom::buffer::BufferPool;
use crate::intercom::{self, Account, Dialect, Error, Page, Request, Version};
use crate::query::labels::{Label, LabelKind};
use crate::terminal::report::Report;

/// Sends requests over one pool of connections.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    agent: Agent,
    connection: Connection,
    authorization: String,
    report: Report,
    limiter: RateLimiter,
    buffers: BufferPool,
    started: Instant,
    requests: AtomicU64,
    repeats: AtomicU64,
    waits: AtomicU64,
    /// What the waits took together, in milliseconds.
    waited: AtomicU64,
    /// When the first response was sent, in Unix seconds by the server's clock.
    first_date: OnceLock<i64>,
    /// Whether it was reported that a wait was cut to [`MAX_WAIT`].
    ///
    /// [`MAX_WAIT`]: super::retry::MAX_WAIT
    long_wait_reported: Once,
}

/// What was sent, and what it took.
#[derive(Clone, Copy, Debug)]
pub struct Traffic {
    /// Requests, retries among them.
    pub requests: u64,
    /// Requests that were sent again.
    pub retries: u64,
    /// How often a request waited, for the rate limit or before a retry.
    pub waits: u64,
    /// What these took together; requests side by side each count.
    pub waited: Duration,
    /// The time since the client was made.
    pub took: Duration,
}

impl Client {
    /// A client for `connection` whose messages go to `report`.
    #[must_use]
    pub fn new(connection: Connection, report: Report) -> Self {
        let config = Agent::config_builder()
            .user_agent(concat!("leads/", env!("CARGO_PKG_VERSION")))
            .accept("application/json")
            .http_status_as_error(false)
            .https_only(!connection.loopback)
            // The token goes to the configured host alone.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // There is one host. Both bounds count, and the first is 10 unless set.
            .max_idle_connections(connection.jobs)
            .max_idle_connections_per_host(connection.jobs)
            .tls_config(TlsConfig::builder().root_certs(roots()).build())
            .proxy(connection.proxy.clone().map(Proxy::into_inner));
        let inner = Inner {
            agent: Agent::with_parts(
                config.build(),
                DefaultConnector::default(),
                CachingResolver::default(),
            ),
            authorization: connection.token.authorization(),
            limiter: RateLimiter::new(connection.jobs, connection.max_rate),
            buffers: BufferPool::default(),
            connection,
            report,
            started: Instant::now(),
            requests: AtomicU64::new(0),
            repeats: AtomicU64::new(0),
            waits: AtomicU64::new(0),
            waited: AtomicU64::new(0),
            first_date: OnceLock::new(),
            long_wait_reported: Once::new(),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The maximum number of requests in flight.
    #[must_use]
    pub fn jobs(&self) -> usize {
        self.inner.connection.jobs
    }

    /// Where the client's messages go.
    #[must_use]
    pub fn report(&self) -> Report {
        self.inner.report
    }

    /// The traffic so far.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Traffic {
            requests: count(&self.inner.requests),
            retries: count(&self.inner.repeats),
            waits: count(&self.inner.waits),
            waited: Duration::from_millis(count(&self.inner.waited)),
            took: self.inner.started.elapsed(),
        }
    }

    /// Notes that a request waits before it is sent.
    fn note_wait(&self, wait: Duration) {
        let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        self.inner.waits.fetch_add(1, Ordering::Relaxed);
        self.inner.waited.fetch_add(millis, Ordering::Relaxed);
    }

    /// Requests, retries and seconds so far, for a closing line.
    #[must_use]
    pub fn summary(&self) -> String {
        let Traffic {
            requests,
            retries: repeats,
            took,
            ..
        } = self.traffic();
        let plural = if requests == 1 { "" } else { "s" };
        let retries = match repeats {
            1 => "1 retry".to_owned(),
            n => format!("{n} retries"),
        };
        let seconds = took.as_secs_f64();
        format!("{requests} request{plural}, {retries}, {seconds:.1} s")
    }

    /// Requests and retries so far.
    #[must_use]
    pub fn cost(&self) -> (u64, u64) {
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        (load(&self.inner.requests), load(&self.inner.repeats))
    }

    /// When the first response was sent, in Unix seconds by the server's clock.
    #[must_use]
    pub fn first_date(&self) -> Option<i64> {
        self.inner.first_date.get().copied()
    }

    /// How long ago the client was made.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.inner.started.elapsed()
    }

    /// The dialect that the workspace speaks, as far as is known.
    #[must_use]
    pub fn dialect(&self) -> &'static dyn Dialect {
        self.inner.connection.version.dialect()
    }

    /// Sends the request that `build` makes for the workspace's dialect; again
    /// for the other generation's if the first response says that the
    /// workspace speaks that one.
    pub fn ask(&self, build: impl Fn(&dyn Dialect) -> Request) -> Result<Page, Error> {
        loop {
            let dialect = self.dialect();
            match self.fetch(dialect, &build(dialect)) {
                Err(error) if self.try_switch(&error) => {}
                answer => return answer,
            }
        }
    }

    /// Switches to the other generation's dialect if `error`, as the first
    /// response, says that the workspace speaks that one; returns whether it
    /// did.
    pub(crate) fn try_switch(&self, error: &Error) -> bool {
        let switched = self.inner.connection.version.try_switch(error);
        if switched {
            let version = self.inner.connection.version.name();
            self.inner
                .report
                .detail(&format!("{error}; continuing with version {version}"));
        }
        switched
    }

    /// The workspace's tags or segments. A list of tags shows which generation
    /// the workspace speaks, one of segments looks alike in both.
    pub fn labels(&self, kind: LabelKind) -> Result<Vec<Label>, Error> {
        let request = intercom::labels(kind);
        loop {
            match self.label_list(&request) {
                Err(error) if self.try_switch(&error) => {}
                Ok(labels) if kind == LabelKind::Tag => {
                    self.inner.connection.version.confirm();
                    return Ok(labels);
                }
                answer => return answer,
            }
        }
    }

    /// The names of the workspace's tags or segments by id.
    pub fn label_names(&self, kind: LabelKind) -> Result<HashMap<String, String>, Error> {
        let labels = self.labels(kind)?.into_iter();
        Ok(labels.map(|label| (label.id, label.name)).collect())
    }

    /// Sends the request of [`Dialect::tags_of`].
    pub(crate) fn label_list(&self, request: &Request) -> Result<Vec<Label>, Error> {
        self.answer(request, |body| self.dialect().read_labels(request, body))
    }

    /// The account that the token belongs to.
    pub fn account(&self) -> Result<Account, Error> {
        let request = Account::request();
        let token = &self.inner.connection.token;
        loop {
            match self.answer(&request, |body| Account::read(&request, body)) {
                // Every version answers this alike, so a success does not show
                // that the workspace serves the version that was asked for.
                Err(error) if self.try_switch(&error) => {}
                answer => {
                    return answer.map(|account| account.redact(|text| token.redact(text)));
                }
            }
        }
    }

    /// The account that the token belongs to, if the API tells it at once: a
    /// failure is not retried.
    #[must_use]
    pub fn account_at_once(&self) -> Option<Account> {
        let request = Account::request();
        let token = &self.inner.connection.token;
        let answer = self.send_with_retry(&request, |body| Account::read(&request, body), 0);
        Some(answer.ok()?.redact(|text| token.redact(text)))
    }

    /// The rate limit as the latest responses stated it.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimitStatus> {
        self.inner.limiter.status()
    }

    /// The version that requests ask for.
    #[must_use]
    pub fn version(&self) -> &Version {
        &self.inner.connection.version
    }

    /// The address that requests go to.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.inner.connection.base_url
    }

    /// Sends `request`, again where that may help, and reads the response by
    /// `dialect`. The error is the last attempt's.
    pub(crate) fn fetch(&self, dialect: &dyn Dialect, request: &Request) -> Result<Page, Error> {
        let mut page = self.answer(request, |body| dialect.read(request, body))?;
        page.body.return_to(&self.inner.buffers);
        self.inner.connection.version.confirm();
        Ok(page)
    }

    fn answer<T>(
        &self,
        request: &Request,
        read: impl Fn(Vec<u8>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.send_with_retry(request, read, self.inner.connection.retries)
            .map_err(|error| self.redact(error))
    }

    /// `error` without the token, should a server have repeated it.
    fn redact(&self, error: Error) -> Error {
        let token = &self.inner.connection.token;
        error.redact(|text| token.redact(text))
    }
}
