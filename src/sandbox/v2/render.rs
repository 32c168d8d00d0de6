//! A contact as the API 2.x puts it into JSON, field for field in the order
//! of the sample on the get-a-contact page.

use serde::Serialize;
use serde::ser::Serializer;

use super::Version;
use crate::sandbox::members::Member;
use crate::sandbox::person::{APP_ID, Location, Person, Value};
use crate::sandbox::vocabulary::Label;

/// A lead or a user. Nothing in it is escaped for HTML.
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
    owner_id: Value,
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
    #[serde(serialize_with = "attributes")]
    custom_attributes: &'a [(&'static str, Value)],
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
    pub(super) fn new(person: &'a Person, member: Member, version: Version) -> Self {
        let email = person.email.as_deref();
        let (browser, browser_version, os) = person.browser();
        let linked = |kind, labels: &[&'static Label]| Linked::new(&person.id, kind, labels);
        // The schema lets tags be null; a few of those who have none are so.
        let tags = (!person.tags.is_empty() || member.number % 16 != 0)
            .then(|| linked("tags", &person.tags));
        Self {
            r#type: "contact",
            id: &person.id,
            workspace_id: APP_ID,
            external_id: &person.user_id,
            role: member.role.name(),
            email,
            email_domain: email
                .and_then(|email| email.split_once('@'))
                .map(|(_, domain)| domain),
            phone: person.phone.as_deref(),
            name: person.name.as_deref(),
            avatar: avatar(person, member.number),
            owner_id: owner(person.owner, version),
            social_profiles: social_profiles(person),
            has_hard_bounced: false,
            marked_email_as_spam: false,
            unsubscribed_from_emails: person.unsubscribed,
            created_at: person.created_at,
            updated_at: person.updated_at,
            signed_up_at: person.signed_up_at,
            last_seen_at: person.last_request_at,
            last_replied_at: (),
            last_contacted_at: (),
            last_email_opened_at: (),
            last_email_clicked_at: (),
            language_override: (),
            browser,
            browser_version,
            browser_language: (),
            os,
            location: Place::new(&person.location),
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
            custom_attributes: &person.attributes,
            tags,
            notes: linked("notes", &[]),
            companies: linked("companies", &person.companies),
            opted_out_subscription_types: linked("subscriptions", &[]),
            opted_in_subscription_types: linked("subscriptions", &[]),
            utm_campaign: person.utm.map(|(campaign, _)| campaign),
            utm_content: (),
            utm_medium: person.utm.map(|_| "web"),
            utm_source: person.utm.map(|(_, source)| source),
            utm_term: (),
            referrer: person.utm.map(|_| "https://example.com/pricing"),
            enabled_push_messaging: None,
        }
    }

    /// The contact as it is when it is asked for alone.
    pub(super) fn alone(mut self) -> Self {
        self.enabled_push_messaging = Some(());
        self
    }
}

/// All three shapes have been seen: null, an address, and an object.
#[derive(Serialize)]
#[serde(untagged)]
enum Avatar<'a> {
    Url(&'a str),
    Object {
        r#type: &'static str,
        image_url: Option<&'a str>,
    },
}

fn avatar(person: &Person, number: i32) -> Option<Avatar<'_>> {
    match (person.image.as_deref(), number % 3) {
        (None, 1..) => None,
        (Some(url), 1..) => Some(Avatar::Url(url)),
        (image_url, _) => Some(Avatar::Object {
            r#type: "avatar",
            image_url,
        }),
    }
}

/// Owners are strings from 2.16 on, and were integers before.
fn owner(owner: Value, version: Version) -> Value {
    match owner {
        Value::Null => Value::Null,
        _ if version.is_strict() => Value::Text("321452"),
        _ => Value::Whole(321_452),
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

fn social_profiles(person: &Person) -> List<Social> {
    let data = person.social.iter().map(|(network, username)| Social {
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
            Location::Empty | Location::Missing => None,
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

/// How many entries of a linked list are told with the contact.
const TOLD: usize = 10;

/// A list of which the first entries are told, and where the rest is.
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
    fn new(contact: &str, kind: &'static str, labels: &[&'static Label]) -> Self {
        let one = if kind == "tags" { "tag" } else { "company" };
        let data = labels.iter().take(TOLD).map(|label| Link {
            id: label.id,
            r#type: one,
            url: format!("/{kind}/{}", label.id),
        });
        Self {
            r#type: "list",
            data: data.collect(),
            url: format!("/contacts/{contact}/{kind}"),
            total_count: labels.len(),
            has_more: labels.len() > TOLD,
        }
    }
}

fn attributes<S: Serializer>(
    attributes: &[(&'static str, Value)],
    out: S,
) -> Result<S::Ok, S::Error> {
    out.collect_map(attributes.iter().copied())
}

/// A tag, a segment or a company in a list of its own.
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
