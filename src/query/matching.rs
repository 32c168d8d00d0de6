//! When a lead is the one that was asked for: e-mail addresses without regard
//! to case, phone numbers however they are spelt.

use std::fmt;

use crate::lead::{Lead, entities, plain_text};

/// What a lead is found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// E-mail address.
    Email,
    /// Phone number.
    Phone,
    /// Id.
    Id,
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Email => "e-mail address",
            Self::Phone => "phone number",
            Self::Id => "id",
        })
    }
}

/// What of `value` has to agree: an address trimmed and in lower case, the
/// digits of a number less a leading `00`, an id as it is.
#[must_use]
pub fn key(kind: Kind, value: &str) -> String {
    match kind {
        Kind::Email => value.trim().to_lowercase(),
        Kind::Phone => {
            let digits: String = value.chars().filter(char::is_ascii_digit).collect();
            // All of them, so that a key is its own key and each spelling's.
            digits.trim_start_matches("00").to_owned()
        }
        Kind::Id => value.to_owned(),
    }
}

/// The key of a lead; `None` when it has no such value.
#[must_use]
pub fn of(kind: Kind, lead: Lead<'_>) -> Option<String> {
    let name = match kind {
        Kind::Email => "email",
        Kind::Phone => "phone",
        Kind::Id => return lead.id().map(Into::into),
    };
    let value = lead.value(name).and_then(plain_text)?;
    let value = match kind {
        Kind::Email => entities::decode(&value),
        Kind::Phone | Kind::Id => value,
    };
    Some(key(kind, &value)).filter(|key| !key.is_empty())
}

/// The spellings to ask for `value` by: as typed, then for an address all in
/// lower case, for a phone number `+` and `00` with the bare digits.
#[must_use]
pub fn spellings(kind: Kind, value: &str) -> Vec<String> {
    let key = key(kind, value);
    let mut spellings = vec![value.to_owned()];
    let others = match kind {
        Kind::Email => vec![key],
        Kind::Phone => vec![format!("+{key}"), format!("00{key}")],
        Kind::Id => Vec::new(),
    };
    for other in others {
        if !spellings.contains(&other) {
            spellings.push(other);
        }
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(kind: Kind, value: &str, lead: &str) -> bool {
        of(kind, Lead::new(lead)) == Some(key(kind, value))
    }

    #[test]
    fn addresses_agree_without_regard_to_case_space_and_entities() {
        let lead = r#"{"email":" Ann.O&#39;Neil+x@Example.COM "}"#;
        assert!(found(Kind::Email, "ann.o'neil+X@example.com", lead));
        assert!(!found(Kind::Email, "ann.oneil+x@example.com", lead));
        assert!(!found(Kind::Email, "x", r#"{"email":null}"#));
    }

    #[test]
    fn numbers_agree_by_their_digits() {
        for lead in [
            "00353875551234",
            "+353 87 555 1234",
            "353-87-555-1234",
            "(353) 875551234",
        ] {
            let lead = format!(r#"{{"phone":"{lead}"}}"#);
            assert!(found(Kind::Phone, "+353875551234", &lead), "{lead}");
        }
        assert!(found(
            Kind::Phone,
            "+353875551234",
            r#"{"phone":353875551234}"#
        ));
        assert!(!found(
            Kind::Phone,
            "875551234",
            r#"{"phone":"00353875551234"}"#
        ));
        assert!(!found(Kind::Phone, "1", r#"{"phone":""}"#));
    }

    #[test]
    fn every_spelling_of_a_number_has_its_key() {
        for number in ["0000 12", "+001", "00", "000", "+00 353"] {
            let wanted = key(Kind::Phone, number);
            for spelling in spellings(Kind::Phone, number) {
                assert_eq!(key(Kind::Phone, &spelling), wanted, "{number}");
            }
        }
    }

    #[test]
    fn a_number_is_asked_for_in_each_spelling_once() {
        assert_eq!(
            spellings(Kind::Phone, "+1 415"),
            ["+1 415", "+1415", "001415"]
        );
        assert_eq!(spellings(Kind::Phone, "+1415"), ["+1415", "001415"]);
        assert_eq!(spellings(Kind::Phone, "001415"), ["001415", "+1415"]);
    }
}
