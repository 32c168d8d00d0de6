//! A search of 2.x with parallel requests prints the same as one page at a time,
//! however the server compares times.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use leads::sandbox::{Generation, Reply, Request, Settings};
use serde_json::{Value, json};

use crate::churn::lists_all_once;
use crate::harness::{Harness, only};
use crate::list::ids;
use crate::v2_cursors::expected;
use crate::{answers, v2};

const NEWEST: i64 = 1_769_860_800;
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// This number of leads, `seconds` apart, newest first.
fn apart(count: i64, seconds: i64) -> Vec<(Option<i64>, String)> {
    let leads = (1..=count).map(|number| {
        let time = NEWEST - number * seconds;
        (Some(time), v2::lead(&format!("lead{number}"), time))
    });
    leads.collect()
}

/// The upper bound of a search by creation time, if it has one.
fn before(request: &Request) -> Option<i64> {
    let before = v2::filter(&v2::question(request), "created_at", "<")?;
    Some(before.as_str().unwrap().parse().unwrap())
}

/// Whether a lead with that time matches a search, with days in UTC.
fn is_asked(request: &Request, time: Option<i64>) -> bool {
    v2::filters(&v2::question(request), "created_at").all(|(operator, value)| {
        let start = value - value.rem_euclid(DAY);
        time.is_some_and(|time| match operator.as_str() {
            "<" => time < start,
            _ => time >= start + DAY,
        })
    })
}

/// The page of these leads that a search requests.
fn page(request: &Request, leads: &[(Option<i64>, String)]) -> Reply {
    let found: Vec<&str> = leads
        .iter()
        .filter(|lead| is_asked(request, lead.0))
        .map(|lead| lead.1.as_str())
        .collect();
    v2::page(request, &found)
}

/// Whether any search had an upper bound of the creation time.
fn is_sharded(harness: &Harness) -> bool {
    let searches = v2::searches(harness);
    let mut filters = searches
        .iter()
        .map(|search| v2::filter(search, "created_at", "<"));
    filters.any(|filter| filter.is_some())
}

const LIST: &str = "list -f jsonl --per-page 10";

/// Asserts that `--jobs 8` prints all `count` leads in order, from several parts.
#[track_caller]
fn is_whole(harness: &Harness, count: usize) {
    let outcome = harness.run("list -f jsonl --per-page 10 --jobs 8").code(0);
    assert!(is_sharded(harness));
    assert_eq!(ids(&outcome), expected(count));
}

#[test]
fn any_number_of_jobs_prints_the_same_bytes() {
    for filter in ["", "--tag 17513", "--since 2025-06-01 --until 2026-01-20"] {
        let harness = v2::workspace(1_500);
        let run = |jobs: &str| {
            harness
                .run(format!("{LIST} {filter} --jobs {jobs}").as_str())
                .code(0)
        };
        let alone = run("1");
        assert!(!alone.stdout().is_empty());
        for jobs in ["2", "8", "16"] {
            let before = harness.requests().len();
            let outcome = run(jobs);
            assert!(outcome.stdout() == alone.stdout(), "{filter} --jobs {jobs}");
            assert_eq!(outcome.stderr(), alone.stderr());
            let pages = alone.lines().len() / 10 + 3;
            let requests = harness.requests().len() - before;
            assert!(
                requests <= pages * 3 / 2 + 20,
                "{requests} for {pages} pages"
            );
        }
        assert!(is_sharded(&harness));
    }
}

#[test]
fn sorted_counted_and_scanned_leads_are_the_same() {
    let harness = v2::workspace(900);
    for command in [
        "list -f jsonl --sort created_at --order asc --per-page 10",
        "list -f csv --sort updated_at --per-page 10",
        "list --count --since 2024-01-01 --per-page 10",
    ] {
        let [alone, many] = ["1", "8"].map(|jobs| {
            let command = format!("{command} --jobs {jobs}");
            harness.run(command.as_str()).code(0)
        });
        assert!(alone.stdout() == many.stdout(), "{command}");
    }
}

