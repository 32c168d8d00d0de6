//! The client that sends all requests.

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

/// Sends requests over one connection pool.
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
    retries: AtomicU64,
    waits: AtomicU64,
    /// The total time waited, in milliseconds.
    waited: AtomicU64,
    /// When the first response was sent, in Unix seconds by the server's clock.
    first_date: OnceLock<i64>,
    /// Whether it was reported that a wait was cut to [`MAX_WAIT`].
    ///
    /// [`MAX_WAIT`]: super::retry::MAX_WAIT
    long_wait_reported: Once,
}

/// Counts of requests and waits.
#[derive(Clone, Copy, Debug)]
pub struct Traffic {
    /// Requests, including retries.
    pub requests: u64,
    /// Retries.
    pub retries: u64,
    /// The number of waits, for the rate limit or before a retry.
    pub waits: u64,
    /// The total time waited. Parallel waits each count.
    pub waited: Duration,
    /// The time since the client was created.
    pub took: Duration,
}

impl Client {
    /// A client for `connection` that reports to `report`.
    #[must_use]
    pub fn new(connection: Connection, report: Report) -> Self {
        let config = Agent::config_builder()
            .user_agent(concat!("leads/", env!("CARGO_PKG_VERSION")))
            .accept("application/json")
            .http_status_as_error(false)
            .https_only(!connection.loopback)
            // The token is sent only to the configured host.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // There is only one host. Both limits apply, and the default of the first
            // is 10.
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
            retries: AtomicU64::new(0),
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
            retries: count(&self.inner.retries),
            waits: count(&self.inner.waits),
            waited: Duration::from_millis(count(&self.inner.waited)),
            took: self.inner.started.elapsed(),
        }
    }

    /// Records a wait before a request.
    fn note_wait(&self, wait: Duration) {
        let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        self.inner.waits.fetch_add(1, Ordering::Relaxed);
        self.inner.waited.fetch_add(millis, Ordering::Relaxed);
    }

    /// Requests, retries and seconds so far, for the summary.
    #[must_use]
    pub fn summary(&self) -> String {
        let Traffic {
            requests,
            retries,
            took,
            ..
        } = self.traffic();
        let plural = if requests == 1 { "" } else { "s" };
        let retries = match retries {
            1 => "1 retry".to_owned(),
            n => format!("{n} retries"),
        };
        let seconds = took.as_secs_f64();
        format!("{requests} request{plural}, {retries}, {seconds:.1} s")
    }

    /// When the first response was sent, in Unix seconds by the server's clock.
    #[must_use]
    pub fn first_date(&self) -> Option<i64> {
        self.inner.first_date.get().copied()
    }

    /// The time since the client was created.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.inner.started.elapsed()
    }

    /// The dialect of the workspace, as far as it is known.
    #[must_use]
    pub fn dialect(&self) -> &'static dyn Dialect {
        self.inner.connection.version.dialect()
    }

    /// Sends the request that `build` makes for the workspace's dialect. If the first
    /// response shows that the workspace serves the other generation, sends the request
    /// for that one.
    pub fn ask(&self, build: impl Fn(&dyn Dialect) -> Request) -> Result<Page, Error> {
        loop {
            let dialect = self.dialect();
            match self.fetch(dialect, &build(dialect)) {
                Err(error) if self.try_switch(&error) => {}
                answer => return answer,
            }
        }
    }

    /// Switches to the other generation's dialect if `error`, as the first response,
    /// shows that the workspace serves that one. Returns whether it did.
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

    /// The workspace's tags or segments. A list of tags shows which generation the
    /// workspace serves; a list of segments is the same in both.
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

    /// The account of the token.
    pub fn account(&self) -> Result<Account, Error> {
        let request = Account::request();
        let token = &self.inner.connection.token;
        loop {
            match self.answer(&request, |body| Account::read(&request, body)) {
                // Every version gives the same response, so a success does not show
                // that the workspace serves the requested version.
                Err(error) if self.try_switch(&error) => {}
                answer => {
                    return answer.map(|account| account.redact(|text| token.redact(text)));
                }
            }
        }
    }

    /// The account of the token, without retries.
    #[must_use]
    pub fn account_at_once(&self) -> Option<Account> {
        let request = Account::request();
        let token = &self.inner.connection.token;
        let answer = self.send_with_retry(&request, |body| Account::read(&request, body), 0);
        Some(answer.ok()?.redact(|text| token.redact(text)))
    }

    /// The rate limit in the latest responses.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimitStatus> {
        self.inner.limiter.status()
    }

    /// The version of requests.
    #[must_use]
    pub fn version(&self) -> &Version {
        &self.inner.connection.version
    }

    /// The address of requests.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.inner.connection.base_url
    }

    /// Sends `request` with retries, and reads the response with `dialect`. The error
    /// is that of the last attempt.
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

    /// Removes the token from `error`, in case a server repeated it.
    fn redact(&self, error: Error) -> Error {
        let token = &self.inner.connection.token;
        error.redact(|text| token.redact(text))
    }
}
