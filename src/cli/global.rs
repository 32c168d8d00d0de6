//! Options of every command: workspace, network and messages.

use std::time::Duration;

use clap::{ArgAction, Args};

use super::Color;
use super::values::{jobs, max_rate, non_empty, retries, seconds};
use crate::intercom::Region;

/// Options that every command takes.
#[derive(Args, Debug)]
#[command(next_help_heading = "Workspace")]
pub struct GlobalArgs {
    /// Use made-up leads from a built-in practice server
    ///
    /// Needs no token and no network. LEADS_DEMO=1 in the environment does the same.
    /// The newest lead is a few minutes old; LEADS_DEMO=2026-01-31T12:00 sets its time.
    #[arg(long, global = true)]
    pub demo: bool,
    /// Profile of the config file [env: LEADS_PROFILE]
    ///
    /// With this option, token, region, base URL and API version come only from
    /// the profile; the environment variables for them are ignored.
    /// LEADS_PROFILE only selects the profile.
    #[arg(long, global = true, value_name = "NAME", value_parser = non_empty)]
    pub profile: Option<String>,
    /// Region of the workspace: us, eu or au [env: LEADS_REGION]
    ///
    /// The default is us, or the region that leads auth login detected. Each region
    /// has its own API address.
    #[arg(
        long,
        global = true,
        value_name = "REGION",
        ignore_case = true,
        hide_possible_values = true
    )]
    pub region: Option<Region>,
    /// API address, instead of the region's [env: INTERCOM_API_BASE_URL]
    ///
    /// May have a path prefix. Must be https unless the host is this computer.
    #[arg(long, global = true, value_name = "URL", value_parser = non_empty, hide_short_help = true)]
    pub base_url: Option<String>,
    /// API version: auto, 1.0 to 1.4, 2.0 to 2.17, Preview [env: LEADS_API_VERSION; default: auto]
    ///
    /// auto requests 1.4, and switches to 2.16 if the first response shows that the
    /// workspace serves only 2.x.
    #[arg(long, global = true, value_name = "V", value_parser = non_empty, hide_short_help = true)]
    pub api_version: Option<String>,
    /// Time limit of a request [default: 30, in a scroll 90]
    #[arg(
        long,
        global = true,
        value_name = "SECONDS",
        value_parser = seconds,
        hide_short_help = true,
        help_heading = "Network"
    )]
    pub timeout: Option<Duration>,
    /// Number of times to retry a failed request [default: 5]
    #[arg(
        long,
        global = true,
        value_name = "N",
        value_parser = retries,
        hide_short_help = true,
        help_heading = "Network"
    )]
    pub retries: Option<u32>,
    /// Number of requests in flight, 1 to 16 [default: 8]
    #[arg(
        long,
        global = true,
        value_name = "N",
        value_parser = jobs,
        hide_short_help = true,
        help_heading = "Network"
    )]
    pub jobs: Option<u8>,
    /// Maximum number of requests per second
    #[arg(
        long,
        global = true,
        value_name = "N",
        value_parser = max_rate,
        hide_short_help = true,
        help_heading = "Network"
    )]
    pub max_rate: Option<f64>,
    /// When to use colours: auto, always or never
    ///
    /// auto uses them on a terminal, unless NO_COLOR is set or TERM is dumb;
    /// CLICOLOR_FORCE=1 is the same as always.
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
    /// Print no messages except errors
    #[arg(
        short,
        long,
        global = true,
        conflicts_with = "verbose",
        help_heading = "Messages"
    )]
    pub quiet: bool,
    /// Log each request; -vv logs headers too
    #[arg(short, long, global = true, action = ArgAction::Count, help_heading = "Messages")]
    pub verbose: u8,
}
