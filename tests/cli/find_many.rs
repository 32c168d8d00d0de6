//! `leads find` with many values: parallel requests, results in order, and lines that
//! arrive one by one.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use leads::sandbox::{Generation, Reply, Request};
use serde_json::Value;

use crate::harness::{Harness, only};
use crate::list::ids;
use crate::{answers, v2};

/// The lead with the requested id, whatever it is.
fn anyone(request: &Request) -> Reply {
    let id = request.path.trim_start_matches("/contacts/");
    Reply::json(200, answers::lead(id, 5))
}

#[test]
fn values_are_looked_up_in_parallel_with_results_in_order() {
    for jobs in [1, 3] {
        // The number of requests, of those in flight, and the maximum in flight.
        let flight = Arc::new((Mutex::new((0, 0, 0)), Condvar::new()));
        let seen = Arc::clone(&flight);
        let harness = Harness::answering(move |request| {
            let (flight, changed) = &*seen;
            let mut now = flight.lock().unwrap();
            now.0 += 1;
            now.1 += 1;
            now.2 = now.2.max(now.1);
            changed.notify_all();
            if now.0 > 2 && now.0 < 30 {
                // Held until others have arrived.
                let wait = Duration::from_secs(5);
                let few = |now: &mut (usize, usize, usize)| now.2 < jobs;
                now = changed.wait_timeout_while(now, wait, few).unwrap().0;
            }
            let reply = anyone(request);
            now.1 -= 1;
            reply
        });
        let names: Vec<String> = (0..40).map(|number| format!("lead{number}")).collect();
        let args = format!("find -f jsonl --id - --jobs {jobs}");
        let outcome = harness.run_with_input(&*args, names.join("\n")).code(0);
        assert_eq!(ids(&outcome), names);
        assert_eq!(flight.0.lock().unwrap().2, jobs);
    }
}

#[test]
fn missing_and_merged_ids_are_reported_in_order() {
    let harness = Harness::answering(|request| {
        let Some(number) = request.path.strip_prefix("/contacts/lead") else {
            return answers::error(403, "forbidden", "no list");
        };
        let number: u32 = number.parse().unwrap();
        match number % 4 {
            1 => answers::error(404, "not_found", "Contact Not Found"),
            2 => answers::error(410, "merged", "gone").with_header(
                "Link",
                format!("</contacts/lead{}>; rel=\"canonical\"", number + 2),
            ),
            _ => anyone(request),
        }
    });
    let mut expected = String::new();
    let mut names = Vec::new();
    for number in 0..60 {
        names.push(format!("lead{number}"));
        match number % 4 {
            1 => writeln!(expected, "no lead has the id lead{number}"),
            2 => writeln!(expected, "lead{number} was merged into lead{}", number + 2),
            _ => Ok(()),
        }
        .unwrap();
    }
    let outcome = harness.run_with_input("find -f jsonl --id - --jobs 8", names.join("\n"));
    assert_eq!(outcome.code(0).stderr(), expected);
}

