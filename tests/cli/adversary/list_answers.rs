//! API 1.x: responses of the list that the documentation does not define.

use super::list::{calm, event};
use super::words;
use crate::support::adversary::{
    Change, Clock, Ending, Grant, HOUR, Hiccup, HiccupKind, Limits, NOW, PageEnd, Random,
    RateLimit, Serves, Settings, Setup, Totals, When, leads,
};

scenarios! {
    /// A total that is limited as well, and no refusal of pages past it.
    fn the_list_ends_at_its_limit(_random) {
        Setup {
            settings: Settings {
                grant: Grant::AtMost(50),
                totals: Totals::Capped(10_000),
                ends_by_total: true,
                ..Settings::default()
            },
            ending: Ending::Whole,
            ..calm(12_000)
        }
    }

    fn a_list_of_as_many_leads_as_its_limit_needs_no_scroll(_random) {
        Setup {
            ending: Ending::Whole,
            limits: Limits { requests: 204, ..Limits::default() },
            ..calm(10_000)
        }
    }

    fn the_list_ends_on_a_full_page_before_its_last(random) {
        Setup {
            settings: Settings {
                grant: Grant::AtMost(50),
                totals: Totals::Capped(50 * random.within(2..7)),
                ends_by_total: true,
                ..Settings::default()
            },
            ending: Ending::Whole,
            ..calm(350)
        }
    }

    fn the_scroll_reads_what_the_list_does_not_have(random) {
        Setup {
            settings: Settings {
                totals: Totals::Off(random.within(100..200)),
                ..Settings::default()
            },
            ..calm(600)
        }
    }

    fn a_server_returns_fifty_of_sixty_without_size_or_total(random) {
        Setup {
            settings: Settings {
                grant: Grant::AtMost(50),
                tells_page_size: false,
                totals: Totals::Absent,
                page_end: random.one_of([PageEnd::Null, PageEnd::Absent]),
                ..Settings::default()
            },
            ending: Ending::Whole,
            ..calm(400)
        }
    }

    fn a_server_returns_smaller_pages_and_does_not_state_the_size(random) {
        Setup {
            settings: Settings {
                grant: Grant::AtMost(5 + random.index(45)),
                tells_page_size: false,
                ..Settings::default()
            },
            ending: Ending::Whole,
            limits: Limits { requests: 500, ..Limits::default() },
            ..calm(1_500)
        }
    }

    fn a_server_returns_fifty_of_sixty_and_states_it(random) {
        Setup {
            settings: Settings {
                grant: Grant::AtMost(50),
                page_end: random.one_of([PageEnd::Null, PageEnd::Absent]),
                ..Settings::default()
            },
            ending: Ending::Whole,
            ..calm(400)
        }
    }

    /// Sources disagree whether the maximum page size is 50 or 60.
    fn a_server_refuses_pages_of_sixty(_random) {
        Setup {
            settings: Settings { grant: Grant::RefusedAbove(50), ..Settings::default() },
            ending: Ending::Whole,
            limits: Limits { requests: 14, ..Limits::default() },
            ..calm(400)
        }
    }

    fn totals_are_wrong_or_missing(random) {
        let totals = [Totals::Absent, Totals::Null, Totals::Zero, Totals::Off(70)];
        Setup {
            settings: Settings { totals: random.one_of(totals), ..Settings::default() },
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

    fn only_leads_of_some_hours_are_requested(_random) {
        Setup {
            events: vec![event(When::Every(1), Change::Create(1))],
            args: words(&format!("list --since={} --until={}", NOW - 24 * HOUR, NOW - HOUR)),
            wanted: |lead| {
                lead.created_at.is_some_and(|time| (NOW - 24 * HOUR..NOW - HOUR).contains(&time))
            },
            ending: Ending::Whole,
            ..calm(1_000)
        }
    }

    /// In windows of one second, which differ from Intercom's ten only in length.
    fn few_calls_are_allowed_at_a_time(random) {
        let calls = random.within(6..12);
        Setup {
            settings: Settings {
                rate_limit: RateLimit { calls, seconds: 1 },
                ..Settings::default()
            },
            ending: Ending::Whole,
            limits: Limits { rate_limited: 3, ..Limits::default() },
            ..calm(500)
        }
    }

    /// Errors, lost responses and responses without a body, early and late.
    fn some_requests_of_a_list_fail_once(random) {
        let kinds = [
            HiccupKind::Status(500),
            HiccupKind::Bare(502),
            HiccupKind::Nothing,
            HiccupKind::Lost,
        ];
        let hiccups = [random.within(1..5), random.within(5..10)];
        let hiccups = hiccups.map(|at| Hiccup { at, kind: random.one_of(kinds) }).to_vec();
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

    fn only_the_first_leads_are_requested(random) {
        let serves = random.one_of([Serves::Old, Serves::New]);
        Setup {
            settings: Settings { serves, ..Settings::default() },
            args: words("list --limit 500 --jobs 8"),
            wanted: |lead| lead.number < 500,
            ending: Ending::Whole,
            limits: Limits { requests: 14, ..Limits::default() },
            ..calm(3_000)
        }
    }

    /// In their correct position, but without the field.
    fn some_leads_in_the_middle_have_no_time_of_creation(random) {
        let mut setup = calm(900);
        for _ in 0..=random.index(20) {
            let place = random.index(900);
            setup.leads[place].created_at = None;
        }
        Setup { ending: Ending::Whole, ..setup }
    }

    /// Some exports have such values.
    fn times_of_creation_are_texts_or_fractions(random) {
        let clock = random.one_of([Clock::Text, Clock::Float]);
        let mut setup = calm(900);
        for lead in &mut setup.leads {
            lead.clock = clock;
        }
        setup
    }

    fn there_is_always_a_next_page(_random) {
        Setup {
            settings: Settings { page_end: PageEnd::Endless, ..Settings::default() },
            ending: Ending::Whole,
            ..calm(700)
        }
    }

    /// From before 1970 to after 9999, in their correct position.
    fn some_times_of_creation_are_impossible(random) {
        let (future, past) = (random.within(1..70), random.within(1..70));
        Setup {
            leads: leads(900, |number| {
                Some(match number {
                    _ if number < future => 253_402_300_799 - number.cast_signed(),
                    _ if number + past > 900 => 450 - number.cast_signed(),
                    _ => NOW - 600 * number.cast_signed(),
                })
            }),
            ending: Ending::Whole,
            ..calm(0)
        }
    }
}
