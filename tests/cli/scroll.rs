//! The scroll, past the end of the list. Most tests use a lower limit than 10,000.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use leads::sandbox::{Reply, Request, Settings};

use crate::answers::{self, wall};
use crate::harness::{Harness, Outcome, settings};
use crate::list::ids;

pub(crate) fn is_scroll(request: &Request) -> bool {
    request.path == "/contacts/scroll"
}

#[track_caller]
pub(crate) fn assert_all_once(harness: &Harness, outcome: &Outcome) {
    let listed = ids(outcome);
    let once: HashSet<_> = listed.iter().cloned().collect();
    assert_eq!(once.len(), listed.len(), "a lead is doubled");
    assert_eq!(once, harness.api().ids().into_iter().collect());
}

#[test]
fn more_leads_than_the_list_has_are_all_listed() {
    let harness = Harness::of(10_120);
    let outcome = harness.run("list -f jsonl -v").code(0);
    let outcome = outcome.says("counted: 10120 of 10120 leads");
    assert_all_once(&harness, &outcome);
    assert_eq!(ids(&outcome)[..9_900], harness.api().ids()[..9_900]);
    let requests = harness.requests();
    let scrolls = requests.iter().filter(|request| is_scroll(request)).count();
    assert_eq!(scrolls, 103, "a page of 100 each, and the empty one");
}

#[test]
fn a_list_that_just_fits_opens_no_scroll() {
    let leads = answers::leads(10_000);
    let oldest_first: Vec<_> = leads.iter().rev().cloned().collect();
    let harness = Harness::answering(move |request| {
        assert!(!is_scroll(request));
        let leads = match request.parameter("order") {
            Some("asc") => &oldest_first,
            _ => &leads,
        };
        wall(request, 10_000).unwrap_or_else(|| answers::list(request, leads))
    });
    let outcome = harness.run("list -f jsonl").code(0).silent();
    assert_eq!(ids(&outcome).len(), 10_000);
    assert_eq!(harness.requests().len(), 203);
}

#[test]
fn a_run_that_ends_before_the_limit_of_the_list_opens_no_scroll() {
    let harness = Harness::with(settings(400), |request, api| {
        wall(request, 200).unwrap_or_else(|| api.reply(request))
    });
    let outcome = harness.run("list -f jsonl --limit 130").code(0);
    assert_eq!(ids(&outcome), harness.api().ids()[..130]);
    assert!(!harness.requests().iter().any(is_scroll));
}

#[test]
fn explicit_newest_first_holds_past_the_limit_of_the_list() {
    let harness = Harness::with(settings(400), |request, api| {
        wall(request, 200).unwrap_or_else(|| api.reply(request))
    });
    let outcome = harness.run("list -f tsv --no-header --fields created_at --sort created_at");
    let outcome = outcome.code(0);
    let times = outcome.lines();
    assert_eq!(times.len(), 400);
    assert!(times.is_sorted_by(|newer, older| newer >= older));
    let outcome = harness
        .run("list -f jsonl --sort created_at --limit 5")
        .code(0);
    assert_eq!(ids(&outcome), harness.api().ids()[..5]);
}

#[test]
fn older_errors_for_the_limit_of_the_list_are_recognized() {
    let harness = Harness::with(settings(300), |request, api| match wall(request, 120) {
        Some(_) => answers::error(400, "parameter_invalid", "'page' not found on model"),
        None => api.reply(request),
    });
    let outcome = harness.run("list -f jsonl").code(0).silent();
    assert_all_once(&harness, &outcome);
}

#[test]
fn filters_apply_past_the_limit_of_the_list_too() {
    let harness = Harness::with(settings(400), |request, api| {
        wall(request, 120).unwrap_or_else(|| api.reply(request))
    });
    let all = harness.run("list -f jsonl").code(0);
    let tag = all.lines().into_iter().find_map(|line| {
        let lead: serde_json::Value = serde_json::from_str(line).unwrap();
        Some(lead["tags"]["tags"][0]["id"].as_str()?.to_owned())
    });
    let tag = tag.unwrap();
    let calm = Harness::of(400);
    let expected: HashSet<_> = ids(&calm.run(["list", "-f", "jsonl", "--tag", &tag]).code(0))
        .into_iter()
        .collect();
    let outcome = harness.run(["list", "-f", "jsonl", "--tag", &tag]).code(0);
    assert_eq!(ids(&outcome).into_iter().collect::<HashSet<_>>(), expected);
    let times = harness
        .run("list -f csv --no-header --fields created_at")
        .code(0);
    let mut times: Vec<_> = times.lines().iter().map(ToString::to_string).collect();
    times.sort();
    times.reverse();
    let since = &times[299];
    let outcome = harness
        .run(["list", "-f", "jsonl", "--since", since])
        .code(0);
    assert_eq!(
        ids(&outcome).len(),
        times.iter().filter(|time| *time >= since).count()
    );
}

