//! API 1.0 to 1.4: leads by page numbers.

use std::fmt::Write;

use super::choices::{Address, FindFault, Grant, Order, PageEnd, Phones, Wall};
use super::http::{Reply, Request};
use super::json::{self, LABEL};
use super::lead::{DAY, Lead};
use super::order::{Field, Sort};
use super::workspace::Workspace;
use super::{faults, v2};

/// The number of leads that the list can return.
const WALL: usize = 10_000;

impl Workspace {
    pub(super) fn old(&mut self, request: &Request) -> Reply {
        if request.method != "GET" {
            return faults::not_found();
        }
        match request.path.as_str() {
            "/contacts" => self.old_list(request),
            "/contacts/scroll" => self.scroll(request.param("scroll_param")),
            "/me" => v2::me(self.settings.zone),
            "/tags" => {
                let tag = format!(r#"{{"type":"tag","id":"{LABEL}","name":"fresh"}}"#);
                Reply::json(format!(r#"{{"type":"tag.list","tags":[{tag}]}}"#))
            }
            "/segments" => {
                let segment = format!(r#"{{"type":"segment","id":"{LABEL}","name":"fresh"}}"#);
                Reply::json(format!(
                    r#"{{"type":"segment.list","segments":[{segment}]}}"#
                ))
            }
            path => match path.strip_prefix("/contacts/") {
                Some(id) => self.by_id(id, json::old),
                None => faults::not_found(),
            },
        }
    }

    /// A contact that is visible.
    pub(super) fn by_id(&mut self, id: &str, json: fn(&Lead) -> String) -> Reply {
        let view = self.view();
        let visible = |lead: &&Lead| lead.is_visible(view.at, view.replica.lag);
        let found = self.leads.iter().filter(visible).find(|lead| lead.id == id);
        match (found, self.settings.find_fault) {
            (Some(lead), FindFault::Id(number)) if lead.number == number => Reply::bare(404),
            (Some(lead), _) => Reply::json(json(lead)),
            (None, _) => Reply::error(404, "not_found", "Contact not found"),
        }
    }

    fn old_list(&mut self, request: &Request) -> Reply {
        let view = self.view();
        let number = |name, usual: usize| request.param(name).map_or(Ok(usual), str::parse);
        let (Ok(page @ 1..), Ok(asked @ 1..)) = (number("page", 1), number("per_page", 50)) else {
            return faults::invalid("'page' and 'per_page' are numbers from 1 on");
        };
        let size = match self.settings.grant {
            Grant::AtMost(max) => asked.min(max),
            Grant::RefusedAbove(max) if asked > max => {
                return faults::invalid(&format!("per_page must not be above {max}"));
            }
            Grant::RefusedAbove(_) => asked,
        };
        let start = (page - 1) * size;
        let refused = match self.settings.wall {
            Wall::Strict => start + size > WALL,
            Wall::Lenient => start >= WALL,
            Wall::Empty => false,
        };
        if refused {
            return faults::page_limit();
        }
        let finds = ["email", "phone", "user_id"]
            .into_iter()
            .any(|name| request.param(name).is_some());
        if finds && self.find_is_at_fault(page) {
            return faults::not_found();
        }
        let wanted = self.old_filter(request);
        let found = self.listed(view, self.old_sort(request), wanted);
        if request.param("user_id").is_some() {
            let found = found.first().map(|&index| json::old(&self.leads[index]));
            return found.map_or_else(faults::not_found, Reply::json);
        }
        let indices: Vec<_> = found
            .iter()
            .copied()
            .take(WALL)
            .skip(start)
            .take(size)
            .collect();
        let leads = self.contacts(&indices, json::old);
        let total = self.total(self.settings.totals, found.len());
        let limited = if finds { r#","limited":false"# } else { "" };
        let pages = self.old_pages(request, page, size, self.paged(found.len()));
        self.happen(false);
        Reply::json(format!(
            r#"{{"type":"contact.list","contacts":{leads}{total}{limited},"pages":{pages}}}"#
        ))
    }

    fn old_pages(&self, request: &Request, page: usize, size: usize, count: usize) -> String {
        let past_wall = self.settings.wall == Wall::Empty && page * size >= WALL;
        let endless = matches!(self.settings.page_end, PageEnd::Endless);
        let next = if (page * size < count || endless) && !past_wall {
            let filters = ["email", "phone", "tag_id", "segment_id", "sort", "order"];
            let mut url = format!(
                "https://api.intercom.io/contacts?page={}&per_page={size}",
                page + 1
            );
            for name in filters {
                if let Some(value) = request.param(name) {
                    let value = value
                        .replace('@', "%40")
                        .replace('+', "%2B")
                        .replace(' ', "%20");
                    write!(url, "&{name}={value}").unwrap();
                }
            }
            format!(r#""next":"{url}""#)
        } else {
            match self.settings.page_end {
                PageEnd::Null | PageEnd::Endless => r#""next":null"#.to_owned(),
                PageEnd::Absent | PageEnd::NoPages => r#""type":"pages""#.to_owned(),
            }
        };
        if !self.settings.tells_page_size {
            return format!("{{{next}}}");
        }
        let total_pages = count.div_ceil(size);
        format!(r#"{{{next},"page":{page},"per_page":{size},"total_pages":{total_pages}}}"#)
    }

    fn old_sort(&self, request: &Request) -> Sort {
        let field = match (request.param("sort"), self.settings.order) {
            (Some("updated_at"), _) => Field::Updated,
            (Some("last_request_at"), _) | (_, Order::LastActivity) => Field::LastRequest,
            _ => Field::Listed,
        };
        Sort {
            field,
            ascending: request.param("order") == Some("asc"),
        }
    }

    fn old_filter(&self, request: &Request) -> impl Fn(&Lead) -> bool + use<> {
        let param = |name| request.param(name).map(str::to_owned);
        let ignored = matches!(self.settings.find_fault, FindFault::Ignored);
        let find = |name| param(name).filter(|_| !ignored);
        let [email, phone, id] = ["email", "phone", "user_id"].map(find);
        let label = param("tag_id").or_else(|| param("segment_id"));
        let days = request
            .param("created_since")
            .and_then(|days| days.parse::<i64>().ok());
        let first = days.map(|days| v2::now() - days * DAY);
        let (address, phones) = (self.settings.address, self.settings.phones);
        move |lead: &Lead| {
            !lead.is_user
                && email
                    .as_ref()
                    .is_none_or(|email| same_address(address, email, &lead.email))
                && phone
                    .as_ref()
                    .is_none_or(|phone| same_phone(phones, phone, &lead.phone))
                && id
                    .as_ref()
                    .is_none_or(|id| id.strip_prefix("u-") == Some(&lead.id))
                && label
                    .as_ref()
                    .is_none_or(|label| label == LABEL && lead.tagged)
                && first.is_none_or(|first| lead.created_at.is_some_and(|time| time >= first))
        }
    }

    fn find_is_at_fault(&mut self, page: usize) -> bool {
        let FindFault::Page { from, times } = self.settings.find_fault else {
            return false;
        };
        let at_fault = page >= from && self.find_faults < times;
        self.find_faults += u64::from(at_fault);
        at_fault
    }
}

pub(super) fn same_address(address: Address, one: &str, other: &str) -> bool {
    match address {
        Address::AnyCase => one.eq_ignore_ascii_case(other),
        Address::SameCase => one == other,
    }
}

pub(super) fn same_phone(phones: Phones, one: &str, other: &str) -> bool {
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    match phones {
        Phones::Exact => one == other,
        Phones::Digits => digits(one) == digits(other),
    }
}
