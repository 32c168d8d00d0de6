//! `leads sync --quick`: reads what was updated, or everything if that is not enough.

use leads::sandbox::Generation;

use crate::harness::Harness;
use crate::sync::{assert_same, changes, value};

const QUICK: &str = "sync leads.db --quick -f jsonl";

/// The mode of the last run.
fn mode(harness: &Harness) -> String {
    value(harness, "select mode from runs order by id desc limit 1")
}

#[test]
fn a_quick_run_reads_only_updated_leads() {
    let harness = Harness::pinned(Generation::V2, 3_000);
    harness.run("sync leads.db").code(0);
    for day in 0..5 {
        harness.api().advance(86_400);
        let ids = harness.api().ids();
        let changed: Vec<_> = ids.iter().skip(day).step_by(100).take(30).collect();
        for id in &changed {
            assert!(harness.api().update(id));
        }
        let new = harness.api().create();
        let before = harness.requests().len();
        let run = harness.run(QUICK).code(0);
        let printed = changes(&run);
        assert_eq!(printed.len(), changed.len() + 1, "day {day}");
        assert!(
            printed
                .iter()
                .any(|change| change["lead"]["id"] == new.as_str())
        );
        assert_eq!(mode(&harness), "quick");
        let requests = harness.requests().len() - before;
        assert!(requests <= 5, "{requests} requests");
        assert_same(&harness);
    }
}

#[test]
fn a_different_number_of_leads_causes_a_full_run() {
    let harness = Harness::pinned(Generation::V2, 400);
    harness.run("sync leads.db").code(0);
    let ids = harness.api().ids();
    assert!(harness.api().delete(&ids[50]) && harness.api().update(&ids[60]));
    let run = harness.run(QUICK).code(0);
    let run = run.says("the copy would have 400 leads, and the API counts 399: reading every lead");
    run.says("0 added, 1 changed, 1 gone (1 deleted)");
}

#[test]
fn everything_is_read_if_the_last_full_run_is_too_old() {
    let harness = Harness::pinned(Generation::V2, 400);
    harness.run("sync leads.db").code(0);
    for (hours, expected) in [(6 * 24, "quick"), (23, "quick"), (1, "full"), (24, "quick")] {
        harness.api().advance(hours * 3600);
        harness.run(QUICK).code(0);
        assert_eq!(mode(&harness), expected, "{hours}");
    }
    let run = harness
        .run("sync leads.db --quick --full-after 24h")
        .code(0);
    run.says("the last full run is too long ago: reading every lead");
}

#[test]
fn a_created_lead_does_not_hide_a_missing_one() {
    let harness = Harness::pinned(Generation::V2, 400);
    harness.run("sync leads.db").code(0);
    assert!(harness.api().delete(&harness.api().ids()[50]));
    harness.api().create();
    assert_eq!(changes(&harness.run(QUICK).code(0)).len(), 2);
    assert_same(&harness);
}

#[test]
fn a_quick_run_starts_at_the_last_run_by_the_servers_clock() {
    let harness = Harness::pinned(Generation::V2, 400);
    harness.run("sync leads.db").code(0);
    let ids = harness.api().ids();
    // Weeks without a run.
    harness.api().advance(5 * 86_400);
    assert!(harness.api().update(&ids[200]));
    harness.api().advance(86_400);
    assert_eq!(changes(&harness.run(QUICK).code(0)).len(), 1);
    assert_eq!(mode(&harness), "quick");
    // A failed run does not change the start of the next one.
    assert!(harness.api().update(&ids[300]));
    harness.run("sync leads.db --api-version 1.4").code(2);
    harness.run("sync leads.db -o no/such/folder.csv").code(7);
    harness.api().advance(3 * 3600);
    assert_eq!(changes(&harness.run(QUICK).code(0)).len(), 1);
    assert_same(&harness);
}

#[test]
fn the_first_run_and_api_1_read_everything() {
    let harness = Harness::pinned(Generation::V2, 200);
    harness.run(QUICK).code(0).says("a new copy");
    assert_eq!(mode(&harness), "full");
    let old = Harness::pinned(Generation::V1, 200);
    old.run(QUICK).code(0);
    let run = old.run(QUICK).code(0);
    assert_eq!(
        run.stderr().matches("reading every lead").count(),
        1,
        "{run}"
    );
    assert_eq!(mode(&old), "full");
}
