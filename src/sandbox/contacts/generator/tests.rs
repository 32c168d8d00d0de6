//! Contacts are repeatable, sorted, and varied.

use std::collections::{HashMap, HashSet};

use super::*;

const NOW: i64 = 1_769_860_800;
const SEVEN: Generator = Generator {
    seed: 7,
    newest: NOW,
};

fn share(of: impl Fn(i32) -> bool) -> usize {
    (0..5_000).filter(|number| of(*number)).count() / 50
}

#[test]
fn the_seed_and_the_number_decide_everything_but_the_newest_time() {
    let other = Generator::new(8, NOW);
    for number in [-3, 0, 1, 500, 2_000_000] {
        assert_eq!(SEVEN.email(number), Generator::new(7, NOW).email(number));
        assert_eq!(SEVEN.id(number), Generator::new(7, NOW).id(number));
        assert_ne!(SEVEN.id(number), other.id(number));
    }
    assert_eq!(SEVEN.created_at(0), other.created_at(0));
    assert_ne!(SEVEN.created_at(2), other.created_at(2));
}

#[test]
fn times_decrease_with_numbers_with_some_ties() {
    let times: Vec<_> = (-100..20_000)
        .map(|number| SEVEN.created_at(number))
        .collect();
    assert!(times.is_sorted_by(|newer, older| newer >= older));
    let tied = times.windows(2).filter(|pair| pair[0] == pair[1]).count();
    assert!((200..2_000).contains(&tied), "{tied}");
    // A million leads go back about ten years.
    assert!(SEVEN.created_at(1_000_000) > 1_400_000_000);
}

#[test]
fn ids_are_unique_and_map_to_their_numbers() {
    let ids: HashSet<_> = (-50..5_000).map(|number| SEVEN.id(number)).collect();
    assert_eq!(ids.len(), 5_050);
    for number in [i32::MIN, -1, 0, 1, 12_344, i32::MAX] {
        let id = SEVEN.id(number);
        assert_eq!(id.len(), 24);
        assert_eq!(SEVEN.number(&id), Some(number));
        assert_eq!(Generator::new(8, NOW).number(&id), None);
    }
    for none in [
        "",
        "5811f6bbe6b4704ddfa84ac0",
        "ÄÖÜÄÖÜÄÖÜÄÖÜ",
        "scroll",
        &"f".repeat(40),
    ] {
        assert_eq!(SEVEN.number(none), None, "{none}");
    }
}

#[test]
fn most_have_an_email_and_some_share_it() {
    assert!((6..=10).contains(&share(|number| SEVEN.email(number).is_none())));
    let mut counts: HashMap<String, usize> = HashMap::new();
    for number in 0..5_000 {
        if let Some(email) = SEVEN.email(number) {
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
fn other_values_keep_their_shares() {
    assert!((10..=14).contains(&share(|number| SEVEN.name(number).is_none())));
    assert!((42..=48).contains(&share(|number| SEVEN.phone(number).is_none())));
    assert!((27..=33).contains(&share(|number| SEVEN.tags(number) != LabelSet(0))));
    assert!((37..=43).contains(&share(|number| SEVEN.segments(number) != LabelSet(0))));
    assert!((90..=96).contains(&share(|number| SEVEN.signed_up_at(number).is_none())));
}

#[test]
fn phone_numbers_are_fictional_in_every_spelling() {
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
    for phone in (0..2_000).filter_map(|number| SEVEN.phone(number)) {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        let digits = digits.trim_start_matches("00");
        assert!(
            fictional.iter().any(|start| digits.starts_with(start)),
            "{phone}"
        );
    }
}

#[test]
fn activity_is_between_creation_and_now() {
    for number in 0..3_000 {
        let created = SEVEN.created_at(number);
        let activity = SEVEN.activity(number);
        let updated = activity.updated_at;
        assert!((created..=NOW).contains(&updated));
        let mut seen = activity.last_seen_at.into_iter();
        assert!(seen.all(|seen| (created..=updated).contains(&seen)));
    }
}
