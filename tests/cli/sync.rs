//! `leads sync`: the copy equals the workspace, and the printed changes lead from the
//! copy before to the copy after.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use leads::sandbox::Generation;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

use crate::harness::{Harness, Outcome, formats, in_each_generation, only};

/// The leads of a copy by id, as JSON.
pub(crate) fn copy_of(harness: &Harness) -> BTreeMap<String, Value> {
    let copy = open(harness);
    let mut leads = copy.prepare("select id, json from leads").unwrap();
    let rows = leads.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)));
    rows.unwrap()
        .map(|row| row.unwrap())
        .map(|(id, json)| (id, serde_json::from_str(&json).unwrap()))
        .collect()
}

/// The copy, for reading.
pub(crate) fn open(harness: &Harness) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    Connection::open_with_flags(harness.path("leads.db"), flags).unwrap()
}

/// The only value of `query` in the copy, as text.
pub(crate) fn value(harness: &Harness, query: &str) -> String {
    let value = open(harness).query_row(query, [], |row| row.get::<_, rusqlite::types::Value>(0));
    match value.unwrap() {
        rusqlite::types::Value::Null => "null".to_owned(),
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

/// The leads of the workspace by id.
pub(crate) fn workspace_of(harness: &Harness) -> BTreeMap<String, Value> {
    let listed = harness.run("list -f jsonl").code(0);
    let leads = listed.lines().into_iter();
    leads
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|lead| (lead["id"].as_str().unwrap().to_owned(), lead))
        .collect()
}

#[track_caller]
pub(crate) fn assert_same(harness: &Harness) {
    assert!(
        copy_of(harness) == workspace_of(harness),
        "the copy differs"
    );
}

/// The changes that a run printed as jsonl.
pub(crate) fn changes(outcome: &Outcome) -> Vec<Value> {
    let lines = outcome.lines().into_iter();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// `change`, `why` and id of each.
pub(crate) fn summary(outcome: &Outcome) -> BTreeSet<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let summary = changes(outcome).into_iter().map(|change| {
        (
            text(&change["change"]),
            text(&change["why"]),
            text(&change["lead"]["id"]),
        )
    });
    summary.collect()
}

fn expected(changes: &[(&str, &str, &String)]) -> BTreeSet<(String, String, String)> {
    let owned = |(change, why, id): &(&str, &str, &String)| {
        ((*change).to_owned(), (*why).to_owned(), (*id).clone())
    };
    changes.iter().map(owned).collect()
}

#[test]
fn the_first_run_prints_no_rows_and_the_next_ones_what_changed() {
    in_each_generation(|generation| {
        let harness = Harness::pinned(generation, 500);
        let first = harness.run("sync leads.db -f jsonl").code(0).prints("");
        assert!(
            first
                .stderr()
                .starts_with("leads.db: 500 leads; a new copy; ")
        );
        assert_same(&harness);
        let again = harness.run("sync leads.db -f jsonl").code(0).prints("");
        again.says("leads.db: 500 leads; 0 added, 0 changed, 0 gone; ");

        let api = harness.api();
        let ids = api.ids();
        let new = api.create();
        assert!(api.update(&ids[3]) && api.delete(&ids[7]) && api.merge(&ids[9], &ids[11]));
        assert!(api.convert(&ids[13]));
        let run = harness.run("sync leads.db -f jsonl").code(0);
        let is_v1 = generation == Generation::V1;
        let (deleted, merged) = if is_v1 {
            ("", "")
        } else {
            ("deleted", "merged")
        };
        let changed = [
            ("added", "", &new),
            ("changed", "", &ids[3]),
            ("gone", deleted, &ids[7]),
            ("gone", merged, &ids[9]),
            ("gone", "user", &ids[13]),
        ];
        assert_eq!(summary(&run), expected(&changed));
        for change in changes(&run) {
            let into = if change["why"] == "merged" {
                ids[11].as_str().into()
            } else {
                Value::Null
            };
            assert_eq!(change["merged_into"], into, "{change}");
            let fields = if change["change"] == "changed" {
                let mut fields = vec!["last_seen_at", "unsubscribed", "updated_at"];
                if is_v1 {
                    fields.insert(1, "session_count");
                }
                fields
            } else {
                Vec::new()
            };
            let named: BTreeSet<&str> = change["fields"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_str)
                .collect();
            assert_eq!(named, fields.into_iter().collect(), "{change}");
        }
        run.says(if is_v1 {
            "498 leads; 1 added, 1 changed, 3 gone (1 became a user, 2 for unknown reasons); "
        } else {
            "498 leads; 1 added, 1 changed, 3 gone (1 deleted, 1 merged, 1 became a user); "
        });
        assert_same(&harness);

        assert!(api.restore(&ids[13]));
        let back = harness.run("sync leads.db -f jsonl").code(0);
        assert_eq!(summary(&back), expected(&[("back", "", &ids[13])]));
        back.says("499 leads; 0 added, 0 changed, 0 gone, 1 back; ");
        assert_same(&harness);
        assert_eq!(harness.files(), ["leads.db"]);
    });
}

#[test]
fn initial_prints_every_lead_of_a_new_copy_and_none_later() {
    let harness = Harness::pinned(Generation::V1, 120);
    let first = harness.run("sync leads.db --initial -f jsonl").code(0);
    let printed = changes(&first);
    assert_eq!(printed.len(), 120);
    assert!(printed.iter().all(|change| change["change"] == "added"));
    let listed = harness.run("list -f jsonl").code(0);
    for (change, line) in printed.iter().zip(listed.lines()) {
        assert_eq!(change["lead"], serde_json::from_str::<Value>(line).unwrap());
    }
    harness
        .run("sync leads.db --initial -f jsonl")
        .code(0)
        .prints("");
}

#[test]
fn changes_are_printed_in_every_format_with_their_columns_in_front() {
    let harness = Harness::pinned(Generation::V2, 50);
    harness.run("sync leads.db").code(0);
    let ids = harness.api().ids();
    harness.api().advance(60);
    assert!(harness.api().update(&ids[0]));
    let again = harness.run("sync leads.db --again 2").code(2);
    again.says("the copy has no such run").prints("");
    let csv = harness.run("sync leads.db -f csv --fields id").code(0);
    csv.prints(&format!(
        "change,why,fields,id\nchanged,,last_seen_at; unsubscribed; updated_at,{}\n",
        ids[0]
    ));
    for format in formats() {
        let again = harness
            .run(["sync", "leads.db", "-f", format, "--again", "2"])
            .code(0);
        assert!(again.stdout().contains("changed"), "{again}");
        assert!(again.stdout().contains("unsubscribed"), "{again}");
    }
    let picked = harness
        .run("sync leads.db -f json --fields id --again 2")
        .code(0);
    let rows: Value = serde_json::from_str(picked.stdout()).unwrap();
    assert_eq!(rows[0]["lead"], serde_json::json!({"id": ids[0]}));
    let ids_of = [
        "sync",
        "leads.db",
        "--jq",
        ".[].lead.id",
        "-r",
        "--again",
        "2",
    ];
    if cfg!(feature = "jq") {
        harness.run(ids_of).code(0).prints(&format!("{}\n", ids[0]));
    }
}

#[test]
fn where_and_fields_select_what_is_printed_and_not_what_is_copied() {
    in_each_generation(|generation| {
        let harness = Harness::pinned(generation, 200);
        harness.run("sync leads.db").code(0);
        let ids = harness.api().ids();
        for id in &ids[..40] {
            assert!(harness.api().update(id));
        }
        let args = [
            "sync",
            "leads.db",
            "-f",
            "csv",
            "--fields",
            "id,email",
            "--where",
            "has email",
        ];
        let run = harness.run(args).code(0);
        let leads = workspace_of(&harness);
        let with_email = |id: &&String| {
            leads[*id]["email"]
                .as_str()
                .is_some_and(|it| !it.is_empty())
        };
        assert_eq!(
            run.lines().len(),
            1 + ids[..40].iter().filter(with_email).count()
        );
        run.says("0 added, 40 changed, 0 gone");
        assert_same(&harness);
        harness.run("sync leads.db -f jsonl").code(0).prints("");
    });
}

#[test]
fn ignored_fields_are_copied_but_not_reported() {
    let harness = Harness::pinned(Generation::V2, 60);
    harness.run("sync leads.db").code(0);
    let ids = harness.api().ids();
    assert!(harness.api().update(&ids[5]));
    let ignore = "sync leads.db --ignore last_seen_at,updated_at,unsubscribed -f jsonl";
    harness.run(ignore).code(0).prints("").says("0 changed");
    assert_same(&harness);
    harness.api().advance(60);
    assert!(harness.api().update(&ids[5]));
    let run = harness
        .run("sync leads.db --ignore updated_at -f jsonl")
        .code(0);
    let fields = &changes(&run)[0]["fields"];
    assert_eq!(*fields, serde_json::json!(["last_seen_at", "unsubscribed"]));
}

#[test]
fn a_name_to_ignore_that_is_no_field_is_refused() {
    let harness = Harness::pinned(Generation::V2, 60);
    let refused = [
        ("emial", "unknown field emial; did you mean email?"),
        ("updated_at,last_sen_at", "did you mean last_seen_at?"),
        (
            "zzzzzz",
            "write a custom attribute as custom_attributes.zzzzzz",
        ),
        ("custom_atributes.x", "unknown field custom_atributes.x"),
        ("avatar.type", "avatar is compared as a whole; write avatar"),
        ("tags.data", "tags is compared as a whole; write tags"),
        ("unsubscribed_from_emails.x", "write unsubscribed"),
    ];
    let check = |harness: &Harness| {
        let before = harness.requests().len();
        for (names, says) in refused {
            let args = ["sync", "leads.db", "--ignore", names];
            harness.run(args).code(2).says("--ignore: ").says(says);
        }
        assert_eq!(harness.requests().len(), before);
    };
    check(&harness);
    assert!(harness.files().is_empty());
    let known = "updated_at,last_seen_at,language_override,custom_attributes.not_yet,location.x";
    harness.run(["sync", "leads.db", "--ignore", known]).code(0);
    check(&harness);
    for (names, says) in [
        ("location.x", "unknown field location.x"),
        ("location.timezon", "did you mean location."),
        ("plan", "did you mean custom_attributes.plan?"),
    ] {
        let args = ["sync", "leads.db", "--ignore", names];
        harness.run(args).code(2).says(says);
    }
    // A key that the reference does not have.
    let copy = Connection::open(harness.path("leads.db")).unwrap();
    let add = "update leads set json = json_set(json, '$.new_key', 1) where rowid = 40";
    assert_eq!(copy.execute(add, []).unwrap(), 1);
    drop(copy);
    harness
        .run("sync leads.db --ignore new_key -f jsonl")
        .code(0)
        .prints("");
}

#[test]
fn a_key_that_is_ignored_stands_for_its_column_and_for_the_keys_inside() {
    let harness = Harness::pinned(Generation::V2, 60);
    harness.run("sync leads.db").code(0);
    let change = |path: &str| {
        let copy = Connection::open(harness.path("leads.db")).unwrap();
        let set = format!("update leads set json = json_set(json, '$.{path}', 7) where rowid = 9");
        assert_eq!(copy.execute(&set, []).unwrap(), 1);
    };
    for (path, ignored, field) in [
        ("location.city", "location.city", "city"),
        ("location.city", "location", "city"),
        ("location.type", "location", "location.type"),
        (
            "unsubscribed_from_emails",
            "unsubscribed_from_emails",
            "unsubscribed",
        ),
        (
            "custom_attributes.plan",
            "custom_attributes",
            "custom_attributes.plan",
        ),
    ] {
        change(path);
        let args = ["sync", "leads.db", "-f", "jsonl", "--ignore"];
        harness
            .run([&args[..], &[ignored]].concat().as_slice())
            .code(0)
            .prints("");
        change(path);
        let other = harness
            .run([&args[..], &["email"]].concat().as_slice())
            .code(0);
        assert_eq!(changes(&other)[0]["fields"], serde_json::json!([field]));
    }
}

#[test]
fn the_columns_of_the_copy_are_those_of_csv() {
    in_each_generation(|generation| {
        let harness = Harness::pinned(generation, 300);
        harness.run("sync leads.db").code(0);
        let names = "id,external_id,name,email,phone,owner_id,city,region,country,created_at,\
                     updated_at,signed_up_at,last_seen_at,unsubscribed,tags,segments,companies";
        let listed = [
            "list",
            "-f",
            "csv",
            "--no-header",
            "--time",
            "unix",
            "--fields",
            names,
        ];
        let listed = harness.run(listed).code(0);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(listed.stdout().as_bytes());
        let copy = open(&harness);
        let mut find = copy
            .prepare(&format!("select {names} from leads where id = ?1"))
            .unwrap();
        let mut seen = 0;
        for record in reader.records() {
            let record = record.unwrap();
            find.query_row([&record[0]], |row| {
                for (column, cell) in record.iter().enumerate() {
                    let text = match row.get::<_, rusqlite::types::Value>(column)? {
                        rusqlite::types::Value::Null => String::new(),
                        rusqlite::types::Value::Integer(1) if column == 13 => "true".to_owned(),
                        rusqlite::types::Value::Integer(0) if column == 13 => "false".to_owned(),
                        rusqlite::types::Value::Integer(number) => number.to_string(),
                        rusqlite::types::Value::Text(text) if column > 13 => {
                            let names: Vec<String> = serde_json::from_str(&text).unwrap();
                            names.join("; ")
                        }
                        rusqlite::types::Value::Text(text) => text,
                        other => panic!("{other:?}"),
                    };
                    assert_eq!(text, cell, "column {column} of {record:?}");
                }
                seen += 1;
                Ok(())
            })
            .unwrap();
        }
        assert_eq!(seen, 300);
    });
}

#[test]
fn a_tag_with_a_new_name_has_it_in_the_copy() {
    let names = Arc::new(AtomicU32::new(0));
    let harness = Harness::with(only(Generation::V2, 100), {
        let names = Arc::clone(&names);
        move |request, api| {
            let mut reply = api.reply(request);
            if request.path == "/tags" && names.load(Ordering::Relaxed) > 0 {
                let text = String::from_utf8(reply.body).unwrap();
                reply.body = text.replace("VIP", "important").into_bytes();
            }
            reply
        }
    });
    let harness = harness.of_version(Generation::V2);
    harness.run("sync leads.db").code(0);
    let count = |name: &str| {
        let query = format!("select count(*) from leads where tags like '%\"{name}\"%'");
        value(&harness, &query)
    };
    let tagged = count("VIP");
    assert_ne!(tagged, "0");
    names.store(1, Ordering::Relaxed);
    harness.run("sync leads.db -f jsonl").code(0).prints("");
    assert_eq!([count("VIP"), count("important")], ["0".to_owned(), tagged]);
}

#[test]
fn undelivered_changes_are_printed_by_the_next_run() {
    let harness = Harness::pinned(Generation::V1, 400);
    harness.run("sync leads.db").code(0);
    let ids = harness.api().ids();
    for id in &ids[..200] {
        assert!(harness.api().update(id));
    }
    // A reader that reads nothing: the pipe is closed before everything is written.
    let mut child = harness
        .command(&["sync", "leads.db", "-f", "jsonl"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    Outcome::new(&["sync"], &output)
        .code(7)
        .says("the next run prints them again");
    assert_eq!(
        value(&harness, "select delivered_at from runs where id = 2"),
        "null"
    );

    assert!(harness.api().delete(&ids[0]));
    let run = harness
        .run("sync leads.db -f jsonl")
        .code(0)
        .says("are printed first");
    let printed = changes(&run);
    assert_eq!(printed.len(), 201);
    assert!(
        printed[..200]
            .iter()
            .all(|change| change["change"] == "changed")
    );
    assert_eq!(printed[200]["change"], "gone");
    // Also for a lead that is gone now: its state after the change.
    let first = printed
        .iter()
        .find(|change| change["lead"]["id"] == ids[0].as_str())
        .unwrap();
    assert_eq!(first["lead"], printed[200]["lead"]);
    harness.run("sync leads.db -f jsonl").code(0).prints("");
    let again = harness.run("sync leads.db -f jsonl --again 2").code(0);
    assert_eq!(changes(&again), printed[..200]);
}

#[test]
fn a_removed_lead_is_in_no_table() {
    let harness = Harness::pinned(Generation::V1, 30);
    harness.run("sync leads.db --initial").code(0);
    let ids = harness.api().ids();
    assert!(harness.api().update(&ids[2]) && harness.api().delete(&ids[4]));
    harness.run("sync leads.db").code(0);
    let requests = harness.requests().len();
    for id in [&ids[2], &ids[4]] {
        harness
            .run(["sync", "leads.db", "--forget", id])
            .code(0)
            .says("removed")
            .prints("");
        let bytes = std::fs::read(harness.path("leads.db")).unwrap();
        assert!(
            memchr::memmem::find(&bytes, id.as_bytes()).is_none(),
            "{id} is in the file"
        );
    }
    harness
        .run(["sync", "leads.db", "--forget", "nobody"])
        .code(1)
        .says("not in the copy");
    assert_eq!(harness.requests().len(), requests, "it needs no network");
    let run = harness.run("sync leads.db -f jsonl").code(0);
    assert_eq!(summary(&run), expected(&[("added", "", &ids[2])]));
}

#[test]
fn changes_are_kept_as_long_as_asked_for() {
    let harness = Harness::pinned(Generation::V1, 30);
    harness.run("sync leads.db --keep 30d").code(0);
    let id = harness.api().ids()[2].clone();
    let count = |harness: &Harness| value(harness, "select count(*) from changes");
    for (days, kept) in [(0, "1"), (20, "2"), (20, "2"), (20, "2")] {
        harness.api().advance(days * 86_400);
        assert!(harness.api().update(&id));
        harness.run("sync leads.db").code(0);
        assert_eq!(count(&harness), kept);
    }
    harness.run("sync leads.db --keep all").code(0);
    harness.api().advance(500 * 86_400);
    assert!(harness.api().update(&id));
    harness.run("sync leads.db").code(0);
    assert_eq!(count(&harness), "3");
}

/// Simulates a day of the workspace.
fn live(harness: &Harness, random: &mut impl FnMut(u64) -> u64, gone: &mut Vec<String>) {
    let api = harness.api();
    api.advance(86_400 - 3600 + i64::try_from(random(7200)).unwrap());
    for _ in 0..random(6) {
        api.create();
    }
    for _ in 0..random(8) {
        let ids = api.ids();
        let mut any = || ids[usize::try_from(random(ids.len() as u64)).unwrap()].clone();
        let (id, other) = (any(), any());
        match random(8) {
            0 => gone.extend(api.delete(&id).then_some(id)),
            1 => gone.extend(api.merge(&id, &other).then_some(id)),
            2 => gone.extend(api.convert(&id).then_some(id)),
            3 if !gone.is_empty() => {
                let index = usize::try_from(random(gone.len() as u64)).unwrap();
                api.restore(&gone.swap_remove(index));
            }
            _ => {
                api.update(&id);
            }
        }
    }
}

#[test]
fn the_changes_of_many_days_lead_from_nothing_to_the_copy() {
    let days: u64 = std::env::var("DAYS").map_or(25, |days| days.parse().unwrap());
    in_each_generation(|generation| {
        let harness = Harness::pinned(generation, 150);
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut random = |end: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % end.max(1)
        };
        let mut gone = Vec::new();
        let mut shadow: BTreeMap<String, Value> = BTreeMap::new();
        for day in 0..days {
            let quick = if random(3) == 0 { " --quick" } else { "" };
            let run = harness
                .run(format!("sync leads.db --initial -f jsonl{quick}").as_str())
                .code(0);
            for change in changes(&run) {
                let id = change["lead"]["id"].as_str().unwrap().to_owned();
                match change["change"].as_str().unwrap() {
                    "gone" => assert_eq!(shadow.remove(&id), Some(change["lead"].clone())),
                    "changed" => assert!(shadow.insert(id, change["lead"].clone()).is_some()),
                    _ => assert!(shadow.insert(id, change["lead"].clone()).is_none()),
                }
            }
            assert!(
                shadow == copy_of(&harness),
                "day {day}: the changes differ from the copy"
            );
            assert_same(&harness);
            live(&harness, &mut random, &mut gone);
        }
    });
}
