//! Leads that come and go while the list is read: those that lived all the
//! while are there, once.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use leads::sandbox::{Intercom, Settings};

use crate::answers;
use crate::harness::{Harness, Outcome, settings};
use crate::list::ids;
use crate::scroll::is_scroll;

/// Runs `change` after each answer, lists all leads, and asserts that none is
/// lost and none doubled.
#[track_caller]
fn survives(leads: u32, change: impl Fn(usize, &Intercom) + Send + Sync + 'static) {
    let answered = AtomicUsize::new(0);
    let harness = Harness::with(settings(leads), move |request, api| {
        let reply = api.reply(request);
        change(answered.fetch_add(1, Ordering::Relaxed), api);
        reply
    });
    let _ = lists_all_once(&harness, "list -f jsonl").silent();
}

/// Runs a command that lists all leads, as jsonl, while they come and go.
/// Asserts that none that lived all the while is lost, and none doubled.
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
fn leads_that_arrive_push_nothing_out() {
    survives(300, |_, api| {
        api.create();
    });
}

#[test]
fn leads_that_go_pull_nothing_out() {
    survives(300, |answered, api| {
        let ids = api.ids();
        api.delete(&ids[answered * 7 % ids.len()]);
    });
}

#[test]
fn an_arrival_that_masks_a_deletion_hides_no_lead() {
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
    survives(300, |answered, api| {
        if answered == 2 {
            for _ in 0..100 {
                api.create();
            }
        }
    });
}

#[test]
fn a_burst_of_deletions_is_bridged() {
    survives(400, |answered, api| {
        if answered == 2 {
            for id in &api.ids()[..110] {
                api.delete(id);
            }
        }
    });
}

#[test]
fn deletions_of_all_that_was_read_lose_nothing_that_follows() {
    survives(200, |answered, api| {
        if answered == 0 {
            for id in &api.ids()[..60] {
                api.delete(id);
            }
        }
    });
}

#[test]
fn the_last_lead_may_go_while_it_is_read() {
    survives(125, |_, api| {
        let ids = api.ids();
        api.delete(ids.last().unwrap());
    });
}

#[test]
fn a_list_that_empties_while_it_is_read_ends() {
    survives(130, |answered, api| {
        if answered == 0 {
            for id in api.ids() {
                api.delete(&id);
            }
        }
    });
}

#[test]
fn a_restless_workspace_is_read_whole() {
    for seed in 1..4 {
        let harness = Harness::with(
            Settings {
                churn: true,
                seed,
                ..settings(500)
            },
            |request, api| api.reply(request),
        );
        let before = harness.api().ids();
        let listed = ids(&harness.run("list -f jsonl").code(0));
        let once: HashSet<_> = listed.iter().collect();
        assert_eq!(once.len(), listed.len());
        let after: HashSet<_> = harness.api().ids().into_iter().collect();
        assert!(
            before
                .iter()
                .all(|id| once.contains(id) || !after.contains(id))
        );
    }
}

/// A workspace without a scroll, into which more leads come between two answers
/// than a page holds, so that no two pages meet.
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
fn a_list_that_runs_away_is_given_up_honestly() {
    let outcome = runs_away().run("list -o leads.csv --jobs 1").code(8);
    outcome.says("incomplete: ").says("hint: run it again");
}

#[test]
fn a_list_that_runs_away_is_given_up_whoever_reads_it() {
    let outcome = runs_away().run("list -o leads.csv").code(8);
    outcome.says("incomplete: ").says("hint: run it again");
}
