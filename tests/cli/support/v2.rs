//! API 2.x: servers that respond in its format, and the queries of searches.

use leads::sandbox::{Generation, Reply, Request};
use serde_json::{Value, json};

use super::harness::{Harness, only};

/// A practice workspace that serves only 2.x.
pub(crate) fn workspace(leads: u32) -> Harness {
    Harness::with(only(Generation::V2, leads), |request, api| {
        api.reply(request)
    })
}

/// A server that serves only 2.x, whose responses come from `handler`. The user selects
/// 2.16.
pub(crate) fn answering(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Harness {
    Harness::answering(handler).env("LEADS_API_VERSION", "2.16")
}

/// The query in the body of a search.
pub(crate) fn question(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

/// The value of the filter on `field` with `operator`.
pub(crate) fn filter(question: &Value, field: &str, operator: &str) -> Option<Value> {
    let filters = question["query"]["value"].as_array().unwrap();
    let found = filters
        .iter()
        .find(|filter| filter["field"] == field && filter["operator"] == operator);
    found.map(|filter| filter["value"].clone())
}

/// The operators and times of the filters on a date, in order.
pub(crate) fn filters(question: &Value, field: &str) -> impl Iterator<Item = (String, i64)> {
    let filters = question["query"]["value"].as_array().unwrap().clone();
    let field = field.to_owned();
    filters
        .into_iter()
        .filter(move |filter| filter["field"] == field)
        .map(|filter| {
            let time = filter["value"].as_str().unwrap().parse().unwrap();
            (filter["operator"].as_str().unwrap().to_owned(), time)
        })
}

/// The searches among the received requests.
pub(crate) fn searches(harness: &Harness) -> Vec<Value> {
    let requests = harness.requests();
    let searches = requests
        .iter()
        .filter(|request| request.path == "/contacts/search");
    searches.map(question).collect()
}

/// The page of these contacts that a search requests; a cursor is a position.
pub(crate) fn page(request: &Request, contacts: &[impl AsRef<str>]) -> Reply {
    let pagination = question(request)["pagination"].clone();
    let size = usize::try_from(pagination["per_page"].as_u64().unwrap()).unwrap();
    let start: usize = pagination["starting_after"]
        .as_str()
        .map_or(0, |cursor| cursor.parse().unwrap());
    let total = contacts.len();
    let next =
        (start + size < total).then(|| json!({"starting_after": (start + size).to_string()}));
    let shown: Vec<&str> = contacts.iter().map(AsRef::as_ref).collect();
    let shown = &shown[start.min(total)..(start + size).min(total)];
    list(
        shown,
        total,
        &json!({"type": "pages", "per_page": size, "next": next}),
    )
}

/// A list of contacts in the format of 2.x.
pub(crate) fn list(contacts: &[impl AsRef<str>], total: usize, pages: &Value) -> Reply {
    let contacts: Vec<&str> = contacts.iter().map(AsRef::as_ref).collect();
    let body = format!(
        r#"{{"type":"list","data":[{}],"total_count":{total},"pages":{pages}}}"#,
        contacts.join(",")
    );
    Reply::json(200, body)
}

/// A lead of 2.x with an id and a creation time.
pub(crate) fn lead(id: &str, created_at: i64) -> String {
    format!(
        r#"{{"type":"contact","id":"{id}","workspace_id":"w1","role":"lead","created_at":{created_at}}}"#
    )
}

/// This number of leads, newest first, with the ids `lead1` and so on.
pub(crate) fn leads(count: i64) -> Vec<String> {
    let leads = (1..=count).map(|number| lead(&format!("lead{number}"), 1_700_000_000 - number));
    leads.collect()
}
