//! Converts errors of ureq: the message for the user, and whether a retry can help.

use std::io::ErrorKind;
use std::time::Duration;

use super::response::MAX_BODY;
use super::retry::{FailureKind, RetryHints};
use crate::intercom::Error;

/// Why one attempt at a request failed.
pub(crate) struct SendError {
    /// `None` if a retry cannot help.
    pub(crate) kind: Option<FailureKind>,
    pub(crate) hints: RetryHints,
    pub(crate) error: Error,
}

impl SendError {
    /// The error of a request that got no response within `timeout`, or none at all.
    pub(super) fn new(error: ureq::Error, timeout: Duration) -> Self {
        let not_sent = |why: &str| (Some(FailureKind::NotSent), Error::Network(why.to_owned()));
        let lost = |why: String| (Some(FailureKind::Lost), Error::Network(why));
        let (kind, error) = match error {
            ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
                not_sent("connecting timed out")
            }
            ureq::Error::Timeout(_) => (Some(FailureKind::Lost), Error::Timeout(timeout)),
            ureq::Error::HostNotFound => not_sent("unknown host name"),
            ureq::Error::ConnectionFailed => not_sent("connecting failed"),
            ureq::Error::ConnectProxyFailed(why) => {
                not_sent(&format!("the proxy did not connect: {why}"))
            }
            ureq::Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => {
                not_sent("the connection was refused")
            }
            // ureq returns a failed handshake as rustls' error inside an io::Error.
            ureq::Error::Io(error) if error.kind() == ErrorKind::InvalidData => {
                (None, Error::Tls(error.to_string()))
            }
            ureq::Error::Io(error) if error.kind() == ErrorKind::UnexpectedEof => {
                lost("the connection closed before the response was complete".to_owned())
            }
            ureq::Error::Io(error) => lost(error.to_string()),
            ureq::Error::Rustls(error) => (None, Error::Tls(error.to_string())),
            ureq::Error::Tls(why) => (None, Error::Tls(why.to_owned())),
            ureq::Error::BodyExceedsLimit(_) => (None, Error::TooLarge(MAX_BODY)),
            ureq::Error::Decompress(_, why) => (
                Some(FailureKind::Lost),
                Error::Unreadable(format!("its compression is invalid: {why}")),
            ),
            error => lost(error.to_string()),
        };
        Self {
            kind,
            hints: RetryHints::default(),
            error,
        }
    }
}
