//! Looks up many values in the list itself, if that takes fewer requests than looking
//! up each value.

use std::collections::HashMap;

use super::super::record::Record;
use super::{PHONE_SPELLINGS, Values};
use crate::error::Error;
use crate::files::{Span, TempFile};
use crate::http::Client;
use crate::intercom::{Dialect, Page, Window};
use crate::lead::Lead;
use crate::query::Query;
use crate::query::identifier::Identifier;
use crate::reader::Pages;

/// Up to this number of requests, the size of the list is not checked, because that is
/// a request too.
const MIN_REQUESTS: u64 = 10;

/// API 1.x serves leads past this one only by scroll, which starts from the beginning.
const SCROLL_FROM: u64 = 10_000;

/// The number of requests for the list, if they are fewer than those for the values
/// that have arrived. Blocks until the first line of standard input.
pub(in crate::commands) fn requests_if_fewer(
    by: Identifier,
    values: &mut Values,
    client: &Client,
) -> Option<u64> {
    let arrived = values.arrived();
    let requests_for_values = |dialect: &dyn Dialect| {
        let at_once = match by {
            Identifier::Id => 1,
            Identifier::Email => dialect.max_values(),
            Identifier::Phone => dialect.max_values() / PHONE_SPELLINGS,
        };
        arrived.div_ceil(at_once.max(1)) as u64
    };
    if requests_for_values(client.dialect()) <= MIN_REQUESTS {
        return None;
    }
    // The next request reports the error. This response settles the version, and with
    // it the dialect.
    let page = Pages::one(client, &Query::default(), 1).ok()?;
    let dialect = client.dialect();
    let (total, size) = (page.total?, dialect.max_page_size());
    let has_numbers = dialect
        .window(&Query::default(), Window::first(size))
        .is_some();
    let again = if has_numbers && total > SCROLL_FROM {
        SCROLL_FROM
    } else {
        0
    };
    let size = u64::from(size);
    // One more, for leads that were created in the meantime.
    let requests = (total + again).div_ceil(size) + 1;
    (requests < requests_for_values(dialect)).then_some(requests)
}

/// The leads of the list that have a value of one kind: keys in memory, leads in a
/// temporary file.
pub(in crate::commands) struct Index {
    by: Identifier,
    spans: HashMap<String, Vec<Span>>,
    file: TempFile,
    json: Vec<u8>,
}

impl Index {
    /// Reads the list, and calls `visit` with each page.
    pub(in crate::commands) fn read(
        by: Identifier,
        client: &Client,
        record: &Record,
        mut visit: impl FnMut(&Page) -> Result<(), Error>,
    ) -> anyhow::Result<Self> {
        let mut index = Self {
            by,
            spans: HashMap::new(),
            file: TempFile::new().map_err(Error::Output)?,
            json: Vec::new(),
        };
        let query = Query::default();
        let mut pages = Pages::new(client, &query);
        while let Some(page) = pages.next() {
            let page = page?;
            record.show(&pages, &query, None);
            visit(&page)?;
            for lead in page.leads() {
                if let Some(key) = by.key_of(lead) {
                    let span = index.file.append(lead.json().as_bytes());
                    let span = span.map_err(Error::Output)?;
                    index.spans.entry(key).or_default().push(span);
                }
            }
        }
        record.conclude(&pages, client.report());
        Ok(index)
    }

    /// Calls `visit` with each lead that has `value`. Returns whether there is any.
    pub(in crate::commands) fn each(
        &mut self,
        value: &str,
        mut visit: impl FnMut(Lead<'_>) -> Result<(), Error>,
    ) -> Result<bool, Error> {
        let Some(spans) = self.spans.get(&self.by.key(value)) else {
            return Ok(false);
        };
        for span in spans {
            self.file
                .read(*span, &mut self.json)
                .map_err(Error::Output)?;
            let json = std::str::from_utf8(&self.json).map_err(std::io::Error::other);
            visit(Lead::new(json.map_err(Error::Output)?))?;
        }
        Ok(true)
    }
}
