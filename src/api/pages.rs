//! Pages: the leads that answer a query, page after page, each lead once.

use std::collections::VecDeque;

use super::client::Client;
use super::dialect::Dialect;
use super::error::Error;
use super::ledger::{Ledger, Step};
use super::page::Page;
use super::scroll::Scrolling;
use super::v1;
use super::window::Window;
use crate::query::Query;

/// The smallest largest page: with smaller pages alone, some seams of the
/// list lie in no page.
const SMALLEST_LARGEST: u32 = 12;

/// An iterator over the pages of a query, without the leads that an earlier
/// page held. Ends after an error. That it ends without one means that the
/// reading is whole.
pub struct Pages<'a> {
    client: &'a Client<'a>,
    query: &'a Query,
    list: &'static dyn Dialect,
    scroll: &'static dyn Dialect,
    ledger: Ledger,
    scrolling: Option<Scrolling<'a>>,
    scrolled: bool,
    ready: VecDeque<Page>,
    limited: bool,
    ended: bool,
}

impl<'a> Pages<'a> {
    /// The pages that answer `query`.
    #[must_use]
    pub fn new(client: &'a Client<'a>, query: &'a Query) -> Self {
        let largest = query.per_page.unwrap_or(v1::LARGEST_PAGE);
        let first = query.few.map_or(largest, |few| few.clamp(1, largest));
        Self {
            client,
            query,
            list: &v1::List,
            scroll: &v1::Scroll,
            ledger: Ledger::new(Window::first(first), largest.max(SMALLEST_LARGEST)),
            scrolling: None,
            scrolled: false,
            ready: VecDeque::new(),
            limited: false,
            ended: false,
        }
    }

    /// One page of the list as the API numbers it.
    pub fn one(client: &Client, query: &Query, window: Window) -> Result<Page, Error> {
        let request = v1::List.window(query, window);
        let request = request.unwrap_or_else(|| v1::List.first(query));
        client.fetch(&request, |body| v1::List.read(&request, body))
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
        let word = if self.scrolled {
            "as announced"
        } else {
            "complete"
        };
        let read = self.read();
        let announced = self.announced().unwrap_or(read);
        format!(
            "{word}: {read} of {announced} leads, {}",
            self.client.summary()
        )
    }

    fn ask(&mut self, window: Window) -> Result<(), Error> {
        let request = self
            .list
            .window(self.query, window)
            .unwrap_or_else(|| self.list.first(self.query));
        match self
            .client
            .fetch(&request, |body| self.list.read(&request, body))
        {
            Ok(mut page) => {
                self.limited |= page.limited;
                page.in_list_order = true;
                let pages = self.ledger.take(window, page);
                self.ready.extend(
                    pages
                        .into_iter()
                        .filter(|page| !page.is_empty() || window.page == 1),
                );
                Ok(())
            }
            Err(Error::Refused(refusal)) if v1::is_wall(&refusal) && self.ledger.read() > 0 => {
                self.ledger.hit_wall();
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn scroll_on(&mut self) -> Result<(), Error> {
        let mut scrolling = if let Some(scrolling) = self.scrolling.take() {
            scrolling
        } else {
            if !self.scrolled {
                self.client
                    .report()
                    .detail("past the list's limit: going on by scroll");
            }
            self.scrolled = true;
            Scrolling::new(self.scroll, self.query, self.announced().unwrap_or(0))
        };
        match scrolling.page(self.client)? {
            Some(mut page) => {
                // A scroll takes no filters.
                page.retain(|_, lead| self.query.admits(lead));
                self.ready.push_back(self.ledger.take_scrolled(page));
                self.scrolling = Some(scrolling);
            }
            None => self.ledger.scroll_ended(),
        }
        Ok(())
    }

    fn advance(&mut self) -> Option<Result<Page, Error>> {
        loop {
            if let Some(page) = self.ready.pop_front() {
                return Some(Ok(page));
            }
            let step = if self.scrolling.is_some() {
                Step::Wall
            } else {
                self.ledger.step()
            };
            let done = match step {
                Step::Ask(window) => self.ask(window),
                Step::Wall => self.scroll_on(),
                Step::Whole => return None,
                Step::Short(why) => Err(Error::Incomplete {
                    read: self.read(),
                    announced: self.announced(),
                    why,
                }),
            };
            if let Err(error) = done {
                return Some(Err(error));
            }
        }
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
                self.client.report().warn(
                    "the API marked an answer as limited: it may hold fewer leads than there are",
                );
            }
        }
        page
    }
}
