//! Exit codes and hints for errors.

use std::fmt;
use std::io;

use crate::intercom;
use crate::output::JqError;
use crate::terminal::report::Excerpt;

/// What ended a run, other than an error of the API.
#[derive(Debug)]
pub enum Error {
    /// `find` matched nothing; the missing values have been reported.
    NoMatch,
    /// `--strict`: no lead was printed, or a requested field is on none; already
    /// reported.
    Strict,
    /// A signal, with its exit code, stopped reading early.
    Interrupted(u8),
    /// The command line, the environment or the configuration is wrong.
    Usage(String),
    /// A syntax error in the program of `--jq` or the condition of `--where`, with its
    /// position.
    Syntax(String, Excerpt),
    /// The API sent too little of a lead to decide whether it matches.
    Undecided(String),
    /// `sync` read so little that it does not accept the result.
    Doubtful(String),
    /// There is no usable token: the problem, and what to do.
    NoToken(String, &'static str),
    /// Output, or a temporary file, could not be written.
    Output(io::Error),
    /// The sandbox could not listen.
    Port(io::Error),
    /// The credential store could not be read or written: the problem, and what to do.
    Store(String, &'static str),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoMatch => out.write_str("no lead matches"),
            Self::Interrupted(_) => out.write_str("interrupted by a signal"),
            Self::Strict => out.write_str("--strict: leads or fields are missing"),
            Self::Usage(what)
            | Self::Syntax(what, _)
            | Self::Undecided(what)
            | Self::Doubtful(what)
            | Self::NoToken(what, _)
            | Self::Store(what, _) => out.write_str(what),
            // An error with its own message says what could not be written.
            Self::Output(error) if error.get_ref().is_some() => error.fmt(out),
            Self::Output(error) => write!(out, "cannot write the output: {error}"),
            Self::Port(error) => write!(out, "the sandbox cannot listen: {error}"),
        }
    }
}

impl std::error::Error for Error {}

/// Context for errors of the API: which token was sent, and to which address. The hint
/// then does not need to mention `leads auth status`.
#[derive(Debug)]
pub struct Sent {
    /// The token and the address, for the message.
    pub what: String,
    /// What to do if the token is refused.
    pub if_refused: &'static str,
}

impl fmt::Display for Sent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.what)
    }
}

impl From<io::Error> for Error {
    /// A formatter returns the error of a jq program as an `io::Error`.
    fn from(error: io::Error) -> Self {
        error
            .downcast::<JqError>()
            .map_or_else(Self::Output, Self::from)
    }
}

impl From<JqError> for Error {
    fn from(error: JqError) -> Self {
        match error {
            JqError::Compile(message, excerpt) => Self::Syntax(message, excerpt),
            JqError::Missing | JqError::Run(_) => Self::Usage(error.to_string()),
        }
    }
}

/// The exit code of a run that ended with `error`:
///
/// | code | meaning |
/// |---|---|
/// | 0 | success; also if the reader closed the pipe (except for `sync`) |
/// | 1 | `find` matched nothing, or `--strict` was not met |
/// | 2 | usage or configuration |
/// | 3 | token missing or refused |
/// | 4 | the API cannot be reached or is failing: try again later |
/// | 5 | the API refused the request, or its response cannot be understood |
/// | 6 | still rate limited after the retries |
/// | 7 | output could not be written |
/// | 8 | incomplete: not every lead was read, or `sync` found too many leads gone |
#[must_use]
pub fn code(error: &anyhow::Error) -> u8 {
    // Check errors of the API first: a broken pipe of the network is not a closed
    // standard output.
    if let Some(error) = find::<intercom::Error>(error) {
        return match error {
            intercom::Error::Network(_) | intercom::Error::Timeout(_) | intercom::Error::Tls(_) => {
                4
            }
            intercom::Error::Refused(refused) if refused.is_auth_error() => 3,
            intercom::Error::Refused(refused) if refused.is_rate_limit() => 6,
            intercom::Error::Refused(refused)
                if matches!(refused.effective_status(), 408 | 500..) =>
            {
                4
            }
            intercom::Error::Spool(_) => 7,
            intercom::Error::Incomplete { .. } => 8,
            intercom::Error::Refused(_)
            | intercom::Error::Unreadable(_)
            | intercom::Error::NotUnderstood(_)
            | intercom::Error::TooLarge(_)
            | intercom::Error::OtherGeneration
            | intercom::Error::FilterIgnored(_)
            | intercom::Error::ScrollBusy(_) => 5,
        };
    }
    match find::<Error>(error) {
        Some(Error::NoMatch | Error::Strict) => 1,
        Some(Error::Interrupted(code)) => *code,
        Some(Error::Usage(_) | Error::Syntax(..)) => 2,
        Some(Error::NoToken(..)) => 3,
        Some(Error::Undecided(_)) => 5,
        Some(Error::Doubtful(_)) => 8,
        Some(Error::Output(error)) if is_closed_pipe(error) => 0,
        Some(Error::Output(_) | Error::Port(_) | Error::Store(..)) | None => 7,
    }
}

