//! The end of a run: its summary, `--report`, and what `--partial` keeps.

use std::sync::atomic::{AtomicU32, Ordering};

use leads::sandbox::Reply;
use serde_json::Value;

use crate::harness::{Harness, in_each_generation, only, settings};

/// The report of a run in the user's home.
fn report(harness: &Harness) -> Value {
    serde_json::from_str(&harness.read("run.json")).unwrap()
}

/// A workspace of API 1.x that fails from page 3 on.
fn failing(status: u16, body: &'static str) -> Harness {
    Harness::with(settings(300), move |request, api| {
        if request.target.contains("page=3") || request.target.contains("scroll") {
            Reply::json(status, body)
        } else {
            api.reply(request)
        }
    })
    .env("LEADS_API_VERSION", "1.4")
}

const REFUSED: &str =
    r#"{"type":"error.list","request_id":"r1","errors":[{"code":"server_error","message":"no"}]}"#;

#[test]
fn a_run_that_wrote_a_file_ends_with_a_summary() {
    let harness = Harness::of(1234);
    let message = harness.run("list -o leads.csv").code(0).prints("");
    let line = message.stderr().lines().last().unwrap().to_owned();
    assert!(line.starts_with("leads.csv: 1,234 leads, "), "{line}");
    assert!(
        line.contains(" requests, ") && line.ends_with(" s"),
        "{line}"
    );
    harness.run("list -q -o leads.csv").code(0).silent();
    harness
        .run("list -n 1 -o one.xlsx")
        .code(0)
        .says("one.xlsx: 1 lead, 1 request, ");
    harness
        .run("find --scan --email none@x.y -o none.json")
        .code(1)
        .says("none.json: 0 leads, ");
    harness
        .run("list --count-by country -o by.csv")
        .code(0)
        .says("by.csv: ");
    harness
        .run("fields -o fields.csv")
        .code(0)
        .says(" fields, ");
    for args in ["list -f csv", "list -o -", "list -o /dev/stdout"] {
        harness.run(args).code(0).silent();
    }
}

#[test]
fn a_report_has_all_of_its_keys() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 150);
        harness
            .run("list --since 3000d -o leads.csv --report run.json")
            .code(0);
        let report = report(&harness);
        assert_eq!(report["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(report["arguments"][1], "--since");
        assert!(report["workspace"]["name"].is_string(), "{report}");
        assert_eq!(report["base_url"], harness.base_url().trim_end_matches('/'));
        assert!(report["api_version"].is_string());
        assert!(report["started"].as_str() <= report["ended"].as_str());
        assert_eq!(
            report["requests"].as_u64(),
            Some(harness.requests().len() as u64)
        );
        assert_eq!(
            (&report["retries"], &report["waits"]["count"]),
            (&0.into(), &0.into())
        );
        assert_eq!(report["leads_read"], 150);
        assert_eq!(report["leads_printed"], 150);
        let proven = ["joined by time", "counted"];
        assert!(
            proven.contains(&report["proven"].as_str().unwrap()),
            "{report}"
        );
        let csv = harness.read("leads.csv");
        assert_eq!(report["output"]["size"], csv.len());
        let digest = ring::digest::digest(&ring::digest::SHA256, csv.as_bytes());
        let digest: Vec<String> = digest
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(report["output"]["sha256"], digest.concat());
        assert_eq!(
            (&report["exit_code"], &report["error"]),
            (&0.into(), &Value::Null)
        );
        assert!(!report.to_string().contains(crate::harness::TOKEN));
    });
}

#[test]
fn a_report_is_written_on_success_and_failure() {
    let harness = failing(400, REFUSED);
    harness.run("list -o leads.csv --report run.json").code(5);
    let failed = report(&harness);
    assert_eq!(
        (&failed["exit_code"], &failed["output"]),
        (&5.into(), &Value::Null)
    );
    assert!(
        failed["error"].as_str().unwrap().contains("server_error"),
        "{failed}"
    );
    assert_eq!(harness.files(), ["run.json"]);

    harness
        .run("find --email none@x.y --report run.json")
        .code(1);
    assert_eq!(report(&harness)["exit_code"], 1);
    harness
        .run("list --fields id,emial --report run.json")
        .code(2);
    assert_eq!(report(&harness)["exit_code"], 2);
    harness
        .run("list --count --report run.json")
        .code(0)
        .prints("300\n");
    assert_eq!(report(&harness)["output"]["size"], 4);
    let nobody = Harness::of(3).without("INTERCOM_ACCESS_TOKEN");
    nobody.run("list --report run.json").code(3);
    assert_eq!(report(&nobody)["requests"], Value::Null);

    // A report that cannot be written fails before the first request.
    let user = Harness::of(3);
    user.run("list --report no/run.json").code(7).prints("");
    user.run("list --report -").code(2);
    assert_eq!(user.requests().len(), 0);
}

