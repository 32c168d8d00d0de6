//! Looks up a lead by its id. A contact that was merged into another has a link to it.

use std::sync::atomic::Ordering;

use super::{Event, Lookup, Sink};
use crate::intercom::{ApiError, Error, Page};

/// The maximum number of links to follow. The API itself resolves up to three (its page
/// on viewing a contact).
const MAX_LINKS: u32 = 3;

impl Lookup {
    /// Sends the lead with the id `value`. Returns whether it exists.
    pub(super) fn find_id(&self, value: &str, sink: &mut Sink) -> anyhow::Result<bool> {
        let mut id = value.to_owned();
        let mut merged = Vec::new();
        for _ in 0..=MAX_LINKS {
            // With these ids the URL is that of another request.
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
                    // Links in a cycle lead to no lead.
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

    /// Whether a response means that the lead does not exist. A 404 without an error of
    /// the API may come from a proxy; it counts only if another response has shown that
    /// the address is the API's.
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
