//! Failing networks and servers: what is retried, what is not, and the exit codes.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use leads::sandbox::{Generation, Reply};

use crate::answers::{self, cut_short};
use crate::harness::{Harness, settings};
use crate::list::ids;

/// A workspace whose first `times` responses are `fault`.
pub(crate) fn at_first(
    times: usize,
    fault: impl Fn(&Reply) -> Reply + Send + Sync + 'static,
) -> Harness {
    let calls = AtomicUsize::new(0);
    Harness::with(settings(70), move |request, api| {
        let reply = api.reply(request);
        if calls.fetch_add(1, Ordering::Relaxed) < times {
            fault(&reply)
        } else {
            reply
        }
    })
}

pub(crate) fn always(fault: impl Fn(&Reply) -> Reply + Send + Sync + 'static) -> Harness {
    at_first(usize::MAX, fault)
}

fn busy(status: u16) -> Reply {
    answers::error(status, "server_error", "try later").with_header("Retry-After", "0")
}

#[track_caller]
pub(crate) fn recovers(harness: &Harness) {
    let outcome = harness.run("list -f jsonl").code(0).silent();
    assert_eq!(ids(&outcome), harness.api().ids());
}

#[test]
fn a_connection_refused_is_exit_4_and_says_what_to_check() {
    // A port that was free before may be used by another test now.
    let harness = Harness::of(0).env("INTERCOM_API_BASE_URL", "http://127.0.0.1:1");
    harness
        .run("list --json --retries 0")
        .code(4)
        .prints("")
        .says("error: http://127.0.0.1:")
        .says(": the API could not be reached: the connection was refused")
        .says("hint: check the network");
}

#[test]
fn a_truncated_body_is_retried() {
    recovers(&at_first(1, cut_short));
}

#[test]
fn a_body_that_is_always_truncated_is_exit_4() {
    always(cut_short)
        .run("list --json --retries 0")
        .code(4)
        .prints("")
        .says("closed before the response was complete");
}

#[test]
fn a_temporary_failure_is_retried() {
    for status in [408, 429, 500, 502, 503, 504] {
        recovers(&at_first(3, move |_| busy(status)));
    }
}

#[test]
fn a_server_that_keeps_failing_is_exit_4() {
    for status in [408, 500, 503] {
        let harness = always(move |_| busy(status));
        harness
            .run("list --json --retries 2")
            .code(4)
            .prints("")
            .says(&format!(
                "the API answered {status} to GET /contacts: try later"
            ))
            .says("[request req-77]");
        assert_eq!(harness.requests().len(), 3);
    }
}

#[test]
fn a_rate_limit_that_stays_is_exit_6() {
    let harness = always(|_| {
        answers::error(
            429,
            "rate_limit_exceeded",
            "Exceeded rate limit of 83 in 10_seconds",
        )
        .with_header("Retry-After", "0")
    });
    harness
        .run("list --json --retries 1")
        .code(6)
        .prints("")
        .says("Exceeded rate limit of 83 in 10_seconds (rate_limit_exceeded)")
        .says("hint: other programs use the same limit");
    assert_eq!(harness.requests().len(), 2);
}

#[test]
fn a_429_without_a_body_is_a_rate_limit() {
    let harness = always(|_| Reply::status(429).with_header("Retry-After", "0"));
    harness.run("list --retries 1").code(6).says("429");
}

#[test]
fn a_rate_limit_error_with_status_200_is_a_rate_limit() {
    recovers(&at_first(1, |_| {
        answers::error(200, "rate_limit_exceeded", "slow down").with_header("Retry-After", "0")
    }));
}

#[test]
fn the_rate_limit_of_the_sandbox_is_waited_for() {
    let settings = leads::sandbox::Settings {
        rate_limit: Some(leads::sandbox::RateLimit {
            calls: 3,
            seconds: 1,
        }),
        ..settings(300)
    };
    let harness = Harness::with(settings, |request, api| api.reply(request));
    recovers(&harness);
}

