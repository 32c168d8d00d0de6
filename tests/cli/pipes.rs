//! Readers that close the pipe: not an error, in any format.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use crate::harness::{Harness, Outcome, formats};

/// Reads a line of the output, and closes the pipe.
fn read_a_line(harness: &Harness, args: &[&str]) -> (String, Outcome) {
    let mut child = harness
        .command(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut reader = BufReader::with_capacity(16, child.stdout.take().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    drop(reader);
    let output = child.wait_with_output().unwrap();
    (line, Outcome::new(args, &output))
}

#[test]
fn a_closed_pipe_is_not_an_error_in_any_format() {
    // More than fits in a pipe.
    let harness = Harness::of(900);
    for format in formats() {
        for order in ["desc", "asc"] {
            let args = [
                "list",
                "-f",
                format,
                "--order",
                order,
                "--fields",
                "+companies,pseudonym,avatar",
            ];
            let (line, outcome) = read_a_line(&harness, &args);
            assert!(line.ends_with('\n'), "{format}");
            outcome.code(0).silent();
        }
    }
}

#[test]
fn a_closed_pipe_stops_reading() {
    let harness = Harness::of(3000);
    let (_, outcome) = read_a_line(&harness, &["list", "-f", "jsonl"]);
    outcome.code(0).silent();
    assert!(
        harness.requests().len() < 40,
        "{}",
        harness.requests().len()
    );
}

#[test]
fn a_closed_pipe_is_not_an_error_of_find() {
    let harness = Harness::of(900);
    let ids = harness.api().ids();
    let mut args = vec!["find", "--scan", "-f", "jsonl"];
    for id in &ids {
        args.extend(["--id", id]);
    }
    let (line, outcome) = read_a_line(&harness, &args);
    assert!(line.starts_with('{'));
    outcome.code(0).silent();
}

#[test]
fn help_and_completions_ignore_a_closed_pipe() {
    let harness = Harness::of(0);
    for args in [&["list", "--help"][..], &["completions", "bash"]] {
        let mut child = harness
            .command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        drop(
            Outcome::new(args, &child.wait_with_output().unwrap())
                .code(0)
                .silent(),
        );
    }
}

#[test]
fn leads_are_passed_on_page_by_page() {
    for format in formats() {
        // The second page is sent only after the first has been read.
        let (release, held) = std::sync::mpsc::channel::<()>();
        let held = std::sync::Mutex::new(held);
        let harness = Harness::with(crate::harness::settings(100), move |request, api| {
            if request.parameter("page") != Some("1") {
                let _ = held.lock().unwrap().recv();
            }
            api.reply(request)
        });
        let mut child = harness
            .command(&["list", "-f", format])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        for _ in 0..60 {
            reader.read_line(&mut line).unwrap();
        }
        drop(release);
        let mut rest = String::new();
        reader.read_to_string(&mut rest).unwrap();
        assert!((40..=42).contains(&rest.lines().count()), "{format}");
        assert!(child.wait().unwrap().success());
    }
}
