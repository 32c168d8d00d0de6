//! API 1.0 to 1.4: leads as the List Leads reference page describes them, by
//! page number, and the scroll for what lies past the first 10,000.

use std::ops::Range;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::body;
use super::dialect::{Dialect, Request};
use super::error::{Error, Refusal};
use super::page::Page;
use super::window::Window;
use crate::lead;
use crate::query::{Order, Query, Select, SortField};

/// The most leads that a page holds (the users list page states it).
pub const LARGEST_PAGE: u32 = 60;

/// All but the characters that RFC 3986 leaves alone; `+` must go as `%2B`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// `text` for a path segment or a query value.
#[must_use]
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The request for one lead by its id.
#[must_use]
pub fn lead_by_id(id: &str) -> Request {
    Request::get(format!("/contacts/{}", encoded(id)))
}

/// Reads the answer to [`lead_by_id`].
pub fn one(sent: &Request, body: Vec<u8>) -> Result<Page, Error> {
    read(sent, body::text(body))
}

/// `GET /contacts`, by page number.
pub struct List;

impl Dialect for List {
    fn first(&self, query: &Query) -> Request {
        let size = query.per_page.unwrap_or(LARGEST_PAGE);
        let size = query.few.map_or(size, |few| few.clamp(1, size));
        page_of(query, Window::first(size))
    }

    fn window(&self, query: &Query, window: Window) -> Option<Request> {
        Some(page_of(query, window))
    }

    fn read(&self, sent: &Request, body: Vec<u8>) -> Result<Page, Error> {
        read(sent, body::text(body))
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
        Select::Email(address) => add("email", address),
        Select::Phone(number) => add("phone", number),
    }
    // The API takes one of the two; the leads' own lists decide the other.
    match (&query.segment, &query.tag) {
        (Some(segment), _) => add("segment_id", segment),
        (None, Some(tag)) => add("tag_id", tag),
        (None, None) => {}
    }
    if let Some((field, order)) = query.sort {
        add("sort", sort_name(field));
        add(
            "order",
            match order {
                Order::Asc => "asc",
                Order::Desc => "desc",
            },
        );
    }
    Request::get(target)
}

fn sort_name(field: SortField) -> &'static str {
    match field {
        SortField::CreatedAt => "created_at",
        SortField::UpdatedAt => "updated_at",
        SortField::LastSeenAt => "last_request_at",
        SortField::SignedUpAt => "signed_up_at",
    }
}

/// `GET /contacts/scroll`: 100 leads an answer, one scroll a workspace, over
/// after a minute unasked (the page on iterating over all leads).
pub struct Scroll;

impl Dialect for Scroll {
    fn first(&self, _: &Query) -> Request {
        Request {
            scroll: true,
            ..Request::get("/contacts/scroll".to_owned())
        }
    }

    fn window(&self, _: &Query, _: Window) -> Option<Request> {
        None
    }

    /// Ends on an empty page and on nothing else: the parameter may be the
    /// same on every page, and the last one may still carry it.
    fn read(&self, sent: &Request, body: Vec<u8>) -> Result<Page, Error> {
        let text = body::text(body);
        let param = scroll_param(&text);
        let mut page = read(sent, text)?;
        if !page.is_empty() {
            let target = match param {
                Some(param) => format!("/contacts/scroll?scroll_param={}", encoded(&param)),
                None if sent.target.contains('?') => sent.target.clone(),
                None => {
                    return Err(Error::NotUnderstood(
                        "a scroll without a scroll_param".to_owned(),
                    ));
                }
            };
            page.next = Some(Request {
                scroll: true,
                repeatable: false,
                ..Request::get(target)
            });
        }
        Ok(page)
    }
}

/// Whether the API refused because the list serves no page so deep. Its code
/// and words have changed over the years.
#[must_use]
pub fn is_wall(refusal: &Refusal) -> bool {
    (400..500).contains(&refusal.status)
        && (refusal.message.contains("page limit") || refusal.message.contains("'page' not found"))
}

fn scroll_param(body: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Param<'a> {
        #[serde(borrow)]
        scroll_param: Option<&'a RawValue>,
    }
    let param = serde_json::from_str::<Param>(body).ok()?.scroll_param?;
    lead::text(param.get())
        .filter(|param| !param.is_empty())
        .map(Into::into)
}

/// A list of leads, one lead, or errors. Everything that a reading can do
/// without may be missing, null, or of an odd type.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Envelope<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<&'a RawValue>,
    #[serde(borrow)]
    contacts: Option<Vec<&'a RawValue>>,
    // The samples of the scroll show the leads under this key.
    #[serde(borrow)]
    users: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    total_count: Option<&'a RawValue>,
    #[serde(borrow)]
    pages: Option<&'a RawValue>,
    #[serde(borrow)]
    limited: Option<&'a RawValue>,
    #[serde(borrow)]
    role: Option<&'a RawValue>,
    #[serde(borrow)]
    workspace_id: Option<&'a RawValue>,
}

