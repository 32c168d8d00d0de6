//! `leads list`: every lead once and newest first, and its filters.

use leads::sandbox::Request;
use serde_json::Value;

use crate::harness::{Harness, Outcome, in_each_generation, only, settings};
use crate::{answers, v2};

/// The ids in the jsonl output, in order.
#[track_caller]
pub(crate) fn ids(outcome: &Outcome) -> Vec<String> {
    let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].clone();
    let ids = outcome.stdout().lines().map(id);
    ids.map(|id| id.as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_lead_is_listed_once_and_newest_first() {
    in_each_generation(|api| {
        for leads in [0, 1, 149, 150, 151, 345, 400] {
            let harness = Harness::with(only(api, leads), |request, api| api.reply(request));
            let outcome = harness.run("list -f jsonl").code(0).silent();
            assert_eq!(ids(&outcome), harness.api().ids(), "{leads}");
        }
    });
}

#[test]
fn a_workspace_without_leads_is_a_success() {
    in_each_generation(|api| {
        let harness = Harness::with(only(api, 0), |request, api| api.reply(request));
        for (format, printed) in [
            ("json", "[]\n"),
            ("jsonl", ""),
            ("csv", "id,name\n"),
            ("tsv", "id\tname\n"),
        ] {
            let args = ["list", "-f", format, "--fields", "id,name"];
            harness.run(args).code(0).prints(printed).silent();
        }
        let table = harness.run("list -f table").code(0);
        table.prints("").says("no leads");
        let piped = harness.run("list --fields id").code(0);
        piped.prints("id\n").says("no leads");
        harness.run("list -q").code(0).silent();
        harness.run("list --count").code(0).prints("0\n");
        let found = harness.run("find --json --email a@b.c");
        found.code(1).prints("[]\n");
    });
}

#[test]
fn a_workspace_of_exactly_one_page_takes_one_request() {
    let harness = Harness::of(60);
    let outcome = harness.run("list -f jsonl").code(0);
    assert_eq!(ids(&outcome).len(), 60);
    assert_eq!(harness.requests().len(), 1);
}

#[test]
fn a_limit_cuts_the_list_and_says_so() {
    let harness = Harness::of(150);
    for limit in [1, 59, 60, 61, 149] {
        let outcome = harness.run(format!("list -f jsonl --limit {limit}").as_str());
        let outcome = outcome.code(0);
        assert_eq!(ids(&outcome), harness.api().ids()[..limit]);
        assert_eq!(
            outcome.stderr(),
            format!("stopped after {limit} of 150 leads (--limit)\n")
        );
    }
}

#[test]
fn a_limit_that_cuts_nothing_is_not_mentioned() {
    let harness = Harness::of(150);
    for limit in ["150", "151", "18446744073709551615"] {
        let outcome = harness
            .run(["list", "-f", "jsonl", "-n", limit])
            .code(0)
            .silent();
        assert_eq!(ids(&outcome).len(), 150);
    }
}

#[test]
fn a_small_limit_requests_only_what_it_needs() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 400);
        let outcome = harness.run("list -f jsonl --limit 3").code(0);
        assert_eq!(outcome.stderr(), "stopped after 3 of 400 leads (--limit)\n");
        assert_eq!(ids(&outcome), harness.api().ids()[..3]);
        let requests = harness.requests();
        assert_eq!(requests.len(), 1);
        assert_eq!(page_size(&requests[0]), 3);
    });
}

/// The page size in a request for a list or a search.
pub(crate) fn page_size(request: &Request) -> u64 {
    match request.parameter("per_page") {
        Some(size) => size.parse().unwrap(),
        None => v2::question(request)["pagination"]["per_page"]
            .as_u64()
            .unwrap(),
    }
}

#[test]
fn a_limit_together_with_filters_counts_what_is_shown() {
    let harness = Harness::of(300);
    let all = ids(&harness
        .run("list -f jsonl --tag 17513 --segment 53203e244cba153d39000062")
        .code(0));
    let some =
        harness.run("list -f jsonl --tag 17513 --segment 53203e244cba153d39000062 --limit 2");
    let expected: Vec<_> = all.iter().take(2).cloned().collect();
    assert_eq!(ids(&some.code(0)), expected);
}

/// The ids of leads that have the label in their own lists.
fn labelled(harness: &Harness, list: &str, label: &str) -> Vec<String> {
    let outcome = harness.run("list -f jsonl").code(0);
    let leads = outcome.lines().into_iter().map(|line| {
        let lead: Value = serde_json::from_str(line).unwrap();
        let labels = lead[list][list].as_array().unwrap().clone();
        let has = labels.iter().any(|entry| entry["id"] == label);
        (has, lead["id"].as_str().unwrap().to_owned())
    });
    leads.filter(|(has, _)| *has).map(|(_, id)| id).collect()
}

/// The first label of the practice workspace.
fn first_label(harness: &Harness, list: &str) -> String {
    let outcome = harness.run("list -f jsonl").code(0);
    let mut labels = outcome.lines().into_iter().filter_map(|line| {
        let lead: Value = serde_json::from_str(line).unwrap();
        Some(lead[list][list][0]["id"].as_str()?.to_owned())
    });
    labels.next().unwrap()
}

