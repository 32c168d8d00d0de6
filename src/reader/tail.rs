//! The oldest leads, requested in ascending order: whether the end was reached where a
//! full last page could mean that the server stops there.

use crate::intercom::Page;
use crate::lead::id::Id;
use crate::query::{Order, Query, SortField};

/// The query with its leads in ascending order.
pub(super) fn ascending(query: &Query) -> Query {
    Query {
        sort: Some((SortField::CreatedAt, Order::Asc)),
        limit: None,
        ..query.clone()
    }
}

/// Whether every lead of `page`, the first one in ascending order, was received. `last`
/// is `created_at` of the last lead received. The page has to be sorted, and to end
/// after all leads of that second, since those can be in any order.
pub(super) fn is_received(page: &Page, last: Option<i64>, has: impl Fn(&Id) -> bool) -> bool {
    let Some(times) = page.times().collect::<Option<Vec<_>>>() else {
        return false;
    };
    let (Some(oldest), Some(newest), Some(last)) = (times.first(), times.last(), last) else {
        return false;
    };
    times.is_sorted() && *oldest <= last && last < *newest && page.ids().all(has)
}
