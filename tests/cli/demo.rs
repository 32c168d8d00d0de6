//! `--demo`: leads without an account, which are never mixed with real ones.

use crate::harness::Harness;
use crate::list::ids;

const TOLD: &str = "demo data: these leads are made up\n";

/// A user without a workspace.
fn nobody() -> Harness {
    Harness::of(0)
        .without("INTERCOM_ACCESS_TOKEN")
        .without("INTERCOM_API_BASE_URL")
}

#[test]
fn the_demo_needs_nothing_and_is_accepted_anywhere() {
    let harness = nobody();
    for command in [
        "--demo list -f jsonl",
        "list --demo -f jsonl",
        "list -f jsonl --demo",
    ] {
        let outcome = harness.run(command).code(0);
        assert_eq!(outcome.stderr(), TOLD);
        assert_eq!(ids(&outcome).len(), 345);
    }
    harness
        .run("-q --demo list --count")
        .code(0)
        .prints("345\n")
        .silent();
    assert_eq!(harness.files(), [""; 0]);
}

#[test]
fn the_demo_has_leads_of_today() {
    let harness = nobody();
    let since = |when: &str| {
        let args = format!("-q --demo list --count --since {when}");
        let outcome = harness.run(args.as_str()).code(0);
        outcome.stdout().trim().parse::<u32>().unwrap()
    };
    assert_eq!(since("1min"), 0);
    assert!(since("10min") > 0);
    assert!((20..200).contains(&since("7d")));
    let listed = harness.run("-q --demo list -f jsonl --limit 1").code(0);
    let id = &ids(&listed)[0];
    let found = harness.run(["--demo", "find", "-f", "jsonl", "--id", id]);
    assert_eq!(ids(&found.code(0)), [id.as_str()], "ids do not change");
}

#[test]
fn the_variable_fixes_the_time_of_the_demo() {
    let harness = nobody().env("LEADS_DEMO", "2026-01-31T12:00");
    for args in ["list", "--demo list"] {
        let args = format!("-q {args} -f csv --no-header --limit 1 --fields created_at");
        let outcome = harness.run(args.as_str()).code(0);
        outcome.prints("2026-01-31T12:00:00Z\n");
    }
    nobody()
        .env("LEADS_DEMO", "2026-02-30")
        .run("list")
        .code(2)
        .says("LEADS_DEMO 2026-02-30: ");
}

#[test]
fn the_demo_shows_the_same_leads_each_time() {
    let harness = nobody().env("LEADS_DEMO", "2026-01-31T12:00");
    let once = harness.run("--demo list --json").code(0);
    let again = harness.run("--demo list --json").code(0);
    assert_eq!(once.stdout(), again.stdout());
}

#[test]
fn the_variable_turns_the_demo_on_and_off() {
    for on in ["1", "true", "yes"] {
        let outcome = nobody().env("LEADS_DEMO", on).run("list --count").code(0);
        assert_eq!(outcome.prints("345\n").stderr(), TOLD);
    }
    for off in ["", "0", "false"] {
        Harness::of(2)
            .env("LEADS_DEMO", off)
            .run("list --count")
            .code(0)
            .prints("2\n")
            .silent();
    }
    Harness::of(2)
        .env("LEADS_DEMO", "0")
        .run("--demo list --count")
        .code(0)
        .prints("345\n");
}

#[test]
fn the_demo_ignores_the_workspace_of_the_environment() {
    let harness = Harness::of(2).env("LEADS_REGION", "eu");
    harness.run("--demo list --count").code(0).prints("345\n");
    assert_eq!(harness.requests().len(), 0);
    let harness = nobody()
        .env("INTERCOM_API_BASE_URL", "not a url")
        .env("LEADS_REGION", "uk")
        .env("INTERCOM_ACCESS_TOKEN", "\n")
        .env("LEADS_PROFILE", "nobody")
        .env("LEADS_CONFIG", "nothing.toml");
    harness.run("--demo list --count").code(0).prints("345\n");
}

#[test]
fn the_demo_cannot_be_combined_with_another_workspace() {
    let harness = nobody();
    for (command, named) in [
        ("--demo list --base-url https://example.com", "--base-url"),
        ("list --demo --region eu", "--region"),
        ("--demo list --profile default", "--profile"),
        ("--demo sandbox", "sandbox"),
        ("--demo auth status", "auth"),
        ("auth login --demo", "auth"),
        ("auth logout --demo", "auth"),
    ] {
        let outcome = harness.run(command).code(2).prints("");
        assert!(outcome.stderr().contains(named), "{outcome}");
        assert!(!outcome.stderr().contains(TOLD));
    }
    let harness = nobody().env("LEADS_DEMO", "1");
    harness.run("sandbox").code(2).says("LEADS_DEMO");
    harness.run("auth status").code(2).says("LEADS_DEMO");
    harness.run("list --region eu").code(2).says("LEADS_DEMO");
}

#[test]
fn everything_can_be_tried_on_the_demo() {
    let harness = nobody();
    harness
        .run("--demo list -n 3 -o demo.csv")
        .code(0)
        .prints("");
    assert_eq!(harness.read("demo.csv").lines().count(), 4);
    let emails = harness
        .run("--demo list -q -f csv --no-header --fields email")
        .code(0);
    let email = *emails
        .lines()
        .iter()
        .find(|email| email.contains('@'))
        .unwrap();
    let found = harness
        .run(["--demo", "find", "--email", email, "-f", "jsonl"])
        .code(0);
    assert!(!ids(&found).is_empty());
    harness
        .run("--demo find --email nobody@nowhere.example")
        .code(1);
    harness.run("--demo list --sort last_seen_at -n 5").code(0);
    harness
        .run("--demo list -v --page 2")
        .code(0)
        .says("GET /contacts?page=2");
}
