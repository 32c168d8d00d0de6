//! The parameters of `GET /contacts`, held to the letter of their
//! documentation so that a caller's mistakes show.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::sandbox::message::Request;
use crate::sandbox::refusal::Refusal;
use crate::sandbox::vocabulary::{Label, SEGMENTS, TAGS};
use crate::sandbox::workspace::{Filter, Selection, Sort};

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The one lead with this `user_id`.
    One(String),
    List(List),
}

/// One page of a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct List {
    pub(super) page: u64,
    pub(super) per_page: u64,
    pub(super) selection: Selection,
    /// The parameters besides those of paging, as they were given.
    others: Vec<(String, String)>,
}

/// The letters of a parameter that stand as they are.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl List {
    /// Whether leads are looked up by what they are known by. The API marks
    /// such lists with `limited` (the List by Email reference page).
    pub(super) fn is_query(&self) -> bool {
        matches!(self.selection.filter, Filter::Email(_) | Filter::Phone(_))
    }

    /// The URL of the page after this one. It names the API's own host
    /// whatever host was called, as every sample in the reference does.
    pub(super) fn next(&self) -> String {
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
const ORDERING: [&str; 3] = ["order", "sort", "created_since"];
const FILTERS: [&str; 5] = ["email", "phone", "user_id", "tag_id", "segment_id"];

/// Reads the parameters as version 1.`minor` takes them.
pub(super) fn read(request: &Request, minor: u8) -> Result<Wanted, Refusal> {
    request.check(&[&PAGING[..], &ORDERING, &FILTERS].concat())?;
    if minor < 2 && request.parameter("phone").is_some() {
        return Err(Refusal::invalid("Unknown parameter 'phone'"));
    }
    together(request)?;
    if let Some(user_id) = request.parameter("user_id") {
        return Ok(Wanted::One(user_id.to_owned()));
    }
    let others = request.query.iter();
    Ok(Wanted::List(List {
        page: request.number("page", 1, u64::MAX)?.unwrap_or(1),
        per_page: request.number("per_page", 1, 60)?.unwrap_or(50),
        selection: Selection {
            filter: filter(request)?,
            sort: sort(request)?,
            ascending: ascending(request)?,
            days: request
                .number("created_since", 1, u32::MAX.into())?
                .and_then(|days| u32::try_from(days).ok()),
        },
        others: others
            .filter(|(name, _)| !PAGING.contains(&name.as_str()))
            .cloned()
            .collect(),
    }))
}

/// Refuses parameters that do not go together: one filter at most, and order
/// only for lists that are no lookup ("works with" on the users list
/// parameters page).
fn together(request: &Request) -> Result<(), Refusal> {
    let given = |names: &[&'static str]| -> Vec<&'static str> {
        let names = names.iter().copied();
        names
            .filter(|name| request.parameter(name).is_some())
            .collect()
    };
    let clash = |one: &str, other: &str| {
        let message = format!("Parameters '{one}' and '{other}' cannot be combined");
        Err(Refusal::invalid(message))
    };
    let filters = given(&FILTERS);
    if let [one, other, ..] = filters[..] {
        return clash(one, other);
    }
    let refused = match filters[..] {
        ["email" | "phone"] => given(&ORDERING),
        ["user_id"] => given(&[&PAGING[..], &ORDERING].concat()),
        _ => Vec::new(),
    };
    match (filters.first(), refused.first()) {
        (Some(filter), Some(other)) => clash(filter, other),
        _ => Ok(()),
    }
}

fn filter(request: &Request) -> Result<Filter, Refusal> {
    if let Some(email) = request.parameter("email") {
        Ok(Filter::Email(email.to_owned()))
    } else if let Some(phone) = request.parameter("phone") {
        Ok(Filter::Phone(phone.to_owned()))
    } else if let Some(id) = request.parameter("tag_id") {
        place(&TAGS, id)
            .map(Filter::Tag)
            .ok_or_else(|| Refusal::not_found("Tag Not Found"))
    } else if let Some(id) = request.parameter("segment_id") {
        let place = place(&SEGMENTS, id).map(Filter::Segment);
        place.ok_or_else(|| Refusal::not_found("Segment Not Found"))
    } else {
        Ok(Filter::All)
    }
}

fn place(labels: &[Label], id: &str) -> Option<usize> {
    labels.iter().position(|label| label.id == id)
}

fn sort(request: &Request) -> Result<Sort, Refusal> {
    match request.parameter("sort") {
        None | Some("created_at") => Ok(Sort::Created),
        Some("last_request_at") => Ok(Sort::LastRequest),
        Some("signed_up_at") => Ok(Sort::SignedUp),
        Some("updated_at") => Ok(Sort::Updated),
        Some(other) => Err(Refusal::invalid(format!("Cannot sort by '{other}'"))),
    }
}

fn ascending(request: &Request) -> Result<bool, Refusal> {
    match request.parameter("order") {
        None | Some("desc") => Ok(false),
        Some("asc") => Ok(true),
        Some(_) => Err(Refusal::invalid("'order' must be asc or desc")),
    }
}
