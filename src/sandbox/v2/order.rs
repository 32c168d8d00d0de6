//! Contacts in order, and the pages of that order. Orders are kept while
//! nobody comes or goes, or each page would sort them all again.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::cursor::Cursor;
use super::field::{Field, Kind};
use super::newest;
use super::query::Query;
use super::{Version, invalid_cursor};
use crate::sandbox::intercom::Intercom;
use crate::sandbox::members::{Member, Members};
use crate::sandbox::refusal::Refusal;

/// How many orders are kept.
const KEPT: usize = 8;

/// The orders that were read of late.
#[derive(Default)]
pub(in crate::sandbox) struct Orders {
    kept: Mutex<VecDeque<(Mark, Arc<Vec<Member>>)>>,
}

/// What an order depends on.
#[derive(Clone, Debug, PartialEq)]
struct Mark {
    query: Option<Query>,
    sort: Sort,
    from: i32,
    revision: u64,
}

/// What contacts are sorted by. Those without it come last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sort {
    field: Field,
    ascending: bool,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Time(i64),
    Text(String),
}

impl Sort {
    /// By the field of this name, if contacts can be sorted by it. The
    /// choice is this server's own: the fields are not documented.
    pub(super) fn new(field: &str, ascending: bool, version: Version) -> Option<Self> {
        let field = Field::parse(field, version)?;
        let plain = matches!(field, Field::Id | Field::Name | Field::Email);
        (plain || field.kind() == Kind::Time).then_some(Self { field, ascending })
    }

    /// By the time of creation, as when nothing is asked for.
    pub(super) fn created(ascending: bool) -> Self {
        Self {
            field: Field::Created,
            ascending,
        }
    }

    fn key(self, members: Members, member: Member) -> Option<Key> {
        if self.field.kind() == Kind::Time {
            return self.field.time(members, member).map(Key::Time);
        }
        let mut key = None;
        self.field.texts(members, member, |text| {
            key = Some(Key::Text(text.to_lowercase()));
        });
        key
    }

    fn compare(self, one: (Option<&Key>, Member), other: (Option<&Key>, Member)) -> Ordering {
        let turned = |order: Ordering, turn: bool| if turn { order.reverse() } else { order };
        let missing = one.0.is_none().cmp(&other.0.is_none());
        missing
            .then_with(|| turned(one.0.cmp(&other.0), !self.ascending))
            // Greater numbers are older.
            .then_with(|| turned(one.1.cmp(&other.1), self.ascending))
    }
}

/// One page that is asked for.
pub(super) struct Wanted {
    pub(super) query: Option<Query>,
    pub(super) sort: Sort,
    pub(super) per_page: u64,
    pub(super) cursor: Option<Cursor>,
    /// Whether leads too new to be found are left out, as they are where
    /// leads come and go.
    pub(super) indexed: bool,
}

/// A page, and what there is around it.
pub(super) struct Page {
    pub(super) members: Vec<Member>,
    pub(super) total: usize,
    /// What the last contact of the page was sorted by, and its id; `None`
    /// if no contact comes after it.
    pub(super) next: Option<(Value, String)>,
}

impl Orders {
    /// Reads a page. Contacts that came or went since the page before move
    /// nobody else, as the cursor is a place in the order, not a count.
    pub(super) fn page(&self, api: &Intercom, wanted: &Wanted) -> Result<Page, Refusal> {
        let members = api.members();
        if let Some(page) = newest::page(api, wanted, from(api, wanted)) {
            return Ok(page);
        }
        let order = self.order(api, wanted);
        let sort = wanted.sort;
        let start = match &wanted.cursor {
            None => 0,
            Some(cursor) => {
                let last = members.by_id(&cursor.id).ok_or_else(invalid_cursor)?;
                let key = key(&cursor.value);
                order.partition_point(|member| {
                    let here = sort.key(members, *member);
                    let order = sort.compare((here.as_ref(), *member), (key.as_ref(), last));
                    order != Ordering::Greater
                })
            }
        };
        let size = usize::try_from(wanted.per_page).unwrap_or(usize::MAX);
        let end = start.saturating_add(size).min(order.len());
        let page = order[start..end].to_vec();
        let next = page.last().filter(|_| end < order.len()).map(|last| {
            let value = match sort.key(members, *last) {
                None => Value::Null,
                Some(Key::Time(time)) => time.into(),
                Some(Key::Text(text)) => text.into(),
            };
            (value, members.id(*last))
        });
        Ok(Page {
            members: page,
            total: order.len(),
            next,
        })
    }

    fn order(&self, api: &Intercom, wanted: &Wanted) -> Arc<Vec<Member>> {
        let members = api.members();
        let (mark, mut found) = {
            let from = from(api, wanted);
            let workspace = api.workspace();
            let mark = Mark {
                query: wanted.query.clone(),
                sort: wanted.sort,
                from,
                revision: workspace.revision(),
            };
            if let Some(order) = self.kept(&mark) {
                return order;
            }
            let all = workspace.members(mark.from);
            let query = wanted.query.as_ref();
            let found =
                all.filter(|member| query.is_none_or(|query| query.matches(members, *member)));
            let found: Vec<_> = found
                .map(|member| (wanted.sort.key(members, member), member))
                .collect();
            (mark, found)
        };
        let sort = wanted.sort;
        found.sort_by(|one, other| {
            sort.compare((one.0.as_ref(), one.1), (other.0.as_ref(), other.1))
        });
        let order: Arc<Vec<_>> = Arc::new(found.into_iter().map(|(_, member)| member).collect());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, _)| other.revision == mark.revision);
        kept.truncate(KEPT - 1);
        kept.push_front((mark, Arc::clone(&order)));
        order
    }

    fn kept(&self, mark: &Mark) -> Option<Arc<Vec<Member>>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|(other, _)| other == mark)?;
        if let Some(found) = kept.remove(place) {
            kept.push_front(found);
        }
        kept.front().map(|(_, order)| Arc::clone(order))
    }
}

/// The newest lead that is found.
fn from(api: &Intercom, wanted: &Wanted) -> i32 {
    if wanted.indexed && api.settings().churn {
        api.workspace().indexed_from()
    } else {
        i32::MIN
    }
}

/// A key as cursors carry it.
fn key(value: &Value) -> Option<Key> {
    match value {
        Value::String(text) => Some(Key::Text(text.clone())),
        value => value.as_i64().map(Key::Time),
    }
}
