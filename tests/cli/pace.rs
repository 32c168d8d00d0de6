//! Rate limits that are followed before they are exceeded, and slow readers. These
//! tests wait where the program must wait.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use leads::sandbox::{RateLimit, Settings};

use crate::answers::wall;
use crate::harness::{Harness, settings};

/// A workspace that allows `calls` requests per second.
fn limited(leads: u32, calls: u32) -> Harness {
    let limited = Settings {
        rate_limit: Some(RateLimit { calls, seconds: 1 }),
        ..settings(leads)
    };
    Harness::with(limited, |request, api| api.reply(request))
}

#[test]
fn a_rate_limit_is_never_exceeded() {
    std::thread::scope(|scope| {
        for (leads, calls) in [(160, 1), (400, 2), (600, 3), (1000, 5), (2000, 12)] {
            for (version, jobs) in [("1.4", 3), ("1.4", 16), ("2.16", 16)] {
                scope.spawn(move || {
                    let harness = limited(leads, calls);
                    let args = format!("list -f jsonl -v --api-version {version} --jobs {jobs}");
                    let outcome = harness.run(&*args).code(0).says(", 0 retries, ");
                    assert_eq!(outcome.lines().len(), leads as usize);
                    assert!(harness.requests().len() > calls as usize, "{outcome}");
                });
            }
        }
    });
}

#[test]
fn find_keeps_the_rate_limit_from_its_first_requests_on() {
    let harness = limited(60, 3);
    let leads = harness.run("list -f csv --fields email").code(0);
    let mut args = vec![
        "find",
        "-v",
        "-f",
        "jsonl",
        "--jobs",
        "16",
        "--retries",
        "0",
    ];
    let leads = leads.lines();
    for email in leads
        .iter()
        .skip(1)
        .filter(|email| !email.is_empty())
        .take(7)
    {
        args.extend(["--email", email]);
    }
    let harness = limited(60, 3);
    let outcome = harness.run(&args[..]).code(0);
    assert!(outcome.lines().len() >= 7, "{outcome}");
}

#[test]
fn by_default_eight_requests_are_in_flight_under_the_usual_limit() {
    let (now, max) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
    let seen = Arc::clone(&max);
    let usual = Settings {
        rate_limit: Some(RateLimit {
            calls: 1_666,
            seconds: 10,
        }),
        ..settings(6_000)
    };
    let harness = Harness::with(usual, move |request, api| {
        seen.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(100));
        let reply = api.reply(request);
        now.fetch_sub(1, Ordering::SeqCst);
        reply
    });
    let outcome = harness.run("list -f jsonl").code(0).silent();
    assert_eq!(outcome.lines().len(), 6_000);
    let max = max.load(Ordering::SeqCst);
    assert!((7..=8).contains(&max), "{max}");
}

#[test]
fn a_maximum_rate_is_kept() {
    let harness = Harness::of(200);
    let _ = harness
        .run("list -f jsonl -v --max-rate 20")
        .code(0)
        .says("waiting 0.");
}

#[test]
fn no_more_requests_are_in_flight_than_jobs_allow() {
    for jobs in [1, 3] {
        let (now, max) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
        let seen = Arc::clone(&max);
        let harness = Harness::with(settings(900), move |request, api| {
            seen.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            // Long enough for another request to arrive, if it may be sent.
            std::thread::sleep(Duration::from_millis(10));
            let reply = api.reply(request);
            now.fetch_sub(1, Ordering::SeqCst);
            reply
        });
        let args = format!("list -f jsonl --jobs {jobs}");
        assert_eq!(harness.run(&*args).code(0).lines().len(), 900);
        let max = max.load(Ordering::SeqCst);
        assert!((1..=jobs).contains(&max), "{max} with --jobs {jobs}");
    }
}

#[test]
fn a_slow_reader_does_not_let_a_scroll_expire() {
    let brief = Settings {
        scroll_expiry: Duration::from_secs(1),
        ..settings(3000)
    };
    let harness = Harness::with(brief, |request, api| {
        wall(request, 120).unwrap_or_else(|| {
            let mut reply = api.reply(request);
            // Some responses have the parameter only once.
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
    // Much longer than the scroll stays open.
    std::thread::sleep(Duration::from_millis(2500));
    let rest = lines.count();
    let output = child.wait_with_output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{message}");
    assert_eq!(message, "", "the scroll never began again");
    assert_eq!(first + rest, 3000);
}

#[test]
fn list_and_search_wait_for_a_slow_reader() {
    for version in ["1.4", "2.16"] {
        let harness = Harness::of(20_000);
        let args = [
            "list",
            "-f",
            "jsonl",
            "--jobs",
            "4",
            "--api-version",
            version,
        ];
        let mut child = harness.command(&args);
        let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.next().is_some());
        // Enough time to read everything if it did not wait.
        std::thread::sleep(Duration::from_millis(1500));
        let asked = harness.requests().len();
        assert!(asked < 60, "{asked} requests of {version}");
        assert_eq!(lines.count(), 19_999);
        assert!(child.wait().unwrap().success());
    }
}
