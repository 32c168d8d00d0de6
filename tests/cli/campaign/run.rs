//! One run of the program with a fault, and a count of the leads printed.

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::Sum;
use super::dice::Dice;
use super::faults::{Fault, Reader};
use crate::harness::{Harness, Words as _};
use crate::list;

pub(super) fn run(fault: &'static Fault, seed: usize, sum: &Mutex<Sum>) {
    let dice = Dice::new(seed + 1);
    let injected = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&injected);
    let harness = Harness::with(fault.settings.clone(), move |request, api| {
        let own = (fault.answer)(request, api, &dice);
        let is_fault = own.is_some();
        let reply = own.unwrap_or_else(|| api.reply(request));
        // A workspace with a rate limit also answers 429 by itself.
        counted.fetch_add(
            usize::from(is_fault || reply.status == 429),
            Ordering::Relaxed,
        );
        reply
    });
    let before = harness.api().ids();
    let (code, printed) = match fault.reader {
        Reader::Eager => {
            let outcome = harness.run(fault.args);
            (outcome.exit().unwrap(), list::ids(&outcome))
        }
        Reader::Pausing => paused(&harness, fault.args),
        Reader::Interrupting => interrupted(&harness, fault.args, seed),
    };
    let after: HashSet<String> = harness.api().ids().into_iter().collect();
    let once: HashSet<&String> = printed.iter().collect();
    let mut sum = sum.lock().unwrap();
    sum.runs += 1;
    let gone = before.iter().filter(|id| !after.contains(*id)).count();
    let created = after.len() + gone - before.len();
    sum.injected += injected.load(Ordering::Relaxed) + gone + created;
    *sum.ends.entry(code).or_default() += 1;
    sum.duplicates += printed.len() - once.len();
    if code == 0 {
        let lived: Vec<&String> = before.iter().filter(|id| after.contains(*id)).collect();
        sum.expected += lived.len();
        sum.received += lived.iter().filter(|id| once.contains(*id)).count();
    }
}

fn paused(harness: &Harness, args: &str) -> (i32, Vec<String>) {
    let mut child = harness.command(&args.words());
    let mut child = child
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut printed: Vec<String> = lines.by_ref().take(150).map(Result::unwrap).collect();
    std::thread::sleep(Duration::from_millis(1400));
    printed.extend(lines.map(Result::unwrap));
    let ended = child.wait().unwrap();
    let ids = printed.iter().map(|line| id(line)).collect();
    (ended.code().unwrap(), ids)
}

/// The leads in the file if the run succeeded. Otherwise asserts that the old file is
/// unchanged and the only one.
fn interrupted(harness: &Harness, args: &str, seed: usize) -> (i32, Vec<String>) {
    harness.write("leads.jsonl", "old");
    let mut child = harness.command(&args.words());
    let mut child = child.stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(2 + seed as u64 * 7 % 120));
    let (signal, code) = if seed.is_multiple_of(2) {
        ("-INT", 130)
    } else {
        ("-TERM", 143)
    };
    let _ = std::process::Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status();
    let ended = child.wait().unwrap();
    assert_eq!(harness.files(), ["leads.jsonl"], "no temporary files");
    let text = harness.read("leads.jsonl");
    if ended.success() {
        return (0, text.lines().map(id).collect());
    }
    // Before there is anything to clean up, the signal kills the process.
    assert_eq!(ended.code().unwrap_or(code), code);
    assert!(
        text == "old" || text.lines().count() == harness.api().ids().len(),
        "an incomplete file replaced the old one"
    );
    (code, Vec::new())
}

fn id(line: &str) -> String {
    let lead: serde_json::Value = serde_json::from_str(line).unwrap();
    lead["id"].as_str().unwrap().to_owned()
}
