//! The fields that contacts are searched by (the table on the search page),
//! and what a contact has in them.

use std::borrow::Cow;

use super::Version;
use crate::sandbox::members::{Member, Members};
use crate::sandbox::people::Part;
use crate::sandbox::person::{Location, Value, location};
use crate::sandbox::vocabulary::{SEGMENTS, TAGS};

/// What kind of values a field has, which settles its operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Tag,
    Flag,
    Number,
    Time,
}

/// A field that can be searched by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Role,
    Name,
    Email,
    EmailDomain,
    Phone,
    ExternalId,
    Owner(Kind),
    Browser,
    Os,
    Country,
    Region,
    City,
    Segment,
    Tag,
    Created,
    Updated,
    SignedUp,
    LastSeen,
    Unsubscribed,
    /// False for everybody.
    No,
    /// Null for everybody.
    Nothing(Kind),
    Attribute(&'static str, Kind),
}

/// The custom attributes that contacts may have here.
const ATTRIBUTES: [(&str, Kind); 8] = [
    ("paid_subscriber", Kind::Flag),
    ("monthly_spend", Kind::Number),
    ("team_mates", Kind::Number),
    ("plan", Kind::Text),
    ("cancelled_at", Kind::Time),
    ("crm.stage", Kind::Text),
    ("Size, employees", Kind::Number),
    ("Heard of us from", Kind::Text),
];

impl Field {
    /// The field of this name, if there is one in `version`.
    pub(super) fn parse(name: &str, version: Version) -> Option<Self> {
        if let Some(name) = name.strip_prefix("custom_attributes.") {
            let known = ATTRIBUTES.iter().find(|(other, _)| *other == name);
            return known.map(|(name, kind)| Self::Attribute(name, *kind));
        }
        Some(match name {
            "id" => Self::Id,
            "role" => Self::Role,
            "name" => Self::Name,
            "email" => Self::Email,
            "email_domain" => Self::EmailDomain,
            "phone" => Self::Phone,
            "external_id" => Self::ExternalId,
            "owner_id" if version.is_strict() => Self::Owner(Kind::Text),
            "owner_id" => Self::Owner(Kind::Number),
            "browser" => Self::Browser,
            "os" => Self::Os,
            "location.country" => Self::Country,
            "location.region" => Self::Region,
            "location.city" => Self::City,
            "segment_id" => Self::Segment,
            "tag_id" => Self::Tag,
            "created_at" => Self::Created,
            "updated_at" => Self::Updated,
            "signed_up_at" => Self::SignedUp,
            "last_seen_at" => Self::LastSeen,
            "unsubscribed_from_emails" => Self::Unsubscribed,
            "marked_email_as_spam" | "has_hard_bounced" => Self::No,
            "last_contacted_at"
            | "last_replied_at"
            | "last_email_opened_at"
            | "last_email_clicked_at"
            | "ios_last_seen_at"
            | "android_last_seen_at" => Self::Nothing(Kind::Time),
            "avatar" | "language_override" | "browser_language" | "ios_app_version"
            | "ios_device" | "ios_app_device" | "ios_os_version" | "ios_app_name"
            | "ios_sdk_version" | "android_app_version" | "android_device" | "android_app_name"
            // The table spells it so.
            | "andoid_sdk_version" => Self::Nothing(Kind::Text),
            _ => return None,
        })
    }

    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Owner(kind) | Self::Nothing(kind) | Self::Attribute(_, kind) => kind,
            Self::Tag => Kind::Tag,
            Self::Created | Self::Updated | Self::SignedUp | Self::LastSeen => Kind::Time,
            Self::Unsubscribed | Self::No => Kind::Flag,
            _ => Kind::Text,
        }
    }

    /// Whether case counts for nothing when values are compared whole.
    pub(super) fn is_folded(self) -> bool {
        matches!(self, Self::Email | Self::EmailDomain)
    }

    /// Hands every text that the contact has here to `each`.
    pub(super) fn texts(self, members: Members, member: Member, mut each: impl FnMut(&str)) {
        let people = members.of(member.role);
        let number = member.number;
        let mut text = String::new();
        let place = || location(&mut people.stream(number, Part::Place));
        let found: Option<Cow<str>> = match self {
            Self::Role => Some(member.role.name().into()),
            Self::Id => Some(members.id(member).into()),
            Self::Name => people.name(number).map(Into::into),
            Self::Email if members.email(member, &mut text) => Some(text.as_str().into()),
            // Some of those without an address have an empty one.
            Self::Email => members.person(member).email.map(Into::into),
            Self::EmailDomain => {
                members.email(member, &mut text);
                text.split_once('@').map(|(_, domain)| domain.into())
            }
            Self::Phone => people.phone(number).map(Into::into),
            Self::ExternalId => Some(members.external_id(member).into()),
            Self::Owner(_) => match members.person(member).owner {
                Value::Text(owner) => Some(owner.into()),
                Value::Whole(owner) => Some(owner.to_string().into()),
                _ => None,
            },
            Self::Browser => Some(members.person(member).browser().0.into()),
            Self::Os => Some(members.person(member).browser().2.into()),
            Self::Country => known(&place(), |place| place.country),
            Self::Region => known(&place(), |place| place.region),
            Self::City => known(&place(), |place| place.city),
            Self::Attribute(name, _) => match attribute(members, member, name) {
                Some(Value::Text(text)) => Some(text.into()),
                _ => None,
            },
            Self::Tag | Self::Segment => {
                let (labels, bits) = if self == Self::Tag {
                    (&TAGS[..], people.tags(number))
                } else {
                    (&SEGMENTS[..], people.segments(number))
                };
                let carried = labels.iter().zip(0..);
                carried
                    .filter(|(_, place)| bits >> place & 1 == 1)
                    .for_each(|(label, _)| each(label.id));
                None
            }
            _ => None,
        };
        if let Some(found) = found {
            each(&found);
        }
    }

    pub(super) fn time(self, members: Members, member: Member) -> Option<i64> {
        let people = members.of(member.role);
        match self {
            Self::Created => Some(people.created_at(member.number)),
            Self::Updated => Some(people.activity(member.number).0),
            Self::LastSeen => people.activity(member.number).1,
            Self::SignedUp => members.signed_up_at(member),
            _ => None,
        }
    }

    pub(super) fn flag(self, members: Members, member: Member) -> Option<bool> {
        match self {
            Self::Unsubscribed => Some(members.person(member).unsubscribed),
            Self::No => Some(false),
            Self::Attribute(name, _) => match attribute(members, member, name) {
                Some(Value::Flag(flag)) => Some(flag),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn number(self, members: Members, member: Member) -> Option<f64> {
        let value = match self {
            Self::Owner(_) => Some(members.person(member).owner),
            Self::Attribute(name, _) => attribute(members, member, name),
            _ => None,
        };
        match value? {
            Value::Decimal(number) => Some(number),
            Value::Whole(number) => u32::try_from(number).ok().map(Into::into),
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

fn known(
    location: &Location,
    of: fn(&'static crate::sandbox::vocabulary::Place) -> &'static str,
) -> Option<Cow<'static, str>> {
    match location {
        Location::Known(place) => Some(of(place).into()),
        _ => None,
    }
}

fn attribute(members: Members, member: Member, name: &str) -> Option<Value> {
    let attributes = members.person(member).attributes;
    let found = attributes.iter().find(|(key, _)| *key == name);
    found.map(|(_, value)| *value)
}