#[test]
fn an_open_scroll_is_waited_for_and_reported() {
    let settings = Settings {
        scroll_expiry: Duration::from_millis(300),
        ..settings(300)
    };
    let harness = Harness::with(settings, |request, api| {
        wall(request, 120).unwrap_or_else(|| api.reply(request))
    });
    let mut other = Request::new("GET", "/contacts/scroll");
    other
        .headers
        .push(("Authorization".into(), "Bearer other".into()));
    assert_eq!(harness.api().reply(&other).status, 200);
    let outcome = harness.run("list -f jsonl").code(0);
    assert_all_once(&harness, &outcome);
}

#[test]
fn an_open_scroll_is_reported_and_waited_for() {
    let calls = AtomicUsize::new(0);
    let harness = Harness::with(settings(200), move |request, api| {
        if is_scroll(request) && calls.fetch_add(1, Ordering::Relaxed) == 0 {
            return answers::error(
                400,
                "scroll_exists",
                "scroll already exists for this workspace",
            );
        }
        wall(request, 120).unwrap_or_else(|| api.reply(request))
    });
    let outcome = harness.run("list -f jsonl").code(0);
    let outcome = outcome.says("warning: another scroll of this workspace is open; waiting");
    assert_all_once(&harness, &outcome);
}

#[test]
fn leads_created_during_a_scroll_do_not_count_as_missing() {
    let harness = Harness::with(settings(400), |request, api| {
        if is_scroll(request) {
            api.create();
        }
        wall(request, 120).unwrap_or_else(|| api.reply(request))
    });
    let before = harness.api().ids();
    let listed = ids(&harness.run("list -f jsonl").code(0));
    let once: HashSet<_> = listed.iter().collect();
    assert_eq!(once.len(), listed.len());
    assert!(before.iter().all(|id| once.contains(id)));
}

/// Leads with more of the same second than fit on a page, from the 50th on.
fn import(count: usize) -> Vec<String> {
    let time = |number: usize| match number {
        50..150 => 1_000_000 - 50,
        number => 1_000_000 - i64::try_from(number).unwrap(),
    };
    (0..count)
        .map(|number| answers::lead(&format!("lead{number}"), time(number)))
        .collect()
}

/// A scroll of `leads`, the last one first, which ends with `end`.
fn scroll(request: &Request, leads: &[String], end: fn() -> Reply) -> Reply {
    let page = request.parameter("scroll_param");
    let page: usize = page.map_or(0, |page| page.parse().unwrap());
    let leads: Vec<&str> = leads.iter().rev().map(String::as_str).collect();
    match leads.chunks(100).nth(page) {
        Some(leads) => Reply::json(
            200,
            format!(
                r#"{{"contacts":[{}],"scroll_param":"{}"}}"#,
                leads.join(","),
                page + 1
            ),
        ),
        None => end(),
    }
}

/// A list with an import, and a scroll of the oldest `scrolled` leads, which ends with
/// `end`.
fn with_an_import(count: usize, scrolled: usize, end: fn() -> Reply) -> Harness {
    let leads = import(count);
    Harness::answering(move |request| {
        if is_scroll(request) {
            scroll(request, &leads[count - scrolled..], end)
        } else {
            answers::list(request, &leads)
        }
    })
}

