//! API 2.x: leads by search, while the workspace changes.

use super::list::{bursts, event};
use super::words;
use crate::support::adversary::{
    Change, Cursors, DAY, Ending, Limits, NOW, Random, Replica, Serves, Settings, Setup, When,
    leads,
};

/// This number of leads, 144 per day, read with eight parallel requests.
pub(super) fn calm(count: u64) -> Setup {
    Setup {
        leads: leads(count, |number| Some(NOW - 600 * number.cast_signed())),
        settings: modern(),
        args: words("list --jobs 8 --api-version 2.16"),
        ..Setup::default()
    }
}

pub(super) fn modern() -> Settings {
    Settings {
        serves: Serves::New,
        ..Settings::default()
    }
}

/// Leads of `changed` were updated after this time.
const CHANGED: i64 = NOW - 10 * DAY;

scenarios! {
    /// And nothing else happens.
    fn neighbours_of_twelve_thousand_are_deleted_at_once(random) {
        let jobs = random.one_of(["list --jobs 4", "list --jobs 8", "list --jobs 16"]);
        let deletion = Change::DeleteNeighbours { after: random.index(10_500), count: 1_500 };
        Setup {
            events: vec![event(When::At(random.within(15..70)), deletion)],
            args: words(&format!("{jobs} --api-version 2.16")),
            ..calm(12_000)
        }
    }

    fn half_of_three_thousand_are_deleted_at_once(random) {
        let jobs = random.one_of(["list --jobs 4", "list --jobs 8", "list --jobs 16"]);
        let deletion = Change::DeleteNeighbours { after: random.index(1_500), count: 1_500 };
        Setup {
            events: vec![event(When::At(random.within(2..18)), deletion)],
            args: words(&format!("{jobs} --api-version 2.16")),
            ..calm(3_000)
        }
    }

    fn times_of_creation_change(random) {
        Setup {
            events: vec![event(When::Every(1 + random.within(0..4)), Change::Redate(20))],
            ..calm(6_000)
        }
    }

    /// One in forty responses; nothing is deleted.
    fn leads_are_updated_while_those_updated_lately_are_read(random) {
        let mut setup = calm(12_000);
        for lead in &mut setup.leads {
            lead.updated_at = CHANGED + 1 + random.within(0..86_400).cast_signed();
        }
        Setup {
            events: vec![event(When::Every(40), Change::Enter(1))],
            args: words(&format!("list --jobs 8 --api-version 2.16 --updated-since={CHANGED}")),
            wanted: |lead| lead.updated_at >= CHANGED,
            ending: Ending::Whole,
            limits: Limits { requests: 120, ..Limits::default() },
            ..setup
        }
    }

    fn leads_get_the_tag_while_those_with_the_tag_are_read(random) {
        let mut setup = calm(12_000);
        for lead in &mut setup.leads {
            lead.tagged = random.within(0..10) > 0;
        }
        Setup {
            events: vec![event(When::Every(40), Change::Tag(1))],
            args: words("list --jobs 8 --api-version 2.16 --tag 17513"),
            wanted: |lead| lead.tagged,
            ending: Ending::Whole,
            limits: Limits { requests: 110, ..Limits::default() },
            ..setup
        }
    }

    /// The index shows them late, at any position in the list.
    fn leads_enter_late(_random) {
        Setup {
            events: vec![event(When::Every(20), Change::Enter(1))],
            ending: Ending::Whole,
            limits: Limits { requests: 120, ..Limits::default() },
            ..calm(12_000)
        }
    }

    fn leads_appear_late_while_others_are_deleted(_random) {
        Setup {
            events: vec![
                event(When::Every(10), Change::Enter(1)),
                event(When::Every(1), Change::Delete(2)),
            ],
            ..calm(6_000)
        }
    }

    /// Cursors are documented as keys; snapshots would work too.
    fn cursors_are_keys_or_snapshots_while_leads_change(random) {
        let cursors = random.one_of([Cursors::Keys, Cursors::Snapshots]);
        Setup {
            settings: Settings { cursors, ..modern() },
            events: vec![
                event(When::Every(2), Change::Create(1)),
                event(When::Every(3), Change::Delete(2)),
            ],
            ..calm(6_000)
        }
    }

    /// Removed leads shift an offset, and the total decreases with them.
    fn cursors_are_offsets_and_read_leads_are_deleted(random) {
        Setup {
            settings: Settings { cursors: Cursors::Offsets, ..modern() },
            events: vec![event(When::Every(1 + random.within(0..4)), Change::DeleteRead(5))],
            ending: Ending::NotPromised,
            ..calm(4_000)
        }
    }

    fn an_import_of_one_second_is_searched_on_two_replicas(random) {
        let second = random.one_of([Replica::REVERSED, Replica::UNSTABLE]);
        let cursors = random.one_of([Cursors::Keys, Cursors::Offsets]);
        Setup {
            leads: leads(2_500, |number| {
                let number = if (500..1_800).contains(&number) { 500 } else { number };
                Some(NOW - 600 * number.cast_signed())
            }),
            settings: Settings { replicas: vec![Replica::STEADY, second], cursors, ..modern() },
            ..calm(0)
        }
    }

    fn leads_of_one_second_are_in_any_order_and_an_import_starts(random) {
        let cursors = random.one_of([Cursors::Keys, Cursors::Offsets]);
        let import = Change::Create(1 + random.index(400));
        Setup {
            leads: leads(1_500, bursts(random)),
            settings: Settings { replicas: vec![Replica::UNSTABLE], cursors, ..modern() },
            events: vec![event(When::At(1 + random.within(0..12)), import)],
            ..calm(0)
        }
    }

    /// The leads that were read are counted, like all leads.
    fn leads_of_one_second_are_in_any_order_and_the_latest_are_requested(random) {
        let import = Change::Create(random.index(3));
        Setup {
            leads: leads(1_500, bursts(random)),
            settings: Settings { replicas: vec![Replica::UNSTABLE], ..modern() },
            events: vec![event(When::At(1 + random.within(0..12)), import)],
            args: words(&format!("list --jobs 8 --api-version 2.16 --since={}", NOW - 20_000)),
            wanted: |lead| lead.created_at.is_some_and(|time| time >= NOW - 20_000),
            ..calm(0)
        }
    }

    fn leads_of_one_second_are_in_any_order(random) {
        Setup {
            leads: leads(500, bursts(random)),
            settings: Settings { replicas: vec![Replica::UNSTABLE], ..modern() },
            ..calm(0)
        }
    }

    fn some_responses_are_from_an_index_that_is_behind(random) {
        let late = Replica::late(random.within(2..30));
        Setup {
            settings: Settings { replicas: vec![Replica::STEADY, late], ..modern() },
            events: vec![
                event(When::Every(2), Change::Create(3)),
                event(When::Every(2), Change::Delete(5)),
            ],
            ..calm(4_000)
        }
    }

    fn leads_are_hidden_from_the_search_and_shown_again(random) {
        let hidden = random.within(1..20);
        Setup {
            events: vec![
                event(When::At(hidden), Change::Hide(200)),
                event(When::At(hidden + random.within(1..20)), Change::Show),
            ],
            ..calm(4_000)
        }
    }

    fn all_leads_of_the_search_are_deleted_midway(random) {
        let deletion = Change::DeleteNeighbours { after: 0, count: 4_000 };
        Setup { events: vec![event(When::At(random.within(1..25)), deletion)], ..calm(4_000) }
    }
}
