//! `find`, on both generations.

use super::words;
use crate::support::adversary::{
    Address, Change, Ending, Event, FindFault, InLimit, Lead, Limits, NOW, Phones, Random, Replica,
    Serves, Settings, Setup, When, leads,
};

/// `find` for values of the first `count` of 1,000 leads.
fn find(count: usize, option: &str, value: impl Fn(&Lead) -> String) -> Setup {
    let leads = leads(1_000, |number| Some(NOW - 600 * number.cast_signed()));
    let mut args = words("find");
    for lead in &leads[..count] {
        args.extend([option.to_owned(), value(lead)]);
    }
    Setup {
        leads,
        args,
        ending: Ending::Whole,
        ..Setup::default()
    }
}

fn pinned(mut setup: Setup, settings: Settings) -> Setup {
    setup.args.extend(words("--api-version 2.16"));
    Setup {
        settings: Settings {
            serves: Serves::New,
            ..settings
        },
        ..setup
    }
}

/// Leads that share an address, more than a page of them.
const SHARED: &str = "shared@example.com";

/// An import in one second of more leads than fit on a page, all with the same address.
fn imported(first: u64) -> Setup {
    let import = first..first + 300;
    let mut leads = leads(1_000, |number| {
        let number = if import.contains(&number) {
            first
        } else {
            number
        };
        Some(NOW - 600 * number.cast_signed())
    });
    for lead in leads
        .iter_mut()
        .filter(|lead| import.contains(&lead.number))
    {
        SHARED.clone_into(&mut lead.email);
    }
    Setup {
        leads,
        ..shared(Setup::default())
    }
}

fn shared(setup: Setup) -> Setup {
    let mut leads = leads(1_000, |number| Some(NOW - 600 * number.cast_signed()));
    for lead in leads.iter_mut().filter(|lead| lead.number % 3 == 0) {
        SHARED.clone_into(&mut lead.email);
    }
    let args = ["find", "--email", SHARED].map(str::to_owned).to_vec();
    Setup {
        leads,
        args,
        wanted: |lead| lead.email == SHARED,
        ..setup
    }
}

scenarios! {
    fn an_import_of_one_second_has_one_address(random) {
        let settings = Settings { replicas: vec![Replica::UNSTABLE], ..Settings::default() };
        Setup { settings, ending: Ending::Whole, ..imported(random.within(0..600)) }
    }

    fn a_list_of_values_is_used_in_part(_random) {
        let settings = Settings { in_limit: InLimit::Ignored(20), ..Settings::default() };
        let setup = find(60, "--email", |lead| lead.email.clone());
        Setup { wanted: |lead| lead.number < 60, ..pinned(setup, settings) }
    }

    fn a_long_list_of_values_is_refused(random) {
        let max = random.one_of([15, 20, 40]);
        let settings = Settings { in_limit: InLimit::Refused(max), ..Settings::default() };
        let setup = find(100, "--email", |lead| lead.email.clone());
        Setup {
            wanted: |lead| lead.number < 100,
            limits: Limits { requests: 25, ..Limits::default() },
            ..pinned(setup, settings)
        }
    }

    fn two_spellings_at_once_are_refused(_random) {
        let settings = Settings { in_limit: InLimit::Refused(1), ..Settings::default() };
        let setup = find(1, "--email", |lead| lead.email.to_uppercase());
        Setup { wanted: |lead| lead.number < 1, ..pinned(setup, settings) }
    }

    fn addresses_are_compared_by_case_on_2_x(_random) {
        let settings = Settings { address: Address::SameCase, ..Settings::default() };
        let setup = find(5, "--email", |lead| lead.email.to_uppercase());
        Setup { wanted: |lead| lead.number < 5, ..pinned(setup, settings) }
    }

    fn addresses_are_compared_by_case_on_1_x(_random) {
        Setup {
            settings: Settings { address: Address::SameCase, ..Settings::default() },
            wanted: |lead| lead.number < 5,
            ..find(5, "--email", |lead| lead.email.to_uppercase())
        }
    }

    /// The other nine are found and printed.
    fn one_id_of_ten_gets_the_404_of_a_proxy(random) {
        let mut setup = find(10, "--id", |lead| lead.id.clone());
        setup.settings.find_fault = FindFault::Id(3);
        if random.flip() {
            setup = pinned(setup, Settings { find_fault: FindFault::Id(3), ..Settings::default() });
        }
        Setup { wanted: |lead| lead.number < 10 && lead.number != 3, ..setup }
    }

    fn leads_are_found_where_1_x_is_answered_by_404(random) {
        let option = random.index(2);
        let value: fn(&Lead) -> String =
            [|lead: &Lead| lead.email.clone(), |lead: &Lead| lead.phone.clone()][option];
        Setup {
            settings: Settings { serves: Serves::NewElseNotFound, ..Settings::default() },
            wanted: |lead| lead.number < 2,
            ..find(2, ["--email", "--phone"][option], value)
        }
    }

    /// One request is refused, which shows that the API is 2.x. Nine of the numbers do
    /// not exist in any spelling.
    fn ten_phones_take_few_requests_once_the_version_is_known(_random) {
        Setup {
            settings: Settings { serves: Serves::New, ..Settings::default() },
            wanted: |lead| lead.number == 9,
            limits: Limits { requests: 3, ..Limits::default() },
            ..find(10, "--phone", |lead| match lead.number {
                9 => lead.phone.clone(),
                number => format!("+4930{number:07}"),
            })
        }
    }

    fn ten_addresses_take_few_requests_once_the_version_is_known(_random) {
        Setup {
            settings: Settings { serves: Serves::New, ..Settings::default() },
            wanted: |lead| lead.number < 10,
            limits: Limits { requests: 2, ..Limits::default() },
            ..find(10, "--email", |lead| lead.email.clone())
        }
    }

    /// The first page was valid, so "no match" would be wrong.
    fn the_second_page_of_the_results_is_a_404(random) {
        let fault = FindFault::Page { from: 2, times: random.one_of([1, u64::MAX]) };
        let settings = Settings { find_fault: fault, ..Settings::default() };
        shared(Setup { settings, ending: Ending::WholeOrError, ..Setup::default() })
    }

    fn leads_of_one_address_are_deleted_while_they_are_found(random) {
        let serves = random.one_of([Serves::Old, Serves::New]);
        shared(Setup {
            settings: Settings { serves, ..Settings::default() },
            events: vec![Event { when: When::Every(1), change: Change::DeleteRead(5) }],
            ..Setup::default()
        })
    }

    /// Compared by digits or exactly; neither is documented.
    fn phone_numbers_are_typed_with_spaces(random) {
        let serves = random.one_of([Serves::Old, Serves::New]);
        let phones = random.one_of([Phones::Exact, Phones::Digits]);
        Setup {
            settings: Settings { serves, phones, ..Settings::default() },
            wanted: |lead| lead.number < 3,
            ..find(3, "--phone", |lead| {
                let (country, rest) = lead.phone.split_at(5);
                format!("{country} {rest}")
            })
        }
    }

    fn filters_are_ignored(random) {
        let option = random.one_of(["--email", "--phone"]);
        let settings = Settings { find_fault: FindFault::Ignored, ..Settings::default() };
        Setup {
            settings,
            wanted: |lead| lead.number == 0,
            ending: Ending::WholeOrError,
            ..find(1, option, |lead| {
                let is_email = option == "--email";
                if is_email { lead.email.clone() } else { lead.phone.clone() }
            })
        }
    }
}
