//! API 2.0 and later: leads are contacts with the role `lead`. A search has its filters
//! in the body and continues by cursor (the API's page on searching).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use memchr::memmem;
use serde_json::{Value, json};

use super::body;
use super::contacts::V2;
use super::dialect::{Bounds, Dialect};
use super::error::Error;
use super::labels;
use super::page::Page;
use super::request::{Kind, Method, Request};
use super::v1::encoded;
use super::window::Window;
use crate::lead::{self, Lead};
use crate::query::labels::Label;
use crate::query::{Order, Query, Select, SortField};

/// The server compares dates by whole days in the workspace's time zone. Two days on
/// each side are enough for every zone, and for days of 25 hours.
const MARGIN: i64 = 2 * 86_400;

/// A day on which the clock is set back has 25 hours. `> from` starts with the day
/// after that of `from`, so `> from - 25 h` includes the whole day of `from` in every
/// time zone. `=` is not used, because it is not documented which day it means
/// (Intercom-OpenAPI#575).
const LONGEST_DAY: i64 = 25 * 3600;

/// The default order of a search.
const NEWEST_FIRST: (SortField, Order) = (SortField::CreatedAt, Order::Desc);

/// `POST /contacts/search`.
pub(crate) struct Search;

impl Dialect for Search {
    /// The maximum on the API's page on pagination.
    fn max_page_size(&self) -> u32 {
        150
    }

    fn max_values(&self) -> usize {
        50
    }

    fn first(&self, query: &Query) -> Request {
        let size = query.first_size(self.max_page_size());
        search(query, &filters(query), size)
    }

    fn window(&self, _: &Query, _: Window) -> Option<Request> {
        None
    }

    fn within(&self, query: &Query, bounds: Bounds, size: u32) -> Option<Request> {
        if query.sort.unwrap_or(NEWEST_FIRST).0 != SortField::CreatedAt {
            return None;
        }
        let mut filters = filters(query);
        if let Some(from) = bounds.from {
            filters.extend(after("created_at", from.saturating_sub(LONGEST_DAY)));
        }
        if let Some(until) = bounds.until {
            filters.push(filter("created_at", "<", until.to_string()));
        }
        Some(search(query, &filters, size))
    }

    fn get_lead(&self, id: &str) -> Request {
        Request::get(format!("/contacts/{}", encoded(id)))
    }

    fn has_labels(&self) -> bool {
        false
    }

    fn tags_of(&self, lead_id: &str) -> Option<Request> {
        Some(Request::get(format!("/contacts/{}/tags", encoded(lead_id))))
    }

    fn read_labels(&self, sent: &Request, body: Vec<u8>) -> Result<Vec<Label>, Error> {
        labels::read(sent, body, "tag.list")
    }

    fn read(&self, sent: &Request, body: Vec<u8>) -> Result<Page, Error> {
        let (body, parsed) = body::parse_lenient(body::text(body), |body| V2::parse(body, sent))?;
        let cursor = parsed.next.as_deref().and_then(cursor);
        let next = cursor.as_ref().map(|cursor| continuation(sent, cursor));
        if next.as_ref() == Some(sent) {
            return Err(Error::NotUnderstood(
                "a cursor that repeats itself".to_owned(),
            ));
        }
        let mut page = Page::new(body, &parsed.leads);
        let all = page.len();
        let last = page.leads().next_back().and_then(Lead::id);
        let is_key = cursor
            .zip(last)
            .is_some_and(|(cursor, last)| is_key(&cursor, &last));
        let first = page.ids().next().cloned();
        page.retain(|_, lead| !is_user(lead));
        Ok(Page {
            next_is_key: is_key,
            first,
            // If the server ignored the role, the total counts all contacts.
            total: parsed.total.filter(|_| page.len() == all),
            has_users: page.len() < all,
            is_end_unknown: parsed.is_end_unknown,
            page_size: parsed.page_size,
            more: next.is_some(),
            next,
            ..page
        })
    }
}

