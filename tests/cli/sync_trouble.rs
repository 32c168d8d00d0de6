//! `leads sync` with files that are not copies, failing servers, and output that cannot
//! be written: the documented exit code, and an unchanged copy.

use std::fs::File;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use leads::sandbox::{Generation, Intercom, Reply, Request};
use rusqlite::Connection;

use crate::answers;
use crate::harness::{Harness, Outcome, in_each_generation, only, settings};
use crate::sync::{assert_same, changes, copy_of, value};

/// A harness whose responses can be changed while it runs.
fn switched(
    generation: Generation,
    leads: u32,
    answer: impl Fn(u32, &Request, &Intercom) -> Reply + Send + Sync + 'static,
) -> (Harness, Arc<AtomicU32>) {
    let switch = Arc::new(AtomicU32::new(0));
    let harness = Harness::with(only(generation, leads), {
        let switch = Arc::clone(&switch);
        move |request, api| answer(switch.load(Ordering::Relaxed), request, api)
    });
    (harness.of_version(generation), switch)
}

#[test]
fn files_that_are_not_copies_are_refused_and_unchanged() {
    let harness = Harness::pinned(Generation::V1, 20);
    harness.write(
        "text.db",
        "some text that is longer than the header of a database\n"
            .repeat(3)
            .as_str(),
    );
    harness.write("short.db", "x");
    let other = Connection::open(harness.path("other.db")).unwrap();
    other
        .execute_batch("create table t (x); insert into t values (1)")
        .unwrap();
    drop(other);
    harness.run("sync newer.db").code(0);
    let newer = Connection::open(harness.path("newer.db")).unwrap();
    newer.execute_batch("pragma user_version = 99").unwrap();
    drop(newer);
    std::fs::create_dir(harness.path("folder.db")).unwrap();
    let requests = harness.requests().len();
    let files = harness.files();
    for (name, says) in [
        ("text.db", "it is not a SQLite database"),
        ("short.db", "it is not a SQLite database"),
        ("other.db", "a database of another program"),
        ("newer.db", "was made by a newer leads"),
        ("folder.db", "it is not a file"),
        ("-", "not -"),
    ] {
        let before = std::fs::read(harness.path(name)).ok();
        harness.run(["sync", name]).code(2).says(says).prints("");
        assert_eq!(std::fs::read(harness.path(name)).ok(), before, "{name}");
    }
    harness
        .run("sync no/such/folder.db")
        .code(7)
        .says("no/such/folder.db");
    assert_eq!(harness.files(), files);
    assert_eq!(harness.requests().len(), requests, "nothing was requested");
}

#[test]
fn an_empty_file_becomes_a_copy() {
    let harness = Harness::pinned(Generation::V1, 20);
    harness.write("leads.db", "");
    harness
        .run("sync leads.db")
        .code(0)
        .says("20 leads; a new copy");
    assert_same(&harness);
}

#[test]
fn options_that_would_exclude_leads_are_refused() {
    let harness = Harness::pinned(Generation::V1, 5);
    for option in [
        "--since 7d",
        "--until 7d",
        "--updated-since 7d",
        "--tag 1",
        "--segment 1",
        "--limit 3",
        "--page 1",
        "--sort created_at",
        "--count",
        "--count-by country",
        "--quick --rebuild",
        "--full-after 7d",
        "--quick --full-after soon",
        "--keep soon",
        "--again 0",
        "--again 1 --quick",
        "--forget x --again 1",
        "--where",
        "--where has",
    ] {
        let words: Vec<&str> = ["sync", "leads.db"]
            .into_iter()
            .chain(option.split(' '))
            .collect();
        harness.run(words.as_slice()).code(2);
    }
    harness.run("sync").code(2).says("FILE");
    for name in ["leads.db", "no/such/leads.db"] {
        for option in ["--again", "--forget"] {
            harness
                .run(["sync", name, option, "1"])
                .code(2)
                .says(&format!(
                    "{option} needs a copy, and there is none at {name}"
                ));
        }
    }
    assert!(harness.files().is_empty() && harness.requests().is_empty());
}

#[test]
fn another_workspace_is_refused() {
    in_each_generation(|generation| {
        let (harness, switch) = switched(generation, 30, |switch, request, api| {
            let mut reply = api.reply(request);
            if switch > 0 {
                let text = String::from_utf8(reply.body).unwrap();
                reply.body = text.replace("prac7ice", "another").into_bytes();
            }
            reply
        });
        harness.run("sync leads.db").code(0);
        let before = copy_of(&harness);
        switch.store(1, Ordering::Relaxed);
        let run = harness.run("sync leads.db").code(2);
        run.says("workspace prac7ice").says("workspace another");
        assert_eq!(copy_of(&harness), before);
    });
}

