//! The command line: what can be typed, and the help that says so.

// The doc comments are the help text, where backticks would be in the way.
#![allow(clippy::doc_markdown)]

mod auth;
mod color;
mod completions;
mod tip;
pub(crate) mod values;

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
pub use completions::script;

pub use color::Color;
pub use tip::with_tip;

use crate::output::Format;
use crate::query::{Order, SortField};
use crate::sandbox::Generation;
use crate::when::When;
pub use auth::{Auth, AuthCommand, Config, ConfigCommand, Status};
use values::{
    filled, jobs, limit, phone, rate, rate_of_calls, retries, sample, seconds, when, whole,
};

/// Get leads out of Intercom: list them, find them, export them.
#[derive(Debug, Parser)]
#[command(
    name = "leads",
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

/// Options that every command takes.
#[derive(Args, Debug)]
#[command(next_help_heading = "Workspace")]
pub struct Global {
    /// Made-up leads from a practice server inside the command
    ///
    /// Needs no token and no network. The variable LEADS_DEMO=1 does the same.
    #[arg(long, global = true)]
    pub demo: bool,
    /// A profile of the config file [env: LEADS_PROFILE]
    ///
    /// Named here, a profile counts for more than the environment: token,
    /// region, address and version are the profile's alone. The variable
    /// only picks the profile.
    #[arg(long, global = true, value_name = "NAME", value_parser = filled)]
    pub profile: Option<String>,
    /// Where the workspace is: us, eu or au [env: LEADS_REGION]
    ///
    /// us without it. The API of each region has an address of its own.
    #[arg(
        long,
        global = true,
        value_name = "REGION",
        hide_possible_values = true
    )]
    pub region: Option<Region>,
    /// The API's address, in place of a region's [env: INTERCOM_API_BASE_URL]
    ///
    /// May carry a path prefix. Must be https unless the host is this machine.
    #[arg(long, global = true, value_name = "URL", value_parser = filled, hide_short_help = true)]
    pub base_url: Option<String>,
    /// API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]
    ///
    /// auto asks for 1.4, and goes on with 2.16 when the workspace's first
    /// answer says that it serves only 2.x.
    #[arg(long, global = true, value_name = "V", value_parser = filled, hide_short_help = true)]
    pub api_version: Option<String>,
    /// How long to wait for one answer [default: 30, in a scroll 90]
    #[arg(
        long,
        global = true,
        value_name = "SECONDS",
        value_parser = seconds,
        hide_short_help = true,
        help_heading = "Network"
    )]
    pub timeout: Option<Duration>,
    /// How often to send a failed request again [default: 5]
    #[arg(
        long,
        global = true,
        value_name = "N",
        value_parser = retries,
        hide_short_help = true,
        help_heading = "Network"
    )]
    pub retries: Option<u32>,
    /// How many requests to have in flight, 1 to 16 [default: 4]
    #[arg(
        long,
        global = true,
        value_name = "N",
        value_parser = jobs,
        hide_short_help = true,
        help_heading = "Network"
    )]
    pub jobs: Option<u8>,
    /// The most requests a second
    #[arg(
        long,
        global = true,
        value_name = "N",
        value_parser = rate_of_calls,
        hide_short_help = true,
        help_heading = "Network"
    )]
    pub max_rate: Option<f64>,
    /// When to use colours: auto, always or never
    ///
    /// auto is on a terminal, unless NO_COLOR is set or TERM is dumb;
    /// CLICOLOR_FORCE=1 is as good as always.
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_short_help = true,
        help_heading = "Messages"
    )]
    pub color: Color,
    /// Say nothing but errors
    #[arg(
        short,
        long,
        global = true,
        conflicts_with = "verbose",
        help_heading = "Messages"
    )]
    pub quiet: bool,
    /// Tell each request; twice, its headers too
    #[arg(short, long, global = true, action = ArgAction::Count, help_heading = "Messages")]
    pub verbose: u8,
}

/// Where a workspace is hosted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Region {
    /// United States
    #[default]
    Us,
    /// Europe
    Eu,
    /// Australia
    Au,
}

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

