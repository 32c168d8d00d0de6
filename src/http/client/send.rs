//! Sending: one request, again when that helps, until its answer can be read.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::Client;
use crate::http::exchange::{Failure, Reply, failure};
use crate::http::retry::{self, Advice, Outcome};
use crate::intercom::Error;
use crate::intercom::Refusal;
use crate::intercom::{Method, Request};
use crate::terminal::report::RetryCause;

impl Client {
    /// Sends `request` until `read` can read an answer, or trying again is of
    /// no use. It may have been sent before, with that `reply`.
    pub(crate) fn try_and_try<T>(
        &self,
        mut reply: Option<Result<Reply, Failure>>,
        request: &Request,
        read: impl Fn(Vec<u8>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        for attempt in 0.. {
            let (outcome, advice, error) = match reply
                .take()
                .unwrap_or_else(|| self.exchange(request, attempt))
            {
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
            let cause = match &error {
                Error::Refused(refusal) if refusal.is_rate_limit() => RetryCause::RateLimit,
                _ => RetryCause::Failure,
            };
            let count = (attempt + 1, self.inner.connection.retries);
            self.inner.report.retrying(&error, cause, wait, count);
            if outcome == Outcome::Status(429) {
                self.inner.gate.hold(wait);
            } else {
                std::thread::sleep(wait);
            }
        }
        unreachable!("attempts are counted without end")
    }

    /// Sends `request`, once. Attempts count from 0.
    pub(crate) fn exchange(&self, request: &Request, attempt: u32) -> Result<Reply, Failure> {
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
        let answer = answer.and_then(|answer| {
            Reply::of(
                answer,
                self.inner.report,
                &self.inner.connection.token,
                &self.inner.shelf,
            )
        });
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
