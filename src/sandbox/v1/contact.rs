//! The JSON of a lead in API 1.x, with the fields in the order of the sample on
//! the List Leads reference page.

use std::borrow::Cow;

use crate::sandbox::account::APP_ID;
use crate::sandbox::contacts::{Label, Location, Profile};
use crate::sandbox::json::{Object, Value, object};
use crate::sandbox::workspace::Schema;

pub(super) fn contact(profile: Profile, schema: Schema) -> Object {
    // Version 1.2 removed the IP address, the user agent and the coordinates
    // (its changelog page).
    let is_before_1_2 = schema == Schema::V1_0;
    let (campaign, source) = profile.utm.unzip();
    object! {
        "type": "contact",
        "id": profile.id,
        "user_id": profile.external_id,
        "anonymous": true,
        "email": profile.email,
        "phone": profile.phone,
        "name": profile.name.map(escape),
        "pseudonym": escape(profile.pseudonym),
        "avatar": object! { "type": "avatar", "image_url": profile.avatar_url },
        "app_id": APP_ID,
        "companies": object! {
            "type": "company.list",
            "companies": profile.companies.into_iter().map(company).collect::<Vec<_>>(),
        },
        "location_data": location_data(&profile.location, schema),
        "last_request_at": profile.last_seen_at,
        "last_seen_ip": Value::optional(is_before_1_2.then_some(profile.last_seen_ip)),
        "created_at": profile.created_at,
        "remote_created_at": (),
        "signed_up_at": profile.signed_up_at,
        "updated_at": profile.updated_at,
        "session_count": profile.session_count,
        "social_profiles": object! {
            "type": "social_profile.list",
            "social_profiles": profile.social.into_iter().map(social_profile).collect::<Vec<_>>(),
        },
        "owner_id": profile.owner_id,
        "unsubscribed_from_emails": profile.unsubscribed,
        "marked_email_as_spam": false,
        "has_hard_bounced": false,
        "user_agent_data": Value::optional(is_before_1_2.then_some(profile.user_agent)),
        "tags": tag_list(profile.tags),
        // Without their names.
        "segments": object! {
            "type": "segment.list",
            "segments": profile
                .segments
                .into_iter()
                .map(|segment| object! { "type": "segment", "id": segment.id })
                .collect::<Vec<_>>(),
        },
        "custom_attributes": profile.custom_attributes,
        "referrer": profile.utm.map(|_| "https://example.com/pricing"),
        "utm_campaign": campaign,
        "utm_content": (),
        "utm_medium": profile.utm.map(|_| "web"),
        "utm_source": source,
        "utm_term": (),
        "do_not_track": (),
    }
}

pub(super) fn tag_list(tags: impl IntoIterator<Item = &'static Label>) -> Object {
    let tags = tags.into_iter().map(|tag| named("tag", tag));
    object! { "type": "tag.list", "tags": tags.collect::<Vec<_>>() }
}

pub(super) fn segment_list(segments: &'static [Label]) -> Object {
    let segments = segments.iter().map(|segment| named("segment", segment));
    object! { "type": "segment.list", "segments": segments.collect::<Vec<_>>() }
}

fn named(kind: &'static str, label: &'static Label) -> Object {
    object! { "type": kind, "id": label.id, "name": label.name }
}

fn company(company: &'static Label) -> Object {
    object! {
        "type": "company",
        // The workspace's own, shorter id.
        "company_id": &company.id[16..],
        "id": company.id,
        "name": escape(company.name),
    }
}

fn social_profile((network, username): (&'static str, String)) -> Object {
    let url = format!("http://social.example.com/{username}");
    object! {
        "type": "social_profile",
        "name": network,
        "id": (),
        "username": username,
        "url": url,
    }
}

fn location_data(location: &Location, schema: Schema) -> Value {
    let place = match location {
        Location::Known(place) => *place,
        Location::Empty => return Object::default().into(),
        Location::Null => return Value::Null,
    };
    let has_coordinates = schema == Schema::V1_0;
    Value::from(object! {
        "type": "location_data",
        "city_name": place.city,
        "continent_code": place.continent,
        "country_name": place.country,
        "latitude": Value::optional(has_coordinates.then_some(place.latitude)),
        "longitude": Value::optional(has_coordinates.then_some(place.longitude)),
        "postal_code": place.postal,
        "region_name": place.region,
        "timezone": place.timezone,
        "country_code": place.code,
    })
}

/// Escapes HTML, as the API does in names (`O&#39;Brien` on the List by Email reference
/// page), but not in names of tags.
fn escape(text: impl Into<Cow<'static, str>>) -> Cow<'static, str> {
    let text = text.into();
    let special = ['&', '<', '>', '"', '\''];
    if !text.contains(special) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(char),
        }
    }
    escaped.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_escaped_once() {
        assert_eq!(escape("O'Brien"), "O&#39;Brien");
        assert_eq!(escape("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
        assert_eq!(escape("王小明"), "王小明");
    }
}
