//! API 1.0 to 1.4, as documented for leads: lists by page number, the scroll, and
//! single leads.

mod contact;
mod parameters;
mod version;

use self::contact::{contact, segment_list, tag_list};
use self::parameters::{Lookup, PageRequest};
pub(super) use self::version::Version;
use super::account;
use super::contacts::{ContactKey, Role, SEGMENTS, TAGS};
use super::error::ApiError;
use super::http::{Reply, Request};
use super::json::{Json, Value, object};
use super::parameters::allow_only;
use super::workspace::{ScrollError, Workspace};

/// The number of leads that can be reached by page number (the users list parameters
/// page).
const MAX_LISTED: u64 = 10_000;

/// Responds to a request in `version`.
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
        ["users", id] if !id.is_empty() => {
            no_parameters().and_then(|()| user(workspace, id, version))
        }
        ["me"] => no_parameters().map(|()| account::me()),
        ["tags"] => no_parameters().map(|()| Reply::ok(&tag_list(&TAGS))),
        ["segments"] => no_parameters().map(|()| Reply::ok(&segment_list(&SEGMENTS))),
        _ => Err(ApiError::no_endpoint()),
    }
}

fn list(workspace: &Workspace, page: &PageRequest, version: Version) -> Result<Reply, ApiError> {
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
    let shown = &leads[index(end - page.per_page)..index(end)];
    Ok(Reply::ok(&object! {
        "type": "contact.list",
        "total_count": leads.len() as u64,
        "contacts": contacts(workspace, shown, version),
        // The List Leads reference page.
        "pages": object! {
            "type": "pages",
            "next": (page.page < total_pages).then(|| page.next_url()),
            "page": page.page,
            "per_page": page.per_page,
            "total_pages": total_pages,
        },
        "limited": Value::optional((page.lookup == Lookup::Yes).then_some(false)),
    }))
}

fn scroll(
    workspace: &Workspace,
    parameter: Option<&str>,
    version: Version,
) -> Result<Reply, ApiError> {
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
    Ok(Reply::ok(&object! {
        "type": "contact.list",
        "scroll_param": scroll_param,
        "contacts": contacts(workspace, &leads, version),
        "pages": (),
        "total_count": (),
    }))
}

fn lead(workspace: &Workspace, id: &str, version: Version) -> Result<Reply, ApiError> {
    let key = workspace.contacts.by_id(id);
    let key = key.filter(|key| key.role == Role::Lead && workspace.roster().contains(*key));
    let key = key.ok_or_else(|| ApiError::not_found("Contact Not Found"))?;
    let profile = workspace.contacts.profile(key);
    Ok(Reply::ok(&contact(profile, version.schema())))
}

/// A user: from the start, or a lead that was converted (the view-a-user page).
fn user(workspace: &Workspace, id: &str, version: Version) -> Result<Reply, ApiError> {
    let key = workspace.contacts.by_id(id).filter(|key| {
        let roster = workspace.roster();
        roster.is_converted(*key) || key.role == Role::User && roster.contains(*key)
    });
    let key = key.ok_or_else(|| ApiError::not_found("User Not Found"))?;
    let mut user = contact(workspace.contacts.profile(key), version.schema());
    for (name, value) in &mut user.0 {
        match *name {
            "type" => *value = "user".into(),
            "anonymous" => *value = false.into(),
            _ => {}
        }
    }
    Ok(Reply::ok(&user))
}

fn contacts(workspace: &Workspace, keys: &[ContactKey], version: Version) -> Vec<Json> {
    let schema = version.schema();
    workspace.render(schema, keys, |key| {
        contact(workspace.contacts.profile(key), schema)
    })
}

#[cfg(test)]
mod tests;
