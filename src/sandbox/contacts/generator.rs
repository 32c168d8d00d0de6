//! Generates the data of contacts: names, addresses, ids and times, each computed from
//! the seed and the contact's number.

use super::samples::{
    COMMON_TAGS, FAMILY_NAMES, GIVEN_NAMES, Label, MAIL_DOMAINS, MAIL_TAGS, Name, OTHER_NAMES,
    SEGMENTS, TAGS,
};
use crate::sandbox::random::Rng;

/// Generates the contacts of a seed with one role.
///
/// Numbers increase with age (see [`super::ContactKey`]), so a larger workspace has the
/// contacts of a smaller one, plus older ones.
#[derive(Clone, Copy)]
pub(crate) struct Generator {
    seed: u64,
    /// When contact 0 was created, in Unix seconds.
    newest: i64,
}

/// The random sequence for a part of a contact. Each part has its own, so that it can
/// be computed without the others.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    Time = 1,
    Id,
    Duplicate,
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
    SharedEmail,
}

/// When a contact was last changed and last seen, in Unix seconds: never before it was
/// created, and, for contacts that exist from the start, never after the time of the
/// workspace.
#[derive(Debug)]
pub(crate) struct Activity {
    pub(crate) updated_at: i64,
    pub(crate) last_seen_at: Option<i64>,
}

/// A set of labels as bits, the lowest for the first label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LabelSet(u32);

impl LabelSet {
    /// The labels of `labels` in this set.
    pub(crate) fn of(self, labels: &'static [Label]) -> impl Iterator<Item = &'static Label> {
        let labels = labels.iter().enumerate();
        labels
            .filter(move |(index, _)| self.0 >> index & 1 == 1)
            .map(|(_, label)| label)
    }
}

/// The rate of new contacts, from the newest back: a number of contacts, and the
/// average number of seconds between two of them.
const ARRIVALS: [(i64, i64); 3] = [(1_000, 7_200), (10_000, 1_800), (i64::MAX, 300)];

/// The time in the id of contact 0, in Unix seconds: 2026-01-31T12:00:00Z.
const ID_TIME: i64 = 1_769_860_800;

/// Odd, so that the multiplication is invertible.
const ID_FACTOR: u32 = 0x9e37_79b1;

impl Generator {
    pub(crate) fn new(seed: u64, newest: i64) -> Self {
        Self { seed, newest }
    }

    pub(crate) fn rng(self, number: i32, stream: Stream) -> Rng {
        Rng::new(self.seed, number.cast_unsigned().into(), stream as u64)
    }

    /// When the contact was created, in Unix seconds: never before a contact with a
    /// greater number, sometimes in the same second.
    pub(super) fn created_at(self, number: i32) -> i64 {
        let mut rng = self.rng(number, Stream::Time);
        let is_tied = rng.chance(6);
        if number < 0 {
            return self.newest - i64::from(number) * 90 + seconds_below(&mut rng, 90);
        }
        if number == 0 {
            return self.newest;
        }
        if number % 2 == 1 && is_tied {
            return self.created_at(number - 1);
        }
        let mut remaining = i64::from(number);
        let mut age = 0;
        for (count, interval) in ARRIVALS {
            if remaining < count {
                age += remaining * interval + seconds_below(&mut rng, interval);
                break;
            }
            remaining -= count;
            age += count * interval;
        }
        self.newest - age
    }

    /// 24 hexadecimal digits that do not depend on when the workspace starts: a time,
    /// 32 random bits, and the number, scrambled so that ids do not look like a
    /// sequence.
    pub(crate) fn id(self, number: i32) -> String {
        let random = self.rng(number, Stream::Id).next() >> 32;
        let scrambled = number
            .cast_unsigned()
            .wrapping_mul(ID_FACTOR)
            .wrapping_add(self.id_offset());
        let age = self.newest - self.created_at(number);
        let time = (ID_TIME - age).rem_euclid(1 << 32);
        format!("{time:08x}{random:08x}{scrambled:08x}")
    }

    /// The number of the contact with this id; `None` if the id has another form.
    pub(crate) fn number(self, id: &str) -> Option<i32> {
        let scrambled = u32::from_str_radix(id.get(16..24)?, 16).ok()?;
        let number = scrambled
            .wrapping_sub(self.id_offset())
            .wrapping_mul(inverse(ID_FACTOR))
            .cast_signed();
        (self.id(number) == id).then_some(number)
    }

    fn id_offset(self) -> u32 {
        u32::try_from(Rng::new(self.seed, 0, 0).next() >> 32).unwrap_or(0)
    }

    /// The generated identifier of a lead (the view-a-lead page).
    pub(crate) fn user_id(self, number: i32) -> String {
        let mut rng = self.rng(number, Stream::Id);
        rng.next();
        rng.uuid()
    }

    /// The contact with the same name, e-mail and phone: itself, except for a few that
    /// are duplicates of a newer one.
    fn original(self, number: i32) -> i32 {
        match self.duplicate_of(number) {
            Some(other) if self.duplicate_of(other).is_none() => other,
            _ => number,
        }
    }

    fn duplicate_of(self, number: i32) -> Option<i32> {
        let mut rng = self.rng(number, Stream::Duplicate);
        let newer = u64::try_from(number).ok()?;
        if newer == 0 || !rng.chance(4) {
            return None;
        }
        let distance = i32::try_from(rng.below(newer.min(300))).ok()?;
        Some(number - 1 - distance)
    }

    /// The name as the contact typed it, not escaped.
    pub(crate) fn name(self, number: i32) -> Option<String> {
        if self.rng(number, Stream::Spelling).chance(12) {
            return None;
        }
        Some(match self.names(self.original(number)) {
            (Name(given, _), Some(Name(family, _))) => format!("{given} {family}"),
            (Name(full, _), None) => (*full).to_owned(),
        })
    }

