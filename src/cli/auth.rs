//! Arguments of `leads auth` and `leads config`.

use clap::{Args, Subcommand, ValueEnum};

/// leads auth.
#[derive(Args, Debug)]
#[command(after_long_help = AUTH_EXAMPLES)]
pub struct AuthArgs {
    /// The commands of leads auth.
    #[command(subcommand)]
    pub command: AuthCommand,
}

const AUTH_EXAMPLES: &str = "\
Examples:
  leads auth login                         ask for the token; detect the region
  leads auth login --profile acme          store the token of another workspace
  pass show intercom | leads auth login    read the token from another program
  leads auth status
  leads --profile acme auth logout";

/// leads auth login, status, logout.
#[derive(Debug, Subcommand)]
pub enum AuthCommand {
    /// Ask for an access token, check it, and store it for this profile
    ///
    /// The token is typed without echo, or read as one line from standard input if
    /// that is not a terminal. If the API accepts it, it is stored in a file that only
    /// you can read. The region is detected, unless --region or --base-url is given;
    /// the token is sent to no other address.
    #[command(after_long_help = "\
Examples:
  leads auth login
  leads auth login --region eu --profile acme
  pass show intercom | leads auth login")]
    Login,
    /// Show the workspace of the token, and where the token comes from
    Status(StatusArgs),
    /// Remove the stored token of this profile
    ///
    /// The token itself stays valid until it is revoked in Intercom.
    #[command(after_long_help = "\
Examples:
  leads auth logout
  leads --profile acme auth logout")]
    Logout,
}

/// leads auth status.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  leads auth status
  leads --profile acme auth status --json")]
pub struct StatusArgs {
    /// text or json
    #[arg(
        short,
        long,
        value_name = "FORMAT",
        default_value = "text",
        ignore_case = true,
        hide_possible_values = true
    )]
    pub format: StatusFormat,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// Formats of leads auth status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatusFormat {
    /// One line for each value
    Text,
    /// A JSON object
    Json,
}

/// leads config.
#[derive(Args, Debug)]
#[command(after_long_help = CONFIG_EXAMPLES)]
pub struct ConfigArgs {
    /// The commands of leads config.
    #[command(subcommand)]
    pub command: ConfigCommand,
}

/// leads config path.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the path of the config file, whether or not it exists
    ///
    /// LEADS_CONFIG in the environment sets another path.
    #[command(after_long_help = CONFIG_EXAMPLES)]
    Path,
    /// Print the names of the profiles, of the config file and of logins
    #[command(after_long_help = CONFIG_EXAMPLES)]
    Profiles,
}

const CONFIG_EXAMPLES: &str = "\
Examples:
  leads config path
  leads config profiles
  \"$EDITOR\" \"$(leads config path)\"";
