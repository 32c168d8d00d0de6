//! Arguments of `leads sync`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::OutputArgs;
use super::values::{Age, age, int_in, keep, non_empty};

/// leads sync.
#[derive(Args, Debug)]
#[command(
    next_help_heading = "The copy",
    after_help = SYNC_EXAMPLE,
    after_long_help = SYNC_EXAMPLES
)]
// Each is a separate option.
#[allow(clippy::struct_excessive_bools)]
pub struct SyncArgs {
    /// The copy, a SQLite database; created if it does not exist
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Read only leads that were updated since the last run
    ///
    /// Reads everything if the number of leads then differs from the API's, if the
    /// last full run is older than --full-after, and on API 1.x, which cannot search
    /// by updated_at.
    #[arg(long)]
    pub quick: bool,
    /// With --quick: read everything after this long [default: 7d]
    #[arg(long, value_name = "SPAN", value_parser = age, requires = "quick", hide_short_help = true)]
    pub full_after: Option<Age>,
    /// Print every lead as added if the copy is new
    #[arg(long)]
    pub initial: bool,
    /// Report no changes in these fields: last_seen_at,updated_at
    ///
    /// The copy is still updated. Names are as in the column fields; custom_attributes
    /// means all custom attributes.
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = non_empty)]
    pub ignore: Vec<String>,
    /// Allow more than a fifth of the copy to be gone
    #[arg(long, hide_short_help = true)]
    pub accept_gone: bool,
    /// Save what was read when not every lead was (still exit 8)
    ///
    /// Such a run marks no lead as gone.
    #[arg(long, hide_short_help = true)]
    pub partial: bool,
    /// Read everything again, even if the API generation changed
    ///
    /// Leads of another generation are compared only by id. The history of earlier runs
    /// is kept.
    #[arg(long, hide_short_help = true, conflicts_with = "quick")]
    pub rebuild: bool,
    /// How long changes are kept in the copy, or all [default: 90d]
    ///
    /// The copy stores this setting.
    #[arg(long, value_name = "SPAN", value_parser = keep, hide_short_help = true)]
    pub keep: Option<Age>,
    /// Print the changes of run N again, without network
    #[arg(
        long,
        value_name = "N",
        value_parser = int_in(1_i64, i64::MAX),
        conflicts_with_all = [
            "quick", "initial", "ignore", "accept_gone", "partial", "rebuild", "keep", "forget",
            "where",
        ]
    )]
    pub again: Option<i64>,
    /// Remove a lead and its history from the copy, without network
    ///
    /// Can be repeated. The next run adds the lead again if the workspace still has
    /// it.
    #[arg(
        long,
        value_name = "ID",
        value_parser = non_empty,
        conflicts_with_all = [
            "quick", "initial", "ignore", "accept_gone", "partial", "rebuild", "keep", "where",
            "output", "format", "json", "fields", "jq",
        ]
    )]
    pub forget: Vec<String>,
    /// Print only changes of leads that match: "country = 'Ireland'"
    ///
    /// As in leads list. The copy still has every lead.
    #[arg(id = "where", long, value_name = "EXPR", value_parser = non_empty)]
    pub conditions: Vec<String>,
    /// How to print the changes.
    #[command(flatten)]
    pub output: OutputArgs,
}

const SYNC_EXAMPLE: &str = "Example: leads sync leads.db -o changes.csv";

const SYNC_EXAMPLES: &str = "\
Examples:
  leads sync leads.db
  leads sync leads.db --quick -f jsonl -o changes.jsonl
  leads sync leads.db --ignore last_seen_at,updated_at --where 'has email'
  leads sync leads.db --again 12
  sqlite3 leads.db 'select country, count(*) from leads group by 1 order by 2 desc'";
