//! Tips for unknown options, commands and values that other programs have, in
//! addition to clap's own suggestions.

mod tables;

use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use self::tables::{COMMANDS, OPTIONS};
use crate::columns;
use crate::output::Format;
use crate::query::when;

/// Adds a tip to the error if the intent is clear.
#[must_use]
pub fn with_tip(mut error: clap::Error) -> clap::Error {
    let Some(tip) = tip(&error) else {
        return error;
    };
    // clap's suggestions go by spelling and would contradict the tip.
    let guesses = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    if guesses
        .into_iter()
        .filter_map(|guess| error.remove(guess))
        .count()
        > 0
    {
        error.remove(ContextKind::Usage);
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
    let argument = text(ContextKind::InvalidArg);
    let command = text(ContextKind::InvalidSubcommand);
    let value = text(ContextKind::InvalidValue);
    let usage = error.get(ContextKind::Usage).map(ToString::to_string);
    let usage = usage.unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidSubcommand => for_command(command, &usage),
        ErrorKind::MissingSubcommand if command == "leads" => Some("start with: leads list".into()),
        ErrorKind::UnknownArgument if argument.starts_with('-') => for_option(argument, &usage),
        ErrorKind::UnknownArgument => for_word(argument, &usage),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => for_value(argument, value),
        ErrorKind::TooManyValues if argument.starts_with("--json") => {
            Some(format!("use --json --fields {value}"))
        }
        ErrorKind::MissingRequiredArgument if usage.contains("leads find --column") => {
            Some("add --email -, --phone - or --id -, which reads standard input".to_owned())
        }
        _ => None,
    }
}

fn for_command(typed: &str, usage: &str) -> Option<String> {
    if usage.contains("leads config") {
        return Some(
            "the config file is edited by hand: \"$EDITOR\" \"$(leads config path)\"".into(),
        );
    }
    if usage.contains("leads auth") && typed == "token" {
        return Some(
            "tokens are never printed; leads auth status shows where the token comes from".into(),
        );
    }
    if typed.contains('@') {
        return Some(use_email(typed));
    }
    let lower = typed.to_lowercase();
    let known = COMMANDS
        .iter()
        .find(|(names, _)| names.contains(&lower.as_str()))?;
    Some(format!("use {}", known.1))
}

fn for_option(typed: &str, usage: &str) -> Option<String> {
    if typed == "-" && usage.contains("leads find") {
        return Some("use --email -, --phone - or --id -, which reads standard input".to_owned());
    }
    let name = typed.split('=').next().unwrap_or_default();
    let column = name.trim_start_matches('-').replace('-', "_");
    if usage.contains("leads find") && matches!(column.as_str(), "file" | "input" | "stdin") {
        return Some("use - and standard input: leads find --email - < FILE".to_owned());
    }
    if let Some((_, tip)) = OPTIONS.iter().find(|(names, _)| names.contains(&name)) {
        return Some((*tip).to_owned());
    }
    if Format::from_name(&column).is_some() {
        return Some(format!("use -f {column}, or -o leads.{column}"));
    }
    match column.as_str() {
        "file" => Some("use -o: leads list -o leads.csv".to_owned()),
        "email" | "phone" | "id" => Some(format!("use leads find --{column}")),
        "owner" => Some("use leads list --where \"owner_id = 123\", or --jq".to_owned()),
        "company" => {
            Some("use leads list --where \"companies = 'Example Ltd'\", or --jq".to_owned())
        }
        "unsubscribed" => Some("use leads list --where unsubscribed".to_owned()),
        _ if is_column(&column) => Some(format!(
            "use leads list --where \"{column} = '…'\", or --jq"
        )),
        _ => of_other_commands(name),
    }
}

/// The tip for an option of other commands.
fn of_other_commands(name: &str) -> Option<String> {
    let long = name.strip_prefix("--")?;
    let cli = super::command();
    let have = cli.get_subcommands().filter(|command| {
        let mut options = command.get_arguments();
        options.any(|option| option.get_long() == Some(long))
    });
    let have: Vec<String> = have
        .map(|command| format!("leads {}", command.get_name()))
        .collect();
    (!have.is_empty()).then(|| format!("{name} is an option of {}", have.join(" and ")))
}

