//! Arguments of `leads list`, `find` and `fields`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::OutputArgs;
use super::values::{int_in, limit, non_empty, phone, sample, when};
use crate::query::when::When;
use crate::query::{Order, SortField};

/// leads list.
#[derive(Args, Debug)]
// Each is an option.
#[allow(clippy::struct_excessive_bools)]
#[command(next_help_heading = "Which leads", after_help = LIST_EXAMPLE, after_long_help = LIST_EXAMPLES)]
pub struct ListArgs {
    /// Stop after N leads
    #[arg(
        short = 'n',
        long,
        value_name = "N",
        value_parser = limit,
        allow_negative_numbers = true
    )]
    pub limit: Option<u64>,
    /// Only leads that match: "country = 'Ireland'"
    ///
    /// FIELD = 'TEXT'       or != < <= > >=; 5 is a number, '5' is text
    /// FIELD ~ 'PART'       contains; ^= starts with, $= ends with; ignores case
    /// FIELD in ('A', 'B')  is one of these; not in
    /// has FIELD            exists and is not empty; has no FIELD
    /// unsubscribed         a field that is true
    /// TIME < 90d ago       times as in --since; = 2026-01 is all of January
    /// tags = 'VIP'         a list (tags, segments, companies) by name or id
    /// not, and, or         in this order of precedence; parentheses
    /// Fields are those of --fields. A single word needs no quotes. email and
    /// phone match as in find. If a field is missing, only != and not are true.
    /// Can be repeated; all must match.
    #[arg(
        id = "where",
        long,
        verbatim_doc_comment,
        value_name = "EXPR",
        value_parser = non_empty,
        conflicts_with = "page"
    )]
    pub conditions: Vec<String>,
    /// Created at or after 7d (ago), 2026-01-31, …
    ///
    /// WHEN is a time ago (90min, 12h, 7d, 2w, 3mo, 1y, "2 weeks"), today, yesterday,
    /// a weekday, 2026-01, 2026-01-31, 2026-01-31T10:00, RFC 3339, or Unix seconds.
    /// A date means midnight in UTC, or with --time local in this computer's time
    /// zone. Exact to the second.
    #[arg(long, value_name = "WHEN", value_parser = when, allow_hyphen_values = true)]
    pub since: Option<When>,
    /// Created before
    #[arg(long, value_name = "WHEN", value_parser = when, allow_hyphen_values = true)]
    pub until: Option<When>,
    /// Changed at or after
    #[arg(long, value_name = "WHEN", value_parser = when, allow_hyphen_values = true)]
    pub updated_since: Option<When>,
    /// Only leads with this tag, by name or id
    ///
    /// A value of only digits is an id.
    #[arg(long, value_name = "TAG", value_parser = non_empty)]
    pub tag: Option<String>,
    /// Only leads in this segment, by name or id
    #[arg(long, value_name = "SEGMENT", value_parser = non_empty)]
    pub segment: Option<String>,
    /// Print only page N, as the API numbers it
    #[arg(
        long,
        value_name = "N",
        value_parser = int_in(1_u32, 1_000_000),
        hide_short_help = true,
        conflicts_with_all = ["since", "until", "updated_since", "limit"]
    )]
    pub page: Option<u32>,
    /// Maximum page size: up to 60 on API 1.x, 150 on 2.x
    #[arg(
        long,
        value_name = "N",
        value_parser = int_in(1_u32, 150),
        hide_short_help = true
    )]
    pub per_page: Option<u32>,
    /// Sort by a timestamp, such as last_seen_at
    ///
    /// One of created_at, updated_at, last_seen_at and signed_up_at. Leads
    /// without it come last.
    #[arg(
        long,
        value_name = "FIELD",
        hide_possible_values = true,
        allow_hyphen_values = true
    )]
    pub sort: Option<SortField>,
    /// Direction of the sort: asc or desc [default: desc]
    #[arg(
        long,
        value_name = "ORDER",
        hide_possible_values = true,
        hide_short_help = true
    )]
    pub order: Option<Order>,
    /// Print only the number of leads
    #[arg(long, conflicts_with_all = ["limit", "page", "program"])]
    pub count: bool,
    /// Print the number of leads with each value
    ///
    /// FIELD is one field, such as country, or two: country,unsubscribed. Timestamps
    /// are grouped by period: created_at:day, :week, :month or :year. A lead counts
    /// once for each of its tags, segments or companies. The largest group comes
    /// first; periods are in order of time, including empty ones unless there are more
    /// than 100,000. --limit N combines the groups after the first N into one.
    #[arg(
        long,
        value_name = "FIELD",
        value_parser = non_empty,
        conflicts_with_all = ["sort", "order", "fields", "columns", "program", "count", "page", "partial"]
    )]
    pub count_by: Option<String>,
    /// Send no filters: check every lead here
    ///
    /// For an API that ignores filters, or leaves out leads that match. Every
    /// lead is read.
    #[arg(long, hide_short_help = true)]
    pub scan: bool,
    /// Keep what was read when the run fails
    ///
    /// Applies when not every lead could be read, or when the API fails, cannot be
    /// reached, or a signal arrives after the first response. A second signal exits
    /// at once. The exit code is that of the failure. Without this option a file
    /// keeps its old content, and a JSON document is left incomplete.
    #[arg(long, hide_short_help = true)]
    pub partial: bool,
    /// Exit 1 if there are no leads, or no lead has a field
    ///
    /// That is, if no lead was printed, or if none of them has a field of --fields
    /// or --columns, not even as null. The output is still written: an empty table has
    /// its header.
    #[arg(long, hide_short_help = true)]
    pub strict: bool,
    /// Where columns come from.
    #[command(flatten)]
    pub columns: ColumnArgs,
    /// Where the report goes.
    #[command(flatten)]
    pub report: ReportArgs,
    /// How to print them.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Where `--report` writes.