fn empty_page() -> Reply {
    Reply::json(200, r#"{"contacts":[],"scroll_param":"9"}"#)
}

#[test]
fn a_limit_returns_the_newest_leads_past_an_import_too() {
    let harness = with_an_import(400, 400, empty_page);
    let outcome = harness.run("list -f jsonl --limit 200").code(0);
    let listed: HashSet<String> = ids(&outcome).into_iter().collect();
    let newest = (0..200).map(|number| format!("lead{number}"));
    assert_eq!(listed, newest.collect());
    let outcome = outcome.says("stopped after 200 of 400 leads");
    assert_eq!(ids(&outcome)[199], "lead199");
}

#[test]
fn new_leads_do_not_hide_leads_that_a_scroll_left_out() {
    // On the pages of the list, which overlap, each new lead counts once.
    let new: Vec<String> = (0..130)
        .map(|number| answers::lead(&format!("new{number}"), 2_000_000 - number))
        .collect();
    let imported = import(400);
    let scrolled: Vec<String> = [&imported[..300], &imported[302..]].concat();
    let later = [&new[..], &imported].concat();
    let has_new = AtomicBool::new(false);
    let harness = Harness::answering(move |request| {
        if is_scroll(request) {
            has_new.store(true, Ordering::Relaxed);
            return scroll(request, &scrolled, empty_page);
        }
        let has_new = has_new.load(Ordering::Relaxed);
        answers::list(request, if has_new { &later } else { &imported })
    });
    harness.run("list -f jsonl").code(8);
}

#[test]
fn a_limit_returns_the_newest_leads_of_an_unsorted_list_too() {
    let leads = answers::leads(400);
    let oldest_first: Vec<String> = leads.iter().rev().cloned().collect();
    let harness = Harness::answering(move |request| {
        if is_scroll(request) {
            scroll(request, &leads, empty_page)
        } else {
            answers::list(request, &oldest_first)
        }
    });
    let listed = ids(&harness.run("list -f jsonl --limit 100").code(0));
    assert_eq!(listed.len(), 100);
    let newest: HashSet<String> = (1..=100).map(|number| format!("lead{number}")).collect();
    assert_eq!(listed.into_iter().collect::<HashSet<_>>(), newest);
    // The first page has enough.
    let before = harness.requests().len();
    let outcome = harness.run("list -f jsonl --limit 60").code(0);
    outcome.says("--limit may not print the newest ones");
    assert_eq!(harness.requests().len(), before + 1);
}

#[test]
fn a_scroll_ends_although_the_total_keeps_falling() {
    let leads = import(400);
    let scrolled = AtomicUsize::new(0);
    let looks = AtomicUsize::new(0);
    let harness = Harness::answering(move |request| {
        if is_scroll(request) {
            // It would be read for ever otherwise.
            return match scrolled.fetch_add(1, Ordering::Relaxed) {
                0..200 => scroll(request, &leads, empty_page),
                _ => answers::error(400, "bad_request", "no more"),
            };
        }
        let has_scrolled = scrolled.load(Ordering::Relaxed) > 0;
        let is_low = has_scrolled && looks.fetch_add(1, Ordering::Relaxed).is_multiple_of(2);
        let total = if is_low { 500 } else { 800 };
        answers::changed(answers::list(request, &leads), |body| {
            body["total_count"] = total.into();
        })
    });
    let outcome = harness.run("list -f jsonl").code(0);
    assert_eq!(ids(&outcome).len(), 400);
    let requests = harness.requests().len();
    assert!(requests < 100, "{requests}");
}

#[test]
fn a_limit_with_partial_keeps_an_incomplete_scroll() {
    let harness = with_an_import(400, 200, empty_page);
    harness
        .run("list --limit 380 -f jsonl --partial -o kept.jsonl")
        .code(8);
    // Those of the list, and the oldest 200.
    let kept = harness.read("kept.jsonl").lines().count();
    assert!(kept > 250, "{kept}");
    harness
        .run("list --limit 380 -f jsonl -o none.jsonl")
        .code(8);
    assert!(!harness.files().contains(&"none.jsonl".to_owned()));
}

#[test]
fn a_scroll_may_end_with_a_404() {
    let harness = with_an_import(400, 400, || {
        answers::error(404, "not_found", "scroll parameter not found")
    });
    let outcome = harness.run("list -f jsonl").code(0);
    assert_eq!(ids(&outcome).into_iter().collect::<HashSet<_>>().len(), 400);
    assert_eq!(ids(&outcome).len(), 400);
}

#[test]
fn a_duplicate_on_a_page_is_printed_once() {
    let mut leads = answers::leads(5);
    leads.insert(2, leads[1].clone());
    let harness = Harness::answering(move |request| answers::list(request, &leads));
    for args in [
        "list -f jsonl --page 1",
        "list -f jsonl --limit 5 --sort created_at",
    ] {
        let outcome = harness.run(args).code(0);
        let listed = ids(&outcome);
        let once: HashSet<&String> = listed.iter().collect();
        assert_eq!(once.len(), listed.len(), "{args}");
    }
}

#[test]
fn a_missing_page_of_the_list_is_read_by_scroll() {
    let leads = answers::leads(300);
    let harness = Harness::answering(move |request| {
        let page = request.parameter("page").unwrap_or_default();
        if is_scroll(request) {
            match request.parameter("scroll_param") {
                None => Reply::json(
                    200,
                    format!(r#"{{"contacts":[{}],"scroll_param":"1"}}"#, leads.join(",")),
                ),
                Some(_) => empty_page(),
            }
        } else if page.parse().is_ok_and(|page: u32| page > 2) {
            answers::error(404, "not_found", "no such page")
        } else {
            answers::list(request, &leads)
        }
    });
    let outcome = harness.run("list -f jsonl").code(0);
    assert_eq!(ids(&outcome).len(), 300);
}

#[test]
fn an_empty_page_is_not_the_end_if_the_total_is_limited() {
    let pages = AtomicUsize::new(0);
    let harness = Harness::with(settings(700), move |request, api| {
        if is_scroll(request) {
            let param = request.parameter("scroll_param");
            if let (Some(param), 4) = (param, pages.fetch_add(1, Ordering::Relaxed)) {
                let body = format!(r#"{{"contacts":[],"scroll_param":"{param}"}}"#);
                return Reply::json(200, body);
            }
            return api.reply(request);
        }
        let limited = |body: &mut serde_json::Value| body["total_count"] = 200.into();
        wall(request, 200).unwrap_or_else(|| answers::changed(api.reply(request), limited))
    });
    let outcome = harness.run("list -f jsonl").code(0);
    assert_all_once(&harness, &outcome);
}
