//! How long the program waits when the API asks it to, and its messages about it.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};

use leads::sandbox::Reply;

use crate::answers;
use crate::harness::{Harness, settings};

const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

/// A workspace whose first response is a 429 with `headers`.
fn limited(headers: &'static [(&str, &str)]) -> Harness {
    let first = AtomicBool::new(true);
    Harness::with(settings(3), move |request, api| {
        if !first.swap(false, Ordering::Relaxed) {
            return api.reply(request);
        }
        let refusal = answers::error(429, "rate_limit_exceeded", "slow down");
        headers.iter().fold(refusal, |reply: Reply, (name, value)| {
            reply.with_header(*name, *value)
        })
    })
}

#[test]
fn retry_after_can_be_seconds_or_a_date() {
    for (headers, message) in [
        (&[("Retry-After", "0")][..], " in 0.0 s"),
        (&[("Retry-After", " 1 ")][..], " in 1.0 s"),
        (&[("Date", DATE), ("Retry-After", DATE)][..], " in 0.0 s"),
        (
            &[
                ("Date", DATE),
                ("Retry-After", "Sun, 06 Nov 1994 08:49:38 GMT"),
            ][..],
            " in 1.0 s",
        ),
        // By the server's clock, whatever the local time is.
        (
            &[("Date", DATE), ("X-RateLimit-Reset", "784111778")][..],
            " in 1.",
        ),
        // Retry-After has precedence.
        (
            &[("Retry-After", "0"), ("X-RateLimit-Reset", "9999999999")][..],
            " in 0.0 s",
        ),
    ] {
        let outcome = limited(headers).run("list -f jsonl -v").code(0);
        assert_eq!(outcome.lines().len(), 3);
        let _ = outcome.says(message);
    }
}

#[test]
fn an_invalid_wait_is_replaced_by_a_backoff() {
    for headers in [
        &[("Retry-After", "soon")][..],
        &[("Retry-After", "-5")],
        // A reset in the past does not delay a retry.
        &[("Date", DATE), ("X-RateLimit-Reset", "784111777")],
        &[("X-RateLimit-Reset", "0")],
        &[("Date", "never"), ("X-RateLimit-Reset", "x")],
    ] {
        let outcome = limited(headers).run("list -f jsonl -v").code(0);
        // Half a second, plus or minus a quarter of it.
        let message = [" in 0.4 s", " in 0.5 s", " in 0.6 s"];
        let said = message.iter().any(|part| outcome.stderr().contains(part));
        assert!(said, "{headers:?}: {outcome}");
    }
}

#[test]
fn a_long_wait_is_limited_to_a_minute_and_reported() {
    for (headers, asked) in [
        (&[("Retry-After", "86400")][..], "86400"),
        (
            &[("Retry-After", "99999999999999999999999")],
            "18446744073709551615",
        ),
        (
            &[
                ("Date", DATE),
                ("Retry-After", "Mon, 06 Nov 1995 08:49:37 GMT"),
            ],
            "31536000",
        ),
        (
            &[
                ("Date", "Sunday, 06-Nov-94 08:49:37 GMT"),
                ("Retry-After", "Mon Nov  7 08:49:37 1994"),
            ],
            "86400",
        ),
        (
            &[
                ("Date", DATE),
                ("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"),
            ],
            "252618189022",
        ),
        (
            &[("Date", DATE), ("X-RateLimit-Reset", "9784111777")],
            "9000000000",
        ),
    ] {
        let harness = limited(headers);
        let mut run = harness.command(&["list"]);
        let mut run = run.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = String::new();
        let mut message = BufReader::new(run.stderr.take().unwrap());
        message.read_line(&mut lines).unwrap();
        message.read_line(&mut lines).unwrap();
        run.kill().unwrap();
        run.wait().unwrap();
        assert!(lines.contains("retry 1 of 5 in 60.0 s"), "{lines}");
        let asked = format!("asks to wait {asked} seconds; retrying after 60");
        assert!(lines.contains(&asked), "{lines}");
    }
}
