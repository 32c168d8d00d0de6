//! API 2.x: leads by search, while the workspace changes.

use super::words;
use crate::support::adversary::{
    Change, Cursors, DAY, Ending, Event, Hiccup, HiccupKind, Limits, NOW, PageEnd, Random, Replica,
    Serves, Settings, Setup, Totals, When, Zone, leads,
};

/// So many leads, 144 a day, read by eight requests at a time.
fn calm(count: u64) -> Setup {
    Setup {
        leads: leads(count, |number| Some(NOW - 600 * number.cast_signed())),
        settings: modern(),
        args: words("list --jobs 8 --api-version 2.16"),
        ..Setup::default()
    }
}

fn modern() -> Settings {
    Settings {
        serves: Serves::New,
        ..Settings::default()
    }
}

fn event(when: When, change: Change) -> Event {
    Event { when, change }
}

/// From when on leads of `changed` were updated.
const CHANGED: i64 = NOW - 10 * DAY;

scenarios! {
    /// And nothing else happens.
    fn neighbours_of_twelve_thousand_are_deleted_at_once(random) {
        let jobs = ["list --jobs 4", "list --jobs 8", "list --jobs 16"][random.index(3)];
        let deletion = Change::DeleteNeighbours { after: random.index(10_500), count: 1_500 };
        Setup {
            events: vec![event(When::At(random.within(3..70)), deletion)],
            args: words(&format!("{jobs} --api-version 2.16")),
            ..calm(12_000)
        }
    }

    fn half_of_three_thousand_are_deleted_at_once(random) {
        let jobs = ["list --jobs 4", "list --jobs 8", "list --jobs 16"][random.index(3)];
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

    /// One in forty answers; nothing is deleted.
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

    /// The index shows them late, anywhere in the list.
    fn leads_enter_late(_random) {
        Setup {
            events: vec![event(When::Every(20), Change::Enter(1))],
            ending: Ending::Whole,
            limits: Limits { requests: 120, ..Limits::default() },
            ..calm(12_000)
        }
    }

    fn leads_enter_late_while_others_are_deleted(_random) {
        Setup {
            events: vec![
                event(When::Every(10), Change::Enter(1)),
                event(When::Every(1), Change::Delete(2)),
            ],
            ..calm(6_000)
        }
    }

    /// Cursors are documented as keys; snapshots would be as good.
    fn cursors_are_keys_or_snapshots_while_leads_come_and_go(random) {
        let cursors = [Cursors::Keys, Cursors::Snapshots][random.index(2)];
        Setup {
            settings: Settings { cursors, ..modern() },
            events: vec![
                event(When::Every(2), Change::Create(1)),
                event(When::Every(3), Change::Delete(2)),
            ],
            ..calm(6_000)
        }
    }

    fn cursors_are_offsets_in_a_calm_workspace(_random) {
        Setup {
            settings: Settings { cursors: Cursors::Offsets, ..modern() },
            ending: Ending::Whole,
            ..calm(3_000)
        }
    }

    /// What leaves shifts an offset, and the total falls with it.
    fn cursors_are_offsets_and_leads_that_were_read_leave(random) {
        Setup {
            settings: Settings { cursors: Cursors::Offsets, ..modern() },
            events: vec![event(When::Every(1 + random.within(0..4)), Change::DeleteRead(5))],
            ending: Ending::NotPromised,
            ..calm(4_000)
        }
    }

    fn an_import_of_one_second_is_searched_on_two_replicas(random) {
        let second = [Replica::REVERSED, Replica::UNSTABLE][random.index(2)];
        let cursors = [Cursors::Keys, Cursors::Offsets][random.index(2)];
        Setup {
            leads: leads(2_500, |number| {
                let number = if (500..1_800).contains(&number) { 500 } else { number };
                Some(NOW - 600 * number.cast_signed())
            }),
            settings: Settings { replicas: vec![Replica::STEADY, second], cursors, ..modern() },
            ..calm(0)
        }
    }

    fn some_answers_come_from_an_index_that_is_behind(random) {
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

    fn days_are_those_of_any_zone(random) {
        let zone = [Zone::HONOLULU, Zone::KATHMANDU, Zone::KIRITIMATI][random.index(3)];
        Setup { settings: Settings { zone, ..modern() }, ending: Ending::Whole, ..calm(3_000) }
    }

    fn only_those_of_some_days_in_any_zone_are_asked_for(random) {
        let zone = [Zone::HONOLULU, Zone::KATHMANDU, Zone::KIRITIMATI][random.index(3)];
        let (since, until) = (NOW - 9 * DAY, NOW - 2 * DAY);
        Setup {
            settings: Settings { zone, ..modern() },
            args: words(&format!("list --api-version 2.16 --since={since} --until={until}")),
            wanted: |lead| {
                lead.created_at.is_some_and(|time| (NOW - 9 * DAY..NOW - 2 * DAY).contains(&time))
            },
            ending: Ending::Whole,
            ..calm(3_000)
        }
    }

    /// A day that neither `=` nor `>` has.
    fn equal_dates_are_those_of_another_zone(random) {
        let zones = [Zone::HONOLULU, Zone::KIRITIMATI, Zone::UTC];
        let (zone, equals) = (random.index(3), random.index(3));
        Setup {
            settings: Settings { zone: zones[zone], equals_zone: Some(zones[equals]), ..modern() },
            ..calm(6_000)
        }
    }

    fn version_2_17_compares_seconds(random) {
        let settings = Settings { zone: Zone::HONOLULU, ..modern() };
        let mut setup = Setup { settings, ending: Ending::Whole, ..calm(6_000) };
        setup.args = words("list --jobs 8 --api-version 2.17");
        if random.within(0..2) == 0 {
            setup.args.push(format!("--since={}", NOW - 9 * DAY));
            setup.wanted = |lead| lead.created_at.is_some_and(|time| time >= NOW - 9 * DAY);
        }
        setup
    }

    fn searches_by_date_are_refused(random) {
        let refuses_dates = Some([400, 422][random.index(2)]);
        Setup {
            settings: Settings { refuses_dates, ..modern() },
            ending: Ending::Whole,
            ..calm(1_500)
        }
    }

    fn most_contacts_are_users(random) {
        let mut setup = calm(3_000);
        for lead in &mut setup.leads {
            lead.is_user = random.within(0..3) > 0;
        }
        Setup { ending: Ending::Whole, ..setup }
    }

    fn the_totals_of_searches_are_wrong(random) {
        let totals = [Totals::Null, Totals::Zero, Totals::Off(40)][random.index(3)];
        Setup { settings: Settings { totals, ..modern() }, ..calm(3_000) }
    }

    /// Leads of 1970 and before, of which a bound a day earlier is negative.
    fn leads_since_1970_are_asked_for(random) {
        let count = 400;
        let mut setup = Setup {
            leads: leads(count, |number| Some(1_000_000 - 7_000 * number.cast_signed())),
            settings: Settings { refuses_negative_dates: random.within(0..2) == 0, ..modern() },
            ending: Ending::Whole,
            ..calm(0)
        };
        match random.index(3) {
            0 => {
                setup.args.push("--since=0".to_owned());
                setup.wanted = |lead| lead.created_at.is_some_and(|time| time >= 0);
            }
            1 => {
                setup.args.push("--since=-1000000".to_owned());
                setup.wanted = |lead| lead.created_at.is_some_and(|time| time >= -1_000_000);
            }
            _ => {}
        }
        setup
    }

    fn the_version_is_found_out_whatever_the_old_one_answers(random) {
        let serves = [Serves::New, Serves::NewAlways, Serves::NewElseNotFound][random.index(3)];
        Setup {
            settings: Settings { serves, ..modern() },
            args: words("list"),
            // Where 1.x is answered by 404, nothing says that there is a 2.x.
            ending: if serves == Serves::NewElseNotFound { Ending::WholeOrError } else { Ending::Whole },
            ..calm(500)
        }
    }

    fn the_last_page_has_no_next_or_null(random) {
        let page_end = [PageEnd::Null, PageEnd::Absent][random.index(2)];
        Setup { settings: Settings { page_end, ..modern() }, ending: Ending::Whole, ..calm(1_500) }
    }

    fn some_searches_fail_once(random) {
        let kinds = [
            HiccupKind::Status(500),
            HiccupKind::Bare(502),
            HiccupKind::Nothing,
            HiccupKind::Lost,
        ];
        let hiccups = [random.within(1..5), random.within(5..15)];
        let hiccups = hiccups.map(|at| Hiccup { at, kind: kinds[random.index(4)] }).to_vec();
        Setup {
            settings: Settings { hiccups, ..modern() },
            ending: Ending::WholeOrError,
            ..calm(2_000)
        }
    }
}
