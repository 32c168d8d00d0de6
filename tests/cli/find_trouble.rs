//! `leads find` against servers that ignore filters: leads that do not match are never
//! printed.

use leads::sandbox::Reply;

use crate::answers;
use crate::harness::{Harness, formats, settings};
use crate::list::ids;

#[test]
fn an_ignored_filter_is_detected() {
    for format in formats() {
        for value in [["--email", "ann@example.com"], ["--phone", "+353 1"]] {
            let harness = Harness::with(settings(130), |request, api| {
                let mut request = request.clone();
                request
                    .query
                    .retain(|(name, _)| name != "email" && name != "phone");
                api.reply(&request)
            });
            let outcome = harness
                .run(["find", "-f", format, value[0], value[1]])
                .code(5);
            assert!(!outcome.stdout().contains("contact"), "{outcome}");
            assert!(outcome.stdout().lines().count() <= 1, "{outcome}");
            let outcome = outcome.says("ignored the filter").says(value[1]);
            let outcome = outcome.says("hint: use --scan to read every lead");
            assert!(!outcome.stdout().contains(']'), "{outcome}");
            // Further windows may have been requested in parallel.
            assert!(harness.requests().len() <= 5, "it ends at once");
        }
    }
}

#[test]
fn an_ignored_filter_prints_nothing_at_all() {
    for format in formats() {
        let harness = Harness::answering(|request| {
            let other = r#"{"id":"a","email":"other@example.com"}"#;
            let reply = answers::list(request, &[other]);
            answers::changed(reply, |body| body["pages"]["next"] = "more".into())
        });
        let args = ["find", "--email", "ann@example.com", "-f", format];
        harness.run(args).code(5).prints("");
    }
}

#[test]
fn a_wrong_lead_among_right_ones_is_left_out() {
    let harness = Harness::answering(|request| {
        let leads = [
            r#"{"id":"a","email":"ann@example.com"}"#,
            r#"{"id":"b","email":null}"#,
        ];
        answers::list(request, &leads)
    });
    let outcome = harness.run("find -f jsonl --email ann@example.com").code(0);
    let warning = "warning: 1 lead that the API sent has another e-mail address and is left out\n";
    assert_eq!(outcome.stderr(), warning);
    assert_eq!(ids(&outcome), ["a"]);
    harness
        .run("find -f jsonl --email bob@example.com")
        .code(1)
        .prints("")
        .says("2 leads that the API sent have another e-mail address and are left out")
        .says("no lead found for bob@example.com");
    let scanned = harness.run("find -f jsonl --scan --email ann@example.com");
    assert_eq!(ids(&scanned.code(0)), ["a"]);
}

#[test]
fn one_lead_instead_of_a_list_is_accepted() {
    let harness = Harness::answering(|_| {
        Reply::json(
            200,
            r#" {"type":"contact","id":"a","email":"ann@example.com"} "#,
        )
    });
    let outcome = harness.run("find -f jsonl --email ann@example.com").code(0);
    let expected = "{\"type\":\"contact\",\"id\":\"a\",\"email\":\"ann@example.com\"}\n";
    let outcome = outcome.prints(expected);
    assert_eq!(outcome.stderr(), "");
    harness
        .run("find -f jsonl --email bob@example.com")
        .code(1)
        .prints("");
}

#[test]
fn a_404_to_a_search_is_no_match() {
    let harness = Harness::answering(|_| answers::error(404, "not_found", "Contact Not Found"));
    harness
        .run("find --json --email a@example.com")
        .code(1)
        .prints("[]\n");
    harness
        .run("find --json --phone 123")
        .code(1)
        .prints("[]\n");
    harness.run("find --json --id 123").code(1).prints("[]\n");
}

