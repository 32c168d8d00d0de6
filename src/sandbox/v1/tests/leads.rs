//! Single leads and their fields.

use super::*;
use crate::sandbox::contacts::Contacts;
use crate::sandbox::workspace::Schema;

#[test]
fn tagged_leads_have_the_tag() {
    let api = api(300);
    let tags = get(&api, "/tags");
    let tag = &tags["tags"][2];
    assert_eq!(tag["name"], "R&D");
    let list = get(
        &api,
        &format!("/contacts?tag_id={}", tag["id"].as_str().unwrap()),
    );
    let contacts = list["contacts"].as_array().unwrap();
    assert!(!contacts.is_empty());
    for contact in contacts {
        assert!(contact["tags"]["tags"].as_array().unwrap().contains(tag));
    }
    let segments = get(&api, "/segments");
    assert_eq!(segments["type"], "segment.list");
    assert_eq!(segments["segments"][0]["name"], "New");
    assert_eq!(refused(&api, "/contacts?tag_id=1").0, 404);
    assert_eq!(refused(&api, "/contacts?segment_id=1").0, 404);
}

#[test]
fn one_lead_is_the_same_as_in_the_list() {
    let api = api(100);
    let list = get(&api, "/contacts?page=2");
    let wanted = &list["contacts"][7];
    let id = wanted["id"].as_str().unwrap();
    assert_eq!(get(&api, &format!("/contacts/{id}")), *wanted);
}

#[test]
fn version_1_2_removed_personal_fields() {
    let api = api(60);
    for (minor, there) in [(0, true), (1, true), (2, false), (4, false)] {
        let (_, body) = ask_in(&api, minor, "/contacts?per_page=60");
        let contacts = body["contacts"].as_array().unwrap();
        for contact in contacts {
            assert_eq!(contact.get("user_agent_data").is_some(), there);
            assert_eq!(contact.get("last_seen_ip").is_some(), there);
        }
        let places = contacts.iter().map(|contact| &contact["location_data"]);
        assert_eq!(
            places.clone().any(|place| place.get("latitude").is_some()),
            there
        );
        assert!(places.clone().any(|place| place.get("city_name").is_some()));
    }
}

/// The sample on the List by Email reference page, without values.
const SAMPLE: [&str; 27] = [
    "type",
    "id",
    "user_id",
    "anonymous",
    "email",
    "phone",
    "name",
    "pseudonym",
    "avatar",
    "app_id",
    "companies",
    "location_data",
    "last_request_at",
    "last_seen_ip",
    "created_at",
    "remote_created_at",
    "signed_up_at",
    "updated_at",
    "session_count",
    "social_profiles",
    "unsubscribed_from_emails",
    "user_agent_data",
    "tags",
    "segments",
    "custom_attributes",
    "owner_id",
    "utm_campaign",
];

#[test]
fn fields_are_in_the_order_of_the_sample() {
    let profile = Contacts::new(1, 0).profile(ContactKey::lead(0));
    let json = serde_json::to_string_pretty(&contact(profile, Schema::V1_0)).unwrap();
    let keys: Vec<_> = json
        .lines()
        .filter_map(|line| line.strip_prefix("  \"")?.split('"').next())
        .collect();
    let indexes = SAMPLE.map(|key| keys.iter().position(|other| *other == key));
    assert!(indexes.iter().all(Option::is_some), "{keys:?}");
    // The order of the last two is not documented.
    assert!(indexes[..25].is_sorted());
}
