//! Searches of 2.x with cursors: the query repeated on every page, refused or cyclic
//! cursors, and lists that change in between.

use std::sync::atomic::{AtomicUsize, Ordering};

use leads::sandbox::{Generation, Intercom, Reply};
use serde_json::{Value, json};

use crate::harness::{Harness, only};
use crate::list::ids;
use crate::{answers, v2};

pub(crate) fn expected(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("lead{number}")).collect()
}

/// A practice workspace of 2.x whose responses to searches are changed by `change`,
/// which gets the number of the search.
pub(crate) fn changing(
    leads: u32,
    change: impl Fn(usize, Reply, &Intercom) -> Reply + Send + Sync + 'static,
) -> Harness {
    let calls = AtomicUsize::new(0);
    let settings = only(Generation::V2, leads);
    let harness = Harness::with(settings, move |request, api| {
        let reply = api.reply(request);
        if request.path == "/contacts/search" {
            change(calls.fetch_add(1, Ordering::Relaxed), reply, api)
        } else {
            reply
        }
    });
    harness.env("LEADS_API_VERSION", "2.16")
}

fn refused_cursor() -> Reply {
    answers::error(400, "client_error", "Invalid starting_after param")
}

#[test]
fn every_page_repeats_the_question_the_order_and_the_size() {
    let harness = v2::workspace(120);
    harness
        .run("list --per-page 25 --since 2020-01-01 -f jsonl")
        .code(0);
    let searches = v2::searches(&harness);
    assert!(searches.len() >= 5);
    for (place, search) in searches[..5].iter().enumerate() {
        assert_eq!(search["query"], searches[0]["query"]);
        assert_eq!(search["sort"], searches[0]["sort"]);
        assert_eq!(search["pagination"]["per_page"], 25);
        let cursor = search["pagination"].get("starting_after");
        assert_eq!(cursor.is_some(), place > 0);
    }
    assert_eq!(
        searches[0]["sort"],
        json!({"field": "created_at", "order": "descending"})
    );
}

#[test]
fn a_cursor_is_sent_back_unchanged() {
    let cursors = ["a+b/c==\n", " +\n/\n ", "\u{e9}\"\\\u{1}%2B", "Wy0xLF0="];
    let contacts = v2::leads(5);
    let harness = v2::answering(move |request| {
        let cursor = v2::question(request)["pagination"]["starting_after"].clone();
        let place = cursor.as_str().map_or(0, |cursor| {
            1 + cursors.iter().position(|known| *known == cursor).unwrap()
        });
        let next = cursors
            .get(place)
            .map(|cursor| json!({"page": 2, "starting_after": cursor}));
        v2::list(
            &contacts[place..=place],
            5,
            &json!({"type": "pages", "next": next}),
        )
    });
    let outcome = harness.run("list -f jsonl").code(0).silent();
    assert_eq!(ids(&outcome), expected(5));
}

#[test]
fn no_cursor_ends_the_list() {
    for pages in [
        "null",
        "{}",
        r#"{"type":"pages","page":1,"per_page":150,"total_pages":1}"#,
        r#"{"next":null}"#,
        r#"{"next":{"page":2}}"#,
        r#"{"next":{"per_page":150,"starting_after":null}}"#,
        r#"{"next":{"starting_after":""}}"#,
    ] {
        let harness = v2::answering(move |_| {
            v2::list(&v2::leads(2), 2, &serde_json::from_str(pages).unwrap())
        });
        let outcome = harness.run("list -f jsonl").code(0).silent();
        assert_eq!(ids(&outcome), expected(2), "{pages}");
        assert_eq!(harness.requests().len(), 1, "{pages}");
    }
}

#[test]
fn a_list_that_ends_before_its_total_is_incomplete() {
    let harness = v2::answering(|request| {
        let first = v2::question(request)["pagination"]
            .get("starting_after")
            .is_none();
        let contacts = v2::leads(4);
        let (from, next) = if first {
            (0, json!("x"))
        } else {
            (2, Value::Null)
        };
        v2::list(
            &contacts[from..from + 2],
            9,
            &json!({"next": {"starting_after": next}}),
        )
    });
    harness
        .run("list --json")
        .code(8)
        .says("incomplete: 4 leads were read, the API reported 9");
}