#[test]
fn a_small_search_is_not_split() {
    let harness = v2::workspace(750).env("LEADS_API_VERSION", "2.16");
    harness.run("list -f jsonl --jobs 8").code(0);
    assert!(!is_sharded(&harness));
    assert_eq!(harness.requests().len(), 5);
}

#[test]
fn a_changing_workspace_is_read_completely_in_parallel() {
    for seed in 1..5 {
        let settings = Settings {
            churn: true,
            seed,
            ..only(Generation::V2, 900)
        };
        let harness = Harness::with(settings, |request, api| api.reply(request));
        let _ = lists_all_once(&harness, "list -f jsonl --per-page 10 --jobs 8");
        assert!(is_sharded(&harness));
    }
}

#[test]
fn leads_without_a_time_are_in_no_day_and_are_not_lost() {
    for timeless in [1, 25] {
        let mut leads = apart(300, 6 * HOUR);
        for number in 301..=300 + timeless {
            let lead = v2::lead(&format!("lead{number}"), 0);
            leads.push((None, lead.replace(":0}", ":null}")));
        }
        let harness = v2::answering(move |request| page(request, &leads));
        is_whole(&harness, 300 + timeless);
    }
}

#[test]
fn leads_from_1970_and_from_the_future_are_listed() {
    let mut leads = apart(300, 6 * HOUR);
    leads.push((Some(0), v2::lead("lead301", 0)));
    for (number, time) in [(1, NEWEST + 4_000 * DAY), (2, NEWEST + 40_000 * DAY)] {
        leads[number - 1] = (Some(time), v2::lead(&format!("lead{number}"), time));
    }
    leads.swap(0, 1);
    let harness = v2::answering(move |request| page(request, &leads));
    let listed = ids(&harness.run("list -f jsonl --per-page 10 --jobs 8").code(0));
    assert_eq!(listed[..2], ["lead2", "lead1"]);
    assert_eq!(listed[2..], expected(301)[2..]);
}

#[test]
fn a_server_that_ignores_times_is_read_as_one_chain() {
    let leads = apart(300, 6 * HOUR);
    let leads: Vec<String> = leads.into_iter().map(|lead| lead.1).collect();
    let harness = v2::answering(move |request| v2::page(request, &leads));
    is_whole(&harness, 300);
    assert!(
        harness.requests().len() < 80,
        "{}",
        harness.requests().len()
    );
}

#[test]
fn a_server_that_refuses_times_is_read_as_one_chain() {
    for status in [400, 422] {
        let leads = apart(300, 6 * HOUR);
        let harness = v2::answering(move |request| match before(request) {
            Some(_) => answers::error(status, "parameter_invalid", "no times here"),
            None => page(request, &leads),
        });
        is_whole(&harness, 300);
        assert!(harness.requests().len() < 60);
    }
}

#[test]
fn a_large_import_of_one_day_is_read_by_one_worker() {
    // This range cannot be split, only the ranges before and after it.
    let mut leads = apart(60, 6 * HOUR);
    leads.extend((61..=400).map(|number| {
        let time = NEWEST - 300 * DAY;
        (Some(time), v2::lead(&format!("lead{number}"), time))
    }));
    leads.extend((401..=460).map(|number| {
        let time = NEWEST - 300 * DAY - number * DAY;
        (Some(time), v2::lead(&format!("lead{number}"), time))
    }));
    let harness = v2::answering(move |request| page(request, &leads));
    is_whole(&harness, 460);
}

#[test]
fn a_lead_missing_from_a_part_is_found_by_reading_again() {
    let leads = apart(300, 6 * HOUR);
    let harness = v2::answering(move |request| {
        let reply = page(request, &leads);
        let Some(_) = before(request) else {
            return reply;
        };
        // It counts the lead, but does not send it.
        answers::changed(reply, |body| {
            let data = body["data"].as_array_mut().unwrap();
            data.retain(|lead| lead["id"] != "lead299");
        })
    });
    let outcome = harness.run("list -f jsonl --per-page 10 --jobs 8").code(0);
    let mut listed = ids(&outcome);
    listed.sort();
    let mut all = expected(300);
    all.sort();
    assert_eq!(listed, all);
}

