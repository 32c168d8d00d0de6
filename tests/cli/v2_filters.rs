//! Filters of 2.x: sent to the server only roughly, and applied exactly by the program;
//! and servers that fail.

use std::sync::atomic::{AtomicUsize, Ordering};

use leads::sandbox::{Generation, Reply};
use serde_json::{Value, json};

use crate::answers::{self, cut_short};
use crate::harness::{Harness, only};
use crate::list::ids;
use crate::v2;

const NOON: i64 = 1_769_860_800; // 2026-01-31T12:00:00Z
const DAY: i64 = 86_400;

fn pinned(leads: u32) -> Harness {
    v2::workspace(leads).env("LEADS_API_VERSION", "2.16")
}

fn seconds(value: Option<Value>) -> i64 {
    value.unwrap().as_str().unwrap().parse().unwrap()
}

#[test]
fn times_are_sent_as_wide_ranges_and_checked_to_the_second() {
    let mut contacts = vec![v2::lead("far", NOON + 3 * DAY)];
    for (id, offset) in [
        ("after", 1),
        ("noon", 0),
        ("before", -1),
        ("long", -3 * DAY),
    ] {
        contacts.push(v2::lead(id, NOON + offset));
    }
    contacts.push(v2::lead("never", 0).replace(":0}", ":null}"));
    let harness = v2::answering(move |request| v2::page(request, &contacts));
    let (noon, next) = (NOON.to_string(), (NOON + 1).to_string());
    let since = harness
        .run(["list", "-f", "jsonl", "--since", &noon])
        .code(0);
    assert_eq!(ids(&since), ["far", "after", "noon"]);
    let until = harness
        .run(["list", "-f", "jsonl", "--until", &noon])
        .code(0);
    assert_eq!(ids(&until), ["before", "long"]);
    let both = ["list", "-f", "jsonl", "--since", &noon, "--until", &next];
    assert_eq!(ids(&harness.run(both).code(0)), ["noon"]);
    // The server compares whole days in the workspace's zone, and `>` excludes the day
    // itself.
    let searches = v2::searches(&harness);
    for search in [&searches[0], &searches[2]] {
        assert!(seconds(v2::filter(search, "created_at", ">")) <= NOON - DAY - 12 * 3600);
    }
    for search in [&searches[1], &searches[2]] {
        assert!(seconds(v2::filter(search, "created_at", "<")) >= NOON + DAY + 12 * 3600);
    }
    assert_eq!(v2::filter(&searches[0], "role", "="), Some(json!("lead")));
}

#[test]
fn changes_are_narrowed_by_their_own_time() {
    let contacts = [NOON - 9, NOON, NOON + 5].map(|updated| {
        format!(r#"{{"type":"contact","id":"l{updated}","role":"lead","created_at":9,"updated_at":{updated}}}"#)
    });
    let harness = v2::answering(move |request| v2::page(request, &contacts));
    let outcome = harness
        .run("list -f jsonl --updated-since 1769860800")
        .code(0);
    assert_eq!(ids(&outcome), ["l1769860800", "l1769860805"]);
    let search = &v2::searches(&harness)[0];
    assert!(v2::filter(search, "updated_at", ">").is_some());
    assert!(v2::filter(search, "created_at", ">").is_none());
}

#[test]
fn every_second_of_a_day_is_in_the_right_range() {
    let harness = pinned(200);
    let all = harness.run("list -f jsonl").code(0);
    let leads: Vec<(String, i64)> = all
        .lines()
        .into_iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|lead| {
            (
                lead["id"].as_str().unwrap().to_owned(),
                lead["created_at"].as_i64().unwrap(),
            )
        })
        .collect();
    for place in [3, 50, 120] {
        for offset in [-1, 0, 1] {
            let when = leads[place].1 + offset;
            let text = when.to_string();
            let since = harness.run(["list", "-f", "jsonl", "--since", &text]);
            let until = harness.run(["list", "-f", "jsonl", "--until", &text]);
            let (newer, older): (Vec<_>, Vec<_>) = leads
                .iter()
                .cloned()
                .partition(|(_, created)| *created >= when);
            let names = |leads: Vec<(String, i64)>| -> Vec<String> {
                leads.into_iter().map(|(id, _)| id).collect()
            };
            assert_eq!(ids(&since.code(0)), names(newer), "{when}");
            assert_eq!(ids(&until.code(0)), names(older), "{when}");
        }
    }
}

#[test]
fn tags_and_segments_are_sent_to_the_server() {
    let harness = pinned(100);
    harness
        .run("list --tag 17513 --segment 53203e244cba153d39000063 -q")
        .code(0);
    let search = &v2::searches(&harness)[0];
    assert_eq!(v2::filter(search, "tag_id", "="), Some(json!("17513")));
    assert_eq!(
        v2::filter(search, "segment_id", "="),
        Some(json!("53203e244cba153d39000063"))
    );
}

