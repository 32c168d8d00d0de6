//! The precedence of options, environment and profile.

use clap::Parser as _;

use super::*;
use crate::cli::Cli;
use crate::http::Connection;

fn global(args: &[&str]) -> GlobalArgs {
    let words = ["leads"].iter().chain(args).chain(&["list"]);
    Cli::parse_from(words).global
}

/// The config of a user without config file and credential store.
fn config<'a>(global: &'a GlobalArgs, environment: Environment<'a>) -> Config<'a> {
    Config {
        global,
        environment,
        report: Report::default(),
        profile: ActiveProfile::without_file(),
        store: Store::none(),
    }
}

fn connect(args: &[&str], variables: &[(&str, &str)]) -> Result<Connection, Error> {
    let lookup = |name: &str| {
        let found = variables.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    config(&global(args), &lookup).connection()
}

const TOKEN: (&str, &str) = ("INTERCOM_ACCESS_TOKEN", "t0ken");

fn base(args: &[&str], variables: &[(&str, &str)]) -> String {
    let variables: Vec<_> = variables.iter().copied().chain([TOKEN]).collect();
    match connect(args, &variables) {
        Ok(connection) => connection.base_url,
        Err(failure) => failure.to_string(),
    }
}

#[test]
fn a_base_url_overrides_a_region_and_an_option_the_environment() {
    let local = ("INTERCOM_API_BASE_URL", "http://127.0.0.1:1/");
    assert_eq!(base(&[], &[]), "https://api.intercom.io");
    assert_eq!(
        base(&[], &[("LEADS_REGION", "eu")]),
        "https://api.eu.intercom.io"
    );
    assert_eq!(
        base(&[], &[("LEADS_REGION", "eu"), local]),
        "http://127.0.0.1:1"
    );
    assert_eq!(
        base(&["--region", "au"], &[local]),
        "https://api.au.intercom.io"
    );
    let both = ["--region", "au", "--base-url", "https://x.test/api/"];
    assert_eq!(base(&both, &[local]), "https://x.test/api");
    assert_eq!(
        base(&[], &[("LEADS_REGION", "")]),
        "https://api.intercom.io"
    );
}

#[test]
fn addresses_that_a_token_must_not_go_to_are_refused() {
    for url in [
        "http://api.intercom.io",
        "ftp://127.0.0.1",
        "api.intercom.io",
        "https://",
        "https://user:pw@api.intercom.io",
        "https://x.test/?q=1",
        "https://x.test:99999",
        "https://x.test:abc",
        "https://x.test:",
        "http://127.0.0.1:0",
        "http://127.0.0.1.evil.test",
        "http://localhost.evil.test",
    ] {
        let message = base(&["--base-url", url], &[]);
        assert!(message.starts_with("base URL "), "{url}: {message}");
        assert!(!message.contains("user:pw"), "{message}");
    }
    for url in [
        "http://localhost:9",
        "http://127.8.8.8:9/prefix",
        "http://[::1]:9",
        "http://[::1]",
    ] {
        assert_eq!(base(&["--base-url", url], &[]), url);
    }
}

#[test]
fn an_empty_token_counts_as_none_and_is_reported() {
    let message = |variables: &[(&str, &str)]| connect(&[], variables).unwrap_err().to_string();
    assert_eq!(message(&[]), "no access token");
    assert_eq!(
        message(&[("INTERCOM_ACCESS_TOKEN", " ")]),
        "no access token: INTERCOM_ACCESS_TOKEN is set but empty"
    );
    assert!(
        connect(
            &[],
            &[("INTERCOM_ACCESS_TOKEN", ""), ("INTERCOM_TOKEN", "t")]
        )
        .is_ok()
    );
    let split = message(&[("INTERCOM_ACCESS_TOKEN", "dG9r\nsecret")]);
    assert!(
        split.starts_with("INTERCOM_ACCESS_TOKEN: ") && !split.contains("secret"),
        "{split}"
    );
}

#[test]
fn versions_are_sent_as_typed_or_refused() {
    let version = |args: &[&str]| {
        let global = global(args);
        let version = config(&global, &|_| None).version();
        version
            .map(|version| version.name().to_owned())
            .map_err(|why| why.to_string())
    };
    assert_eq!(version(&[]).as_deref(), Ok("1.4"));
    assert_eq!(version(&["--api-version", "auto"]).as_deref(), Ok("1.4"));
    assert_eq!(version(&["--api-version", "1.0"]).as_deref(), Ok("1.0"));
    assert_eq!(version(&["--api-version", "2.10"]).as_deref(), Ok("2.10"));
    assert!(
        version(&["--api-version", "1.5"])
            .unwrap_err()
            .starts_with("--api-version 1.5: expected")
    );
}

#[test]
fn the_variable_can_disable_the_demo() {
    let is = |value: &str| {
        demo(&global(&[]), &|_| Some(value.to_owned()))
            .unwrap()
            .is_some()
    };
    assert!(is("1") && is("true") && !is("") && !is("0") && !is("false"));
    assert!(demo(&global(&["--demo"]), &|_| None).unwrap().is_some());
}

#[test]
fn a_page_size_above_the_maximum_of_a_pinned_version_is_refused() {
    let check = |size, args: &[&str]| {
        let global = global(args);
        config(&global, &|_| None).check_page_size(Some(size))
    };
    assert!(check(100, &[]).is_ok());
    assert!(check(60, &["--api-version", "1.2"]).is_ok());
    assert!(check(61, &["--api-version", "1.2"]).is_err());
    assert!(check(150, &["--api-version", "2.0"]).is_ok());
}
