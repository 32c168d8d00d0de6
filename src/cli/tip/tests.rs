//! Which tip each error gets.

use super::*;
use crate::cli::parse;

/// Asserts that each line, as words between blanks, is refused with its tip and
/// no other.
#[track_caller]
fn assert_tips(lines: &[(&str, &str)]) {
    for (line, tip) in lines {
        let words = ["leads"].into_iter().chain(line.split_whitespace());
        let error = with_tip(parse(words).unwrap_err());
        assert_eq!(error.exit_code(), 2, "{error}");
        let shown = error.to_string();
        assert!(shown.contains(tip), "no {tip:?}: {shown}");
        assert_eq!(shown.matches("  tip: ").count(), 1, "{shown}");
    }
}

#[test]
fn options_of_other_programs_and_invalid_values() {
    assert_tips(&[
        ("--token abc list", "tip: other users can see arguments: "),
        ("list --access-token abc", "set INTERCOM_ACCESS_TOKEN"),
        ("list --lmit 3", "tip: a similar argument exists: '--limit'"),
        ("list --from 2026-01-01", "tip: use --since: "),
        ("list --after=7d", "tip: use --since: "),
        ("list --before 7d", "tip: use --until: "),
        ("list --to 7d", "tip: use --until: "),
        ("list --query x", "tip: use leads list --where "),
        (
            "list --owner 7",
            "tip: use leads list --where \"owner_id = 123\", or --jq",
        ),
        (
            "list --country Ireland",
            "tip: use leads list --where \"country = '…'\", or --jq",
        ),
        (
            "list --name Ann",
            "tip: use leads list --where \"name = '…'\", or --jq",
        ),
        ("list --email a@b.c", "tip: use leads find --email"),
        ("list --json id,email", "tip: use --fields id,email"),
        ("list --json custom_attributes.plan", "tip: use --fields "),
        (
            "list --sort -created_at",
            "tip: use --sort created_at --order desc",
        ),
        (
            "list --sort last_seen_at:asc",
            "tip: use --sort last_seen_at --order asc",
        ),
        ("list --month 2026-10", "tip: use --since and --until: "),
        ("list --first 5", "tip: use --limit: "),
        ("list -l 5", "tip: use --limit: "),
        ("list --tags VIP", "tip: use --tag: "),
        (
            "list --fields name email",
            "separate several with commas: --fields id,email",
        ),
        ("list --sort created_at desc", "tip: use --order desc"),
        (
            "list --sort name",
            "tip: --sort takes only timestamps; for others use --jq",
        ),
        ("list --since last-week", "tip: a week ago is 7d"),
        ("list -r .[].email", "tip: use --jq '.[].email'"),
        ("list --json=email", "tip: use --json --fields email"),
        ("list --jq . --argjson a 1", "tip: use --arg NAME VALUE"),
        (
            "list --jq . --slurp",
            "tip: not needed: the input is the array",
        ),
        ("list --template x", "tip: use --jq: "),
        ("list --dry-run", "tip: not needed: leads only reads"),
        ("list --fail-on-empty", "tip: use --strict: "),
        ("list --version", "tip: use leads --version"),
        ("list --csv", "tip: use -f csv, or -o leads.csv"),
        ("find --email", "tip: - reads standard input: "),
        ("find --column Email", "tip: add --email -, "),
        ("find --file x", "tip: use - and standard input: "),
        ("find --where x", "tip: use leads list --where "),
        (
            "list -f excel",
            "tip: use -o leads.xlsx, or csv with --excel",
        ),
        ("list -jq .", "tip: use --jq PROGRAM, --json, or --jobs N"),
        ("list --fail-empty", "tip: use --strict: "),
        ("list --exit-code", "tip: use --strict: "),
        ("find -", "tip: use --email -, --phone - or --id -"),
        (
            "sync --report x leads.db",
            "tip: --report is an option of leads list and leads find",
        ),
        (
            "fields --report x",
            "tip: --report is an option of leads list and leads find",
        ),
        (
            "find --email x --partial",
            "tip: --partial is an option of leads list and leads sync",
        ),
        (
            "find --email x --limit 3",
            "tip: --limit is an option of leads list",
        ),
    ]);
}

#[test]
fn unexpected_arguments() {
    assert_tips(&[
        (
            "find ann@example.com",
            "tip: use --email: leads find --email ann@example.com",
        ),
        ("--demo", "tip: start with: leads list"),
        ("list 10", "tip: use --limit 10"),
        ("list 7d", "tip: use --since 7d"),
        ("list csv", "tip: use -f csv"),
        ("list out.csv", "tip: use -o out.csv"),
        ("list country=Ireland", "tip: use --where "),
        ("find +353871234567", "tip: use --phone: "),
        ("find 5a0e", "tip: use --id: "),
        ("list 697d58a38e9468f09cdb7aa5", "tip: use --id: "),
        ("fields email", "tip: use leads list --fields email"),
    ]);
}

#[test]
fn commands_of_other_programs() {
    assert_tips(&[
        ("count", "tip: use leads list --count"),
        ("export", "tip: use leads list -o leads.csv"),
        ("search ann", "tip: use leads find --email"),
        ("get 5a0e", "tip: use leads find --id"),
        ("login", "tip: use leads auth login"),
        ("status", "tip: use leads auth status"),
        ("version", "tip: use leads --version"),
        (
            "watch",
            "tip: use leads sync leads.db, which prints what changed",
        ),
        ("auth token", "tip: tokens are never printed"),
        (
            "config set region eu",
            "tip: the config file is edited by hand",
        ),
        ("show 5a0e", "tip: use leads find --id"),
        ("ls", "tip: use leads list"),
        ("ann@example.com", "tip: use --email: "),
    ]);
}

#[test]
fn clear_errors_get_no_tip() {
    for line in [
        "auth --profile acme",
        "sandbox 100",
        "list -c",
        "list --sort wrong",
    ] {
        let words = ["leads"].into_iter().chain(line.split_whitespace());
        let shown = with_tip(parse(words).unwrap_err()).to_string();
        assert!(!shown.contains("tip: "), "{shown}");
    }
}