    /// A given name and a family name, or only a full name.
    fn names(self, original: i32) -> (&'static Name, Option<&'static Name>) {
        let mut rng = self.rng(original, Stream::Name);
        if rng.chance(14) {
            (rng.choose(&OTHER_NAMES), None)
        } else {
            (rng.choose(&GIVEN_NAMES), Some(rng.choose(&FAMILY_NAMES)))
        }
    }

    /// The e-mail address.
    pub(crate) fn email(self, number: i32) -> Option<String> {
        let mut own = self.rng(number, Stream::Email);
        if own.chance(8) {
            return None;
        }
        let original = self.original(number);
        let mut rng = self.rng(original, Stream::Email);
        rng.next();
        let mailbox = match self.names(original) {
            (Name(_, given), Some(Name(_, family))) => match rng.below(3) {
                0 => format!("{given}.{family}"),
                1 => format!("{}{family}", &given[..1]),
                _ => format!("{given}_{family}"),
            },
            (Name(_, full), None) => (*full).to_owned(),
        };
        let infix = if original < 0 { "new" } else { "" };
        let unique = original.unsigned_abs();
        let tag = if rng.chance(6) {
            format!("+{}", rng.choose(&MAIL_TAGS))
        } else {
            String::new()
        };
        let domain = rng.choose(&MAIL_DOMAINS);
        let mut email = format!("{mailbox}{infix}{unique}{tag}@{domain}");
        if own.chance(8) {
            email[..1].make_ascii_uppercase();
        }
        Some(email)
    }

    /// The phone number, in one of several common formats.
    pub(crate) fn phone(self, number: i32) -> Option<String> {
        let mut rng = self.rng(self.original(number), Stream::Phone);
        if rng.chance(45) {
            return None;
        }
        // Ranges that are reserved for fiction.
        let (country, groups) = match rng.below(5) {
            0 => {
                let exchange = format!("91{}", rng.below(10));
                ("353", vec!["20".into(), exchange, digits(&mut rng, 4)])
            }
            1 => (
                "44",
                vec!["7700".into(), format!("900{}", digits(&mut rng, 3))],
            ),
            2 => {
                let (last, end) = (digits(&mut rng, 2), digits(&mut rng, 2));
                ("33", vec!["6".into(), "39".into(), "98".into(), last, end])
            }
            _ => {
                let area = *rng.choose(&["206", "212", "312", "415", "617"]);
                let line = format!("01{}", digits(&mut rng, 2));
                ("1", vec![area.to_owned(), "555".to_owned(), line])
            }
        };
        let mut spelling = self.rng(number, Stream::Spelling);
        spelling.next();
        Some(match spelling.below(6) {
            0 => format!("00{country}{}", groups.concat()),
            1 => format!("+{country}{}", groups.concat()),
            2 => format!("+{country} ({}) {}", groups[0], groups[1..].join(" ")),
            3 | 4 => format!("+{country} {}", groups.join("-")),
            _ => format!("+{country} {}", groups.join(" ")),
        })
    }

    /// Indexes into [`TAGS`]: none, one or two, or, for a few contacts, more than the
    /// ten that API 2.x sends with a contact.
    pub(crate) fn tags(self, number: i32) -> LabelSet {
        let mut rng = self.rng(number, Stream::Tags);
        let common = up_to_two(&mut rng, 30, COMMON_TAGS);
        if rng.chance(2) {
            LabelSet(common.0 | ((1 << TAGS.len()) - (1 << COMMON_TAGS)))
        } else {
            common
        }
    }

    /// Indexes into [`SEGMENTS`].
    pub(crate) fn segments(self, number: i32) -> LabelSet {
        up_to_two(&mut self.rng(number, Stream::Segments), 40, SEGMENTS.len())
    }

    pub(crate) fn activity(self, number: i32) -> Activity {
        let created_at = self.created_at(number);
        let mut rng = self.rng(number, Stream::Activity);
        let span = (self.newest - created_at).clamp(0, 60 * 86_400);
        let updated_at = created_at + seconds_below(&mut rng, span);
        let seen_at = created_at + seconds_below(&mut rng, updated_at - created_at);
        Activity {
            updated_at,
            last_seen_at: (!rng.chance(22)).then_some(seen_at),
        }
    }

    /// When a lead signed up; few have.
    pub(crate) fn signed_up_at(self, number: i32) -> Option<i64> {
        let mut rng = self.rng(number, Stream::Extras);
        rng.chance(7).then(|| self.created_at(number))
    }
}

/// One or two of `count` labels with a probability of `percent`, otherwise none.
fn up_to_two(rng: &mut Rng, percent: u64, count: usize) -> LabelSet {
    LabelSet(if rng.chance(percent) {
        1 << rng.index(count) | 1 << rng.index(count)
    } else {
        0
    })
}

/// Seconds from 0 to `end`, exclusive.
fn seconds_below(rng: &mut Rng, end: i64) -> i64 {
    let end = u64::try_from(end).unwrap_or(0);
    i64::try_from(rng.below(end)).unwrap_or(0)
}

fn digits(rng: &mut Rng, count: usize) -> String {
    let end = 10_u64.pow(u32::try_from(count).unwrap_or(0));
    format!("{:0count$}", rng.below(end))
}

/// The inverse of a multiplication by the odd number `factor`, by Newton's method.
const fn inverse(factor: u32) -> u32 {
    let mut inverse = factor;
    let mut rounds = 0;
    while rounds < 5 {
        inverse = inverse.wrapping_mul(2_u32.wrapping_sub(factor.wrapping_mul(inverse)));
        rounds += 1;
    }
    inverse
}

#[cfg(test)]
mod tests;
