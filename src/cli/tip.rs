//! Tips for what people type in vain, in addition to clap's own: options,
//! commands and values that other programs have.

use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::columns;
use crate::output::Format;
use crate::query::when;

const TOKEN: &str = "other users can see arguments: use leads auth login, which asks for the token, \
                     or set INTERCOM_ACCESS_TOKEN";
const SINCE: &str = "use --since: leads list --since 2026-01-31, or --since 7d";
const UNTIL: &str = "use --until: leads list --until 2026-01-31";
const WHERE: &str = "use --where \"country = 'Ireland' and has phone\", or --jq";
const FORMAT: &str = "use -f csv, or -o leads.csv; there are table, json, jsonl, csv, tsv and xlsx";
const ALL: &str = "leave it out: every lead is read";

/// Options of other programs, and what to use for them.
const OPTIONS: [(&[&str], &str); 12] = [
    (&["--token", "--access-token", "--api-key"], TOKEN),
    (&["--from", "--after", "--start", "--created-after"], SINCE),
    (&["--days", "--last", "--newer-than"], SINCE),
    (&["--before", "--to", "--end", "--created-before"], UNTIL),
    (&["--query", "--filter", "--search", "--match"], WHERE),
    (
        &["--select", "--cols", "--field"],
        "use --fields: leads list --fields id,name,email; `leads fields` lists them",
    ),
    (
        &["--csv", "--tsv", "--table", "--jsonl", "--ndjson"],
        FORMAT,
    ),
    (
        &["--file", "--out", "--outfile"],
        "use -o: leads list -o leads.csv",
    ),
    (&["--all", "--paginate"], ALL),
    (
        &["--asc", "--desc", "--reverse"],
        "use --sort with --order: leads list --sort created_at --order asc",
    ),
    (&["--debug", "--trace"], "use -v, or -vv for headers too"),
    (
        &["--workspace", "--account"],
        "use --profile: leads auth login --profile NAME stores a token for each workspace",
    ),
];

/// Commands of other programs, and what to use for them.
const COMMANDS: [(&[&str], &str); 12] = [
    (&["ls", "all", "show", "leads", "contacts"], "leads list"),
    (&["count"], "leads list --count"),
    (
        &["export", "download", "dump", "csv"],
        "leads list -o leads.csv",
    ),
    (
        &["search", "query", "filter", "grep"],
        "leads find --email ann@example.com, or leads list --where \"country = 'Ireland'\"",
    ),
    (&["get", "view"], "leads find --id ID"),
    (&["login", "init", "setup", "configure"], "leads auth login"),
    (&["logout"], "leads auth logout"),
    (&["status", "whoami", "me"], "leads auth status"),
    (&["version"], "leads --version"),
    (
        &["watch", "poll", "tail"],
        "leads list --updated-since 15min, run again every 15 minutes",
    ),
    (&["columns", "schema"], "leads fields"),
    (&["demo"], "leads --demo list"),
];

/// Adds a tip to the error where it is clear what was meant.
#[must_use]
pub fn with_tip(mut error: clap::Error) -> clap::Error {
    let Some(tip) = tip(&error) else {
        return error;
    };
    // What clap suggests for its spelling is something else.
    for suggested in [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ] {
        error.remove(suggested);
    }
    let tip = ContextValue::StyledStrs(vec![tip.into()]);
    error.insert(ContextKind::Suggested, tip);
    error
}

fn tip(error: &clap::Error) -> Option<String> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.as_str(),
        _ => "",
    };
    let (argument, command) = (
        text(ContextKind::InvalidArg),
        text(ContextKind::InvalidSubcommand),
    );
    match error.kind() {
        ErrorKind::InvalidSubcommand => for_command(command),
        ErrorKind::MissingSubcommand if command == "leads" => Some("start with: leads list".into()),
        ErrorKind::UnknownArgument if argument.starts_with('-') => for_option(argument),
        ErrorKind::UnknownArgument => {
            let usage = error.get(ContextKind::Usage).map(ToString::to_string);
            for_word(argument, usage.as_deref().unwrap_or_default())
        }
        ErrorKind::InvalidValue => for_value(argument, text(ContextKind::InvalidValue)),
        _ => None,
    }
}

fn for_command(typed: &str) -> Option<String> {
    if typed.contains('@') {
        return Some(use_email(typed));
    }
    let known = COMMANDS
        .iter()
        .find(|(names, _)| names.contains(&typed.to_lowercase().as_str()))?;
    Some(format!("use {}", known.1))
}

fn for_option(typed: &str) -> Option<String> {
    let name = typed.split('=').next().unwrap_or_default();
    if let Some((_, tip)) = OPTIONS.iter().find(|(names, _)| names.contains(&name)) {
        return Some((*tip).to_owned());
    }
    let column = name.trim_start_matches('-').replace('-', "_");
    match column.as_str() {
        "email" | "phone" | "id" => Some(format!("use leads find --{column}")),
        "owner" => Some("use --where \"owner_id = 123\", or --jq".to_owned()),
        "company" => Some("use --where \"companies = 'Example Ltd'\", or --jq".to_owned()),
        "unsubscribed" => Some("use --where unsubscribed, or \"not unsubscribed\"".to_owned()),
        _ if columns::names().any(|known| known == column) => {
            Some(format!("use --where \"{column} = '…'\", or --jq"))
        }
        _ => None,
    }
}

/// For a word in a place where none is expected, of the command that `usage`
/// names.
fn for_word(typed: &str, usage: &str) -> Option<String> {
    let is_field = |name: &str| {
        name.starts_with("custom_attributes.") || columns::names().any(|known| known == name)
    };
    if typed.contains('@') {
        Some(use_email(typed))
    } else if usage.contains("leads find") {
        let starts_a_number = typed.starts_with(['+', '0']);
        let option = if starts_a_number { "phone" } else { "id" };
        Some(format!("use --{option}: leads find --{option} '{typed}'"))
    } else if !usage.contains("leads list") {
        None
    } else if typed.parse::<u32>().is_ok() {
        Some(format!("use --limit {typed}"))
    } else if when::parse(typed).is_ok() {
        Some(format!("use --since {typed}"))
    } else if Format::from_name(typed).is_some() {
        Some(format!("use -f {typed}"))
    } else if Format::from_path(Path::new(typed)).is_some() {
        Some(format!("use -o {typed}"))
    } else if typed.split(',').all(is_field) {
        Some(format!("use --fields {typed}"))
    } else if typed.contains(['=', '<', '>', '~']) {
        Some(format!("use --where \"{typed}\""))
    } else {
        None
    }
}

fn for_value(argument: &str, typed: &str) -> Option<String> {
    let field = typed.trim_start_matches(['-', '+']);
    let field = field.split([':', ',', ' ']).next().unwrap_or_default();
    if !argument.starts_with("--sort") || field == typed || !columns::names().any(|c| c == field) {
        return None;
    }
    let ascending = typed.starts_with('+') || typed.ends_with("asc");
    let order = if ascending { "asc" } else { "desc" };
    Some(format!("use --sort {field} --order {order}"))
}

fn use_email(typed: &str) -> String {
    format!("use --email: leads find --email {typed}")
}
