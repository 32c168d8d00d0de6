//! The leads of a query, page by page, each lead once.

use std::sync::{Arc, Mutex, MutexGuard};

use super::context::{Context, Paging, Progress, lock};
use super::generator::{Generator, Output};
use super::list::ListReader;
use super::search::SearchReader;
use super::seen::Seen;
use super::source::Source;
use crate::http::Client;
use crate::intercom::{Dialect, Error, Page, Window};
use crate::query::Query;

/// An iterator over the pages of a query, without the leads of earlier pages. It
/// ends after an error; if it ends without one, no lead is missing, and [`Pages::proof`]
/// says how that was checked.
pub struct Pages<'a> {
    client: &'a Client,
    query: &'a Query,
    items: Generator<'a, Page>,
    progress: Arc<Mutex<Progress>>,
    /// Whether a page was returned.
    is_opened: bool,
    is_limited: bool,
}

/// The versions to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Versions {
    /// The first response can switch to the other generation.
    Any,
    Current,
}

impl<'a> Pages<'a> {
    /// The pages for `query`.
    #[must_use]
    pub fn new(client: &'a Client, query: &'a Query) -> Self {
        Self::start(client, query, Versions::Any)
    }

    /// The pages for `query`, only in the current version. It is an error if the
    /// workspace serves the other one.
    #[must_use]
    pub fn in_this_version(client: &'a Client, query: &'a Query) -> Self {
        Self::start(client, query, Versions::Current)
    }

    fn start(client: &'a Client, query: &'a Query, versions: Versions) -> Self {
        let progress = Arc::default();
        let shared = Arc::clone(&progress);
        let items = Generator::new(async move |output| {
            read(client, query.clone(), versions, &shared, &output).await
        });
        Self {
            client,
            query,
            items,
            progress,
            is_opened: false,
            is_limited: false,
        }
    }

    /// Page `number` of the list, from 1. API 2.x has no page numbers; there, cursors
    /// are followed that many times.
    pub fn one(client: &Client, query: &Query, number: u32) -> Result<Page, Error> {
        let query = &Query {
            limit: None,
            ..query.clone()
        };
        let numbered = |dialect: &dyn Dialect| {
            let size = query.page_size(dialect.max_page_size());
            let page = number;
            dialect.window(query, Window { page, size })
        };
        let mut page =
            client.ask(|dialect| numbered(dialect).unwrap_or_else(|| dialect.first(query)))?;
        let dialect = client.dialect();
        note_page_size(client, query);
        if page.limited {
            warn_limited(client);
        }
        if numbered(dialect).is_none() {
            for _ in 1..number {
                let Some(next) = page.next else {
                    let mut end = Page::default();
                    end.total = page.total;
                    return Ok(end);
                };
                page = client.fetch(dialect, &next)?;
            }
        }
        Seen::default().keep_new(&mut page);
        Ok(page)
    }

    /// Whether pages now come from the scroll, whose leads are in no order.
    #[must_use]
    pub fn is_by_scroll(&self) -> bool {
        self.progress().paging == Paging::Scroll
    }

    /// Leads read so far, each counted once.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.progress().seen.len()
    }

    /// The latest total of the API.
    #[must_use]
    pub fn reported_total(&self) -> Option<u64> {
        self.progress().totals.last
    }

    /// How completeness was checked: `complete` if the pages were joined, `counted` if
    /// the API counts as many, or `unchecked` if it does not count.
    #[must_use]
    pub fn proof(&self) -> &'static str {
        let progress = self.progress();
        match progress.paging {
            Paging::List => "complete",
            _ if progress.totals.last.is_none() => "unchecked",
            _ => "counted",
        }
    }

    /// The result, for the last line of `-v`.
    #[must_use]
    pub fn verdict(&self) -> String {
        let totals = self.progress().totals;
        let read = self.read();
        let word = self.proof();
        let leads = match totals.last {
            Some(total) if total != read => format!("{read} leads, {total} when it ended"),
            Some(_) => format!("{read} of {read} leads"),
            None => format!("{read} leads"),
        };
        let unclear = match totals.rises {
            rises if word == "counted" && rises > read / 100 => format!(", {rises} unclear"),
            _ => String::new(),
        };
        format!("{word}: {leads}{unclear}, {}", self.client.summary())
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        lock(&self.progress)
    }
}

