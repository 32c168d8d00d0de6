//! The JSON of a contact in API 2.x, with the fields in the order of the sample on the
//! get-a-contact page. Nothing is escaped as HTML.

use crate::sandbox::account::APP_ID;
use crate::sandbox::contacts::{ContactKey, Label, Location, Place, Profile};
use crate::sandbox::json::{Object, Value, object};
use crate::sandbox::workspace::Schema;

/// The maximum number of entries of a linked list in a contact.
const MAX_LINKS: usize = 10;

pub(super) fn contact(profile: Profile, key: ContactKey, schema: Schema) -> Object {
    let (browser, browser_version, os) = profile.browser();
    let (campaign, source) = profile.utm.unzip();
    // The API's schema allows null: some contacts without tags have it.
    let has_tags = !profile.tags.is_empty() || key.number % 16 != 0;
    let path = format!("/contacts/{}", profile.id);
    let domain = profile.email.as_deref().and_then(domain);
    object! {
        "type": "contact",
        "id": profile.id,
        "workspace_id": APP_ID,
        "external_id": profile.external_id,
        "role": key.role.name(),
        "email": profile.email,
        "email_domain": domain,
        "phone": profile.phone,
        "name": profile.name,
        "avatar": avatar(profile.avatar_url, key.number),
        "owner_id": owner_id(&profile.owner_id, schema),
        "social_profiles": object! {
            "type": "list",
            "data": profile.social.into_iter().map(social_profile).collect::<Vec<_>>(),
        },
        "has_hard_bounced": false,
        "marked_email_as_spam": false,
        "unsubscribed_from_emails": profile.unsubscribed,
        "created_at": profile.created_at,
        "updated_at": profile.updated_at,
        "signed_up_at": profile.signed_up_at,
        "last_seen_at": profile.last_seen_at,
        "last_replied_at": (),
        "last_contacted_at": (),
        "last_email_opened_at": (),
        "last_email_clicked_at": (),
        "language_override": (),
        "browser": browser,
        "browser_version": browser_version,
        "browser_language": (),
        "os": os,
        "location": location(&profile.location),
        "android_app_name": (),
        "android_app_version": (),
        "android_device": (),
        "android_os_version": (),
        "android_sdk_version": (),
        "android_last_seen_at": (),
        "ios_app_name": (),
        "ios_app_version": (),
        "ios_device": (),
        "ios_os_version": (),
        "ios_sdk_version": (),
        "ios_last_seen_at": (),
        "custom_attributes": profile.custom_attributes,
        "tags": has_tags.then(|| linked(&path, "tags", "tag", &profile.tags)),
        "notes": linked(&path, "notes", "note", &[]),
        "companies": linked(&path, "companies", "company", &profile.companies),
        "opted_out_subscription_types": linked(&path, "subscriptions", "subscription", &[]),
        "opted_in_subscription_types": linked(&path, "subscriptions", "subscription", &[]),
        "utm_campaign": campaign,
        "utm_content": (),
        "utm_medium": profile.utm.map(|_| "web"),
        "utm_source": source,
        "utm_term": (),
        "referrer": profile.utm.map(|_| "https://example.com/pricing"),
    }
}

/// The JSON of a single contact, which has one more field.
pub(super) fn single(profile: Profile, key: ContactKey, schema: Schema) -> Object {
    let mut contact = contact(profile, key, schema);
    contact.0.push(("enabled_push_messaging", Value::Null));
    contact
}

fn domain(email: &str) -> Option<String> {
    let (_, domain) = email.split_once('@')?;
    Some(domain.to_owned())
}

/// The API documents three forms: null, a URL and an object.
fn avatar(url: Option<String>, number: i32) -> Value {
    if number % 3 > 0 {
        url.into()
    } else {
        Value::from(object! { "type": "avatar", "image_url": url })
    }
}

fn owner_id(owner_id: &Value, schema: Schema) -> Value {
    match (owner_id, schema) {
        (Value::Null, _) => Value::Null,
        (_, Schema::V2_16) => "321452".into(),
        _ => Value::Unsigned(321_452),
    }
}

fn social_profile((network, username): (&'static str, String)) -> Object {
    object! {
        "type": "social_profile",
        "name": network,
        "url": format!("http://social.example.com/{username}"),
    }
}

fn location(location: &Location) -> Object {
    let place = match location {
        Location::Known(place) => Some(*place),
        Location::Empty | Location::Null => None,
    };
    let field = |field: fn(&Place) -> &'static str| place.map(field);
    object! {
        "type": "location",
        "country": field(|place| place.country),
        "region": field(|place| place.region),
        "city": field(|place| place.city),
        "country_code": field(|place| place.code),
        "continent_code": field(|place| place.continent),
    }
}

/// A list with its first entries and the path of the complete list.
fn linked(path: &str, plural: &str, kind: &'static str, labels: &[&'static Label]) -> Object {
    let links = labels.iter().take(MAX_LINKS).map(|label| {
        let url = format!("/{plural}/{}", label.id);
        object! { "id": label.id, "type": kind, "url": url }
    });
    object! {
        "type": "list",
        "data": links.collect::<Vec<_>>(),
        "url": format!("{path}/{plural}"),
        "total_count": labels.len() as u64,
        "has_more": labels.len() > MAX_LINKS,
    }
}
