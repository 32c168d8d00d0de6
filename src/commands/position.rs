//! Shows on the progress line how many leads were read.

use crate::query::Query;
use crate::reader::Pages;
use crate::terminal::progress;

/// Shows how many leads `pages` has read. The API's total is left out if `query`
/// filters by time, because then most leads are not read.
pub(super) fn show(pages: &Pages, query: &Query, limit: Option<u64>) {
    let total = pages
        .reported_total()
        .filter(|_| !query.narrowing.has_times());
    let total = total.map(|total| limit.map_or(total, |limit| limit.min(total)));
    progress::set_position(pages.read(), total, "leads");
}