impl Iterator for Pages<'_> {
    type Item = Result<Page, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let page = self.items.next();
        if let Some(Ok(page)) = &page {
            self.is_limited |= page.limited;
            if !std::mem::replace(&mut self.is_opened, true) {
                // The first response decides the version.
                note_page_size(self.client, self.query);
                if !self.is_by_scroll() {
                    warn_unsorted(self.client, self.query, page);
                }
            }
        } else if std::mem::take(&mut self.is_limited) {
            warn_limited(self.client);
        }
        page
    }
}

/// Reads `query` in the version that the workspace serves.
async fn read(
    client: &Client,
    mut query: Query,
    versions: Versions,
    progress: &Arc<Mutex<Progress>>,
    output: &Output<Page>,
) -> Result<(), Error> {
    loop {
        let context = Context {
            source: Source::of(client),
            dialect: client.dialect(),
            query: &query,
            progress,
            output,
        };
        let Err(error) = read_version(&context).await else {
            return Ok(());
        };
        let is_first = context.progress().seen.len() == 0;
        match error {
            // Nothing was sent yet, so pages of the other generation can follow.
            error if is_first && versions == Versions::Any && client.try_switch(&error) => {}
            Error::Refused(refused) if is_first && matches!(refused.status, 400 | 422) => {
                let Some(wider) = without_time_filters(client.dialect(), &query) else {
                    return Err(Error::Refused(refused));
                };
                let report = client.report();
                report.detail(&format!("{refused}: retrying without time filters"));
                query = wider;
            }
            Error::Incomplete { why, .. } => {
                let progress = context.progress();
                return Err(Error::Incomplete {
                    read: progress.seen.len(),
                    reported_total: progress.totals.last,
                    why,
                });
            }
            error => return Err(error),
        }
        *lock(progress) = Progress::default();
    }
}

/// Reads a query in one version.
pub(super) async fn read_version(context: &Context<'_>) -> Result<(), Error> {
    let has_numbers = context
        .dialect
        .window(context.query, Window::first(1))
        .is_some();
    if !has_numbers {
        context.progress().paging = Paging::Search;
        return SearchReader::new(context).read().await;
    }
    let Some(scroll) = ListReader::new(context).read().await? else {
        return Ok(());
    };
    let pages = scroll.start();
    while let Some(buffered) = pages.next() {
        let page = buffered?.restore()?;
        if !page.is_empty() {
            context.output.send(page).await;
        }
    }
    Ok(())
}

/// The query without the time filters, which its condition checks as well; `None` if the
/// request is the same without them.
fn without_time_filters(dialect: &dyn Dialect, query: &Query) -> Option<Query> {
    let wider = Query {
        narrowing: query.narrowing.without_times()?,
        ..query.clone()
    };
    (dialect.first(&wider) != dialect.first(query)).then_some(wider)
}

fn warn_limited(client: &Client) {
    client
        .report()
        .warn("the API marked a response as limited: leads may be missing");
}

/// With `--limit`, only the first page may be read, and its order is not checked later.
fn warn_unsorted(client: &Client, query: &Query, page: &Page) {
    if query.limit.is_some() && query.sort.is_none() && !page.is_newest_first() {
        client.report().warn(
            "the API does not send the newest leads first, so --limit may not print the newest \
             ones",
        );
    }
}

fn note_page_size(client: &Client, query: &Query) {
    let largest = client.dialect().max_page_size();
    if let Some(size) = query.per_page.filter(|&size| size > largest) {
        client.report().note(&format!(
            "--per-page {size} is lowered to {largest}, the maximum of this version"
        ));
    }
}
