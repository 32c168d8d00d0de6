//! API 1.x: the list, page by page.

use super::words;
use crate::support::adversary::{
    Change, Ending, Event, Limits, NOW, Order, Random, Replica, Serves, Settings, Setup, When,
    leads,
};

/// Leads of a list, one every ten minutes, read with eight parallel requests.
pub(super) fn calm(count: u64) -> Setup {
    Setup {
        leads: leads(count, |number| Some(NOW - 600 * number.cast_signed())),
        args: words("list --jobs 8"),
        ..Setup::default()
    }
}

pub(super) fn event(when: When, change: Change) -> Event {
    Event { when, change }
}

/// Creation times in bursts of 5 to 50 leads per second.
pub(super) fn bursts(random: &mut Random) -> impl FnMut(u64) -> Option<i64> {
    let (mut time, mut left) = (NOW, 0);
    move |_| {
        if left == 0 {
            (time, left) = (time - 600, random.within(5..51));
        }
        left -= 1;
        Some(time)
    }
}

scenarios! {
    /// The responses alternate between two replicas with opposite orders.
    fn leads_of_one_second_are_in_two_orders_and_read_leads_are_deleted(random) {
        Setup {
            leads: leads(600, bursts(random)),
            settings: Settings {
                replicas: vec![Replica::STEADY, Replica::REVERSED],
                at_random: false,
                ..Settings::default()
            },
            events: vec![event(When::Every(2), Change::DeleteRead(3))],
            args: words(random.one_of(["list --jobs 1", "list --jobs 4"])),
            ..Setup::default()
        }
    }

    fn leads_of_one_second_are_in_a_different_order_in_each_response(random) {
        Setup {
            leads: leads(600, bursts(random)),
            settings: Settings { replicas: vec![Replica::UNSTABLE], ..Settings::default() },
            args: words("list"),
            ..Setup::default()
        }
    }

    /// Nothing is created or deleted; two replicas have opposite orders.
    fn an_import_of_five_hundred_leads_in_one_second_is_read_from_two_replicas(random) {
        let first = random.within(0..400) * random.within(0..2);
        let import = first..first + 500;
        Setup {
            leads: leads(900, |number| {
                let number = if import.contains(&number) { first } else { number };
                Some(NOW - 600 * number.cast_signed())
            }),
            settings: Settings {
                replicas: vec![Replica::STEADY, Replica::REVERSED],
                ..Settings::default()
            },
            args: words(random.one_of(["list", "list --jobs 8"])),
            ..Setup::default()
        }
    }

    /// More leads of the same second than fit on a page: reading continues with the
    /// scroll.
    fn an_import_near_the_front_is_larger_than_a_page(random) {
        let first = random.within(0..50);
        let import = first..first + 150;
        Setup {
            leads: leads(2_000, |number| {
                let number = if import.contains(&number) { first } else { number };
                Some(NOW - 600 * number.cast_signed())
            }),
            settings: Settings { replicas: vec![Replica::UNSTABLE], ..Settings::default() },
            ending: Ending::Whole,
            limits: Limits { requests: 150, ..Limits::default() },
            ..calm(0)
        }
    }

    /// Sorted by time at first, as documented, until a lead is active.
    fn the_list_is_by_last_activity_and_leads_are_active(random) {
        Setup {
            settings: Settings { order: Order::LastActivity, ..Settings::default() },
            events: vec![event(When::Every(1 + random.within(0..3)), Change::Touch(1))],
            ..calm(600)
        }
    }

    fn two_leads_are_swapped_and_a_read_one_is_deleted(random) {
        let distance = 20 + random.index(100);
        let swap = random.within(1..6);
        Setup {
            events: vec![
                event(When::At(swap), Change::Swap { distance }),
                event(When::At(swap + random.within(0..4)), Change::DeleteRead(1)),
            ],
            args: words(random.one_of(["list --jobs 1", "list --jobs 4"])),
            ..calm(600)
        }
    }

    /// Nothing happens after that, so everything can be read.
    fn the_newest_leads_of_many_are_deleted_at_once(random) {
        let deletion = Change::DeleteNeighbours { after: 0, count: 1_200 };
        Setup {
            events: vec![event(When::At(random.within(20..60)), deletion)],
            ending: Ending::Whole,
            ..calm(4_000)
        }
    }

    fn neighbours_in_the_middle_are_deleted_at_once(random) {
        let deletion = Change::DeleteNeighbours { after: random.index(2_000), count: 1_000 };
        Setup {
            events: vec![event(When::At(random.within(1..50)), deletion)],
            ending: Ending::Whole,
            ..calm(4_000)
        }
    }

    fn a_lead_is_created_and_one_deleted_after_each_response(random) {
        Setup {
            events: vec![
                event(When::Every(1 + random.within(0..2)), Change::Create(1)),
                event(When::Every(1), Change::Delete(1)),
            ],
            ending: Ending::Whole,
            ..calm(2_000)
        }
    }

    fn many_leads_are_created_after_each_response(random) {
        let count = 1 + random.index(40);
        Setup { events: vec![event(When::Every(1), Change::Create(count))], ..calm(1_000) }
    }

    fn leads_are_hidden_and_shown_again(random) {
        let hidden = random.within(1..8);
        Setup {
            events: vec![
                event(When::At(hidden), Change::Hide(60)),
                event(When::At(hidden + random.within(1..8)), Change::Show),
            ],
            ..calm(1_200)
        }
    }

    fn leads_get_another_time_of_creation(_random) {
        Setup { events: vec![event(When::Every(2), Change::Redate(3))], ..calm(1_200) }
    }

    fn some_responses_are_from_a_replica_that_is_behind(random) {
        Setup {
            settings: Settings {
                replicas: vec![Replica::STEADY, Replica::late(random.within(2..20))],
                ..Settings::default()
            },
            events: vec![
                event(When::Every(2), Change::Create(2)),
                event(When::Every(1), Change::Delete(2)),
            ],
            ..calm(1_200)
        }
    }

    fn leads_get_the_tag_that_is_asked_for(random) {
        let mut setup = calm(2_000);
        for lead in &mut setup.leads {
            lead.tagged = random.within(0..3) > 0;
        }
        Setup {
            events: vec![event(When::Every(3), Change::Tag(1))],
            args: words("list --tag 17513 --jobs 8"),
            wanted: |lead| lead.tagged,
            ..setup
        }
    }

    fn leads_are_sorted_by_the_time_of_their_change_while_they_change(random) {
        let serves = random.one_of([Serves::Old, Serves::New]);
        Setup {
            settings: Settings { serves, ..Settings::default() },
            events: vec![event(When::Every(1), Change::Touch(3))],
            args: words("list --sort updated_at"),
            ..calm(1_500)
        }
    }

    fn leads_of_any_time_appear(_random) {
        Setup {
            events: vec![event(When::Every(10), Change::Enter(1))],
            ending: Ending::Whole,
            ..calm(2_000)
        }
    }

    fn all_leads_of_the_list_are_deleted_midway(random) {
        let deletion = Change::DeleteNeighbours { after: 0, count: 2_000 };
        Setup { events: vec![event(When::At(random.within(1..30)), deletion)], ..calm(2_000) }
    }
}
