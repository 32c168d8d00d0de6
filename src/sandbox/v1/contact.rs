//! The JSON of a lead in API 1.x, with the fields in the order of the sample on
//! the List Leads reference page.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::sandbox::account::APP_ID;
use crate::sandbox::contacts::{Attributes, Label, Location, Place, Profile, Scalar};
use crate::sandbox::workspace::Schema;

/// A lead.
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
    owner_id: Scalar,
    unsubscribed_from_emails: bool,
    marked_email_as_spam: bool,
    has_hard_bounced: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent_data: Option<&'static str>,
    tags: List<Named<'a>>,
    segments: List<Named<'a>>,
    custom_attributes: &'a Attributes,
    referrer: Option<&'static str>,
    utm_campaign: Option<&'static str>,
    utm_content: (),
    utm_medium: Option<&'static str>,
    utm_source: Option<&'static str>,
    utm_term: (),
    do_not_track: (),
}

impl<'a> Contact<'a> {
    pub(super) fn new(profile: &'a Profile, schema: Schema) -> Self {
        // Version 1.2 removed the IP address, the user agent and the
        // coordinates (its changelog page).
        let is_personal = schema == Schema::V1_0;
        Self {
            r#type: "contact",
            id: &profile.id,
            user_id: &profile.external_id,
            anonymous: true,
            email: profile.email.as_deref(),
            phone: profile.phone.as_deref(),
            name: profile.name.as_deref().map(escape),
            pseudonym: escape(&profile.pseudonym),
            avatar: Avatar {
                r#type: "avatar",
                image_url: profile.avatar_url.as_deref(),
            },
            app_id: APP_ID,
            companies: companies(&profile.companies),
            location_data: location_data(&profile.location, schema),
            last_request_at: profile.last_seen_at,
            last_seen_ip: is_personal.then_some(&profile.last_seen_ip),
            created_at: profile.created_at,
            remote_created_at: (),
            signed_up_at: profile.signed_up_at,
            updated_at: profile.updated_at,
            session_count: profile.session_count,
            social_profiles: social_profiles(profile),
            owner_id: profile.owner_id,
            unsubscribed_from_emails: profile.unsubscribed,
            marked_email_as_spam: false,
            has_hard_bounced: false,
            user_agent_data: is_personal.then_some(profile.user_agent),
            tags: labels("tag", profile.tags.iter().copied(), Names::Shown),
            segments: labels("segment", profile.segments.iter().copied(), Names::Hidden),
            custom_attributes: &profile.custom_attributes,
            referrer: profile.utm.map(|_| "https://example.com/pricing"),
            utm_campaign: profile.utm.map(|(campaign, _)| campaign),
            utm_content: (),
            utm_medium: profile.utm.map(|_| "web"),
            utm_source: profile.utm.map(|(_, source)| source),
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

/// A list such as `{"type":"tag.list","tags":[...]}`.
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

/// Whether labels have their names. The segments of a lead have none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Shown,
    Hidden,
}

/// A list of tags or segments.
pub(super) fn labels(
    kind: &'static str,
    labels: impl Iterator<Item = &'static Label>,
    names: Names,
) -> List<Named<'static>> {
    let (r#type, key) = match kind {
        "tag" => ("tag.list", "tags"),
        _ => ("segment.list", "segments"),
    };
    let items = labels.map(|label| Named {
        r#type: kind,
        id: label.id,
        name: (names == Names::Shown).then(|| escape(label.name)),
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
        // The workspace's own id for it, which is shorter.
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

fn social_profiles(profile: &Profile) -> List<Social<'_>> {
    let items = profile.social.iter().map(|(network, username)| Social {
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

fn location_data(location: &Location, schema: Schema) -> Option<LocationData> {
    match location {
        Location::Null => None,
        Location::Empty => Some(LocationData::Empty {}),
        Location::Known(place) => Some(known(place, schema)),
    }
}

fn known(place: &'static Place, schema: Schema) -> LocationData {
    let has_coordinates = schema == Schema::V1_0;
    LocationData::Known {
        r#type: "location_data",
        city_name: escape(place.city),
        continent_code: place.continent,
        country_name: place.country,
        latitude: has_coordinates.then_some(place.latitude),
        longitude: has_coordinates.then_some(place.longitude),
        postal_code: place.postal,
        region_name: place.region,
        timezone: place.timezone,
        country_code: place.code,
    }
}

/// Escapes HTML, as the API does in names (`O&#39;Brien` on the List by Email
/// reference page).
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