#[test]
fn a_404_of_a_proxy_counts_for_one_id_if_others_succeed() {
    let page = "<html><head><title>404 Not Found</title></head></html>";
    for (version, role) in [("1.4", ""), ("2.16", r#","role":"lead""#)] {
        let harness = Harness::answering(move |request| match request.path.as_str() {
            "/me" => Reply::json(200, r#"{"type":"admin","app":{"id_code":"w"}}"#),
            "/contacts/gone" => Reply::json(404, page).with_header("Content-Type", "text/html"),
            path => {
                let id = path.rsplit('/').next().unwrap();
                Reply::json(200, format!(r#"{{"type":"contact","id":"{id}"{role}}}"#))
            }
        })
        .env("LEADS_API_VERSION", version);
        for order in [["gone", "a", "b"], ["a", "gone", "b"], ["a", "b", "gone"]] {
            let outcome = harness.run_with_input("find -f jsonl --id -", order.join("\n"));
            assert_eq!(ids(&outcome), ["a", "b"]);
            assert_eq!(outcome.code(0).stderr(), "no lead has the id gone\n");
        }
    }
}

/// A search for values on standard input.
fn asking(harness: &Harness, kind: &str) -> (Child, ChildStdin, impl Iterator<Item = String>) {
    let mut child = harness
        .command(&["find", "-f", "jsonl", kind, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let input = child.stdin.take().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    (child, input, lines.map(Result::unwrap))
}

#[test]
fn a_result_is_not_delayed_by_the_next_line() {
    let harness = Harness::answering(anyone);
    let (mut child, mut input, mut found) = asking(&harness, "--id");
    for number in 0..20 {
        writeln!(input, "lead{number}").unwrap();
        assert_eq!(
            found.next(),
            Some(answers::lead(&format!("lead{number}"), 5))
        );
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

/// On 2.x: a lead for each requested address.
fn someone(request: &Request) -> Reply {
    let question = v2::question(request);
    let one = v2::filter(&question, "email", "=").map(|email| vec![email]);
    let many = v2::filter(&question, "email", "IN");
    let asked = one.or_else(|| many?.as_array().cloned()).unwrap();
    let lead = |email: &Value| format!(r#"{{"type":"contact","id":{email},"email":{email}}}"#);
    v2::list(
        &asked.iter().map(lead).collect::<Vec<_>>(),
        asked.len(),
        &Value::Null,
    )
}

#[test]
fn a_result_in_a_batch_is_not_delayed_by_the_next_line() {
    let harness = v2::answering(someone);
    let (mut child, mut input, mut found) = asking(&harness, "--email");
    for number in 0..5 {
        writeln!(
            input,
            "lead{number}@example.com\nother{number}@example.com\n"
        )
        .unwrap();
        for name in ["lead", "other"] {
            let line = found.next().unwrap();
            assert!(line.contains(&format!("{name}{number}@")), "{line}");
        }
    }
    drop(input);
    assert!(child.wait().unwrap().success());
    assert!(harness.requests().len() <= 10);
}

#[test]
fn values_before_an_unreadable_line_are_found() {
    let harness = v2::answering(someone);
    let long = "x".repeat(2 << 20).into_bytes();
    for (line, why) in [(&b"\xff"[..], "not UTF-8"), (&long, "longer than")] {
        let input = [
            &b"a@example.com\nb@example.com\n"[..],
            line,
            b"\nc@example.com",
        ]
        .concat();
        let outcome = harness.run_with_input("find -f jsonl --email -", input);
        let outcome = outcome.code(2).says("standard input").says(why);
        assert_eq!(ids(&outcome), ["a@example.com", "b@example.com"]);
    }
}

#[test]
fn the_version_is_settled_by_a_later_value() {
    for first in ["missing", "."] {
        let harness = Harness::answering(|request| {
            if request.path.ends_with("missing") {
                return answers::error(404, "not_found", "Contact Not Found");
            }
            std::thread::sleep(Duration::from_millis(5));
            answers::changed(anyone(request), |lead| lead["role"] = "lead".into())
        });
        let names: Vec<String> = (0..20).map(|number| format!("lead{number}")).collect();
        let input = format!("{first}\n{}", names.join("\n"));
        let outcome = harness.run_with_input("find -f jsonl --id -", input);
        assert_eq!(ids(&outcome.code(0)), names);
    }
    let harness = Harness::with(only(Generation::V2, 50), |request, api| {
        std::thread::sleep(Duration::from_millis(5));
        api.reply(request)
    });
    let input = "phone\n+1\n+2\n+3\n+4\n+5\n";
    let outcome = harness.run_with_input("find -f jsonl --phone -", input);
    let outcome = outcome.code(1).prints("");
    assert_eq!(outcome.stderr().lines().count(), 6, "each is named");
}

#[test]
fn a_failure_does_not_wait_for_the_next_line() {
    let harness = Harness::answering(|request| {
        if request.path.ends_with('7') {
            return answers::error(401, "unauthorized", "Access Token Invalid");
        }
        anyone(request)
    });
    let (child, mut input, found) = asking(&harness, "--id");
    for number in 0..8 {
        writeln!(input, "lead{number}").unwrap();
    }
    // The input stays open.
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(found.count(), 7, "what came before is there");
    drop(input);
}