#[test]
fn leads_that_no_search_returns_are_reported() {
    let leads = apart(300, 6 * HOUR);
    let harness = v2::answering(move |request| {
        answers::changed(page(request, &leads), |body| {
            let data = body["data"].as_array_mut().unwrap();
            data.retain(|lead| lead["id"] != "lead150");
        })
    });
    harness
        .run("list -o leads.csv --per-page 10 --jobs 8")
        .code(8)
        .says("incomplete: 299 leads were read, the API reported 300");
    assert!(!harness.files().contains(&"leads.csv".to_owned()));
}

#[test]
fn an_error_in_a_shard_is_the_error_of_the_run() {
    for (status, code, exit) in [(503, "service_unavailable", 4), (401, "unauthorized", 3)] {
        let leads = apart(300, 6 * HOUR);
        let harness = v2::answering(move |request| match before(request) {
            Some(_) => answers::error(status, code, "not now").with_header("Retry-After", "0"),
            None => page(request, &leads),
        });
        harness
            .run("list -f csv -o leads.csv --per-page 10 --jobs 8 --retries 1")
            .code(exit)
            .says("not now");
        assert!(!harness.files().contains(&"leads.csv".to_owned()));
        assert!(harness.requests().len() < 40);
    }
}

#[test]
fn a_part_restarts_after_a_refused_cursor_without_duplicates() {
    let leads = apart(600, 6 * HOUR);
    let refused = AtomicUsize::new(0);
    let harness = v2::answering(move |request| {
        let cursor = &v2::question(request)["pagination"]["starting_after"];
        let is_midway = before(request).is_some() && cursor == &json!("20");
        if is_midway && refused.fetch_add(1, Ordering::Relaxed) == 0 {
            return answers::error(400, "client_error", "Invalid starting_after param");
        }
        page(request, &leads)
    });
    let outcome = harness.run("list -f jsonl --per-page 10 --jobs 8").code(0);
    let outcome = outcome.says("restarting the search");
    assert_eq!(ids(&outcome), expected(600));
}

#[test]
fn temporary_failures_are_retried_in_every_part() {
    let leads = apart(300, 6 * HOUR);
    let calls = AtomicUsize::new(0);
    let harness = v2::answering(
        move |request| match calls.fetch_add(1, Ordering::Relaxed) % 3 {
            1 => answers::error(500, "server_error", "oops").with_header("Retry-After", "0"),
            _ => page(request, &leads),
        },
    );
    is_whole(&harness, 300);
}

#[test]
fn no_more_requests_are_in_flight_than_jobs() {
    static NOW: AtomicUsize = AtomicUsize::new(0);
    static MOST: AtomicUsize = AtomicUsize::new(0);
    let settings = only(Generation::V2, 900);
    let harness = Harness::with(settings, |request, api| {
        MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(3));
        let reply = api.reply(request);
        NOW.fetch_sub(1, Ordering::SeqCst);
        reply
    });
    harness.run("list -f csv --per-page 10 --jobs 3").code(0);
    assert!(is_sharded(&harness));
    assert!(MOST.load(Ordering::SeqCst) <= 3);
}

#[test]
fn a_slow_reader_pauses_the_parts() {
    let harness = v2::workspace(6_000);
    let mut child = harness
        .command(&["list", "-f", "jsonl", "--per-page", "10", "--jobs", "4"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut listed: Vec<String> = lines.by_ref().take(20).map(Result::unwrap).collect();
    // A pipe holds a few pages, and so do the parts.
    std::thread::sleep(Duration::from_millis(600));
    assert!(
        harness.requests().len() < 200,
        "{}",
        harness.requests().len()
    );
    listed.extend(lines.map(Result::unwrap));
    assert!(child.wait().unwrap().success());
    let listed: Vec<Value> = listed
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(
        listed
            .iter()
            .map(|lead| lead["id"].as_str().unwrap())
            .eq(harness.api().ids())
    );
}
