//! One exchange over HTTP: what the client looks at of an answer, and what an
//! error on the way means.

use std::io::{self, Read as _};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ureq::http::{HeaderMap, Response};

use super::connection::Token;
use super::rate_limit::Quota;
use super::retry::{Outcome, RetryHints};
use crate::intercom::Error;
use crate::intercom::buffer::Shelf;
use crate::terminal::report::Report;

/// The most that a body may hold after decompression, in bytes.
const LARGEST_BODY: u64 = 16 << 20;

/// Room for a body whose length is not told, to begin with.
const ROOM: u64 = 128 << 10;

/// An answer, as far as the client looks at it.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) hints: RetryHints,
    pub(crate) request_id: Option<String>,
    pub(crate) quota: Option<Quota>,
    /// The path that a `Link` header calls canonical.
    pub(crate) canonical: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn of(
        answer: Response<ureq::Body>,
        report: Report,
        token: &Token,
        shelf: &Shelf,
    ) -> Result<Self, ureq::Error> {
        let (head, mut body) = answer.into_parts();
        report.headers(head.status.as_u16(), &head.headers, |text| {
            token.hidden_in(text)
        });
        let header = |name: &str| text(&head.headers, name);
        let number = |name: &str| header(name)?.trim().parse::<u64>().ok();
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs();
        let date = header("date").and_then(http_date);
        let date = date.unwrap_or_else(|| i64::try_from(now).unwrap_or(i64::MAX));
        let retry_after = header("retry-after").and_then(|value| {
            value.trim().parse().ok().or_else(|| {
                let until = http_date(value)?;
                u64::try_from(until.saturating_sub(date)).ok()
            })
        });
        let reset = number("x-ratelimit-reset").and_then(|reset| i64::try_from(reset).ok());
        let quota = || {
            Some(Quota {
                limit: number("x-ratelimit-limit")?,
                remaining: number("x-ratelimit-remaining")?,
                reset: reset?,
                date,
            })
        };
        Ok(Self {
            status: head.status.as_u16(),
            hints: RetryHints {
                retry_after,
                reset,
                date,
            },
            request_id: header("x-request-id").map(str::to_owned),
            quota: quota(),
            canonical: header("link").and_then(canonical),
            body: read(&mut body, shelf)?,
        })
    }
}

/// The body. Its room is made at once where its length is told: to grow, and
/// to make room anew for each piece, costs more than to read.
fn read(body: &mut ureq::Body, shelf: &Shelf) -> Result<Vec<u8>, ureq::Error> {
    let told = body.content_length().unwrap_or(ROOM).min(LARGEST_BODY);
    // One byte more, so that the end is met before there is no room.
    let mut bytes = shelf.room(usize::try_from(told + 1).unwrap_or(1));
    let mut reader = body.with_config().limit(LARGEST_BODY).reader();
    let mut filled = 0;
    loop {
        match reader.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
        if filled == bytes.len() {
            bytes.resize(2 * filled, 0);
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// The path of the link `<…>; rel="canonical"` among others. Of a whole URL only the path counts:
/// the request goes to the configured host, whatever host is named.
fn canonical(links: &str) -> Option<String> {
    links.split(',').find_map(|link| {
        let (target, kind) = link.trim().strip_prefix('<')?.split_once('>')?;
        let path = match target.split_once("://") {
            Some((_, rest)) => &rest[rest.find('/')?..],
            None => target,
        };
        (kind.contains("canonical") && path.starts_with('/')).then(|| path.to_owned())
    })
}

/// An HTTP date in Unix seconds.
fn http_date(text: &str) -> Option<i64> {
    let date = jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(text.trim())
        .ok()?;
    Some(date.as_second())
}

/// An exchange without an answer; without an outcome, trying again is of no
/// use.
pub(crate) struct Failure {
    pub(crate) outcome: Option<Outcome>,
    pub(crate) error: Error,
}

/// What an error of ureq is to a user, and whether it may pass.
pub(crate) fn failure(error: ureq::Error, limit: Duration) -> Failure {
    use std::io::ErrorKind;
    let (outcome, error) = match error {
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => (
            Some(Outcome::NotSent),
            Error::Network("no connection in time".to_owned()),
        ),
        ureq::Error::Timeout(_) => (Some(Outcome::Lost), Error::Timeout(limit)),
        ureq::Error::HostNotFound => (
            Some(Outcome::NotSent),
            Error::Network("the host name is not known".to_owned()),
        ),
        ureq::Error::ConnectionFailed => (
            Some(Outcome::NotSent),
            Error::Network("no connection".to_owned()),
        ),
        ureq::Error::ConnectProxyFailed(why) => (
            Some(Outcome::NotSent),
            Error::Network(format!("the proxy did not connect: {why}")),
        ),
        ureq::Error::InvalidProxyUrl => (
            None,
            Error::Network("the proxy in the environment is no URL".to_owned()),
        ),
        ureq::Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => (
            Some(Outcome::NotSent),
            Error::Network("the connection was refused".to_owned()),
        ),
        // A failed handshake comes as rustls' own error inside an io::Error.
        ureq::Error::Io(error) if error.kind() == ErrorKind::InvalidData => {
            (None, Error::Tls(error.to_string()))
        }
        ureq::Error::Io(error) if error.kind() == ErrorKind::UnexpectedEof => (
            Some(Outcome::Lost),
            Error::Network("the connection closed before the answer was whole".to_owned()),
        ),
        ureq::Error::Io(error) => (Some(Outcome::Lost), Error::Network(error.to_string())),
        ureq::Error::Rustls(error) => (None, Error::Tls(error.to_string())),
        ureq::Error::Tls(why) => (None, Error::Tls(why.to_owned())),
        ureq::Error::BodyExceedsLimit(_) => (None, Error::TooLarge(LARGEST_BODY)),
        ureq::Error::Decompress(_, why) => (
            Some(Outcome::Lost),
            Error::Unreadable(format!("its compression is broken: {why}")),
        ),
        error => (Some(Outcome::Lost), Error::Network(error.to_string())),
    };
    Failure { outcome, error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_dates_are_read() {
        assert_eq!(
            http_date("Sun, 06 Nov 1994 08:49:37 GMT"),
            Some(784_111_777)
        );
        assert_eq!(http_date("soon"), None);
    }

    #[test]
    fn a_canonical_link_is_taken_by_its_path_alone() {
        let link = |text| canonical(text);
        assert_eq!(
            link(r#"</contacts/a1>; rel="canonical""#).as_deref(),
            Some("/contacts/a1")
        );
        assert_eq!(
            link(r#"<https://evil.test/contacts/a1>; rel="canonical""#).as_deref(),
            Some("/contacts/a1")
        );
        for none in ["", "</contacts/a1>; rel=next", "<x>; rel=canonical", "</a"] {
            assert_eq!(link(none), None, "{none}");
        }
    }
}