#[test]
fn an_empty_workspace_is_identified() {
    let harness = Harness::pinned(Generation::V2, 3);
    harness.run("sync leads.db").code(0);
    for id in harness.api().ids() {
        assert!(harness.api().delete(&id));
    }
    let run = harness.run("sync leads.db -f jsonl").code(0);
    assert_eq!(changes(&run).len(), 3);
    let requests = harness.requests();
    assert!(requests.iter().any(|request| request.path == "/me"));
    assert_eq!(
        value(&harness, "select workspace from runs order by id desc"),
        "prac7ice"
    );
}

#[test]
fn a_rebuild_in_the_same_generation_reports_changes() {
    in_each_generation(|generation| {
        let harness = Harness::pinned(generation, 40);
        harness.run("sync leads.db").code(0);
        let ids = harness.api().ids();
        assert!(harness.api().update(&ids[3]) && harness.api().delete(&ids[5]));
        let run = harness.run("sync leads.db --rebuild -f jsonl").code(0);
        run.says("39 leads; 0 added, 1 changed, 1 gone");
        assert_same(&harness);
    });
}

#[test]
fn another_generation_is_refused_without_rebuild() {
    for (from, to, version) in [
        (Generation::V1, Generation::V2, "1.4"),
        (Generation::V2, Generation::V1, "2.16"),
    ] {
        let old = Intercom::new(only(from, 40));
        let new = Intercom::new(only(to, 40));
        let switch = Arc::new(AtomicU32::new(0));
        let harness = Harness::with(settings(0), {
            let switch = Arc::clone(&switch);
            move |request, _| match switch.load(Ordering::Relaxed) {
                0 => old.reply(request),
                _ => new.reply(request),
            }
        });
        harness.run("sync leads.db").code(0);
        let before = copy_of(&harness);
        let pinned = if from == Generation::V1 {
            "2.16"
        } else {
            "1.4"
        };
        let args = ["sync", "leads.db", "--api-version", pinned];
        harness
            .run(args)
            .code(2)
            .says(&format!("leads of API {version}"));
        switch.store(1, Ordering::Relaxed);
        harness
            .run("sync leads.db")
            .code(2)
            .says("no longer serves; use --rebuild");
        assert_eq!(copy_of(&harness), before);
        let run = harness
            .run("sync leads.db --rebuild -f jsonl")
            .code(0)
            .prints("");
        run.says("40 leads; 0 added, 0 changed, 0 gone");
        assert_same(&harness);
        harness.run("sync leads.db -f jsonl").code(0).prints("");
    }
}

#[test]
fn auto_requests_the_generation_of_the_copy_first() {
    let harness = Harness::of(40).env("LEADS_API_VERSION", "2.16");
    harness.run("sync leads.db").code(0);
    let harness = harness.without("LEADS_API_VERSION");
    let before = harness.requests().len();
    harness.run("sync leads.db").code(0);
    let version = |request: &Request| request.header("intercom-version").unwrap().to_owned();
    assert!(
        harness.requests()[before..]
            .iter()
            .all(|request| version(request) == "2.16")
    );
}

#[test]
fn a_failed_run_changes_only_the_table_runs() {
    in_each_generation(|generation| {
        let (harness, switch) = switched(generation, 400, |switch, request, api| {
            let is_later = request.parameter("page").is_some_and(|page| page != "1")
                || String::from_utf8_lossy(&request.body).contains("starting_after");
            if switch > 0 && is_later {
                let code = if switch == 401 {
                    "unauthorized"
                } else {
                    "server_error"
                };
                return answers::error(u16::try_from(switch).unwrap(), code, "no");
            }
            api.reply(request)
        });
        let ids = harness.api().ids();
        let refused = if generation == Generation::V1 { 5 } else { 8 };
        for (status, code) in [(500, 4), (401, 3), (400, refused)] {
            switch.store(status, Ordering::Relaxed);
            harness
                .run("sync leads.db --retries 0")
                .code(code)
                .prints("");
            assert!(harness.files().is_empty(), "{:?}", harness.files());
        }
        switch.store(0, Ordering::Relaxed);
        harness.run("sync leads.db").code(0);
        let before = copy_of(&harness);
        assert!(harness.api().update(&ids[0]) && harness.api().delete(&ids[1]));
        switch.store(500, Ordering::Relaxed);
        harness
            .run("sync leads.db --retries 0 -f jsonl")
            .code(4)
            .prints("");
        assert_eq!(copy_of(&harness), before);
        assert_eq!(value(&harness, "select count(*) from changes"), "0");
        let verdict = value(&harness, "select verdict from runs where id = 2");
        assert!(verdict.starts_with("failed: "), "{verdict}");
        switch.store(0, Ordering::Relaxed);
        let run = harness.run("sync leads.db -f jsonl").code(0);
        assert_eq!(changes(&run).len(), 2);
        assert_same(&harness);
        assert_eq!(harness.files(), ["leads.db"]);
    });
}