#[derive(Args, Debug)]
#[command(next_help_heading = "Messages")]
pub struct ReportArgs {
    /// Write what the run did to FILE, as JSON
    ///
    /// Written on success and on failure, unless an option is invalid. Contains
    /// version, arguments, workspace, region, API version, start and end, requests,
    /// retries, waits, leads read and printed, how completeness was checked, size and
    /// SHA-256 of the output, exit code and error. leads_printed and output are null
    /// if no output was completed or kept by --partial; with exit code 0 that means
    /// that the reader closed the pipe.
    #[arg(
        long = "report",
        id = "report",
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        hide_short_help = true
    )]
    pub file: Option<PathBuf>,
}

/// Columns from a file.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub struct ColumnArgs {
    /// Columns from FILE, one per line, in that order
    ///
    /// Keeps the columns the same on every run: a field that no lead has is an empty
    /// column, and custom attributes that FILE does not name are reported on standard
    /// error. leads fields --columns writes such a file.
    #[arg(
        long = "columns",
        id = "columns",
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        conflicts_with = "fields",
        hide_short_help = true
    )]
    pub file: Option<PathBuf>,
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
pub struct FindArgs {
    /// E-mail addresses to find; - reads standard input
    ///
    /// Several can follow, and the option can be repeated. Standard input has one
    /// address per line, or is CSV, see --column. The API is asked for the address as
    /// typed and in lower case; it may not find other spellings. --scan finds every
    /// spelling.
    #[arg(long, value_name = "ADDR", value_parser = non_empty, num_args = 1..)]
    pub email: Vec<String>,
    /// Phone numbers to find: '+353 87 555 1234'
    ///
    /// Several can follow; - reads them from standard input. The API is asked for
    /// the number as typed, and for its digits after + and 00. --scan finds every
    /// spelling of the same digits.
    #[arg(long, value_name = "NUMBER", value_parser = phone, num_args = 1..)]
    pub phone: Vec<String>,
    /// Ids to find
    ///
    /// Several can follow; - reads them from standard input.
    #[arg(long, value_name = "ID", value_parser = non_empty, num_args = 1..)]
    pub id: Vec<String>,
    /// Read the values from this column of CSV on standard input
    ///
    /// The first line has the names of the columns. Cells are separated by
    /// commas, semicolons or tabs, or by the character in a first line sep=;.
    #[arg(long, value_name = "NAME", value_parser = non_empty)]
    pub column: Option<String>,
    /// Add a first column, value: the value that matched
    ///
    /// A lead that matches several values is printed once for each.
    #[arg(long)]
    pub with_value: bool,
    /// Read every lead and check it here
    ///
    /// For an API that ignores filters, or does not find other spellings of an
    /// address or a number. Without this option the list is also read when looking
    /// up the values would take more requests.
    #[arg(long)]
    pub scan: bool,
    /// Exit 1 if any value has no match
    ///
    /// By default only if no value has a match. Also if no lead has a field of
    /// --fields or --columns.
    #[arg(long)]
    pub strict: bool,
    /// Where columns come from.
    #[command(flatten)]
    pub columns: ColumnArgs,
    /// Where the report goes.
    #[command(flatten)]
    pub report: ReportArgs,
    /// How to print them.
    #[command(flatten)]
    pub output: OutputArgs,
}

const FIND_EXAMPLE: &str = "Example: leads find --email ann@example.com bob@example.com";

const FIND_EXAMPLES: &str = "\
Examples:
  leads find --email ann@example.com bob@example.com
  leads find --phone '+353 87 555 1234' --json
  leads find --email - --column Email --with-value -o found.csv < customers.csv";

/// leads fields.
#[derive(Args, Debug)]
#[command(
    next_help_heading = "Which leads",
    after_long_help = FIELDS_EXAMPLES
)]
pub struct FieldsArgs {
    /// Number of latest leads to read, or all
    #[arg(long, value_name = "N", default_value = "200", value_parser = sample)]
    pub sample: SampleSize,
    /// Print the columns for --columns FILE, one per line
    ///
    /// The default columns of csv and every custom attribute. leads list
    /// --columns FILE then always has those, in that order.
    #[arg(long, conflicts_with_all = ["format", "json", "fields", "program", "excel", "no_header"])]
    pub columns: bool,
    /// How to print them.
    #[command(flatten)]
    pub output: OutputArgs,
}

const FIELDS_EXAMPLES: &str = "\
Examples:
  leads fields
  leads fields --sample all -o fields.csv
  leads fields --jq '.[] | select(.leads > 0) | .path' -r";

/// How many leads to read; `None` is all of them.
#[derive(Clone, Copy, Debug)]
pub struct SampleSize(pub Option<u64>);
