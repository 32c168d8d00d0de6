//! The wiring: from what was typed to pages, and from pages to print.

mod ask;
mod count;
mod fields;
mod find;
mod list;
mod printer;
mod serve;

use std::io::{self, Write as _};

use crate::api::Client;
use crate::cli::{Cli, Command, Find, Global, List, script};
use crate::config::{self, Environment};
use crate::exit::Failure;
use crate::fields::ROW;
use crate::report::Report;

/// Does what the command line says. The error tells the exit code, see
/// [`crate::exit::code`].
pub fn run(cli: &Cli, report: Report) -> anyhow::Result<()> {
    let environment: Environment =
        &|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let demo = config::is_demo(&cli.global, environment);
    match &cli.command {
        Command::Completions(args) => Ok(print(script(args.shell).as_bytes())?),
        Command::Sandbox(_) if demo => Err(Failure::Usage(
            "the demo (--demo, or LEADS_DEMO in the environment) cannot be used with sandbox, \
             which serves a workspace of its own"
                .to_owned(),
        )
        .into()),
        Command::Sandbox(args) => serve::sandbox(args, report),
        Command::List(List { output, .. }) | Command::Find(Find { output, .. })
            if output.asks_for_help() =>
        {
            Ok(print(fields::help().as_bytes())?)
        }
        Command::List(args) => {
            let plan = list::plan(args, &cli.global, environment)?;
            let printout = if args.count {
                None
            } else {
                Some(printer::Printout::new(&args.output, environment)?)
            };
            ask(&cli.global, environment, report, demo, |client| {
                list::list(args, plan, printout, client)
            })
        }
        Command::Find(args) => {
            let printout = printer::Printout::new(&args.output, environment)?;
            ask(&cli.global, environment, report, demo, |client| {
                find::find(args, printout, client)
            })
        }
        Command::Fields(args) => {
            let printout = printer::Printout::of(|_| ROW, &args.output, environment)?;
            ask(&cli.global, environment, report, demo, |client| {
                fields::fields(args.sample, printout, client)
            })
        }
    }
}

/// Runs `command` with a client for the workspace, or for the demo's.
fn ask(
    global: &Global,
    environment: Environment,
    report: Report,
    demo: bool,
    command: impl FnOnce(&Client) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let server = if demo {
        config::check_demo(global)?;
        Some(serve::demo().map_err(Failure::Port)?)
    } else {
        None
    };
    let connection = match &server {
        Some(server) => {
            report.note("demo data: these leads are made up");
            config::demo(global, environment, server.base_url())?
        }
        None => config::connection(global, environment)?,
    };
    command(&Client::new(connection, report))
}

fn print(text: &[u8]) -> Result<(), Failure> {
    Ok(io::stdout().lock().write_all(text)?)
}
