//! Orders other than newest first: sorted by the program, or by the server if its
//! response proves that it is sorted.

use serde_json::Value;

use crate::answers;
use crate::harness::{Harness, Outcome, settings};
use crate::list::ids;

const FIELDS: [(&str, &str); 4] = [
    ("created_at", "created_at"),
    ("updated_at", "updated_at"),
    ("last_seen_at", "last_request_at"),
    ("signed_up_at", "signed_up_at"),
];

/// The leads' values of a key in a run in jsonl.
fn keys(outcome: &Outcome, key: &str) -> Vec<Option<i64>> {
    let value = |line: &&str| serde_json::from_str::<Value>(line).unwrap()[key].as_i64();
    outcome.lines().iter().map(value).collect()
}

/// Asserts that the known keys are sorted and followed by the others.
#[track_caller]
fn assert_sorted(keys: &[Option<i64>], order: &str) {
    let known: Vec<i64> = keys.iter().copied().flatten().collect();
    let unknown = keys.iter().position(Option::is_none).unwrap_or(keys.len());
    assert_eq!(known.len(), unknown, "those without the key come last");
    match order {
        "asc" => assert!(known.is_sorted()),
        _ => assert!(known.is_sorted_by(|one, next| one >= next)),
    }
}

#[test]
fn every_field_sorts_in_both_directions() {
    let harness = Harness::of(150);
    for (field, key) in FIELDS {
        for order in ["asc", "desc"] {
            let command = format!("list -f jsonl --sort {field} --order {order}");
            let outcome = harness.run(command.as_str()).code(0).silent();
            assert_sorted(&keys(&outcome, key), order);
            let mut sorted = ids(&outcome);
            let mut all = harness.api().ids();
            sorted.sort();
            all.sort();
            assert_eq!(sorted, all, "{field} {order}");
        }
    }
}

#[test]
fn the_first_few_of_an_order_match_the_whole() {
    for ignores in [false, true] {
        let harness = Harness::with(settings(150), move |request, api| {
            let mut request = request.clone();
            if ignores {
                request
                    .query
                    .retain(|(name, _)| name != "sort" && name != "order");
            }
            api.reply(&request)
        });
        for (field, _) in FIELDS {
            for order in ["asc", "desc"] {
                let command = format!("list -f jsonl --sort {field} --order {order}");
                let all = ids(&harness.run(command.as_str()).code(0));
                let few = harness.run(format!("{command} --limit 7").as_str()).code(0);
                assert_eq!(ids(&few).len(), 7);
                // Leads of the same second can be in either order.
                let first = harness.run(format!("{command} --limit 1").as_str()).code(0);
                assert_eq!(ids(&first)[0], ids(&few)[0]);
                let known = keys(&few, field);
                assert!(
                    ids(&few).iter().all(|id| all[..20].contains(id)),
                    "{known:?}"
                );
            }
        }
    }
}

#[test]
fn the_first_few_take_one_request_if_the_server_sorts() {
    let harness = Harness::of(300);
    harness
        .run("list -f jsonl --sort updated_at --limit 5")
        .code(0)
        .says("stopped after 5 of 300 leads (--limit)");
    assert_eq!(harness.requests().len(), 1);
    assert_eq!(harness.requests()[0].parameter("sort"), Some("updated_at"));
}

#[test]
fn a_server_that_refuses_to_sort_is_not_an_error() {
    let harness = Harness::with(settings(70), |request, api| {
        if request.parameter("sort").is_some() {
            return answers::error(400, "parameter_invalid", "cannot sort leads");
        }
        api.reply(request)
    });
    let outcome = harness.run("list -f jsonl --sort updated_at --order asc -n 3");
    let outcome = outcome
        .code(0)
        .says("stopped after 3 of 70 leads (--limit)");
    assert_sorted(&keys(&outcome, "updated_at"), "asc");
}

#[test]
fn a_limit_above_the_number_of_leads_is_not_reported_in_another_order() {
    let harness = Harness::of(40);
    harness
        .run("list -f jsonl --sort updated_at -n 40")
        .code(0)
        .silent();
    harness
        .run("list -f jsonl --sort updated_at -n 99")
        .code(0)
        .silent();
    harness
        .run("list -f jsonl --order asc -n 40")
        .code(0)
        .silent();
}

#[test]
fn oldest_first_is_the_reversed_list() {
    let harness = Harness::of(100);
    let mut all = harness.api().ids();
    all.reverse();
    assert_eq!(ids(&harness.run("list -f jsonl --order asc").code(0)), all);
    let page = harness.run("list -f jsonl --order asc --page 2 --per-page 30");
    assert_eq!(ids(&page.code(0)), all[30..60]);
}

#[test]
fn filters_and_orders_go_together() {
    let harness = Harness::of(150);
    let middle = harness
        .run("list -f csv --no-header --fields created_at")
        .code(0);
    let middle = middle.lines()[50].to_owned();
    let args = [
        "list",
        "-f",
        "jsonl",
        "--since",
        &middle,
        "--sort",
        "updated_at",
        "-n",
        "9",
    ];
    let outcome = harness
        .run(args)
        .code(0)
        .says("stopped after 9 of 51 leads");
    assert_sorted(&keys(&outcome, "updated_at"), "desc");
}

#[test]
fn leads_of_the_same_second_stay_newest_first() {
    let leads = ["a", "b", "c"].map(|id| format!(r#"{{"id":"{id}","updated_at":5}}"#));
    let harness = Harness::answering(move |request| answers::list(request, &leads));
    let ids_of = |command| ids(&harness.run(command).code(0));
    assert_eq!(ids_of("list -f jsonl --sort updated_at"), ["a", "b", "c"]);
    assert_eq!(
        ids_of("list -f jsonl --sort updated_at --order asc"),
        ["c", "b", "a"]
    );
}

#[test]
fn a_limit_is_filled_though_the_server_grants_small_pages() {
    let harness = Harness::with(settings(60), |request, api| {
        let mut request = request.clone();
        for (name, value) in &mut request.query {
            if name == "per_page" && value.parse::<u32>().unwrap() > 10 {
                "10".clone_into(value);
            }
        }
        api.reply(&request)
    });
    for sort in ["--sort updated_at", "--order asc", "--sort last_seen_at"] {
        let listed = harness.run(format!("list -f jsonl --limit 25 {sort}").as_str());
        assert_eq!(ids(&listed.code(0)).len(), 25, "{sort}");
    }
}
