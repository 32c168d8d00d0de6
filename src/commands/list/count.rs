//! `leads list --count`: the API's total where it can be trusted, else the
//! number of leads read.

use std::io::Write as _;
use std::path::Path;

use super::super::position;
use super::conditions;
use crate::error::Error;
use crate::http::Client;
use crate::intercom;
use crate::output::Destination;
use crate::query::Query;
use crate::reader::Pages;

pub(super) fn count(query: &Query, path: Option<&Path>, client: &Client) -> anyhow::Result<()> {
    let mut destination = Destination::open(path).map_err(Error::Output)?;
    let count = match api_total(query, client)? {
        Some(total) => total,
        None => read(query, client)?,
    };
    writeln!(destination, "{count}").map_err(Error::Output)?;
    Ok(destination.commit(client.report()).map_err(Error::Output)?)
}

/// The total that the API states, if the server applies all filters of the
/// query, and the leads of the response match them.
fn api_total(query: &Query, client: &Client) -> Result<Option<u64>, intercom::Error> {
    if !query.is_filtered_by_server() {
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
    let is_trusted = |total: &u64| {
        *total >= page.len() as u64 && page.leads().all(|lead| query.matches_labels(lead))
    };
    Ok(page.total.filter(is_trusted))
}

fn read(query: &Query, client: &Client) -> anyhow::Result<u64> {
    let mut pages = Pages::new(client, query);
    let mut count = 0;
    while let Some(page) = pages.next() {
        let page = page?;
        position::show(&pages, query, None);
        conditions::resolve(query, &page, client)?;
        count += page.leads().filter(|lead| query.matches(*lead)).count() as u64;
        conditions::check(query)?;
        if query.is_past(&page) {
            break;
        }
    }
    client.report().detail(&pages.verdict());
    conditions::warn_unseen(query, client);
    Ok(count)
}