/// leads list.
#[derive(Args, Debug)]
#[command(next_help_heading = "Which leads", after_help = LIST_EXAMPLE, after_long_help = LIST_EXAMPLES)]
pub struct List {
    /// Stop after N leads
    #[arg(short = 'n', long, value_name = "N", value_parser = limit)]
    pub limit: Option<u64>,
    /// Created at or after 7d (ago), 2026-01-31, …
    ///
    /// Also RFC 3339 or Unix seconds. Units are s, m, h, d and w, counted back
    /// from now; a date alone is its midnight in UTC, with --time local this
    /// machine's. Exact to the second.
    #[arg(long, value_name = "WHEN", value_parser = when, allow_hyphen_values = true)]
    pub since: Option<When>,
    /// Created before
    #[arg(long, value_name = "WHEN", value_parser = when, allow_hyphen_values = true)]
    pub until: Option<When>,
    /// Changed at or after
    #[arg(long, value_name = "WHEN", value_parser = when, allow_hyphen_values = true)]
    pub updated_since: Option<When>,
    /// Only leads with this tag
    #[arg(long, value_name = "ID", value_parser = filled)]
    pub tag: Option<String>,
    /// Only leads in this segment
    #[arg(long, value_name = "ID", value_parser = filled)]
    pub segment: Option<String>,
    /// One page alone, as the API numbers it
    #[arg(
        long,
        value_name = "N",
        value_parser = whole(1_u32, 1_000_000),
        hide_short_help = true,
        conflicts_with_all = ["since", "until", "updated_since", "limit"]
    )]
    pub page: Option<u32>,
    /// The largest page to ask for: at most 60 on API 1.x, 150 on 2.x
    #[arg(
        long,
        value_name = "N",
        value_parser = whole(1_u32, 150),
        hide_short_help = true
    )]
    pub per_page: Option<u32>,
    /// Sort by a timestamp, such as last_seen_at
    ///
    /// One of created_at, updated_at, last_seen_at and signed_up_at. Leads
    /// without it come last.
    #[arg(long, value_name = "FIELD", hide_possible_values = true)]
    pub sort: Option<SortField>,
    /// Direction of the sort: asc or desc [default: desc]
    #[arg(long, value_name = "ORDER", hide_possible_values = true)]
    pub order: Option<Order>,
    /// Print how many leads there are and nothing else
    #[arg(long, conflicts_with_all = ["limit", "page", "jq"])]
    pub count: bool,
    /// Keep what was read when not every lead could be (exit 8 all the same)
    #[arg(long, hide_short_help = true)]
    pub partial: bool,
    /// How to print them.
    #[command(flatten)]
    pub output: Output,
}

const LIST_EXAMPLE: &str = "Example: leads list --since 7d -o week.csv";

const LIST_EXAMPLES: &str = "\
Examples:
  leads list --since 2026-01-01 --until 2026-02-01 -o january.csv
  leads list --limit 10 --fields name,email,custom_attributes.plan
  leads list --jq '.[].email' -r
  leads list --tag 1234 --count";

/// leads find.
#[derive(Args, Debug)]
#[command(next_help_heading = "Which leads", after_help = FIND_EXAMPLE, after_long_help = FIND_EXAMPLES)]
#[command(group = clap::ArgGroup::new("kind").required(true).multiple(false).args(["email", "phone", "id"]))]
pub struct Find {
    /// With this e-mail address; - reads standard input
    ///
    /// Can be given again. Read from standard input it is one a line.
    #[arg(long, value_name = "ADDR", value_parser = filled, num_args = 1)]
    pub email: Vec<String>,
    /// With this phone number; - reads standard input
    ///
    /// Can be given again. Asked for as typed, and as its digits behind + and 00. With --scan
    /// every spelling of the same digits is found.
    #[arg(long, value_name = "NUMBER", value_parser = phone, num_args = 1)]
    pub phone: Vec<String>,
    /// With this id; - reads standard input
    ///
    /// Can be given again.
    #[arg(long, value_name = "ID", value_parser = filled, num_args = 1)]
    pub id: Vec<String>,
    /// Read every lead and match here
    ///
    /// For an API that ignores its filters.
    #[arg(long)]
    pub scan: bool,
    /// Exit 1 when any value has no match
    ///
    /// Without it only when all have none.
    #[arg(long)]
    pub strict: bool,
    /// How to print them.
    #[command(flatten)]
    pub output: Output,
}

