//! API 1.x: the list, page by page.

use super::words;
use crate::support::adversary::{
    Change, Ending, Event, Grant, HOUR, Hiccup, HiccupKind, Limits, NOW, Order, PageEnd, Random,
    RateLimit, Replica, Serves, Settings, Setup, Totals, When, leads,
};

/// Leads of a list, one each ten minutes, read by eight requests at a time.
fn calm(count: u64) -> Setup {
    Setup {
        leads: leads(count, |number| Some(NOW - 600 * number.cast_signed())),
        args: words("list --jobs 8"),
        ..Setup::default()
    }
}

fn event(when: When, change: Change) -> Event {
    Event { when, change }
}

/// Times of leads that come in bursts of 5 to 50 a second.
fn bursts(random: &mut Random) -> impl FnMut(u64) -> Option<i64> {
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
    /// By turns, the answers come from two replicas with opposite orders.
    fn leads_of_one_second_come_in_two_orders_and_leads_that_were_read_leave(random) {
        Setup {
            leads: leads(600, bursts(random)),
            settings: Settings {
                replicas: vec![Replica::STEADY, Replica::REVERSED],
                at_random: false,
                ..Settings::default()
            },
            events: vec![event(When::Every(2), Change::DeleteRead(3))],
            args: words(["list --jobs 1", "list --jobs 4"][random.index(2)]),
            ..Setup::default()
        }
    }

    fn leads_of_one_second_come_in_another_order_in_each_answer(random) {
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
            args: words(["list", "list --jobs 8"][random.index(2)]),
            ..Setup::default()
        }
    }

    /// Sorted by time at first, as documented, until someone is active.
    fn the_list_is_by_last_activity_and_leads_are_active(random) {
        Setup {
            settings: Settings { order: Order::LastActivity, ..Settings::default() },
            events: vec![event(When::Every(1 + random.within(0..3)), Change::Touch(1))],
            ..calm(600)
        }
    }

    fn two_leads_change_places_and_one_that_was_read_leaves(random) {
        let distance = 20 + random.index(100);
        let swap = random.within(1..6);
        Setup {
            events: vec![
                event(When::At(swap), Change::Swap { distance }),
                event(When::At(swap + random.within(0..4)), Change::DeleteRead(1)),
            ],
            args: words(["list --jobs 1", "list --jobs 4"][random.index(2)]),
            ..calm(600)
        }
    }

    /// Then nothing happens any more, so that everything can be read.
    fn the_newest_leads_of_many_are_deleted_at_once(random) {
        let deletion = Change::DeleteNeighbours { after: 0, count: 1_200 };
        Setup {
            events: vec![event(When::At(random.within(5..50)), deletion)],
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

    fn a_server_grants_fifty_of_sixty_and_tells_neither_size_nor_total(random) {
        Setup {
            settings: Settings {
                grant: Grant::AtMost(50),
                tells_page_size: false,
                totals: Totals::Absent,
                page_end: [PageEnd::Null, PageEnd::Absent][random.index(2)],
                ..Settings::default()
            },
            ending: Ending::Whole,
            ..calm(400)
        }
    }

    fn a_server_grants_fifty_of_sixty_and_says_so(random) {
        Setup {
            settings: Settings {
                grant: Grant::AtMost(50),
                page_end: [PageEnd::Null, PageEnd::Absent][random.index(2)],
                ..Settings::default()
            },
            ending: Ending::Whole,
            ..calm(400)
        }
    }

    /// Sources disagree whether the largest page has 50 or 60.
    fn a_server_refuses_pages_of_sixty(_random) {
        Setup {
            settings: Settings { grant: Grant::RefusedAbove(50), ..Settings::default() },
            ending: Ending::Whole,
            limits: Limits { requests: 14, ..Limits::default() },
            ..calm(400)
        }
    }

    fn a_lead_arrives_and_one_leaves_after_each_answer(random) {
        Setup {
            events: vec![
                event(When::Every(1 + random.within(0..2)), Change::Create(1)),
                event(When::Every(1), Change::Delete(1)),
            ],
            ending: Ending::Whole,
            ..calm(2_000)
        }
    }

    fn many_leads_arrive_after_each_answer(random) {
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

    fn some_answers_come_from_a_replica_that_is_behind(random) {
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

    fn totals_are_wrong_or_not_there(random) {
        let totals = [Totals::Absent, Totals::Null, Totals::Zero, Totals::Off(70)];
        Setup {
            settings: Settings { totals: totals[random.index(4)], ..Settings::default() },
            ..calm(700)
        }
    }

    fn some_leads_have_no_time_of_creation(random) {
        let without = 1 + random.within(0..100);
        Setup {
            leads: leads(600, |number| {
                (number + without < 600).then_some(NOW - 600 * number.cast_signed())
            }),
            ending: Ending::Whole,
            ..calm(0)
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

    fn only_those_of_some_hours_are_asked_for(_random) {
        Setup {
            events: vec![event(When::Every(1), Change::Create(1))],
            args: vec!["list".to_owned(), format!("--since={}", NOW - 24 * HOUR), format!("--until={}", NOW - HOUR)],
            wanted: |lead| lead.created_at.is_some_and(|time| (NOW - 24 * HOUR..NOW - HOUR).contains(&time)),
            ending: Ending::Whole,
            ..calm(1_000)
        }
    }

    /// In windows of a second, which differ from Intercom's ten by their
    /// length alone.
    fn few_calls_are_allowed_at_a_time(random) {
        let calls = random.within(6..12);
        Setup {
            settings: Settings { rate_limit: RateLimit { calls, seconds: 1 }, ..Settings::default() },
            ending: Ending::Whole,
            limits: Limits { rate_limited: 1, ..Limits::default() },
            ..calm(500)
        }
    }

    /// Errors, lost answers and answers without a body, early and late.
    fn some_requests_of_a_list_fail_once(random) {
        let kinds = [
            HiccupKind::Status(500),
            HiccupKind::Bare(502),
            HiccupKind::Nothing,
            HiccupKind::Lost,
        ];
        let hiccups = [random.within(1..5), random.within(5..10)];
        let hiccups = hiccups.map(|at| Hiccup { at, kind: kinds[random.index(4)] }).to_vec();
        Setup {
            settings: Settings { hiccups, ..Settings::default() },
            ending: Ending::WholeOrError,
            ..calm(600)
        }
    }

    fn an_error_comes_with_status_200(random) {
        let hiccup = Hiccup { at: random.within(1..10), kind: HiccupKind::ErrorInOk };
        Setup {
            settings: Settings { hiccups: vec![hiccup], ..Settings::default() },
            ending: Ending::WholeOrError,
            ..calm(600)
        }
    }

    fn leads_are_sorted_by_the_time_of_their_change_while_they_change(random) {
        let serves = [Serves::Old, Serves::New][random.index(2)];
        Setup {
            settings: Settings { serves, ..Settings::default() },
            events: vec![event(When::Every(1), Change::Touch(3))],
            args: words("list --sort updated_at"),
            ..calm(1_500)
        }
    }

    fn only_the_first_leads_are_asked_for(random) {
        let serves = [Serves::Old, Serves::New][random.index(2)];
        Setup {
            settings: Settings { serves, ..Settings::default() },
            args: words("list --limit 500 --jobs 8"),
            wanted: |lead| lead.number < 500,
            ending: Ending::Whole,
            limits: Limits { requests: 14, ..Limits::default() },
            ..calm(3_000)
        }
    }
}