#[test]
fn incomplete_leads_are_saved_only_with_partial_and_nothing_is_gone() {
    // Searches that return fewer leads than their total.
    let (harness, switch) = switched(Generation::V2, 100, |switch, request, api| {
        let reply = api.reply(request);
        if switch == 0 || request.path != "/contacts/search" {
            return reply;
        }
        answers::changed(reply, |body| {
            body["data"].as_array_mut().unwrap().truncate(60);
            body["pages"]["next"] = serde_json::Value::Null;
        })
    });
    harness.run("sync leads.db").code(0);
    let before = copy_of(&harness);
    let ids = harness.api().ids();
    let new = harness.api().create();
    assert!(harness.api().update(&ids[3]) && harness.api().delete(&ids[5]));
    switch.store(1, Ordering::Relaxed);
    harness.run("sync leads.db -f jsonl").code(8).prints("");
    assert_eq!(copy_of(&harness), before);
    #[cfg(target_os = "linux")]
    {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let run = harness.run_into("sync leads.db -f jsonl --partial", full);
        run.code(7);
    }
    let run = harness.run("sync leads.db -f jsonl --partial").code(8);
    let changes = changes(&run);
    assert_eq!(changes.len(), 2, "{run}");
    assert_eq!(copy_of(&harness).len(), 101);
    assert!(copy_of(&harness).contains_key(&new));
    assert_eq!(
        value(&harness, "select verdict from runs order by id desc"),
        "partial"
    );
    switch.store(0, Ordering::Relaxed);
    harness
        .run("sync leads.db")
        .code(0)
        .says("0 added, 0 changed, 1 gone (1 deleted)");
    assert_same(&harness);
}

#[test]
fn a_second_sync_waits_and_gives_up() {
    let harness = Harness::pinned(Generation::V1, 20);
    harness.run("sync leads.db").code(0);
    let lock = File::create(harness.path("leads.db-lock")).unwrap();
    lock.lock().unwrap();
    harness
        .run("sync leads.db")
        .code(7)
        .says("another leads sync of it is running");
    drop(lock);
    harness.run("sync leads.db").code(0);
    assert_eq!(harness.files(), ["leads.db"]);
}

