//! Lists, single contacts and errors, requested as a client would.

mod contacts;
mod paging;
mod search;

use serde_json::{Value, json};

use super::*;
use crate::sandbox::{Intercom, Settings};

fn api(leads: u32) -> Intercom {
    Intercom::new(Settings {
        leads,
        ..Settings::default()
    })
}

/// A request in `version`, with `body` if there is one.
fn request(version: &str, target: &str, body: Option<&Value>) -> Request {
    let mut request = Request::new(if body.is_some() { "POST" } else { "GET" }, target);
    let mut add = |name: &str, value: &str| {
        request.headers.push((name.to_owned(), value.to_owned()));
    };
    add("Authorization", "Bearer abc");
    add("Intercom-Version", version);
    add("Content-Type", "application/json; charset=utf-8");
    request.body = body.map(|body| body.to_string().into()).unwrap_or_default();
    request
}

fn read(reply: &Reply) -> (u16, Value) {
    (reply.status, serde_json::from_slice(&reply.body).unwrap())
}

fn ask_in(api: &Intercom, version: &str, target: &str, body: Option<&Value>) -> (u16, Value) {
    read(&api.reply(&request(version, target, body)))
}

fn get(api: &Intercom, target: &str) -> Value {
    let (status, body) = ask_in(api, "2.16", target, None);
    assert_eq!(status, 200, "{target}: {body}");
    body
}

fn search(api: &Intercom, body: &Value) -> Value {
    let (status, answer) = ask_in(api, "2.16", "/contacts/search", Some(body));
    assert_eq!(status, 200, "{body}: {answer}");
    answer
}

/// The status and the code of an error.
fn code(answer: (u16, Value)) -> (u16, String) {
    let (status, body) = answer;
    let code = body["errors"][0]["code"].as_str();
    (status, code.unwrap_or_else(|| panic!("{body}")).to_owned())
}

fn refused(api: &Intercom, version: &str, body: &Value) -> (u16, String) {
    code(ask_in(api, version, "/contacts/search", Some(body)))
}

fn ids(answer: &Value) -> Vec<String> {
    column(answer, "id")
        .iter()
        .map(|id| id.as_str().unwrap().to_owned())
        .collect()
}

/// The values of all contacts for `key`.
fn column(answer: &Value, key: &str) -> Vec<Value> {
    let contacts = answer["data"].as_array().unwrap().iter();
    contacts.map(|contact| contact[key].clone()).collect()
}

fn is(field: &str, operator: &str, value: impl Into<Value>) -> Value {
    json!({"field": field, "operator": operator, "value": value.into()})
}

/// A query that all contacts match.
fn everyone() -> Value {
    is("role", "IN", json!(["lead", "user"]))
}

/// All matches of a query, from all pages.
fn all(api: &Intercom, query: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    let mut pagination = json!({"per_page": 150});
    loop {
        let answer = search(api, &json!({"query": query, "pagination": pagination}));
        found.extend(answer["data"].as_array().unwrap().iter().cloned());
        let next = &answer["pages"]["next"];
        if next.is_null() {
            assert_eq!(answer["total_count"], found.len());
            return found;
        }
        pagination["starting_after"] = next["starting_after"].clone();
    }
}
