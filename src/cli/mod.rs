//! The command line: what can be typed, and the help that says so.

// The doc comments are the help text, where backticks would be in the way.
#![allow(clippy::doc_markdown)]

mod auth;
mod color;
mod completions;
mod global;
mod leads;
mod output;
mod tip;
pub(crate) mod values;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::sandbox::Generation;
pub use auth::{Auth, AuthCommand, Config, ConfigCommand, Status};
pub use color::Color;
pub use completions::script;
pub use global::{Global, Region};
pub use leads::{Fields, Find, List, SampleSize};
pub use output::{Output, TimeStyle};
pub use tip::with_tip;
use values::{filled, rate, whole};

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
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

const LEADS_EXAMPLES: &str = "\
Examples:
  leads --demo list                        made-up leads; no account, no network
  leads auth login                         keep the token of your workspace
  leads list --since 7d                    the leads of the last seven days
  leads list -o leads.csv                  every lead, as CSV
  leads find --email ann@example.com       every lead with this address
  leads list --json | jq '.[].email'       the same leads for jq

Exit status:
  0 done   1 nothing found   2 usage   3 token   4 not reachable
  5 refused   6 rate limited   7 output   8 incomplete";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List leads, newest first
    List(List),
    /// Find leads by e-mail address, phone number or id
    Find(Find),
    /// Tell which fields the leads of this workspace carry
    Fields(Fields),
    /// Keep an access token, and check it
    Auth(Auth),
    /// Tell of the config file
    Config(Config),
    /// Serve a practice workspace on this machine
    Sandbox(Sandbox),
    /// Print a completion script for a shell
    Completions(Completions),
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
pub struct Sandbox {
    /// Port to listen on; 0 is any free one
    #[arg(long, value_name = "P", default_value_t = 0, value_parser = whole(0_u16, u16::MAX))]
    pub port: u16,
    /// How many leads there are
    #[arg(long, value_name = "N", default_value_t = DEMO_LEADS, value_parser = whole(0_u32, 10_000_000))]
    pub leads: u32,
    /// Which leads: the same seed makes the same leads
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Pause before each answer, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub latency: u64,
    /// Calls allowed, such as 12/2: twelve in two seconds
    #[arg(long, value_name = "CALLS/SECONDS", value_parser = rate)]
    pub rate_limit: Option<(u32, u32)>,
    /// Create and delete leads while they are read
    #[arg(long)]
    pub churn: bool,
    /// Which versions to serve; the others are refused as the API does
    #[arg(long, value_name = "FAMILY", default_value = "both")]
    pub api: Generation,
    /// The one access token to accept [default: any]
    #[arg(long, value_name = "TOKEN", value_parser = filled)]
    pub token: Option<String>,
}

/// How many leads the demo has.
pub const DEMO_LEADS: u32 = 345;

/// leads completions.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  leads completions bash > ~/.local/share/bash-completion/completions/leads
  leads completions zsh > ~/.zfunc/_leads
  leads completions fish > ~/.config/fish/completions/leads.fish")]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
