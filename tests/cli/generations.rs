//! Both generations of the API: the same command line prints the same leads.

use leads::sandbox::Generation;
use serde_json::{Value, json};

use crate::harness::{Harness, Outcome, only};
use crate::list::ids;
use crate::v2;

#[track_caller]
fn on(api: Generation, args: &[&str], input: &str) -> Outcome {
    let harness = Harness::with(only(api, 300), |request, api| api.reply(request));
    harness.run_with_input(args, input)
}

/// Asserts that a command line prints the same for both generations.
#[track_caller]
fn agree(args: &[&str], input: &str) -> String {
    let [old, new] = [Generation::V1, Generation::V2].map(|api| on(api, args, input).code(0));
    assert!(!old.stdout().is_empty());
    assert!(old.stdout() == new.stdout(), "{old}\n{new}");
    assert_eq!(old.stderr(), new.stderr(), "{args:?}");
    new.stdout().to_owned()
}

#[track_caller]
fn agree_on_ids(args: &str) {
    let args: Vec<&str> = args.split_whitespace().collect();
    let args = [&args[..], &["--fields", "id", "-f", "csv"]].concat();
    agree(&args, "");
}

#[test]
fn users_are_never_printed() {
    let harness = v2::workspace(200);
    let outcome = harness.run("list -f json").code(0).silent();
    let leads: Vec<Value> = serde_json::from_str(outcome.stdout()).unwrap();
    assert_eq!(leads.len(), 200);
    assert!(leads.iter().all(|lead| lead["role"] == "lead"));
}

#[test]
fn users_from_the_server_are_dropped_and_not_counted() {
    let user = r#"{"type":"contact","id":"u1","role":"user","created_at":1}"#;
    let mut contacts = v2::leads(5);
    contacts.insert(0, user.to_owned());
    contacts.insert(3, user.replace("u1", "u2"));
    let harness = v2::answering(move |request| v2::page(request, &contacts));
    let outcome = harness.run("list -f jsonl").code(0);
    assert_eq!(ids(&outcome), ["lead1", "lead2", "lead3", "lead4", "lead5"]);
    harness.run("list --count").code(0).prints("5\n");
}

#[test]
fn both_generations_list_the_same_leads() {
    agree_on_ids("list");
    agree_on_ids("list --limit 5");
    agree_on_ids("list --limit 170");
    agree_on_ids("list --per-page 20 --page 2");
    agree_on_ids("list --per-page 20 --page 15");
}

#[test]
fn both_generations_filter_alike() {
    agree_on_ids("list --tag 17513");
    agree_on_ids("list --tag 31005");
    agree_on_ids("list --segment 53203e244cba153d39000063");
    agree_on_ids("list --segment 53203e244cba153d39000062 --tag 17514");
}

#[test]
fn both_generations_know_the_same_times_to_the_second() {
    let all = on(Generation::V1, &["list", "-f", "jsonl"], "").code(0);
    let times = |key: &str| -> Vec<i64> {
        let leads = all
            .lines()
            .into_iter()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        leads.filter_map(|lead| lead[key].as_i64()).collect()
    };
    let created = times("created_at");
    let (late, early) = (created[40], created[90]);
    agree_on_ids(&format!("list --since {late}"));
    agree_on_ids(&format!("list --until {early}"));
    agree_on_ids(&format!("list --since {early} --until {late}"));
    agree_on_ids(&format!("list --since {} --until {}", early + 1, late + 1));
    let updated = times("updated_at")[100];
    agree_on_ids(&format!("list --updated-since {updated}"));
    agree_on_ids(&format!("list --since {early} --limit 7"));
}

#[test]
fn both_generations_count_alike() {
    for filter in [
        "",
        "--tag 17513",
        "--segment 53203e244cba153d39000063",
        "--since 2024-01-01",
        "--tag 17514 --segment 53203e244cba153d39000062",
    ] {
        let args: Vec<&str> = "list --count"
            .split(' ')
            .chain(filter.split_whitespace())
            .collect();
        agree(&args, "");
    }
}

#[test]
fn both_generations_sort_alike() {
    for field in ["created_at", "updated_at", "last_seen_at", "signed_up_at"] {
        for order in ["asc", "desc"] {
            agree_on_ids(&format!("list --sort {field} --order {order}"));
        }
    }
    agree_on_ids("list --sort created_at --order asc --limit 5");
    agree_on_ids("list --sort updated_at --limit 5");
}

#[test]
fn both_generations_find_the_same_leads() {
    let all = on(Generation::V1, &["list", "-f", "jsonl"], "").code(0);
    let leads: Vec<Value> = all
        .lines()
        .into_iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let column = ["--fields", "id", "-f", "csv"];
    for kind in ["email", "phone", "id"] {
        let known = leads.iter().filter_map(|lead| lead[kind].as_str());
        let known: Vec<&str> = known.filter(|text| !text.is_empty()).take(20).collect();
        let option = format!("--{kind}");
        agree(&[&["find", &option, known[7]][..], &column].concat(), "");
        let lines = known.join("\n");
        agree(
            &[&["find", "--scan", &option, "-"][..], &column].concat(),
            &lines,
        );
        if kind != "phone" {
            agree(&[&["find", &option, "-"][..], &column].concat(), &lines);
        }
    }
}

#[test]
fn the_columns_are_the_same_in_both_generations() {
    // The widths of a table's columns depend on its first page.
    let [old, new] = [Generation::V1, Generation::V2].map(|api| {
        let table = on(api, &["list"], "").code(0);
        let words = |line: &&str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        table.lines().iter().map(words).collect::<Vec<_>>()
    });
    assert_eq!(old, new);
    let fields = "id,external_id,name,email,phone,city,region,country,created_at,updated_at,\
                  last_seen_at,signed_up_at,unsubscribed,owner_id,custom_attributes.*";
    agree(&["list", "-f", "csv", "--fields", fields], "");
}

#[test]
fn tags_are_the_same_unless_2_x_sends_only_ten() {
    let args = ["list", "-f", "json", "--fields", "id,tags"];
    let [old, new] = [Generation::V1, Generation::V2].map(|api| {
        let outcome = on(api, &args, "").code(0);
        serde_json::from_str::<Vec<Value>>(outcome.stdout()).unwrap()
    });
    assert_eq!(old.len(), new.len());
    for (old, new) in old.iter().zip(&new) {
        let [old_tags, new_tags] = [old, new].map(|lead| lead["tags"].as_array().unwrap());
        if new_tags.last() == Some(&json!("…")) {
            assert!(old_tags.len() > 10 && new_tags.len() == 11);
            assert_eq!(old_tags[..10], new_tags[..10]);
        } else {
            assert_eq!(old, new);
        }
    }
}
