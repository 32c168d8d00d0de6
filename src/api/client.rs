//! The client: one request out, one bounded body back, again when that helps.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ureq::Agent;
use ureq::http::{HeaderMap, Response};
use ureq::tls::{RootCerts, TlsConfig};

use super::dialect::{Method, Request};
use super::error::Error;
use super::retry::{self, Advice, Outcome};
use super::v1;
use crate::report::Report;

/// The most that a body may hold after decompression, in bytes.
const LARGEST_BODY: u64 = 16 << 20;

/// An access token. Neither `Debug` nor anything else prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token without the white space around it; `None` when it is empty or
    /// holds bytes that no header can.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("(redacted)")
    }
}

/// Where and how to reach the API.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Scheme, host and path prefix, without a slash at the end.
    pub base_url: String,
    /// Whether the host is this very machine.
    pub loopback: bool,
    /// Sent with each request, to `base_url` and nowhere else.
    pub token: Token,
    /// Sent as `Intercom-Version`.
    pub version: String,
    /// The limit for one exchange; by default 30 seconds, 90 for a scroll.
    pub timeout: Option<Duration>,
    /// How often a request is sent again at most.
    pub retries: u32,
}

/// Sends requests over one pool of connections.
pub struct Client<'a> {
    agent: Agent,
    connection: Connection,
    authorization: String,
    report: &'a Report,
    started: Instant,
    requests: AtomicU64,
    repeats: AtomicU64,
}

impl<'a> Client<'a> {
    /// A client for `connection` that tells `report` what it does.
    #[must_use]
    pub fn new(connection: Connection, report: &'a Report) -> Self {
        let mut config = Agent::config_builder()
            .user_agent(concat!("leads/", env!("CARGO_PKG_VERSION")))
            .accept("application/json")
            .http_status_as_error(false)
            .https_only(!connection.loopback)
            // The token goes to the configured host alone.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .tls_config(TlsConfig::builder().root_certs(roots()).build());
        if connection.loopback {
            // ureq has no exemption of its own for loopback hosts.
            config = config.proxy(None);
        }
        Self {
            agent: config.build().into(),
            authorization: format!("Bearer {}", connection.token.0),
            connection,
            report,
            started: Instant::now(),
            requests: AtomicU64::new(0),
            repeats: AtomicU64::new(0),
        }
    }

    /// What the client reports to.
    #[must_use]
    pub fn report(&self) -> &'a Report {
        self.report
    }

    /// What the reading took, for a closing line.
    #[must_use]
    pub fn summary(&self) -> String {
        let requests = self.requests.load(Ordering::Relaxed);
        let repeats = self.repeats.load(Ordering::Relaxed);
        let plural = if requests == 1 { "" } else { "s" };
        let retries = match repeats {
            1 => "1 retry".to_owned(),
            n => format!("{n} retries"),
        };
        let seconds = self.started.elapsed().as_secs_f64();
        format!("{requests} request{plural}, {retries}, {seconds:.1} s")
    }

    /// Sends `request` until an answer comes that `read` can read, or trying
    /// again is of no use.
    pub fn fetch<T>(
        &self,
        request: &Request,
        read: impl Fn(Vec<u8>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        for attempt in 0.. {
            let (outcome, advice, error) = match self.exchange(request) {
                Ok(reply) if reply.status == 200 => match read(reply.body) {
                    Ok(value) => return Ok(value),
                    Err(error @ Error::Unreadable(_)) => (Outcome::Lost, reply.advice, error),
                    Err(Error::Refused(refusal)) if refusal.is_rate_limit() => {
                        (Outcome::Status(429), reply.advice, Error::Refused(refusal))
                    }
                    Err(error) => return Err(error),
                },
                Ok(reply) => {
                    let mut refusal = v1::refusal(reply.status, &reply.body, request);
                    refusal.request_id = refusal.request_id.or(reply.request_id);
                    if (300..400).contains(&reply.status) && refusal.message.is_empty() {
                        "a redirect, which is not followed".clone_into(&mut refusal.message);
                    }
                    (
                        Outcome::Status(reply.status),
                        reply.advice,
                        Error::Refused(refusal),
                    )
                }
                Err(Failure { outcome, error }) => {
                    let Some(outcome) = outcome else {
                        return Err(error);
                    };
                    (outcome, Advice::default(), error)
                }
            };
            let wait = retry::wait(request.repeatable, outcome, advice, attempt, chance());
            let Some(wait) = wait.filter(|_| attempt < self.connection.retries) else {
                return Err(error);
            };
            self.repeats.fetch_add(1, Ordering::Relaxed);
            self.report
                .waiting(&error, wait, attempt + 1, self.connection.retries);
            std::thread::sleep(wait);
        }
        unreachable!("attempts are counted without end")
    }

    fn exchange(&self, request: &Request) -> Result<Reply, Failure> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let usual = if request.scroll { 90 } else { 30 };
        let limit = self
            .connection
            .timeout
            .unwrap_or(Duration::from_secs(usual));
        let started = Instant::now();
        let url = format!("{}{}", self.connection.base_url, request.target);
        let call = match request.method {
            Method::Get => self.agent.get(&url),
        };
        let answer = call
            .header("Authorization", &self.authorization)
            .header("Intercom-Version", &self.connection.version)
            .config()
            .timeout_connect(Some(limit.min(Duration::from_secs(15))))
            .timeout_per_call(Some(limit))
            .build()
            .call()
            .and_then(|answer| Reply::of(answer, self.report, request));
        match answer {
            Ok(reply) => {
                self.report
                    .answered(request, reply.status, started.elapsed(), reply.left);
                Ok(reply)
            }
            Err(error) => {
                let failure = failure(error, limit);
                self.report
                    .failed(request, &failure.error, started.elapsed());
                Err(failure)
            }
        }
    }
}

