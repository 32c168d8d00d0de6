//! The JSON of a contact in API 2.x, with the fields in the order of the sample
//! on the get-a-contact page. Nothing in it is escaped for HTML.

use serde::Serialize;

use crate::sandbox::account::APP_ID;
use crate::sandbox::contacts::{Attributes, ContactKey, Label, Location, Profile, Scalar};
use crate::sandbox::workspace::Schema;

/// A lead or a user.
#[derive(Serialize)]
pub(super) struct Contact<'a> {
    r#type: &'static str,
    id: &'a str,
    workspace_id: &'static str,
    external_id: &'a str,
    role: &'static str,
    email: Option<&'a str>,
    email_domain: Option<&'a str>,
    phone: Option<&'a str>,
    name: Option<&'a str>,
    avatar: Option<Avatar<'a>>,
    owner_id: Scalar,
    social_profiles: List<Social>,
    has_hard_bounced: bool,
    marked_email_as_spam: bool,
    unsubscribed_from_emails: bool,
    created_at: i64,
    updated_at: i64,
    signed_up_at: Option<i64>,
    last_seen_at: Option<i64>,
    last_replied_at: (),
    last_contacted_at: (),
    last_email_opened_at: (),
    last_email_clicked_at: (),
    language_override: (),
    browser: &'static str,
    browser_version: &'static str,
    browser_language: (),
    os: &'static str,
    location: Place,
    android_app_name: (),
    android_app_version: (),
    android_device: (),
    android_os_version: (),
    android_sdk_version: (),
    android_last_seen_at: (),
    ios_app_name: (),
    ios_app_version: (),
    ios_device: (),
    ios_os_version: (),
    ios_sdk_version: (),
    ios_last_seen_at: (),
    custom_attributes: &'a Attributes,
    tags: Option<Linked>,
    notes: Linked,
    companies: Linked,
    opted_out_subscription_types: Linked,
    opted_in_subscription_types: Linked,
    utm_campaign: Option<&'static str>,
    utm_content: (),
    utm_medium: Option<&'static str>,
    utm_source: Option<&'static str>,
    utm_term: (),
    referrer: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled_push_messaging: Option<()>,
}

impl<'a> Contact<'a> {
    pub(super) fn new(profile: &'a Profile, key: ContactKey, schema: Schema) -> Self {
        let email = profile.email.as_deref();
        let (browser, browser_version, os) = profile.browser();
        let linked = |kind, labels: &[&'static Label]| Linked::new(&profile.id, kind, labels);
        // The API's schema allows null: some contacts without tags have it.
        let tags = (!profile.tags.is_empty() || key.number % 16 != 0)
            .then(|| linked("tags", &profile.tags));
        Self {
            r#type: "contact",
            id: &profile.id,
            workspace_id: APP_ID,
            external_id: &profile.external_id,
            role: key.role.name(),
            email,
            email_domain: email
                .and_then(|email| email.split_once('@'))
                .map(|(_, domain)| domain),
            phone: profile.phone.as_deref(),
            name: profile.name.as_deref(),
            avatar: avatar(profile, key.number),
            owner_id: owner_id(profile.owner_id, schema),
            social_profiles: social_profiles(profile),
            has_hard_bounced: false,
            marked_email_as_spam: false,
            unsubscribed_from_emails: profile.unsubscribed,
            created_at: profile.created_at,
            updated_at: profile.updated_at,
            signed_up_at: profile.signed_up_at,
            last_seen_at: profile.last_seen_at,
            last_replied_at: (),
            last_contacted_at: (),
            last_email_opened_at: (),
            last_email_clicked_at: (),
            language_override: (),
            browser,
            browser_version,
            browser_language: (),
            os,
            location: Place::new(&profile.location),
            android_app_name: (),
            android_app_version: (),
            android_device: (),
            android_os_version: (),
            android_sdk_version: (),
            android_last_seen_at: (),
            ios_app_name: (),
            ios_app_version: (),
            ios_device: (),
            ios_os_version: (),
            ios_sdk_version: (),
            ios_last_seen_at: (),
            custom_attributes: &profile.custom_attributes,
            tags,
            notes: linked("notes", &[]),
            companies: linked("companies", &profile.companies),
            opted_out_subscription_types: linked("subscriptions", &[]),
            opted_in_subscription_types: linked("subscriptions", &[]),
            utm_campaign: profile.utm.map(|(campaign, _)| campaign),
            utm_content: (),
            utm_medium: profile.utm.map(|_| "web"),
            utm_source: profile.utm.map(|(_, source)| source),
            utm_term: (),
            referrer: profile.utm.map(|_| "https://example.com/pricing"),
            enabled_push_messaging: None,
        }
    }

    /// With the field that only the response to a single contact has.
    pub(super) fn single(mut self) -> Self {
        self.enabled_push_messaging = Some(());
        self
    }
}

/// The API documents all three forms: null, a URL and an object.
#[derive(Serialize)]
#[serde(untagged)]
enum Avatar<'a> {
    Url(&'a str),
    Object {
        r#type: &'static str,
        image_url: Option<&'a str>,
    },
}

fn avatar(profile: &Profile, number: i32) -> Option<Avatar<'_>> {
    match (profile.avatar_url.as_deref(), number % 3) {
        (None, 1..) => None,
        (Some(url), 1..) => Some(Avatar::Url(url)),
        (image_url, _) => Some(Avatar::Object {
            r#type: "avatar",
            image_url,
        }),
    }
}

