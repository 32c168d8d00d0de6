//! The wiring: from what was typed to pages, and from pages to print.

mod ask;
mod auth;
mod batches;
mod count;
mod fields;
mod find;
mod list;
mod printer;
mod serve;
mod status;
mod values;

use std::ffi::OsStr;
use std::io::{self, Write as _};

use crate::cli::{Cli, Command, Config, ConfigCommand, Find, List, script};
use crate::columns::ROW;
use crate::config::{self, Environment, Settings};
use crate::error::Failure;
use crate::http::Client;
use crate::intercom;
use crate::terminal::progress;
use crate::terminal::report::Report;

/// Does what the command line says. The error tells the exit code, see
/// [`crate::error::code`].
pub fn run(cli: &Cli, report: Report) -> anyhow::Result<()> {
    let environment: Environment =
        &|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let demo = config::is_demo(&cli.global, environment);
    let settings = || {
        if demo {
            Settings::demo(&cli.global, environment, report)
        } else {
            Settings::load(&cli.global, environment, report)
        }
    };
    match &cli.command {
        Command::Completions(args) => Ok(print(script(args.shell).as_bytes())?),
        Command::Config(Config {
            command: ConfigCommand::Path,
        }) => Ok(line(config::config_file(environment)?.as_os_str())?),
        Command::Sandbox(_) if demo => Err(not_with_the_demo("sandbox", "serves one").into()),
        Command::Sandbox(args) => serve::sandbox(args, report),
        Command::Auth(_) if demo => {
            Err(not_with_the_demo("auth", "keeps the token of a real one").into())
        }
        Command::Auth(args) => auth::auth(&args.command, &cli.global, environment, report),
        Command::List(List { output, .. }) | Command::Find(Find { output, .. })
            if output.asks_for_help() =>
        {
            Ok(print(fields::help().as_bytes())?)
        }
        Command::List(args) => {
            let settings = settings()?;
            let plan = list::plan(args, &settings)?;
            let printout = if args.count {
                None
            } else {
                Some(printer::Printout::new(&args.output, &settings)?)
            };
            ask(&settings, report, demo, |client| {
                list::list(args, plan, printout, client)
            })
        }
        Command::Find(args) => {
            let settings = settings()?;
            let printout = printer::Printout::new(&args.output, &settings)?;
            ask(&settings, report, demo, |client| {
                find::find(args, printout, client)
            })
        }
        Command::Fields(args) => {
            let settings = settings()?;
            let printout = printer::Printout::of(|_| ROW, &args.output, &settings)?;
            ask(&settings, report, demo, |client| {
                fields::fields(args.sample, printout, client)
            })
        }
    }
}

/// Runs `command` with a client for the workspace, or for the demo's.
fn ask(
    settings: &Settings,
    report: Report,
    demo: bool,
    command: impl FnOnce(&Client) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let server = if demo {
        Some(serve::demo().map_err(Failure::Port)?)
    } else {
        None
    };
    let connection = match &server {
        Some(server) => {
            report.note("demo data: these leads are made up");
            settings.connection_to_demo(server.base_url())?
        }
        None => settings.connection()?,
    };
    let _shown = report.may_show_progress().then(progress::begin);
    let client = Client::new(connection, report);
    command(&client).map_err(|error| match error.downcast_ref() {
        Some(
            intercom::Error::Network(_) | intercom::Error::Timeout(_) | intercom::Error::Tls(_),
        ) => error.context(client.base_url().to_owned()),
        _ => error,
    })
}

fn not_with_the_demo(command: &str, does: &str) -> Failure {
    Failure::Usage(format!(
        "the demo (--demo, or LEADS_DEMO in the environment) brings its own workspace, and \
         {command} {does}; leave the demo out"
    ))
}

/// Prints a line to the byte, as a path is.
fn line(text: &OsStr) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_encoded_bytes())?;
    stdout.write_all(b"\n")
}

fn print(text: &[u8]) -> Result<(), Failure> {
    Ok(io::stdout().lock().write_all(text)?)
}