#[test]
fn a_missing_total_is_not_an_error() {
    let contacts = v2::leads(160);
    let harness = v2::answering(move |request| {
        answers::changed(v2::page(request, &contacts), |body| {
            body["total_count"] = Value::Null;
        })
    });
    let outcome = harness.run("list -f jsonl").code(0).silent();
    assert_eq!(ids(&outcome), expected(160));
    harness.run("list --count").code(0).prints("160\n");
}

#[test]
fn a_search_restarts_after_a_refused_cursor_without_duplicates() {
    for status in [400, 422] {
        let harness = changing(400, move |call, reply, _| {
            if call == 1 {
                answers::error(status, "client_error", "Invalid starting_after param")
            } else {
                reply
            }
        });
        let outcome = harness.run("list -f jsonl").code(0);
        let outcome = outcome
            .says("Invalid starting_after param")
            .says("restarting");
        assert_eq!(ids(&outcome), harness.api().ids());
    }
}

#[test]
fn a_cursor_refused_again_and_again_is_exit_8() {
    let harness = changing(400, |call, reply, _| {
        if call % 2 == 0 {
            reply
        } else {
            refused_cursor()
        }
    });
    harness
        .run("list -f csv --fields id -o leads.csv")
        .code(8)
        .says("incomplete: 150 leads were read, the API reported 400")
        .says("hint: ");
    assert!(!harness.files().contains(&"leads.csv".to_owned()));
    assert!(harness.requests().len() <= 4);
    let partial = "list -f jsonl --partial -o leads.jsonl";
    harness.run(partial).code(8).says("incomplete: 150 leads");
    assert_eq!(harness.read("leads.jsonl").lines().count(), 150);
}

#[test]
fn a_cyclic_cursor_is_an_error() {
    // To itself, and in a cycle of two.
    for circle in [1, 2] {
        let calls = AtomicUsize::new(0);
        let harness = v2::answering(move |_| {
            let call = calls.fetch_add(1, Ordering::Relaxed);
            let next = json!({"next": {"starting_after": format!("c{}", call % circle)}});
            v2::list(&v2::leads(3), 900, &next)
        });
        let outcome = harness.run("list --json").says("error: ");
        assert!(matches!(outcome.exit(), Some(5 | 8)), "{outcome}");
        assert!(harness.requests().len() <= 50, "{circle}");
    }
}

#[test]
fn endless_cursors_end_with_an_error() {
    let calls = AtomicUsize::new(0);
    let harness = v2::answering(move |_| {
        let call = calls.fetch_add(1, Ordering::Relaxed);
        let next = json!({"next": {"starting_after": format!("c{call}")}});
        v2::list(&v2::leads(140), 140, &next)
    });
    let outcome = harness.run("list --json");
    assert!(matches!(outcome.exit(), Some(5 | 8)), "{outcome}");
    assert!(harness.requests().len() < 500);
}

#[test]
fn endless_empty_pages_end_with_an_error() {
    let calls = AtomicUsize::new(0);
    let harness = v2::answering(move |_| {
        let call = calls.fetch_add(1, Ordering::Relaxed);
        if call > 20_000 {
            return answers::error(403, "forbidden", "enough is enough");
        }
        let next = json!({"next": {"starting_after": format!("c{call}")}});
        v2::list(&[""; 0], 140, &next)
    });
    harness.run("list --json").code(8);
}

#[test]
fn an_empty_page_in_the_middle_ends_nothing() {
    let contacts = v2::leads(4);
    let harness = v2::answering(move |request| {
        let cursor = v2::question(request)["pagination"]["starting_after"].clone();
        let (shown, next) = match cursor.as_str() {
            None => (&contacts[..2], "b"),
            Some("b") => (&contacts[..0], "c"),
            _ => (&contacts[2..], ""),
        };
        v2::list(shown, 4, &json!({"next": {"starting_after": next}}))
    });
    let outcome = harness.run("list -f jsonl").code(0);
    assert_eq!(ids(&outcome), expected(4));
}

#[test]
fn a_response_can_have_smaller_pages() {
    let contacts = v2::leads(130);
    let harness = v2::answering(move |request| {
        let mut request = request.clone();
        let mut question = v2::question(&request);
        question["pagination"]["per_page"] = json!(50);
        request.body = question.to_string().into_bytes();
        v2::page(&request, &contacts)
    });
    let outcome = harness.run("list -f jsonl").code(0).silent();
    assert_eq!(ids(&outcome), expected(130));
}

