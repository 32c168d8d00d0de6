//! Pages: the leads that answer a query, page after page, each lead once.

use std::collections::VecDeque;

use super::ahead::{Ahead, Turn};
use super::ledger::{Ledger, Step};
use super::pool::Pool;
use crate::http::Client;
use crate::intercom::Error;
use crate::intercom::{Dialect, Request};
use crate::intercom::{Page, Window, v1};
use crate::query::Query;

/// The smallest largest page: with smaller pages alone, some seams of the
/// list lie in no page.
const SMALLEST_LARGEST: u32 = 12;

/// An iterator over the pages of a query, without the leads that an earlier
/// page held. Ends after an error. That it ends without one means that the
/// reading is whole.
pub struct Pages<'a> {
    client: &'a Client,
    query: &'a Query,
    dialect: &'static dyn Dialect,
    ledger: Ledger,
    /// Asks ahead, once there is a plan to ask by.
    pool: Option<Pool>,
    chain: Option<Ahead>,
    /// What leads on from the page that was counted last.
    counted: Option<Request>,
    ready: VecDeque<Page>,
    limited: bool,
    ended: bool,
}

impl<'a> Pages<'a> {
    /// The pages that answer `query`.
    #[must_use]
    pub fn new(client: &'a Client, query: &'a Query) -> Self {
        let dialect = client.dialect();
        let first = Window::first(query.first_size(dialect.largest_page()));
        let largest = query.page_size(dialect.largest_page());
        let ledger = if dialect.window(query, first).is_some() {
            Ledger::new(first, largest.max(SMALLEST_LARGEST))
        } else {
            Ledger::of_chain(largest)
        };
        Self {
            client,
            query,
            dialect,
            ledger,
            pool: None,
            chain: None,
            counted: None,
            ready: VecDeque::new(),
            limited: false,
            ended: false,
        }
    }

    /// One page of the list as the API numbers it, from 1; where it numbers
    /// none, the page that so many cursors lead to.
    pub fn one(client: &Client, query: &Query, number: u32) -> Result<Page, Error> {
        let query = &Query {
            few: None,
            ..query.clone()
        };
        let numbered = |dialect: &dyn Dialect| {
            let size = query.page_size(dialect.largest_page());
            let page = number;
            dialect.window(query, Window { page, size })
        };
        let mut page =
            client.ask(|dialect| numbered(dialect).unwrap_or_else(|| dialect.first(query)))?;
        let dialect = client.dialect();
        tell_lowered(client, query);
        if page.limited {
            tell_limited(client);
        }
        if numbered(dialect).is_none() {
            for _ in 1..number {
                page = match page.next {
                    Some(next) => client.fetch(dialect, &next)?,
                    None => {
                        return Ok(Page {
                            total: page.total,
                            ..Page::default()
                        });
                    }
                };
            }
        }
        Ok(page)
    }

