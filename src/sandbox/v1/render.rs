//! A lead as the API 1.x puts it into JSON, field for field in the order of
//! the sample on the List Leads reference page.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::sandbox::person::{APP_ID, Location, Person, Value};
use crate::sandbox::vocabulary::{Label, Place};

/// Whether leads tell where and with what they were seen last, which version
/// 1.2 took away (its changelog page).
pub(super) fn is_personal(minor: u8) -> bool {
    minor < 2
}

/// A lead, of the version that it is asked in.
#[derive(serde::Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "as the API has them")]
pub(super) struct Contact<'a> {
    r#type: &'static str,
    id: &'a str,
    user_id: &'a str,
    anonymous: bool,
    email: Option<&'a str>,
    phone: Option<&'a str>,
    name: Option<Cow<'a, str>>,
    pseudonym: Cow<'a, str>,
    avatar: Avatar<'a>,
    app_id: &'static str,
    companies: List<Company<'a>>,
    location_data: Option<LocationData>,
    last_request_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_seen_ip: Option<&'a str>,
    created_at: i64,
    remote_created_at: (),
    signed_up_at: Option<i64>,
    updated_at: i64,
    session_count: u64,
    social_profiles: List<Social<'a>>,
    owner_id: Value,
    unsubscribed_from_emails: bool,
    marked_email_as_spam: bool,
    has_hard_bounced: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent_data: Option<&'static str>,
    tags: List<Named<'a>>,
    segments: List<Named<'a>>,
    custom_attributes: Attributes<'a>,
    referrer: Option<&'static str>,
    utm_campaign: Option<&'static str>,
    utm_content: (),
    utm_medium: Option<&'static str>,
    utm_source: Option<&'static str>,
    utm_term: (),
    do_not_track: (),
}

impl<'a> Contact<'a> {
    pub(super) fn new(person: &'a Person, minor: u8) -> Self {
        let personal = is_personal(minor);
        Self {
            r#type: "contact",
            id: &person.id,
            user_id: &person.user_id,
            anonymous: true,
            email: person.email.as_deref(),
            phone: person.phone.as_deref(),
            name: person.name.as_deref().map(escape),
            pseudonym: escape(&person.pseudonym),
            avatar: Avatar {
                r#type: "avatar",
                image_url: person.image.as_deref(),
            },
            app_id: APP_ID,
            companies: companies(&person.companies),
            location_data: location_data(&person.location, personal),
            last_request_at: person.last_request_at,
            last_seen_ip: personal.then_some(&person.ip),
            created_at: person.created_at,
            remote_created_at: (),
            signed_up_at: person.signed_up_at,
            updated_at: person.updated_at,
            session_count: person.sessions,
            social_profiles: social_profiles(person),
            owner_id: person.owner,
            unsubscribed_from_emails: person.unsubscribed,
            marked_email_as_spam: false,
            has_hard_bounced: false,
            user_agent_data: personal.then_some(person.browser),
            tags: list("tag", person.tags.iter().copied(), true),
            segments: list("segment", person.segments.iter().copied(), false),
            custom_attributes: Attributes(&person.attributes),
            referrer: person.utm.map(|_| "https://example.com/pricing"),
            utm_campaign: person.utm.map(|(campaign, _)| campaign),
            utm_content: (),
            utm_medium: person.utm.map(|_| "web"),
            utm_source: person.utm.map(|(_, source)| source),
            utm_term: (),
            do_not_track: (),
        }
    }
}

#[derive(serde::Serialize)]
struct Avatar<'a> {
    r#type: &'static str,
    image_url: Option<&'a str>,
}

/// `{"type":"tag.list","tags":[...]}` and its like.
pub(super) struct List<T> {
    r#type: &'static str,
    key: &'static str,
    items: Vec<T>,
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(2))?;
        map.serialize_entry("type", self.r#type)?;
        map.serialize_entry(self.key, &self.items)?;
        map.end()
    }
}

/// A tag or a segment.
#[derive(serde::Serialize)]
pub(super) struct Named<'a> {
    r#type: &'static str,
    id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Cow<'a, str>>,
}

/// The list of tags or segments. Leads carry segments without their names.
pub(super) fn list(
    kind: &'static str,
    labels: impl IntoIterator<Item = &'static Label>,
    named: bool,
) -> List<Named<'static>> {
    let (r#type, key) = match kind {
        "tag" => ("tag.list", "tags"),
        _ => ("segment.list", "segments"),
    };
    let items = labels.into_iter().map(|label| Named {
        r#type: kind,
        id: label.id,
        name: named.then(|| escape(label.name)),
    });
    List {
        r#type,
        key,
        items: items.collect(),
    }
}

#[derive(serde::Serialize)]
#[expect(clippy::struct_field_names, reason = "as the API has them")]
struct Company<'a> {
    r#type: &'static str,
    company_id: &'static str,
    id: &'static str,
    name: Cow<'a, str>,
}

fn companies(companies: &[&'static Label]) -> List<Company<'static>> {
    let items = companies.iter().map(|company| Company {
        r#type: "company",
        // The caller's own id for it: shorter, as such ids are.
        company_id: &company.id[16..],
        id: company.id,
        name: escape(company.name),
    });
    List {
        r#type: "company.list",
        key: "companies",
        items: items.collect(),
    }
}

#[derive(serde::Serialize)]
struct Social<'a> {
    r#type: &'static str,
    name: &'static str,
    id: (),
    username: &'a str,
    url: String,
}

fn social_profiles(person: &Person) -> List<Social<'_>> {
    let items = person.social.iter().map(|(network, username)| Social {
        r#type: "social_profile",
        name: network,
        id: (),
        username,
        url: format!("http://social.example.com/{username}"),
    });
    List {
        r#type: "social_profile.list",
        key: "social_profiles",
        items: items.collect(),
    }
}

#[derive(serde::Serialize)]
#[serde(untagged)]
enum LocationData {
    Known {
        r#type: &'static str,
        city_name: Cow<'static, str>,
        continent_code: &'static str,
        country_name: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        latitude: Option<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        longitude: Option<f64>,
        postal_code: Option<&'static str>,
        region_name: &'static str,
        timezone: &'static str,
        country_code: &'static str,
    },
    Empty {},
}

fn location_data(location: &Location, personal: bool) -> Option<LocationData> {
    match location {
        Location::Missing => None,
        Location::Empty => Some(LocationData::Empty {}),
        Location::Known(place) => Some(known(place, personal)),
    }
}

fn known(place: &'static Place, personal: bool) -> LocationData {
    LocationData::Known {
        r#type: "location_data",
        city_name: escape(place.city),
        continent_code: place.continent,
        country_name: place.country,
        latitude: personal.then_some(place.latitude),
        longitude: personal.then_some(place.longitude),
        postal_code: place.postal,
        region_name: place.region,
        timezone: place.timezone,
        country_code: place.code,
    }
}

struct Attributes<'a>(&'a [(&'static str, Value)]);

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.0.iter().copied())
    }
}

/// Text with its HTML escaped, as names come from the API (`O&#39;Brien` on
/// the List by Email reference page).
fn escape(text: &str) -> Cow<'_, str> {
    let special = ['&', '<', '>', '"', '\''];
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_escaped_once() {
        assert_eq!(escape("O'Brien"), "O&#39;Brien");
        assert_eq!(escape("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
        assert!(matches!(escape("王小明"), Cow::Borrowed(_)));
    }
}
