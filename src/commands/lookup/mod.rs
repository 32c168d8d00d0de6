//! Looks up leads by e-mail address, phone number or id. Every lead in a response is
//! checked against the requested values.
//!
//! [`look_up_all`] looks up all values, batch by batch; [`Lookup`] sends the requests
//! for one batch.

mod all;
mod batch;
mod by_id;
mod column;
mod index;
mod single;
mod values;

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

pub(super) use all::look_up_all;
pub(super) use index::{Index, requests_if_fewer};
pub(super) use values::Values;

use crate::http::Client;
use crate::intercom::{Error, Page};
use crate::query::identifier::Identifier;
use crate::query::{Query, Select};
use crate::reader::Pages;

/// The maximum number of values that the API documents for a group of filters, for
/// servers that refuse more.
const DOCUMENTED_MAX_VALUES: usize = 15;

/// The maximum length of a value, in bytes. Real addresses are much shorter.
const MAX_VALUE: usize = 1000;

/// The number of spellings of a phone number that are requested.
const PHONE_SPELLINGS: usize = 3;

/// The maximum number of values that any version accepts at once.
const MAX_VALUES: usize = 50;

/// A result of a lookup. Results are sent in the order in which they are printed.
pub(super) enum Event {
    /// The leads of a value.
    Page { value: String, page: Page },
    /// The leads of several values.
    Batch {
        pages: Vec<Page>,
        /// In the order of the values.
        found: Vec<Found>,
    },
    /// A value without a match.
    NoMatch(String),
    /// The number of leads in responses that have none of the requested values.
    LeftOut(u64),
    /// A message for the user.
    Note(String),
    /// The number of values that are done.
    Done(u64),
}

/// A lead of a [`Event::Batch`].
pub(super) struct Found {
    pub(super) value: String,
    /// Its page, and its index in that page.
    pub(super) page: usize,
    pub(super) index: usize,
}

/// Receives events. Fails if the receiver is gone.
type Sink<'a> = dyn FnMut(Event) -> anyhow::Result<()> + 'a;

/// Looks up values of one kind. Shared by the threads that request batches.
struct Lookup {
    by: Identifier,
    client: Client,
    /// The number of values to request at once. Lowered if the server refuses or
    /// ignores some of them.
    max_values: AtomicUsize,
    /// Set once a response had the shape of the API.
    is_api: AtomicBool,
}

impl Lookup {
    fn new(by: Identifier, client: &Client) -> Self {
        Self {
            by,
            client: client.clone(),
            max_values: AtomicUsize::new(MAX_VALUES),
            is_api: AtomicBool::new(false),
        }
    }

    /// Whether a response has settled the version of the workspace.
    fn is_settled(&self) -> bool {
        self.client.version().is_settled()
    }

    /// The size of the next batch: how many values to look up at once.
    fn batch_size(&self) -> usize {
        let spellings = if self.is_settled() {
            self.max_values()
        } else {
            MAX_VALUES
        };
        match self.by {
            Identifier::Id => 1,
            Identifier::Email => spellings,
            Identifier::Phone => (spellings / PHONE_SPELLINGS).max(1),
        }
    }

    fn max_values(&self) -> usize {
        let max = self.max_values.load(Ordering::Relaxed);
        self.client.dialect().max_values().min(max)
    }

    fn limit_values(&self, max: usize) {
        self.max_values.fetch_min(max, Ordering::Relaxed);
    }

    /// Looks up `values`, and sends the leads that match in the order of the values.
    fn look_up(&self, values: &[String], sink: &mut Sink) -> anyhow::Result<()> {
        if let [value] = values {
            return self.look_up_one(value, sink);
        }
        match self.look_up_batch(values, sink) {
            Err(error) if is_refused(&error) => {
                let fewer = match self.max_values() {
                    DOCUMENTED_MAX_VALUES.. if values.len() > DOCUMENTED_MAX_VALUES => {
                        DOCUMENTED_MAX_VALUES
                    }
                    _ => 1,
                };
                let report = self.client.report();
                report.detail(&format!("{error}; continuing with {fewer} at a time"));
                self.limit_values(fewer);
                values
                    .chunks(self.batch_size())
                    .try_for_each(|values| self.look_up(values, sink))
            }
            outcome => outcome,
        }
    }

    /// Calls `visit` with each page of leads that have one of the spellings. Returns
    /// the number of leads left out because they have none of the `wanted` keys. Fails
    /// if a page has only such leads and is not complete: the server ignored the
    /// filter.
    fn each_page(
        &self,
        spellings: Vec<String>,
        wanted: &HashSet<String>,
        mut visit: impl FnMut(Page) -> anyhow::Result<()>,
    ) -> anyhow::Result<u64> {
        let filter = format!("{} {}", self.by, spellings.join(", "));
        let select = match self.by {
            Identifier::Phone => Select::Phones(spellings),
            _ => Select::Emails(spellings),
        };
        let query = Query {
            select,
            ..Query::default()
        };
        let mut left_out = 0;
        for (index, page) in Pages::in_this_version(&self.client, &query).enumerate() {
            let mut page = match page {
                // Some versions respond with this if there is no match.
                Err(Error::Refused(refused)) if index == 0 && refused.is_no_match() => break,
                page => page?,
            };
            let all = page.len();
            let largest = self.client.dialect().max_page_size();
            let is_full = all as u64 >= u64::from(page.page_size.unwrap_or(largest));
            page.retain(|_, lead| {
                let key = self.by.key_of(lead);
                key.is_some_and(|key| wanted.contains(&key))
            });
            if all > 0 && page.is_empty() && (is_full || page.more) {
                return Err(Error::FilterIgnored(filter).into());
            }
            left_out += (all - page.len()) as u64;
            visit(page)?;
        }
        Ok(left_out)
    }
}

/// Whether the server refused the request, possibly because of the number of values.
fn is_refused(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref(),
        Some(Error::Refused(refused)) if matches!(refused.status, 400 | 422)
    )
}
