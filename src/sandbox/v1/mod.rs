//! API 1.0 to 1.4, as its reference pages describe leads: lists by page number,
//! the scroll, and single leads.

mod contact;
mod parameters;
mod version;

use serde::Serialize;

use self::contact::{Contact, Names};
use self::parameters::{Lookup, PageRequest};
pub(super) use self::version::Version;
use super::account;
use super::contacts::{ContactKey, Label, Role, SEGMENTS, TAGS};
use super::error::ApiError;
use super::http::{Reply, Request};
use super::parameters::allow_only;
use super::workspace::{Json, ScrollError, Workspace};

/// Leads that page numbers reach (the users list parameters page).
const MAX_LISTED: u64 = 10_000;

/// Answers a request as `version` does.
pub(super) fn reply(
    workspace: &Workspace,
    request: &Request,
    version: Version,
) -> Result<Reply, ApiError> {
    if request.method != "GET" {
        return Err(ApiError::no_endpoint());
    }
    let path = request.path.strip_prefix('/').unwrap_or("");
    let parts: Vec<_> = path.split('/').collect();
    let no_parameters = || allow_only(request, &[]);
    match parts[..] {
        ["contacts"] => list(workspace, &parameters::parse(request, version)?, version),
        ["contacts", "scroll"] => {
            allow_only(request, &["scroll_param"])?;
            scroll(workspace, request.parameter("scroll_param"), version)
        }
        ["contacts", id] if !id.is_empty() => {
            no_parameters().and_then(|()| lead(workspace, id, version))
        }
        ["me"] => no_parameters().map(|()| account::me()),
        ["tags"] => no_parameters().map(|()| labels("tag", &TAGS)),
        ["segments"] => no_parameters().map(|()| labels("segment", &SEGMENTS)),
        _ => Err(ApiError::no_endpoint()),
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

fn list(workspace: &Workspace, page: &PageRequest, version: Version) -> Result<Reply, ApiError> {
    #[derive(Serialize)]
    struct Envelope {
        r#type: &'static str,
        total_count: usize,
        contacts: Vec<Json>,
        pages: Pages,
        #[serde(skip_serializing_if = "Option::is_none")]
        limited: Option<bool>,
    }
    let end = page.page.saturating_mul(page.per_page);
    if end > MAX_LISTED {
        let message = "page limit reached, please use scroll API";
        return Err(ApiError::new(400, "bad_request", message));
    }
    let leads = {
        let mut roster = workspace.roster();
        roster.churn();
        roster.list(&page.selection)
    };
    let index = |lead: u64| usize::try_from(lead).map_or(leads.len(), |i| i.min(leads.len()));
    let total_pages = (leads.len() as u64).div_ceil(page.per_page);
    Ok(Reply::ok(&Envelope {
        r#type: "contact.list",
        total_count: leads.len(),
        contacts: contacts(
            workspace,
            &leads[index(end - page.per_page)..index(end)],
            version,
        ),
        pages: Pages {
            r#type: "pages",
            next: (page.page < total_pages).then(|| page.next_url()),
            page: page.page,
            per_page: page.per_page,
            total_pages,
        },
        limited: (page.lookup == Lookup::Yes).then_some(false),
    }))
}

fn scroll(
    workspace: &Workspace,
    parameter: Option<&str>,
    version: Version,
) -> Result<Reply, ApiError> {
    #[derive(Serialize)]
    struct Envelope {
        r#type: &'static str,
        scroll_param: String,
        contacts: Vec<Json>,
        pages: (),
        total_count: (),
    }
    let page = match parameter {
        None => workspace.roster().open_scroll(),
        Some(parameter) => {
            let page = workspace.roster().next_scroll_page(parameter);
            page.map(|page| (parameter.to_owned(), page))
        }
    };
    let (scroll_param, leads) = page.map_err(|error| match error {
        ScrollError::Exists => {
            let message = "scroll already exists for this workspace";
            ApiError::new(400, "scroll_exists", message)
        }
        ScrollError::NotFound => ApiError::not_found("scroll parameter not found"),
    })?;
    Ok(Reply::ok(&Envelope {
        r#type: "contact.list",
        scroll_param,
        contacts: contacts(workspace, &leads, version),
        pages: (),
        total_count: (),
    }))
}

fn lead(workspace: &Workspace, id: &str, version: Version) -> Result<Reply, ApiError> {
    let key = workspace.contacts.by_id(id);
    let key = key.filter(|key| key.role == Role::Lead && workspace.roster().contains(*key));
    let key = key.ok_or_else(|| ApiError::not_found("Contact Not Found"))?;
    let profile = workspace.contacts.profile(key);
    Ok(Reply::ok(&Contact::new(&profile, version.schema())))
}

fn labels(kind: &'static str, labels: &'static [Label]) -> Reply {
    Reply::ok(&contact::labels(kind, labels.iter(), Names::Shown))
}

fn contacts(workspace: &Workspace, keys: &[ContactKey], version: Version) -> Vec<Json> {
    let schema = version.schema();
    workspace.json_cache.get_or_render(schema, keys, |key| {
        Json::new(&Contact::new(&workspace.contacts.profile(key), schema))
    })
}

#[cfg(test)]
mod tests;
