//! Leads by creation or update time: exact to the second, whatever the server supports.

use std::time::{SystemTime, UNIX_EPOCH};

use leads::sandbox::Reply;

use crate::answers::{self, lead};
use crate::harness::Harness;
use crate::list::ids;

const NOON: i64 = 1_769_860_800; // 2026-01-31T12:00:00Z

/// Leads around noon, newest first, and two without a known time.
fn around_noon() -> Harness {
    let mut leads = vec![r#"{"id":"never","created_at":null}"#.to_owned()];
    for (id, offset) in [
        ("after", 1),
        ("noon", 0),
        ("before", -1),
        ("midnight", -43_200),
    ] {
        leads.push(lead(id, NOON + offset));
    }
    leads.push(r#"{"id":"odd","created_at":"soon"}"#.to_owned());
    Harness::answering(move |request| answers::list(request, &leads))
}

#[track_caller]
fn listed(harness: &Harness, args: &[&str]) -> Vec<String> {
    let args = [&["list", "-f", "jsonl"], args].concat();
    let outcome = harness.run(args.as_slice()).code(0);
    ids(&outcome.silent())
}

#[test]
fn since_includes_its_second_and_until_does_not() {
    let harness = around_noon();
    let noon = NOON.to_string();
    assert_eq!(listed(&harness, &["--since", &noon]), ["after", "noon"]);
    assert_eq!(
        listed(&harness, &["--until", &noon]),
        ["before", "midnight"]
    );
    let next = (NOON + 1).to_string();
    assert_eq!(
        listed(&harness, &["--since", &noon, "--until", &next]),
        ["noon"]
    );
}

#[test]
fn every_documented_form_of_a_time_is_accepted() {
    let harness = around_noon();
    for noon in [
        "2026-01-31T12:00:00Z",
        "2026-01-31T13:00:00+01:00",
        "2026-01-31T07:00:00-05:00",
        "2026-01-31 12:00:00Z",
        "1769860800",
    ] {
        assert_eq!(
            listed(&harness, &["--since", noon]),
            ["after", "noon"],
            "{noon}"
        );
    }
    let midnight = ["--since", "2026-01-31", "--until", "2026-02-01"];
    assert_eq!(
        listed(&harness, &midnight),
        ["after", "noon", "before", "midnight"]
    );
}

#[test]
fn a_span_counts_back_from_now() {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let now = i64::try_from(now).unwrap();
    let leads = [
        lead("hour", now - 3000),
        lead("day", now - 80_000),
        lead("week", now - 600_000),
        lead("old", now - 900_000),
    ];
    let harness = Harness::answering(move |request| answers::list(request, &leads));
    for (span, expected) in [
        ("1h", 1),
        ("60min", 1),
        ("3600s", 1),
        ("1d", 2),
        ("24h", 2),
        ("7d", 3),
        ("1w", 3),
        ("5w", 4),
        ("5 weeks ago", 4),
        ("2mo", 4),
    ] {
        assert_eq!(
            listed(&harness, &["--since", span]).len(),
            expected,
            "{span}"
        );
    }
}

#[test]
fn changes_are_narrowed_by_their_own_time() {
    let leads = [
        r#"{"id":"a","created_at":900,"updated_at":1000}"#,
        r#"{"id":"b","created_at":800,"updated_at":2000}"#,
        r#"{"id":"c","created_at":700}"#,
        r#"{"id":"d","created_at":600,"updated_at":1999}"#,
    ];
    let harness = Harness::answering(move |request| answers::list(request, &leads));
    assert_eq!(
        listed(&harness, &["--updated-since", "1970-01-01T00:33:19Z"]),
        ["b", "d"]
    );
    assert_eq!(
        listed(
            &harness,
            &[
                "--updated-since",
                "1970-01-01 00:16:40",
                "--since",
                "1970-01-01T00:10:50"
            ]
        ),
        ["a", "b"]
    );
}

#[test]
fn older_leads_than_requested_are_not_read() {
    let harness = Harness::of(900);
    let newest = harness
        .run("list -f csv --fields created_at --no-header -n 5 -q")
        .code(0);
    let fifth = newest.lines()[4].to_owned();
    let before = harness.requests().len();
    let recent = listed(&harness, &["--since", &fifth, "--jobs", "2"]);
    assert_eq!(recent, harness.api().ids()[..5]);
    // A few of the sixteen windows may have been requested in parallel.
    assert!(harness.requests().len() - before <= 5);
}

#[test]
fn a_list_out_of_order_is_read_to_its_end() {
    // An old lead comes first, so the order does not show that no newer lead follows.
    let mut leads: Vec<_> = (0..80).map(|n| lead(&format!("n{n}"), 2000 - n)).collect();
    leads[30] = lead("oldest", 1);
    leads[59] = lead("old", 2);
    let harness = Harness::answering(move |request| match request.path.as_str() {
        "/contacts/scroll" if request.parameter("scroll_param").is_some() => {
            Reply::json(200, r#"{"contacts":[],"scroll_param":"1"}"#)
        }
        "/contacts/scroll" => {
            let leads = leads.join(",");
            Reply::json(
                200,
                format!(r#"{{"contacts":[{leads}],"scroll_param":"1"}}"#),
            )
        }
        _ => answers::list(request, &leads),
    });
    assert_eq!(
        listed(&harness, &["--since", "1970-01-01T00:31:40Z"]).len(),
        78
    );
}

#[test]
fn an_empty_range_of_times_is_refused() {
    let harness = Harness::of(1);
    let what = "--until is exclusive and must be later than --since: ";
    harness
        .run("list --since 2026-02-01 --until 2026-01-01")
        .code(2)
        .says(what)
        .says("2026-01-01T00:00:00Z and 2026-02-01T00:00:00Z");
    harness
        .run("list --since 2026-02-01 --until 2026-02-01")
        .code(2)
        .says(what);
}

#[test]
fn milliseconds_and_texts_from_the_api_are_understood() {
    let leads = [
        r#"{"id":"text","created_at":"1769860801"}"#,
        r#"{"id":"millis","created_at":1769860800000}"#,
        r#"{"id":"date","created_at":"2026-01-31T11:59:59Z"}"#,
    ];
    let harness = Harness::answering(move |request| answers::list(request, &leads));
    assert_eq!(
        listed(&harness, &["--since", "1769860800"]),
        ["text", "millis"]
    );
}

/// A time zone that needs no time zone files: an hour ahead of UTC, two in summer.
const BERLIN: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

#[test]
fn times_are_written_in_the_selected_style() {
    let harness = around_noon().env("TZ", BERLIN);
    let printed = |style: &str, format: &str| {
        let args = [
            "list",
            "-n",
            "2",
            "-q",
            "--fields",
            "created_at",
            "--no-header",
        ];
        let args = [&args[..], &["--time", style, "-f", format]].concat();
        let outcome = harness.run(args.as_slice()).code(0);
        outcome
            .stdout()
            .lines()
            .nth(1)
            .unwrap_or_default()
            .to_owned()
    };
    for format in ["table", "csv", "tsv"] {
        assert_eq!(printed("utc", format), "2026-01-31T12:00:01Z");
        assert_eq!(printed("local", format), "2026-01-31T13:00:01+01:00");
        assert_eq!(printed("unix", format), "1769860801");
        assert!(printed("relative", format).ends_with(" ago"));
    }
    for style in ["utc", "local", "unix", "relative"] {
        assert_eq!(printed(style, "jsonl"), r#"{"created_at":1769860801}"#);
    }
}

#[test]
fn a_time_style_with_json_is_a_warning() {
    let harness = around_noon();
    let _ = harness
        .run("list --json --time relative")
        .code(0)
        .says("json keeps times as the numbers that the API sends");
    let _ = harness.run("list --json --time unix").code(0).silent();
    let _ = harness.run("list --json --time local").code(0).silent();
}

#[test]
fn a_date_starts_at_midnight_in_the_selected_zone() {
    let leads = [
        lead("midnight", NOON - 43_200),
        lead("eleven", NOON - 46_800),
        lead("ten", NOON - 46_801),
    ];
    let harness = Harness::answering(move |request| answers::list(request, &leads));
    let harness = harness.env("TZ", BERLIN);
    let since = ["--since", "2026-01-31"];
    assert_eq!(listed(&harness, &since), ["midnight"]);
    let local = ["--since", "2026-01-31", "--time", "local"];
    assert_eq!(listed(&harness, &local), ["midnight", "eleven"]);
    let until = ["--until", "2026-01-31", "--time", "local"];
    assert_eq!(listed(&harness, &until), ["ten"]);
}

#[test]
fn an_invalid_time_zone_is_refused_before_any_request() {
    let harness = around_noon().env("TZ", "Nowhere/Atall");
    let _ = harness
        .run("list --time local")
        .code(2)
        .says("error: TZ is Nowhere/Atall")
        .prints("");
    assert!(harness.requests().is_empty());
    let _ = harness.run("list --time utc").code(0);
}
