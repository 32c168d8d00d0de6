//! API 2.x: contacts by cursors, users among them.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::choices::{Cursors, PageEnd, Zone};
use super::http::{Reply, Request};
use super::json::{self, LABEL};
use super::order::{Field, Sort, View};
use super::query::{Dates, Rules};
use super::workspace::Workspace;
use super::{faults, lead::Lead};

const MAX_SIZE: usize = 150;

/// What a cursor stands for. It belongs to a question: query and sort.
#[derive(Clone)]
pub(super) struct Cursor {
    question: String,
    size: usize,
    page: usize,
    after: After,
}

#[derive(Clone)]
enum After {
    Key { value: Option<i64>, number: u64 },
    Offset(usize),
    Rest(Arc<Vec<usize>>, usize),
}

/// What a request asks for.
struct Asked<'a> {
    question: String,
    size: usize,
    sort: Sort,
    starting_after: Option<&'a str>,
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

    /// All contacts, in an order that is documented nowhere.
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

    /// The page of `found` that is asked for.
    fn page(&mut self, view: View, asked: &Asked<'_>, found: &[usize]) -> Reply {
        let cursor = match self.cursor(asked) {
            Ok(cursor) => cursor,
            Err(refused) => return refused,
        };
        let page = cursor.as_ref().map_or(1, |cursor| cursor.page);
        let all: Arc<Vec<usize>>;
        let (start, places) = match cursor.map(|cursor| cursor.after) {
            None => (0, found),
            Some(After::Offset(start)) => (start, found),
            Some(After::Key { value, number }) => {
                let last = asked.sort.key(value, number, view);
                let key = |place: usize| {
                    let lead = &self.leads[place];
                    asked.sort.key(asked.sort.value(lead), lead.number, view)
                };
                (found.partition_point(|&place| key(place) <= last), found)
            }
            Some(After::Rest(rest, start)) => {
                all = rest;
                (start, all.as_slice())
            }
        };
        let end = places.len().min(start + asked.size);
        let given: Vec<_> = places.get(start..end).unwrap_or_default().to_vec();
        if self.is_slow(&given, asked.size) {
            return Reply::bare(self.settings.slow.map_or(504, |slow| slow.status));
        }
        let next = (end < places.len() && !given.is_empty()).then(|| match self.settings.cursors {
            Cursors::Offsets => After::Offset(end),
            Cursors::Snapshots => After::Rest(Arc::new(places.to_vec()), end),
            Cursors::Stuck if page >= 3 => After::Offset(start),
            Cursors::Keys | Cursors::Stuck => {
                let last = &self.leads[given[given.len() - 1]];
                After::Key {
                    value: asked.sort.value(last),
                    number: last.number,
                }
            }
        });
        let living: Vec<_> = given
            .into_iter()
            .filter(|&place| self.leads[place].is_visible(view.at, view.replica.lag))
            .collect();
        let leads = self.give(&living, json::new);
        let total = self.total(self.settings.totals, found.len());
        let no_next = match self.settings.page_end {
            PageEnd::Null => r#","next":null"#.to_owned(),
            PageEnd::Absent | PageEnd::Endless | PageEnd::NoPages => String::new(),
        };
        let next = next.map_or(no_next, |after| {
            let question = asked.question.clone();
            self.cursors.push(Cursor {
                question,
                size: asked.size,
                page: page + 1,
                after,
            });
            // As opaque as a real one, and as unfit for a URL.
            let name = format!("Wy+{}/==\\n", self.cursors.len() - 1);
            format!(
                r#","next":{{"page":{},"starting_after":"{name}"}}"#,
                page + 1
            )
        });
        let (size, total_pages) = (asked.size, found.len().div_ceil(asked.size));
        let pages = if next.is_empty() && matches!(self.settings.page_end, PageEnd::NoPages) {
            "null".to_owned()
        } else {
            format!(
                r#"{{"type":"pages","page":{page},"per_page":{size},"total_pages":{total_pages}{next}}}"#
            )
        };
        self.happen(false);
        Reply::json(format!(
            r#"{{"type":"list","data":{leads}{total},"pages":{pages}}}"#
        ))
    }

    /// The cursor that is asked for; none on the first page.
    fn cursor(&self, asked: &Asked<'_>) -> Result<Option<Cursor>, Reply> {
        let Some(name) = asked.starting_after else {
            return Ok(None);
        };
        if name.is_empty() {
            return Err(faults::server_error());
        }
        let number = name
            .strip_prefix("Wy+")
            .and_then(|name| name.strip_suffix("/==\n"));
        let number = number.and_then(|number| number.parse::<usize>().ok());
        let Some(cursor) = number.and_then(|number| self.cursors.get(number)) else {
            return Err(faults::cursor());
        };
        let fits = cursor.size == asked.size || !self.settings.cursor_keeps_size;
        if cursor.question != asked.question || !fits {
            return Err(faults::server_error());
        }
        Ok(Some(cursor.clone()))
    }

    fn is_slow(&self, places: &[usize], size: usize) -> bool {
        self.settings.slow.is_some_and(|slow| {
            let among = |lead: &Lead| {
                lead.created_at
                    .is_some_and(|time| (slow.from..slow.until).contains(&time))
            };
            size > slow.above && places.iter().any(|&place| among(&self.leads[place]))
        })
    }
}

/// The order that a search asks for; none if there is no such order.
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

/// Who asks, and in which workspace.
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
