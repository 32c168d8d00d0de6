//! What `POST /contacts/search` and `GET /contacts` ask for, held to the
//! letter of their documentation so that a caller's mistakes show.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use serde_json::{Map, Value};

use super::cursor::Cursor;
use super::order::{Sort, Wanted};
use super::query::Query;
use super::{Version, invalid_cursor};
use crate::sandbox::message::Request;
use crate::sandbox::refusal::Refusal;

/// The most contacts in a page (the pagination page).
const MOST: u64 = 150;

/// What is asked for, and what the next page's cursor is to hold of it.
pub(super) struct Asked {
    pub(super) wanted: Wanted,
    sort: Option<String>,
    query: u64,
}

impl Asked {
    /// The number of the page.
    pub(super) fn page(&self) -> u64 {
        self.wanted.cursor.as_ref().map_or(1, |cursor| cursor.page)
    }

    /// The cursor of the page after the contact with this sort value and id.
    pub(super) fn next(&self, value: Value, id: String) -> String {
        Cursor {
            value,
            id,
            page: self.page() + 1,
            per_page: self.wanted.per_page,
            sort: self.sort.clone(),
            query: self.query,
        }
        .encode()
    }

    fn resume(&mut self, text: &str) -> Result<(), Refusal> {
        let cursor = Cursor::decode(text).ok_or_else(invalid_cursor)?;
        if self.sort.is_none() && cursor.sort.is_some() {
            // What the API does when a search's second page leaves it out.
            return Err(Refusal::new(500, "server_error", "Server error"));
        }
        let same = self.sort == cursor.sort
            && self.query == cursor.query
            && self.wanted.per_page == cursor.per_page;
        if !same {
            return Err(invalid_cursor());
        }
        self.wanted.cursor = Some(cursor);
        Ok(())
    }
}

/// Reads the parameters of the list: pages of ten unless another size is
/// asked for. Parameters beside those of paging are refused: no filter is
/// documented, and a filter that is passed over would go unnoticed.
pub(super) fn list(request: &Request) -> Result<Asked, Refusal> {
    request.check(&["per_page", "starting_after"])?;
    let mut asked = Asked {
        wanted: Wanted {
            query: None,
            // No order is documented; not the newest first, to be sure that
            // nobody relies on it.
            sort: Sort::created(true),
            per_page: request.number("per_page", 1, MOST)?.unwrap_or(10),
            cursor: None,
            indexed: false,
        },
        sort: None,
        query: 0,
    };
    if let Some(text) = request.parameter("starting_after") {
        asked.resume(text)?;
    }
    Ok(asked)
}

/// Reads the body of a search. Paging parameters in the URL are passed over,
/// as the API does.
pub(super) fn search(request: &Request, version: Version) -> Result<Asked, Refusal> {
    let url = ["starting_after", "per_page", "page"];
    let unknown = |(name, _): &&(String, String)| !url.contains(&name.as_str());
    if let Some((name, _)) = request.query.iter().find(unknown) {
        return Err(Refusal::invalid(format!("Unknown parameter '{name}'")));
    }
    let media = request.header("content-type").unwrap_or("");
    let media = media.split(';').next().unwrap_or("").trim();
    if !media.eq_ignore_ascii_case("application/json") {
        let message = "The Content-Type must be application/json";
        return Err(Refusal::new(415, "unsupported", message));
    }
    let body: Value = serde_json::from_slice(&request.body)
        .map_err(|_| Refusal::invalid("The body is not valid JSON"))?;
    let body = object(Some(&body), "body", &["query", "pagination", "sort"])?
        .ok_or_else(|| Refusal::invalid("The body must be an object"))?;
    let Some(query) = body.get("query") else {
        return Err(Refusal::new(400, "parameter_missing", "'query' is missing"));
    };
    let paging = object(
        body.get("pagination"),
        "pagination",
        &["per_page", "starting_after"],
    )?;
    let (sort, given) = sort(body.get("sort"), version)?;
    let mut asked = Asked {
        wanted: Wanted {
            query: Some(Query::parse(query, version)?),
            sort,
            per_page: per_page(paging)?,
            cursor: None,
            indexed: true,
        },
        sort: given,
        query: mark(query, version),
    };
    match paging.and_then(|paging| paging.get("starting_after")) {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) => asked.resume(text)?,
        Some(_) => return Err(invalid_cursor()),
    }
    Ok(asked)
}

/// The object under `name`, if there is one, with no keys but `known`.
fn object<'a>(
    value: Option<&'a Value>,
    name: &str,
    known: &[&str],
) -> Result<Option<&'a Map<String, Value>>, Refusal> {
    let Some(value) = value else {
        return Ok(None);
    };
    let Some(object) = value.as_object() else {
        return Err(Refusal::invalid(format!("'{name}' must be an object")));
    };
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(Refusal::invalid(format!("Unknown key '{key}' in {name}"))),
        None => Ok(Some(object)),
    }
}

fn per_page(paging: Option<&Map<String, Value>>) -> Result<u64, Refusal> {
    let Some(value) = paging.and_then(|paging| paging.get("per_page")) else {
        return Ok(50);
    };
    let number = value.as_u64().filter(|number| (1..=MOST).contains(number));
    number.ok_or_else(|| Refusal::invalid("'per_page' is not valid"))
}

/// The order, and what was given for it: by `created_at` and descending
/// where nothing is.
fn sort(sort: Option<&Value>, version: Version) -> Result<(Sort, Option<String>), Refusal> {
    let Some(given) = object(sort, "sort", &["field", "order"])? else {
        return Ok((Sort::created(false), None));
    };
    let text = |key, usual| match given.get(key) {
        None => Ok(usual),
        Some(Value::String(text)) => Ok(text.as_str()),
        Some(_) => Err(Refusal::invalid(format!("'{key}' must be a string"))),
    };
    let field = text("field", "created_at")?;
    let order = text("order", "descending")?;
    // Earlier versions bear any order; what they make of it is not known.
    if version.is_strict() && !["ascending", "descending"].contains(&order) {
        let message =
            format!("Invalid sort order '{order}'. Must be one of: ascending, descending");
        return Err(Refusal::new(400, "invalid_sort_order", message));
    }
    let sort = Sort::new(field, order == "ascending", version)
        .ok_or_else(|| Refusal::invalid(format!("Cannot sort by '{field}'")))?;
    Ok((sort, Some(format!("{field} {order}"))))
}

fn mark(query: &Value, version: Version) -> u64 {
    let mut hasher = DefaultHasher::new();
    query.to_string().hash(&mut hasher);
    (version.is_exact(), version.is_strict()).hash(&mut hasher);
    hasher.finish()
}
