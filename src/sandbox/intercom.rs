//! The entry point of the API: checks the token, the rate limit and the version of a
//! request, and routes it to that generation.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use super::error::ApiError;
use super::http::{Reply, Request, http_date};
use super::random::Rng;
use super::rate_limit::{RateLimit, RateLimiter};
use super::settings::{Generation, Settings};
use super::workspace::Workspace;
use super::{v1, v2};

/// A practice workspace that responds like the API.
pub struct Intercom {
    settings: Settings,
    workspace: Workspace,
    rate_limiter: RateLimiter,
    calls: AtomicU64,
}

impl Intercom {
    /// A workspace with its leads.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            workspace: Workspace::new(&settings),
            rate_limiter: RateLimiter::new(settings.rate_limit),
            calls: AtomicU64::new(0),
            settings,
        }
    }

    /// Responds to a request.
    #[must_use]
    pub fn reply(&self, request: &Request) -> Reply {
        if !self.settings.latency.is_zero() {
            thread::sleep(self.settings.latency);
        }
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let id = Rng::new(self.settings.seed, call, REQUEST_IDS).uuid();
        let reply = match self.authorize(request) {
            Ok(()) => self.reply_within_limit(request, &id),
            // The API sends rate limit headers only with valid credentials.
            Err(error) => error.reply(&id),
        };
        let now = jiff::Timestamp::from_second(self.workspace.now());
        let date = http_date(now.unwrap_or_default());
        reply
            .with_header("X-Request-Id", id)
            .with_header("Date", date)
    }

    /// The number of requests so far, including failed ones.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// The ids of all leads, newest first.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        let contacts = &self.workspace.contacts;
        let roster = self.workspace.roster();
        roster.leads().map(|key| contacts.id(key)).collect()
    }

    /// Creates a lead, and returns its id, which was never used before.
    pub fn create(&self) -> String {
        let key = self.workspace.roster().create();
        self.workspace.contacts.id(key)
    }

    /// Deletes a contact. Returns false if none has this id.
    pub fn delete(&self, id: &str) -> bool {
        let key = self.workspace.contacts.by_id(id);
        key.is_some_and(|key| self.workspace.roster().remove(key))
    }

    /// Merges a contact into another. From version 2.16 on, responses for it then have
    /// the other's id. Returns false if either does not exist.
    pub fn merge(&self, id: &str, into: &str) -> bool {
        let contacts = &self.workspace.contacts;
        match (contacts.by_id(id), contacts.by_id(into)) {
            (Some(key), Some(into)) => self.workspace.roster().merge(key, into),
            _ => false,
        }
    }

    /// Updates a contact now. Returns false if none has this id.
    pub fn update(&self, id: &str) -> bool {
        let key = self.workspace.contacts.by_id(id);
        key.is_some_and(|key| self.workspace.roster().update(key))
    }

    /// Turns a lead into a user with the same id. Returns false if no lead has it.
    pub fn convert(&self, id: &str) -> bool {
        let key = self.workspace.contacts.by_id(id);
        key.is_some_and(|key| self.workspace.roster().convert(key))
    }

    /// Restores a lead that was deleted, merged or converted. Returns false if there is
    /// none.
    pub fn restore(&self, id: &str) -> bool {
        let key = self.workspace.contacts.by_id(id);
        key.is_some_and(|key| self.workspace.roster().restore(key))
    }

    /// Advances the workspace's clock.
    pub fn advance(&self, seconds: i64) {
        self.workspace.advance(seconds);
    }

    fn authorize(&self, request: &Request) -> Result<(), ApiError> {
        let sent = request.header("authorization").and_then(bearer);
        let accepted = match &self.settings.token {
            Some(token) => sent == Some(token),
            None => sent.is_some(),
        };
        let error = || ApiError::new(401, "unauthorized", "Access Token Invalid");
        accepted.then_some(()).ok_or_else(error)
    }

    fn reply_within_limit(&self, request: &Request, id: &str) -> Reply {
        let status = self.rate_limiter.count_call(self.workspace.time());
        let RateLimit { calls, seconds } = status.limit;
        let result = if status.allowed {
            self.route(request)
        } else {
            let message = format!("Exceeded rate limit of {calls} in {seconds}_seconds");
            Err(ApiError::new(429, "rate_limit_exceeded", message))
        };
        result
            .unwrap_or_else(|error| error.reply(id))
            .with_header("X-RateLimit-Limit", calls.to_string())
            .with_header("X-RateLimit-Remaining", status.remaining.to_string())
            .with_header("X-RateLimit-Reset", status.reset.to_string())
    }

    fn route(&self, request: &Request) -> Result<Reply, ApiError> {
        if !request.header("accept").is_none_or(accepts_json) {
            let message = "Only application/json can be given";
            return Err(ApiError::new(406, "client_error", message));
        }
        let api = self.settings.api;
        let default = if api == Generation::V2 { "2.16" } else { "1.4" };
        let version = request.header("intercom-version").unwrap_or(default);
        if let Some(version) = v1::Version::parse(version)
            && api != Generation::V2
        {
            v1::reply(&self.workspace, request, version)
        } else if let Some(version) = v2::Version::parse(version)
            && api != Generation::V1
        {
            v2::reply(&self.workspace, request, version)
        } else {
            Err(ApiError::invalid_version())
        }
    }
}

/// The random sequence for request ids. Contacts use lower numbers.
const REQUEST_IDS: u64 = 1_000;

/// The token of an `Authorization` header, if it is not empty.
fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

fn accepts_json(accept: &str) -> bool {
    let mut ranges = accept
        .split(',')
        .map(|range| range.split(';').next().unwrap_or("").trim());
    ranges.any(|range| {
        ["application/json", "application/*", "*/*"]
            .iter()
            .any(|json| json.eq_ignore_ascii_case(range))
    })
}

#[cfg(test)]
mod tests;
