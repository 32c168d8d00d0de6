//! API 1.0 to 1.4: the list by page number (the API's page on listing leads), and the
//! scroll for leads past the first 10,000.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::api_error::ApiError;
use super::body;
use super::contacts::V1;
use super::dialect::Dialect;
use super::error::Error;
use super::labels;
use super::page::Page;
use super::request::{Kind, Request};
use super::window::Window;
use crate::lead;
use crate::query::labels::Label;
use crate::query::{Order, Query, Select, SortField};

/// The page size to try when a larger one is refused: sources disagree on whether 50
/// or 60 is the maximum (facts 1.1).
pub(crate) const SAFE_SIZE: u32 = 50;

/// All characters except the unreserved ones of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// `text` percent-encoded for a path segment or a query value.
pub(crate) fn encoded(text: &str) -> String {
    match text {
        // As path segments, these two have another meaning.
        "." | ".." => text.replace('.', "%2E"),
        _ => utf8_percent_encode(text, RESERVED).to_string(),
    }
}

/// `GET /contacts`, by page number.
pub(crate) struct List;

impl Dialect for List {
    /// The maximum on the API's page on listing users.
    fn max_page_size(&self) -> u32 {
        60
    }

    fn max_values(&self) -> usize {
        1
    }

    fn first(&self, query: &Query) -> Request {
        page_of(query, Window::first(query.first_size(self.max_page_size())))
    }

    fn window(&self, query: &Query, window: Window) -> Option<Request> {
        Some(page_of(query, window))
    }

    fn get_lead(&self, id: &str) -> Request {
        Request::get(format!("/contacts/{}", encoded(id)))
    }

    fn get_user(&self, id: &str) -> Option<Request> {
        Some(Request::get(format!("/users/{}", encoded(id))))
    }

    fn read_labels(&self, sent: &Request, body: Vec<u8>) -> Result<Vec<Label>, Error> {
        labels::read(sent, body, "list")
    }

    fn read(&self, sent: &Request, body: Vec<u8>) -> Result<Page, Error> {
        read(sent, body::text(body)).map(|(page, _)| page)
    }
}

fn page_of(query: &Query, window: Window) -> Request {
    let mut target = format!("/contacts?page={}&per_page={}", window.page, window.size);
    let mut add = |name: &str, value: &str| {
        target.push('&');
        target.push_str(name);
        target.push('=');
        target.push_str(&encoded(value));
    };
    match &query.select {
        Select::All => {}
        Select::Emails(addresses) => addresses.iter().for_each(|address| add("email", address)),
        Select::Phones(numbers) => numbers.iter().for_each(|number| add("phone", number)),
    }
    // The API accepts only one of these; the query's condition checks all.
    match (
        query.narrowing.segments.first(),
        query.narrowing.tags.first(),
    ) {
        (Some(segment), _) => add("segment_id", segment),
        (None, Some(tag)) => add("tag_id", tag),
        (None, None) => {}
    }
    if let Some((field, order)) = query.sort {
        add("sort", sort_name(field));
        let order = match order {
            Order::Asc => "asc",
            Order::Desc => "desc",
        };
        add("order", order);
    }
    Request::get(target)
}

fn sort_name(field: SortField) -> &'static str {
    match field {
        SortField::LastSeenAt => "last_request_at",
        field => field.name(),
    }
}

/// `GET /contacts/scroll`: 100 leads per response, one scroll per workspace. A scroll
/// ends if it is not continued for a minute (the API's page on iterating over all
/// leads).
pub(crate) struct Scroll;

impl Dialect for Scroll {
    fn max_page_size(&self) -> u32 {
        100
    }

    fn max_values(&self) -> usize {
        1
    }

    fn first(&self, _: &Query) -> Request {
        Request {
            kind: Kind::ScrollStart,
            ..Request::get("/contacts/scroll".to_owned())
        }
    }

    fn window(&self, _: &Query, _: Window) -> Option<Request> {
        None
    }

    fn get_lead(&self, id: &str) -> Request {
        List.get_lead(id)
    }

    fn read_labels(&self, sent: &Request, body: Vec<u8>) -> Result<Vec<Label>, Error> {
        List.read_labels(sent, body)
    }

    /// Every response has a next request: the parameter can be the same on every page,
    /// and the empty page that ends the scroll can have it too.
    fn read(&self, sent: &Request, body: Vec<u8>) -> Result<Page, Error> {
        let (mut page, param) = read(sent, body::text(body))?;
        if !page.is_empty() || sent.kind == Kind::Scroll {
            let target = match param {
                Some(param) => format!("/contacts/scroll?scroll_param={}", encoded(&param)),
                None if sent.kind == Kind::Scroll => sent.target.clone(),
                None => {
                    return Err(Error::NotUnderstood(
                        "a scroll without a scroll_param".to_owned(),
                    ));
                }
            };
            page.next = Some(Request {
                kind: Kind::Scroll,
                ..Request::get(target)
            });
        }
        Ok(page)
    }
}

/// Whether the API refused a page past the end of the list. Its code and message have
/// changed over the years.
#[must_use]
pub fn is_page_limit(refused: &ApiError) -> bool {
    (400..500).contains(&refused.status)
        && (refused.message.contains("page limit") || refused.message.contains("'page' not found"))
}

/// Whether the API may have refused the page size.
pub(crate) fn is_size_refused(refused: &ApiError) -> bool {
    matches!(refused.status, 400 | 422)
        && !is_page_limit(refused)
        && (refused.message.contains("per_page")
            || matches!(
                refused.code.as_str(),
                "" | "bad_request" | "client_error" | "invalid_per_page" | "parameter_invalid"
            ))
}

/// The page, and the parameter that continues the scroll.
fn read(sent: &Request, body: String) -> Result<(Page, Option<String>), Error> {
    let (body, parsed) = body::parse_lenient(body, |body| V1::parse(body, sent))?;
    let has_next = parsed
        .next
        .as_deref()
        .and_then(lead::plain_text)
        .is_some_and(|next| !next.is_empty());
    let page = Page {
        total: parsed.total,
        page_size: parsed.page_size,
        more: has_next || parsed.is_end_unknown && !parsed.leads.is_empty(),
        is_end_unknown: parsed.is_end_unknown,
        limited: parsed.limited,
        has_users: parsed.is_user,
        ..Page::new(body, &parsed.leads)
    };
    Ok((page, parsed.scroll_param))
}

#[cfg(test)]
mod tests;
