//! The fields that lists are filtered and sorted by, in both generations.

use super::samples::{SEGMENTS, TAGS};
use super::{ContactKey, Contacts};

/// A field with text values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextField {
    Id,
    Role,
    Email,
    Phone,
    /// The ids of the contact's tags.
    Tag,
    /// The ids of the segments that the contact is in.
    Segment,
    /// `true` or `false`.
    Unsubscribed,
}

/// A field with a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeField {
    Created,
    Updated,
    SignedUp,
    /// `last_request_at` in 1.x, `last_seen_at` in 2.x.
    LastSeen,
}

impl TextField {
    /// Whether any of the contact's values satisfies `is_match`.
    pub(crate) fn any(
        self,
        contacts: &Contacts,
        key: ContactKey,
        is_match: impl Fn(&str) -> bool,
    ) -> bool {
        let generator = contacts.generator(key.role);
        let text = match self {
            Self::Role => return is_match(key.role.name()),
            Self::Tag => {
                let mut tags = generator.tags(key.number).of(&TAGS);
                return tags.any(|tag| is_match(tag.id));
            }
            Self::Segment => {
                let mut segments = generator.segments(key.number).of(&SEGMENTS);
                return segments.any(|segment| is_match(segment.id));
            }
            Self::Unsubscribed => {
                return is_match(if contacts.profile(key).unsubscribed {
                    "true"
                } else {
                    "false"
                });
            }
            Self::Id => Some(contacts.id(key)),
            Self::Email => contacts.email(key),
            Self::Phone => generator.phone(key.number),
        };
        text.is_some_and(|text| is_match(&text))
    }
}

impl TimeField {
    /// The contact's value in Unix seconds.
    pub(crate) fn value(self, contacts: &Contacts, key: ContactKey) -> Option<i64> {
        let generator = contacts.generator(key.role);
        match self {
            Self::Created => Some(generator.created_at(key.number)),
            Self::Updated | Self::LastSeen => match contacts.updates(key) {
                Some(updates) => Some(updates.last),
                None if self == Self::Updated => Some(generator.activity(key.number).updated_at),
                None => generator.activity(key.number).last_seen_at,
            },
            Self::SignedUp => contacts.signed_up_at(key),
        }
    }
}
