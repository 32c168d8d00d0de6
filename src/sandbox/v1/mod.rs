//! The API 1.0 to 1.4 as its reference pages describe leads: lists by page
//! number, the scroll, and single leads.

mod parameters;
mod render;

use serde::Serialize;
use serde_json::value::to_raw_value;

use self::parameters::{List, Wanted};
use self::render::Contact;
use super::account;
use super::intercom::Intercom;
use super::members::{Member, Role};
use super::message::{Reply, Request};
use super::random::Uuid;
use super::refusal::Refusal;
use super::rendered::{Shape, Text};
use super::vocabulary::{Label, SEGMENTS, TAGS};
use super::workspace::ScrollFault;

/// No page reaches past this lead (the users list parameters page).
const WALL: u64 = 10_000;

/// Answers `request` by the rules of version 1.`minor`.
pub(super) fn answer(api: &Intercom, request: &Request, minor: u8) -> Result<Reply, Refusal> {
    let missing = || Refusal::not_found("The requested resource could not be found");
    if request.method != "GET" {
        return Err(missing());
    }
    let known = |names: &[&str]| request.check(names);
    match request.path.strip_prefix('/').unwrap_or("") {
        "contacts" => match parameters::read(request, minor)? {
            Wanted::One(user_id) => one_by_user_id(api, &user_id, minor),
            Wanted::List(list) => page(api, &list, minor),
        },
        "contacts/scroll" => {
            known(&["scroll_param"])?;
            scroll(api, request.parameter("scroll_param"), minor)
        }
        "me" => known(&[]).map(|()| account::me()),
        "tags" => known(&[]).map(|()| labels("tag", &TAGS)),
        "segments" => known(&[]).map(|()| labels("segment", &SEGMENTS)),
        path => match path.strip_prefix("contacts/") {
            Some(id) if !id.is_empty() && !id.contains('/') => {
                known(&[])?;
                one(api, id, minor)
            }
            _ => Err(missing()),
        },
    }
}

/// `pages` of a list (the List Leads reference page).
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "as the API has them")]
struct Pages {
    r#type: &'static str,
    next: Option<String>,
    page: u64,
    per_page: u64,
    total_pages: u64,
}

fn page(api: &Intercom, list: &List, minor: u8) -> Result<Reply, Refusal> {
    #[derive(Serialize)]
    struct Envelope {
        r#type: &'static str,
        total_count: usize,
        contacts: Vec<Text>,
        pages: Pages,
        #[serde(skip_serializing_if = "Option::is_none")]
        limited: Option<bool>,
    }
    let end = list.page.saturating_mul(list.per_page);
    if end > WALL {
        let message = "page limit reached, please use scroll API";
        return Err(Refusal::new(400, "bad_request", message));
    }
    let size = |count| usize::try_from(count).unwrap_or(usize::MAX);
    let (total_count, numbers) = {
        let mut workspace = api.workspace();
        if api.settings().churn {
            workspace.churn();
        }
        let skip = size(end - list.per_page);
        workspace.list(&list.selection, skip, size(list.per_page))
    };
    let total_pages = (total_count as u64).div_ceil(list.per_page);
    Ok(Reply::ok(&Envelope {
        r#type: "contact.list",
        total_count,
        contacts: contacts(api, &numbers, minor),
        pages: Pages {
            r#type: "pages",
            next: (list.page < total_pages).then(|| list.next()),
            page: list.page,
            per_page: list.per_page,
            total_pages,
        },
        limited: list.is_query().then_some(false),
    }))
}

fn scroll(api: &Intercom, parameter: Option<&str>, minor: u8) -> Result<Reply, Refusal> {
    #[derive(Serialize)]
    struct Envelope {
        r#type: &'static str,
        scroll_param: String,
        contacts: Vec<Text>,
        pages: (),
        total_count: (),
    }
    let expiry = api.settings().scroll_expiry;
    let page = match parameter {
        None => api.workspace().open_scroll(expiry),
        Some(parameter) => {
            let page = api.workspace().scroll_on(parameter, expiry);
            page.map(|page| (parameter.to_owned(), page))
        }
    };
    let (scroll_param, numbers) = page.map_err(|fault| match fault {
        ScrollFault::Exists => {
            let message = "scroll already exists for this workspace";
            Refusal::new(400, "scroll_exists", message)
        }
        ScrollFault::NotFound => Refusal::not_found("scroll parameter not found"),
    })?;
    Ok(Reply::ok(&Envelope {
        r#type: "contact.list",
        scroll_param,
        contacts: contacts(api, &numbers, minor),
        pages: (),
        total_count: (),
    }))
}

fn one(api: &Intercom, id: &str, minor: u8) -> Result<Reply, Refusal> {
    let number = api.people().number(id);
    let number = number.filter(|number| api.workspace().contains(*number));
    let number = number.ok_or_else(|| Refusal::not_found("Contact Not Found"))?;
    Ok(Reply::ok(&Contact::new(
        &api.people().person(number),
        minor,
    )))
}

fn one_by_user_id(api: &Intercom, user_id: &str, minor: u8) -> Result<Reply, Refusal> {
    let people = api.people();
    let found = Uuid::parse(user_id)
        .and_then(|user_id| api.workspace().by_user_id(user_id))
        .ok_or_else(|| Refusal::not_found(format!("No such user_id[{user_id}]")))?;
    Ok(Reply::ok(&Contact::new(&people.person(found), minor)))
}

fn labels(kind: &'static str, labels: &'static [Label]) -> Reply {
    Reply::ok(&render::list(kind, labels, true))
}

fn contacts(api: &Intercom, numbers: &[i32], minor: u8) -> Vec<Text> {
    let role = Role::Lead;
    let members = numbers.iter().map(|&number| Member { number, role });
    let members: Vec<_> = members.collect();
    let shape = Shape::V1 {
        personal: render::is_personal(minor),
    };
    let people = api.people();
    api.rendered().texts(shape, &members, |lead| {
        to_raw_value(&Contact::new(&people.person(lead.number), minor))
    })
}

#[cfg(test)]
mod tests;