/// The tip for an unexpected argument of the command in `usage`.
fn for_word(typed: &str, usage: &str) -> Option<String> {
    let is_field = |name: &str| name.starts_with("custom_attributes.") || is_column(name);
    let is_id = typed.len() == 24 && typed.bytes().all(|byte| byte.is_ascii_hexdigit());
    let finds = usage.contains("leads find");
    if typed.contains('@') && !typed.starts_with(['.', '[']) {
        return Some(use_email(typed));
    }
    if finds || is_id {
        let starts_a_number = typed.starts_with(['+', '0']) && !is_id;
        let option = if starts_a_number { "phone" } else { "id" };
        return Some(format!("use --{option}: leads find --{option} '{typed}'"));
    }
    if usage.contains("leads fields") && is_field(typed) {
        return Some(format!(
            "use leads list --fields {typed}, or leads fields | grep {typed}"
        ));
    }
    if !usage.contains("leads list") {
        return None;
    }
    if typed.starts_with('.') || typed.starts_with('[') || typed.starts_with("map(") {
        Some(format!("use --jq '{typed}'"))
    } else if typed.parse::<u32>().is_ok() {
        Some(format!("use --limit {typed}"))
    } else if matches!(typed, "asc" | "desc") {
        Some(format!("use --order {typed}"))
    } else if typed == "count" {
        Some("use --count".to_owned())
    } else if when::parse(typed).is_ok() {
        Some(format!("use --since {typed}"))
    } else if Format::from_name(typed).is_some() {
        Some(format!("use -f {typed}"))
    } else if Format::from_path(Path::new(typed)).is_some() {
        Some(format!("use -o {typed}"))
    } else if is_field(typed) {
        Some(format!(
            "use --fields {typed}; separate several with commas: --fields id,{typed}"
        ))
    } else if typed.split(',').all(is_field) {
        Some(format!("use --fields {typed}"))
    } else if typed.contains(['=', '<', '>', '~']) {
        Some(format!("use --where \"{typed}\""))
    } else {
        None
    }
}

fn for_value(argument: &str, typed: &str) -> Option<String> {
    let option = argument.split(' ').next().unwrap_or_default();
    match option {
        "--email" | "--phone" | "--id" if typed.is_empty() => Some(format!(
            "- reads standard input: leads find {option} - < FILE"
        )),
        "--since" | "--until" | "--updated-since" => {
            let lower = typed.to_lowercase();
            let is_period = ["week", "month", "year"]
                .iter()
                .any(|word| lower.contains(word));
            is_period.then(|| {
                "a week ago is 7d, a month ago is 1mo; a calendar month is \
                 --since 2026-01 --until 2026-02"
                    .to_owned()
            })
        }
        "--sort" => for_sort(typed),
        "--format" if matches!(typed.to_lowercase().as_str(), "excel" | "xls" | "ods") => {
            Some("use -o leads.xlsx, or csv with --excel".to_owned())
        }
        _ => None,
    }
}

fn for_sort(typed: &str) -> Option<String> {
    let field = typed.trim_start_matches(['-', '+']);
    let field = field.split([':', ',', ' ']).next().unwrap_or_default();
    if !is_column(field) {
        return None;
    }
    if !field.ends_with("_at") {
        return Some(format!(
            "--sort takes only timestamps; for others use --jq 'sort_by(.{field})'"
        ));
    }
    let ascending = typed.starts_with('+') || typed.ends_with("asc");
    let order = if ascending { "asc" } else { "desc" };
    (field != typed).then(|| format!("use --sort {field} --order {order}"))
}

fn is_column(name: &str) -> bool {
    columns::names().any(|known| known == name)
}

fn use_email(typed: &str) -> String {
    format!("use --email: leads find --email {typed}")
}

#[cfg(test)]
mod tests;
