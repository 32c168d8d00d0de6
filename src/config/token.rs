//! Where the access token comes from: the environment, or the profile's
//! command, file, or kept credential, in this order.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Settings, private, set};
use crate::error::Failure;
use crate::http::Token;
use crate::terminal::report::Report;

/// The variables that hold a token; the first that is not empty counts.
pub(super) const VARIABLES: [&str; 2] = ["INTERCOM_ACCESS_TOKEN", "INTERCOM_TOKEN"];

/// What to do about each trouble with a token.
const NONE: &str = "`leads auth login` asks for one and keeps it, or set INTERCOM_ACCESS_TOKEN to the \
                    access token of your Intercom app; `leads --demo list` needs none";
const NONE_IN_PROFILE: &str = "`leads auth login` with this --profile keeps one; token_command or \
                               token_file in the config file can give it, too";
/// What a token looks like.
pub const ALONE: &str = "give the token alone, as Intercom's Developer Hub shows it: one line without \
                         spaces, and nothing like `Bearer` before it";
const COMMAND: &str = "run the command by itself: the first line that it prints has to be the token; \
                       `leads config path` tells where it is written";
const FILE: &str =
    "its first line has to be the token; `leads config path` tells which file names it";

/// The most that is read of a file that holds a token or of what a command
/// prints, in bytes.
const LARGEST: u64 = 64 * 1024;

/// Where a token was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A variable of the environment.
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

/// A token, where it was found, and the one address that it is for, if it was
/// kept with one.
pub(super) struct Found {
    pub(super) token: Token,
    pub(super) source: Source,
    pub(super) base_url: Option<String>,
}

/// Finds the token of a run.
pub(super) fn find(settings: &Settings) -> Result<Found, Failure> {
    let profile = &settings.profile;
    let found = |token, source| Found {
        token,
        source,
        base_url: None,
    };
    if let Some((name, text)) = settings.token_variable() {
        let token = checked(&text, &Source::Variable(name).to_string(), ALONE)?;
        return Ok(found(token, Source::Variable(name)));
    }
    if let Some(command) = &profile.keys.token_command {
        let said = format!("token_command of profile {}", profile.name);
        let token = from_command(command, &said, settings.report)?;
        return Ok(found(token, Source::Command));
    }
    if let Some(path) = &profile.keys.token_file {
        let token = from_file(path, settings.report)?;
        return Ok(found(token, Source::File(path.clone())));
    }
    if let Some(kept) = settings.store.get(&profile.name, settings.report)? {
        return Ok(Found {
            token: kept.token,
            source: Source::Login,
            base_url: Some(kept.base_url),
        });
    }
    Err(missing(settings))
}

/// Why there is no token.
fn missing(settings: &Settings) -> Failure {
    let profile = &settings.profile;
    if profile.by_option {
        let name = &profile.name;
        let unused = VARIABLES
            .into_iter()
            .find(|variable| set(settings.environment, variable).is_some());
        let unused = unused.map_or_else(String::new, |variable| {
            format!(", and --profile does not use that of {variable}")
        });
        return Failure::NoToken(
            format!("profile {name} has no access token{unused}"),
            NONE_IN_PROFILE,
        );
    }
    let empty = VARIABLES
        .into_iter()
        .find(|name| (settings.environment)(name).is_some());
    let what = match empty {
        Some(name) => format!("no access token: {name} is set but empty"),
        None => "no access token".to_owned(),
    };
    Failure::NoToken(what, NONE)
}

/// A token, or the failure that names where it should have come from and says
/// what to do.
fn checked(text: &str, said: &str, what_to_do: &'static str) -> Result<Token, Failure> {
    Token::new(text).ok_or_else(|| {
        let what = if text.trim().is_empty() {
            format!("{said} gave an empty line in place of an access token")
        } else {
            format!("{said} holds characters that no access token has, such as a space")
        };
        Failure::NoToken(what, what_to_do)
    })
}

/// The first line that the command prints. What else it prints is not shown,
/// but for what it tells on standard error when it fails.
fn from_command(command: &str, said: &str, report: Report) -> Result<Token, Failure> {
    // The leads to look for may stand on standard input. A program that has to
    // ask can still open the terminal.
    let unrun =
        |error: io::Error| Failure::NoToken(format!("{said} could not be run: {error}"), COMMAND);
    let mut child = shell(command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(unrun)?;
    let stderr = child.stderr.take();
    let stderr = std::thread::spawn(move || start_of(stderr));
    // Once this is dropped, a command that prints without end comes to one.
    let printed = start_of(child.stdout.take());
    let status = child.wait().map_err(unrun)?;
    let stderr = stderr.join().unwrap_or_default();
    let printed = String::from_utf8_lossy(&printed);
    let told = told(&String::from_utf8_lossy(&stderr), &printed);
    if printed.len() as u64 >= LARGEST {
        let what = format!("{said} printed far more than an access token");
        return Err(Failure::NoToken(what, COMMAND));
    }
    if !status.success() {
        let what = match told.as_str() {
            "" => format!("{said} failed ({status}) and did not say why"),
            told => format!("{said} failed ({status}): {told}"),
        };
        return Err(Failure::NoToken(what, COMMAND));
    }
    if !told.is_empty() {
        report.detail(&format!("{said}: {told}"));
    }
    checked(printed.lines().next().unwrap_or_default(), said, COMMAND)
}

/// What a pipe brings, up to a bound.
fn start_of(pipe: Option<impl io::Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // What came before an error is what there is.
        let _ = pipe.take(LARGEST).read_to_end(&mut bytes);
    }
    bytes
}

/// Standard error on one line, without what may be a token.
fn told(stderr: &str, stdout: &str) -> String {
    let lines: Vec<&str> = stderr.lines().map(str::trim).collect();
    let mut told = lines.join("; ");
    for token in stdout.lines().filter_map(Token::new) {
        told = token.redact(told);
    }
    told
}

#[cfg(not(windows))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command);
    shell
}

#[cfg(windows)]
fn shell(command: &str) -> Command {
    use std::os::windows::process::CommandExt as _;

    let mut shell = Command::new("cmd");
    // cmd has quoting rules of its own.
    shell.raw_arg("/C").raw_arg(command);
    shell
}

fn from_file(path: &Path, report: Report) -> Result<Token, Failure> {
    let said = format!("token_file {}", path.display());
    let text = first_line(path)
        .map_err(|error| Failure::NoToken(format!("{said} cannot be read: {error}"), FILE))?;
    private::check(path, report);
    checked(&text, &said, FILE)
}

fn first_line(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let line = text.trim_start_matches('\u{feff}').lines().next();
    Ok(line.unwrap_or_default().to_owned())
}
