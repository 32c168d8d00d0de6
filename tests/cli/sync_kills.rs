//! Kills `leads sync` at random moments. The copy must be intact and equal that of a
//! finished run, and no change may be lost.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use leads::sandbox::Generation;
use rusqlite::Connection;
use serde_json::Value;

use crate::harness::{Harness, Outcome, in_each_generation};
use crate::sync::{assert_same, changes, copy_of, open, value, workspace_of};

/// How many kills had each result.
#[derive(Debug, Default)]
struct Tally {
    /// There was no copy yet.
    no_copy: u32,
    /// The copy was unchanged.
    before: u32,
    /// The copy was unchanged after its journal was rolled back.
    rolled_back: u32,
    /// The copy was new, but its changes were not marked as delivered.
    undelivered: u32,
    /// The run had finished.
    done: u32,
}

type Leads = BTreeMap<String, Value>;

/// Applies changes, some of which may be repeated.
fn apply(changes: &[Value], leads: &mut Leads) {
    for change in changes {
        let lead = change["lead"].clone();
        let id = lead["id"].as_str().unwrap().to_owned();
        if change["change"] == "gone" {
            leads.remove(&id);
        } else {
            leads.insert(id, lead);
        }
    }
}

/// Changes the workspace as an hour of use would.
fn live(harness: &Harness, random: &mut impl FnMut(u64) -> u64) {
    let api = harness.api();
    api.advance(3600);
    let count = usize::try_from(random(200)).unwrap();
    for id in api.ids().iter().take(count) {
        match random(20) {
            0 => api.delete(id),
            1 => api.convert(id),
            _ => api.update(id),
        };
    }
    for _ in 0..random(24) {
        api.create();
    }
}

/// Kills `kills` runs and checks the copy after each.
fn kill(generation: Generation, kills: u32, seed: u64) -> Tally {
    let harness = Harness::pinned(generation, 240);
    // After killed runs, the next one can find many deletions.
    let args = [
        "sync",
        "leads.db",
        "--initial",
        "--accept-gone",
        "-f",
        "jsonl",
    ];
    let mut state = seed | 1;
    let mut random = |end: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % end.max(1)
    };
    let started = Instant::now();
    harness.run(args).code(0);
    // About how long a run takes.
    let mut span = u64::try_from(started.elapsed().as_micros()).unwrap();
    std::fs::remove_file(harness.path("leads.db")).unwrap();

    let mut tally = Tally::default();
    let (mut delivered, mut before) = (Leads::new(), Leads::new());
    for _ in 0..kills {
        live(&harness, &mut random);
        let printed = File::create(harness.path("printed")).unwrap();
        let mut command = harness.command(&args);
        command
            .stdin(Stdio::null())
            .stdout(printed)
            .stderr(Stdio::null());
        let mut run = command.spawn().unwrap();
        std::thread::sleep(Duration::from_micros(span / 2 + random(span)));
        run.kill().unwrap();
        let is_done = run.wait().unwrap().success();

        // The last line may be incomplete.
        let mut text = String::new();
        File::open(harness.path("printed"))
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        let lines = text
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'));
        let lines: Vec<Value> = lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        apply(&lines, &mut delivered);

        if !harness.path("leads.db").exists() {
            span = span * 21 / 20;
            tally.no_copy += 1;
            continue;
        }
        // SQLite rolls back a journal that has a header.
        let journal = std::fs::read(harness.path("leads.db-journal")).unwrap_or_default();
        let is_hot = journal.starts_with(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7");
        let copy = Connection::open(harness.path("leads.db")).unwrap();
        let check = copy.query_row("pragma integrity_check", [], |row| row.get::<_, String>(0));
        assert_eq!(check.unwrap(), "ok");
        drop(copy);
        let now = copy_of(&harness);
        if now == workspace_of(&harness) && now != before {
            let last = value(
                &harness,
                "select delivered_at from runs order by id desc limit 1",
            );
            if last == "null" {
                assert!(!is_done);
                tally.undelivered += 1;
            } else {
                tally.done += 1;
                span = span * 4 / 5;
            }
            before = now;
        } else {
            assert!(now == before, "the copy equals that of no run");
            assert!(!is_done);
            span = span * 21 / 20;
            if is_hot {
                tally.rolled_back += 1;
            } else {
                tally.before += 1;
            }
        }
    }
    let last = harness.run(args).code(0);
    apply(&changes(&last), &mut delivered);
    let copy = copy_of(&harness);
    assert!(copy == workspace_of(&harness));
    assert!(delivered == copy, "a change was not delivered");
    let mut files = harness.files();
    files.retain(|name| name != "printed");
    assert_eq!(files, ["leads.db"]);
    tally
}

