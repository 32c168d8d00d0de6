//! Options that contradict each other or make no sense: exit 2, by name,
//! before any request.

use crate::harness::Harness;

#[test]
fn options_that_contradict_each_other_are_named() {
    let harness = Harness::of(1);
    for (command, named) in [
        ("list --page 1 --since 7d", "--since"),
        ("list --page 1 --until 7d", "--until"),
        ("list --page 1 --limit 3", "--limit"),
        ("list --json -f csv", "--format"),
        ("list -q -v", "--quiet"),
        ("list --excel", "--excel"),
        ("list --excel -f json", "--excel"),
        ("list --excel -o leads.tsv", "--excel"),
        ("find --email a@b.c --phone 1", "--phone"),
        ("find --id 1 --email a@b.c", "--email"),
        ("find", "--email"),
        ("find --scan", "--email"),
    ] {
        let outcome = harness.run(command).code(2).prints("");
        assert!(outcome.stderr().contains(named), "{outcome}");
    }
    assert_eq!(harness.requests().len(), 0);
}

#[test]
fn values_that_make_no_sense_are_refused_by_the_options_name() {
    let harness = Harness::of(1);
    for (args, named) in [
        (["list", "--limit", "0"], "--limit"),
        (["list", "--limit", "-1"], "'-1'"),
        (["list", "--limit", "many"], "--limit"),
        (["list", "--page", "0"], "--page"),
        (["list", "--per-page", "0"], "--per-page"),
        (["list", "--sort", "name"], "--sort"),
        (["list", "--order", "up"], "--order"),
        (["list", "--format", "xml"], "--format"),
        (["list", "--fields", ""], "--fields"),
        (["list", "--fields", "id,,name"], "--fields"),
        (["list", "--fields", "\"id"], "--fields"),
        (["list", "--tag", " "], "--tag"),
        (["list", "--segment", ""], "--segment"),
        (["list", "--timeout", "0"], "--timeout"),
        (["list", "--timeout", "nan"], "--timeout"),
        (["list", "--retries", "-1"], "'-1'"),
        (["list", "--region", "uk"], "--region"),
        (["list", "--api-version", "3.0"], "--api-version"),
        (["list", "--api-version", ""], "--api-version"),
        (["find", "--email", ""], "--email"),
        (["find", "--email", "  "], "--email"),
        (["find", "--phone", "call me"], "--phone"),
        (["find", "--id", ""], "--id"),
        (["sandbox", "--rate-limit", "12"], "--rate-limit"),
        (["sandbox", "--rate-limit", "0/1"], "--rate-limit"),
        (["sandbox", "--port", "70000"], "--port"),
    ] {
        let outcome = harness.run(args).code(2).prints("");
        assert!(outcome.stderr().contains(named), "{outcome}");
    }
    assert_eq!(harness.requests().len(), 0);
}

#[test]
fn variables_that_make_no_sense_are_refused_by_name() {
    for (name, value) in [("LEADS_FORMAT", "xml"), ("LEADS_API_VERSION", "one")] {
        let harness = Harness::of(1).env(name, value);
        harness.run("list").code(2).says(name).prints("");
    }
    let harness = Harness::of(1)
        .env("LEADS_REGION", "uk")
        .without("INTERCOM_API_BASE_URL");
    harness.run("list").code(2).says("LEADS_REGION uk");
}

#[test]
fn an_empty_variable_counts_as_unset() {
    let harness = Harness::of(2)
        .env("LEADS_FORMAT", "")
        .env("LEADS_API_VERSION", "")
        .env("LEADS_REGION", "")
        .env("LEADS_DEMO", "");
    harness.run("list --count").code(0).prints("2\n").silent();
}

