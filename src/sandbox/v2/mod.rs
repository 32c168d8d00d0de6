//! API 2.0 and later, as documented for contacts: leads and users together, listed or
//! searched, with cursors.

mod contact;
mod cursor;
mod day;
mod query;
mod search;
mod version;

use std::cmp::Ordering;

use serde_json::json;

use self::contact::{contact, single};
use self::search::{PageRequest, invalid_cursor, parse_list, parse_search};
pub(super) use self::version::Version;
use super::account;
use super::contacts::{ContactKey, Contacts, Label, Role, SEGMENTS, TAGS};
use super::error::ApiError;
use super::http::{Reply, Request};
use super::json::{Value, object};
use super::parameters::allow_only;
use super::workspace::Workspace;

/// Responds to a request in `version`.
pub(super) fn reply(
    workspace: &Workspace,
    request: &Request,
    version: Version,
) -> Result<Reply, ApiError> {
    let path = request.path.strip_prefix('/').unwrap_or("");
    let parts: Vec<_> = path.split('/').collect();
    let reply = match (request.method.as_str(), &parts[..]) {
        ("GET", ["contacts"]) => return page(workspace, &parse_list(request)?, version),
        ("POST", ["contacts", "search"]) => {
            return page(workspace, &parse_search(request, version)?, version);
        }
        // 2.0 removed them (its changelog page). The scroll is not found for a
        // different reason: its path looks like a contact's.
        (_, ["users" | "leads", ..]) => return Err(ApiError::invalid_version()),
        ("GET", ["contacts", id]) => get_contact(workspace, id, version)?,
        ("GET", ["contacts", id, "tags"]) => tags_of(workspace, id)?,
        ("GET", ["me"]) => account::me(),
        ("GET", ["tags"]) => Reply::ok(&json!({
            "type": "list",
            "data": named("tag", &TAGS),
        })),
        // The list of segments has the same form as in 1.x.
        ("GET", ["segments"]) => Reply::ok(&json!({
            "type": "segment.list",
            "segments": named("segment", &SEGMENTS),
        })),
        _ => return Err(ApiError::no_endpoint()),
    };
    allow_only(request, &[]).map(|()| reply)
}

/// A single contact. From 2.16 on, a merged one is 410 instead of 404 (the
/// get-a-contact page).
fn get_contact(workspace: &Workspace, id: &str, version: Version) -> Result<Reply, ApiError> {
    let contacts = &workspace.contacts;
    let not_found = || ApiError::not_found("User Not Found");
    let key = contacts.by_id(id).ok_or_else(not_found)?;
    let roster = workspace.roster();
    let role = if roster.is_converted(key) {
        Role::User
    } else {
        key.role
    };
    if role != key.role || roster.contains(key) {
        drop(roster);
        let profile = contacts.profile(key);
        let shown = ContactKey { role, ..key };
        return Ok(Reply::ok(&single(profile, shown, version.schema())));
    }
    let canonical = roster.canonical(key).filter(|_| version.is_since_2_16());
    let canonical = contacts.id(canonical.ok_or_else(not_found)?);
    let message = "This contact has been merged. See the 'Link' header for the canonical contact.";
    Err(ApiError::new(410, "contact_merged", message)
        .with_link(format!("</contacts/{canonical}>; rel=\"canonical\"")))
}

/// All tags of a contact (the page on listing them).
fn tags_of(workspace: &Workspace, id: &str) -> Result<Reply, ApiError> {
    let contacts = &workspace.contacts;
    let key = contacts
        .by_id(id)
        .filter(|key| workspace.roster().contains(*key));
    let key = key.ok_or_else(|| ApiError::not_found("User Not Found"))?;
    Ok(Reply::ok(&json!({
        "type": "list",
        "data": named("tag", contacts.profile(key).tags),
    })))
}

fn named<'a>(kind: &str, labels: impl IntoIterator<Item = &'a Label>) -> Vec<serde_json::Value> {
    labels
        .into_iter()
        .map(|label| json!({"type": kind, "id": label.id, "name": label.name}))
        .collect()
}

fn page(workspace: &Workspace, page: &PageRequest, version: Version) -> Result<Reply, ApiError> {
    let list = {
        let mut roster = workspace.roster();
        roster.churn();
        roster.list(&page.selection)
    };
    let order = page.selection.order;
    let contacts = &workspace.contacts;
    let start = start_index(&list, page, contacts)?;
    let size = usize::try_from(page.per_page).unwrap_or(usize::MAX);
    let end = start.saturating_add(size).min(list.len());
    let shown = &list[start..end];
    let schema = version.schema();
    let data = workspace.render(schema, shown, |key| {
        contact(contacts.profile(key), key, schema)
    });
    let has_next = end < list.len();
    let next = shown.last().filter(|_| has_next).map(|key| {
        let time = order.by.value(contacts, *key);
        object! {
            "page": page.page() + 1,
            "starting_after": page.next_cursor(time, contacts.id(*key)),
        }
    });
    Ok(Reply::ok(&object! {
        "type": "list",
        "data": data,
        "total_count": list.len() as u64,
        // The pagination page.
        "pages": object! {
            "type": "pages",
            "page": page.page(),
            "per_page": page.per_page,
            "total_pages": (list.len() as u64).div_ceil(page.per_page),
            "next": Value::optional(next),
        },
    }))
}

/// The index of the first contact after the cursor. A cursor is a position in the
/// order, not a number of contacts, so created and deleted contacts do not shift
/// others.
fn start_index(
    list: &[ContactKey],
    page: &PageRequest,
    contacts: &Contacts,
) -> Result<usize, ApiError> {
    let Some(cursor) = &page.cursor else {
        return Ok(0);
    };
    let order = page.selection.order;
    let key = contacts.by_id(&cursor.id).ok_or_else(invalid_cursor)?;
    let previous = (cursor.time, key);
    Ok(list.partition_point(|key| {
        let time = order.by.value(contacts, *key);
        order.compare((time, *key), previous) != Ordering::Greater
    }))
}

#[cfg(test)]
mod tests;
