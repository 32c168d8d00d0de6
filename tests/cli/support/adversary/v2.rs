//! API 2.x: contacts, including users, with cursors.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::choices::{PageEnd, Slow, Zone};
use super::http::{Reply, Request};
use super::json::{self, LABEL};
use super::order::{Field, Sort, View};
use super::query::{Dates, Rules};
use super::workspace::Workspace;
use super::{faults, lead::Lead};

const MAX_SIZE: usize = 150;

/// The parsed request.
pub(super) struct Asked<'a> {
    /// Query and sort.
    pub(super) question: String,
    pub(super) size: usize,
    pub(super) sort: Sort,
    pub(super) starting_after: Option<&'a str>,
}

impl Workspace {
    pub(super) fn new_generation(&mut self, request: &Request, version: &str) -> Reply {
        let path = request.path.as_str();
        match (request.method.as_str(), path) {
            ("POST", "/contacts/search") => self.search(request, version),
            ("GET", "/contacts") => self.new_list(request),
            ("GET", "/me") => me(self.settings.zone),
            ("GET", "/tags" | "/segments") => {
                let kind = if path == "/tags" { "tag" } else { "segment" };
                let label = format!(r#"{{"type":"{kind}","id":"{LABEL}","name":"fresh"}}"#);
                Reply::json(format!(r#"{{"type":"list","data":[{label}]}}"#))
            }
            ("GET", _) => match path.strip_prefix("/contacts/") {
                Some(id) if !id.contains('/') => self.by_id(id, json::new),
                _ => faults::not_found(),
            },
            _ => faults::not_found(),
        }
    }

    /// All contacts, in an undocumented order.
    fn new_list(&mut self, request: &Request) -> Reply {
        let size = request
            .param("per_page")
            .map_or(Ok(10), str::parse::<usize>);
        let Ok(size @ 1..) = size else {
            return Reply::error(
                400,
                "invalid_per_page",
                "per_page is a number from 1 to 150",
            );
        };
        let asked = Asked {
            question: "list".to_owned(),
            size: size.min(MAX_SIZE),
            sort: Sort {
                field: Field::Id,
                ascending: true,
            },
            starting_after: request.param("starting_after"),
        };
        let view = self.view();
        let found = self.listed(view, asked.sort, |_| true);
        self.page(view, &asked, &found)
    }

    fn search(&mut self, request: &Request, version: &str) -> Reply {
        let Ok(body) = serde_json::from_slice::<Value>(&request.body) else {
            return faults::invalid("the body is not JSON");
        };
        let Some(size @ 1..) = body["pagination"]
            .get("per_page")
            .map_or(Some(50), Value::as_u64)
        else {
            return faults::invalid("per_page is a number from 1 to 150");
        };
        let Some(sort) = sort(&body["sort"]) else {
            return Reply::error(400, "invalid_sort_order", "Invalid sort");
        };
        let asked = Asked {
            question: format!("{}{}", body["query"], body["sort"]),
            size: usize::try_from(size).unwrap().min(MAX_SIZE),
            sort,
            starting_after: body["pagination"]["starting_after"].as_str(),
        };
        let settings = self.settings.clone();
        let dates = if matches!(version, "2.17" | "Preview") {
            Dates::Seconds
        } else {
            let zone = settings.zone;
            Dates::Days {
                zone,
                equals: settings.equals_zone.unwrap_or(zone),
            }
        };
        let rules = Rules {
            settings: &settings,
            dates,
        };
        let filter = match rules.parse(&body["query"], 0) {
            Ok(filter) => filter,
            Err(refused) => return refused,
        };
        let view = self.view();
        let found = self.listed(view, asked.sort, |lead| rules.matches(&filter, lead));
        self.page(view, &asked, &found)
    }

    /// The requested page of `found`.
    fn page(&mut self, view: View, asked: &Asked<'_>, found: &[usize]) -> Reply {
        let cursor = match self.cursor(asked) {
            Ok(cursor) => cursor,
            Err(refused) => return refused,
        };
        let page = cursor.as_ref().map_or(1, |cursor| cursor.page);
        let (indices, start) = self.begin_at(view, asked, found, cursor);
        let end = indices.len().min(start + asked.size);
        let given = indices.get(start..end).unwrap_or_default();
        if let Some(slow) = self
            .settings
            .slow
            .filter(|slow| self.times_out(slow, given, asked.size))
        {
            return Reply::bare(slow.status);
        }
        let is_last = self.settings.ends_by_total && page * asked.size >= self.paged(found.len());
        let next = self.cursor_after(asked, page, &indices, start);
        let next = next.filter(|_| !is_last);
        let visible = |index: &usize| self.leads[*index].is_visible(view.at, view.replica.lag);
        let given: Vec<_> = given.iter().copied().filter(visible).collect();
        let leads = self.contacts(&given, json::new);
        let total = self.total(self.settings.totals, found.len());
        let pages = self.pages(asked, page, found.len(), next);
        self.happen(false);
        Reply::json(format!(
            r#"{{"type":"list","data":{leads}{total},"pages":{pages}}}"#
        ))
    }

    /// The member `pages`.
    fn pages(&self, asked: &Asked<'_>, page: usize, count: usize, next: Option<String>) -> String {
        let next = match (next, self.settings.page_end) {
            (Some(cursor), _) => {
                format!(
                    r#","next":{{"page":{},"starting_after":"{cursor}"}}"#,
                    page + 1
                )
            }
            (None, PageEnd::NoPages) => return "null".to_owned(),
            (None, PageEnd::Null) => r#","next":null"#.to_owned(),
            (None, PageEnd::Absent | PageEnd::Endless) => String::new(),
        };
        let (size, total) = (asked.size, count.div_ceil(asked.size));
        format!(r#"{{"type":"pages","page":{page},"per_page":{size},"total_pages":{total}{next}}}"#)
    }

    /// Whether a page with these leads is too large for the slow days.
    fn times_out(&self, slow: &Slow, indices: &[usize], size: usize) -> bool {
        let days = slow.from..slow.until;
        let among = |lead: &Lead| lead.created_at.is_some_and(|time| days.contains(&time));
        size > slow.above && indices.iter().any(|&index| among(&self.leads[index]))
    }
}

/// The order of a search; `None` if there is no such order.
fn sort(asked: &Value) -> Option<Sort> {
    let field = match asked.get("field").map_or(Some("id"), Value::as_str)? {
        "id" => Field::Id,
        "created_at" => Field::Created,
        "updated_at" => Field::Updated,
        "last_seen_at" => Field::LastRequest,
        _ => return None,
    };
    let ascending = match asked
        .get("order")
        .map_or(Some("descending"), Value::as_str)?
    {
        "ascending" => true,
        "descending" => false,
        _ => return None,
    };
    Some(Sort { field, ascending })
}

/// The token's owner, and the workspace.
pub(super) fn me(zone: Zone) -> Reply {
    Reply::json(format!(
        r#"{{"type":"admin","id":"1","email":"me@example.com","name":"Me","app":{{"type":"app","id_code":"adv","name":"Adversary","created_at":1400000000,"region":"US","timezone":"{}"}}}}"#,
        zone.name
    ))
}

/// The time in Unix seconds.
pub(super) fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
