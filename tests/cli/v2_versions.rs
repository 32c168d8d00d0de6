//! The API version of requests: how `auto` uses the first response, and versions that
//! the user selected.

use std::sync::atomic::{AtomicUsize, Ordering};

use leads::sandbox::{Generation, Intercom, Reply, Request};

use crate::answers;
use crate::harness::{Harness, only, settings};
use crate::list::ids;
use crate::v2;

fn versions(harness: &Harness) -> Vec<String> {
    let requests = harness.requests();
    let version = |request: &Request| request.header("intercom-version").unwrap().to_owned();
    requests.iter().map(version).collect()
}

/// A workspace of both generations whose responses to 1.x are changed by `change`.
fn changing_1_x(
    change: impl Fn(usize, Reply, &Request, &Intercom) -> Reply + Send + Sync + 'static,
) -> Harness {
    let calls = AtomicUsize::new(0);
    Harness::with(settings(200), move |request, api| {
        let reply = api.reply(request);
        if request.header("intercom-version") == Some("1.4") {
            change(calls.fetch_add(1, Ordering::Relaxed), reply, request, api)
        } else {
            reply
        }
    })
}

#[test]
fn auto_requests_1_4_once_and_then_2_16() {
    let harness = v2::workspace(320);
    let outcome = harness.run("list -f jsonl").code(0).silent();
    assert_eq!(ids(&outcome), harness.api().ids());
    let versions = versions(&harness);
    assert_eq!(versions[0], "1.4");
    assert!(versions.len() >= 4);
    assert!(
        versions[1..].iter().all(|version| version == "2.16"),
        "{versions:?}"
    );
}

#[test]
fn auto_stays_with_1_4_where_it_is_served() {
    let harness = Harness::of(130);
    harness.run("list -q").code(0);
    assert!(versions(&harness).iter().all(|version| version == "1.4"));
    // A 404 does not show the version: the other one is requested once.
    let before = versions(&harness).len();
    harness.run("find --id none").code(1);
    assert_eq!(versions(&harness)[before..], ["1.4", "2.16"]);
}

#[test]
fn auto_reports_its_switch_with_verbose() {
    let harness = v2::workspace(3);
    let outcome = harness
        .run("list -v")
        .code(0)
        .says("continuing with version 2.16");
    assert_eq!(outcome.stderr().matches("continuing with").count(), 1);
    assert_eq!(outcome.lines().len(), 4);
    harness.run("list").code(0).silent();
}

#[test]
fn every_command_switches_the_version() {
    let harness = v2::workspace(40);
    let id = harness.api().ids()[3].clone();
    harness.run("list --count").code(0).prints("40\n").silent();
    assert_eq!(versions(&harness), ["1.4", "2.16"]);
    let found = harness.run(["find", "-f", "jsonl", "--id", &id]).code(0);
    assert_eq!(ids(&found.silent()), [id.as_str()]);
    harness.run("list --page 1 --per-page 5 -q").code(0);
    harness.run("list --sort updated_at -q").code(0);
    harness.run("list --sort updated_at --limit 3 -q").code(0);
    harness
        .run("find --scan --json --email x@example.com")
        .code(1);
}

#[test]
fn a_list_in_the_format_of_2_x_switches_the_version() {
    let harness = changing_1_x(|_, _, _, api| {
        let request = Request {
            headers: vec![
                ("Authorization".into(), "Bearer x".into()),
                ("Intercom-Version".into(), "2.16".into()),
            ],
            ..Request::new("GET", "/contacts?per_page=60")
        };
        api.reply(&request)
    });
    let outcome = harness.run("list -f jsonl").code(0).silent();
    assert_eq!(ids(&outcome), harness.api().ids());
    assert_eq!(versions(&harness)[..2], ["1.4", "2.16"]);
}

