//! API 2.x: the number of requests and round trips of a search, and its messages.

use super::words;
use crate::support::adversary::{
    DAY, Ending, Limits, NOW, Random, RateLimit, Serves, Settings, Setup, Slow, Totals, leads,
};

fn calm(count: u64) -> Setup {
    Setup {
        leads: leads(count, |number| Some(NOW - 600 * number.cast_signed())),
        settings: modern(),
        args: words("list --jobs 8 --api-version 2.16"),
        ending: Ending::Whole,
        ..Setup::default()
    }
}

fn modern() -> Settings {
    Settings {
        serves: Serves::New,
        latency: 10..20,
        ..Settings::default()
    }
}

scenarios! {
    /// 134 pages of 150, which take 17 round trips of eight.
    fn busy_days_are_read_by_all_workers(random) {
        let pace = random.within(1_080..2_880).cast_signed();
        Setup {
            leads: leads(20_000, |number| Some(NOW - DAY * number.cast_signed() / pace)),
            limits: Limits {
                requests: 190,
                round_trips: 45,
                min_in_flight: 6,
                ..Limits::default()
            },
            ..calm(0)
        }
    }

    /// 34 pages.
    fn one_lead_has_no_time_of_creation(random) {
        let without = random.within(0..5_100);
        Setup {
            leads: leads(5_100, |number| {
                (number != without).then_some(NOW - 600 * number.cast_signed())
            }),
            limits: Limits { requests: 68, round_trips: 40, ..Limits::default() },
            ..calm(0)
        }
    }

    fn one_lead_is_of_the_year_2200(random) {
        let future = random.within(0..5_100);
        Setup {
            leads: leads(5_100, |number| {
                let time = NOW - 600 * number.cast_signed();
                Some(if number == future { 7_258_118_400 } else { time })
            }),
            limits: Limits { requests: 68, round_trips: 40, ..Limits::default() },
            ..calm(0)
        }
    }

    fn leads_are_of_impossible_times(random) {
        let times = [-62_135_596_800, -1, 0, 1, 253_402_300_799];
        let first = random.within(0..700);
        Setup {
            leads: leads(1_000, |number| {
                let time = NOW - 600 * number.cast_signed();
                let place = usize::try_from(number.wrapping_sub(first)).unwrap_or(usize::MAX);
                Some(times.get(place).copied().unwrap_or(time))
            }),
            ..calm(0)
        }
    }

    /// Then no total is reported.
    fn a_search_without_totals_is_not_called_checked(_random) {
        Setup {
            settings: Settings { totals: Totals::Absent, ..modern() },
            args: words("list -v --api-version 2.16"),
            limits: Limits {
                says: "unchecked",
                never_says: Some("400 of 400"),
                ..Limits::default()
            },
            ..calm(400)
        }
    }

    /// 502 or 504 for pages of more than fifty.
    fn searches_of_some_days_time_out(random) {
        let slow = Slow {
            from: NOW - 5 * DAY,
            until: NOW - 3 * DAY,
            above: 50,
            status: random.one_of([502, 504]),
        };
        Setup {
            settings: Settings {
                slow: Some(slow),
                cursor_keeps_size: random.flip(),
                ..modern()
            },
            args: words("list --retries 1 --api-version 2.16"),
            ..calm(1_000)
        }
    }

    /// On a busy machine a request can be counted in the window after its own.
    fn few_searches_are_allowed_at_a_time(random) {
        let calls = random.within(6..12);
        Setup {
            settings: Settings { rate_limit: RateLimit { calls, seconds: 1 }, ..modern() },
            limits: Limits { rate_limited: 3, ..Limits::default() },
            ..calm(1_500)
        }
    }
}
