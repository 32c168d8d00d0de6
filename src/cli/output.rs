//! How leads are printed.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use crate::output::Format;
use crate::parse::non_empty;

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
    #[arg(long, conflicts_with = "jq")]
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
        value_parser = non_empty,
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
