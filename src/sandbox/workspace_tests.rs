//! Order, filters, comings and goings, and the rules of the scroll.

use std::time::Duration;

use super::*;

const MINUTE: Duration = Duration::from_secs(60);

fn selection(filter: Filter) -> Selection {
    Selection {
        filter,
        ..Selection::default()
    }
}

fn all(workspace: &Workspace, selection: &Selection) -> Vec<i32> {
    workspace.list(selection, 0, usize::MAX).1
}

#[test]
fn the_newest_leads_come_first_and_pages_join() {
    let workspace = Workspace::new(1, 120);
    let plain = Selection::default();
    let mut joined = workspace.list(&plain, 0, 50).1;
    joined.extend(workspace.list(&plain, 50, 50).1);
    joined.extend(workspace.list(&plain, 100, 50).1);
    assert_eq!(joined, (0..120).collect::<Vec<_>>());
    assert_eq!(workspace.list(&plain, 120, 50), (120, vec![]));
}

#[test]
fn rising_order_is_falling_order_turned_round() {
    let workspace = Workspace::new(1, 500);
    let rising = Selection {
        ascending: true,
        ..Selection::default()
    };
    let mut turned = all(&workspace, &Selection::default());
    turned.reverse();
    assert_eq!(all(&workspace, &rising), turned);
}

#[test]
fn leads_without_the_time_sorted_by_come_last_either_way() {
    let workspace = Workspace::new(1, 500);
    for ascending in [false, true] {
        let selection = Selection {
            sort: Sort::LastRequest,
            ascending,
            ..Selection::default()
        };
        let times: Vec<_> = all(&workspace, &selection)
            .into_iter()
            .map(|number| workspace.time(number, Sort::LastRequest))
            .collect();
        let known = times.iter().take_while(|time| time.is_some()).count();
        assert!((1..500).contains(&known));
        assert!(times[known..].iter().all(Option::is_none));
        let known = &times[..known];
        if ascending {
            assert!(known.is_sorted());
        } else {
            assert!(known.iter().rev().is_sorted());
        }
    }
}

#[test]
fn days_back_are_counted_from_the_latest_lead() {
    let workspace = Workspace::new(1, 5_000);
    let selection = Selection {
        days: Some(3),
        ..Selection::default()
    };
    let (count, page) = workspace.list(&selection, 0, 1_000);
    assert_eq!(count, page.len());
    let (last, next) = (page[count - 1], page[count - 1] + 1);
    assert!(workspace.people.created_at(last) >= NEWEST - 3 * 86_400);
    assert!(workspace.people.created_at(next) < NEWEST - 3 * 86_400);
}

#[test]
fn emails_match_whole_and_in_any_case_and_phones_as_they_stand() {
    let workspace = Workspace::new(1, 2_000);
    let mut email = String::new();
    assert!((0..9).any(|number| workspace.people.email(number, &mut email)));
    let found = all(&workspace, &selection(Filter::Email(email.to_uppercase())));
    assert!(!found.is_empty());
    let cut = email[1..].to_owned();
    assert_eq!(all(&workspace, &selection(Filter::Email(cut))), [0; 0]);

    let (number, phone) = (0..50)
        .find_map(|number| Some((number, workspace.people.phone(number)?)))
        .unwrap();
    let found = all(&workspace, &selection(Filter::Phone(phone.clone())));
    assert!(found.contains(&number));
    let spaced = format!("{phone} ");
    assert_eq!(all(&workspace, &selection(Filter::Phone(spaced))), [0; 0]);
}

#[test]
fn tags_and_segments_choose_among_the_leads() {
    let workspace = Workspace::new(1, 1_000);
    for filter in [Filter::Tag(2), Filter::Segment(4)] {
        let count = all(&workspace, &selection(filter)).len();
        assert!((20..400).contains(&count), "{count}");
    }
}

#[test]
fn leads_come_in_front_and_go_anywhere() {
    let mut workspace = Workspace::new(1, 3);
    let number = workspace.create();
    assert!(workspace.contains(number));
    assert!(workspace.delete(1));
    assert!(!workspace.delete(1));
    assert_eq!(workspace.living(), &[-1, 0, 2]);
}

#[test]
fn churn_is_the_same_for_the_same_seed() {
    let after = |seed| {
        let mut workspace = Workspace::new(seed, 100);
        for _ in 0..40 {
            workspace.churn();
        }
        workspace.living
    };
    assert_eq!(after(1), after(1));
    assert_ne!(after(1), after(2));
    assert!(after(1)[0] < 0, "some came");
    assert!(
        (0..100).any(|number| !after(1).contains(&number)),
        "some went"
    );
    let mut empty = Workspace::new(1, 0);
    for _ in 0..40 {
        empty.churn();
    }
}

#[test]
fn a_scroll_gives_the_leads_it_began_with_oldest_first() {
    let mut workspace = Workspace::new(1, 250);
    let (parameter, mut seen) = workspace.open_scroll(MINUTE).unwrap();
    workspace.create();
    loop {
        let page = workspace.scroll_on(&parameter, MINUTE).unwrap();
        if page.is_empty() {
            break;
        }
        seen.extend(page);
    }
    assert_eq!(seen, (0..250).rev().collect::<Vec<_>>());
    assert_eq!(
        workspace.scroll_on(&parameter, MINUTE),
        Err(ScrollFault::NotFound)
    );
    assert!(
        workspace.open_scroll(MINUTE).is_ok(),
        "the last one is over"
    );
}

#[test]
fn one_scroll_is_open_at_a_time() {
    let mut workspace = Workspace::new(1, 250);
    let (first, _) = workspace.open_scroll(MINUTE).unwrap();
    assert_eq!(workspace.open_scroll(MINUTE), Err(ScrollFault::Exists));
    assert_eq!(
        workspace.scroll_on("another", MINUTE),
        Err(ScrollFault::NotFound)
    );
    let (second, _) = workspace.open_scroll(Duration::ZERO).unwrap_or_default();
    assert_ne!(first, second);
}

#[test]
fn a_scroll_left_alone_expires() {
    let mut workspace = Workspace::new(1, 250);
    let (parameter, _) = workspace.open_scroll(MINUTE).unwrap();
    let late = workspace.scroll_on(&parameter, Duration::ZERO);
    assert_eq!(late, Err(ScrollFault::NotFound));
    assert!(workspace.open_scroll(MINUTE).is_ok());
}

#[test]
fn deletions_never_empty_a_page_of_a_scroll_before_its_end() {
    let mut workspace = Workspace::new(1, 450);
    let (parameter, first) = workspace.open_scroll(MINUTE).unwrap();
    assert_eq!(first.last(), Some(&350));
    for number in 30..350 {
        assert!(workspace.delete(number));
    }
    let page = workspace.scroll_on(&parameter, MINUTE).unwrap();
    assert_eq!(page, (0..30).rev().collect::<Vec<_>>());
    assert_eq!(workspace.scroll_on(&parameter, MINUTE), Ok(vec![]));
}
