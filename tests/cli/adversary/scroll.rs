//! API 1.x: past the first 10,000 leads of the list, by scroll.

use super::list::calm;
use crate::support::adversary::{
    Change, Ending, Event, Grant, Hiccup, HiccupKind, Random, ScrollContent, ScrollEnd,
    ScrollParam, Settings, Setup, Totals, Wall, When,
};

/// 12,000 leads whose scroll looks up leads when a page is requested, and a clean-up
/// that empties fifty of its pages in the middle.
fn clean_up(random: &mut Random) -> Setup {
    let scroll_newest_first = random.flip();
    let after = if scroll_newest_first { 1_000 } else { 6_000 };
    Setup {
        settings: Settings {
            scroll_content: ScrollContent::LookedUp,
            scroll_newest_first,
            scroll_end: ScrollEnd::AllAsked,
            ..Settings::default()
        },
        events: vec![Event {
            when: When::AtScroll(random.within(2..10)),
            change: Change::DeleteNeighbours {
                after,
                count: 5_000,
            },
        }],
        ..calm(12_000)
    }
}

scenarios! {
    /// Deleted leads may have been received, so the count alone does not show the end.
    fn a_scroll_ends_with_404_while_leads_are_deleted(random) {
        Setup {
            settings: Settings { scroll_end: ScrollEnd::NotFound, ..Settings::default() },
            events: vec![Event { when: When::Every(10 + random.within(0..20)), change: Change::DeleteRead(1) }],
            ending: Ending::Whole,
            ..calm(12_000)
        }
    }

    fn a_clean_up_empties_pages_in_the_middle_of_the_scroll(random) {
        Setup { ending: Ending::Whole, ..clean_up(random) }
    }

    /// The scroll ends after an empty page, even if leads are left.
    fn a_clean_up_ends_the_scroll_too_early(random) {
        let mut setup = clean_up(random);
        setup.settings.scroll_end = ScrollEnd::FirstEmptyPage;
        setup
    }

    /// New leads do not hide the missing ones in the count.
    fn a_clean_up_ends_the_scroll_too_early_and_an_import_follows(random) {
        let mut setup = clean_up(random);
        setup.settings.scroll_end = ScrollEnd::FirstEmptyPage;
        let import = Change::Create(1_000 * random.index(7));
        setup.events.push(Event { when: When::AtScroll(10 + random.within(0..10)), change: import });
        setup
    }

    /// Also when checking the scroll against the list.
    fn a_list_that_refuses_pages_of_sixty_continues_with_the_scroll(_random) {
        Setup {
            settings: Settings { grant: Grant::RefusedAbove(50), ..Settings::default() },
            ending: Ending::Whole,
            ..calm(10_500)
        }
    }

    fn the_parameter_of_the_scroll_changes_or_not(random) {
        let param = [ScrollParam::Same, ScrollParam::ChangesAtTheEnd, ScrollParam::Changes];
        let totals = [Totals::Zero, Totals::Absent, Totals::Null, Totals::Right];
        Setup {
            settings: Settings {
                scroll_param: random.one_of(param),
                scroll_totals: random.one_of(totals),
                scroll_newest_first: random.flip(),
                wall: random.one_of([Wall::Strict, Wall::Lenient]),
                scroll_member: random.one_of(["contacts", "users"]),
                ..Settings::default()
            },
            ending: Ending::Whole,
            ..calm(10_500)
        }
    }

    fn leads_are_deleted_during_the_scroll(random) {
        let content = [ScrollContent::Snapshot, ScrollContent::LookedUp];
        Setup {
            settings: Settings {
                scroll_content: random.one_of(content),
                scroll_newest_first: random.flip(),
                ..Settings::default()
            },
            events: vec![
                Event { when: When::Every(2), change: Change::Delete(2) },
                Event { when: When::Every(5), change: Change::Create(1) },
            ],
            ..calm(10_800)
        }
    }

    /// Without a total, nothing shows how many leads a scroll should have.
    fn no_response_has_a_total_and_the_scroll_has_gaps(random) {
        let mut setup = clean_up(random);
        setup.settings.totals = Totals::Absent;
        setup.settings.scroll_totals = Totals::Absent;
        setup
    }

    /// No later response has the lost page: the scroll must start again.
    fn a_response_of_the_scroll_is_lost(random) {
        let hiccup = Hiccup { at: 180 + random.within(0..60), kind: HiccupKind::Lost };
        Setup {
            settings: Settings { hiccups: vec![hiccup], scroll_idle: 1, ..Settings::default() },
            ending: Ending::WholeOrError,
            ..calm(10_500)
        }
    }

    /// As with the list of companies. The total shows that the list does not end here.
    fn the_list_is_empty_past_ten_thousand(_random) {
        Setup { settings: Settings { wall: Wall::Empty, ..Settings::default() }, ..calm(10_500) }
    }

    fn the_last_page_of_the_scroll_repeats_endlessly(_random) {
        Setup {
            settings: Settings { scroll_end: ScrollEnd::Never, ..Settings::default() },
            ending: Ending::WholeOrError,
            ..calm(10_500)
        }
    }
}
