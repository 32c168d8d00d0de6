//! `leads list --where` and `--count-by`, on both generations.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::answers;
use crate::harness::{Harness, in_each_generation, only};
use crate::v2;

/// All leads of the sandbox as JSON.
fn leads(harness: &Harness) -> Vec<Value> {
    let listed = harness.run("list -f jsonl").code(0);
    let lines = listed.lines().into_iter();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn ids(harness: &Harness, args: &[&str]) -> Vec<String> {
    let fields = ["--fields", "id", "-f", "tsv", "--no-header"];
    let args: Vec<&str> = ["list"]
        .iter()
        .chain(args)
        .chain(&fields)
        .copied()
        .collect();
    let listed = harness.run(args.as_slice()).code(0);
    listed.lines().into_iter().map(str::to_owned).collect()
}

/// A condition, and the same condition as a function.
type Expected = (&'static str, fn(&Value) -> bool);

fn created(lead: &Value) -> i64 {
    lead["created_at"].as_i64().unwrap()
}

fn country(lead: &Value) -> &str {
    let place = [
        &lead["location_data"]["country_name"],
        &lead["location"]["country"],
    ];
    place
        .into_iter()
        .find_map(Value::as_str)
        .unwrap_or_default()
}

const EXPECTED: &[Expected] = &[
    ("country = 'Ireland'", |lead| country(lead) == "Ireland"),
    (
        "country in (Ireland, 'United States') and has phone",
        |lead| ["Ireland", "United States"].contains(&country(lead)) && !lead["phone"].is_null(),
    ),
    ("has no name or email ~ '@EXAMPLE.com'", |lead| {
        let email = lead["email"].as_str().unwrap_or_default();
        lead["name"].as_str().is_none_or(str::is_empty) || email.contains("@example.com")
    }),
    ("custom_attributes.plan = pro", |lead| {
        lead["custom_attributes"]["plan"] == "pro"
    }),
    ("not unsubscribed", |lead| {
        lead["unsubscribed_from_emails"] != true
    }),
    (
        "created_at >= 2026-01-20 and created_at < 2026-01-28",
        |lead| (1_768_867_200..1_769_558_400).contains(&created(lead)),
    ),
    (
        "created_at = 2026-01-20 or created_at > 2026-01-29",
        |lead| {
            (1_768_867_200..1_768_953_600).contains(&created(lead))
                || created(lead) >= 1_769_731_200
        },
    ),
];

#[test]
fn a_condition_selects_the_same_leads_in_both_generations() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 345);
        let all = leads(&harness);
        for (condition, expected) in EXPECTED {
            let found = ids(&harness, &["--where", condition]);
            let expected = all.iter().filter(|lead| expected(lead));
            let expected: Vec<&str> = expected.map(|lead| lead["id"].as_str().unwrap()).collect();
            assert_eq!(found, expected, "{condition}");
            assert!(!found.is_empty() && found.len() < all.len(), "{condition}");
            harness
                .run(["list", "--count", "--where", condition].as_slice())
                .code(0)
                .prints(&format!("{}\n", found.len()));
        }
    });
}

#[test]
fn conditions_go_with_a_limit_a_sort_and_each_other() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 345);
        let both = ["--where", "country = Ireland", "--where", "has phone"];
        let all = ids(&harness, &both);
        let joined = ids(&harness, &["--where", "country = Ireland and has phone"]);
        assert_eq!(all, joined);
        let first = ids(&harness, &[&both[..], &["--limit", "3"]].concat());
        assert_eq!(first, all[..3]);
        let mut oldest = ids(&harness, &[&both[..], &["--order", "asc"]].concat());
        oldest.reverse();
        assert_eq!(oldest, all);
    });
}

#[test]
fn times_in_a_condition_narrow_what_is_read() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 3_000);
        let newest = created(&leads(&harness)[0]);
        let before = harness.requests().len();
        let condition = format!("created_at > {} and has email", newest - 3_600);
        let found = ids(&harness, &["--jobs", "2", "--where", &condition]);
        assert!(!found.is_empty());
        // Of fifty pages.
        assert!(harness.requests().len() - before <= 8, "{found:?}");
    });
}

#[test]
fn names_of_tags_are_compared_in_both_generations() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 60);
        let found = ids(&harness, &["--where", "tags = VIP and tags = 'VIP'"]);
        assert!(!found.is_empty());
        let ids_of_tag = ids(&harness, &["--where", "tags = 17513"]);
        assert!(!ids_of_tag.is_empty());
    });
}

#[test]
fn mistakes_are_marked_before_any_request() {
    let harness = Harness::of(3);
    for (condition, says) in [
        (
            "country =",
            "expected a value, not the end\n  country =\n           ^",
        ),
        (
            "has phone and last_seen_at < 90d",
            "write 90d ago\n  has phone and last_seen_at < 90d\n                               ^",
        ),
        ("created_at > 2026-02-30", "not a valid date"),
        ("name = 'Ann", "' is not closed"),
        (
            "has email and last_seen < 90d ago",
            "last_seen is not a time: write last_seen_at\n  has email and last_seen < 90d ago\n                ^",
        ),
        (
            "custom_attributes.trial < 90d ago",
            "write time(custom_attributes.trial)",
        ),
        ("created_at > 31.01.2026", "did you mean 2026-01-31?"),
    ] {
        let args = ["list", "--where", condition];
        harness.run(args.as_slice()).code(2).prints("").says(says);
    }
    for (by, says) in [
        ("created_at", "created_at:day"),
        ("a,b,c", "one field or two"),
        ("month", "needs a time: created_at:month"),
    ] {
        let args = ["list", "--count-by", by];
        harness.run(args.as_slice()).code(2).prints("").says(says);
    }
    assert_eq!(harness.requests().len(), 0);
}

