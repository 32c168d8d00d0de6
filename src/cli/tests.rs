//! What the parser accepts and refuses, and its messages.

use clap::CommandFactory as _;
use clap::error::ErrorKind;

use super::command::trimmed;
use super::{Cli, parse, with_tip};
use crate::intercom::Region;

/// The error of a command line, given as words separated by spaces.
#[track_caller]
fn error(line: &str) -> clap::Error {
    error_of(&line.split_whitespace().collect::<Vec<_>>())
}

#[track_caller]
fn error_of(args: &[&str]) -> clap::Error {
    match parse(["leads"].iter().chain(args)) {
        Ok(cli) => panic!("{args:?} is accepted: {cli:?}"),
        Err(error) => with_tip(error),
    }
}

/// Asserts that a command line exits 2 with a message on standard error that
/// contains `part`.
#[track_caller]
fn assert_refused(args: &[&str], part: &str) {
    let error = error_of(args);
    assert_eq!(error.exit_code(), 2, "{error}");
    assert!(error.use_stderr(), "{error}");
    assert!(error.to_string().contains(part), "no {part:?}: {error}");
}

/// The help of a command line, on a terminal of 80 columns.
fn help(args: &[&str]) -> String {
    let words = ["leads"].iter().chain(args);
    let error = trimmed(Cli::command().term_width(80))
        .try_get_matches_from(words)
        .unwrap_err();
    assert_eq!(error.exit_code(), i32::from(error.use_stderr()) * 2);
    error.to_string()
}

#[test]
fn the_command_line_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn options_that_contradict_each_other_are_named() {
    for (line, named) in [
        ("list --page 1 --since 7d", "--since"),
        ("list --page 1 --until 7d", "--until"),
        ("list --page 1 --limit 3", "--limit"),
        ("list --json -f csv", "--format"),
        ("list -q -v", "--quiet"),
        ("find --email a@b.c --phone 1", "--phone"),
        ("find --id 1 --email a@b.c", "--email"),
        ("find", "--email"),
        ("find --scan", "--email"),
        ("list --count --limit 2", "--limit"),
        ("list --count --page 2", "--page"),
        ("list --jq . --count", "--count"),
        ("list --jq . --excel", "--excel"),
        ("list -r", "--jq"),
        ("list --arg a b", "--jq"),
        ("list --jq . --jq-file x", "--jq-file"),
        ("list --jq-file x --count", "--count"),
        ("list --jq-file x --excel", "--excel"),
    ] {
        let args: Vec<&str> = line.split_whitespace().collect();
        assert_refused(&args, named);
    }
}

#[test]
fn invalid_values_are_refused_by_the_options_name() {
    for (args, named) in [
        (["list", "--limit", "0"], "--limit"),
        (["list", "--limit", "-1"], "'-1'"),
        (
            ["list", "--limit", "-1"],
            "without it every lead is printed",
        ),
        (["list", "--limit", "many"], "--limit"),
        (["list", "--page", "0"], "--page"),
        (["list", "--per-page", "0"], "--per-page"),
        (["list", "--sort", "name"], "--sort"),
        (["list", "--order", "up"], "--order"),
        (["list", "--format", "xml"], "--format"),
        (["list", "--tag", " "], "--tag"),
        (["list", "--segment", ""], "--segment"),
        (["list", "--timeout", "0"], "--timeout"),
        (["list", "--timeout", "nan"], "--timeout"),
        (["list", "--retries", "-1"], "'-1'"),
        (["list", "--region", "uk"], "--region"),
        (["list", "--api-version", ""], "--api-version"),
        (["find", "--email", ""], "--email"),
        (["find", "--email", "  "], "--email"),
        (["find", "--phone", "call me"], "--phone"),
        (["find", "--id", ""], "--id"),
        (["sandbox", "--rate-limit", "12"], "--rate-limit"),
        (["sandbox", "--rate-limit", "0/1"], "--rate-limit"),
        (["sandbox", "--port", "70000"], "--port"),
        (["list", "--per-page", "151"], "--per-page"),
        (["fields", "--sample", "none"], "--sample"),
        (["fields", "--sample", "0"], "--sample"),
        (["fields", "--sample", "-1"], "'-1'"),
        (["fields", "--sample", ""], "--sample"),
    ] {
        assert_refused(&args, named);
    }
    for when in [
        "soon",
        "",
        "7q",
        "5m",
        "2026",
        "2026-02-30",
        "2026-01-31T25:00:00",
        "99999999999999999999d",
    ] {
        for option in ["--since", "--until", "--updated-since"] {
            assert_refused(&["list", option, when], option);
        }
    }
    assert_refused(&["list", "--since", "1769860800000"], "milliseconds");
    assert_refused(&["completions", "tcsh"], "tcsh");
}

#[test]
fn a_region_ignores_case() {
    let cli = parse(["leads", "list", "--region", "EU"]).unwrap();
    assert_eq!(cli.global.region, Some(Region::Eu));
}

#[test]
fn help_and_version_are_not_errors() {
    for args in [
        &["--help"][..],
        &["-h"],
        &["list", "--help"],
        &["list", "-h"],
        &["find", "--help"],
        &["fields", "--help"],
        &["sandbox", "--help"],
        &["completions", "--help"],
    ] {
        let error = error_of(args);
        assert_eq!(error.kind(), ErrorKind::DisplayHelp);
        assert_eq!(error.exit_code(), 0);
        assert!(!error.use_stderr());
        assert!(error.to_string().contains("Usage: leads"), "{error}");
    }
    let version = error("--version");
    assert_eq!(version.exit_code(), 0);
    let expected = concat!("leads ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(version.to_string(), expected);
}

#[test]
fn unknown_commands_and_options_are_refused() {
    for line in ["", "lst", "list --lmit 3", "list extra", "list --jobs"] {
        let error = error(line);
        assert!(error.use_stderr(), "{error}");
        assert_eq!(error.exit_code(), 2, "{error}");
    }
    assert_refused(&["lst"], "'list'");
    assert_refused(&["list", "--lmit", "3"], "--lmit");
    assert_refused(&["list", "--lmit", "3"], "--limit");
}

#[test]
fn short_help_fits_a_screen_and_long_help_ends_with_examples() {
    for command in [
        "",
        "list",
        "find",
        "fields",
        "sync",
        "auth",
        "auth login",
        "auth status",
        "auth logout",
        "config",
        "config path",
        "config profiles",
        "sandbox",
        "completions",
        "man",
    ] {
        let args: Vec<&str> = command.split_whitespace().collect();
        let short = help(&[&args[..], &["-h"]].concat());
        assert!(short.lines().count() <= 40, "{short}");
        let long = help(&[&args[..], &["--help"]].concat());
        assert!(long.contains("\nExamples:\n  "), "{long}");
    }
}
