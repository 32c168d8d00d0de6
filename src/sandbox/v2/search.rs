//! The requests `POST /contacts/search` and `GET /contacts`, checked strictly, so that
//! tests detect mistakes of the client.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use serde_json::{Map, Value};

use super::cursor::Cursor;
use super::{Version, query};
use crate::sandbox::contacts::TimeField;
use crate::sandbox::error::ApiError;
use crate::sandbox::http::Request;
use crate::sandbox::parameters::{allow_only, int_in};
use crate::sandbox::workspace::{Direction, Filter, Index, Order, Selection};

/// The maximum page size (the pagination page).
const MAX_PER_PAGE: u64 = 150;

/// A page of a list, as requested.
pub(super) struct PageRequest {
    pub(super) selection: Selection,
    pub(super) per_page: u64,
    /// The page starts after this contact.
    pub(super) cursor: Option<Cursor>,
    sort: Option<String>,
    query_hash: u64,
}

impl PageRequest {
    /// The number of the page, from 1.
    pub(super) fn page(&self) -> u64 {
        self.cursor.as_ref().map_or(1, |cursor| cursor.page)
    }

    /// The cursor for the page after the contact with this time and id.
    pub(super) fn next_cursor(&self, time: Option<i64>, id: String) -> String {
        Cursor {
            time,
            id,
            page: self.page() + 1,
            per_page: self.per_page,
            sort: self.sort.clone(),
            query_hash: self.query_hash,
        }
        .encode()
    }

    /// Starts after `starting_after`, which must be from the same request.
    fn continue_after(&mut self, starting_after: &str) -> Result<(), ApiError> {
        let cursor = Cursor::decode(starting_after).ok_or_else(invalid_cursor)?;
        if self.sort.is_none() && cursor.sort.is_some() {
            // As the API does (https://github.com/intercom/intercom-php/issues/322).
            return Err(ApiError::new(500, "server_error", "Server error"));
        }
        let is_same_request = self.sort == cursor.sort
            && self.query_hash == cursor.query_hash
            && self.per_page == cursor.per_page;
        if !is_same_request {
            return Err(invalid_cursor());
        }
        self.cursor = Some(cursor);
        Ok(())
    }
}

/// A cursor from another request, or from another server (the list-contacts page).
pub(super) fn invalid_cursor() -> ApiError {
    let message = "Invalid starting_after param. Please try again using a starting_after value \
                   from a paginated response";
    ApiError::new(400, "client_error", message)
}

/// Parses `GET /contacts`. No filters are documented, so any filter is an error.
pub(super) fn parse_list(request: &Request) -> Result<PageRequest, ApiError> {
    allow_only(request, &["per_page", "starting_after"])?;
    let mut page = PageRequest {
        selection: Selection {
            filter: Filter::All(Vec::new()),
            // No order is documented. Oldest first ensures that clients do not rely on
            // newest first.
            order: Order {
                by: TimeField::Created,
                direction: Direction::Ascending,
            },
            index: Index::Live,
        },
        per_page: int_in(request, "per_page", 1..=MAX_PER_PAGE)?.unwrap_or(10),
        cursor: None,
        sort: None,
        query_hash: 0,
    };
    if let Some(starting_after) = request.parameter("starting_after") {
        page.continue_after(starting_after)?;
    }
    Ok(page)
}

