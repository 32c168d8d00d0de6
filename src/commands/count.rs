//! `leads list --count`: how many leads there are, by the API's word where it
//! can be believed, else by reading them.

use std::io::Write as _;
use std::path::Path;

use super::position;
use crate::error::Failure;
use crate::http::Client;
use crate::intercom::Error;
use crate::output::Destination;
use crate::query::Query;
use crate::reader::Pages;

pub(super) fn count(query: &Query, path: Option<&Path>, client: &Client) -> anyhow::Result<()> {
    let mut destination = Destination::open(path).map_err(Failure::Output)?;
    let counted = match announced(query, client)? {
        Some(total) => total,
        None => read(query, client)?,
    };
    writeln!(destination, "{counted}").map_err(Failure::Output)?;
    Ok(destination
        .commit(client.report())
        .map_err(Failure::Output)?)
}

/// The total that the API states, when it is that of the question: nothing
/// is decided here, and the leads of the answer obey the filter.
fn announced(query: &Query, client: &Client) -> Result<Option<u64>, Error> {
    if query.has_times() || query.tag.is_some() && query.segment.is_some() {
        return Ok(None);
    }
    let per_page = if query.is_everything() {
        Some(1)
    } else {
        query.per_page
    };
    let page = Pages::one(
        client,
        &Query {
            per_page,
            ..query.clone()
        },
        1,
    )?;
    let believed =
        |total: &u64| *total >= page.len() as u64 && page.leads().all(|lead| query.admits(lead));
    Ok(page.total.filter(believed))
}

fn read(query: &Query, client: &Client) -> anyhow::Result<u64> {
    let mut pages = Pages::new(client, query);
    let mut counted = 0;
    while let Some(page) = pages.next() {
        let page = page?;
        position::reached(&pages, query, None);
        counted += page.leads().filter(|lead| query.keeps(*lead)).count() as u64;
        if query.ends_with(&page) {
            break;
        }
    }
    client.report().detail(&pages.verdict());
    Ok(counted)
}