#[test]
fn a_page_is_reached_by_as_many_cursors() {
    let harness = v2::workspace(95).env("LEADS_API_VERSION", "2.16");
    let outcome = harness.run("list -f jsonl --page 3 --per-page 30").code(0);
    assert_eq!(ids(&outcome), harness.api().ids()[60..90]);
    assert_eq!(harness.requests().len(), 3);
    let last = harness.run("list -f jsonl --page 4 --per-page 30").code(0);
    assert_eq!(ids(&last), harness.api().ids()[90..]);
    let beyond = harness.run("list --json --page 5 --per-page 30").code(0);
    beyond.prints("[]\n");
}

#[test]
fn a_second_check_starts_at_the_newest_leads_again() {
    let contacts = v2::leads(50);
    let harness = v2::answering(move |request| {
        answers::changed(v2::page(request, &contacts), |body| {
            body["total_count"] = json!(51);
        })
    });
    harness
        .run("list --json --per-page 10 --fields id")
        .code(8)
        .says("incomplete: 50 leads were read, the API reported 51");
    // Three times five pages, and after each the first page again.
    assert_eq!(harness.requests().len(), 18);
}

#[test]
fn a_server_that_keeps_failing_midway_is_exit_4() {
    let harness = changing(400, |call, reply, _| {
        if call == 0 {
            reply
        } else {
            answers::error(503, "service_unavailable", "busy").with_header("Retry-After", "0")
        }
    });
    harness
        .run("list --json --retries 1 -o leads.json")
        .code(4)
        .says("busy");
    assert!(!harness.files().contains(&"leads.json".to_owned()));
}

#[test]
fn a_lead_missing_at_the_end_does_not_count_as_new() {
    let contacts = v2::leads(50);
    let calls = AtomicUsize::new(0);
    let harness = v2::answering(move |request| {
        let mut shown = contacts.clone();
        // Five pages, three times, and the newest leads after each.
        if calls.fetch_add(1, Ordering::Relaxed) < 17 {
            shown.remove(44);
        }
        answers::changed(v2::page(request, &shown), |body| {
            body["total_count"] = json!(50);
        })
    });
    harness
        .run("list --json --per-page 10")
        .code(8)
        .says("incomplete: 49 leads were read, the API reported 50");
}

#[test]
fn pages_with_only_users_hide_no_lead_after_them() {
    // A server that ignores the role.
    let mut contacts: Vec<String> = (0..300)
        .map(|number| {
            format!(r#"{{"type":"contact","id":"u{number}","role":"user","created_at":9}}"#)
        })
        .collect();
    contacts.extend(v2::leads(3));
    let harness = v2::answering(move |request| v2::page(request, &contacts));
    let outcome = harness.run("list -f jsonl --per-page 10").code(0);
    assert_eq!(ids(&outcome), expected(3));
}

#[test]
fn a_full_page_without_an_end_and_a_total_is_not_the_end() {
    let contacts = v2::leads(150);
    for total in ["null", "0", "100"] {
        let contacts = contacts.join(",");
        let harness = v2::answering(move |_| {
            let body = format!(
                r#"{{"type":"list","data":[{contacts}],"total_count":{total},"pages":null}}"#
            );
            leads::sandbox::Reply::json(200, body)
        });
        harness
            .run("list --json")
            .code(8)
            .says("the API reports neither the number of leads nor the last page");
    }
}

#[test]
fn a_first_page_that_times_out_is_requested_smaller() {
    let harness = v2::answering(|request| {
        let size = v2::question(request)["pagination"]["per_page"].as_u64();
        if size > Some(40) {
            return answers::error(504, "server_timeout", "too slow");
        }
        let leads: Vec<String> = (1..=60)
            .map(|number| v2::lead(&format!("lead{number}"), 1_769_860_800 - number))
            .collect();
        v2::page(
            request,
            &leads.iter().map(String::as_str).collect::<Vec<_>>(),
        )
    });
    let outcome = harness.run("list -f jsonl --retries 0").code(0);
    let outcome = outcome.says("restarting the search with 75 leads per page");
    let outcome = outcome.says("--per-page 37 avoids this");
    assert_eq!(ids(&outcome), expected(60));
}

#[test]
fn a_search_in_another_order_is_named_as_the_cause() {
    let mut contacts = v2::leads(50);
    contacts.reverse();
    let harness = v2::answering(move |request| v2::page(request, &contacts));
    harness
        .run("list --json --per-page 10")
        .code(8)
        .says("the search is not sorted newest first");
}
