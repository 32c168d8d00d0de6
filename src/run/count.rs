//! `leads list --count`: how many leads there are, by the API's word where it
//! can be believed, else by reading them.

use std::io::Write as _;
use std::path::Path;

use crate::api::{Client, Pages, Window, v1};
use crate::exit::Failure;
use crate::filter::Filter;
use crate::output::Destination;
use crate::query::Query;

pub(super) fn count(
    query: &Query,
    filter: &Filter,
    path: Option<&Path>,
    client: &Client,
) -> anyhow::Result<()> {
    let mut destination = Destination::open(path).map_err(Failure::Output)?;
    let counted = match announced(query, filter, client)? {
        Some(total) => total,
        None => read(query, filter, client)?,
    };
    writeln!(destination, "{counted}").map_err(Failure::Output)?;
    Ok(destination.commit().map_err(Failure::Output)?)
}

/// The total that the API states, when it is that of the question: nothing
/// is decided here, and the leads of the answer obey the filter.
fn announced(
    query: &Query,
    filter: &Filter,
    client: &Client,
) -> Result<Option<u64>, crate::api::Error> {
    let both = query.tag.is_some() && query.segment.is_some();
    if !filter.is_open() || both {
        return Ok(None);
    }
    let size = if query.is_everything() {
        1
    } else {
        query.per_page.unwrap_or(v1::LARGEST_PAGE)
    };
    let page = Pages::one(client, query, Window::first(size))?;
    Ok(page
        .total
        .filter(|_| page.leads().all(|lead| query.admits(lead))))
}

fn read(query: &Query, filter: &Filter, client: &Client) -> anyhow::Result<u64> {
    let mut pages = Pages::new(client, query);
    let mut counted = 0;
    for page in pages.by_ref() {
        let page = page?;
        counted += page
            .leads()
            .filter(|lead| filter.keeps(query, *lead))
            .count() as u64;
        if filter.ends_with(&page) {
            break;
        }
    }
    client.report().detail(&pages.verdict());
    Ok(counted)
}
