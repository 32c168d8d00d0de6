//! Time: limits that are kept before they are hit, and readers that take
//! theirs. These tests wait where the program has to.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use leads::sandbox::{RateLimit, Settings};

use crate::answers::wall;
use crate::harness::{Harness, settings};

#[test]
fn a_rate_limit_is_kept_and_hardly_ever_hit() {
    let limited = Settings {
        rate_limit: Some(RateLimit {
            calls: 12,
            seconds: 1,
        }),
        ..settings(900)
    };
    let harness = Harness::with(limited, |request, api| api.reply(request));
    let outcome = harness.run("list -f jsonl -v").code(0);
    assert_eq!(outcome.lines().len(), 900);
    let hits = outcome.stderr().matches(" 429 ").count();
    assert!(hits <= 4, "a handful at most: {hits}");
    let _ = outcome.says("for the rate limit");
}

#[test]
fn a_rate_of_ones_own_is_kept() {
    let harness = Harness::of(200);
    let _ = harness
        .run("list -f jsonl -v --max-rate 20")
        .code(0)
        .says("waiting 0.");
}

#[test]
fn no_more_requests_are_in_flight_than_were_asked_for() {
    for jobs in [1, 3] {
        let (now, most) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
        let seen = Arc::clone(&most);
        let harness = Harness::with(settings(900), move |request, api| {
            seen.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            // Long enough for another request to come if it may.
            std::thread::sleep(Duration::from_millis(10));
            let reply = api.reply(request);
            now.fetch_sub(1, Ordering::SeqCst);
            reply
        });
        let args = format!("list -f jsonl --jobs {jobs}");
        assert_eq!(harness.run(&*args).code(0).lines().len(), 900);
        let most = most.load(Ordering::SeqCst);
        assert!((1..=jobs).contains(&most), "{most} with --jobs {jobs}");
    }
}

#[test]
fn a_slow_reader_does_not_let_a_scroll_die() {
    let brief = Settings {
        scroll_expiry: Duration::from_secs(1),
        ..settings(3000)
    };
    let harness = Harness::with(brief, |request, api| {
        wall(request, 120).unwrap_or_else(|| {
            let mut reply = api.reply(request);
            // Some answers tell the parameter only once.
            if request.parameter("scroll_param").is_some() {
                let body = String::from_utf8(reply.body).unwrap();
                reply.body = body.replace("\"scroll_param\"", "\"was\"").into_bytes();
            }
            reply
        })
    });
    let mut child = harness
        .command(&["list", "-f", "jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.by_ref().take(150).count();
    // Far longer than the scroll lives unasked.
    std::thread::sleep(Duration::from_millis(2500));
    let rest = lines.count();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert_eq!(told, "", "the scroll never began again");
    assert_eq!(first + rest, 3000);
}

#[test]
fn list_and_search_wait_for_a_slow_reader() {
    for version in ["1.4", "2.16"] {
        let harness = Harness::of(20_000);
        let args = ["list", "-f", "jsonl", "--api-version", version];
        let mut child = harness.command(&args);
        let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.next().is_some());
        // Time enough to read everything, if it did not wait.
        std::thread::sleep(Duration::from_millis(1500));
        let asked = harness.requests().len();
        assert!(asked < 60, "{asked} requests of {version}");
        assert_eq!(lines.count(), 19_999);
        assert!(child.wait().unwrap().success());
    }
}
