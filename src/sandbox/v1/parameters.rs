//! The parameters of `GET /contacts`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Version;
use crate::sandbox::contacts::{Label, Role, SEGMENTS, TAGS, TextField, TimeField};
use crate::sandbox::error::ApiError;
use crate::sandbox::http::Request;
use crate::sandbox::parameters::{allow_only, int_in};
use crate::sandbox::workspace::{Direction, Filter, Index, Order, Selection};

/// A page of a list, as requested.
#[derive(Debug)]
pub(super) struct PageRequest {
    pub(super) page: u64,
    pub(super) per_page: u64,
    pub(super) selection: Selection,
    pub(super) lookup: Lookup,
    /// The parameters except those of paging, as sent.
    others: Vec<(String, String)>,
}

/// Whether a list finds leads by e-mail or phone. The API marks such lists with
/// `limited` (the List by Email reference page).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lookup {
    Yes,
    No,
}

/// Characters that are escaped in a query: all except RFC 3986's unreserved ones.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl PageRequest {
    /// The URL of the next page. Its host is always the API's, as in every sample of
    /// the reference.
    pub(super) fn next_url(&self) -> String {
        let (per_page, page) = (self.per_page, self.page + 1);
        let mut url = format!("https://api.intercom.io/contacts?per_page={per_page}&page={page}");
        for (name, value) in &self.others {
            url.push('&');
            url.push_str(name);
            url.push('=');
            url.extend(utf8_percent_encode(value, ESCAPED));
        }
        url
    }
}

const PAGING: [&str; 2] = ["page", "per_page"];
const ORDERING: [&str; 2] = ["order", "sort"];
const FILTERS: [&str; 4] = ["email", "phone", "tag_id", "segment_id"];

pub(super) fn parse(request: &Request, version: Version) -> Result<PageRequest, ApiError> {
    allow_only(request, &[&PAGING[..], &ORDERING, &FILTERS].concat())?;
    if request.parameter("phone").is_some() && !version.has_phone_lookup() {
        return Err(ApiError::invalid_parameter("Unknown parameter 'phone'"));
    }
    check_combination(request)?;
    let is_lookup = ["email", "phone"].map(|name| request.parameter(name).is_some());
    let is_other = |name: &str| !PAGING.contains(&name);
    let others = request.query.iter().filter(|(name, _)| is_other(name));
    Ok(PageRequest {
        page: int_in(request, "page", 1..=u64::MAX)?.unwrap_or(1),
        per_page: int_in(request, "per_page", 1..=60)?.unwrap_or(50),
        selection: Selection {
            filter: filter(request)?,
            order: order(request)?,
            index: Index::Live,
        },
        lookup: if is_lookup.contains(&true) {
            Lookup::Yes
        } else {
            Lookup::No
        },
        others: others.cloned().collect(),
    })
}

/// Rejects parameters that cannot be combined: two filters (the
/// list-by-tag-segment-company page), or a lookup with an order ("works with" on the
/// users list parameters page).
fn check_combination(request: &Request) -> Result<(), ApiError> {
    let sent = |names: &[&'static str]| -> Vec<&'static str> {
        let names = names.iter().copied();
        let sent = names.filter(|name| request.parameter(name).is_some());
        sent.collect()
    };
    let clash = match sent(&FILTERS)[..] {
        [one, other, ..] => Some((one, other)),
        [one @ ("email" | "phone")] => sent(&ORDERING).first().map(|other| (one, *other)),
        _ => None,
    };
    clash.map_or(Ok(()), |(one, other)| {
        let message = format!("Parameters '{one}' and '{other}' cannot be combined");
        Err(ApiError::invalid_parameter(message))
    })
}

fn filter(request: &Request) -> Result<Filter, ApiError> {
    let mut filters = vec![Filter::equals(TextField::Role, Role::Lead.name())];
    let has = |labels: &[Label], id: &str| labels.iter().any(|label| label.id == id);
    for (name, field) in [
        ("email", TextField::Email),
        ("phone", TextField::Phone),
        ("tag_id", TextField::Tag),
        ("segment_id", TextField::Segment),
    ] {
        let Some(value) = request.parameter(name) else {
            continue;
        };
        match field {
            TextField::Tag if !has(&TAGS, value) => {
                return Err(ApiError::not_found("Tag Not Found"));
            }
            TextField::Segment if !has(&SEGMENTS, value) => {
                return Err(ApiError::not_found("Segment Not Found"));
            }
            _ => filters.push(Filter::equals(field, value)),
        }
    }
    Ok(Filter::All(filters))
}

fn order(request: &Request) -> Result<Order, ApiError> {
    let by = match request.parameter("sort") {
        None | Some("created_at") => TimeField::Created,
        Some("last_request_at") => TimeField::LastSeen,
        Some("signed_up_at") => TimeField::SignedUp,
        Some("updated_at") => TimeField::Updated,
        Some(other) => {
            let message = format!("Cannot sort by '{other}'");
            return Err(ApiError::invalid_parameter(message));
        }
    };
    let direction = match request.parameter("order") {
        None | Some("desc") => Direction::Descending,
        Some("asc") => Direction::Ascending,
        Some(_) => {
            let message = "'order' must be asc or desc";
            return Err(ApiError::invalid_parameter(message));
        }
    };
    Ok(Order { by, direction })
}