#[test]
fn a_lead_that_was_not_requested_is_not_printed() {
    let harness = Harness::answering(|_| Reply::json(200, r#"{"type":"contact","id":"b"}"#));
    harness
        .run("find --json --id a")
        .code(5)
        .prints("")
        .says("requested lead a");
}

#[test]
fn more_matches_than_fit_on_a_page_are_printed() {
    let harness = Harness::answering(|request| {
        let leads: Vec<_> = (0..140)
            .map(|n| {
                let created = 2_000 - n;
                format!(r#"{{"id":"n{n}","email":"info@example.com","created_at":{created}}}"#)
            })
            .collect();
        answers::list(request, &leads)
    });
    let outcome = harness
        .run("find -f jsonl --email info@example.com")
        .code(0)
        .silent();
    assert_eq!(ids(&outcome).len(), 140);
}

#[test]
fn a_search_that_the_api_truncated_is_reported() {
    let harness = Harness::answering(|request| {
        let reply = answers::list(request, &[r#"{"id":"a","email":"ann@example.com"}"#]);
        answers::changed(reply, |body| body["limited"] = true.into())
    });
    harness
        .run("find -f jsonl --email ann@example.com")
        .code(0)
        .says("warning: the API marked a response as limited");
}

#[test]
fn a_failure_after_the_first_match_leaves_the_array_open() {
    let harness = Harness::answering(|request| match request.parameter("email") {
        Some("ann@example.com") => {
            answers::list(request, &[r#"{"id":"a","email":"ann@example.com"}"#])
        }
        _ => answers::error(403, "api_plan_restricted", "not in your plan"),
    });
    let command = "find --email ann@example.com --email bob@example.com";
    let outcome = harness.run(format!("{command} --json").as_str()).code(5);
    assert!(outcome.stdout().contains("\"a\"") && !outcome.stdout().contains(']'));
    harness
        .run(format!("{command} -o found.json").as_str())
        .code(5);
    assert_eq!(harness.files(), [""; 0]);
}

#[test]
fn a_response_of_the_other_generation_to_a_pinned_version_is_an_error() {
    for body in [
        r#"{"type":"contact","id":"a","role":"lead","workspace_id":"w"}"#,
        r#"{"type":"list","data":[{"type":"contact","id":"a"}],"total_count":1}"#,
    ] {
        Harness::answering(move |_| Reply::json(200, body))
            .run("find --json --id a --api-version 1.4")
            .code(5)
            .prints("")
            .says("format of a different version");
    }
}

#[test]
fn an_invalid_number_is_reported_and_the_others_are_found() {
    let harness = Harness::of(345);
    let outcome = harness.run_with_input("find --phone - -f jsonl", "phone\n+447700900452\n");
    let outcome = outcome
        .code(0)
        .says("phone is not a phone number: it has no digits");
    assert_eq!(outcome.lines().len(), 1);
    assert_eq!(harness.requests().len(), 2, "one for each spelling");
}

#[test]
fn a_404_that_is_not_from_the_api_is_an_error() {
    let harness = Harness::answering(|_| Reply::status(404));
    for kind in ["--email a@example.com", "--phone 123", "--id a"] {
        let outcome = harness.run(format!("find {kind} --json").as_str());
        outcome.code(5).prints("").says("404");
    }
}

#[test]
fn an_error_with_status_200_is_treated_by_its_code() {
    for (code, exit) in [
        ("token_revoked", 3),
        ("rate_limit_exceeded", 6),
        ("server_error", 4),
    ] {
        let harness =
            Harness::answering(move |_| Reply::json(200, answers::error(200, code, "no").body));
        let outcome = harness.run("list --json --retries 0").code(exit);
        outcome.prints("").says(code);
    }
}

#[test]
fn empty_input_and_input_without_a_match_are_reported_differently() {
    let harness = Harness::of(5);
    for (kind, message) in [
        ("--email", "standard input has no e-mail address"),
        ("--phone", "standard input has no phone number"),
        ("--id", "standard input has no id"),
    ] {
        for scan in ["", " --scan"] {
            harness
                .run_with_input(format!("find {kind} - --json{scan}").as_str(), "\n \n")
                .code(1)
                .prints("[]\n")
                .says(message);
        }
    }
}

#[test]
fn input_that_is_not_text_is_refused() {
    let harness = Harness::of(5);
    harness
        .run_with_input("find --email -", b"\xff\xfea\x00")
        .code(2)
        .says("standard input");
}