/// Whether the reader of a pipe closed it. Windows has three codes for that; the
/// standard library maps all except `ERROR_PIPE_NOT_CONNECTED`.
fn is_closed_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe || cfg!(windows) && error.raw_os_error() == Some(233)
}

/// What to do about `error`, if there is a hint.
#[must_use]
pub fn hint(error: &anyhow::Error) -> Option<&'static str> {
    let sent = error.downcast_ref::<Sent>();
    if let Some(error) = find::<intercom::Error>(error) {
        return match api_hint(error) {
            Some(REFUSED) => Some(sent.map_or(REFUSED, |sent| sent.if_refused)),
            hint => hint,
        };
    }
    match find::<Error>(error)? {
        Error::NoToken(_, what_to_do) | Error::Store(_, what_to_do) => Some(what_to_do),
        // The system refused a thread; another port would not help.
        Error::Port(error) if error.kind() == io::ErrorKind::WouldBlock => Some(THREADS_HINT),
        Error::Port(_) => Some("choose another port with --port, or --port 0 for any free one"),
        _ => None,
    }
}

/// The excerpt of a jq program or a condition, if `error` has a position.
#[must_use]
pub fn excerpt(error: &anyhow::Error) -> Option<&Excerpt> {
    match find::<Error>(error)? {
        Error::Syntax(_, excerpt) => Some(excerpt),
        _ => None,
    }
}

const REFUSED: &str = "`leads auth status` shows which token is sent where; it must be the access token of \
                       an app of this workspace, allowed to read and list users and companies, and \
                       --region must be the workspace's";
/// The hint if a configured address refuses a token.
pub const REFUSED_AS_SENT: &str = "it must be the access token of an app of this workspace, allowed to \
                               read and list users and companies, and --region must be the \
                               workspace's: us, eu or au";

/// The hint if the default address refuses a token.
pub const REFUSED_BY_DEFAULT: &str = "for a workspace in Europe or Australia: `leads auth login --region eu` or `au`; \
                                      otherwise it must be the access token of an app of the workspace, allowed to read \
                                      and list users and companies";

const THREADS_HINT: &str = "the system refused to start another thread; check `ulimit -u` and the \
                            limits of the container";

const NOT_SERVED: &str = "the workspace does not serve this version; choose another with --api-version, \
                          or omit it to detect one";