#[test]
fn two_syncs_at_once_do_not_mix() {
    let harness = Harness::pinned(Generation::V2, 300);
    harness.run("sync leads.db").code(0);
    for id in &harness.api().ids()[..20] {
        assert!(harness.api().update(id));
    }
    let start = || {
        let mut command = harness.command(&["sync", "leads.db", "-f", "jsonl"]);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let runs: Vec<_> = (0..3).map(|_| start()).collect();
    let mut printed = 0;
    for run in runs {
        let output = run.wait_with_output().unwrap();
        printed += changes(&Outcome::new(&["sync"], &output).code(0)).len();
    }
    assert_eq!(printed, 20);
    assert_same(&harness);
    assert_eq!(value(&harness, "select count(*) from runs"), "4");
    assert_eq!(harness.files(), ["leads.db"]);
}

#[test]
fn a_reader_sees_the_copy_before_or_after() {
    let harness = Harness::pinned(Generation::V1, 600);
    harness.run("sync leads.db").code(0);
    let reader = crate::sync::open(&harness);
    reader
        .busy_timeout(std::time::Duration::from_secs(60))
        .unwrap();
    let mut seen = Vec::new();
    for _ in 0..3 {
        for id in &harness.api().ids()[..100] {
            assert!(harness.api().delete(id));
        }
        let mut command = harness.command(&["sync", "leads.db"]);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut run = command.spawn().unwrap();
        while run.try_wait().unwrap().is_none() {
            let count = "select count(*) from leads";
            seen.push(
                reader
                    .query_row(count, [], |row| row.get::<_, i64>(0))
                    .unwrap(),
            );
        }
        assert!(run.wait().unwrap().success());
    }
    seen.dedup();
    assert!(
        seen.iter()
            .all(|count| [600, 500, 400, 300].contains(count)),
        "{seen:?}"
    );
    assert!(seen.is_sorted_by(|one, next| one > next), "{seen:?}");
}

#[test]
fn an_output_that_cannot_be_opened_fails_before_any_request() {
    let harness = Harness::pinned(Generation::V1, 20);
    harness.run("sync leads.db -o no/such/folder.csv").code(7);
    harness
        .run("sync leads.db -f csv -o leads.db")
        .code(2)
        .says("-o is the copy itself");
    harness
        .run("sync leads.db -f csv -o leads.db-journal")
        .code(2)
        .says("-o names a file that belongs to the copy");
    assert!(harness.requests().is_empty());
    assert!(harness.files().is_empty(), "{:?}", harness.files());
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_the_copy_as_it_was() {
    let harness = Harness::pinned(Generation::V1, 300);
    let full = |limit: u32| {
        let script = format!("ulimit -f {limit}; exec \"$0\" \"$@\"");
        let output = harness
            .in_shell(&["sync", "leads.db"], &script)
            .output()
            .unwrap();
        Outcome::new(&["sync"], &output)
    };
    full(100).code(7).says("a temporary file beside the copy");
    assert!(harness.files().is_empty(), "{:?}", harness.files());
    harness.run("sync leads.db").code(0);
    let before = copy_of(&harness);
    for _ in 0..300 {
        harness.api().create();
    }
    let blocks = harness.path("leads.db").metadata().unwrap().len() / 512;
    full(u32::try_from(blocks).unwrap() + 200)
        .code(7)
        .says("leads.db: ");
    assert_eq!(copy_of(&harness), before);
    harness.run("sync leads.db").code(0).says("300 added");
    assert_same(&harness);
    // The changes do not fit on standard output: /dev/full is full.
    assert!(harness.api().delete(&harness.api().ids()[0]));
    let device = File::options().write(true).open("/dev/full").unwrap();
    harness.run_into("sync leads.db -f jsonl", device).code(7);
    let run = harness.run("sync leads.db -f jsonl").code(0);
    assert_eq!(changes(&run).len(), 1);
}

#[test]
#[cfg(unix)]
fn the_copy_is_private_and_a_folder_without_access_is_reported() {
    use std::os::unix::fs::PermissionsExt as _;

    let harness = Harness::pinned(Generation::V1, 20);
    harness.run("sync leads.db").code(0);
    let mode = |name: &str| harness.path(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("leads.db"), 0o600);
    let folder = harness.path("closed");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o500)).unwrap();
    // Root can write anywhere.
    if File::create(folder.join("x")).is_err() {
        harness
            .run("sync closed/leads.db")
            .code(7)
            .says("closed: Permission denied");
    }
    #[cfg(target_os = "linux")]
    harness
        .run("sync /proc/leads.db")
        .code(7)
        .says("cannot write /proc/leads.db: no file can be created in the folder /proc: ");
}

#[test]
fn files_of_a_run_that_was_killed_are_removed() {
    let harness = Harness::pinned(Generation::V1, 20);
    // Not a file of `leads`.
    harness.write("leads.db-new", "x");
    for _ in 0..2 {
        for end in ["lock", "unfinished", "unfinished-journal"] {
            harness.write(&format!("leads.db-{end}"), "x");
        }
        harness.run("sync leads.db").code(0);
        assert_eq!(harness.files(), ["leads.db", "leads.db-new"]);
    }
    assert_same(&harness);
}

#[test]
#[cfg(unix)]
fn two_names_of_one_copy_have_one_lock() {
    let harness = Harness::pinned(Generation::V1, 20);
    std::fs::create_dir(harness.path("data")).unwrap();
    std::os::unix::fs::symlink("data/leads.db", harness.path("leads.db")).unwrap();
    harness.run("sync leads.db").code(0);
    assert!(harness.path("data/leads.db").metadata().unwrap().is_file());
    assert!(
        harness
            .path("leads.db")
            .symlink_metadata()
            .unwrap()
            .is_symlink()
    );
    harness
        .run("sync data/leads.db")
        .code(0)
        .says("0 added, 0 changed, 0 gone");
}

#[test]
fn a_condition_that_the_api_cannot_decide_is_refused_before_the_copy_changes() {
    let harness = Harness::pinned(Generation::V2, 20);
    for condition in ["segments != 'Active'", "companies ~ 'hara'"] {
        harness
            .run(["sync", "leads.db", "--where", condition].as_slice())
            .code(2)
            .says("API 2.x sends");
        assert!(!harness.path("leads.db").exists(), "{condition}");
    }
    harness.run("sync leads.db").code(0);
    let args = ["sync", "leads.db", "--where", "has segments"];
    harness.run(args.as_slice()).code(2);
    assert_eq!(value(&harness, "select count(*) from runs"), "1");
}
