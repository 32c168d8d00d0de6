//! `leads auth`: a token is asked for, checked and kept, or forgotten.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _};
#[cfg(unix)]
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

#[cfg(unix)]
use signal_hook::consts::SIGINT;

use super::status;
use crate::cli::{AuthCommand, Global};
use crate::config::{ALONE, Environment, Settings};
use crate::error::{Failure, Sent};
use crate::http::{Client, Token};
use crate::terminal::report::Report;
use crate::terminal::sanitize;

const HOW_TO_GIVE: &str = "paste it when asked, though nothing of it is shown, or pass it on standard \
                           input: pass show intercom | leads auth login";

/// The longest line that is read for a token, in bytes.
const LONGEST: u64 = 64 * 1024;

pub(super) fn auth(
    command: &AuthCommand,
    global: &Global,
    environment: Environment,
    report: Report,
) -> anyhow::Result<()> {
    match command {
        AuthCommand::Login => login(&Settings::for_login(global, environment, report)?, report),
        AuthCommand::Status(args) => {
            status::status(args, &Settings::load(global, environment, report)?, report)
        }
        AuthCommand::Logout => logout(&Settings::load(global, environment, report)?, report),
    }
}

fn login(settings: &Settings, report: Report) -> anyhow::Result<()> {
    let address = settings.login_address()?;
    let profile = settings.profile();
    // What can be known to be wrong is told before anything is typed.
    settings.version()?;
    let text = if io::stdin().is_terminal() {
        prompt(
            &format!("Access token for {address} (profile {profile}), not shown: "),
            report,
        )?
    } else {
        first_line()?
    };
    let token = Token::new(&text).ok_or_else(|| {
        if text.trim().is_empty() {
            Failure::NoToken("no access token was given".to_owned(), HOW_TO_GIVE)
        } else {
            let what = "what was given holds characters that no access token has";
            Failure::NoToken(what.to_owned(), ALONE)
        }
    })?;
    let connection = settings.connection_to_check(address.clone(), token.clone())?;
    let account = Client::new(connection, report).account().map_err(|error| {
        let what = format!("the token for {address} was not kept");
        anyhow::Error::new(error).context(Sent(what))
    })?;
    settings.keep(token, address.clone())?;
    let workspace = account.workspace.as_deref().unwrap_or("a workspace");
    report.note(&format!(
        "logged in to {workspace} at {address} (profile {profile})"
    ));
    if let Some(source) = settings.outranks_login() {
        report.warn(&format!(
            "{source} counts for more than the token that was kept now"
        ));
    }
    Ok(())
}

fn logout(settings: &Settings, report: Report) -> anyhow::Result<()> {
    let profile = settings.profile();
    if settings.forget()? {
        report.note(&format!(
            "the token of profile {profile} is forgotten here; Intercom takes it until it is \
             revoked there"
        ));
    } else {
        report.note(&format!("no token is kept for profile {profile}"));
    }
    if let Some(source) = settings.outranks_login() {
        report.note(&format!("{source} still gives one"));
    }
    Ok(())
}

/// Asks on the terminal, without showing what is typed. Ctrl-C ends the program
/// only when the terminal shows again what is typed.
fn prompt(question: &str, report: Report) -> Result<String, Failure> {
    #[cfg(unix)]
    let done = interruptible_later()?;
    let answer = rpassword::prompt_password(sanitize::text(question));
    #[cfg(unix)]
    {
        done.store(true, Ordering::Relaxed);
        if matches!(&answer, Err(error) if error.kind() == io::ErrorKind::Interrupted) {
            let _ = signal_hook::low_level::emulate_default_handler(SIGINT);
        }
    }
    match answer {
        // Ctrl-D leaves the cursor behind the question.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            report.note("");
            Ok(String::new())
        }
        answer => answer.map_err(|error| unread(&error)),
    }
}

/// Keeps Ctrl-C from ending the program until the flag is set.
#[cfg(unix)]
fn interruptible_later() -> Result<Arc<AtomicBool>, Failure> {
    let done = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register_conditional_default(SIGINT, Arc::clone(&done))
        .map_err(|error| unread(&error))?;
    Ok(done)
}

fn first_line() -> Result<String, Failure> {
    let mut line = Vec::new();
    io::stdin()
        .lock()
        .take(LONGEST)
        .read_until(b'\n', &mut line)
        .map_err(|error| unread(&error))?;
    let line = String::from_utf8_lossy(&line);
    // What some shells put before all that they pass on.
    Ok(line.trim_start_matches('\u{feff}').to_owned())
}

fn unread(error: &io::Error) -> Failure {
    let what = format!("the access token could not be read: {error}");
    Failure::NoToken(what, HOW_TO_GIVE)
}