/// Parses a search. The API ignores paging parameters in its URL.
pub(super) fn parse_search(request: &Request, version: Version) -> Result<PageRequest, ApiError> {
    let ignored = ["starting_after", "per_page", "page"];
    let is_unknown = |(name, _): &&(String, String)| !ignored.contains(&name.as_str());
    if let Some((name, _)) = request.query.iter().find(is_unknown) {
        let message = format!("Unknown parameter '{name}'");
        return Err(ApiError::invalid_parameter(message));
    }
    let media_type = request.header("content-type").unwrap_or("");
    let media_type = media_type.split(';').next().unwrap_or("").trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        let message = "The Content-Type must be application/json";
        return Err(ApiError::new(415, "unsupported", message));
    }
    let body: Value = serde_json::from_slice(&request.body)
        .map_err(|_| ApiError::invalid_parameter("The body is not valid JSON"))?;
    let body = object(Some(&body), "body", &["query", "pagination", "sort"])?
        .ok_or_else(|| ApiError::invalid_parameter("The body must be an object"))?;
    let Some(query) = body.get("query") else {
        let message = "'query' is missing";
        return Err(ApiError::new(400, "parameter_missing", message));
    };
    let keys = ["per_page", "starting_after"];
    let pagination = object(body.get("pagination"), "pagination", &keys)?;
    let (order, sort) = sort(body.get("sort"), version)?;
    let mut page = PageRequest {
        selection: Selection {
            filter: query::parse(query, version)?,
            order,
            index: Index::Search,
        },
        per_page: per_page(pagination)?,
        cursor: None,
        sort,
        query_hash: query_hash(query, version),
    };
    match pagination.and_then(|pagination| pagination.get("starting_after")) {
        None | Some(Value::Null) => {}
        Some(Value::String(starting_after)) => page.continue_after(starting_after)?,
        Some(_) => return Err(invalid_cursor()),
    }
    Ok(page)
}

/// `value` as an object, if any, with no keys except `known`.
fn object<'a>(
    value: Option<&'a Value>,
    name: &str,
    known: &[&str],
) -> Result<Option<&'a Map<String, Value>>, ApiError> {
    let Some(value) = value else {
        return Ok(None);
    };
    let Some(object) = value.as_object() else {
        let message = format!("'{name}' must be an object");
        return Err(ApiError::invalid_parameter(message));
    };
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => {
            let message = format!("Unknown key '{key}' in {name}");
            Err(ApiError::invalid_parameter(message))
        }
        None => Ok(Some(object)),
    }
}

fn per_page(pagination: Option<&Map<String, Value>>) -> Result<u64, ApiError> {
    let Some(value) = pagination.and_then(|pagination| pagination.get("per_page")) else {
        return Ok(50);
    };
    let number = value
        .as_u64()
        .filter(|number| (1..=MAX_PER_PAGE).contains(number));
    number.ok_or_else(|| ApiError::invalid_parameter("'per_page' is not valid"))
}

/// The order, and the `sort` of the request. The default is newest first.
fn sort(sort: Option<&Value>, version: Version) -> Result<(Order, Option<String>), ApiError> {
    let Some(sort) = object(sort, "sort", &["field", "order"])? else {
        return Ok((Order::NEWEST_FIRST, None));
    };
    let text = |key, default| match sort.get(key) {
        None => Ok(default),
        Some(Value::String(text)) => Ok(text.as_str()),
        Some(_) => {
            let message = format!("'{key}' must be a string");
            Err(ApiError::invalid_parameter(message))
        }
    };
    let field = text("field", "created_at")?;
    let order = text("order", "descending")?;
    // Earlier versions accept any order, with an unknown effect.
    if version.is_since_2_16() && !["ascending", "descending"].contains(&order) {
        let message =
            format!("Invalid sort order '{order}'. Must be one of: ascending, descending");
        return Err(ApiError::new(400, "invalid_sort_order", message));
    }
    let Some(by) = query::time_field(field) else {
        let message = format!("Cannot sort by '{field}'");
        return Err(ApiError::invalid_parameter(message));
    };
    let direction = if order == "ascending" {
        Direction::Ascending
    } else {
        Direction::Descending
    };
    Ok((Order { by, direction }, Some(format!("{field} {order}"))))
}

/// A hash of everything that the meaning of a query depends on.
fn query_hash(query: &Value, version: Version) -> u64 {
    let mut hasher = DefaultHasher::new();
    query.to_string().hash(&mut hasher);
    (version.has_exact_times(), version.is_since_2_16()).hash(&mut hasher);
    hasher.finish()
}
