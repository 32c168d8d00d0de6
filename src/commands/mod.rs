//! The commands: each reads its arguments, sends requests and prints the result.

mod auth;
mod fields;
mod find;
mod jq_plan;
mod labels;
mod list;
mod lookup;
mod man;
mod named_files;
mod output_plan;
mod position;
mod printer;
mod record;
mod serve;
mod status;
#[cfg(feature = "sqlite")]
mod sync;

use std::ffi::OsStr;
use std::io::{self, Write as _};

use self::named_files::NamedFiles;
use self::output_plan::OutputPlan;
use self::record::Record;
use crate::cli::{Cli, Command, ConfigArgs, ConfigCommand, script};
use crate::config::{self, Config, Demo, Environment};
use crate::error::Error;
use crate::http::Client;
use crate::intercom;
use crate::terminal::progress;
use crate::terminal::report::Report;
use crate::terminal::sanitize;

/// Runs the command. [`crate::error::code`] maps an error to the exit code.
pub fn run(cli: &Cli, report: Report) -> anyhow::Result<()> {
    let environment: Environment =
        &|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let demo = config::demo(&cli.global, environment)?;
    let config = || {
        if demo.is_some() {
            Config::demo(&cli.global, environment, report)
        } else {
            Config::load(&cli.global, environment, report)
        }
    };
    named_files(&cli.command, environment).map_or(Ok(()), |files| files.check())?;
    match &cli.command {
        Command::Completions(args) => Ok(print(script(args.shell).as_bytes())?),
        Command::Config(ConfigArgs {
            command: ConfigCommand::Path,
        }) => Ok(line(config::config_file(environment)?.as_os_str())?),
        Command::Config(ConfigArgs {
            command: ConfigCommand::Profiles,
        }) => {
            let names = config::profiles(environment)?;
            let lines = names
                .iter()
                .map(|name| format!("{}\n", sanitize::text(name)));
            Ok(print(lines.collect::<String>().as_bytes())?)
        }
        Command::Man(args) => Ok(man::write(&args.to, report)?),
        Command::Sandbox(_) if demo.is_some() => {
            Err(not_with_the_demo("sandbox", "serves one").into())
        }
        Command::Sandbox(args) => serve::sandbox(args, report),
        Command::Auth(_) if demo.is_some() => {
            Err(not_with_the_demo("auth", "keeps the token of a real one").into())
        }
        Command::Auth(args) => auth::auth(&args.command, &cli.global, environment, report),
        Command::List(args) if args.output.asks_for_help() => Ok(print(fields::help().as_bytes())?),
        Command::Find(args) if args.output.asks_for_help() => Ok(print(fields::help().as_bytes())?),
        Command::List(args) => Record::report(args.report.file.as_deref(), report, |record| {
            let config = config()?;
            let plan = list::Plan::new(args, &config)?;
            with_client(&config, demo, report, |client| {
                record.follow(client, || list::list(plan, record, client))
            })
        }),
        Command::Find(args) => Record::report(args.report.file.as_deref(), report, |record| {
            let config = config()?;
            let columns = args.columns.file.as_deref();
            let output = OutputPlan::for_leads(&args.output, columns, &config)?;
            with_client(&config, demo, report, |client| {
                record.follow(client, || find::find(args, output, record, client))
            })
        }),
        Command::Sync(args) if args.output.asks_for_help() => Ok(print(fields::help().as_bytes())?),
        #[cfg(feature = "sqlite")]
        Command::Sync(args) => sync::sync(args, &config()?, demo, report),
        #[cfg(not(feature = "sqlite"))]
        Command::Sync(_) => Err(Error::Usage(
            "this build of leads has no sync (the feature `sqlite`)".to_owned(),
        )
        .into()),
        Command::Fields(args) => {
            let config = config()?;
            if args.columns {
                let path = args.output.output.as_deref();
                return with_client(&config, demo, report, |client| {
                    fields::columns(args.sample, path, client)
                });
            }
            let output = OutputPlan::for_sample(&args.output, &config)?;
            with_client(&config, demo, report, |client| {
                fields::fields(args.sample, output, client)
            })
        }
    }
}

/// The files in the arguments of `command`, if it uses the API.
fn named_files(command: &Command, environment: Environment) -> Option<NamedFiles> {
    let of = |output| NamedFiles::new(output, environment);
    match command {
        Command::List(args) => Some(
            of(&args.output)
                .reporting_to(args.report.file.as_deref())
                .reading("--columns", args.columns.file.as_deref()),
        ),
        Command::Find(args) => Some(
            of(&args.output)
                .reporting_to(args.report.file.as_deref())
                .reading("--columns", args.columns.file.as_deref())
                .reading_values(args.email.iter().chain(&args.phone).chain(&args.id)),
        ),
        Command::Sync(args) => Some(of(&args.output)),
        Command::Fields(args) => Some(of(&args.output)),
        _ => None,
    }
}

/// Runs `command` with a client for the workspace, or for the demo.
fn with_client(
    config: &Config,
    demo: Option<Demo>,
    report: Report,
    command: impl FnOnce(&Client) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let server = demo.map(serve::demo).transpose().map_err(Error::Port)?;
    let connection = match &server {
        Some(server) => {
            report.note("demo data: these leads are made up");
            config.connection_to_demo(server.base_url())?
        }
        None => config.connection()?,
    };
    let _progress = report.may_show_progress().then(progress::begin);
    let client = Client::new(connection, report);
    command(&client).map_err(|error| match error.downcast_ref() {
        Some(
            intercom::Error::Network(_) | intercom::Error::Timeout(_) | intercom::Error::Tls(_),
        ) => error.context(client.base_url().to_owned()),
        _ => error,
    })
}

fn not_with_the_demo(command: &str, does: &str) -> Error {
    Error::Usage(format!(
        "the demo (--demo, or LEADS_DEMO in the environment) has its own workspace, and \
         {command} {does}; do not use the demo"
    ))
}

/// Prints a line, byte for byte.
fn line(text: &OsStr) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_encoded_bytes())?;
    stdout.write_all(b"\n")
}

fn print(text: &[u8]) -> Result<(), Error> {
    Ok(io::stdout().lock().write_all(text)?)
}