#[test]
fn help_and_version_are_no_errors() {
    let harness = Harness::of(0).without("INTERCOM_ACCESS_TOKEN");
    for command in [
        "--help",
        "-h",
        "list --help",
        "list -h",
        "find --help",
        "fields --help",
        "sandbox --help",
        "completions --help",
    ] {
        let outcome = harness.run(command).code(0).silent();
        assert!(outcome.stdout().contains("Usage: leads"), "{outcome}");
    }
    let version = harness.run("--version").code(0);
    assert_eq!(
        version.stdout(),
        concat!("leads ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn what_is_not_known_is_refused_and_nothing_is_run() {
    let harness = Harness::of(1);
    for command in ["", "lst", "list --lmit 3", "list extra", "list --jobs"] {
        let outcome = harness.run(command);
        assert_eq!(outcome.stdout(), "", "{outcome}");
        assert!(!outcome.stderr().is_empty());
    }
    harness.run("lst").code(2).says("lst").says("list");
    harness
        .run("list --lmit 3")
        .code(2)
        .says("--lmit")
        .says("--limit");
    assert_eq!(harness.requests().len(), 0);
}

#[cfg(not(feature = "jq"))]
#[test]
fn a_build_without_jq_says_so() {
    let harness = Harness::of(1);
    harness
        .run("list --jq .")
        .code(2)
        .says("no --jq")
        .prints("");
    assert_eq!(harness.requests().len(), 0);
}

#[test]
fn completions_need_no_workspace() {
    let harness = Harness::of(0)
        .without("INTERCOM_ACCESS_TOKEN")
        .without("INTERCOM_API_BASE_URL");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let outcome = harness.run(["completions", shell]).code(0).silent();
        assert!(outcome.stdout().contains("leads"), "{shell}");
    }
    harness.run("completions tcsh").code(2).says("tcsh");
}

#[test]
fn short_help_fits_a_screen_and_long_help_ends_with_examples() {
    let harness = Harness::of(0).env("COLUMNS", "80");
    for command in [
        "",
        "list",
        "find",
        "fields",
        "auth",
        "auth login",
        "auth status",
        "auth logout",
        "config",
        "config path",
        "sandbox",
        "completions",
    ] {
        let args: Vec<&str> = command.split_whitespace().chain(["-h"]).collect();
        let short = harness.run(args.as_slice()).code(0);
        assert!(short.lines().len() <= 40, "{short}");
        let long = harness.run(&[&args[..args.len() - 1], &["--help"]].concat()[..]);
        let long = long.code(0);
        assert!(long.stdout().contains("\nExamples:\n  "), "{long}");
    }
}

#[test]
fn an_address_without_its_option_gets_a_tip() {
    let outcome = Harness::of(0).run("find ann@example.com").code(2);
    let _ = outcome.says("tip: ").says("leads find --email ");
}

#[test]
fn colours_of_help_errors_and_tables_go_by_the_option() {
    let harness = Harness::of(5);
    for args in ["list --help", "lst", "list --fields id,emial"] {
        for (option, coloured) in [("always", true), ("never", false), ("auto", false)] {
            let typed = format!("{args} --color {option}");
            let outcome = harness.run(typed.as_str());
            let shown = format!("{}{}", outcome.stdout(), outcome.stderr());
            assert_eq!(shown.contains('\u{1b}'), coloured, "{outcome}");
        }
    }
    let forced = Harness::of(5).env("CLICOLOR_FORCE", "1");
    assert!(forced.run("list").code(0).stdout().contains('\u{1b}'));
    let plain = forced.run("list -f csv").code(0);
    assert!(!plain.stdout().contains('\u{1b}'));
}

#[test]
fn colours_in_a_pipe_change_no_data() {
    let harness = Harness::of(100);
    let plain = harness.run("list --color never").code(0);
    let coloured = harness.run("list --color always").code(0);
    let stripped = anstream::adapter::strip_str(coloured.stdout()).to_string();
    assert_eq!(stripped, plain.stdout());
}

#[test]
fn what_a_newcomer_may_type_gets_a_tip() {
    let harness = Harness::of(1);
    for (typed, tip) in [
        ("--token abc list", "tip: arguments can be read by others: "),
        ("list --access-token abc", "set INTERCOM_ACCESS_TOKEN"),
        ("--demo", "tip: begin with: leads list"),
        ("list --lmit 3", "tip: a similar argument exists: '--limit'"),
    ] {
        let _ = harness.run(typed).code(2).says(tip);
    }
    let outcome = harness.run("auth --profile acme").code(2);
    let _ = outcome.says("login, status, logout").never_says("tip");
}
