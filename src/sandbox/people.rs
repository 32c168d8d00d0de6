//! Who the leads are: names, addresses, ids and times, each made from the
//! seed and the lead's number alone, at the same cost for any number.

use std::fmt::Write as _;

use super::random::{Stream, Uuid};
use super::vocabulary::{
    COMMON_TAGS, FAMILY, GIVEN, MAIL_DOMAINS, MAIL_TAGS, SEGMENTS, TAGS, WHOLE, Word,
};

/// 2026-01-31T12:00:00Z, when lead 0 came, whatever the seed.
pub(super) const NEWEST: i64 = 1_769_860_800;

/// The leads that a seed makes.
///
/// A lead is known by its number. 0 is the newest of those the workspace
/// starts with, and numbers rise into the past, so a greater workspace has
/// the same leads as a smaller one, and older ones besides. Leads that come
/// later are numbered -1, -2, and on. Numbers in rising order are therefore
/// leads from the newest to the oldest.
#[derive(Clone, Copy)]
pub(super) struct People {
    seed: u64,
}

/// What is drawn for a lead: each from a stream of its own, so that one can
/// be made without the others.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Time = 1,
    Id,
    Twin,
    Name,
    Email,
    Phone,
    Spelling,
    Place,
    Activity,
    Attributes,
    Tags,
    Segments,
    Company,
    Extras,
    Churn,
    Scroll,
    Shared,
}

/// Stretches of time from the newest lead back: how many leads came in each,
/// and how many seconds apart on average.
const STRETCHES: [(i64, i64); 3] = [(1_000, 7_200), (10_000, 1_800), (i64::MAX, 300)];

/// Odd, so that multiplying by it can be undone.
const SPREAD: u32 = 0x9e37_79b1;

