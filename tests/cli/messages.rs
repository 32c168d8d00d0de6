//! Standard error: which messages are shown, their wording, and that they cannot harm a
//! terminal.

use snapbox::{assert_data_eq, str};

use crate::answers;
use crate::harness::{Harness, formats, settings};

#[test]
fn a_successful_run_prints_no_messages() {
    let harness = Harness::of(100);
    for format in formats() {
        harness.run(["list", "-f", format]).code(0).silent();
    }
}

#[test]
fn quiet_is_silent_about_all_but_errors() {
    let harness = Harness::of(100);
    harness.run("list -q --limit 3").code(0).silent();
    harness
        .run("list -q --per-page 99 --fields id,custom_attributes.plam")
        .code(0)
        .silent();
    harness
        .run("find -q --email none@example.org")
        .code(1)
        .silent();
    harness.run("--demo list -q").code(0).silent();
    harness
        .run("list -q --tag 999")
        .code(5)
        .says("error: ")
        .says("not_found");
}

#[test]
fn verbose_is_one_line_per_request_and_a_summary() {
    let outcome = Harness::of(100).run("list -f jsonl -v").code(0);
    assert_data_eq!(
        outcome.stderr(),
        str![[r"
GET /contacts?page=1&per_page=60 200 [..] ms, [..] calls left
GET /contacts?page=2&per_page=5[..] 200 [..] ms, [..] calls left
GET /contacts?page=1&per_page=60 200 [..] ms, [..] calls left
complete: 100 of 100 leads, 3 requests, 0 retries, [..] s

"]]
    );
}

#[test]
fn verbose_reports_retries() {
    let first = std::sync::atomic::AtomicBool::new(true);
    let harness = Harness::with(settings(3), move |request, api| {
        if first.swap(false, std::sync::atomic::Ordering::Relaxed) {
            return answers::error(503, "service_unavailable", "back soon")
                .with_header("Retry-After", "0");
        }
        api.reply(request)
    });
    let outcome = harness.run("list -f jsonl -v").code(0);
    assert_data_eq!(
        outcome.stderr(),
        str![[r"
GET /contacts?page=1&per_page=60 503 [..] ms
the API answered 503 to GET /contacts: back soon (service_unavailable) [request req-77]; retry 1 of 5 in 0.0 s
GET /contacts?page=1&per_page=60 200 [..] ms, [..] calls left
complete: 3 of 3 leads, 2 requests, 1 retry, [..] s

"]]
    );
}

#[test]
fn twice_verbose_shows_headers_and_hides_the_token() {
    let outcome = Harness::of(3).run("list -f jsonl -vv").code(0);
    let outcome = outcome.says("> authorization: Bearer (redacted)");
    outcome.says("< x-ratelimit-limit: ").says("< 200");
}

#[test]
fn twice_verbose_shows_the_requested_version() {
    let outcome = Harness::of(3).run("list -f jsonl -vv").code(0);
    outcome.says("> intercom-version: 1.4");
}

#[test]
fn verbose_does_not_change_standard_output() {
    let harness = Harness::of(100);
    let quiet = harness.run("list -f csv -q").code(0);
    let verbose = harness.run("list -f csv -vv").code(0);
    assert_eq!(quiet.stdout(), verbose.stdout());
}

#[test]
fn an_error_is_two_lines() {
    let harness = Harness::of(0).without("INTERCOM_ACCESS_TOKEN");
    let outcome = harness.run("list").code(3);
    assert_data_eq!(
        outcome.stderr(),
        str![[r"
error: no access token
hint: run `leads auth login`, or set INTERCOM_ACCESS_TOKEN to the access token of your Intercom app; `leads --demo list` needs none

"]]
    );
}

#[test]
fn arguments_cannot_colour_the_messages() {
    let harness = Harness::of(1);
    for args in [
        ["find", "--id", "\u{1b}[31mred\u{9b}1m\u{202e}"],
        ["list", "--fields", "\u{1b}[31mred"],
        ["list", "-o", "\u{1b}[31m.xyz"],
    ] {
        let outcome = harness.run(args);
        assert!(!outcome.stderr().is_empty());
        assert!(
            !outcome.stderr().contains(['\u{1b}', '\u{9b}', '\u{202e}']),
            "{outcome}"
        );
    }
}

#[test]
fn a_field_that_no_lead_has_is_reported_with_a_suggestion() {
    let harness = Harness::of(30);
    harness
        .run("list -f csv --fields id,e.mail")
        .code(0)
        .says("warning: no lead has the field e.mail; did you mean email?\n");
    harness
        .run("list -f csv --fields id,zzz.zzz")
        .code(0)
        .says("warning: no lead has the field zzz.zzz; `leads fields` lists the fields\n");
    harness
        .run("list --fields custom_attributes.plam -f jsonl")
        .code(0)
        .says("did you mean custom_attributes.plan?");
}

#[test]
fn a_suggestion_cannot_colour_the_messages() {
    let lead = r#"{"id":"a","colour\u001b[31m":1}"#;
    let harness = Harness::answering(move |request| answers::list(request, &[lead]));
    let outcome = harness
        .run(["list", "-f", "csv", "--fields", "id,colour[31m"])
        .code(2);
    assert!(!outcome.says("did you mean").stderr().contains('\u{1b}'));
}
