//! The API 2.0 and later as its reference pages describe contacts: users and
//! leads together, searched, and paged by cursors.

mod cursor;
mod day;
mod field;
mod newest;
mod operator;
mod order;
mod query;
mod render;
mod search;
mod version;

use serde::Serialize;
use serde_json::value::to_raw_value;

pub(super) use self::order::Orders;
use self::render::{Contact, Named};
use self::search::Asked;
pub(super) use self::version::Version;
use super::account;
use super::intercom::Intercom;
use super::members::Member;
use super::message::{Reply, Request};
use super::person::Person;
use super::refusal::Refusal;
use super::rendered::{Shape, Text};
use super::vocabulary::{Label, SEGMENTS, TAGS};

/// Answers `request` by the rules of `version`.
pub(super) fn answer(
    api: &Intercom,
    request: &Request,
    version: Version,
) -> Result<Reply, Refusal> {
    let path = request.path.strip_prefix('/').unwrap_or("");
    let parts: Vec<_> = path.split('/').collect();
    match (request.method.as_str(), &parts[..]) {
        ("GET", ["contacts"]) => page(api, &search::list(request)?, version),
        ("POST", ["contacts", "search"]) => page(api, &search::search(request, version)?, version),
        // What 2.0 took away (its changelog page). The scroll is no such
        // thing: its path is that of a contact.
        (_, ["users" | "leads", ..]) => Err(Refusal::version()),
        ("GET", known) => {
            let reply = get(api, known, version)?;
            request.check(&[]).map(|()| reply)
        }
        _ => Err(missing()),
    }
}

fn get(api: &Intercom, path: &[&str], version: Version) -> Result<Reply, Refusal> {
    Ok(match path {
        ["me"] => account::me(),
        ["tags"] => list("tag", &TAGS),
        // The list of all segments kept the shape that it had.
        ["segments"] => Reply::ok(&serde_json::json!({
            "type": "segment.list",
            "segments": named("segment", &SEGMENTS),
        })),
        ["contacts", id] => {
            let person = person(api, id, version)?;
            Reply::ok(&Contact::new(&person.1, person.0, version).alone())
        }
        ["contacts", id, "tags"] => {
            let (_, person) = person(api, id, version)?;
            list("tag", person.tags)
        }
        ["contacts", id, "segments"] => {
            let (_, person) = person(api, id, version)?;
            list("segment", person.segments)
        }
        ["contacts", id, "companies"] => {
            let (_, person) = person(api, id, version)?;
            paged(&named("company", person.companies))
        }
        ["contacts", id, "notes"] => person(api, id, version).map(|_| paged(&[]))?,
        ["contacts", id, "subscriptions"] => {
            person(api, id, version).map(|_| list("subscription", []))?
        }
        _ => return Err(missing()),
    })
}

fn missing() -> Refusal {
    Refusal::not_found("The requested resource could not be found")
}

/// A cursor that does not belong here (the list-contacts page).
fn invalid_cursor() -> Refusal {
    let message = "Invalid starting_after param. Please try again using a starting_after value \
                   from a paginated response";
    Refusal::new(400, "client_error", message)
}

/// The contact with this id; from 2.16 on, those who became another one are
/// gone rather than not found (the get-a-contact page).
fn person(api: &Intercom, id: &str, version: Version) -> Result<(Member, Person), Refusal> {
    let members = api.members();
    let unknown = || Refusal::not_found("User Not Found");
    let member = members.by_id(id).ok_or_else(unknown)?;
    let workspace = api.workspace();
    if workspace.has(member) {
        drop(workspace);
        return Ok((member, members.person(member)));
    }
    let canonical = workspace.canonical(member).filter(|_| version.is_strict());
    let canonical = members.id(canonical.ok_or_else(unknown)?);
    let message = "This contact has been merged. See the 'Link' header for the canonical contact.";
    Err(Refusal::new(410, "contact_merged", message)
        .with_link(format!("</contacts/{canonical}>; rel=\"canonical\"")))
}

/// `{"type":"list","data":[...]}`.
fn list(kind: &'static str, labels: impl IntoIterator<Item = &'static Label>) -> Reply {
    Reply::ok(&serde_json::json!({
        "type": "list",
        "data": named(kind, labels),
    }))
}

/// The same with pages by number, as some lists of a contact have them: here
/// always one page (the pages of companies and notes attached to a contact).
fn paged(data: &[Named]) -> Reply {
    Reply::ok(&serde_json::json!({
        "type": "list",
        "data": data,
        "pages": {
            "type": "pages",
            "next": null,
            "page": 1,
            "per_page": 50,
            "total_pages": data.len().min(1),
        },
        "total_count": data.len(),
    }))
}

fn named(kind: &'static str, labels: impl IntoIterator<Item = &'static Label>) -> Vec<Named> {
    let labels = labels.into_iter();
    labels.map(|label| Named::new(kind, label)).collect()
}

/// `pages` of a list (the pagination page).
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "as the API has them")]
struct Pages {
    r#type: &'static str,
    page: u64,
    per_page: u64,
    total_pages: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Next>,
}

#[derive(Serialize)]
struct Next {
    page: u64,
    starting_after: String,
}

fn page(api: &Intercom, asked: &Asked, version: Version) -> Result<Reply, Refusal> {
    #[derive(Serialize)]
    struct Envelope {
        r#type: &'static str,
        data: Vec<Text>,
        total_count: usize,
        pages: Pages,
    }
    if api.settings().churn {
        api.workspace().churn();
    }
    let page = api.orders().page(api, &asked.wanted)?;
    let shape = Shape::V2 {
        strict: version.is_strict(),
    };
    let members = api.members();
    let data = api.rendered().texts(shape, &page.members, |member| {
        to_raw_value(&Contact::new(&members.person(member), member, version))
    });
    let per_page = asked.wanted.per_page;
    Ok(Reply::ok(&Envelope {
        r#type: "list",
        data,
        total_count: page.total,
        pages: Pages {
            r#type: "pages",
            page: asked.page(),
            per_page,
            total_pages: (page.total as u64).div_ceil(per_page),
            next: page.next.map(|(value, id)| Next {
                page: asked.page() + 1,
                starting_after: asked.next(value, id),
            }),
        },
    }))
}

#[cfg(test)]
mod tests;