#[test]
fn a_tag_is_checked_unless_the_list_has_more() {
    let contacts = [
        r#"{"type":"contact","id":"has","role":"lead","tags":{"type":"list","data":[{"id":"7"}],"has_more":false}}"#,
        r#"{"type":"contact","id":"hasnot","role":"lead","tags":{"type":"list","data":[{"id":"8"}],"has_more":false}}"#,
        r#"{"type":"contact","id":"more","role":"lead","tags":{"type":"list","data":[{"id":"8"}],"has_more":true}}"#,
        r#"{"type":"contact","id":"null","role":"lead","tags":null}"#,
    ];
    let harness = v2::answering(move |request| v2::page(request, &contacts));
    let outcome = harness.run("list -f jsonl --tag 7").code(0);
    assert_eq!(ids(&outcome), ["has", "more"]);
    harness.run("list --count --tag 7").code(0).prints("2\n");
}

#[test]
fn a_refused_filter_is_exit_5_with_the_apis_message() {
    for status in [400, 422] {
        let harness = v2::answering(move |_| {
            answers::error(status, "parameter_invalid", "Operator '>' is not supported")
        });
        for filter in ["--since 7d", "--tag 5", "--segment 5", "--tag 7 --count"] {
            harness
                .run(format!("list --json {filter}").as_str())
                .code(5)
                .prints("")
                .says(&format!(
                    "the API answered {status} to POST /contacts/search"
                ))
                .says("Operator '>' is not supported (parameter_invalid) [request req-77]");
        }
        // Times can be left out, tags and segments cannot.
        assert_eq!(harness.requests().len(), 5);
    }
}

#[test]
fn a_refused_sort_is_done_by_the_program() {
    let contacts = v2::leads(7);
    let harness = v2::answering(move |request| {
        if v2::question(request)["sort"]["field"] != "created_at" {
            return answers::error(400, "parameter_invalid", "Cannot sort by this");
        }
        v2::page(request, &contacts)
    });
    let outcome = harness
        .run("list -f jsonl --sort updated_at --limit 2")
        .code(0);
    assert_eq!(ids(&outcome), ["lead1", "lead2"]);
}

/// A workspace of 2.x that responds to one of its searches with `fault`.
fn failing_at(call: usize, fault: impl Fn(&Reply) -> Reply + Send + Sync + 'static) -> Harness {
    let calls = AtomicUsize::new(0);
    let settings = only(Generation::V2, 320);
    Harness::with(settings, move |request, api| {
        let reply = api.reply(request);
        if request.path == "/contacts/search" && calls.fetch_add(1, Ordering::Relaxed) == call {
            fault(&reply).with_header("Retry-After", "0")
        } else {
            reply
        }
    })
}

type Fault = (&'static str, fn(&Reply) -> Reply);

/// A temporary fault of each kind.
fn faults() -> Vec<Fault> {
    vec![
        ("500", |_| answers::error(500, "server_error", "oops")),
        ("503", |_| Reply::status(503)),
        ("429", |_| {
            answers::error(429, "rate_limit_exceeded", "slow")
        }),
        ("429 in 200", |_| {
            answers::error(200, "rate_limit_exceeded", "slow")
        }),
        ("cut", cut_short),
        ("html", |_| Reply::json(200, "<html>busy</html>")),
        ("empty", |_| Reply::json(200, "")),
        ("half", |reply| {
            Reply::json(200, &reply.body[..reply.body.len() / 2])
        }),
    ]
}

#[test]
fn temporary_failures_are_retried_on_every_page() {
    for (name, fault) in faults() {
        for call in [0, 1, 2] {
            let harness = failing_at(call, fault);
            let outcome = harness.run("list -f jsonl").code(0).silent();
            assert!(ids(&outcome) == harness.api().ids(), "{name} at {call}");
            let again = v2::searches(&harness);
            assert_eq!(again[call], again[call + 1], "{name}");
        }
    }
}

#[test]
fn permanent_failures_are_reported_with_their_exit_code() {
    for (name, fault) in faults() {
        let harness = v2::answering(move |request| {
            fault(&v2::page(request, &v2::leads(3))).with_header("Retry-After", "0")
        });
        let exit = match name {
            "429" | "429 in 200" => 6,
            "html" | "empty" | "half" => 5,
            _ => 4,
        };
        harness.run("list --json --retries 0").code(exit).prints("");
        assert_eq!(harness.requests().len(), 1, "{name}");
    }
}

#[test]
fn an_error_under_a_200_after_a_good_page_leaves_no_file() {
    let harness = failing_at(1, |_| answers::error(200, "forbidden", "no more of it"));
    harness
        .run("list --json -o x.json")
        .code(5)
        .says("no more of it");
    assert!(!harness.files().contains(&"x.json".to_owned()));
}