/// The certificate authorities to trust: the system's, so that a company's
/// own count too, or those built in where the system has none.
fn roots() -> RootCerts {
    #[cfg(all(unix, not(target_vendor = "apple"), not(target_os = "android")))]
    {
        let found = openssl_probe::probe();
        if found.cert_file.is_none() && found.cert_dir.is_empty() {
            return RootCerts::WebPki;
        }
    }
    RootCerts::PlatformVerifier
}

struct Reply {
    status: u16,
    advice: Advice,
    request_id: Option<String>,
    left: Option<u64>,
    body: Vec<u8>,
}

impl Reply {
    fn of(
        answer: Response<ureq::Body>,
        report: &Report,
        request: &Request,
    ) -> Result<Self, ureq::Error> {
        let (head, mut body) = answer.into_parts();
        report.headers(request, head.status.as_u16(), &head.headers);
        let header = |name: &str| text(&head.headers, name);
        let number = |name: &str| header(name)?.trim().parse().ok();
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
        let reset = number("x-ratelimit-reset").and_then(|reset: u64| i64::try_from(reset).ok());
        Ok(Self {
            status: head.status.as_u16(),
            advice: Advice {
                retry_after,
                reset,
                date,
            },
            request_id: header("x-request-id").map(str::to_owned),
            left: number("x-ratelimit-remaining"),
            body: body.with_config().limit(LARGEST_BODY).read_to_vec()?,
        })
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// An HTTP date in Unix seconds.
fn http_date(text: &str) -> Option<i64> {
    let date = jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(text.trim())
        .ok()?;
    Some(date.as_second())
}

/// A number from 0 to 1 that differs from process to process.
fn chance() -> f64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    f64::from(now.subsec_nanos() % 1000) / 1000.0
}

/// An exchange without an answer; without an outcome, trying again is of no
/// use.
struct Failure {
    outcome: Option<Outcome>,
    error: Error,
}

fn failure(error: ureq::Error, limit: Duration) -> Failure {
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
    fn tokens_are_trimmed_and_never_shown() {
        let token = Token::new(" dG9rOmVu=\n").unwrap();
        assert_eq!(token.0, "dG9rOmVu=");
        assert_eq!(format!("{token:?}"), "(redacted)");
        for bad in ["", " \n", "a\nb", "a b", "tökèn", "a\u{0}b"] {
            assert_eq!(Token::new(bad), None);
        }
    }

    #[test]
    fn http_dates_are_read() {
        assert_eq!(
            http_date("Sun, 06 Nov 1994 08:49:37 GMT"),
            Some(784_111_777)
        );
        assert_eq!(http_date("soon"), None);
    }
}
