//! The practice API: who may call, how often, and in which version; what it
//! then answers is that version's own module's business.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::members::Members;
use super::message::{Reply, Request};
use super::people::People;
use super::quota::{Quota, RateLimit};
use super::random::Stream;
use super::refusal::Refusal;
use super::rendered::Rendered;
use super::v1;
use super::v2::{self, Orders};
use super::workspace::Workspace;

/// Which versions of the API are served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Generation {
    /// 1.0 to 1.4
    V1,
    /// 2.0 and later
    V2,
    /// All of them
    #[default]
    Both,
}

/// How a practice workspace is to be.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How many leads there are to begin with.
    pub leads: u32,
    /// What the leads are made from: the same seed, the same leads.
    pub seed: u64,
    /// How long each answer takes at least.
    pub latency: Duration,
    /// A limit to hold callers to. Without one, a limit is told of in the
    /// headers but never reached.
    pub rate_limit: Option<RateLimit>,
    /// Whether leads come and go between one list page and the next.
    pub churn: bool,
    /// The only token that is accepted; without it, any that is not empty.
    pub token: Option<String>,
    /// How long a scroll may lie unused.
    pub scroll_expiry: Duration,
    /// The versions that are served.
    pub api: Generation,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            leads: 300,
            seed: 1,
            latency: Duration::ZERO,
            rate_limit: None,
            churn: false,
            token: None,
            scroll_expiry: Duration::from_secs(60),
            api: Generation::default(),
        }
    }
}

/// A practice workspace, to be asked as the API is asked.
pub struct Intercom {
    settings: Settings,
    people: People,
    members: Members,
    orders: Orders,
    rendered: Rendered,
    workspace: Mutex<Workspace>,
    quota: Quota,
    calls: AtomicU64,
}

impl Intercom {
    /// A workspace with its leads, before anybody has called.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            people: People::new(settings.seed),
            members: Members::new(settings.seed),
            orders: Orders::default(),
            rendered: Rendered::default(),
            workspace: Mutex::new(Workspace::new(settings.seed, settings.leads)),
            quota: Quota::new(settings.rate_limit),
            calls: AtomicU64::new(0),
            settings,
        }
    }

    /// Answers one request.
    #[must_use]
    pub fn reply(&self, request: &Request) -> Reply {
        if !self.settings.latency.is_zero() {
            thread::sleep(self.settings.latency);
        }
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let mut stream = Stream::new(self.settings.seed, call, REQUEST_IDS);
        let id = stream.uuid().to_string();
        let reply = match self.admit(request) {
            // Only callers who are known are told where they stand.
            Err(refusal) => refusal.reply(&id),
            Ok(()) => self.counted(request, &id),
        };
        reply.with_header("X-Request-Id", id)
    }

    /// How many requests have come, refused ones too.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// The ids of the living leads, newest first.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        let workspace = self.workspace();
        let living = workspace.living().iter();
        living.map(|number| self.people.id(*number)).collect()
    }

    /// Lets a new lead come, and gives its id. No id is ever used again.
    pub fn create(&self) -> String {
        let number = self.workspace().create();
        self.people.id(number)
    }

    /// Deletes a lead; false if there is none with this id.
    pub fn delete(&self, id: &str) -> bool {
        let number = self.people.number(id);
        number.is_some_and(|number| self.workspace().delete(number))
    }

    /// Merges a lead or user into another: its id then leads to that one, as
    /// far as a version tells of merges. False if one of them is not there.
    pub fn merge(&self, id: &str, into: &str) -> bool {
        let (Some(member), Some(into)) = (self.members.by_id(id), self.members.by_id(into)) else {
            return false;
        };
        self.workspace().merge(member, into)
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(super) fn people(&self) -> People {
        self.people
    }

    pub(super) fn members(&self) -> Members {
        self.members
    }

    pub(super) fn orders(&self) -> &Orders {
        &self.orders
    }

    pub(super) fn rendered(&self) -> &Rendered {
        &self.rendered
    }

    pub(super) fn workspace(&self) -> MutexGuard<'_, Workspace> {
        self.workspace
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn admit(&self, request: &Request) -> Result<(), Refusal> {
        let given = request.header("authorization").and_then(bearer);
        let admitted = match (&self.settings.token, given) {
            (_, None) => false,
            (Some(token), Some(given)) => token == given,
            (None, Some(_)) => true,
        };
        if admitted {
            Ok(())
        } else {
            Err(Refusal::new(401, "unauthorized", "Access Token Invalid"))
        }
    }

    fn counted(&self, request: &Request, id: &str) -> Reply {
        let standing = self.quota.spend();
        let RateLimit { calls, seconds } = standing.limit;
        let reply = if standing.allowed {
            self.answer(request)
                .unwrap_or_else(|refusal| refusal.reply(id))
        } else {
            let message = format!("Exceeded rate limit of {calls} in {seconds}_seconds");
            Refusal::new(429, "rate_limit_exceeded", message).reply(id)
        };
        reply
            .with_header("X-RateLimit-Limit", calls.to_string())
            .with_header("X-RateLimit-Remaining", standing.remaining.to_string())
            .with_header("X-RateLimit-Reset", standing.reset.to_string())
    }

    fn answer(&self, request: &Request) -> Result<Reply, Refusal> {
        if !request.header("accept").is_none_or(admits_json) {
            let message = "Only application/json can be given";
            return Err(Refusal::new(406, "client_error", message));
        }
        let api = self.settings.api;
        let usual = if api == Generation::V2 { "2.16" } else { "1.4" };
        let version = request.header("intercom-version").unwrap_or(usual);
        match Version::parse(version) {
            Some(Version::V1(minor)) if api != Generation::V2 => v1::answer(self, request, minor),
            Some(Version::V2(version)) if api != Generation::V1 => {
                v2::answer(self, request, version)
            }
            _ => Err(Refusal::version()),
        }
    }
}

/// A version by its family.
enum Version {
    V1(u8),
    V2(v2::Version),
}

impl Version {
    /// Reads the header: the version is given to the letter (the
    /// update-your-API-version page).
    fn parse(text: &str) -> Option<Self> {
        const V1: [&str; 5] = ["1.0", "1.1", "1.2", "1.3", "1.4"];
        let minor = V1.iter().zip(0..).find(|(name, _)| **name == text);
        match minor {
            Some((_, minor)) => Some(Self::V1(minor)),
            None => v2::Version::parse(text).map(Self::V2),
        }
    }
}

/// The stream of request ids among those of a seed.
const REQUEST_IDS: u64 = 1_000;

/// The token of an `Authorization` header, if it is not empty.
fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

fn admits_json(accept: &str) -> bool {
    accept
        .split(',')
        .map(|range| range.split(';').next().unwrap_or("").trim())
        .any(|range| {
            ["application/json", "application/*", "*/*"]
                .iter()
                .any(|wanted| wanted.eq_ignore_ascii_case(range))
        })
}

#[cfg(test)]
#[path = "intercom_tests.rs"]
mod tests;
