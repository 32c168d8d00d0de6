//! Lists, their parameters and errors, requested as a client would.

mod leads;

use serde_json::Value;

use super::*;
use crate::sandbox::{Intercom, Settings};

fn api(leads: u32) -> Intercom {
    Intercom::new(Settings {
        leads,
        ..Settings::default()
    })
}

/// Sends a request in version 1.`minor`, and returns the status and the body.
fn ask_in(api: &Intercom, minor: u8, target: &str) -> (u16, Value) {
    let mut request = Request::new("GET", target);
    let mut add = |name: &str, value: String| request.headers.push((name.to_owned(), value));
    add("Authorization", "Bearer abc".to_owned());
    add("Intercom-Version", format!("1.{minor}"));
    let reply = api.reply(&request);
    (reply.status, serde_json::from_slice(&reply.body).unwrap())
}

fn get(api: &Intercom, target: &str) -> Value {
    let (status, body) = ask_in(api, 4, target);
    assert_eq!(status, 200, "{target}: {body}");
    body
}

fn refused(api: &Intercom, target: &str) -> (u16, String) {
    let (status, body) = ask_in(api, 4, target);
    let code = body["errors"][0]["code"].as_str();
    (
        status,
        code.unwrap_or_else(|| panic!("{target}: {body}"))
            .to_owned(),
    )
}

fn ids(body: &Value) -> Vec<&str> {
    let contacts = body["contacts"].as_array().unwrap().iter();
    contacts
        .map(|contact| contact["id"].as_str().unwrap())
        .collect()
}

#[test]
fn a_list_matches_the_reference() {
    let api = api(105);
    let body = get(&api, "/contacts");
    assert_eq!(body["type"], "contact.list");
    assert_eq!(body["total_count"], 105);
    assert_eq!(
        body["pages"],
        serde_json::json!({
            "type": "pages",
            "next": "https://api.intercom.io/contacts?per_page=50&page=2",
            "page": 1,
            "per_page": 50,
            "total_pages": 3,
        })
    );
    assert_eq!(body.get("limited"), None);
    assert_eq!(ids(&body), api.ids()[..50]);
}

#[test]
fn the_last_page_has_no_next_and_later_ones_are_empty() {
    let api = api(105);
    let last = get(&api, "/contacts?page=3");
    assert_eq!(ids(&last), api.ids()[100..]);
    assert_eq!(last["pages"]["next"], Value::Null);
    let past = get(&api, "/contacts?page=4&per_page=60");
    assert_eq!(ids(&past), [""; 0]);
    assert_eq!(past["pages"]["next"], Value::Null);
    assert_eq!(past["total_count"], 105);
    let none = get(&self::api(0), "/contacts");
    assert_eq!(none["pages"]["total_pages"], 0);
}

#[test]
fn no_page_reaches_past_lead_ten_thousand() {
    let api = api(10_100);
    for last in ["page=200", "page=166&per_page=60", "page=10000&per_page=1"] {
        let body = get(&api, &format!("/contacts?{last}"));
        assert_ne!(ids(&body), [""; 0]);
        assert!(body["pages"]["next"].is_string());
    }
    let over = [
        "page=201",
        "page=167&per_page=60",
        "page=18446744073709551615",
    ];
    for over in over.map(|over| format!("/contacts?{over}")) {
        let (_, body) = ask_in(&api, 4, &over);
        let message = &body["errors"][0]["message"];
        assert_eq!(message, "page limit reached, please use scroll API");
        assert_eq!(
            refused(&self::api(3), &over),
            (400, "bad_request".to_owned())
        );
    }
}

#[test]
fn parameters_outside_the_reference_are_refused() {
    let api = api(10);
    for query in [
        "page=0",
        "page=-1",
        "page=+1",
        "page=x",
        "page=",
        "per_page=0",
        "per_page=61",
        "page=1&page=1",
        "order=up",
        "sort=name",
        "name=Ada",
        "email=a&order=asc",
        "phone=1&sort=updated_at",
        "email=a&phone=1",
        "tag_id=17513&segment_id=53203e244cba153d39000062",
        "email=",
    ] {
        let answer = refused(&api, &format!("/contacts?{query}"));
        assert_eq!(answer, (400, "parameter_invalid".to_owned()), "{query}");
    }
    for path in [
        "/me?x=1",
        "/tags?page=1",
        "/contacts/scroll?per_page=9",
        "/contacts/1?x=1",
    ] {
        assert_eq!(refused(&api, path).0, 400, "{path}");
    }
}

