//! The command line: arguments, their types, and the help.

// The doc comments are the help text, where backticks would be in the way.
#![allow(clippy::doc_markdown)]

mod auth;
mod choices;
mod color;
mod command;
mod completions;
mod global;
mod leads;
mod legible;
mod man;
mod output;
mod sync;
#[cfg(test)]
mod tests;
mod tip;
pub(crate) mod values;
mod version;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};
use clap_complete::Shell;

use crate::query::when::When;
use crate::sandbox::Generation;
pub use auth::{AuthArgs, AuthCommand, ConfigArgs, ConfigCommand, StatusArgs, StatusFormat};
pub use color::Color;
pub use command::{command, parse};
pub use completions::script;
pub use global::GlobalArgs;
pub use leads::{ColumnArgs, FieldsArgs, FindArgs, ListArgs, ReportArgs, SampleSize};
pub use legible::legible;
pub use man::man_pages;
pub use output::{JqArgs, OutputArgs, TimeStyle};
pub use sync::SyncArgs;
pub use tip::with_tip;
pub use values::Age;
use values::{int_in, non_empty, rate_limit, when};
pub use version::version;

/// Get leads out of Intercom: list them, find them, export them.
#[derive(Debug, Parser)]
#[command(
    name = "leads",
    // Not `leads.exe` in the messages on Windows.
    bin_name = "leads",
    version,
    about,
    arg_required_else_help = true,
    after_help = "Try it without an account: leads --demo list",
    after_long_help = LEADS_EXAMPLES
)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

const LEADS_EXAMPLES: &str = "\
Examples:
  leads --demo list                        made-up leads; no account, no network
  leads auth login                         store the token of your workspace
  leads list --since 7d                    the leads of the last seven days
  leads list -o leads.csv                  every lead, as CSV
  leads find --email ann@example.com       every lead with this address
  leads sync leads.db                      a copy in SQLite, and what changed
  leads list --json | jq '.[].email'       the same leads for jq

Exit status:
  0 done   1 nothing found   2 usage   3 token   4 not reachable
  5 refused   6 rate limited   7 output   8 incomplete";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List leads, newest first
    List(Box<ListArgs>),
    /// Find leads by e-mail address, phone number or id
    Find(FindArgs),
    /// Keep a copy of every lead in a SQLite file, and print what changed
    ///
    /// Reads every lead, updates the copy and prints a row for each change since the last
    /// run: added, changed, gone (and why) or back. The first run prints no rows. FILE is
    /// changed only by a run that read every lead. If the changes cannot be written, the
    /// next run prints them again.
    Sync(Box<SyncArgs>),
    /// List the fields that the leads of this workspace have
    ///
    /// Each row is a column or path for --fields, with its JSON types, the number and
    /// share of leads that have a value, and an example. Null and empty values do not
    /// count. Array elements are named by index: tags.tags.0.name.
    Fields(FieldsArgs),
    /// Store, check or remove an access token
    Auth(AuthArgs),
    /// Print the path of the config file, or its profiles
    Config(ConfigArgs),
    /// Run a practice workspace on this computer
    Sandbox(SandboxArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Write the man pages to a folder
    Man(ManArgs),
}

impl Command {
    /// Whether the output always goes to standard output. Leads can go to a file.
    #[must_use]
    pub fn prints_to_stdout(&self) -> bool {
        match self {
            Self::List(_) | Self::Find(_) | Self::Sync(_) | Self::Fields(_) | Self::Man(_) => false,
            Self::Auth(args) => matches!(args.command, AuthCommand::Status(_)),
            Self::Config(_) | Self::Sandbox(_) | Self::Completions(_) => true,
        }
    }
}

/// leads sandbox.
#[derive(Args, Debug)]
#[command(
    next_help_heading = "Practice workspace",
    after_long_help = "\
Examples:
  leads sandbox --leads 12345 --port 8725
  INTERCOM_ACCESS_TOKEN=any leads --base-url http://127.0.0.1:8725 list"
)]
pub struct SandboxArgs {
    /// Port to listen on; 0 is any free one
    #[arg(long, value_name = "P", default_value_t = 0, value_parser = int_in(0_u16, u16::MAX))]
    pub port: u16,
    /// Number of leads
    #[arg(long, value_name = "N", default_value_t = DEMO_LEADS, value_parser = int_in(0_u32, 10_000_000))]
    pub leads: u32,
    /// Seed of the made-up leads: the same seed makes the same leads
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Time at the start, when the newest lead was created [default: now]
    ///
    /// Without it the newest lead is a few minutes old. With it the same seed also
    /// makes the same times. TIME is as in --since: 2026-01-31T12:00.
    #[arg(long, value_name = "TIME", value_parser = when, allow_hyphen_values = true)]
    pub clock: Option<When>,
    /// Delay before each response, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub latency: u64,
    /// Requests allowed, such as 12/2: twelve in two seconds
    #[arg(long, value_name = "CALLS/SECONDS", value_parser = rate_limit)]
    pub rate_limit: Option<(u32, u32)>,
    /// Create, update and remove leads while they are read
    #[arg(long)]
    pub churn: bool,
    /// Versions to serve; others are refused, as by the API
    #[arg(long, value_name = "FAMILY", default_value = "both")]
    pub api: Generation,
    /// Access token to accept [default: any]
    #[arg(long, value_name = "TOKEN", value_parser = non_empty)]
    pub token: Option<String>,
}

/// The number of leads of the demo, and the sandbox's default.
pub const DEMO_LEADS: u32 = 345;

/// leads completions.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  mkdir -p ~/.local/share/bash-completion/completions
  leads completions bash > ~/.local/share/bash-completion/completions/leads
  mkdir -p ~/.zfunc && leads completions zsh > ~/.zfunc/_leads
  leads completions fish > ~/.config/fish/completions/leads.fish")]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

/// leads man.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  leads man --to ~/.local/share/man/man1
  man leads-list")]
pub struct ManArgs {
    /// The folder; created if it does not exist
    ///
    /// man finds pages in ~/.local/share/man/man1 if ~/.local/bin is in PATH.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub to: PathBuf,
}
