//! Output options.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum, ValueHint};

use super::values::non_empty;
use crate::output::Format;

/// Output options.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// table, json, jsonl, csv, tsv, xlsx [env: LEADS_FORMAT]
    ///
    /// Case is ignored; ndjson is jsonl. The default is the extension of -o, then
    /// LEADS_FORMAT, then table on a terminal, otherwise tsv with the columns of the
    /// table.
    #[arg(
        short,
        long,
        value_name = "FORMAT",
        ignore_case = true,
        hide_possible_values = true
    )]
    pub format: Option<Format>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Write to FILE, completely or not at all
    ///
    /// An existing file is replaced when the new one is complete. - is standard
    /// output.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Columns by name or path; +a,b adds [env: LEADS_FIELDS]
    ///
    /// +a,b adds to the default columns. The names are id, name, email, phone,
    /// owner_id, external_id, city, region, country, created_at, updated_at,
    /// signed_up_at, last_seen_at, unsubscribed, tags, segments and companies. A path
    /// is one such as custom_attributes.plan; custom_attributes.* is a column for each
    /// custom attribute. Put a name that contains a comma, or ends in .* itself, in double
    /// quotes. Several --fields are combined. leads fields lists the fields of a
    /// workspace.
    #[arg(long = "fields", id = "fields", value_name = "LIST")]
    pub field_lists: Vec<String>,
    /// Format of times: utc, local, unix or relative
    ///
    /// utc and local are RFC 3339; relative is like "3 days ago". The default is
    /// relative in a table on a terminal, otherwise utc. With local, dates of --since
    /// and --until mean midnight in this computer's time zone. JSON keeps the API's
    /// numbers.
    #[arg(long, value_name = "STYLE", hide_possible_values = true)]
    pub time: Option<TimeStyle>,
    /// jq options.
    #[command(flatten)]
    pub jq: JqArgs,
    /// Omit the header line of table, csv, tsv and xlsx
    #[arg(long, hide_short_help = true)]
    pub no_header: bool,
    /// csv for Excel, without formulas; or use xlsx
    ///
    /// Lines end in CRLF, every cell is quoted, and times are like 2026-01-31
    /// 12:00:00. Not needed for xlsx.
    #[arg(long, conflicts_with = "program")]
    pub excel: bool,
}

impl OutputArgs {
    /// Whether `--fields help` asks for the list of names.
    #[must_use]
    pub fn asks_for_help(&self) -> bool {
        self.field_lists.iter().any(|list| list == "help")
    }

    /// The lists of all `--fields` as one. If any of them starts with `+`, the
    /// combined list adds to the defaults.
    #[must_use]
    pub fn fields(&self) -> Option<String> {
        let [list] = self.field_lists.as_slice() else {
            let mut lists = self.field_lists.iter().map(|list| list.trim_start());
            let adds = lists.clone().any(|list| list.starts_with('+'));
            let first = lists.next()?;
            let first = first.strip_prefix('+').unwrap_or(first);
            let plus = if adds { "+" } else { "" };
            return Some(lists.fold(format!("{plus}{first}"), |all, list| {
                format!("{all},{}", list.strip_prefix('+').unwrap_or(list))
            }));
        };
        Some(list.clone())
    }
}

/// jq options.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("program").args(["jq", "jq_file"]).multiple(false))]
pub struct JqArgs {
    /// Run a jq program on the leads
    ///
    /// The input is the array of leads, after --fields, or with -f jsonl each lead.
    /// Each result is printed as JSON on its own line. Programs that start with .[],
    /// and all with -f jsonl, read one lead at a time; others hold the array in
    /// memory. The filter decode decodes text that the API escapes as HTML:
    /// O&#39;Brien.
    #[arg(
        long = "jq",
        id = "jq",
        value_name = "PROGRAM",
        value_parser = non_empty,
        allow_hyphen_values = true
    )]
    pub program: Option<String>,
    /// Read the jq program from FILE
    #[arg(
        long = "jq-file",
        id = "jq_file",
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        hide_short_help = true
    )]
    pub file: Option<PathBuf>,
    /// With --jq: set the variable $NAME, also in $ARGS.named
    #[arg(
        long = "arg",
        value_names = ["NAME", "VALUE"],
        num_args = 2,
        requires = "program",
        allow_hyphen_values = true,
        hide_short_help = true
    )]
    pub arguments: Vec<String>,
    /// With --jq: print strings without quotes
    ///
    /// Always on with -o FILE.csv and FILE.tsv.
    #[arg(short, long = "raw-output", requires = "program")]
    pub raw: bool,
    /// With --jq: print each result on one line, on a terminal too
    #[arg(
        short,
        long = "compact-output",
        requires = "program",
        hide_short_help = true
    )]
    pub compact: bool,
}

/// Format of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TimeStyle {
    /// 2026-01-31T12:00:00Z
    Utc,
    /// 2026-01-31T13:00:00+01:00, in this computer's time zone
    Local,
    /// 1769860800
    Unix,
    /// 3 days ago
    Relative,
}
