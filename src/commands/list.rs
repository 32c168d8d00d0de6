//! `leads list`: every lead, or those that filters leave, in the order asked
//! for.

use jiff::tz::TimeZone;

use super::printer::{Printer, Printout};
use super::{count, position};
use crate::cli::{ListArgs, TimeStyle};
use crate::config::Config;
use crate::error::Failure;
use crate::http::Client;
use crate::intercom::{Error, Page};
use crate::query::sort::Sorter;
use crate::query::when::{self, When};
use crate::query::{Order, Query, SortField};
use crate::reader::Pages;
use crate::terminal::zone;

const NEWEST_FIRST: (SortField, Order) = (SortField::CreatedAt, Order::Desc);

/// What the options ask for, checked before any request.
pub(super) struct Plan {
    query: Query,
    sort: Option<(SortField, Order)>,
}

/// Reads the options, and refuses those that make no sense.
pub(super) fn plan(args: &ListArgs, settings: &Config) -> Result<Plan, Failure> {
    let zone = match args.output.time {
        Some(TimeStyle::Local) => zone::local().map_err(Failure::Usage)?,
        _ => &TimeZone::UTC,
    };
    let now = when::now();
    let seconds = |option: &str, when: Option<When>| {
        when.map(|when| when.seconds(now, zone))
            .transpose()
            .map_err(|why| Failure::Usage(format!("{option}: {why}")))
    };
    let since = seconds("--since", args.since)?;
    let until = seconds("--until", args.until)?;
    if let (Some(since), Some(until)) = (since, until)
        && since > until
    {
        return Err(Failure::Usage("--since is later than --until".to_owned()));
    }
    settings.check_page_size(args.per_page)?;
    let query = Query {
        since,
        until,
        updated_since: seconds("--updated-since", args.updated_since)?,
        tag: args.tag.clone(),
        segment: args.segment.clone(),
        per_page: args.per_page,
        ..Query::default()
    };
    // The server decides all of the question but times, and both a tag and a
    // segment together.
    let exact = !query.has_times() && (query.tag.is_none() || query.segment.is_none());
    let few = args
        .limit
        .filter(|_| exact)
        .map(|limit| u32::try_from(limit).unwrap_or(u32::MAX));
    let sort = (
        args.sort.unwrap_or(SortField::CreatedAt),
        args.order.unwrap_or_default(),
    );
    // Newest first is how they are read, as far as the list goes; one who asks
    // for it by name gets it past the scroll too.
    let sort = Some(sort).filter(|sort| args.sort.is_some() || *sort != NEWEST_FIRST);
    Ok(Plan {
        query: Query { few, ..query },
        sort,
    })
}

/// Prints what the plan asks for, or how many leads that is.
pub(super) fn list(
    args: &ListArgs,
    plan: Plan,
    printout: Option<Printout>,
    client: &Client,
) -> anyhow::Result<()> {
    let Plan { query, sort } = plan;
    let Some(printout) = printout else {
        return count::count(&query, args.output.output.as_deref(), client);
    };
    printout.print(client, args.partial, |printer| {
        match (args.page, sort) {
            (Some(page), sort) => one_page(page, &query, sort, client, printer)?,
            (None, None) => stream(&query, args.limit, client, printer)?,
            (None, Some(sort)) => sorted(&query, sort, args.limit, client, printer)?,
        }
        if printer.printed() == 0 && printer.is_for_people() {
            client.report().note("no leads");
        }
        Ok(())
    })
}

/// Prints leads as they come, newest first.
fn stream(
    query: &Query,
    limit: Option<u64>,
    client: &Client,
    printer: &mut Printer,
) -> anyhow::Result<()> {
    let mut pages = Pages::new(client, query);
    while let Some(page) = pages.next() {
        let page = page?;
        position::reached(&pages, query, limit);
        printer.page(&page)?;
        let mut leads = page.leads();
        for lead in leads.by_ref().filter(|lead| query.keeps(*lead)) {
            printer.lead(lead)?;
            if Some(printer.printed()) == limit {
                break;
            }
        }
        if Some(printer.printed()) == limit {
            let total = pages.announced().filter(|_| query.is_everything());
            let more = page.more || leads.any(|lead| query.keeps(lead));
            tell_cut(client, printer.printed(), total, more);
            return Ok(());
        }
        if query.ends_with(&page) {
            client
                .report()
                .detail(&format!("nothing older is asked for: {}", client.summary()));
            return Ok(());
        }
        if page.more {
            printer.flush_page()?;
        } else {
            printer.flush()?;
        }
    }
    client.report().detail(&pages.verdict());
    Ok(())
}

/// One line when a limit cut the list.
fn tell_cut(client: &Client, shown: u64, total: Option<u64>, more: bool) {
    let plural = if shown == 1 { "lead" } else { "leads" };
    match total {
        Some(total) if total > shown => {
            client
                .report()
                .note(&format!("stopped after {shown} of {total} leads (--limit)"));
        }
        None if more => {
            client.report().note(&format!(
                "stopped after {shown} {plural}; there may be more (--limit)"
            ));
        }
        _ => {}
    }
}

