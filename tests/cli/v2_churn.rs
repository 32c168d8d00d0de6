//! API 2.x while leads come and go between the pages.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use leads::sandbox::{Generation, Intercom, Settings};

use crate::churn::lists_all_once;
use crate::harness::Harness;
use crate::list::ids;
use crate::v2;
use crate::v2_cursors::{changing, expected};

/// Runs `change` after each answer, lists all leads, and asserts that none
/// that lived all the while is lost, and none doubled.
#[track_caller]
fn survives(change: impl Fn(usize, &Intercom) + Send + Sync + 'static) {
    let harness = changing(300, move |call, reply, api| {
        change(call, api);
        reply
    });
    all_there(&harness);
}

#[track_caller]
fn all_there(harness: &Harness) {
    let _ = lists_all_once(harness, "list -f jsonl --per-page 40").silent();
}

#[test]
fn leads_that_arrive_push_nothing_out() {
    survives(|_, api| {
        api.create();
    });
}

#[test]
fn leads_that_go_pull_nothing_out() {
    survives(|call, api| {
        let ids = api.ids();
        api.delete(&ids[call * 7 % ids.len()]);
    });
}

#[test]
fn an_arrival_that_masks_a_deletion_hides_no_lead() {
    survives(|_, api| {
        let ids = api.ids();
        api.delete(&ids[10]);
        api.delete(&ids[20]);
        api.create();
        api.create();
    });
}

#[test]
fn the_lead_that_a_cursor_points_at_may_go() {
    survives(|call, api| {
        let ids = api.ids();
        if let Some(last) = ids.get(40 * (call + 1) - 1) {
            api.delete(last);
        }
    });
}

#[test]
fn a_restless_workspace_is_read_whole() {
    for seed in 1..4 {
        let settings = Settings {
            churn: true,
            seed,
            ..v2::only(Generation::V2, 400)
        };
        all_there(&Harness::with(settings, |request, api| api.reply(request)));
    }
}

/// A server whose cursors are places, so that what comes and goes shifts the
/// pages, and whose leads `change` changes after each search.
fn by_place(
    count: i64,
    change: impl Fn(usize, &mut Vec<String>) + Send + Sync + 'static,
) -> Harness {
    let calls = AtomicUsize::new(0);
    let living = Mutex::new(v2::leads(count));
    v2::answering(move |request| {
        let mut living = living.lock().unwrap();
        let reply = v2::page(request, &living);
        change(calls.fetch_add(1, Ordering::Relaxed), &mut living);
        reply
    })
}

#[test]
fn a_lead_that_a_shift_shows_twice_is_printed_once() {
    let harness = by_place(100, |call, living| {
        if call < 3 {
            living.insert(0, v2::lead(&format!("new{call}"), 1_700_000_001));
        }
    });
    let outcome = harness.run("list -f jsonl --per-page 20").code(0).silent();
    // New leads may be printed, once each.
    let listed = ids(&outcome);
    let old: Vec<_> = listed.iter().filter(|id| id.starts_with("lead")).collect();
    assert!(old.into_iter().eq(&expected(100)));
    assert!(listed.len() <= 103);
}
