//! The client: one request out, one bounded body back, again when that helps.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ureq::Agent;
use ureq::tls::TlsConfig;
use ureq::unversioned::transport::DefaultConnector;

use super::account::Account;
use super::addresses::Addresses;
use super::connection::{Connection, roots};
use super::dialect::{Dialect, Method, Request};
use super::error::Error;
use super::exchange::{Failure, Reply, failure};
use super::gate::{Gate, Standing};
use super::page::Page;
use super::refusal::Refusal;
use super::retry::{self, Advice, Outcome};
use super::version::Version;
use crate::lead::{self, Lead};
use crate::report::Report;

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
    gate: Gate,
    started: Instant,
    requests: AtomicU64,
    repeats: AtomicU64,
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
            .max_idle_connections_per_host(connection.jobs)
            .tls_config(TlsConfig::builder().root_certs(roots()).build())
            .proxy(connection.proxy.clone());
        let inner = Inner {
            agent: Agent::with_parts(
                config.build(),
                DefaultConnector::default(),
                Addresses::default(),
            ),
            authorization: connection.token.authorization(),
            gate: Gate::new(connection.jobs, connection.max_rate),
            connection,
            report,
            started: Instant::now(),
            requests: AtomicU64::new(0),
            repeats: AtomicU64::new(0),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The most requests to have in flight.
    pub(super) fn jobs(&self) -> usize {
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
                Err(error) if self.switches(&error) => {}
                answer => return answer,
            }
        }
    }

    /// Whether `error`, as the first answer, makes the client speak the other
    /// generation's dialect from now on.
    pub(super) fn switches(&self, error: &Error) -> bool {
        let switches = self.inner.connection.version.switches(error);
        if switches {
            let version = self.inner.connection.version.name();
            self.inner
                .report
                .detail(&format!("{error}; going on with version {version}"));
        }
        switches
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
            match self.answer(&request, |body| Account::read(&request, body)) {
                // Any version tells this, so it says nothing of the one that
                // the workspace serves but when it is refused.
                Err(error) if self.switches(&error) => {}
                answer => {
                    return answer.map(|account| account.hide(|text| token.hidden_in(text)));
                }
            }
        }
    }

    /// Where the caller stands with the rate limit, as far as it is told.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        self.inner.gate.standing()
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
    pub(super) fn fetch(&self, dialect: &dyn Dialect, request: &Request) -> Result<Page, Error> {
        let page = self.answer(request, |body| dialect.read(request, body))?;
        self.inner.connection.version.stay();
        Ok(page)
    }

    fn answer<T>(
        &self,
        request: &Request,
        read: impl Fn(Vec<u8>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.try_and_try(request, read)
            .map_err(|error| self.hidden(error))
    }

    /// The error without the token, should a server have repeated it.
    fn hidden(&self, error: Error) -> Error {
        let token = &self.inner.connection.token;
        error.hide(|text| token.hidden_in(text))
    }

    fn try_and_try<T>(
        &self,
        request: &Request,
        read: impl Fn(Vec<u8>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        for attempt in 0.. {
            let (outcome, advice, error) = match self.exchange(request, attempt) {
                Ok(reply) if reply.status == 200 => match read(reply.body) {
                    Ok(answer) => return Ok(answer),
                    Err(error @ Error::Unreadable(_)) => (Outcome::Lost, reply.advice, error),
                    Err(Error::Refused(refusal)) => {
                        let outcome = Outcome::Status(refusal.meaning());
                        (outcome, reply.advice, Error::Refused(refusal))
                    }
                    Err(error) => return Err(error),
                },
                Ok(reply) => {
                    let mut refusal = Refusal::read(reply.status, &reply.body, request);
                    refusal.request_id = refusal.request_id.or(reply.request_id);
                    refusal.canonical = reply.canonical;
                    if (300..400).contains(&reply.status) && refusal.message.is_empty() {
                        "a redirect, which is not followed".clone_into(&mut refusal.message);
                    }
                    (
                        Outcome::Status(reply.status),
                        reply.advice,
                        Error::Refused(Box::new(refusal)),
                    )
                }
                Err(Failure { outcome, error }) => {
                    let Some(outcome) = outcome else {
                        return Err(error);
                    };
                    (outcome, Advice::default(), error)
                }
            };
            let wait = retry::wait(request.is_repeatable(), outcome, advice, attempt, chance());
            let Some(wait) = wait.filter(|_| attempt < self.inner.connection.retries) else {
                return Err(error);
            };
            let error = self.hidden(error);
            self.inner.repeats.fetch_add(1, Ordering::Relaxed);
            self.inner
                .report
                .waiting(&error, wait, attempt + 1, self.inner.connection.retries);
            if outcome == Outcome::Status(429) {
                self.inner.gate.hold(wait);
            } else {
                std::thread::sleep(wait);
            }
        }
        unreachable!("attempts are counted without end")
    }

    fn exchange(&self, request: &Request, attempt: u32) -> Result<Reply, Failure> {
        let tell = |wait| self.inner.report.paced(wait);
        let pass = self.inner.gate.pass(attempt, tell);
        self.inner.requests.fetch_add(1, Ordering::Relaxed);
        let usual = if request.scroll { 90 } else { 30 };
        let limit = self
            .inner
            .connection
            .timeout
            .unwrap_or(Duration::from_secs(usual));
        let started = Instant::now();
        let url = format!("{}{}", self.inner.connection.base_url, request.target);
        let (token, version) = (
            &self.inner.authorization,
            self.inner.connection.version.name(),
        );
        // A scroll is gone on with by a word of the server's choice.
        let shown = format!("{} {}", request.method.name(), request.target);
        let shown = self.inner.connection.token.hidden_in(shown);
        self.inner.report.sends(&shown, version);
        let connect = limit.min(Duration::from_secs(15));
        // The two kinds of call are of two types, so each is set up in full.
        let answer = match request.method {
            Method::Get => self
                .inner
                .agent
                .get(&url)
                .header("Authorization", token)
                .header("Intercom-Version", version)
                .config()
                .timeout_connect(Some(connect))
                .timeout_per_call(Some(limit))
                .build()
                .call(),
            Method::Post => self
                .inner
                .agent
                .post(&url)
                .header("Authorization", token)
                .header("Intercom-Version", version)
                .header("Content-Type", "application/json")
                .config()
                .timeout_connect(Some(connect))
                .timeout_per_call(Some(limit))
                .build()
                .send(request.body.as_deref().unwrap_or_default()),
        };
        let answer = answer
            .and_then(|answer| Reply::of(answer, self.inner.report, &self.inner.connection.token));
        match answer {
            Ok(reply) => {
                pass.answered(reply.limits, reply.advice);
                self.inner.report.answered(
                    &shown,
                    reply.status,
                    started.elapsed(),
                    reply.limits.left,
                );
                Ok(reply)
            }
            Err(error) => {
                drop(pass);
                let mut failure = failure(error, limit);
                failure.error = self.hidden(failure.error);
                self.inner
                    .report
                    .failed(&shown, &failure.error, started.elapsed());
                Err(failure)
            }
        }
    }
}

/// A number from 0 to 1 that differs from process to process.
fn chance() -> f64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    f64::from(now.subsec_nanos() % 1000) / 1000.0
}
