//! Leads are created and deleted while the list is read: those that exist throughout
//! are printed exactly once.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use leads::sandbox::{Generation, Intercom, Settings};

use crate::harness::{Harness, Outcome, in_each_generation, only, settings};
use crate::list::ids;
use crate::scroll::is_scroll;
use crate::v2_cursors::expected;
use crate::{answers, v2};

/// Receives the number of a response, and changes the workspace after it.
type Change = fn(usize, &Intercom);

/// Lists all leads while `change` changes the workspace after each response, and
/// asserts that none is lost or printed twice.
#[track_caller]
fn survives_in(api: Generation, leads: u32, change: Change) {
    let answered = AtomicUsize::new(0);
    let harness = Harness::with(only(api, leads), move |request, api| {
        let reply = api.reply(request);
        change(answered.fetch_add(1, Ordering::Relaxed), api);
        reply
    });
    let _ = lists_all_once(&harness.of_version(api), words(api)).silent();
}

/// The command line of these tests; pages of 2.x are larger.
fn words(api: Generation) -> &'static str {
    match api {
        Generation::V2 => "list -f jsonl --per-page 40",
        Generation::V1 | Generation::Both => "list -f jsonl",
    }
}

/// Runs [`survives_in`] for both generations.
fn survives(leads: u32, change: Change) {
    in_each_generation(|api| survives_in(api, leads, change));
}

/// Runs a command that lists all leads as jsonl while leads are created and deleted.
/// Asserts that every lead that existed throughout is printed exactly once.
#[track_caller]
pub(crate) fn lists_all_once(harness: &Harness, words: &str) -> Outcome {
    let before = harness.api().ids();
    let outcome = harness.run(words).code(0);
    let listed = ids(&outcome);
    let once: HashSet<_> = listed.iter().collect();
    assert_eq!(once.len(), listed.len(), "a lead is doubled");
    let after: HashSet<_> = harness.api().ids().into_iter().collect();
    for id in before.iter().filter(|id| after.contains(*id)) {
        assert!(once.contains(id), "lead {id} is lost");
    }
    outcome
}

#[test]
fn created_leads_hide_no_others() {
    survives(300, |_, api| {
        api.create();
    });
}

#[test]
fn deleted_leads_hide_no_others() {
    survives(300, |answered, api| {
        let ids = api.ids();
        api.delete(&ids[answered * 7 % ids.len()]);
    });
}

#[test]
fn a_created_lead_that_masks_a_deletion_hides_no_lead() {
    survives(300, |_, api| {
        let ids = api.ids();
        api.delete(&ids[10]);
        api.delete(&ids[20]);
        api.create();
        api.create();
    });
}

#[test]
fn a_burst_of_arrivals_is_bridged() {
    survives_in(Generation::V1, 300, |answered, api| {
        if answered == 2 {
            for _ in 0..100 {
                api.create();
            }
        }
    });
}

#[test]
fn a_burst_of_deletions_is_bridged() {
    survives_in(Generation::V1, 400, |answered, api| {
        if answered == 2 {
            for id in &api.ids()[..110] {
                api.delete(id);
            }
        }
    });
}

#[test]
fn deleting_all_read_leads_loses_none_after_them() {
    survives_in(Generation::V1, 200, |answered, api| {
        if answered == 0 {
            for id in &api.ids()[..60] {
                api.delete(id);
            }
        }
    });
}

#[test]
fn the_last_lead_can_be_deleted_while_it_is_read() {
    survives_in(Generation::V1, 125, |_, api| {
        let ids = api.ids();
        api.delete(ids.last().unwrap());
    });
}

#[test]
fn a_list_that_empties_while_it_is_read_ends() {
    survives_in(Generation::V1, 130, |answered, api| {
        if answered == 0 {
            for id in api.ids() {
                api.delete(&id);
            }
        }
    });
}

#[test]
fn the_lead_of_a_cursor_can_be_deleted() {
    survives_in(Generation::V2, 300, |call, api| {
        let ids = api.ids();
        if let Some(last) = ids.get(40 * (call + 1) - 1) {
            api.delete(last);
        }
    });
}

#[test]
fn a_changing_workspace_is_read_completely() {
    in_each_generation(|api| {
        for seed in 1..4 {
            let settings = Settings {
                churn: true,
                seed,
                ..only(api, 500)
            };
            let harness = Harness::with(settings, |request, api| api.reply(request));
            let _ = lists_all_once(&harness, words(api));
        }
    });
}

/// A workspace without a scroll in which, between two responses, more leads are created
/// than fit on a page, so that pages never overlap.
fn runs_away() -> Harness {
    let calls = AtomicUsize::new(0);
    Harness::with(settings(600), move |request, api| {
        if calls.fetch_add(1, Ordering::Relaxed) > 1500 {
            return answers::error(403, "forbidden", "enough is enough");
        }
        if is_scroll(request) {
            return answers::error(404, "not_found", "no such resource");
        }
        for _ in 0..70 {
            api.create();
        }
        api.reply(request)
    })
}

#[test]
fn a_list_that_grows_too_fast_is_incomplete() {
    let outcome = runs_away().run("list -o leads.csv --jobs 1").code(8);
    outcome.says("incomplete: ").says("hint: run it again");
}

#[test]
fn a_list_that_grows_too_fast_is_incomplete_in_every_command() {
    let outcome = runs_away().run("list -o leads.csv").code(8);
    outcome.says("incomplete: ").says("hint: run it again");
}

/// A server whose cursors are positions, so that created and deleted leads shift the
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