#[test]
fn a_contact_in_the_format_of_2_x_switches_the_version() {
    for mark in [r#""role":"lead""#, r#""workspace_id":"w1""#] {
        let harness = Harness::answering(move |_| {
            Reply::json(200, format!(r#"{{"type":"contact","id":"a1",{mark}}}"#))
        });
        let outcome = harness.run("find -f jsonl --id a1").code(0).silent();
        assert_eq!(ids(&outcome), ["a1"]);
        assert_eq!(versions(&harness), ["1.4", "2.16"]);
    }
}

#[test]
fn other_refusals_never_change_the_version() {
    for (status, code, exit) in [
        (401, "unauthorized", 3),
        (403, "api_plan_restricted", 5),
        (404, "not_found", 5),
        (429, "rate_limit_exceeded", 6),
        (500, "server_error", 4),
        (400, "parameter_invalid", 5),
    ] {
        let harness = Harness::answering(move |_| {
            answers::error(status, code, "no").with_header("Retry-After", "0")
        });
        harness.run("list --json --retries 1").code(exit).prints("");
        assert!(
            versions(&harness).iter().all(|version| version == "1.4"),
            "{status}"
        );
    }
}

#[test]
fn a_rate_limit_before_the_first_response_does_not_settle_the_version() {
    let calls = AtomicUsize::new(0);
    let harness = Harness::with(only(Generation::V2, 20), move |request, api| {
        if calls.fetch_add(1, Ordering::Relaxed) == 0 {
            return answers::error(429, "rate_limit_exceeded", "slow")
                .with_header("Retry-After", "0");
        }
        api.reply(request)
    });
    let outcome = harness.run("list -f jsonl").code(0);
    assert_eq!(ids(&outcome), harness.api().ids());
    assert_eq!(versions(&harness)[..3], ["1.4", "1.4", "2.16"]);
}

#[test]
fn a_response_of_2_x_after_one_of_1_x_is_exit_5() {
    let contacts = v2::leads(60);
    let harness = changing_1_x(move |call, reply, _, _| {
        if call == 0 {
            reply
        } else {
            v2::list(&contacts, 200, &serde_json::Value::Null)
        }
    });
    harness
        .run("list --json -o leads.json")
        .code(5)
        .says("in the format of a different version");
    assert!(versions(&harness).iter().all(|version| version == "1.4"));
    assert!(!harness.files().contains(&"leads.json".to_owned()));
}

#[test]
fn a_version_refused_after_a_success_is_exit_5() {
    let harness = changing_1_x(|call, reply, _, _| {
        if call == 0 {
            reply
        } else {
            answers::error(400, "intercom_version_invalid", "gone")
        }
    });
    harness
        .run("list --json -o leads.json")
        .code(5)
        .says("gone");
    assert!(versions(&harness).iter().all(|version| version == "1.4"));
}

#[test]
fn a_workspace_that_refuses_every_version_is_exit_5() {
    let harness = Harness::answering(|_| {
        answers::error(
            400,
            "intercom_version_invalid",
            "The requested version could not be found",
        )
    });
    harness
        .run("list --json")
        .code(5)
        .prints("")
        .says("intercom_version_invalid")
        .never_says("--api-version auto");
    assert_eq!(versions(&harness), ["1.4", "2.16"]);
}

#[test]
fn a_pinned_version_is_kept_and_its_refusal_explained() {
    for (api, version) in [(Generation::V2, "1.4"), (Generation::V1, "2.16")] {
        let harness = Harness::with(only(api, 5), |request, api| api.reply(request));
        harness
            .run(["list", "--json", "--api-version", version])
            .code(5)
            .prints("")
            .says("intercom_version_invalid")
            .says("hint: ")
            .says("omit it to detect one");
        assert_eq!(versions(&harness), [version]);
    }
}

#[test]
fn the_other_format_is_an_error_with_a_pinned_version() {
    for (pinned, answered) in [("1.4", "2.16"), ("2.16", "1.4")] {
        let harness = Harness::answering(move |request| {
            if answered == "1.4" {
                return answers::list(request, &answers::leads(3));
            }
            v2::list(&v2::leads(3), 3, &serde_json::Value::Null)
        });
        harness
            .run(["list", "--json", "--api-version", pinned])
            .code(5)
            .prints("")
            .says("in the format of a different version")
            .says("omit it to detect one");
        assert_eq!(versions(&harness), [pinned]);
    }
}

#[test]
fn a_version_is_sent_as_typed() {
    for version in ["2.0", "2.7", "2.11", "2.15", "2.17", "Preview"] {
        let harness = v2::workspace(160);
        let outcome = harness.run(["list", "-f", "jsonl", "--api-version", version]);
        assert_eq!(ids(&outcome.code(0).silent()), harness.api().ids());
        assert!(
            versions(&harness).iter().all(|sent| sent == version),
            "{version}"
        );
    }
}

#[test]
fn invalid_versions_are_refused_before_any_request() {
    let harness = v2::workspace(1);
    for version in ["3.0", "2", "2.99", "preview", "1.5", "2.x"] {
        harness
            .run(["list", "--api-version", version])
            .code(2)
            .says(version);
    }
    assert_eq!(harness.requests().len(), 0);
}

#[test]
fn large_pages_are_lowered_on_1_x_and_kept_on_2_x() {
    let old = Harness::with(only(Generation::V1, 100), |request, api| api.reply(request));
    let outcome = old.run("list -f jsonl --per-page 120").code(0);
    let outcome = outcome.says("--per-page 120 is lowered to 60");
    assert_eq!(ids(&outcome), old.api().ids());
    let new = v2::workspace(200);
    let outcome = new.run("list -f jsonl --per-page 120").code(0).silent();
    assert_eq!(ids(&outcome), new.api().ids());
    let sizes = v2::searches(&new);
    assert!(
        sizes
            .iter()
            .all(|question| question["pagination"]["per_page"] == 120)
    );
    new.run("list --per-page 151").code(2);
}

#[test]
fn a_version_refused_with_status_200_switches_the_version() {
    let harness =
        changing_1_x(|_, _, _, _| answers::error(200, "intercom_version_invalid", "not this one"));
    let outcome = harness.run("list -f jsonl").code(0).silent();
    assert_eq!(ids(&outcome), harness.api().ids());
}

#[test]
fn nothing_is_printed_twice_after_a_switch_of_the_version() {
    let harness = v2::workspace(30);
    let outcome = harness.run("list -f csv --fields id").code(0);
    assert_eq!(
        outcome.lines().iter().filter(|line| **line == "id").count(),
        1
    );
    let outcome = harness.run("list --json").code(0);
    assert!(serde_json::from_str::<serde_json::Value>(outcome.stdout()).is_ok());
}
