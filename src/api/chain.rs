//! A chain: answers that lead on to one another, by scroll or by cursor, and
//! are begun again when the server loses the thread.

use std::collections::HashSet;
use std::time::Duration;

use super::client::Client;
use super::dialect::{Dialect, Request};
use super::error::Error;
use super::page::Page;
use crate::query::Query;

/// How long another scroll of the workspace is waited for: it ends a minute
/// after it was last asked.
const LONGEST_WAIT: Duration = Duration::from_secs(90);

/// A chain under way.
pub(super) struct Chain {
    dialect: &'static dyn Dialect,
    query: Query,
    next: Request,
    /// The questions that were asked, told apart; a scroll may repeat its.
    asked: HashSet<String>,
    restarts: u32,
    waited: Duration,
    /// Answers so far.
    pub(super) answers: u64,
    /// Leads that this chain brought, and how many are too many.
    brought: u64,
    bound: u64,
}

impl Chain {
    /// A chain that is expected to bring about `total` leads.
    pub(super) fn new(dialect: &'static dyn Dialect, query: &Query, total: u64) -> Self {
        Self {
            dialect,
            query: query.clone(),
            next: dialect.first(query),
            asked: HashSet::new(),
            restarts: 0,
            waited: Duration::ZERO,
            answers: 0,
            brought: 0,
            bound: total.saturating_mul(3).saturating_add(1_000_000),
        }
    }

    /// Whether the server forgets the chain when it is not asked.
    pub(super) fn dies_of_waiting(&self) -> bool {
        self.next.scroll
    }

    /// The next page, and whether it is the last.
    pub(super) fn page(&mut self, client: &Client) -> Result<(Page, bool), Error> {
        loop {
            match client.fetch(self.dialect, &self.next) {
                Ok(mut page) => {
                    self.answers += 1;
                    self.waited = Duration::ZERO;
                    self.brought += page.len() as u64;
                    let last = page.next.is_none();
                    if let Some(next) = page.next.take() {
                        self.go_on(next)?;
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
                            Error::Refused(refusal) if refusal.status < 500 => {
                                Error::Broken(refusal)
                            }
                            error => error,
                        });
                    }
                    self.restarts += 1;
                    self.next = self.dialect.first(&self.query);
                    self.asked.clear();
                    client
                        .report()
                        .warn(&format!("{error}; the reading begins again"));
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn go_on(&mut self, next: Request) -> Result<(), Error> {
        let cursor = next.body.clone().filter(|_| !next.scroll);
        let repeated = cursor.is_some_and(|cursor| !self.asked.insert(cursor));
        if repeated || self.brought > self.bound {
            return Err(Error::NotUnderstood(
                "pages that lead on for ever".to_owned(),
            ));
        }
        self.next = next;
        Ok(())
    }

    /// Whether the thread is lost, so that only a new chain helps.
    fn is_lost(&self, error: &Error) -> bool {
        let lost = match error {
            Error::Network(_) | Error::Timeout(_) | Error::Unreadable(_) => self.next.scroll,
            Error::Refused(refusal) => {
                matches!(refusal.status, 400 | 404 | 408 | 422 | 500..=599)
            }
            _ => false,
        };
        self.next.goes_on && lost
    }

    fn wait_for_the_other(&mut self, client: &Client) -> Result<(), Error> {
        if self.waited >= LONGEST_WAIT {
            return Err(Error::ScrollBusy(self.waited));
        }
        if self.waited.is_zero() {
            client.report().warn(&format!(
                "another scroll of this workspace is open; waiting up to {} seconds for it to end",
                LONGEST_WAIT.as_secs()
            ));
        }
        // Short at first, for a scroll that was about to end.
        let pause = (self.waited / 2).clamp(Duration::from_secs(1), Duration::from_secs(10));
        std::thread::sleep(pause);
        self.waited += pause;
        Ok(())
    }
}