impl People {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed }
    }

    pub(super) fn stream(self, number: i32, part: Part) -> Stream {
        Stream::new(self.seed, u64::from(number.cast_unsigned()), part as u64)
    }

    /// When the lead came, in Unix seconds: never before a lead of a greater
    /// number, sometimes in the same second.
    pub(super) fn created_at(self, number: i32) -> i64 {
        let mut stream = self.stream(number, Part::Time);
        let tied = stream.chance(6);
        if number < 0 {
            return NEWEST - i64::from(number) * 90 + within(&mut stream, 90);
        }
        if number == 0 {
            return NEWEST;
        }
        if number % 2 == 1 && tied {
            return self.created_at(number - 1);
        }
        let mut left = i64::from(number);
        let mut back = 0;
        for (leads, apart) in STRETCHES {
            if left < leads {
                back += left * apart + within(&mut stream, apart);
                break;
            }
            left -= leads;
            back += leads * apart;
        }
        NEWEST - back
    }

    /// 24 hex digits: the time, something, and the number in disguise, so
    /// that no two leads share an id and [`People::number`] can go back.
    pub(super) fn id(self, number: i32) -> String {
        let mut stream = self.stream(number, Part::Id);
        let something = stream.next() >> 32;
        let disguise = number
            .cast_unsigned()
            .wrapping_mul(SPREAD)
            .wrapping_add(self.mask());
        let time = self.created_at(number).rem_euclid(1 << 32);
        format!("{time:08x}{something:08x}{disguise:08x}")
    }

    /// The number that an id was made from; `None` for any other text.
    pub(super) fn number(self, id: &str) -> Option<i32> {
        let disguise = u32::from_str_radix(id.get(16..24)?, 16).ok()?;
        let number = disguise
            .wrapping_sub(self.mask())
            .wrapping_mul(inverse(SPREAD))
            .cast_signed();
        (self.id(number) == id).then_some(number)
    }

    fn mask(self) -> u32 {
        u32::try_from(Stream::new(self.seed, 0, 0).next() >> 32).unwrap_or(0)
    }

    /// The generated identifier of a lead (the view-a-lead page).
    pub(super) fn user_id(self, number: i32) -> Uuid {
        let mut stream = self.stream(number, Part::Id);
        stream.next();
        stream.uuid()
    }

    /// The lead whose name, e-mail and telephone this one has: itself, but
    /// for a few who left their details twice.
    fn origin(self, number: i32) -> i32 {
        match self.twin(number) {
            Some(twin) if self.twin(twin).is_none() => twin,
            _ => number,
        }
    }

    fn twin(self, number: i32) -> Option<i32> {
        let mut stream = self.stream(number, Part::Twin);
        let newer = u64::try_from(number).ok()?;
        if newer == 0 || !stream.chance(4) {
            return None;
        }
        let apart = i32::try_from(stream.below(newer.min(300))).ok()?;
        Some(number - 1 - apart)
    }

    /// The name, as it was typed.
    pub(super) fn name(self, number: i32) -> Option<String> {
        if self.stream(number, Part::Spelling).chance(12) {
            return None;
        }
        Some(match self.naming(self.origin(number)) {
            (Word(given, _), Some(Word(family, _))) => format!("{given} {family}"),
            (Word(whole, _), None) => (*whole).to_owned(),
        })
    }

    fn naming(self, origin: i32) -> (&'static Word, Option<&'static Word>) {
        let mut stream = self.stream(origin, Part::Name);
        if stream.chance(14) {
            (stream.pick(&WHOLE), None)
        } else {
            (stream.pick(&GIVEN), Some(stream.pick(&FAMILY)))
        }
    }

    /// Writes the e-mail into `out`, which is emptied first. False if the
    /// lead has none; then `out` stays empty.
    pub(super) fn email(self, number: i32, out: &mut String) -> bool {
        out.clear();
        let mut own = self.stream(number, Part::Email);
        if own.chance(8) {
            return false;
        }
        let origin = self.origin(number);
        let mut stream = self.stream(origin, Part::Email);
        stream.next();
        match self.naming(origin) {
            (Word(_, given), Some(Word(_, family))) => match stream.below(3) {
                0 => out.extend([*given, ".", family]),
                1 => out.extend([&given[..1], *family]),
                _ => out.extend([*given, "_", family]),
            },
            (Word(_, whole), None) => out.push_str(whole),
        }
        let infix = if origin < 0 { "new" } else { "" };
        let _ = write!(out, "{infix}{}", origin.unsigned_abs());
        if stream.chance(6) {
            out.extend(["+", *stream.pick(&MAIL_TAGS)]);
        }
        out.extend(["@", *stream.pick(&MAIL_DOMAINS)]);
        if own.chance(8) {
            out[..1].make_ascii_uppercase();
        }
        true
    }

    /// The telephone number in one of the ways that people write them.
    pub(super) fn phone(self, number: i32) -> Option<String> {
        let mut stream = self.stream(self.origin(number), Part::Phone);
        if stream.chance(45) {
            return None;
        }
        // Ranges that regulators keep for films and books.
        let (country, groups) = match stream.below(5) {
            0 => (
                "353",
                vec![
                    "20".to_owned(),
                    format!("91{}", stream.below(10)),
                    digits(&mut stream, 4),
                ],
            ),
            1 => (
                "44",
                vec!["7700".to_owned(), format!("900{}", digits(&mut stream, 3))],
            ),
            2 => (
                "33",
                vec![
                    "6".to_owned(),
                    "39".to_owned(),
                    "98".to_owned(),
                    digits(&mut stream, 2),
                    digits(&mut stream, 2),
                ],
            ),
            _ => {
                let area = *stream.pick(&["206", "212", "312", "415", "617"]);
                (
                    "1",
                    vec![
                        area.to_owned(),
                        "555".to_owned(),
                        format!("01{}", digits(&mut stream, 2)),
                    ],
                )
            }
        };
        let mut spelling = self.stream(number, Part::Spelling);
        spelling.next();
        Some(match spelling.below(6) {
            0 => format!("00{country}{}", groups.concat()),
            1 => format!("+{country}{}", groups.concat()),
            2 => format!("+{country} ({}) {}", groups[0], groups[1..].join(" ")),
            3 | 4 => format!("+{country} {}", groups.join("-")),
            _ => format!("+{country} {}", groups.join(" ")),
        })
    }

    /// The tags as bits, the first of [`TAGS`] the lowest: one or two, or,
    /// for the few who come to everything, more than the API tells at once.
    pub(super) fn tags(self, number: i32) -> u32 {
        let mut stream = self.stream(number, Part::Tags);
        let common = some(&mut stream, 30, COMMON_TAGS);
        if stream.chance(2) {
            common | ((1 << TAGS.len()) - (1 << COMMON_TAGS))
        } else {
            common
        }
    }

    /// The segments as bits, the first of [`SEGMENTS`] the lowest.
    pub(super) fn segments(self, number: i32) -> u32 {
        some(&mut self.stream(number, Part::Segments), 40, SEGMENTS.len())
    }

    /// Seconds of last change and last request, each no earlier than
    /// `created_at` and, for leads there from the start, not after [`NEWEST`].
    pub(super) fn activity(self, number: i32) -> (i64, Option<i64>) {
        let created = self.created_at(number);
        let mut stream = self.stream(number, Part::Activity);
        let span = (NEWEST - created).clamp(0, 60 * 86_400);
        let updated = created + within(&mut stream, span);
        let seen = created + within(&mut stream, updated - created);
        (updated, (!stream.chance(22)).then_some(seen))
    }

    /// When the lead signed up, which few leads have done.
    pub(super) fn signed_up_at(self, number: i32) -> Option<i64> {
        let mut stream = self.stream(number, Part::Extras);
        stream.chance(7).then(|| self.created_at(number))
    }
}

/// One or two of `choices` bits with `percent` of 100, else none.
fn some(stream: &mut Stream, percent: u64, choices: usize) -> u32 {
    if stream.chance(percent) {
        1 << stream.index(choices) | 1 << stream.index(choices)
    } else {
        0
    }
}

/// Seconds from 0 to `end`, without `end`.
fn within(stream: &mut Stream, end: i64) -> i64 {
    let end = u64::try_from(end).unwrap_or(0);
    i64::try_from(stream.below(end)).unwrap_or(0)
}

fn digits(stream: &mut Stream, count: usize) -> String {
    format!(
        "{:0count$}",
        stream.below(10_u64.pow(u32::try_from(count).unwrap_or(0)))
    )
}

/// What undoes the multiplication by the odd number `factor`.
const fn inverse(factor: u32) -> u32 {
    let mut guess = factor;
    let mut rounds = 0;
    while rounds < 5 {
        guess = guess.wrapping_mul(2_u32.wrapping_sub(factor.wrapping_mul(guess)));
        rounds += 1;
    }
    guess
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