#[test]
fn unknown_paths_and_methods_are_not_found() {
    let api = api(10);
    for path in [
        "/",
        "/contacts/",
        "/contacts/1/2",
        "/contact",
        "/users",
        "/contacts/1",
    ] {
        assert_eq!(refused(&api, path), (404, "not_found".to_owned()), "{path}");
    }
    let mut post = Request::new("POST", "/contacts");
    post.headers
        .push(("authorization".to_owned(), "Bearer a".to_owned()));
    assert_eq!(api.reply(&post).status, 404);
}

#[test]
fn a_lookup_by_email_keeps_it_in_the_next_page() {
    let api = api(300);
    let list = get(&api, "/contacts?per_page=60");
    let contacts = list["contacts"].as_array().unwrap();
    let mut emails = contacts
        .iter()
        .filter_map(|contact| contact["email"].as_str());
    let email = emails.rfind(|email| !email.is_empty()).unwrap();
    let query = email.to_uppercase().replace('@', "%40").replace('+', "%2B");
    let found = get(&api, &format!("/contacts?email={query}&per_page=1"));
    assert_eq!(found["limited"], false);
    let matched = found["contacts"][0]["email"].as_str().unwrap();
    assert!(matched.eq_ignore_ascii_case(email));
    let none = get(&api, "/contacts?email=nobody%40example.com");
    assert_eq!(none["total_count"], 0);
    assert_eq!(none["limited"], false);

    let page = get(
        &api,
        "/contacts?segment_id=53203e244cba153d39000062&per_page=5&sort=updated_at&page=2",
    );
    assert_eq!(
        page["pages"]["next"],
        "https://api.intercom.io/contacts?per_page=5&page=3\
         &segment_id=53203e244cba153d39000062&sort=updated_at"
    );
}

#[test]
fn phones_are_looked_up_from_version_1_2_on() {
    let api = api(10);
    assert_eq!(get(&api, "/contacts?phone=0035300")["total_count"], 0);
    assert_eq!(ask_in(&api, 2, "/contacts?phone=1").0, 200);
    assert_eq!(ask_in(&api, 1, "/contacts?phone=1").0, 400);
}

#[test]
fn a_scroll_has_all_leads_once_from_the_oldest() {
    let api = api(250);
    let first = get(&api, "/contacts/scroll");
    assert!(first["pages"].is_null() && first["total_count"].is_null());
    let parameter = first["scroll_param"].as_str().unwrap();
    assert_eq!(
        refused(&api, "/contacts/scroll"),
        (400, "scroll_exists".to_owned())
    );
    let unknown = refused(&api, "/contacts/scroll?scroll_param=unknown");
    assert_eq!(unknown, (404, "not_found".to_owned()));
    let next = format!("/contacts/scroll?scroll_param={parameter}");
    let mut seen: Vec<_> = ids(&first).into_iter().map(str::to_owned).collect();
    for size in [100, 50, 0] {
        let page = get(&api, &next);
        assert_eq!(page["scroll_param"], parameter);
        assert_eq!(ids(&page).len(), size);
        seen.extend(ids(&page).into_iter().map(str::to_owned));
    }
    seen.reverse();
    assert_eq!(seen, api.ids());
    assert_eq!(refused(&api, &next), (404, "not_found".to_owned()));
}

#[test]
fn churn_changes_the_list_but_keeps_most_of_it() {
    let api = Intercom::new(Settings {
        leads: 500,
        churn: true,
        ..Settings::default()
    });
    let before = api.ids();
    get(&api, "/me");
    assert_eq!(api.ids(), before, "only lists cause churn");
    for page in 1..=10 {
        get(&api, &format!("/contacts?page={page}"));
    }
    let after = api.ids();
    assert_ne!(after, before);
    let lived = before.iter().filter(|id| after.contains(id)).count();
    assert!((450..=500).contains(&lived), "{lived}");
}
