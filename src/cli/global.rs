//! Options of every command: which workspace, how patiently, how loud.

use std::time::Duration;

use clap::{ArgAction, Args, ValueEnum};

use super::Color;
use super::values::{filled, jobs, rate_of_calls, retries, seconds};

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
    /// Where it is hosted: us, eu or au [env: LEADS_REGION]
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
    /// How many requests to have in flight, 1 to 16 [default: 8]
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
