//! Faults of a scroll: it expires, responses are lost, it ends too early. The parameter
//! is the same for all pages, or different for each.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use leads::sandbox::{Reply, Settings};

use crate::answers::{self, wall};
use crate::harness::{Harness, settings};
use crate::scroll::{assert_all_once, is_scroll};

/// The parameter of a scroll's pages.
#[derive(Clone, Copy, Debug)]
enum Param {
    /// Different for each.
    PerPage,
    /// The same for all, so that the next page can be requested before a page is
    /// parsed.
    PerScroll,
    /// The same for all, and so long that even an empty page is large.
    Long,
}

const PARAMS: [Param; 3] = [Param::PerPage, Param::PerScroll, Param::Long];

/// A workspace whose scroll fails with `fault` on some requests, and can be started
/// again.
fn breaking(
    param: Param,
    fault: impl Fn(usize) -> Option<Reply> + Send + Sync + 'static,
) -> Harness {
    let (calls, place) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let settings = Settings {
        scroll_expiry: Duration::ZERO,
        ..settings(450)
    };
    // Served here, because a scroll that expires at once has only one page.
    Harness::with(settings, move |request, api| {
        if !is_scroll(request) {
            return wall(request, 120).unwrap_or_else(|| api.reply(request));
        }
        let page = match (request.parameter("scroll_param"), param) {
            (None, _) => 0,
            (Some(page), Param::PerPage) => page.parse().unwrap(),
            (Some(_), Param::PerScroll | Param::Long) => place.load(Ordering::Relaxed),
        };
        let reply = fault(calls.fetch_add(1, Ordering::Relaxed));
        // A lost page advanced the scroll; a page refused for the rate limit did not.
        let refused = |reply: &Reply| String::from_utf8_lossy(&reply.body).contains("rate_limit");
        let moves = !reply.as_ref().is_some_and(refused);
        place.store(page + usize::from(moves), Ordering::Relaxed);
        if let Some(reply) = reply {
            return reply;
        }
        let name = match param {
            Param::PerPage => (page + 1).to_string(),
            Param::PerScroll => "one/and+the same".to_owned(),
            Param::Long => "long".repeat(700),
        };
        let mut oldest = api.ids();
        oldest.reverse();
        let shown = oldest.iter().skip(page * 100).take(100);
        scroll_page(&name, &shown.collect::<Vec<_>>())
    })
}

fn scroll_page(param: &str, ids: &[&String]) -> Reply {
    let leads: Vec<_> = ids.iter().map(|id| answers::lead(id, 5)).collect();
    let leads = leads.join(",");
    Reply::json(
        200,
        format!(r#"{{"type":"contact.list","scroll_param":"{param}","contacts":[{leads}]}}"#),
    )
}

#[test]
fn a_scroll_that_expires_midway_restarts_without_duplicates() {
    for param in PARAMS {
        let harness = breaking(param, |call| {
            (call == 2).then(|| answers::error(404, "not_found", "scroll parameter not found"))
        });
        let outcome = harness.run("list -f jsonl").code(0);
        let outcome = outcome
            .says("scroll parameter not found")
            .says("restarting the scroll");
        assert_all_once(&harness, &outcome);
    }
}

#[test]
fn a_scroll_with_a_lost_response_restarts() {
    let half = scroll_page("one/and+the same", &[&"lead".repeat(10); 100]);
    // Requesting again would skip the page that was lost.
    for reply in [
        Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"type\":"),
        Reply::json(200, ""),
        Reply::json(200, half.body[..half.body.len() / 2].to_vec()),
        answers::error(200, "server_error", "not now"),
        Reply::status(503),
    ] {
        for param in PARAMS {
            let reply = reply.clone();
            let harness = breaking(param, move |call| (call == 1).then(|| reply.clone()));
            let outcome = harness
                .run("list -f jsonl")
                .code(0)
                .says("restarting the scroll");
            assert_all_once(&harness, &outcome);
        }
    }
}

#[test]
fn a_scroll_that_keeps_failing_is_incomplete() {
    for param in PARAMS {
        let harness = breaking(param, |call| {
            (call % 2 == 1).then(|| answers::error(404, "not_found", "scroll parameter not found"))
        });
        harness.write("leads.json", "old");
        harness
            .run("list -o leads.json")
            .code(8)
            .says("scroll parameter not found")
            .says("the scroll kept ending before its last page");
        assert_eq!(harness.read("leads.json"), "old");
    }
}

#[test]
fn a_scroll_continues_after_a_rate_limit() {
    for param in PARAMS {
        let harness = breaking(param, |call| {
            (call == 2).then(|| {
                answers::error(429, "rate_limit_exceeded", "slow down")
                    .with_header("Retry-After", "0")
            })
        });
        let outcome = harness.run("list -f jsonl").code(0).silent();
        assert_all_once(&harness, &outcome);
    }
}

#[test]
fn a_large_rate_limit_error_with_status_200_is_waited_for() {
    for param in PARAMS {
        let harness = breaking(param, |call| {
            let body = format!(
                r#"{{"type":"error.list","scroll_param":"one/and+the same",
                    "errors":[{{"code":"rate_limit_exceeded","message":"{}"}}]}}"#,
                "slow down ".repeat(300)
            );
            (call == 2).then(|| Reply::json(200, body).with_header("Retry-After", "0"))
        });
        let outcome = harness.run("list -f jsonl").code(0).silent();
        assert_all_once(&harness, &outcome);
    }
}

#[test]
fn a_scroll_is_not_requested_past_its_end() {
    for param in PARAMS {
        let harness = breaking(param, |_| None);
        let outcome = harness.run("list -f jsonl").code(0).silent();
        assert_all_once(&harness, &outcome);
        let requests = harness.requests();
        let calls = requests.iter().filter(|request| is_scroll(request)).count();
        assert_eq!(calls, 6, "450 leads, and the empty page");
    }
}

#[test]
fn a_scroll_that_ends_too_early_is_incomplete() {
    for param in PARAMS {
        let harness = breaking(param, |call| (call % 2 == 1).then(|| scroll_page("9", &[])));
        harness
            .run("list -f jsonl")
            .code(8)
            .says("incomplete: ")
            .says("the API reported 450");
    }
}
