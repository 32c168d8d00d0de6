//! `--report` of runs that end in unusual ways.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use leads::sandbox::Reply;
use serde_json::Value;

use crate::harness::{Harness, Outcome, settings};

/// The report of a run in the user's home.
fn report(harness: &Harness) -> Value {
    serde_json::from_str(&harness.read("run.json")).unwrap()
}

#[test]
fn the_workspace_of_the_demo_is_known() {
    let harness = Harness::of(0).without("INTERCOM_ACCESS_TOKEN");
    harness
        .run("--demo list -q -f csv --report run.json")
        .code(0)
        .silent();
    let report = report(&harness);
    assert!(report["workspace"]["name"].is_string(), "{report}");
    assert_eq!(report["retries"], 0);
}

#[test]
fn an_unknown_workspace_is_not_requested_again() {
    let harness = Harness::with(settings(3), |request, api| {
        if request.target == "/me" {
            Reply::json(503, "")
        } else {
            api.reply(request)
        }
    });
    harness
        .run("list -q -f csv --report run.json")
        .code(0)
        .silent();
    let report = report(&harness);
    assert_eq!(report["workspace"], Value::Null);
    assert_eq!(
        (&report["exit_code"], &report["retries"]),
        (&0.into(), &0.into())
    );
}

#[test]
fn leads_count_as_printed_when_the_output_is_complete() {
    let harness = Harness::with(settings(300), |request, api| {
        if request.target.contains("page=3") || request.target.contains("scroll") {
            Reply::json(400, "{}")
        } else {
            api.reply(request)
        }
    })
    .env("LEADS_API_VERSION", "1.4");
    for args in ["list -o leads.csv", "list -f csv"] {
        harness
            .run(format!("{args} --report run.json").as_str())
            .code(5);
        let report = report(&harness);
        assert_eq!(
            (&report["leads_printed"], &report["output"]),
            (&Value::Null, &Value::Null)
        );
        assert!(report["leads_read"].as_u64() > Some(0), "{report}");
    }
}

#[test]
fn a_closed_pipe_is_not_an_error_in_the_report() {
    let harness = Harness::of(3000);
    let args = ["list", "-f", "jsonl", "--report", "run.json"];
    let mut child = harness
        .command(&args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut reader = BufReader::with_capacity(16, child.stdout.take().unwrap());
    reader.read_line(&mut line).unwrap();
    drop(reader);
    let output = child.wait_with_output().unwrap();
    Outcome::new(&args, &output).code(0).silent();
    let report = report(&harness);
    assert_eq!(
        (&report["exit_code"], &report["error"]),
        (&0.into(), &Value::Null)
    );
    assert_eq!(
        (&report["leads_printed"], &report["output"]),
        (&Value::Null, &Value::Null)
    );
}
