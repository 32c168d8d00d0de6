//! API 2.0 and later: leads are contacts with the role `lead`, searched for
//! with a question in the body and read on by cursor (the search page).

use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::api_error::Refusal;
use super::body;
use super::dialect::{Dialect, Method, Request};
use super::error::Error;
use super::page::Page;
use super::v1::encoded;
use super::window::Window;
use crate::lead::{self, Lead};
use crate::query::{Order, Query, Select, SortField};

/// Dates are compared by whole days in the workspace's time zone. Two days on
/// each side are wide enough for every zone and for days of 25 hours.
const MARGIN: i64 = 2 * 86_400;

/// How a search comes when no order is asked for.
const NEWEST_FIRST: (SortField, Order) = (SortField::CreatedAt, Order::Desc);

/// `POST /contacts/search`.
pub(crate) struct Search;

impl Dialect for Search {
    /// The page on pagination states it.
    fn largest_page(&self) -> u32 {
        150
    }

    fn batch(&self) -> usize {
        50
    }

    fn first(&self, query: &Query) -> Request {
        let size = query.first_size(self.largest_page());
        search(query, &filters(query), size)
    }

    fn window(&self, _: &Query, _: Window) -> Option<Request> {
        None
    }

    fn before(&self, query: &Query, time: i64) -> Option<Request> {
        if query.sort.unwrap_or(NEWEST_FIRST) != NEWEST_FIRST {
            return None;
        }
        let mut filters = filters(query);
        filters.push(filter("created_at", "<", time.to_string()));
        let size = query.page_size(self.largest_page());
        Some(search(query, &filters, size))
    }

    fn one(&self, id: &str) -> Request {
        Request::get(format!("/contacts/{}", encoded(id)))
    }

    fn tags(&self) -> Option<Request> {
        Some(Request::get("/tags".to_owned()))
    }

    fn read(&self, sent: &Request, body: Vec<u8>) -> Result<Page, Error> {
        let (body, outline) = body::leniently(body::text(body), |body| outline(body, sent))?;
        let next = outline.cursor.map(|cursor| after(sent, &cursor));
        if next.as_ref() == Some(sent) {
            return Err(Error::NotUnderstood(
                "a cursor that leads back to itself".to_owned(),
            ));
        }
        let mut page = Page::new(body, &outline.leads);
        let all = page.len();
        page.retain(|_, lead| !is_user(lead));
        Ok(Page {
            // Where the role was ignored, the total is that of all contacts.
            total: outline.total.filter(|_| page.len() == all),
            granted: outline.granted,
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
        "sort": {"field": sort_name(field), "order": order},
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

/// What to ask the server for: never less than what is wanted.
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
    let later = |time: i64| json!(time.saturating_sub(MARGIN).max(0).to_string());
    if let Some(since) = query.since {
        filters.push(filter("created_at", ">", later(since)));
    }
    if let Some(until) = query.until {
        let until = until.saturating_add(MARGIN).max(0);
        filters.push(filter("created_at", "<", json!(until.to_string())));
    }
    if let Some(since) = query.updated_since {
        filters.push(filter("updated_at", ">", later(since)));
    }
    if let Some(tag) = &query.tag {
        filters.push(filter("tag_id", "=", json!(tag)));
    }
    if let Some(segment) = &query.segment {
        filters.push(filter("segment_id", "=", json!(segment)));
    }
    filters
}

fn sort_name(field: SortField) -> &'static str {
    match field {
        SortField::CreatedAt => "created_at",
        SortField::UpdatedAt => "updated_at",
        SortField::LastSeenAt => "last_seen_at",
        SortField::SignedUpAt => "signed_up_at",
    }
}

/// The request that goes on after `sent`: the same question, sort and page
/// size, as the API wants them on every page.
fn after(sent: &Request, cursor: &str) -> Request {
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
        goes_on: true,
        ..sent.clone()
    }
}

fn is_user(lead: Lead<'_>) -> bool {
    // Nearly all are leads at a glance, whatever holds the role.
    let mut roles = body::glance(lead.json().as_bytes(), b"\"role\"").peekable();
    if roles.peek().is_some() && roles.all(|role| role.starts_with(b"\"lead\"")) {
        return false;
    }
    lead.value("role")
        .and_then(lead::plain_text)
        .is_some_and(|role| role != "lead")
}

/// A list of contacts, one contact, or errors.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Envelope<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<&'a RawValue>,
    #[serde(borrow)]
    data: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    contacts: Option<&'a RawValue>,
    #[serde(borrow)]
    total_count: Option<&'a RawValue>,
    #[serde(borrow)]
    pages: Option<&'a RawValue>,
    #[serde(borrow)]
    errors: Option<&'a RawValue>,
    #[serde(borrow)]
    user_id: Option<&'a RawValue>,
    #[serde(borrow)]
    role: Option<&'a RawValue>,
}

/// What a body says, and where its contacts stand in it.
#[derive(Default)]
struct Outline {
    leads: Vec<Range<usize>>,
    total: Option<u64>,
    granted: Option<u32>,
    cursor: Option<String>,
}

fn outline(body: &str, sent: &Request) -> Result<Outline, Error> {
    let envelope: Envelope = body::parsed(body)?;
    let kind = envelope.kind.and_then(|kind| lead::plain_text(kind.get()));
    match (kind.as_deref(), envelope.data.as_ref()) {
        (Some("error.list"), _) => Err(Refusal::in_success(body, sent)),
        (Some("contact.list"), _) => Err(Error::OtherGeneration),
        (_, Some(leads)) if envelope.contacts.is_none() => list(body, leads, &envelope),
        (Some("contact"), None) if envelope.user_id.is_some() && envelope.role.is_none() => {
            Err(Error::OtherGeneration)
        }
        (Some("contact"), None) => Ok(Outline {
            leads: std::iter::once(body::trimmed(body)).collect(),
            ..Outline::default()
        }),
        (_, None) if envelope.errors.is_some() => Err(Refusal::in_success(body, sent)),
        _ => Err(body::not_understood(body)),
    }
}

/// The list ends where `pages` is null, or `next` is absent, null, or without
/// a cursor.
fn list(body: &str, leads: &[&RawValue], envelope: &Envelope) -> Result<Outline, Error> {
    let pages = envelope.pages.map_or("{}", RawValue::get);
    let [per_page, next] = body::two(pages, "per_page", "next");
    let cursor = next.and_then(|next| Lead::new(next).value("starting_after"));
    Ok(Outline {
        leads: body::objects(body, leads)?,
        total: envelope
            .total_count
            .and_then(|total| body::number(total.get())),
        granted: per_page.and_then(body::number),
        cursor: cursor
            .and_then(lead::plain_text)
            .filter(|cursor| !cursor.is_empty())
            .map(Into::into),
    })
}

#[cfg(test)]
#[path = "v2_tests.rs"]
mod tests;
