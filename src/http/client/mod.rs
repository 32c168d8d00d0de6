//! The client, which all requests go through.

mod send;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Once};
use std::time::Instant;

use ureq::Agent;
use ureq::tls::TlsConfig;
use ureq::unversioned::transport::DefaultConnector;

use super::connection::{Connection, roots};
use super::proxy::Proxy;
use super::rate_limit::{RateLimitStatus, RateLimiter};
use super::resolver::CachingResolver;
use super::response::Response;
use super::send_error::SendError;
use crate::intercom::buffer::Shelf;
use crate::intercom::{Account, Dialect, Error, Page, Request, Version};
use crate::lead::{self, Lead};
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
    shelf: Shelf,
    started: Instant,
    requests: AtomicU64,
    repeats: AtomicU64,
    /// That a wait which the API asked for was cut short.
    long_wait_reported: Once,
}

impl Client {
    /// A client for `connection` that tells `report` what it does.
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
            shelf: Shelf::default(),
            connection,
            report,
            started: Instant::now(),
            requests: AtomicU64::new(0),
            repeats: AtomicU64::new(0),
            long_wait_reported: Once::new(),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The most requests to have in flight.
    #[must_use]
    pub fn jobs(&self) -> usize {
        self.inner.connection.jobs
    }

    /// What the client reports to.
    #[must_use]
    pub fn report(&self) -> Report {
        self.inner.report
    }

    /// What the reading took, for a closing line.
    #[must_use]
    pub fn summary(&self) -> String {
        let requests = self.inner.requests.load(Ordering::Relaxed);
        let repeats = self.inner.repeats.load(Ordering::Relaxed);
        let plural = if requests == 1 { "" } else { "s" };
        let retries = match repeats {
            1 => "1 retry".to_owned(),
            n => format!("{n} retries"),
        };
        let seconds = self.inner.started.elapsed().as_secs_f64();
        format!("{requests} request{plural}, {retries}, {seconds:.1} s")
    }

    /// How the workspace pages, as far as is known.
    #[must_use]
    pub fn dialect(&self) -> &'static dyn Dialect {
        self.inner.connection.version.dialect()
    }

    /// Asks what `spell` spells, once more in the other generation's dialect
    /// when the first answer says that the workspace speaks that one.
    pub fn ask(&self, spell: impl Fn(&dyn Dialect) -> Request) -> Result<Page, Error> {
        loop {
            let dialect = self.dialect();
            match self.fetch(dialect, &spell(dialect)) {
                Err(error) if self.try_switch(&error) => {}
                answer => return answer,
            }
        }
    }

    /// Speaks the other generation's dialect from now on if `error`, as the
    /// first answer, says so; whether it did.
    pub(crate) fn try_switch(&self, error: &Error) -> bool {
        let switched = self.inner.connection.version.switches(error);
        if switched {
            let version = self.inner.connection.version.name();
            self.inner
                .report
                .detail(&format!("{error}; going on with version {version}"));
        }
        switched
    }

    /// The names of the workspace's tags by id, as `request` asks for them:
    /// see [`Dialect::tags`].
    pub fn tags(&self, request: &Request) -> Result<HashMap<String, String>, Error> {
        let page = self.fetch(self.dialect(), request)?;
        let named = |tag: Lead<'_>| {
            let name = lead::text(tag.value("name")?)?;
            Some((tag.id()?.into_owned(), name.into_owned()))
        };
        Ok(page.leads().filter_map(named).collect())
    }

    /// Who calls, and of which workspace.
    pub fn account(&self) -> Result<Account, Error> {
        let request = Account::request();
        let token = &self.inner.connection.token;
        loop {
            match self.answer(None, &request, |body| Account::read(&request, body)) {
                // Any version tells this, so it says nothing of the one that
                // the workspace serves but when it is refused.
                Err(error) if self.try_switch(&error) => {}
                answer => {
                    return answer.map(|account| account.hide(|text| token.redact(text)));
                }
            }
        }
    }

    /// The rate limit as the latest responses stated it.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimitStatus> {
        self.inner.limiter.status()
    }

    /// The version that is asked for.
    #[must_use]
    pub fn version(&self) -> &Version {
        &self.inner.connection.version
    }

    /// The address that is asked.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.inner.connection.base_url
    }

    /// Sends `request` until an answer comes that `dialect` can read, or trying
    /// again is of no use.
    pub(crate) fn fetch(&self, dialect: &dyn Dialect, request: &Request) -> Result<Page, Error> {
        self.fetch_after(None, dialect, request)
    }

    /// As [`Client::fetch`], when the request may have been sent once, with
    /// that `response`.
    pub(crate) fn fetch_after(
        &self,
        response: Option<Result<Response, SendError>>,
        dialect: &dyn Dialect,
        request: &Request,
    ) -> Result<Page, Error> {
        let page = self.answer(response, request, |body| self.page(dialect, request, body))?;
        self.inner.connection.version.stay();
        Ok(page)
    }

    /// Reads the body of an answer to `request`.
    pub(crate) fn read(
        &self,
        dialect: &dyn Dialect,
        request: &Request,
        body: Vec<u8>,
    ) -> Result<Page, Error> {
        let page = self.page(dialect, request, body);
        page.map_err(|error| self.redact(error))
    }

    fn page(&self, dialect: &dyn Dialect, request: &Request, body: Vec<u8>) -> Result<Page, Error> {
        let mut page = dialect.read(request, body)?;
        page.body.goes_to(&self.inner.shelf);
        Ok(page)
    }

    /// Room for a body that the client did not fetch now.
    pub(crate) fn room(&self, least: usize) -> Vec<u8> {
        self.inner.shelf.room(least)
    }

    fn answer<T>(
        &self,
        response: Option<Result<Response, SendError>>,
        request: &Request,
        read: impl Fn(Vec<u8>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.send_with_retry(response, request, read)
            .map_err(|error| self.redact(error))
    }

    /// The error without the token, should a server have repeated it.
    fn redact(&self, error: Error) -> Error {
        let token = &self.inner.connection.token;
        error.hide(|text| token.redact(text))
    }
}