    /// Leads read so far, each counted once.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.ledger.read()
    }

    /// Leads that the API announced last.
    #[must_use]
    pub fn announced(&self) -> Option<u64> {
        self.ledger.announced()
    }

    /// How the reading came out, for a closing line.
    #[must_use]
    pub fn verdict(&self) -> String {
        let word = if self.ledger.is_chained() {
            "as announced"
        } else {
            "complete"
        };
        let read = self.read();
        let leads = match self.announced() {
            Some(announced) if announced != read => {
                format!("{read} leads, {announced} when it ended")
            }
            _ => format!("{read} of {read} leads"),
        };
        format!("{word}: {leads}, {}", self.client.summary())
    }

    /// Asks for a window of the list, or for what stands in its place.
    fn ask(&mut self, window: Window) -> Result<(), Error> {
        match self.answer(window) {
            Ok(mut page) => {
                self.tell_once();
                self.limited |= page.limited;
                self.counted = page.next.take();
                page.in_list_order = true;
                let pages = self.ledger.take(window, page);
                self.ready
                    .extend(pages.into_iter().filter(|page| !page.is_empty()));
                // The workers go on while these are printed. Before a second
                // page is wanted at all there are none.
                if self.pool.is_some() {
                    self.ask_ahead(None);
                }
                Ok(())
            }
            Err(Error::Refused(refusal)) if v1::is_wall(&refusal) && self.ledger.read() > 0 => {
                self.ledger.hit_wall();
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn answer(&mut self, window: Window) -> Result<Page, Error> {
        if window.page == 1 {
            self.counted = None;
        }
        self.ask_ahead(Some(window));
        if let Some(answer) = self.pool.as_mut().and_then(|pool| pool.take(window)) {
            return answer;
        }
        let request = self.dialect.window(self.query, window).unwrap_or_else(|| {
            self.counted
                .take()
                .unwrap_or_else(|| self.dialect.first(self.query))
        });
        self.client.fetch(self.dialect, &request)
    }

    /// Has the workers ask for `first` and for the windows that will follow,
    /// as far as they are wanted.
    fn ask_ahead(&mut self, first: Option<Window>) {
        let few = self.query.few.unwrap_or(u32::MAX);
        let mut to_come = self
            .ledger
            .to_come()
            .filter(|window| window.start() < few)
            .peekable();
        if self.pool.is_none() && to_come.peek().is_none() {
            return;
        }
        let pool = self
            .pool
            .get_or_insert_with(|| Pool::new(self.client, self.dialect));
        pool.ask_ahead(
            first
                .into_iter()
                .chain(to_come)
                .filter_map(|window| Some((window, self.dialect.window(self.query, window)?))),
        );
    }

    /// Goes on by chain: past the list's wall, or from the start.
    fn go_on(&mut self) -> Result<(), Error> {
        let numbered = self.dialect.window(self.query, Window::first(1)).is_some();
        let chain = match self.chain.take() {
            Some(chain) => chain,
            None => self.new_chain(numbered),
        };
        let turn = chain.turn().map_err(|error| match error {
            Error::Broken(_) => self.incomplete("the API lost the thread again and again"),
            Error::Repeating => self.incomplete("the pages repeat themselves without end"),
            error => error,
        });
        let mut page = match turn? {
            Turn::Page(page, _) => page,
            Turn::Seam => {
                self.ledger.begin_shard();
                self.chain = Some(chain);
                return Ok(());
            }
            Turn::End => {
                self.ledger.chain_ended(chain.answers(), chain.is_short());
                if let Some(page) = chain.look() {
                    self.ledger.look(&page);
                }
                return Ok(());
            }
        };
        self.chain = Some(chain);
        self.limited |= page.limited;
        page.in_list_order = !numbered;
        if numbered {
            // A scroll takes no filters.
            page.retain(|_, lead| self.query.admits(lead));
        }
        let page = self.ledger.take_chained(page);
        if !page.is_empty() {
            self.ready.push_back(page);
        }
        Ok(())
    }

    fn new_chain(&mut self, numbered: bool) -> Ahead {
        if self.ledger.begin_chain() {
            self.client
                .report()
                .detail("past the list's limit: going on by scroll");
        }
        let dialect = if numbered { &v1::Scroll } else { self.dialect };
        // What shards did not bring may be in none of them.
        let jobs = if self.ledger.is_second() {
            1
        } else {
            self.client.jobs()
        };
        Ahead::new(self.client, dialect, self.query, jobs)
    }

    /// With the first answer the version is settled, and so is the page size.
    fn tell_once(&self) {
        if self.ledger.read() == 0 {
            tell_lowered(self.client, self.query);
        }
    }

    fn incomplete(&self, why: &'static str) -> Error {
        Error::Incomplete {
            read: self.read(),
            announced: self.announced(),
            why,
        }
    }

    fn advance(&mut self) -> Option<Result<Page, Error>> {
        loop {
            if let Some(page) = self.ready.pop_front() {
                return Some(Ok(page));
            }
            let step = if self.chain.is_some() {
                Step::Wall
            } else {
                self.ledger.step()
            };
            let done = match step {
                Step::Ask(window) => self.ask(window),
                Step::Wall => self.go_on(),
                Step::Whole => return None,
                Step::Short(why) => Err(self.incomplete(why)),
            };
            match done {
                Ok(()) => {}
                // Nothing was given out yet, so the other generation's pages
                // can take over.
                Err(error) if self.client.try_switch(&error) => {
                    *self = Self::new(self.client, self.query);
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

fn tell_limited(client: &Client) {
    client
        .report()
        .warn("the API marked an answer as limited: it may hold fewer leads than there are");
}

fn tell_lowered(client: &Client, query: &Query) {
    let largest = client.dialect().largest_page();
    if let Some(size) = query.per_page.filter(|&size| size > largest) {
        client.report().note(&format!(
            "--per-page {size} is lowered to {largest}, the most that this version grants"
        ));
    }
}

impl Iterator for Pages<'_> {
    type Item = Result<Page, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let page = self.advance();
        if !matches!(page, Some(Ok(_))) {
            self.ended = true;
            if self.limited {
                tell_limited(self.client);
            }
        }
        page
    }
}