fn api_hint(error: &intercom::Error) -> Option<&'static str> {
    Some(match error {
        intercom::Error::Refused(refused) => match refused.code.as_str() {
            _ if refused.is_auth_error() => REFUSED,
            _ if refused.is_rate_limit() => {
                "other programs use the same limit; wait a minute, or raise --retries"
            }
            "intercom_version_invalid" => NOT_SERVED,
            "api_plan_restricted" => "the workspace's plan does not include this part of the API",
            _ if intercom::is_page_limit(refused) => {
                "pages end at lead 10,000; `leads list` without --page reads them all"
            }
            _ if (300..400).contains(&refused.status) => "check --base-url",
            _ if refused.status == 404 => {
                "check the ids that were given, and --base-url with its path if there is one"
            }
            _ if refused.effective_status() >= 500 => "the API is failing; try again later",
            _ => return None,
        },
        // The error names the folder itself.
        intercom::Error::Spool(_) => return None,
        intercom::Error::Network(_) | intercom::Error::Timeout(_) => {
            "check the network, a proxy in the environment, and --base-url or --region; \
             --timeout and --retries set how long to try"
        }
        intercom::Error::Tls(_) => {
            "check that the address serves https, that the clock is right, and whether a proxy \
             replaces the certificate; SSL_CERT_FILE sets a file of certificate authorities to trust"
        }
        intercom::Error::OtherGeneration => NOT_SERVED,
        intercom::Error::FilterIgnored(_) => "use --scan to read every lead and filter here",
        intercom::Error::ScrollBusy(_) => {
            "a workspace has one scroll at a time; another export may be running"
        }
        intercom::Error::Incomplete { .. } => {
            "run it again, at a quieter time if leads are changing; --partial keeps what was read"
        }
        intercom::Error::TooLarge(_) => "try a smaller --per-page",
        intercom::Error::NotUnderstood(_) | intercom::Error::Unreadable(_) => {
            "check that --base-url is the Intercom API; -vv shows the response headers"
        }
    })
}

/// The outermost error of type `E` in the chain.
fn find<E: std::error::Error + Send + Sync + 'static>(error: &anyhow::Error) -> Option<&E> {
    // Only `downcast_ref` finds errors that were added as context.
    error
        .downcast_ref()
        .or_else(|| error.chain().find_map(|cause| cause.downcast_ref()))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::intercom::ApiError;

    fn refused(status: u16, code: &str) -> anyhow::Error {
        let refused = ApiError {
            status,
            code: code.into(),
            ..ApiError::default()
        };
        intercom::Error::Refused(Box::new(refused)).into()
    }

    #[test]
    fn every_exit_code_matches_the_table() {
        let output = |kind| anyhow::Error::from(Error::Output(io::Error::from(kind)));
        for (error, expected) in [
            (output(io::ErrorKind::BrokenPipe), 0),
            (Error::NoMatch.into(), 1),
            (Error::Strict.into(), 1),
            (Error::Interrupted(130).into(), 130),
            (Error::Usage("x".into()).into(), 2),
            (Error::NoToken("x".into(), "y").into(), 3),
            (refused(401, "unauthorized"), 3),
            (refused(403, "token_blocked"), 3),
            (refused(403, "api_plan_restricted"), 5),
            (intercom::Error::Network("broken pipe".into()).into(), 4),
            (intercom::Error::Timeout(Duration::from_secs(30)).into(), 4),
            (intercom::Error::Tls("x".into()).into(), 4),
            (refused(408, ""), 4),
            (refused(503, "service_unavailable"), 4),
            (refused(400, "bad_request"), 5),
            (refused(301, ""), 5),
            (intercom::Error::Unreadable("x".into()).into(), 5),
            (intercom::Error::NotUnderstood("x".into()).into(), 5),
            (intercom::Error::TooLarge(1).into(), 5),
            (intercom::Error::OtherGeneration.into(), 5),
            (intercom::Error::FilterIgnored("x".into()).into(), 5),
            (
                intercom::Error::ScrollBusy(Duration::from_secs(90)).into(),
                5,
            ),
            (refused(429, "rate_limit_exceeded"), 6),
            (refused(200, "rate_limit_exceeded"), 6),
            (output(io::ErrorKind::StorageFull), 7),
            (Error::Port(io::ErrorKind::AddrInUse.into()).into(), 7),
            (Error::Store("x".into(), "y").into(), 7),
            (
                intercom::Error::Incomplete {
                    read: 1,
                    reported_total: None,
                    why: "x",
                }
                .into(),
                8,
            ),
        ] {
            assert_eq!(code(&error), expected, "{error:#}");
        }
    }

    #[test]
    fn a_broken_pipe_of_the_network_is_not_a_closed_output() {
        let pipe = io::Error::from(io::ErrorKind::BrokenPipe);
        let error = anyhow::Error::from(Error::Output(pipe))
            .context(intercom::Error::Network("broken pipe".into()));
        assert_eq!(code(&error), 4);
    }
}