/// Reads the body of a successful answer of API 1.x.
fn read(sent: &Request, body: String) -> Result<Page, Error> {
    let (body, outline) = match outline(&body, sent) {
        // Raw control bytes inside strings make it unreadable to the letter.
        Err(Error::Unreadable(why)) => match body::escape_controls(&body) {
            Some(escaped) => {
                let outline = outline(&escaped, sent)?;
                (escaped, outline)
            }
            None => return Err(Error::Unreadable(why)),
        },
        outline => (body, outline?),
    };
    Ok(Page {
        total: outline.total,
        granted: outline.granted,
        more: outline.more,
        limited: outline.limited,
        ..Page::new(body, &outline.leads)
    })
}

/// What a body says, and where its leads stand in it.
#[derive(Default)]
struct Outline {
    leads: Vec<Range<usize>>,
    total: Option<u64>,
    granted: Option<u32>,
    more: bool,
    limited: bool,
}

fn outline(body: &str, sent: &Request) -> Result<Outline, Error> {
    let envelope = serde_json::from_str::<Envelope>(body).map_err(|error| {
        if error.classify() == Category::Data {
            not_understood(body)
        } else {
            unreadable(body, &error)
        }
    })?;
    let kind = envelope.kind.and_then(|kind| lead::text(kind.get()));
    match (
        kind.as_deref(),
        envelope.contacts.as_ref().or(envelope.users.as_ref()),
    ) {
        (Some("error.list"), _) => Err(Error::Refused(refusal(200, body.as_bytes(), sent))),
        (Some("list"), _) => Err(Error::OtherGeneration),
        (_, Some(leads)) => list(body, leads, &envelope),
        (Some("contact"), None) if envelope.role.is_some() || envelope.workspace_id.is_some() => {
            Err(Error::OtherGeneration)
        }
        (Some("contact"), None) => {
            let start = body.len() - body.trim_start().len();
            let whole = start..body.trim_end().len();
            let leads = std::iter::once(whole).collect();
            Ok(Outline {
                leads,
                ..Outline::default()
            })
        }
        _ => Err(not_understood(body)),
    }
}

fn list(body: &str, leads: &[&RawValue], envelope: &Envelope) -> Result<Outline, Error> {
    if leads.iter().any(|lead| !lead.get().starts_with('{')) {
        return Err(not_understood(body));
    }
    let number = |json: &RawValue| lead::text(json.get())?.parse::<u64>().ok();
    let found = envelope.pages.map_or_else(
        || vec![None, None],
        |pages| lead::values(pages.get(), &["per_page", "next"]),
    );
    if found[1].is_some_and(|next| next.starts_with('{')) {
        return Err(Error::OtherGeneration);
    }
    Ok(Outline {
        leads: Page::spans(body, leads),
        total: envelope.total_count.and_then(number),
        granted: found[0]
            .and_then(lead::text)
            .and_then(|size| size.parse().ok()),
        more: found[1]
            .and_then(lead::text)
            .is_some_and(|next| !next.is_empty()),
        limited: envelope
            .limited
            .is_some_and(|limited| limited.get() == "true"),
    })
}

fn unreadable(body: &str, error: &serde_json::Error) -> Error {
    Error::Unreadable(match body.trim() {
        "" => "an empty body".to_owned(),
        text if text.starts_with('<') => "HTML in place of JSON".to_owned(),
        _ if error.is_eof() => format!("it ends in the middle, after {} bytes", body.len()),
        _ => format!("it is not JSON ({error})"),
    })
}

fn not_understood(body: &str) -> Error {
    let shown: String = body.trim().chars().take(80).collect();
    let dots = if shown.len() < body.trim().len() {
        "…"
    } else {
        ""
    };
    Error::NotUnderstood(format!("neither leads nor errors: {shown}{dots}"))
}

/// The error that a body carries, whatever of it can be read. Older answers
/// have `type` in the place of `code`; not all name a request.
pub(super) fn refusal(status: u16, body: &[u8], sent: &Request) -> Refusal {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Errors<'a> {
        #[serde(borrow)]
        errors: Option<Vec<&'a RawValue>>,
        #[serde(borrow)]
        request_id: Option<&'a RawValue>,
    }
    let text = String::from_utf8_lossy(body);
    let errors = serde_json::from_str::<Errors>(&text).unwrap_or_default();
    let first = errors.errors.as_ref().and_then(|errors| errors.first());
    let found = first.map_or_else(Vec::new, |error| {
        lead::values(error.get(), &["code", "type", "message"])
    });
    let part = |place: usize| {
        found
            .get(place)
            .copied()
            .flatten()
            .and_then(lead::text)
            .filter(|text| !text.is_empty())
    };
    let path = sent.target.split('?').next().unwrap_or_default();
    Refusal {
        status,
        code: part(0).or_else(|| part(1)).unwrap_or_default().into_owned(),
        message: part(2).unwrap_or_default().into_owned(),
        request_id: errors
            .request_id
            .and_then(|id| lead::text(id.get()))
            .map(Into::into),
        asked: format!("{} {path}", sent.method.name()),
    }
}

#[cfg(test)]
#[path = "v1_tests.rs"]
mod tests;