/// Prints leads in another order than they come in.
fn sorted(
    query: &Query,
    sort: (SortField, Order),
    limit: Option<u64>,
    client: &Client,
    printer: &mut Printer,
) -> anyhow::Result<()> {
    if let Some(few) = query.few.filter(|&few| few <= page_size(query, client))
        && let Some(page) = sorted_by_the_server(query, sort, 1, client)?
    {
        printer.page(&page)?;
        for lead in page.leads().take(few as usize) {
            printer.lead(lead)?;
        }
        tell_cut(client, printer.printed(), page.total, page.more);
        return Ok(());
    }
    let (sorter, incomplete) = read_all(query, sort, client, printer)?;
    let total = limit.map(|_| sorter.len() as u64);
    let limit = limit.map_or(usize::MAX, |limit| {
        usize::try_from(limit).unwrap_or(usize::MAX)
    });
    sorter.each(0, limit, |lead| printer.lead(lead))?;
    if let Some(error) = incomplete {
        return Err(error.into());
    }
    tell_cut(client, printer.printed(), total, false);
    Ok(())
}

/// Prints one page as the API numbers it.
fn one_page(
    page: u32,
    query: &Query,
    sort: Option<(SortField, Order)>,
    client: &Client,
    printer: &mut Printer,
) -> anyhow::Result<()> {
    let answer = match sort {
        None => Pages::one(client, query, page)?,
        Some(sort) => match sorted_by_the_server(query, sort, page, client)? {
            Some(answer) => answer,
            None => return one_page_sorted_here(page, query, sort, client, printer),
        },
    };
    printer.page(&answer)?;
    for lead in answer.leads().filter(|lead| query.admits(*lead)) {
        printer.lead(lead)?;
    }
    Ok(())
}

fn one_page_sorted_here(
    page: u32,
    query: &Query,
    sort: (SortField, Order),
    client: &Client,
    printer: &mut Printer,
) -> anyhow::Result<()> {
    let (sorter, incomplete) = read_all(query, sort, client, printer)?;
    if let Some(error) = incomplete {
        return Err(error.into());
    }
    let size = page_size(query, client) as usize;
    Ok(sorter.each((page as usize - 1) * size, size, |lead| printer.lead(lead))?)
}

/// Reads everything to be sorted. A reading that ends incomplete gives what it
/// has, and the error.
fn read_all(
    query: &Query,
    (field, order): (SortField, Order),
    client: &Client,
    printer: &mut Printer,
) -> anyhow::Result<(Sorter, Option<Error>)> {
    let mut sorter = Sorter::new(field, order).map_err(Failure::Output)?;
    let query = &Query {
        few: None,
        ..query.clone()
    };
    let mut pages = Pages::new(client, query);
    let mut incomplete = None;
    while let Some(page) = pages.next() {
        position::reached(&pages, query, None);
        let page = match page {
            Err(error @ Error::Incomplete { .. }) => {
                incomplete = Some(error);
                break;
            }
            page => page?,
        };
        printer.look_up(&page);
        for lead in page.leads().filter(|lead| query.keeps(*lead)) {
            sorter.push(lead).map_err(Failure::Output)?;
        }
        if query.ends_with(&page) {
            break;
        }
    }
    if incomplete.is_none() {
        client.report().detail(&pages.verdict());
    }
    printer.begin()?;
    Ok((sorter, incomplete))
}

/// A page that the server sorted; `None` when its answer does not prove that
/// it did. An answer that also stands in the list's usual order proves
/// nothing, nor does one with leads that lack the key.
fn sorted_by_the_server(
    query: &Query,
    (field, order): (SortField, Order),
    page: u32,
    client: &Client,
) -> Result<Option<Page>, Error> {
    let asked = Query {
        sort: Some((field, order)),
        few: None,
        ..query.clone()
    };
    let page = match Pages::one(client, &asked, page) {
        Ok(page) => page,
        // A server that does not sort leads may say so.
        Err(Error::Refused(refused)) if matches!(refused.status, 400 | 422) => return Ok(None),
        Err(error) => return Err(error),
    };
    let keys: Option<Vec<i64>> = page.leads().map(|lead| field.of(lead)).collect();
    let usual = page
        .leads()
        .map(|lead| SortField::CreatedAt.of(lead))
        .is_sorted_by(|newer, older| newer >= older);
    let obeyed = keys.is_some_and(|keys| match order {
        Order::Asc => keys.is_sorted(),
        Order::Desc => keys.is_sorted_by(|later, earlier| later >= earlier),
    });
    let whole = page.leads().all(|lead| query.admits(lead));
    let proven = !usual || (field, order) == NEWEST_FIRST;
    Ok(Some(page).filter(|_| obeyed && proven && whole))
}

fn page_size(query: &Query, client: &Client) -> u32 {
    query.page_size(client.dialect().max_page_size())
}
