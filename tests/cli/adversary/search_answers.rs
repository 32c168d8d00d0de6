//! API 2.x: responses of a search that the documentation does not define.

use super::list::event;
use super::search::{calm, modern};
use super::words;
use crate::support::adversary::{
    Change, Cursors, DAY, Ending, Hiccup, HiccupKind, NOW, PageEnd, Random, Serves, Settings,
    Setup, Totals, When, Zone, leads,
};

scenarios! {
    /// Pages are counted by what is left.
    fn deleted_leads_end_the_search_on_a_full_page(random) {
        let jobs = random.one_of(["list --jobs 1", "list --jobs 8"]);
        Setup {
            settings: Settings { ends_by_total: true, ..modern() },
            events: vec![event(When::Every(1 + random.within(0..3)), Change::DeleteRead(1))],
            args: words(&format!("{jobs} --api-version 2.16")),
            ..calm(301 + 150 * random.within(0..3))
        }
    }

    /// More leads than the total counts, and some without a time.
    fn a_limited_total_hides_leads_without_a_time(_random) {
        let mut setup = calm(6_000);
        for lead in setup.leads.iter_mut().skip(5_990) {
            lead.created_at = None;
        }
        setup.settings.totals = Totals::Capped(5_000);
        Setup { ending: Ending::Whole, ..setup }
    }

    /// Nobody can tell that more leads follow, except by asking for the oldest.
    fn a_search_of_one_day_ends_at_its_limit(_random) {
        let settings = Settings {
            totals: Totals::Capped(10_000),
            ends_by_total: true,
            ..modern()
        };
        let leads = leads(11_000, |number| Some(NOW - 5 * number.cast_signed()));
        Setup { settings, leads, ..calm(0) }
    }

    fn cursors_are_offsets_in_a_calm_workspace(_random) {
        Setup {
            settings: Settings { cursors: Cursors::Offsets, ..modern() },
            ending: Ending::Whole,
            ..calm(3_000)
        }
    }

    fn days_are_those_of_any_zone(random) {
        let zone = random.one_of([Zone::HONOLULU, Zone::KATHMANDU, Zone::KIRITIMATI]);
        Setup { settings: Settings { zone, ..modern() }, ending: Ending::Whole, ..calm(3_000) }
    }

    fn only_leads_of_some_days_in_any_zone_are_requested(random) {
        let zone = random.one_of([Zone::HONOLULU, Zone::KATHMANDU, Zone::KIRITIMATI]);
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

    /// A day that neither `=` nor `>` includes.
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
        if random.flip() {
            setup.args.push(format!("--since={}", NOW - 9 * DAY));
            setup.wanted = |lead| lead.created_at.is_some_and(|time| time >= NOW - 9 * DAY);
        }
        setup
    }

    fn searches_by_date_are_refused(random) {
        let refuses_dates = Some(random.one_of([400, 422]));
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
        let totals = random.one_of([Totals::Null, Totals::Zero, Totals::Off(40)]);
        Setup { settings: Settings { totals, ..modern() }, ..calm(3_000) }
    }

    /// Leads from 1970 and before, where a bound one day earlier is negative.
    fn leads_since_1970_are_requested(random) {
        let count = 400;
        let mut setup = Setup {
            leads: leads(count, |number| Some(1_000_000 - 7_000 * number.cast_signed())),
            settings: Settings { refuses_negative_dates: random.flip(), ..modern() },
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

    fn the_version_is_detected_whatever_1_x_returns(random) {
        let serves = random.one_of([Serves::New, Serves::NewAlways, Serves::NewElseNotFound]);
        Setup {
            settings: Settings { serves, ..modern() },
            args: words("list"),
            // If 1.x responds with 404, nothing shows that 2.x exists.
            ending: match serves {
                Serves::NewElseNotFound => Ending::WholeOrError,
                _ => Ending::Whole,
            },
            ..calm(500)
        }
    }

    fn the_last_page_has_no_next_or_null(random) {
        let page_end = random.one_of([PageEnd::Null, PageEnd::Absent, PageEnd::NoPages]);
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
        let hiccups = hiccups.map(|at| Hiccup { at, kind: random.one_of(kinds) }).to_vec();
        Setup {
            settings: Settings { hiccups, ..modern() },
            ending: Ending::WholeOrError,
            ..calm(2_000)
        }
    }

    /// 12,000 leads, and responses with a total of 10,000.
    fn totals_end_at_ten_thousand(_random) {
        Setup { settings: Settings { totals: Totals::Capped(10_000), ..modern() }, ..calm(12_000) }
    }

    /// Days of 23 and 25 hours.
    fn clocks_are_put_forward_and_back(random) {
        Setup {
            leads: leads(4_000, |number| Some(1_763_000_000 - 6_000 * number.cast_signed())),
            settings: Settings { zone: Zone::LOS_ANGELES, ..modern() },
            args: words(random.one_of(["list --jobs 8", "list --jobs 16"])),
            ending: Ending::Whole,
            ..calm(0)
        }
    }

    fn a_cursor_repeats_its_page_endlessly(_random) {
        Setup {
            settings: Settings { cursors: Cursors::Stuck, ..modern() },
            ending: Ending::WholeOrError,
            ..calm(3_000)
        }
    }
}
