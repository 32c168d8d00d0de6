//! `leads sync`: which leads are treated as gone.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use leads::sandbox::{Generation, Intercom, Reply, Request};

use crate::answers;
use crate::harness::{Harness, in_each_generation, only};
use crate::sync::{assert_same, changes, copy_of, value};

/// How a workspace hides a lead, or most leads, from its lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hidden {
    Nothing,
    /// Only the newest 500 are listed and counted; all still exist.
    Most,
    /// As before, but the others do not exist.
    MostAreGone,
    /// As before, but a proxy responds to lookups.
    MostByProxy,
    /// As before, but lookups are refused.
    MostRefused,
}

const KINDS: [Hidden; 5] = [
    Hidden::Nothing,
    Hidden::Most,
    Hidden::MostAreGone,
    Hidden::MostByProxy,
    Hidden::MostRefused,
];

/// A workspace with this number of leads, and a function that sets [`Hidden`].
fn workspace(generation: Generation, leads: u32) -> (Harness, impl Fn(Hidden)) {
    workspace_with(generation, leads, || Reply::status(404))
}

/// Such a workspace, with the response of the proxy.
fn workspace_with(
    generation: Generation,
    leads: u32,
    by_proxy: impl Fn() -> Reply + Send + Sync + 'static,
) -> (Harness, impl Fn(Hidden)) {
    let switch = Arc::new(AtomicU32::new(0));
    let newest = Intercom::new(only(generation, 500));
    let harness = Harness::with(only(generation, leads), {
        let switch = Arc::clone(&switch);
        move |request, api| {
            let hidden = KINDS[usize::try_from(switch.load(Ordering::Relaxed)).unwrap()];
            if hidden == Hidden::Nothing {
                return api.reply(request);
            }
            match (hidden, is_look_up(request)) {
                (Hidden::Most, true) => api.reply(request),
                (Hidden::MostByProxy, true) => by_proxy(),
                (Hidden::MostRefused, true) => answers::error(401, "unauthorized", "no"),
                (Hidden::Nothing | Hidden::MostAreGone, _) | (_, false) => {
                    // With the same clock.
                    let mut reply = newest.reply(request);
                    let date = api.reply(request).header("date").unwrap().to_owned();
                    reply.headers.retain(|(name, _)| name != "Date");
                    reply.with_header("Date", date)
                }
            }
        }
    });
    let set = move |hidden| {
        let index = KINDS.iter().position(|kind| *kind == hidden).unwrap();
        switch.store(u32::try_from(index).unwrap(), Ordering::Relaxed);
    };
    (harness.of_version(generation), set)
}

fn is_look_up(request: &Request) -> bool {
    let id = request.path.strip_prefix("/contacts/");
    let id = id.or_else(|| request.path.strip_prefix("/users/"));
    id.is_some_and(|id| !matches!(id, "search" | "scroll"))
}

#[test]
fn a_search_that_hides_most_leads_is_not_trusted() {
    in_each_generation(|generation| {
        for hidden in [Hidden::Most, Hidden::MostByProxy] {
            let (harness, set) = workspace(generation, 1_700);
            harness.run("sync leads.db").code(0);
            let before = copy_of(&harness);
            set(hidden);
            for args in ["sync leads.db", "sync leads.db --accept-gone"] {
                let asked = harness.requests().len();
                harness.run(args).code(8).says("nothing was changed");
                let look_ups = harness.requests()[asked..]
                    .iter()
                    .filter(|it| is_look_up(it))
                    .count();
                assert_eq!(look_ups, 200);
                assert!(copy_of(&harness) == before);
            }
            assert_eq!(value(&harness, "select count(*) from changes"), "0");
        }
    });
}

#[test]
fn more_than_a_fifth_is_gone_only_with_accept_gone() {
    in_each_generation(|generation| {
        for leads in [700, 1_700] {
            let (harness, set) = workspace(generation, leads);
            harness.run("sync leads.db").code(0);
            let before = copy_of(&harness);
            set(Hidden::MostAreGone);
            harness.run("sync leads.db").code(8).says("--accept-gone");
            assert!(copy_of(&harness) == before);
            let run = harness.run("sync leads.db --accept-gone -f jsonl").code(0);
            assert_eq!(changes(&run).len(), usize::try_from(leads).unwrap() - 500);
            assert_eq!(copy_of(&harness).len(), 500);
            let unknown = "select count(*) from changes where change = 'gone' and why is null";
            let known = match (generation, leads) {
                (Generation::V1, _) => 0,
                (_, 700) => 200,
                _ => 200_u32.min(leads),
            };
            assert_eq!(value(&harness, unknown), (leads - 500 - known).to_string());
        }
    });
}

