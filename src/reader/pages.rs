//! The leads of a query, page by page, each lead once.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::list::{ListReader, Step};
use super::scroll::{self, ScrollReader};
use super::search::SearchReader;
use super::seen::Seen;
use super::source::Source;
use super::totals::Totals;
use crate::http::Client;
use crate::intercom::{Dialect, Error, Page, Window};
use crate::query::{Query, Select};

/// An iterator over the pages of a query, without the leads of earlier pages. It
/// ends after an error; if it ends without one, no lead is missing.
pub struct Pages<'a> {
    client: &'a Client,
    query: Cow<'a, Query>,
    reader: Reader,
    state: State,
    /// Whether the first response can switch the version.
    may_switch: bool,
    is_limited: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Opening,
    Reading,
    Done,
}

impl<'a> Pages<'a> {
    /// The pages for `query`.
    #[must_use]
    pub fn new(client: &'a Client, query: &'a Query) -> Self {
        Self {
            client,
            query: Cow::Borrowed(query),
            reader: Reader::new(&Source::of(client), client.dialect(), query),
            state: State::Opening,
            may_switch: true,
            is_limited: false,
        }
    }

    /// The pages for `query`, only in the current version. It is an error if the
    /// workspace serves the other one.
    #[must_use]
    pub fn in_this_version(client: &'a Client, query: &'a Query) -> Self {
        Self {
            may_switch: false,
            ..Self::new(client, query)
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
        matches!(self.reader.paging, Paging::Scroll(_))
    }

    /// Leads read so far, each counted once.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.reader.seen().len()
    }

    /// The latest total of the API.
    #[must_use]
    pub fn reported_total(&self) -> Option<u64> {
        self.reader.totals().last()
    }

    /// How completeness was checked: `complete` if the pages were joined, `counted` if
    /// the API counts as many, or `unchecked` if it does not count.
    #[must_use]
    pub fn proof(&self) -> &'static str {
        match self.reader.paging {
            Paging::List(_) => "complete",
            _ if self.reader.totals().last().is_none() => "unchecked",
            _ => "counted",
        }
    }

    /// The result, for the last line of `-v`.
    #[must_use]
    pub fn verdict(&self) -> String {
        let totals = self.reader.totals();
        let read = self.read();
        let word = self.proof();
        let leads = match totals.last() {
            Some(total) if total != read => format!("{read} leads, {total} when it ended"),
            Some(_) => format!("{read} of {read} leads"),
            None => format!("{read} leads"),
        };
        let unclear = match totals.rises() {
            rises if word == "counted" && rises > read / 100 => format!(", {rises} unclear"),
            _ => String::new(),
        };
        format!("{word}: {leads}{unclear}, {}", self.client.summary())
    }

    fn restart(&mut self) {
        let source = Source::of(self.client);
        self.reader = Reader::new(&source, self.client.dialect(), &self.query);
    }

    /// Leaves out the time filters, which the expression checks as well. Returns
    /// whether that changes the request.
    fn drop_time_filters(&mut self) -> bool {
        let Some(narrowing) = self.query.narrowing.without_times() else {
            return false;
        };
        let wider = Query {
            narrowing,
            ..self.query.clone().into_owned()
        };
        let dialect = self.client.dialect();
        if dialect.first(&wider) == dialect.first(&self.query) {
            return false;
        }
        self.query = Cow::Owned(wider);
        true
    }

    fn advance(&mut self) -> Result<Option<Page>, Error> {
        loop {
            match self.reader.next() {
                // Nothing was returned yet, so pages of the other generation can
                // follow.
                Err(error) if self.may_switch && self.client.try_switch(&error) => self.restart(),
                Err(Error::Refused(refused))
                    if self.state == State::Opening
                        && matches!(refused.status, 400 | 422)
                        && self.drop_time_filters() =>
                {
                    self.client
                        .report()
                        .detail(&format!("{refused}: retrying without time filters"));
                    self.restart();
                }
                Err(Error::Incomplete { why, .. }) => {
                    return Err(Error::Incomplete {
                        read: self.read(),
                        reported_total: self.reported_total(),
                        why,
                    });
                }
                page => return page,
            }
        }
    }
}

impl Iterator for Pages<'_> {
    type Item = Result<Page, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == State::Done {
            return None;
        }
        let page = self.advance().transpose();
        if let Some(Ok(page)) = &page {
            self.is_limited |= page.limited;
            self.may_switch = false;
            if self.state == State::Opening {
                self.state = State::Reading;
                // The first response decides the version.
                note_page_size(self.client, &self.query);
                if !self.is_by_scroll() {
                    warn_unsorted(self.client, &self.query, page);
                }
            }
        } else {
            self.state = State::Done;
            if self.is_limited {
                warn_limited(self.client);
            }
        }
        page
    }
}

/// Reads the pages of one query in one version.
pub(super) struct Reader {
    source: Source,
    query: Query,
    seen: Arc<Mutex<Seen>>,
    paging: Paging,
}

/// How the pages are requested.
enum Paging {
    /// By page number.
    List(Box<ListReader>),
    /// By scroll, if page numbers cannot show that no lead is missing.
    Scroll(ScrollReader),
    /// By cursor.
    Search(Box<SearchReader>),
}

impl Reader {
    pub(super) fn new(source: &Source, dialect: &'static dyn Dialect, query: &Query) -> Self {
        let has_numbers = dialect.window(query, Window::first(1)).is_some();
        Self {
            source: source.clone(),
            query: query.clone(),
            seen: Arc::default(),
            paging: if has_numbers {
                Paging::List(Box::new(ListReader::new(source, dialect, query)))
            } else {
                Paging::Search(Box::new(SearchReader::new(source, dialect, query)))
            },
        }
    }

    /// The next page; `None` after the last, if no lead is missing.
    pub(super) fn next(&mut self) -> Result<Option<Page>, Error> {
        loop {
            let step = match &mut self.paging {
                Paging::List(list) => list.next(&lock(&self.seen))?,
                Paging::Scroll(scroll) => return scroll.next(),
                Paging::Search(search) => search
                    .next(&lock(&self.seen))?
                    .map_or(Step::Whole, Step::Page),
            };
            match step {
                Step::Page(mut page) => {
                    lock(&self.seen).keep_new(&mut page);
                    if !page.is_empty() {
                        return Ok(Some(page));
                    }
                }
                Step::Whole => return Ok(None),
                Step::Scroll(why) => self.scroll(why),
            }
        }
    }

    /// Continues with the scroll.
    fn scroll(&mut self, why: &'static str) {
        let Paging::List(list) = &self.paging else {
            return;
        };
        self.source
            .report
            .detail(&format!("{why}: continuing with the scroll"));
        let is_plain = self.query.select == Select::All && !self.query.narrowing.has_labels();
        let totals = if is_plain {
            list.totals()
        } else {
            Totals::default()
        };
        self.paging = Paging::Scroll(ScrollReader::new(scroll::Task {
            source: self.source.clone(),
            query: self.query.clone(),
            seen: Arc::clone(&self.seen),
            totals: Mutex::new(totals),
            newest: list.newest(),
            list_size: list.max_size(),
            why,
        }));
    }

    fn totals(&self) -> Totals {
        match &self.paging {
            Paging::List(list) => list.totals(),
            Paging::Scroll(scroll) => scroll.totals(),
            Paging::Search(search) => search.totals(),
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        lock(&self.seen)
    }
}

fn lock(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
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
