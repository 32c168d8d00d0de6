//! The wiring: from what was typed to pages, and from pages to print.

mod ask;
mod count;
mod find;
mod list;
mod printer;
mod serve;

use std::io::{self, Write as _};

use clap::CommandFactory as _;

use crate::api::Client;
use crate::cli::{Cli, Command, Completions, Global};
use crate::config::{self, Environment};
use crate::exit::Failure;
use crate::progress;
use crate::report::Report;

/// Does what the command line says. The error tells the exit code, see
/// [`crate::exit::code`].
pub fn run(cli: &Cli, report: Report) -> anyhow::Result<()> {
    let environment: Environment =
        &|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let demo = config::is_demo(&cli.global, environment);
    match &cli.command {
        Command::Completions(args) => Ok(completions(args)?),
        Command::Sandbox(_) if demo => Err(Failure::Usage(
            "the demo (--demo, or LEADS_DEMO in the environment) cannot be used with sandbox, \
             which serves a workspace of its own"
                .to_owned(),
        )
        .into()),
        Command::Sandbox(args) => serve::sandbox(args, report),
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
    let _shown = report.may_show_progress().then(progress::begin);
    command(&Client::new(connection, report))
}

fn completions(args: &Completions) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "leads", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(())
}
