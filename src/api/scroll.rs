//! A scroll: one per workspace, over after a minute unasked, and begun again
//! when it breaks, since it cannot go on from where it was.

use std::time::Duration;

use super::client::Client;
use super::dialect::{Dialect, Request};
use super::error::Error;
use super::page::Page;
use crate::query::Query;

/// How often a scroll is begun again.
const RESTARTS: u32 = 2;

/// How long another scroll of the workspace is waited for: it ends a minute
/// after it was last asked.
const LONGEST_WAIT: Duration = Duration::from_secs(90);

/// A scroll under way.
pub(super) struct Scrolling<'q> {
    dialect: &'static dyn Dialect,
    query: &'q Query,
    next: Request,
    restarts: u32,
    waited: Duration,
    /// Leads that this scroll brought, and how many may be too many.
    brought: u64,
    bound: u64,
}

impl<'q> Scrolling<'q> {
    /// A scroll that is expected to bring about `total` leads.
    pub(super) fn new(dialect: &'static dyn Dialect, query: &'q Query, total: u64) -> Self {
        Self {
            dialect,
            query,
            next: dialect.first(query),
            restarts: 0,
            waited: Duration::ZERO,
            brought: 0,
            bound: total.saturating_mul(2).saturating_add(100_000),
        }
    }

    /// The next page; `None` at the end.
    pub(super) fn page(&mut self, client: &Client) -> Result<Option<Page>, Error> {
        loop {
            match client.fetch(&self.next, |body| self.dialect.read(&self.next, body)) {
                Ok(page) => {
                    let Some(next) = page.next.clone() else {
                        return Ok(None);
                    };
                    self.next = next;
                    self.waited = Duration::ZERO;
                    self.brought += page.len() as u64;
                    if self.brought > self.bound {
                        return Err(Error::NotUnderstood(
                            "a scroll that does not end".to_owned(),
                        ));
                    }
                    return Ok(Some(page));
                }
                Err(Error::Refused(refusal)) if refusal.code == "scroll_exists" => {
                    self.wait_for_the_other(client)?;
                }
                Err(error) if self.broke(&error) && self.restarts < RESTARTS => {
                    self.restarts += 1;
                    self.next = self.dialect.first(self.query);
                    client
                        .report()
                        .warn(&format!("{error}; the scroll begins again"));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Whether a scroll that was under way is lost, so that only a new one
    /// helps.
    fn broke(&self, error: &Error) -> bool {
        let under_way = !self.next.repeatable;
        under_way
            && match error {
                Error::Network(_) | Error::Timeout(_) | Error::Unreadable(_) => true,
                Error::Refused(refusal) => {
                    refusal.status == 404 || refusal.status == 408 || refusal.status >= 500
                }
                _ => false,
            }
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
