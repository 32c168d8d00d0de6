//! `leads list --count`: the API's total if it can be trusted, otherwise the number of
//! leads read.

use std::io::Write as _;
use std::path::Path;

use super::super::record::Record;
use super::filter::Filter;
use crate::error::Error;
use crate::http::Client;
use crate::output::Destination;
use crate::query::Query;
use crate::reader::Pages;

/// Prints and returns the number of leads.
pub(super) fn count(
    query: &Query,
    mut filter: Filter,
    path: Option<&Path>,
    record: &Record,
    client: &Client,
) -> anyhow::Result<u64> {
    let mut destination = Destination::open(path).map_err(Error::Output)?;
    if record.wants_digest() {
        destination.compute_digest();
    }
    let count = match api_total(query, &mut filter, client)? {
        Some(total) => total,
        None => read(query, &mut filter, record, client)?,
    };
    writeln!(destination, "{count}").map_err(Error::Output)?;
    let report = client.report();
    let written = destination.commit(report).map_err(Error::Output)?;
    record.end(path, written, (1, "counts"), report);
    Ok(count)
}

/// The total that the API states, if the server applies all filters of the
/// query, and the leads of the response match them.
fn api_total(query: &Query, filter: &mut Filter, client: &Client) -> anyhow::Result<Option<u64>> {
    let is_of_server = query.narrowing.has_labels() && query.condition.is_decided_by_server();
    if !(query.is_everything() || is_of_server) {
        return Ok(None);
    }
    let per_page = if query.is_everything() {
        Some(1)
    } else {
        query.per_page
    };
    let query = &Query {
        per_page,
        ..query.clone()
    };
    let page = Pages::one(client, query, 1)?;
    filter.prepare(&page)?;
    for lead in page.leads() {
        if !filter.matches(lead)? {
            return Ok(None);
        }
    }
    Ok(page.total.filter(|total| *total >= page.len() as u64))
}

fn read(
    query: &Query,
    filter: &mut Filter,
    record: &Record,
    client: &Client,
) -> anyhow::Result<u64> {
    let mut pages = Pages::new(client, query);
    let mut count = 0;
    while let Some(page) = pages.next() {
        let page = page?;
        record.show(&pages, query, None);
        filter.prepare(&page)?;
        for lead in page.leads() {
            count += u64::from(filter.matches(lead)?);
        }
        if page.is_past(query) {
            break;
        }
    }
    record.conclude(&pages, client.report());
    filter.warn_unseen();
    Ok(count)
}
