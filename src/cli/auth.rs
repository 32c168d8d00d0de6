//! `leads auth` and `leads config`: the token that is kept, and the file that
//! holds the profiles.

use clap::{Args, Subcommand};

/// leads auth.
#[derive(Args, Debug)]
#[command(after_long_help = AUTH_EXAMPLES)]
pub struct Auth {
    /// What to do with the token.
    #[command(subcommand)]
    pub command: AuthCommand,
}

const AUTH_EXAMPLES: &str = "\
Examples:
  leads auth login --region eu             asks for the token of a workspace in Europe
  leads auth login --profile acme          keeps that of another workspace beside it
  pass show intercom | leads auth login    takes it from a program
  leads auth status
  leads --profile acme auth logout";

/// leads auth login, status, logout.
#[derive(Debug, Subcommand)]
pub enum AuthCommand {
    /// Ask for an access token, check it, and keep it for this profile
    ///
    /// Asked for without showing it, or read as one line from standard input
    /// when that is not a terminal. A token that the API refuses is not kept.
    /// It is kept in a file of its own in the user's configuration folder,
    /// which only the user can read, and is sent to no other host than the
    /// one it was checked with.
    #[command(after_long_help = "\
Examples:
  leads auth login
  leads auth login --region eu --profile acme
  pass show intercom | leads auth login")]
    Login,
    /// Show which workspace the token opens, and where it comes from
    Status(Status),
    /// Forget the token that is kept for this profile
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
pub struct Status {
    /// Print it as JSON
    #[arg(long)]
    pub json: bool,
}

/// leads config.
#[derive(Args, Debug)]
#[command(after_long_help = CONFIG_EXAMPLES)]
pub struct Config {
    /// What to tell.
    #[command(subcommand)]
    pub command: ConfigCommand,
}

/// leads config path.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the path of the config file, whether or not it exists
    ///
    /// The variable LEADS_CONFIG names another.
    #[command(after_long_help = CONFIG_EXAMPLES)]
    Path,
}

const CONFIG_EXAMPLES: &str = "\
Examples:
  leads config path
  \"$EDITOR\" \"$(leads config path)\"";