#[test]
fn a_field_that_no_lead_has_is_reported() {
    let harness = Harness::of(30);
    harness
        .run(["list", "--count", "--where", "countrx = Ireland"].as_slice())
        .code(2)
        .prints("")
        .says("--where: no lead of the first page has the field countrx; did you mean country?");
    harness
        .run(["list", "--count", "--where", "has custom_attributes.pla"].as_slice())
        .code(0)
        .prints("0\n")
        .says("no lead has the field custom_attributes.pla; did you mean custom_attributes.plan?");
}

#[test]
fn text_in_a_condition_cannot_control_the_terminal() {
    let harness = Harness::of(3);
    harness
        .run(["list", "--where", "name = \u{1b}]0;title\u{7} x"].as_slice())
        .code(2)
        .never_says("\u{1b}")
        .never_says("\u{7}");
}

#[test]
fn groups_are_counted_in_both_generations() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 345);
        let mut expected = BTreeMap::<String, u64>::new();
        for lead in leads(&harness) {
            *expected.entry(country(&lead).to_owned()).or_default() += 1;
        }
        let counted = harness.run("list --count-by country -f jsonl").code(0);
        let rows: Vec<Value> = counted
            .lines()
            .into_iter()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let counts = rows.iter().map(|row| row["leads"].as_u64().unwrap());
        assert!(counts.clone().is_sorted_by(|more, less| more >= less));
        let found: BTreeMap<String, u64> = rows
            .iter()
            .map(|row| row["country"].as_str().unwrap_or_default().to_owned())
            .zip(counts)
            .collect();
        assert_eq!(found, expected);
    });
}

#[test]
fn groups_are_rows_of_every_format() {
    in_each_generation(|api| {
        let day = 86_400;
        let harness = Harness::listing(api, [("a", 4 * day), ("b", 2 * day), ("c", 2 * day)]);
        for (args, expected) in [
            (
                "list --count-by created_at:day -f csv",
                "created_at:day,leads,share\n1970-01-03,2,0.6667\n1970-01-04,0,0.0\n1970-01-05,1,0.3333\n",
            ),
            (
                "list --count-by created_at:year -f json",
                "[\n{\"created_at:year\":\"1970\",\"leads\":3,\"share\":1.0}\n]\n",
            ),
            (
                "list --count-by id --limit 1 -f tsv --no-header",
                "a\t1\t0.3333\nother\t2\t0.6667\n",
            ),
            (
                "list --count-by id,created_at:month --since 1970-01-04 -f jsonl",
                "{\"id\":\"a\",\"created_at:month\":\"1970-01\",\"leads\":1,\"share\":1.0}\n",
            ),
        ] {
            harness.run(args).code(0).prints(expected);
        }
    });
}

#[test]
fn omitted_periods_are_reported() {
    in_each_generation(|api| {
        let harness = Harness::listing(api, [("a", 1_769_817_600), ("b", -62_135_596_800)]);
        harness
            .run("list --count-by created_at:day -f tsv --no-header")
            .code(0)
            .prints("0001-01-01\t1\t0.5\n2026-01-31\t1\t0.5\n")
            .says("empty periods are omitted: there are more than 100000");
        harness
            .run("list --count-by created_at:year -f tsv")
            .code(0)
            .silent();
    });
}

#[test]
fn incomplete_groups_are_not_printed() {
    in_each_generation(|api| {
        let harness = Harness::with(only(api, 90), |request, api| {
            answers::changed(api.reply(request), |body| body["total_count"] = 200.into())
        });
        let harness = harness.of_version(api);
        harness.run("list --count-by country").code(8).prints("");
    });
}

#[test]
fn tags_by_id_are_shown_by_name_in_groups() {
    let lead =
        r#"{"type":"contact","id":"5f","role":"lead","created_at":1,"tags":{"data":[{"id":"7"}]}}"#;
    let harness = v2::answering(move |request| {
        if request.path == "/tags" {
            return leads::sandbox::Reply::json(
                200,
                r#"{"type":"list","data":[{"id":"7","name":"VIP"}]}"#.to_owned(),
            );
        }
        v2::page(request, &[lead])
    });
    harness
        .run("list --count-by tags -f csv --no-header")
        .code(0)
        .prints("VIP,1,1.0\n");
}

#[test]
fn names_of_tags_are_requested_once_even_if_no_lead_matches() {
    let contacts = v2::leads(400);
    let harness = v2::answering(move |request| {
        if request.path == "/tags" {
            return leads::sandbox::Reply::json(200, r#"{"type":"list","data":[]}"#);
        }
        v2::page(request, &contacts)
    });
    harness
        .run(["list", "--count-by", "tags", "--where", "has email"].as_slice())
        .code(0);
    let requests = harness.requests();
    let tags = requests.iter().filter(|request| request.path == "/tags");
    assert_eq!(tags.count(), 1);
    assert!(requests.len() > 3, "pages without a lead that matches");
}
