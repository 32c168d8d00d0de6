//! Order, filters, changes, and the rules of the scroll.

use std::time::Duration;

use super::*;
use crate::sandbox::contacts::TextField;
use crate::sandbox::workspace::{Direction, Filter, Order};

fn roster_with(settings: &Settings) -> Roster {
    Roster::new(Contacts::new(settings.seed, settings.now), settings)
}

fn roster(leads: u32) -> Roster {
    roster_with(&Settings {
        leads,
        ..Settings::default()
    })
}

fn numbers(leads: impl IntoIterator<Item = ContactKey>) -> Vec<i32> {
    leads.into_iter().map(|key| key.number).collect()
}

/// The numbers of the leads that match a filter, newest first.
fn found(roster: &mut Roster, filter: Filter) -> Vec<i32> {
    list(roster, filter, Order::NEWEST_FIRST)
}

fn list(roster: &mut Roster, filter: Filter, order: Order) -> Vec<i32> {
    let role = Filter::equals(TextField::Role, "lead");
    let list = roster.list(&Selection {
        filter: Filter::All(vec![role, filter]),
        order,
        index: Index::Live,
    });
    numbers(list.iter().copied())
}

fn everyone() -> Filter {
    Filter::All(Vec::new())
}

#[test]
fn lists_are_newest_first_and_reversed_when_ascending() {
    let mut roster = roster(500);
    let newest_first = found(&mut roster, everyone());
    assert_eq!(newest_first, (0..500).collect::<Vec<_>>());
    let order = Order {
        by: TimeField::Created,
        direction: Direction::Ascending,
    };
    let mut oldest_first = list(&mut roster, everyone(), order);
    oldest_first.reverse();
    assert_eq!(oldest_first, newest_first);
}

#[test]
fn leads_without_the_time_come_last_in_either_direction() {
    let mut roster = roster(500);
    for direction in [Direction::Ascending, Direction::Descending] {
        let by = TimeField::LastSeen;
        let list = list(&mut roster, everyone(), Order { by, direction });
        let value = |number| by.value(&roster.contacts, ContactKey::lead(number));
        let times: Vec<_> = list.into_iter().map(value).collect();
        let known = times.iter().take_while(|time| time.is_some()).count();
        assert!((1..500).contains(&known));
        assert!(times[known..].iter().all(Option::is_none));
        let known = &times[..known];
        match direction {
            Direction::Ascending => assert!(known.is_sorted()),
            Direction::Descending => assert!(known.iter().rev().is_sorted()),
        }
    }
}

#[test]
fn a_range_of_creation_times_has_its_leads() {
    let mut roster = roster(1_000);
    let created = |number| roster.contacts.created_at(ContactKey::lead(number));
    let time = |range| Filter::Time(TimeField::Created, range);
    let (from, until) = (created(600), created(300));
    let expected: Vec<_> = (0..1_000)
        .filter(|number| (from..until).contains(&created(*number)))
        .collect();
    assert!((299..=300).contains(&expected.len()));
    let middle = created(450);
    // The form of `>=` that the search page suggests.
    let since = Filter::Any(vec![time(from..middle), time(middle..i64::MAX)]);
    let filter = Filter::All(vec![since, time(i64::MIN..until)]);
    assert_eq!(found(&mut roster, filter), expected);
    assert_eq!(found(&mut roster, time(until..from)), [0; 0]);
}

#[test]
fn lists_follow_changes() {
    let mut roster = roster(3);
    assert_eq!(found(&mut roster, everyone()), [0, 1, 2]);
    let new = roster.create();
    assert!(roster.contains(new));
    assert_eq!(found(&mut roster, everyone()), [-1, 0, 1, 2]);
    assert!(roster.remove(ContactKey::lead(1)));
    assert!(!roster.remove(ContactKey::lead(1)));
    assert_eq!(found(&mut roster, everyone()), [-1, 0, 2]);
    assert_eq!(numbers(roster.leads()), [-1, 0, 2]);
}

#[test]
fn churn_is_the_same_for_the_same_seed() {
    let churned = |seed, leads| {
        let mut roster = roster_with(&Settings {
            leads,
            seed,
            churn: true,
            ..Settings::default()
        });
        for _ in 0..40 {
            roster.churn();
        }
        numbers(roster.leads())
    };
    let leads = churned(1, 100);
    assert_eq!(leads, churned(1, 100));
    assert_ne!(leads, churned(2, 100));
    assert!(leads[0] < 0, "some were created");
    let is_gone = |number| !leads.contains(&number);
    assert!((0..100).any(is_gone), "some were deleted");
    churned(1, 0);
}

fn scroll_on(roster: &mut Roster, parameter: &str) -> Result<Vec<i32>, ScrollError> {
    roster.next_scroll_page(parameter).map(numbers)
}

#[test]
fn a_scroll_has_the_leads_from_its_start_oldest_first() {
    let mut roster = roster(250);
    let (parameter, first) = roster.open_scroll().unwrap();
    let mut seen = numbers(first);
    roster.create();
    loop {
        let page = scroll_on(&mut roster, &parameter).unwrap();
        if page.is_empty() {
            break;
        }
        seen.extend(page);
    }
    assert_eq!(seen, (0..250).rev().collect::<Vec<_>>());
    let ended = scroll_on(&mut roster, &parameter);
    assert_eq!(ended, Err(ScrollError::NotFound));
    assert!(roster.open_scroll().is_ok(), "the last one has ended");
}

#[test]
fn an_unused_scroll_expires() {
    let mut roster = roster_with(&Settings {
        scroll_expiry: Duration::ZERO,
        ..Settings::default()
    });
    // It expires before its first page, after which another can be opened.
    for _ in 0..2 {
        assert_eq!(roster.open_scroll(), Err(ScrollError::NotFound));
    }
}

#[test]
fn deletions_never_empty_a_page_of_a_scroll_before_its_end() {
    let mut roster = roster(450);
    let (parameter, first) = roster.open_scroll().unwrap();
    assert_eq!(numbers(first).last(), Some(&350));
    for number in 30..350 {
        assert!(roster.remove(ContactKey::lead(number)));
    }
    let page = scroll_on(&mut roster, &parameter).unwrap();
    assert_eq!(page, (0..30).rev().collect::<Vec<_>>());
    assert_eq!(scroll_on(&mut roster, &parameter), Ok(vec![]));
}
