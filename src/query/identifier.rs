//! The values that identify leads, and when two are equal: e-mail addresses ignore
//! case, phone numbers are compared by their digits.

use std::fmt;

use crate::lead::{Lead, entities, plain_text};

/// A kind of value that identifies leads. Several leads can have the same e-mail
/// address or phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identifier {
    /// E-mail address.
    Email,
    /// Phone number.
    Phone,
    /// Id.
    Id,
}

impl fmt::Display for Identifier {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Email => "e-mail address",
            Self::Phone => "phone number",
            Self::Id => "id",
        })
    }
}

impl Identifier {
    /// The form in which values are compared: an address trimmed and in lower case, the
    /// digits of a number without leading `00`, an id unchanged.
    #[must_use]
    pub fn key(self, value: &str) -> String {
        match self {
            Self::Email => value.trim().to_lowercase(),
            Self::Phone => {
                let digits: String = value.chars().filter(char::is_ascii_digit).collect();
                // Every `00`, so that the key of a key, and of each spelling, is the
                // same.
                digits.trim_start_matches("00").to_owned()
            }
            Self::Id => value.to_owned(),
        }
    }

    /// The key of a lead; `None` if it has no such value.
    #[must_use]
    pub fn key_of(self, lead: Lead<'_>) -> Option<String> {
        let name = match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Id => return lead.id().map(Into::into),
        };
        let value = lead.value(name).and_then(plain_text)?;
        let value = match self {
            Self::Email => entities::decode(&value),
            Self::Phone | Self::Id => value,
        };
        Some(self.key(&value)).filter(|key| !key.is_empty())
    }

    /// The spellings to request: `value` as typed; for an address also in lower case,
    /// for a phone number also its digits after `+` and `00`.
    #[must_use]
    pub fn spellings(self, value: &str) -> Vec<String> {
        let key = self.key(value);
        let mut spellings = vec![value.to_owned()];
        let others = match self {
            Self::Email => vec![key],
            Self::Phone => vec![format!("+{key}"), format!("00{key}")],
            Self::Id => Vec::new(),
        };
        for other in others {
            if !spellings.contains(&other) {
                spellings.push(other);
            }
        }
        spellings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(by: Identifier, value: &str, lead: &str) -> bool {
        by.key_of(Lead::new(lead)) == Some(by.key(value))
    }

    #[test]
    fn addresses_ignore_case_spaces_and_entities() {
        let lead = r#"{"email":" Ann.O&#39;Neil+x@Example.COM "}"#;
        assert!(found(Identifier::Email, "ann.o'neil+X@example.com", lead));
        assert!(!found(Identifier::Email, "ann.oneil+x@example.com", lead));
        assert!(!found(Identifier::Email, "x", r#"{"email":null}"#));
    }

    #[test]
    fn phone_numbers_are_compared_by_digits() {
        for lead in [
            "00353875551234",
            "+353 87 555 1234",
            "353-87-555-1234",
            "(353) 875551234",
        ] {
            let lead = format!(r#"{{"phone":"{lead}"}}"#);
            assert!(found(Identifier::Phone, "+353875551234", &lead), "{lead}");
        }
        assert!(found(
            Identifier::Phone,
            "+353875551234",
            r#"{"phone":353875551234}"#
        ));
        assert!(!found(
            Identifier::Phone,
            "875551234",
            r#"{"phone":"00353875551234"}"#
        ));
        assert!(!found(Identifier::Phone, "1", r#"{"phone":""}"#));
    }

    #[test]
    fn every_spelling_of_a_number_has_its_key() {
        for number in ["0000 12", "+001", "00", "000", "+00 353"] {
            let wanted = Identifier::Phone.key(number);
            for spelling in Identifier::Phone.spellings(number) {
                assert_eq!(Identifier::Phone.key(&spelling), wanted, "{number}");
            }
        }
    }

    #[test]
    fn each_spelling_of_a_number_is_requested_once() {
        assert_eq!(
            Identifier::Phone.spellings("+1 415"),
            ["+1 415", "+1415", "001415"]
        );
        assert_eq!(Identifier::Phone.spellings("+1415"), ["+1415", "001415"]);
        assert_eq!(Identifier::Phone.spellings("001415"), ["001415", "+1415"]);
    }
}