#[test]
fn a_killed_run_leaves_the_copy_of_a_finished_run() {
    in_each_generation(|generation| {
        kill(generation, 15, 7);
    });
}

/// Kills `KILLS` runs of each API and prints a table of the results.
#[test]
#[ignore = "takes minutes"]
#[allow(clippy::print_stdout)]
fn kills_campaign() {
    let kills = std::env::var("KILLS").map_or(200, |kills| kills.parse().unwrap());
    println!(
        "| API | kills | no copy yet | copy as before | journal rolled back | new, to be delivered | done |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (name, generation) in [("1.4", Generation::V1), ("2.16", Generation::V2)] {
        let tally = kill(generation, kills, 0x9e37_79b9_7f4a_7c15);
        println!(
            "| {name} | {kills} | {} | {} | {} | {} | {} |",
            tally.no_copy, tally.before, tally.rolled_back, tally.undelivered, tally.done
        );
    }
}

/// Starts `leads sync leads.db`.
#[cfg(unix)]
fn start(harness: &Harness) -> Child {
    let mut command = harness.command(&["sync", "leads.db"]);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

#[test]
#[cfg(unix)]
fn an_interrupt_leaves_no_files_behind() {
    let harness = Harness::pinned(Generation::V1, 2_000);
    for delay in [5, 20, 60, 120, 200] {
        let run = start(&harness);
        std::thread::sleep(Duration::from_millis(delay));
        let pid = rustix::process::Pid::from_child(&run);
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::INT);
        let output = run.wait_with_output().unwrap();
        let exit = Outcome::new(&["sync"], &output).exit();
        let mut files = harness.files();
        files.retain(|name| name != "leads.db");
        assert!(files.is_empty(), "{exit:?} {files:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_signal_while_the_copy_is_written_leaves_it_as_it_was() {
    use rustix::process::{Pid, Signal, kill_process};

    let harness = Harness::pinned(Generation::V2, 300);
    harness.run("sync leads.db").code(0);
    for id in harness.api().ids() {
        assert!(harness.api().update(&id));
    }
    let before = copy_of(&harness);
    for (signal, code) in [(Signal::HUP, 129), (Signal::INT, 130), (Signal::TERM, 143)] {
        // The open read makes the run wait inside its transaction.
        let reader = open(&harness);
        reader.execute_batch("begin; select * from leads").unwrap();
        let run = start(&harness);
        while !harness.path("leads.db-journal").exists() {
            std::thread::sleep(Duration::from_millis(1));
        }
        kill_process(Pid::from_child(&run), signal).unwrap();
        let output = run.wait_with_output().unwrap();
        let run = Outcome::new(&["sync"], &output).prints("");
        assert_eq!(run.exit(), Some(code), "{run}");
        drop(reader);
        assert_eq!(harness.files(), ["leads.db"]);
        assert!(copy_of(&harness) == before);
        assert_eq!(value(&harness, "select count(*) from runs"), "1");
    }
    harness.run("sync leads.db").code(0).says("300 changed");
    assert_same(&harness);
}