fn search(query: &Query, filters: &[Value], size: u32) -> Request {
    let (field, order) = query.sort.unwrap_or(NEWEST_FIRST);
    let order = match order {
        Order::Asc => "ascending",
        Order::Desc => "descending",
    };
    let body = json!({
        "query": {"operator": "AND", "value": filters},
        "sort": {"field": field.name(), "order": order},
        "pagination": {"per_page": size},
    });
    Request {
        method: Method::Post,
        body: Some(body.to_string()),
        ..Request::get("/contacts/search".to_owned())
    }
}

fn filter(field: &str, operator: &str, value: impl Into<Value>) -> Value {
    let value = value.into();
    json!({"field": field, "operator": operator, "value": value})
}

/// The filters of the request. They match every lead of `query`, and possibly more.
fn filters(query: &Query) -> Vec<Value> {
    let any = |field: &str, values: &[String]| match values {
        [value] => filter(field, "=", json!(value)),
        values => filter(field, "IN", json!(values)),
    };
    let mut filters = vec![filter("role", "=", json!("lead"))];
    match &query.select {
        Select::All => {}
        Select::Emails(addresses) => filters.push(any("email", addresses)),
        Select::Phones(numbers) => filters.push(any("phone", numbers)),
    }
    let narrowing = &query.narrowing;
    for (field, times) in narrowing.times() {
        if let Some(since) = times.since {
            // For `leads sync --quick`, where each additional day costs requests.
            let margin = if field == SortField::UpdatedAt {
                LONGEST_DAY
            } else {
                MARGIN
            };
            filters.extend(after(field.name(), since.saturating_sub(margin)));
        }
        let until = times.until.map(|until| until.saturating_add(MARGIN));
        if let Some(until) = until.filter(|until| *until > 0) {
            filters.push(filter(field.name(), "<", until.to_string()));
        }
    }
    for tag in &narrowing.tags {
        filters.push(filter("tag_id", "=", json!(tag)));
    }
    for segment in &narrowing.segments {
        filters.push(filter("segment_id", "=", json!(segment)));
    }
    if narrowing.unsubscribed {
        filters.push(filter("unsubscribed_from_emails", "=", json!(true)));
    }
    filters
}

/// A filter for times after the day of `time`. Leads from before 1970 exist, but such a
/// filter is not documented, so none is sent.
fn after(field: &str, time: i64) -> Option<Value> {
    (time > 0).then(|| filter(field, ">", time.to_string()))
}

/// The request that continues after `sent`: the same query, sort and page size, which
/// the API requires on every page.
fn continuation(sent: &Request, cursor: &str) -> Request {
    let question = sent
        .body
        .as_deref()
        .and_then(|body| serde_json::from_str::<Value>(body).ok());
    let mut question = question.unwrap_or_default();
    if let Some(pagination) = question.get_mut("pagination") {
        pagination["starting_after"] = json!(cursor);
    }
    Request {
        body: Some(question.to_string()),
        kind: Kind::Cursor,
        ..sent.clone()
    }
}

/// The cursor in `next`. The list ends if there is none.
fn cursor(next: &str) -> Option<String> {
    let cursor = Lead::new(next).value("starting_after")?;
    let cursor = lead::plain_text(cursor)?;
    Some(cursor.into_owned()).filter(|cursor| !cursor.is_empty())
}

/// Whether a cursor names the last contact of its page: Base64 of a JSON array of sort
/// value, id and page. Such a cursor continues after that contact even if others were
/// deleted. Any other cursor may be a number of contacts to skip.
fn is_key(cursor: &str, last_id: &str) -> bool {
    let mut letters = cursor.as_bytes().to_vec();
    letters.retain(|letter| !letter.is_ascii_whitespace());
    let text = BASE64.decode(letters).unwrap_or_default();
    memmem::find(&text, format!("\"{last_id}\"").as_bytes()).is_some()
}

fn is_user(lead: Lead<'_>) -> bool {
    // Enough for nearly all leads, and much faster than parsing.
    let mut roles = body::scan_for_key(lead.json().as_bytes(), b"\"role\"").peekable();
    if roles.peek().is_some() && roles.all(|role| role.starts_with(b"\"lead\"")) {
        return false;
    }
    lead.value("role")
        .and_then(lead::plain_text)
        .is_some_and(|role| role != "lead")
}

#[cfg(test)]
mod tests;
