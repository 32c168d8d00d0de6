//! A chain: answers that lead on to one another, by scroll or by cursor, and
//! are begun again when the server loses the thread.

use std::collections::HashSet;
use std::fmt::Display;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use super::foretold::{self, Foretold};
use crate::http::Client;
use crate::intercom::Error;
use crate::intercom::Page;
use crate::intercom::{Dialect, Request};
use crate::lead::id::Ids;

/// How long another scroll of the workspace is waited for: it ends a minute
/// after it was last asked. A wait for the rate limit may last as long
/// (`http::retry::MAX_WAIT`).
const LONGEST_WAIT: Duration = Duration::from_secs(90);

/// How many pages may repeat others.
const PATIENCE: u32 = 20;

/// A chain under way.
pub(crate) struct Chain {
    dialect: &'static dyn Dialect,
    first: Request,
    next: Request,
    /// Sends `next` again and again, while the answers show that this is right.
    foretold: Option<Foretold>,
    /// An answer showed it at a glance that said otherwise when it was read.
    misled: bool,
    /// The questions that were asked by cursor, each as its hash.
    asked: HashSet<u64>,
    /// With which lead each page began, to know when they come again.
    begun: Ids,
    /// Pages that came again, or empty, in a row or not.
    again: u32,
    restarts: u32,
    waited: Duration,
    /// Leads since it began, and how many its last answer stated.
    received: u64,
    total: Option<u64>,
}

impl Chain {
    /// A chain that begins with the answer to `first`.
    pub(crate) fn new(dialect: &'static dyn Dialect, first: Request) -> Self {
        Self {
            dialect,
            next: first.clone(),
            first,
            foretold: None,
            misled: false,
            asked: HashSet::new(),
            begun: Ids::default(),
            again: 0,
            restarts: 0,
            waited: Duration::ZERO,
            received: 0,
            total: None,
        }
    }

    /// How many leads are still to come, by its last answer's word.
    pub(crate) fn left(&self) -> Option<u64> {
        Some(self.total?.saturating_sub(self.received))
    }

    /// Whether the server forgets the chain when it is not asked.
    pub(crate) fn dies_of_waiting(&self) -> bool {
        self.next.scroll
    }

    /// The next page, and whether it is the last.
    pub(crate) fn page(&mut self, client: &Client) -> Result<(Page, bool), Error> {
        loop {
            match self.fetch(client) {
                Ok(mut page) => {
                    self.received += page.len() as u64;
                    self.total = page.total;
                    self.waited = Duration::ZERO;
                    let last = page.next.is_none();
                    if let Some(next) = page.next.take() {
                        if self.foretold.is_some() && next != self.next {
                            self.misled = true;
                            self.begin_again(client, &"the scroll's parameter changed midway");
                            continue;
                        }
                        self.next = next;
                        self.watch(&page)?;
                    }
                    return Ok((page, last));
                }
                Err(Error::Refused(refusal)) if refusal.code == "scroll_exists" => {
                    self.wait_for_the_other(client)?;
                }
                Err(error) if self.is_lost(&error) => {
                    // Scrolls die of pauses, too; a cursor is refused for good.
                    let most = if self.next.scroll { 2 } else { 1 };
                    if self.restarts == most {
                        return Err(match error {
                            Error::Refused(refusal) if refusal.meaning() < 500 => {
                                Error::Broken(refusal)
                            }
                            error => error,
                        });
                    }
                    self.restarts += 1;
                    self.begin_again(client, &error);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The answer to the next request.
    fn fetch(&mut self, client: &Client) -> Result<Page, Error> {
        let ahead = self.foretold.take();
        let (reply, goes_on) = match &ahead {
            Some(ahead) => ahead.next(),
            None => foretold::tell(client, self.dialect, &self.next),
        };
        match reply {
            Ok(reply) if goes_on && !self.misled => {
                let new = || Foretold::new(client, self.dialect, &self.next);
                self.foretold = Some(ahead.unwrap_or_else(new));
                client.read(self.dialect, &self.next, reply.body)
            }
            reply => client.fetch_after(Some(reply), self.dialect, &self.next),
        }
    }

    /// From the first request on, since the thread is lost.
    fn begin_again(&mut self, client: &Client, why: &dyn Display) {
        if let Some(foretold) = self.foretold.take() {
            foretold.stop();
        }
        self.next = self.first.clone();
        self.received = 0;
        self.asked.clear();
        self.begun = Ids::default();
        let what = if self.next.scroll { "scroll" } else { "search" };
        let report = client.report();
        report.warn(&format!("{why}; the {what} begins again"));
    }

    /// A cursor that was followed before leads back, and pages that begin as
    /// others did, or with nothing, lead nowhere.
    fn watch(&mut self, page: &Page) -> Result<(), Error> {
        if let Some(question) = &self.next.body {
            let mut hasher = DefaultHasher::new();
            question.hash(&mut hasher);
            if !self.asked.insert(hasher.finish()) {
                return Err(Error::NotUnderstood("a cursor that leads back".to_owned()));
            }
        }
        let fresh = page.first.as_ref().is_some_and(|id| self.begun.insert(id));
        self.again += u32::from(!fresh);
        if self.again > PATIENCE {
            return Err(Error::Repeating);
        }
        Ok(())
    }

    /// Whether the thread is lost, so that only a new chain helps.
    fn is_lost(&self, error: &Error) -> bool {
        let lost = match error {
            Error::Network(_) | Error::Timeout(_) | Error::Unreadable(_) => self.next.scroll,
            Error::Refused(refusal) => {
                matches!(refusal.status, 400 | 422)
                    || matches!(refusal.meaning(), 404 | 408 | 500..=599)
            }
            _ => false,
        };
        self.next.goes_on && lost
    }

    fn wait_for_the_other(&mut self, client: &Client) -> Result<(), Error> {
        let Some(pause) = pause(self.waited) else {
            return Err(Error::ScrollBusy(self.waited));
        };
        if self.waited.is_zero() {
            client.report().warn(&format!(
                "another scroll of this workspace is open; waiting up to {} seconds for it to end",
                LONGEST_WAIT.as_secs()
            ));
        }
        std::thread::sleep(pause);
        self.waited += pause;
        Ok(())
    }
}

/// How long to wait once more for another scroll to end, short at first for
/// one that was about to; `None` when enough was waited.
fn pause(waited: Duration) -> Option<Duration> {
    let left = LONGEST_WAIT.checked_sub(waited)?;
    let pause = (waited / 2).clamp(Duration::from_secs(1), Duration::from_secs(10));
    Some(pause.min(left)).filter(|pause| !pause.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_scroll_is_waited_for_as_long_as_was_announced() {
        let mut waited = Duration::ZERO;
        let mut calls = 0;
        while let Some(pause) = pause(waited) {
            waited += pause;
            calls += 1;
        }
        assert_eq!(waited, LONGEST_WAIT);
        assert!((10..20).contains(&calls), "{calls} calls");
    }
}