const FIND_EXAMPLE: &str = "Example: leads find --email ann@example.com --email bob@example.com";

const FIND_EXAMPLES: &str = "\
Examples:
  leads find --email ann@example.com --email bob@example.com
  leads find --phone '+353 87 555 1234' --json
  cut -d, -f2 customers.csv | leads find --email - -o found.csv";

/// leads fields.
#[derive(Args, Debug)]
#[command(
    next_help_heading = "Which leads",
    long_about = "Tell which fields the leads of this workspace carry\n\n\
        Each row is a column or a path as --fields takes it, with its JSON types, how \
        many leads have a value there, their share, and an example. Null and what is \
        empty are no value. Elements of arrays are named by their place, such as \
        tags.tags.0.name.",
    after_long_help = FIELDS_EXAMPLES
)]
pub struct Fields {
    /// How many of the latest leads to look at, or all
    #[arg(long, value_name = "N", default_value = "200", value_parser = sample)]
    pub sample: SampleSize,
    /// How to print them.
    #[command(flatten)]
    pub output: Output,
}

const FIELDS_EXAMPLES: &str = "\
Examples:
  leads fields
  leads fields --sample all -o fields.csv
  leads fields --jq '.[] | select(.leads > 0) | .path' -r";

/// How many leads to look at; `None` is all of them.
#[derive(Clone, Copy, Debug)]
pub struct SampleSize(pub Option<u64>);

/// How leads are printed.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub struct Output {
    /// table, json, jsonl, csv or tsv [env: LEADS_FORMAT]
    ///
    /// Without it the extension of -o decides, then the variable; else it is a
    /// table.
    #[arg(short, long, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<Format>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Write to FILE, whole or not at all
    ///
    /// An old file stays until the new one is whole. - is standard output.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Columns by name or path; +a,b adds to the usual ones
    ///
    /// The names are id, name, email, phone, owner_id, external_id, city, region,
    /// country, created_at, updated_at, signed_up_at, last_seen_at,
    /// unsubscribed, tags, segments and companies; a path is one like
    /// custom_attributes.plan. custom_attributes.* is a column for each custom
    /// attribute. A name that holds a comma is written in double quotes. leads
    /// fields tells which ones a workspace has.
    #[arg(long, value_name = "LIST")]
    pub fields: Option<String>,
    /// How times are written: utc, local, unix or relative
    ///
    /// utc and local are RFC 3339, relative is like "3 days ago". Without it a
    /// table on a terminal is relative and all else is utc. With local, the
    /// dates of --since and --until begin at this machine's midnight. JSON
    /// keeps the API's numbers.
    #[arg(long, value_name = "STYLE", hide_possible_values = true)]
    pub time: Option<TimeStyle>,
    /// What a program makes of them.
    #[command(flatten)]
    pub jq: Jq,
    /// No header line in table, csv and tsv
    #[arg(long, hide_short_help = true)]
    pub no_header: bool,
    /// csv for Excel: byte order mark, CRLF, no formulas
    #[arg(long)]
    pub excel: bool,
}

impl Output {
    /// Whether the fields are asked about, and not for: `--fields help`.
    #[must_use]
    pub fn asks_for_help(&self) -> bool {
        self.fields.as_deref() == Some("help")
    }
}

/// A jq program.
#[derive(Args, Debug)]
pub struct Jq {
    /// Run a jq program on the leads
    ///
    /// On the array of them, or with -f jsonl on each lead. Runs after
    /// --fields. Each result is printed as JSON on a line of its
    /// own. A program that begins with .[], and any with -f jsonl, takes one
    /// lead at a time; others hold the array in memory.
    #[arg(
        long = "jq",
        id = "jq",
        value_name = "PROGRAM",
        allow_hyphen_values = true
    )]
    pub program: Option<String>,
    /// With --jq: print strings as they are, without quotes
    #[arg(short, long = "raw-output", requires = "jq")]
    pub raw: bool,
}

/// How times are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TimeStyle {
    /// 2026-01-31T12:00:00Z
    Utc,
    /// 2026-01-31T13:00:00+01:00, on this machine's clock
    Local,
    /// 1769860800
    Unix,
    /// 3 days ago
    Relative,
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
