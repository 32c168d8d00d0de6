//! Looking up a lead by its id. A contact that was merged into another one has
//! a link to that one.

use std::sync::atomic::Ordering;

use super::{Event, Lookup, Sink};
use crate::intercom::{ApiError, Error, Page};

/// How many links to follow: the API itself resolves up to three (the page on
/// viewing a contact).
const MAX_LINKS: u32 = 3;

impl Lookup {
    /// Sends the lead with the id `value`; returns whether there is one.
    pub(super) fn find_id(&self, value: &str, sink: &mut Sink) -> anyhow::Result<bool> {
        let mut id = value.to_owned();
        let mut merged = Vec::new();
        for _ in 0..=MAX_LINKS {
            // These would be other requests than the one for a lead.
            if matches!(id.as_str(), "." | ".." | "scroll" | "search") {
                return Ok(false);
            }
            match self.client.ask(|dialect| dialect.get_lead(&id)) {
                Ok(page) => {
                    self.is_api.store(true, Ordering::Relaxed);
                    return send_lead(value, &id, page, sink);
                }
                Err(Error::Refused(refused)) if self.is_no_lead(&refused) => break,
                Err(Error::Refused(refused)) if refused.status == 410 => {
                    let Some(next) = refused.merged_into() else {
                        return Err(Error::Refused(refused).into());
                    };
                    // Links in a circle lead to no lead.
                    if next == id || merged.iter().any(|known| known == next) {
                        break;
                    }
                    sink(Event::Note(format!("{id} was merged into {next}")))?;
                    merged.push(std::mem::replace(&mut id, next.to_owned()));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(false)
    }

    /// Whether a response says that there is no such lead. A 404 without an
    /// error of the API may come from a proxy; it counts if another response
    /// has shown that the address is the API's.
    fn is_no_lead(&self, refused: &ApiError) -> bool {
        if refused.is_no_match() {
            self.is_api.store(true, Ordering::Relaxed);
            return true;
        }
        refused.status == 404
            && (self.is_api.load(Ordering::Relaxed) || self.client.account().is_ok())
    }
}

fn send_lead(value: &str, id: &str, page: Page, sink: &mut Sink) -> anyhow::Result<bool> {
    let Some(lead) = page.leads().next() else {
        return Ok(false);
    };
    if lead.id().as_deref() != Some(id) {
        return Err(Error::NotUnderstood(format!("requested lead {id}, received another")).into());
    }
    let value = value.to_owned();
    sink(Event::Page { value, page })?;
    Ok(true)
}