#[test]
fn a_refused_request_is_not_retried() {
    for status in [400, 401, 402, 403, 404, 409, 410, 422] {
        let harness = always(move |_| busy(status));
        let outcome = harness.run("list --json");
        assert_eq!(outcome.stdout(), "", "{outcome}");
        assert_eq!(harness.requests().len(), 1, "{outcome}");
    }
}

#[test]
fn an_empty_body_is_retried() {
    let empty = |_: &Reply| Reply::json(200, "").with_header("Retry-After", "0");
    recovers(&at_first(2, empty));
    always(empty)
        .run("list --json --retries 1")
        .code(5)
        .prints("")
        .says("error: the API's response is invalid: an empty body");
}

#[test]
fn a_page_in_html_is_exit_5() {
    always(|_| {
        Reply::json(
            200,
            "<html><body>Sign in to the guest network</body></html>",
        )
        .with_header("Retry-After", "0")
        .with_header("Content-Type", "text/html")
    })
    .run("list --json --retries 1")
    .code(5)
    .prints("")
    .says("HTML instead of JSON")
    .says("hint: check that --base-url is the Intercom API");
}

#[test]
fn json_that_is_not_a_list_is_exit_5_and_described() {
    for (api, list) in [
        (Generation::V1, r#"{"contacts":[1]}"#),
        (Generation::V2, r#"{"data":[1]}"#),
        (Generation::V2, r#"{"type":"list","data":{}}"#),
        (Generation::V2, r#"{"type":"list","data":null}"#),
        (Generation::V2, r#"{"type":"list"}"#),
    ] {
        for (body, shape) in [
            ("{}", "an object"),
            ("[]", "an array"),
            ("null", "a single value"),
            ("42", "a single value"),
            (r#"{"hello":"world"}"#, "an object with hello"),
            (list, "an object with "),
        ] {
            always(move |_| Reply::json(200, body))
                .of_version(api)
                .run("list --json --retries 0")
                .code(5)
                .prints("")
                .says("cannot be understood")
                .says(shape);
        }
    }
}

#[test]
fn bytes_that_are_not_http_are_exit_4() {
    for bytes in ["", "SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 abc\r\n\r\n"] {
        always(move |_| Reply::raw(bytes))
            .run("list --json --retries 0")
            .code(4)
            .prints("")
            .never_says("TLS")
            .never_says("secure");
    }
}

#[test]
fn a_response_that_times_out_is_exit_4() {
    always(|_| {
        std::thread::sleep(Duration::from_millis(400));
        Reply::status(500)
    })
    .run("list --json --timeout 0.2 --retries 0")
    .code(4)
    .prints("")
    .says("did not respond within 0.2 seconds");
}

#[test]
fn a_failure_midway_leaves_the_array_open_and_the_file_unchanged() {
    let harness = Harness::with(settings(200), |request, api| {
        if request.parameter("page") == Some("1") {
            return api.reply(request);
        }
        busy(500)
    });
    harness.write("leads.json", "old");
    harness.run("list -o leads.json --retries 1").code(4);
    assert_eq!(harness.read("leads.json"), "old");
    assert_eq!(harness.files(), ["leads.json"]);
    let outcome = harness.run("list --json --retries 1").code(4);
    assert_eq!(outcome.lines().len(), 61, "the first page is shown");
    assert!(!outcome.stdout().contains("\n]"));
    let outcome = harness.run("list -f csv --retries 1").code(4);
    assert_eq!(outcome.lines().len(), 61);
}

#[test]
fn a_proxy_is_not_used_for_this_computer() {
    for name in [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "all_proxy",
    ] {
        let harness = Harness::of(3).env(name, "http://127.0.0.1:9");
        harness
            .run("list --count --retries 0")
            .code(0)
            .prints("3\n");
        harness
            .run("--demo list --count --retries 0")
            .code(0)
            .prints("345\n");
    }
}

#[test]
fn a_connection_closed_after_a_response_loses_no_request() {
    // Nothing announces that the connection closes after the response.
    recovers(&always(|reply| {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n",
            reply.body.len()
        );
        Reply::raw([head.into_bytes(), reply.body.clone()].concat())
    }));
}
