//! That leads are repeatable, in order, and as lifelike as they are meant to be.

use std::collections::{HashMap, HashSet};

use super::*;

const PEOPLE: People = People { seed: 7 };

fn email(people: People, number: i32) -> Option<String> {
    let mut out = String::new();
    people.email(number, &mut out).then_some(out)
}

fn share(of: impl Fn(i32) -> bool) -> usize {
    (0..5_000).filter(|number| of(*number)).count() / 50
}

#[test]
fn the_seed_and_the_number_settle_everything_but_the_newest_time() {
    let other = People::new(8);
    for number in [-3, 0, 1, 500, 2_000_000] {
        assert_eq!(email(PEOPLE, number), email(People::new(7), number));
        assert_eq!(PEOPLE.id(number), People::new(7).id(number));
        assert_ne!(PEOPLE.id(number), other.id(number));
    }
    assert_eq!(PEOPLE.created_at(0), other.created_at(0));
    assert_ne!(PEOPLE.created_at(2), other.created_at(2));
}

#[test]
fn times_fall_as_numbers_rise_with_some_ties() {
    let times: Vec<_> = (-100..20_000)
        .map(|number| PEOPLE.created_at(number))
        .collect();
    assert!(times.is_sorted_by(|newer, older| newer >= older));
    let tied = times.windows(2).filter(|pair| pair[0] == pair[1]).count();
    assert!((200..2_000).contains(&tied), "{tied}");
    // A million leads reach back some ten years.
    assert!(PEOPLE.created_at(1_000_000) > 1_400_000_000);
}

#[test]
fn ids_are_unlike_and_lead_back_to_their_numbers() {
    let ids: HashSet<_> = (-50..5_000).map(|number| PEOPLE.id(number)).collect();
    assert_eq!(ids.len(), 5_050);
    for number in [i32::MIN, -1, 0, 1, 12_344, i32::MAX] {
        let id = PEOPLE.id(number);
        assert_eq!(id.len(), 24);
        assert_eq!(PEOPLE.number(&id), Some(number));
        assert_eq!(People::new(8).number(&id), None);
    }
    for none in [
        "",
        "5811f6bbe6b4704ddfa84ac0",
        "ÄÖÜÄÖÜÄÖÜÄÖÜ",
        "scroll",
        &"f".repeat(40),
    ] {
        assert_eq!(PEOPLE.number(none), None, "{none}");
    }
}

#[test]
fn emails_are_often_there_and_sometimes_shared() {
    assert!((6..=10).contains(&share(|number| email(PEOPLE, number).is_none())));
    let mut counts: HashMap<String, usize> = HashMap::new();
    for number in 0..5_000 {
        if let Some(email) = email(PEOPLE, number) {
            *counts.entry(email.to_ascii_lowercase()).or_default() += 1;
        }
    }
    let shared: usize = counts.values().filter(|count| **count > 1).sum();
    assert!((200..=400).contains(&shared), "{shared}");
    assert!(counts.keys().any(|email| email.contains('+')));
    assert!(counts.keys().all(|email| {
        let (_, domain) = email.split_once('@').unwrap();
        MAIL_DOMAINS.contains(&domain) && email.is_ascii() && !email.contains(' ')
    }));
}

#[test]
fn other_traits_keep_their_shares() {
    assert!((10..=14).contains(&share(|number| PEOPLE.name(number).is_none())));
    assert!((42..=48).contains(&share(|number| PEOPLE.phone(number).is_none())));
    assert!((27..=33).contains(&share(|number| PEOPLE.tags(number) != 0)));
    assert!((37..=43).contains(&share(|number| PEOPLE.segments(number) != 0)));
    assert!((90..=96).contains(&share(|number| PEOPLE.signed_up_at(number).is_none())));
}

#[test]
fn telephone_numbers_are_fictional_whatever_their_spelling() {
    let fictional = [
        "3532091",
        "447700900",
        "3363998",
        "120655501",
        "121255501",
        "131255501",
        "141555501",
        "161755501",
    ];
    for phone in (0..2_000).filter_map(|number| PEOPLE.phone(number)) {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        let digits = digits.trim_start_matches("00");
        assert!(
            fictional.iter().any(|start| digits.starts_with(start)),
            "{phone}"
        );
    }
}

#[test]
fn activity_lies_between_arrival_and_now() {
    for number in 0..3_000 {
        let created = PEOPLE.created_at(number);
        let (updated, seen) = PEOPLE.activity(number);
        assert!((created..=NEWEST).contains(&updated));
        assert!(seen.is_none_or(|seen| (created..=updated).contains(&seen)));
    }
}
