//! `leads auth`: asks for a token, checks and stores it, or removes it.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _};

#[cfg(unix)]
use signal_hook::consts::SIGINT;

use super::status;
use crate::cli::{AuthCommand, GlobalArgs};
use crate::config::{Config, Environment, LoginAddress, TOKEN_HINT, parse_token};
use crate::error::{Error, REFUSED_AS_SENT, REFUSED_BY_DEFAULT, Sent};
use crate::http::Client;
#[cfg(unix)]
use crate::terminal::modes;
use crate::terminal::report::Report;
use crate::terminal::sanitize;

const INPUT_HINT: &str = "paste it at the prompt, which does not show it, or pass it on standard input: \
                          pass show intercom | leads auth login";

/// The maximum number of bytes of standard input to read for a token.
const MAX_INPUT: u64 = 64 * 1024;

pub(super) fn auth(
    command: &AuthCommand,
    global: &GlobalArgs,
    environment: Environment,
    report: Report,
) -> anyhow::Result<()> {
    match command {
        AuthCommand::Login => login(&Config::for_login(global, environment, report)?, report),
        AuthCommand::Status(args) => {
            status::status(args, &Config::load(global, environment, report)?, report)
        }
        AuthCommand::Logout => logout(&Config::load(global, environment, report)?, report),
    }
}

fn login(config: &Config, report: Report) -> anyhow::Result<()> {
    let login = config.login_address()?;
    let address = login.base_url();
    let profile = config.profile();
    // Report a wrong version before the user types anything.
    config.version()?;
    let text = if io::stdin().is_terminal() {
        prompt(
            &format!("Access token for {address} (profile {profile}), not shown: "),
            report,
        )?
    } else {
        first_line()?
    };
    let token = parse_token(&text).ok_or_else(|| {
        if text.trim().is_empty() {
            Error::NoToken("no access token was given".to_owned(), INPUT_HINT)
        } else {
            let what = "the input contains a character that no access token has";
            Error::NoToken(what.to_owned(), TOKEN_HINT)
        }
    })?;
    let connection = config.connection_to_check(address.to_owned(), token.clone())?;
    let account = Client::new(connection, report).account().map_err(|error| {
        let what = format!("the token for {address} was not stored");
        anyhow::Error::new(error).context(Sent {
            what,
            if_refused: match login {
                LoginAddress::Chosen(_) => REFUSED_AS_SENT,
                LoginAddress::Default => REFUSED_BY_DEFAULT,
            },
        })
    })?;
    let address = match (&login, account.region()) {
        (LoginAddress::Default, Some(region)) => region.base_url(),
        _ => address,
    };
    config.store_token(token, address.to_owned())?;
    let workspace = account.workspace.as_deref().unwrap_or("a workspace");
    report.note(&format!(
        "logged in to {workspace} at {address} (profile {profile})"
    ));
    if let Some(source) = config.outranks_login() {
        report.warn(&format!(
            "{source} is used instead of the token that was just stored"
        ));
    }
    Ok(())
}

fn logout(config: &Config, report: Report) -> anyhow::Result<()> {
    let profile = config.profile();
    if config.remove_token()? {
        report.note(&format!(
            "removed the token of profile {profile} from this computer; it stays valid until it is \
             revoked in Intercom"
        ));
    } else {
        report.note(&format!("profile {profile} has no stored token"));
    }
    if let Some(source) = config.outranks_login() {
        report.note(&format!("{source} still provides a token"));
    }
    Ok(())
}

/// Asks on the terminal without echo. Ctrl-C and other signals restore echo before they
/// end the program.
fn prompt(question: &str, report: Report) -> Result<String, Error> {
    #[cfg(unix)]
    modes::restore_on_interrupt().map_err(|error| not_read(&error))?;
    let answer = rpassword::prompt_password(sanitize::text(question));
    // In raw mode Ctrl-C is read as a character. Echo is restored by now.
    #[cfg(unix)]
    if matches!(&answer, Err(error) if error.kind() == io::ErrorKind::Interrupted) {
        let _ = signal_hook::low_level::emulate_default_handler(SIGINT);
    }
    match answer {
        // Ctrl-D leaves the cursor on the line of the prompt.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            report.note("");
            Ok(String::new())
        }
        answer => answer.map_err(|error| not_read(&error)),
    }
}

fn first_line() -> Result<String, Error> {
    let mut line = Vec::new();
    io::stdin()
        .lock()
        .take(MAX_INPUT)
        .read_until(b'\n', &mut line)
        .map_err(|error| not_read(&error))?;
    let line = String::from_utf8_lossy(&line);
    // PowerShell starts piped text with a byte order mark.
    Ok(line.trim_start_matches('\u{feff}').to_owned())
}

fn not_read(error: &io::Error) -> Error {
    let what = format!("cannot read the access token: {error}");
    Error::NoToken(what, INPUT_HINT)
}
