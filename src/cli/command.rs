//! The clap command. Every command accepts the global options; its help omits those
//! that have no effect on it.

use std::ffi::OsString;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _};

use super::Cli;

/// The options that select a workspace.
const WORKSPACE: [&str; 5] = ["demo", "profile", "region", "base_url", "api_version"];
/// The options for requests.
const NETWORK: [&str; 4] = ["timeout", "retries", "jobs", "max_rate"];

/// The command line.
#[must_use]
pub fn command() -> clap::Command {
    trimmed(Cli::command())
}

/// Reads the arguments.
pub fn parse(
    args: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> clap::error::Result<Cli> {
    let mut command = command();
    let matches: ArgMatches = command.try_get_matches_from_mut(args)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Hides options in the help of commands that send no or few requests.
pub(super) fn trimmed(mut command: clap::Command) -> clap::Command {
    // Copies the global options to the subcommands.
    command.build();
    command.mut_subcommands(|command| match command.get_name() {
        "completions" | "config" | "man" | "sandbox" => {
            let options = [WORKSPACE.as_slice(), &NETWORK].concat();
            hide(command, &options).mut_subcommands(|command| hide(command, &options))
        }
        "auth" => {
            let options = ["demo", "jobs", "max_rate"];
            hide(command, &options).mut_subcommands(|command| {
                let command = hide(command, &options);
                match command.get_name() {
                    "logout" => hide(command, &[&WORKSPACE[2..], &NETWORK].concat()),
                    _ => command,
                }
            })
        }
        _ => command,
    })
}

fn hide(command: clap::Command, options: &[&str]) -> clap::Command {
    command.mut_args(|arg| {
        let is_hidden = options.contains(&arg.get_id().as_str());
        if is_hidden { arg.hide(true) } else { arg }
    })
}
