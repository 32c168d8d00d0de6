//! `leads sandbox`: a practice workspace, as other programs see it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::process::{Child, ChildStderr, Stdio};

use crate::harness::Harness;
use crate::list::ids;

/// A running `leads sandbox`, ended when dropped.
struct Running {
    child: Child,
    url: String,
    stderr: ChildStderr,
}

impl Running {
    fn start(harness: &Harness, args: &[&str]) -> Self {
        let args = [&["sandbox"], args].concat();
        let mut child = harness
            .command(&args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut url).unwrap();
        let stderr = child.stderr.take().unwrap();
        Self {
            child,
            url: url.trim_end().to_owned(),
            stderr,
        }
    }

    /// Ends it, and returns its messages.
    fn end(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let mut message = String::new();
        self.stderr.read_to_string(&mut message).unwrap();
        message
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A user without a token, for whom the sandbox must work too.
fn user() -> Harness {
    Harness::of(0)
}

#[test]
fn the_address_comes_first_and_leads_are_served_there() {
    let harness = user().without("INTERCOM_ACCESS_TOKEN");
    let sandbox = Running::start(&harness, &["--leads", "130"]);
    let port = sandbox.url.strip_prefix("http://127.0.0.1:").unwrap();
    assert!(port.parse::<u16>().unwrap() > 0);
    let client = user();
    let args = ["list", "-f", "jsonl", "--base-url", &sandbox.url];
    assert_eq!(ids(&client.run(args).code(0).silent()).len(), 130);
}

#[test]
fn the_same_seed_makes_the_same_leads() {
    let harness = user();
    let listed = |args: &[&str]| {
        let sandbox = Running::start(&harness, args);
        let args = ["list", "--json", "--base-url", &sandbox.url];
        harness.run(args).code(0).stdout().to_owned()
    };
    let clock = ["--clock", "2026-01-31T12:00", "--leads", "20"];
    let one = listed(&[&clock[..], &["--seed", "7"]].concat());
    assert_eq!(one, listed(&[&["--seed", "7"], &clock[..]].concat()));
    assert_ne!(one, listed(&[&clock[..], &["--seed", "8"]].concat()));
    let newest = serde_json::from_str::<serde_json::Value>(&one).unwrap();
    assert_eq!(newest[0]["created_at"], 1_769_860_800);
}

#[test]
fn without_a_clock_the_newest_lead_is_a_few_minutes_old() {
    let harness = user();
    let sandbox = Running::start(&harness, &["--leads", "20"]);
    for (since, is_there) in [("1min", false), ("10min", true)] {
        let args = [
            "list",
            "--count",
            "--since",
            since,
            "--base-url",
            &sandbox.url,
        ];
        let outcome = harness.run(args).code(0);
        assert_eq!(outcome.stdout() != "0\n", is_there, "{outcome}");
    }
    harness.run("sandbox --clock soon").code(2).says("--clock");
}

#[test]
fn a_port_in_use_is_exit_7_with_a_hint() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    user()
        .run(["sandbox", "--port", &port])
        .code(7)
        .prints("")
        .says("the sandbox cannot listen")
        .says("hint: choose another port with --port");
}

#[test]
fn a_port_can_be_chosen() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port().to_string();
    drop(free);
    let sandbox = Running::start(&user(), &["--port", &port]);
    assert_eq!(sandbox.url, format!("http://127.0.0.1:{port}"));
}

#[test]
fn the_sandbox_can_have_a_rate_limit() {
    let harness = user();
    let sandbox = Running::start(&harness, &["--rate-limit", "1/60", "--leads", "3"]);
    let args = [
        "list",
        "--count",
        "--retries",
        "0",
        "--base-url",
        &sandbox.url,
    ];
    harness.run(args).code(0).prints("3\n");
    harness
        .run(args)
        .code(6)
        .says("Exceeded rate limit of 1 in 60_seconds");
}

#[test]
fn a_token_can_be_asked_for() {
    let harness = user();
    let sandbox = Running::start(&harness, &["--token", "open-sesame", "--leads", "3"]);
    let args = ["list", "--count", "--base-url", &sandbox.url];
    harness.run(args).code(3).says("Access Token Invalid");
    let harness = harness.env("INTERCOM_ACCESS_TOKEN", "open-sesame");
    harness.run(args).code(0).prints("3\n");
}

#[test]
fn the_sandbox_can_change_while_it_is_read() {
    let harness = user();
    let sandbox = Running::start(&harness, &["--churn", "--leads", "400"]);
    let args = ["list", "-f", "jsonl", "--base-url", &sandbox.url];
    let listed = ids(&harness.run(args).code(0));
    assert!(listed.len() > 300);
}

#[test]
fn the_next_steps_are_printed_line_by_line() {
    let harness = user();
    let sandbox = Running::start(&harness, &["--leads", "5"]);
    let url = sandbox.url.clone();
    // All messages were written before it responds.
    harness
        .run(["list", "--count", "--base-url", &url])
        .code(0)
        .prints("5\n");
    let message = sandbox.end();
    let lines: Vec<_> = message.lines().collect();
    assert!(lines[0].starts_with("serving 5 made-up leads"), "{message}");
    let next = format!("INTERCOM_ACCESS_TOKEN=any leads --base-url {url} list");
    assert_eq!(lines[1], next);
}
