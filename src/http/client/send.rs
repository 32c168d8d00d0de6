//! Sends a request and reads its response, with retries.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ureq::AsSendBody;

use super::Client;
use crate::http::response::Response;
use crate::http::retry::{self, FailureKind, MAX_WAIT};
use crate::http::send_error::SendError;
use crate::intercom::{ApiError, Error, Request};
use crate::terminal::report::RetryCause;

/// The time limit for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// The default time limit for a response (`--timeout`).
const TIMEOUT: Duration = Duration::from_secs(30);

/// The same in a scroll, whose response cannot be requested again.
const SCROLL_TIMEOUT: Duration = Duration::from_secs(90);

impl Client {
    /// Sends `request` until `read` succeeds or a retry cannot help, with at most
    /// `retries` retries.
    pub(super) fn send_with_retry<T>(
        &self,
        request: &Request,
        read: impl Fn(Vec<u8>) -> Result<T, Error>,
        retries: u32,
    ) -> Result<T, Error> {
        for attempt in 0.. {
            let response = self.send_once(request, attempt);
            let SendError { kind, hints, error } =
                match response.and_then(|response| read_response(response, request, &read)) {
                    Ok(value) => return Ok(value),
                    Err(failed) => failed,
                };
            let wait = kind
                .and_then(|kind| retry::wait(request, kind, hints, attempt, jitter()))
                .filter(|_| attempt < retries);
            let Some(wait) = wait else {
                return Err(error);
            };
            let error = self.redact(error);
            self.inner.retries.fetch_add(1, Ordering::Relaxed);
            let report = self.inner.report;
            let cause = match &error {
                Error::Refused(refused) if refused.is_rate_limit() => RetryCause::RateLimit,
                _ => RetryCause::Failure,
            };
            report.retrying(&error, cause, wait.duration, (attempt + 1, retries));
            if let Some(asked) = wait.asked {
                // Other requests get the same response.
                self.inner.long_wait_reported.call_once(|| {
                    let (asked, max) = (asked.as_secs(), MAX_WAIT.as_secs());
                    report.note(&format!(
                        "the API asks to wait {asked} seconds; retrying after {max}"
                    ));
                });
            }
            if kind == Some(FailureKind::Status(429)) {
                self.inner.limiter.pause_all(wait.duration);
            } else {
                self.note_wait(wait.duration);
                std::thread::sleep(wait.duration);
            }
        }
        unreachable!("attempts are counted without end")
    }

    /// Sends `request` once. Attempts count from 0.
    fn send_once(&self, request: &Request, attempt: u32) -> Result<Response, SendError> {
        let connection = &self.inner.connection;
        let report = self.inner.report;
        let permit = self.inner.limiter.acquire(attempt, |wait| {
            self.note_wait(wait);
            report.paced(wait);
        });
        self.inner.requests.fetch_add(1, Ordering::Relaxed);
        let timeout = connection.timeout.unwrap_or(if request.is_scroll() {
            SCROLL_TIMEOUT
        } else {
            TIMEOUT
        });
        let started = Instant::now();
        // The server chooses the parameter of a scroll, so it could repeat the token.
        let shown = format!("{} {}", request.method.name(), request.target);
        let shown = connection.token.redact(shown);
        report.sends(&shown, connection.version.name());
        let response = match &request.body {
            None => self.call_agent(request, (), timeout),
            Some(body) => self.call_agent(request, body.as_str(), timeout),
        };
        match response {
            Ok(response) => {
                let date = response.headers.hints.date;
                self.inner.first_date.get_or_init(|| date);
                let quota = response.headers.quota;
                permit.answered(quota);
                let remaining = quota.map(|quota| quota.remaining);
                report.answered(&shown, response.status, started.elapsed(), remaining);
                Ok(response)
            }
            Err(error) => {
                drop(permit);
                let mut failed = SendError::new(error, timeout);
                failed.error = self.redact(failed.error);
                report.failed(&shown, &failed.error, started.elapsed());
                Err(failed)
            }
        }
    }

    fn call_agent(
        &self,
        request: &Request,
        body: impl AsSendBody,
        timeout: Duration,
    ) -> Result<Response, ureq::Error> {
        let inner = &self.inner;
        let mut builder = ureq::http::Request::builder()
            .method(request.method.name())
            .uri(format!("{}{}", inner.connection.base_url, request.target))
            .header("Authorization", &inner.authorization)
            .header("Intercom-Version", inner.connection.version.name());
        if request.body.is_some() {
            builder = builder.header("Content-Type", "application/json");
        }
        let request = inner
            .agent
            .configure_request(builder.body(body)?)
            .timeout_connect(Some(timeout.min(CONNECT_TIMEOUT)))
            .timeout_per_call(Some(timeout))
            .build();
        let response = inner.agent.run(request)?;
        Response::read(
            response,
            inner.report,
            &inner.connection.token,
            &inner.buffers,
        )
    }
}

/// Reads a response with `read`, or returns the error in it.
fn read_response<T>(
    response: Response,
    request: &Request,
    read: impl Fn(Vec<u8>) -> Result<T, Error>,
) -> Result<T, SendError> {
    let headers = response.headers;
    let (kind, error) = if response.status == 200 {
        let named = |what: String| match &headers.request_id {
            Some(id) => format!("{what} [request {id:.100}]"),
            None => what,
        };
        match read(response.body) {
            Ok(value) => return Ok(value),
            Err(Error::Unreadable(what)) => {
                (Some(FailureKind::Lost), Error::Unreadable(named(what)))
            }
            Err(Error::NotUnderstood(what)) => (None, Error::NotUnderstood(named(what))),
            Err(Error::Refused(mut refused)) => {
                refused.request_id = refused.request_id.or(headers.request_id);
                (
                    Some(FailureKind::Status(refused.effective_status())),
                    Error::Refused(refused),
                )
            }
            Err(error) => (None, error),
        }
    } else {
        let mut refused = ApiError::read(response.status, &response.body, request);
        refused.request_id = refused.request_id.or(headers.request_id);
        refused.canonical = headers.canonical;
        if (300..400).contains(&response.status) && refused.message.is_empty() {
            "a redirect, which is not followed".clone_into(&mut refused.message);
        }
        let kind = FailureKind::Status(response.status);
        (Some(kind), Error::Refused(Box::new(refused)))
    };
    Err(SendError {
        kind,
        hints: headers.hints,
        error,
    })
}

/// A number from 0 to 1 that differs between processes.
fn jitter() -> f64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    f64::from(now.subsec_nanos() % 1000) / 1000.0
}