#[test]
fn a_refused_lookup_ends_the_run() {
    in_each_generation(|generation| {
        let (harness, set) = workspace(generation, 550);
        harness.run("sync leads.db").code(0);
        let before = copy_of(&harness);
        set(Hidden::MostRefused);
        harness.run("sync leads.db").code(3);
        assert!(copy_of(&harness) == before);
    });
}

#[test]
fn a_lead_with_unclear_lookups_is_gone_after_a_day_in_no_list() {
    let replies = [
        || Reply::status(204),
        || Reply::status(404),
        || Reply::json(422, "{}"),
        || answers::error(403, "api_plan_restricted", "not in this plan"),
    ];
    in_each_generation(|generation| {
        for reply in replies {
            let (harness, set) = workspace_with(generation, 503, reply);
            harness.run("sync leads.db").code(0);
            set(Hidden::MostByProxy);
            for minutes in [0, 70, 22 * 60] {
                harness.api().advance(minutes * 60);
                let run = harness.run("sync leads.db -f jsonl").code(0).prints("");
                run.says("503 leads; 0 added, 0 changed, 0 gone, 3 in no list; ")
                    .says("3 leads are in no list, and the API does not say why; ");
            }
            harness.api().advance(2 * 3600);
            let run = harness.run("sync leads.db -f jsonl").code(0);
            let run = run.says("500 leads; 0 added, 0 changed, 3 gone (3 in no list); ");
            let changes = changes(&run);
            assert_eq!(changes.len(), 3);
            assert!(changes.iter().all(|change| change["why"] == "unlisted"));
            harness
                .run("sync leads.db")
                .code(0)
                .never_says("in no list");
            set(Hidden::Nothing);
            harness.run("sync leads.db").code(0).says("3 back; ");
            assert_same(&harness);
        }
    });
}

#[test]
fn an_existing_lead_is_gone_after_a_day_in_no_list() {
    in_each_generation(|generation| {
        let (harness, set) = workspace(generation, 510);
        harness.run("sync leads.db").code(0);
        set(Hidden::Most);
        let look_ups = |harness: &Harness, from: usize| {
            harness.requests()[from..]
                .iter()
                .filter(|it| is_look_up(it))
                .count()
        };
        for (minutes, asked) in [(0, 10), (50, 0), (20, 10), (22 * 60, 10)] {
            harness.api().advance(minutes * 60);
            let from = harness.requests().len();
            let run = harness.run("sync leads.db -f jsonl").code(0).prints("");
            run.says("0 gone, 10 in no list; ");
            assert_eq!(look_ups(&harness, from), asked, "{minutes}");
        }
        harness.api().advance(2 * 3600);
        let run = harness.run("sync leads.db -f jsonl").code(0);
        let run = run.says("500 leads; 0 added, 0 changed, 10 gone (10 in no list); ");
        let changes = changes(&run);
        assert_eq!(changes.len(), 10);
        assert!(changes.iter().all(|change| change["why"] == "unlisted"));
        assert_eq!(copy_of(&harness).len(), 500);
        set(Hidden::Nothing);
        let run = harness.run("sync leads.db -f jsonl").code(0);
        run.says("510 leads; 0 added, 0 changed, 0 gone, 10 back; ");
        assert_same(&harness);
    });
}

#[test]
fn versions_without_merges_leave_the_reason_empty() {
    for (version, deleted, merged) in [("2.15", "null", "null"), ("2.17", "deleted", "merged")] {
        let harness = Harness::pinned(Generation::V2, 50).env("LEADS_API_VERSION", version);
        harness.run("sync leads.db").code(0);
        let ids = harness.api().ids();
        assert!(harness.api().delete(&ids[1]) && harness.api().merge(&ids[2], &ids[3]));
        assert!(harness.api().convert(&ids[4]));
        harness.run("sync leads.db").code(0).says("3 gone");
        for (id, why) in [(&ids[1], deleted), (&ids[2], merged), (&ids[4], "user")] {
            let query = format!("select why from changes where id = '{id}'");
            assert_eq!(value(&harness, &query), why, "{version}");
        }
    }
}

#[test]
fn a_response_from_a_server_that_is_behind_is_skipped() {
    in_each_generation(|generation| {
        let old = Intercom::new(only(generation, 60));
        let switch = Arc::new(AtomicU32::new(0));
        let harness = Harness::with(only(generation, 60), {
            let switch = Arc::clone(&switch);
            move |request, api| match switch.load(Ordering::Relaxed) {
                0 => api.reply(request),
                _ => old.reply(request),
            }
        });
        let harness = harness.of_version(generation);
        harness.api().advance(60);
        for id in &harness.api().ids()[..10] {
            assert!(harness.api().update(id));
        }
        harness.run("sync leads.db").code(0);
        let before = copy_of(&harness);
        switch.store(1, Ordering::Relaxed);
        harness.run("sync leads.db -f jsonl").code(0).prints("");
        assert!(copy_of(&harness) == before);
    });
}
