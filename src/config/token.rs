//! Finds the access token: in the environment, then in the profile's command, its file,
//! or the credential store.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::environment::{non_empty_variable, unquoted};
use super::{Config, command, permissions, redact};
use crate::error::Error;
use crate::http::Token;
use crate::terminal::report::Report;

/// The variables for the token; the first that is not empty is used.
pub(super) const VARIABLES: [&str; 2] = ["INTERCOM_ACCESS_TOKEN", "INTERCOM_TOKEN"];

/// The default time limit of `token_command`.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(60);

const NO_TOKEN_HINT: &str = "run `leads auth login`, or set INTERCOM_ACCESS_TOKEN to the access token of \
                             your Intercom app; `leads --demo list` needs none";
const PROFILE_HINT: &str = "run `leads auth login` with this --profile, or set token_command or \
                            token_file in the config file";
/// How to enter a token.
pub const TOKEN_HINT: &str = "enter only the token, as Intercom's Developer Hub shows it: one line without \
                              spaces or quotes, and no `Bearer` before it";
const COMMAND_HINT: &str = "run the command by itself: the first line that it prints must be the token; \
                            `leads config path` prints the path of the config file";
const TIMEOUT_HINT: &str = "run the command by itself to see what it waits for; token_command_timeout in \
                            the config file sets another limit, in seconds";
const FILE_HINT: &str = "its first line must be the token; `leads config path` prints the path of the \
                         config file";

/// The maximum number of bytes read from a token file.
const MAX_FILE: u64 = 64 * 1024;

/// Where a token came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An environment variable.
    Variable(&'static str),
    /// The profile's `token_command`.
    Command,
    /// The profile's `token_file`.
    File(PathBuf),
    /// `leads auth login`.
    Login,
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => out.write_str(name),
            Self::Command => out.write_str("token_command"),
            Self::File(path) => write!(out, "token_file {}", path.display()),
            Self::Login => out.write_str("leads auth login"),
        }
    }
}

/// A token with its source. A token from the credential store has the only address that
/// it may be sent to.
pub(super) struct SourcedToken {
    pub(super) token: Token,
    pub(super) source: Source,
    pub(super) base_url: Option<String>,
}

/// Finds the token of a run.
pub(super) fn find(config: &Config) -> Result<SourcedToken, Error> {
    let profile = &config.profile;
    let any_address = |token, source| SourcedToken {
        token,
        source,
        base_url: None,
    };
    if let Some((name, text)) = config.token_variable() {
        let token = validated(&text, name, TOKEN_HINT)?;
        return Ok(any_address(token, Source::Variable(name)));
    }
    if let Some(command) = &profile.keys.token_command {
        let name = format!("token_command of profile {}", profile.name);
        let limit = profile.keys.token_command_timeout;
        let limit = limit.unwrap_or(COMMAND_TIMEOUT);
        let token = from_command(command, limit, &name, config.report)?;
        return Ok(any_address(token, Source::Command));
    }
    if let Some(path) = &profile.keys.token_file {
        let token = from_file(path, config.report)?;
        return Ok(any_address(token, Source::File(path.clone())));
    }
    if let Some(stored) = config.store.get(&profile.name, config.report)? {
        return Ok(SourcedToken {
            token: stored.token,
            source: Source::Login,
            base_url: Some(stored.base_url),
        });
    }
    Err(no_token(config))
}

/// The error if there is no token.
fn no_token(config: &Config) -> Error {
    let profile = &config.profile;
    if profile.by_option {
        let name = &profile.name;
        let ignored = VARIABLES
            .into_iter()
            .find(|variable| non_empty_variable(config.environment, variable).is_some());
        let ignored = ignored.map_or_else(String::new, |variable| {
            format!(", and with --profile {variable} is ignored")
        });
        return Error::NoToken(
            format!("profile {name} has no access token{ignored}"),
            PROFILE_HINT,
        );
    }
    let empty = VARIABLES
        .into_iter()
        .find(|name| (config.environment)(name).is_some());
    let what = match empty {
        Some(name) => format!("no access token: {name} is set but empty"),
        None => "no access token".to_owned(),
    };
    Error::NoToken(what, NO_TOKEN_HINT)
}

/// The token in `text`, without the white space and the quotes around it.
pub(crate) fn parse_token(text: &str) -> Option<Token> {
    Token::new(unquoted(text))
}

/// The token in `text`, or an error that names its source.
fn validated(text: &str, source: &str, hint: &'static str) -> Result<Token, Error> {
    parse_token(text).ok_or_else(|| {
        let what = if unquoted(text).is_empty() {
            format!("{source}: the first line is empty; it must be the access token")
        } else {
            format!(
                "{source}: the access token contains an invalid character, such as a space or a quote"
            )
        };
        Error::NoToken(what, hint)
    })
}

/// The first line that the command prints. The rest of its output is never shown, and
/// its standard error only without anything that looks like a token.
fn from_command(
    command: &str,
    limit: Duration,
    name: &str,
    report: Report,
) -> Result<Token, Error> {
    let finished = command::run(command, limit).map_err(|error| {
        Error::NoToken(format!("{name} could not be run: {error}"), COMMAND_HINT)
    })?;
    let stdout = String::from_utf8_lossy(&finished.stdout);
    let message = redact::message(&String::from_utf8_lossy(&finished.stderr), &stdout);
    let details = match message.as_str() {
        "" => String::new(),
        message => format!(": {message}"),
    };
    let Some(status) = finished.status else {
        let seconds = limit.as_secs_f64();
        let what = format!("{name} did not finish within {seconds} seconds{details}");
        return Err(Error::NoToken(what, TIMEOUT_HINT));
    };
    if finished.is_cut() {
        let what = format!("{name} printed far more than an access token");
        return Err(Error::NoToken(what, COMMAND_HINT));
    }
    if !status.success() {
        let what = format!("{name} failed ({status}){details}");
        return Err(Error::NoToken(what, COMMAND_HINT));
    }
    if !message.is_empty() {
        report.detail(&format!("{name}{details}"));
    }
    validated(
        stdout.lines().next().unwrap_or_default(),
        name,
        COMMAND_HINT,
    )
}

fn from_file(path: &Path, report: Report) -> Result<Token, Error> {
    let name = format!("token_file {}", path.display());
    let text = first_line(path)
        .map_err(|error| Error::NoToken(format!("{name} cannot be read: {error}"), FILE_HINT))?;
    permissions::warn_if_readable(path, report);
    validated(&text, &name, FILE_HINT)
}

fn first_line(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_FILE).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let line = text.trim_start_matches('\u{feff}').lines().next();
    Ok(line.unwrap_or_default().to_owned())
}