fn owner_id(owner_id: Scalar, schema: Schema) -> Scalar {
    match (owner_id, schema) {
        (Scalar::Null, _) => Scalar::Null,
        (_, Schema::V2_16) => Scalar::String("321452"),
        _ => Scalar::Integer(321_452),
    }
}

#[derive(Serialize)]
struct List<T> {
    r#type: &'static str,
    data: Vec<T>,
}

#[derive(Serialize)]
struct Social {
    r#type: &'static str,
    name: &'static str,
    url: String,
}

fn social_profiles(profile: &Profile) -> List<Social> {
    let data = profile.social.iter().map(|(network, username)| Social {
        r#type: "social_profile",
        name: network,
        url: format!("http://social.example.com/{username}"),
    });
    List {
        r#type: "list",
        data: data.collect(),
    }
}

#[derive(Serialize)]
struct Place {
    r#type: &'static str,
    country: Option<&'static str>,
    region: Option<&'static str>,
    city: Option<&'static str>,
    country_code: Option<&'static str>,
    continent_code: Option<&'static str>,
}

impl Place {
    fn new(location: &Location) -> Self {
        let place = match location {
            Location::Known(place) => Some(place),
            Location::Empty | Location::Null => None,
        };
        Self {
            r#type: "location",
            country: place.map(|place| place.country),
            region: place.map(|place| place.region),
            city: place.map(|place| place.city),
            country_code: place.map(|place| place.code),
            continent_code: place.map(|place| place.continent),
        }
    }
}

/// Entries of a linked list that a contact states.
const MAX_LINKS: usize = 10;

/// A list with its first entries and the path of the whole.
#[derive(Serialize)]
struct Linked {
    r#type: &'static str,
    data: Vec<Link>,
    url: String,
    total_count: usize,
    has_more: bool,
}

#[derive(Serialize)]
struct Link {
    id: &'static str,
    r#type: &'static str,
    url: String,
}

impl Linked {
    fn new(contact_id: &str, kind: &'static str, labels: &[&'static Label]) -> Self {
        let r#type = if kind == "tags" { "tag" } else { "company" };
        let data = labels.iter().take(MAX_LINKS).map(|label| Link {
            id: label.id,
            r#type,
            url: format!("/{kind}/{}", label.id),
        });
        Self {
            r#type: "list",
            data: data.collect(),
            url: format!("/contacts/{contact_id}/{kind}"),
            total_count: labels.len(),
            has_more: labels.len() > MAX_LINKS,
        }
    }
}

/// A tag or a segment in a list.
#[derive(Serialize)]
pub(super) struct Named {
    r#type: &'static str,
    id: &'static str,
    name: &'static str,
}

impl Named {
    pub(super) fn new(r#type: &'static str, label: &'static Label) -> Self {
        Self {
            r#type,
            id: label.id,
            name: label.name,
        }
    }
}
