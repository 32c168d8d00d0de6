//! How far a reading is, for the progress line.

use crate::query::Query;
use crate::reader::Pages;
use crate::terminal::progress;

/// Shows how far the reading is. Of a reading that ends at a date the API
/// announces more than will be read.
pub(super) fn reached(pages: &Pages, query: &Query, limit: Option<u64>) {
    let announced = pages.announced().filter(|_| !query.has_times());
    let total = announced.map(|total| limit.map_or(total, |limit| limit.min(total)));
    progress::set_position(pages.read(), total, "leads");
}