#[test]
fn partial_keeps_what_was_read_and_the_exit_code() {
    for (harness, code) in [
        (failing(400, REFUSED), 5),
        (failing(503, REFUSED), 4),
        (
            failing(429, r#"{"errors":[{"code":"rate_limit_exceeded"}]}"#),
            6,
        ),
        (failing(401, r#"{"errors":[{"code":"unauthorized"}]}"#), 3),
        (failing(200, "<html>"), 5),
    ] {
        harness.write("leads.csv", "old\n");
        harness.run("list -o leads.csv --retries 0").code(code);
        assert_eq!(harness.read("leads.csv"), "old\n");
        harness
            .run("list -o leads.csv --fields id --partial --retries 0 --report run.json")
            .code(code)
            .says("leads.csv: ")
            .says("what was read is kept (--partial)");
        let rows = harness.read("leads.csv").lines().count();
        assert!((60..300).contains(&rows), "{rows}");
        let report = report(&harness);
        assert_eq!(report["leads_printed"], rows - 1);
        assert_eq!(
            (&report["exit_code"], &report["proven"]),
            (&code.into(), &Value::Null)
        );
        let json = harness
            .run("list --json --partial --retries 0 -q")
            .code(code);
        let leads: Vec<Value> = serde_json::from_str(json.stdout()).unwrap();
        assert_eq!(leads.len(), rows - 1);
        let sorted = harness
            .run("list --sort updated_at --fields id --partial --retries 0 -f tsv --no-header")
            .code(code);
        assert_eq!(sorted.lines().len(), rows - 1);
    }
}

#[test]
fn partial_keeps_nothing_if_nothing_was_read() {
    let harness = Harness::answering(|_| Reply::json(503, REFUSED));
    harness.write("leads.csv", "old\n");
    harness
        .run("list -o leads.csv --partial --retries 0")
        .code(4)
        .never_says("kept");
    assert_eq!(harness.read("leads.csv"), "old\n");
    // A usage error is not an API error.
    let user = Harness::of(100);
    user.run("list -o leads.csv --partial --fields emial")
        .code(2);
    assert_eq!(user.files(), [""; 0]);
}

#[test]
fn waits_and_retries_are_counted() {
    let asked = AtomicU32::new(0);
    let harness = Harness::with(
        only(leads::sandbox::Generation::V1, 30),
        move |request, api| {
            if asked.fetch_add(1, Ordering::Relaxed) == 0 {
                return Reply::json(429, r#"{"errors":[{"code":"rate_limit_exceeded"}]}"#)
                    .with_header("Retry-After", "0");
            }
            api.reply(request)
        },
    );
    harness.run("list --json --report run.json").code(0);
    assert_eq!(report(&harness)["retries"], 1);
}

#[test]
#[cfg(unix)]
fn partial_keeps_what_was_read_when_a_signal_ends_it() {
    for extra in [&[][..], &["--sort", "updated_at"]] {
        let (go, gone) = std::sync::mpsc::channel::<()>();
        let (asked, reached) = std::sync::mpsc::channel::<()>();
        let (gone, asked) = (std::sync::Mutex::new(gone), std::sync::Mutex::new(asked));
        let harness = Harness::with(settings(300), move |request, api| {
            if request.target.contains("page=3") {
                let _ = asked.lock().unwrap().send(());
                let _ = gone.lock().unwrap().recv();
            }
            api.reply(request)
        });
        let args = ["list", "--partial", "--fields", "id", "-o", "leads.csv"];
        let more = ["--report", "run.json", "--jobs", "1"];
        let args = [args.as_slice(), &more, extra].concat();
        let mut command = harness.command(&args);
        let child = command
            .env("LEADS_API_VERSION", "1.4")
            .stderr(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        reached.recv().unwrap();
        let kill = std::process::Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
        // Until the program has received the signal.
        std::thread::sleep(std::time::Duration::from_millis(500));
        drop(go);
        let output = child.wait_with_output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(130), "{message}");
        assert!(
            message.contains("a second signal stops at once"),
            "{message}"
        );
        assert!(message.contains("what was read is kept"), "{message}");
        let rows = harness.read("leads.csv").lines().count();
        assert!((61..301).contains(&rows), "{rows}: {message}");
        let report = report(&harness);
        assert_eq!(
            (&report["exit_code"], &report["leads_printed"]),
            (&130.into(), &(rows - 1).into())
        );
    }
}

#[test]
#[cfg(unix)]
fn a_report_is_written_when_a_signal_ends_the_run() {
    let (asked, reached) = std::sync::mpsc::channel::<()>();
    let asked = std::sync::Mutex::new(asked);
    let harness = Harness::with(settings(3), move |request, api| {
        let _ = asked.lock().unwrap().send(());
        std::thread::sleep(std::time::Duration::from_secs(3));
        api.reply(request)
    });
    let mut child = harness
        .command(&["list", "-q", "--report", "run.json", "-o", "leads.csv"])
        .spawn()
        .unwrap();
    reached.recv().unwrap();
    let kill = std::process::Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(143));
    let report = report(&harness);
    assert_eq!(
        (&report["exit_code"], &report["leads_printed"]),
        (&143.into(), &Value::Null)
    );
    assert_eq!(harness.files(), ["run.json"]);
}
