//! Errors of requests and of reading leads, with one variant for each case that a user
//! handles differently.

use std::fmt;
use std::io;
use std::time::Duration;

use super::api_error::ApiError;
use super::request::Request;

/// A failed request to the API, or incomplete results.
#[derive(Debug)]
pub enum Error {
    /// No connection, or a broken one, with the reason.
    Network(String),
    /// No response in time.
    Timeout(Duration),
    /// The TLS handshake failed, or the certificate is not trusted.
    Tls(String),
    /// The API responded with an error.
    Refused(Box<ApiError>),
    /// A body with status 200 that is empty, truncated, or not JSON.
    Unreadable(String),
    /// A body with status 200 that is JSON of an unexpected shape.
    NotUnderstood(String),
    /// A body larger than this many bytes.
    TooLarge(u64),
    /// A response in the shape of API 2.x to a request of 1.x, or the reverse.
    OtherGeneration,
    /// The API ignored a filter: it sent leads that do not match.
    FilterIgnored(String),
    /// Pages that wait for a slow consumer could not be written to a temporary file.
    Spool(io::Error),
    /// Another scroll of this workspace stayed open.
    ScrollBusy(Duration),
    /// Not every lead could be read.
    Incomplete {
        /// The number of leads read, each counted once.
        read: u64,
        /// The latest total in a response.
        reported_total: Option<u64>,
        /// The reason.
        why: &'static str,
    },
}

impl Error {
    /// Incomplete results. [`Pages`](crate::reader::Pages) adds the numbers.
    pub(crate) fn incomplete(why: &'static str) -> Self {
        Self::Incomplete {
            read: 0,
            reported_total: None,
            why,
        }
    }

    /// The error in a body with status 200.
    pub(super) fn in_ok_body(body: &str, sent: &Request) -> Self {
        Self::Refused(Box::new(ApiError::read(200, body.as_bytes(), sent)))
    }

    /// Applies `redact` to all text from outside the program.
    pub(crate) fn redact(self, redact: impl Fn(String) -> String) -> Self {
        match self {
            Self::Network(text) => Self::Network(redact(text)),
            Self::Tls(text) => Self::Tls(redact(text)),
            Self::Unreadable(text) => Self::Unreadable(redact(text)),
            Self::NotUnderstood(text) => Self::NotUnderstood(redact(text)),
            Self::Refused(mut refused) => {
                refused.canonical = refused.canonical.map(&redact);
                refused.code = redact(refused.code);
                refused.message = redact(refused.message);
                refused.request_id = refused.request_id.map(&redact);
                Self::Refused(refused)
            }
            other => other,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(what) => write!(out, "the API could not be reached: {what}"),
            Self::Timeout(limit) => {
                let seconds = limit.as_secs_f64();
                write!(out, "the API did not respond within {seconds} second")?;
                out.write_str(if *limit == Duration::from_secs(1) {
                    ""
                } else {
                    "s"
                })
            }
            Self::Tls(what) => write!(out, "no secure connection to the API: {what}"),
            Self::Refused(refused) => refused.fmt(out),
            Self::Unreadable(what) => write!(out, "the API's response is invalid: {what}"),
            Self::NotUnderstood(what) => {
                write!(out, "the API's response cannot be understood: {what}")
            }
            Self::TooLarge(limit) => {
                write!(out, "the API's response is larger than {} MiB", limit >> 20)
            }
            Self::OtherGeneration => out
                .write_str("the API responded in the format of a different version than requested"),
            Self::Spool(error) => error.fmt(out),
            Self::FilterIgnored(value) => {
                write!(
                    out,
                    "the API ignored the filter: asked for {value}, it sent other leads too"
                )
            }
            Self::ScrollBusy(waited) => write!(
                out,
                "another scroll of this workspace was still open after {} seconds",
                waited.as_secs()
            ),
            Self::Incomplete {
                read,
                reported_total,
                why,
            } => {
                write!(out, "incomplete: {read} leads were read")?;
                if let Some(reported_total) = reported_total {
                    write!(out, ", the API reported {reported_total}")?;
                }
                write!(out, "; {why}")
            }
        }
    }
}

impl std::error::Error for Error {}