#[test]
fn tags_and_segments_narrow_the_list_alone_and_together() {
    let harness = Harness::of(300);
    let (tag, segment) = (
        first_label(&harness, "tags"),
        first_label(&harness, "segments"),
    );
    let tagged = labelled(&harness, "tags", &tag);
    let inside = labelled(&harness, "segments", &segment);
    assert!(!tagged.is_empty() && tagged.len() < 300);
    assert!(!inside.is_empty() && inside.len() < 300);
    let by_tag = harness.run(["list", "-f", "jsonl", "--tag", &tag]).code(0);
    assert_eq!(ids(&by_tag), tagged);
    let by_segment = harness.run(["list", "-f", "jsonl", "--segment", &segment]);
    assert_eq!(ids(&by_segment.code(0)), inside);
    let both: Vec<_> = tagged
        .into_iter()
        .filter(|id| inside.contains(id))
        .collect();
    let args = ["list", "-f", "jsonl", "--tag", &tag, "--segment", &segment];
    assert_eq!(ids(&harness.run(args).code(0)), both);
}

#[test]
fn a_server_that_ignores_a_tag_is_filtered_here() {
    let honest = Harness::of(200);
    let tag = first_label(&honest, "tags");
    let expected = labelled(&honest, "tags", &tag);
    let harness = Harness::with(settings(200), |request, api| {
        let mut request = request.clone();
        request.query.retain(|(name, _)| name != "tag_id");
        api.reply(&request)
    });
    let outcome = harness.run(["list", "-f", "jsonl", "--tag", &tag]).code(0);
    assert_eq!(ids(&outcome), expected);
    let outcome = harness.run(["list", "-f", "jsonl", "--tag", &tag, "-n", "2"]);
    assert_eq!(ids(&outcome.code(0)), expected[..2]);
    harness
        .run(["list", "--count", "--tag", &tag])
        .code(0)
        .prints(&format!("{}\n", expected.len()));
}

#[test]
fn an_unknown_tag_is_the_apis_refusal() {
    Harness::of(5)
        .run("list --tag 999 -f json")
        .code(5)
        .prints("")
        .says("Tag Not Found (not_found)");
}

#[test]
fn one_page_is_the_page_that_the_api_numbers() {
    let harness = Harness::of(150);
    let all = harness.api().ids();
    let page = |args: &str| {
        ids(&harness
            .run(format!("list -f jsonl {args}").as_str())
            .code(0))
    };
    assert_eq!(page("--page 1"), all[..60]);
    assert_eq!(page("--page 3"), all[120..]);
    assert_eq!(page("--page 2 --per-page 10"), all[10..20]);
    assert_eq!(page("--page 9"), Vec::<String>::new());
    assert_eq!(page("--page 150 --per-page 1"), all[149..]);
}

#[test]
fn a_page_past_the_end_of_the_list_is_refused_with_a_hint() {
    Harness::of(5)
        .run("list --page 200")
        .code(5)
        .says("page limit reached")
        .says("hint: pages end at lead 10,000; `leads list` without --page");
}

#[test]
fn the_size_of_pages_can_be_chosen() {
    let harness = Harness::of(100);
    let outcome = harness.run("list -f jsonl --per-page 20").code(0).silent();
    assert_eq!(ids(&outcome), harness.api().ids());
    for request in harness.requests() {
        let size: u32 = request.parameter("per_page").unwrap().parse().unwrap();
        assert!(size <= 20, "{}", request.target);
    }
}

#[test]
fn a_page_size_above_the_maximum_is_lowered_or_refused() {
    let harness = Harness::of(100);
    let outcome = harness.run("list -f jsonl --per-page 100").code(0);
    assert_eq!(ids(&outcome).len(), 100);
    assert!(outcome.stderr().contains("--per-page 100 is lowered to 60"));
    harness
        .run("list --api-version 1.3 --per-page 100")
        .code(2)
        .says("--per-page 100");
}

#[test]
fn leads_without_an_id_are_listed_too() {
    let leads = [
        r#"{"id":null,"name":"one"}"#,
        r#"{"name":"two"}"#,
        r#"{"id":"","name":"three"}"#,
        r#"{"id":7,"name":"four"}"#,
    ];
    let harness = Harness::answering(move |request| answers::list(request, &leads));
    harness
        .run("list -f csv --fields id,name")
        .code(0)
        .prints("id,name\n,one\n,two\n,three\n7,four\n");
}

#[test]
fn requests_have_a_user_agent_and_a_version() {
    let harness = Harness::of(5);
    harness.run("list -q").code(0).silent();
    harness.run("list -q --api-version 1.1").code(0).silent();
    let requests = harness.requests();
    assert_eq!(requests[0].header("intercom-version"), Some("1.4"));
    assert_eq!(requests[1].header("intercom-version"), Some("1.1"));
    assert_eq!(requests[0].header("accept"), Some("application/json"));
    let agent = requests[0].header("user-agent").unwrap();
    assert!(agent.starts_with("leads/"), "{agent}");
    assert!(
        requests[0]
            .header("accept-encoding")
            .unwrap()
            .contains("gzip")
    );
}
