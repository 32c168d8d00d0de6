//! What can go wrong between the tool and the API, one variant for each thing
//! that a user would act on differently.

use std::fmt;
use std::time::Duration;

/// A failed exchange with the API, or a reading that did not come out whole.
#[derive(Debug)]
pub enum Error {
    /// No connection, or one that broke; the text says how.
    Network(String),
    /// No answer in time.
    Timeout(Duration),
    /// TLS could not be agreed on, or the certificate is not trusted.
    Tls(String),
    /// The API answered with an error.
    Refused(Refusal),
    /// A successful status whose body is empty, cut short, or not JSON.
    Unreadable(String),
    /// JSON that is no answer to what was asked.
    NotUnderstood(String),
    /// A body larger than this many bytes.
    TooLarge(u64),
    /// An answer in the shape of API 2.x to a request of API 1.x.
    OtherGeneration,
    /// The API ignored a filter: it sent leads that were not asked for.
    FilterIgnored(String),
    /// Another scroll of this workspace stayed open.
    ScrollBusy(Duration),
    /// Not every lead could be read.
    Incomplete {
        /// Leads read, each counted once.
        read: u64,
        /// Leads that the API announced last.
        announced: Option<u64>,
        /// What stood in the way.
        why: &'static str,
    },
}

/// An error that the API answered with.
#[derive(Debug, Default)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// The API's code, `code` or in older answers `type`; empty if none.
    pub code: String,
    /// The API's message; empty if none.
    pub message: String,
    /// The API's id of the request, for its support.
    pub request_id: Option<String>,
    /// The method and path that were asked.
    pub asked: String,
}

impl Refusal {
    /// Whether the token is what was refused: status 401, or a 403 whose code
    /// speaks of the token (the error codes page).
    #[must_use]
    pub fn is_about_the_token(&self) -> bool {
        let code = self.code.as_str();
        self.status == 401
            || self.status == 403 && (code.starts_with("token_") || code == "unauthorized")
    }

    /// Whether the rate limit was hit, by status or by code.
    #[must_use]
    pub fn is_rate_limit(&self) -> bool {
        self.status == 429
            || matches!(
                self.code.as_str(),
                "rate_limit_exceeded" | "too_many_requests"
            )
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the API answered {} to {}", self.status, self.asked)?;
        match (self.message.as_str(), self.code.as_str()) {
            ("", "") => {}
            (message, "") => write!(out, ": {message}")?,
            ("", code) => write!(out, ": {code}")?,
            (message, code) => write!(out, ": {message} ({code})")?,
        }
        if let Some(id) = &self.request_id {
            write!(out, " [request {id}]")?;
        }
        Ok(())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(what) => write!(out, "the API could not be reached: {what}"),
            Self::Timeout(limit) => {
                write!(
                    out,
                    "the API did not answer within {} seconds",
                    limit.as_secs_f64()
                )
            }
            Self::Tls(what) => write!(out, "no secure connection to the API: {what}"),
            Self::Refused(refusal) => refusal.fmt(out),
            Self::Unreadable(what) => write!(out, "the API's answer is broken: {what}"),
            Self::NotUnderstood(what) => {
                write!(out, "the API's answer cannot be understood: {what}")
            }
            Self::TooLarge(limit) => {
                write!(out, "the API's answer is larger than {} MiB", limit >> 20)
            }
            Self::OtherGeneration => out
                .write_str("the API answered in the shape of version 2.x, not as version 1.x does"),
            Self::FilterIgnored(value) => {
                write!(
                    out,
                    "the API ignored the filter: asked for {value}, it sent other leads too"
                )
            }
            Self::ScrollBusy(waited) => write!(
                out,
                "another scroll of this workspace is open, and was still open after {} seconds",
                waited.as_secs()
            ),
            Self::Incomplete {
                read,
                announced,
                why,
            } => {
                write!(out, "incomplete: {read} leads were read")?;
                if let Some(announced) = announced {
                    write!(out, ", the API announced {announced}")?;
                }
                write!(out, "; {why}")
            }
        }
    }
}

impl std::error::Error for Error {}
