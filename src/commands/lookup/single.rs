//! Looks up one value in the version that the workspace serves. The first response
//! settles that version.

use std::collections::HashSet;

use super::{Event, Lookup, Sink, is_refused};
use crate::intercom::Error;
use crate::query::identifier::Identifier;

/// The result of [`Lookup::probe`].
pub(super) enum Probe {
    /// The value was looked up, and the version is settled.
    Done,
    /// The workspace serves the other version; nothing was looked up there yet.
    OtherVersion,
}

impl Lookup {
    /// Looks up one value.
    pub(super) fn look_up_one(&self, value: &str, sink: &mut Sink) -> anyhow::Result<()> {
        if let Probe::OtherVersion = self.probe(value, sink)?
            && !self.find(value, sink)?
        {
            sink(Event::NoMatch(value.to_owned()))?;
        }
        Ok(())
    }

    /// Looks up the first of many values, to find out which version the workspace
    /// serves.
    pub(super) fn probe(&self, value: &str, sink: &mut Sink) -> anyhow::Result<Probe> {
        let is_found = match self.find(value, sink) {
            Err(error) if self.switches_version(&error) => return Ok(Probe::OtherVersion),
            Ok(false) => self.find_in_second_version(value, sink)?,
            is_found => is_found?,
        };
        if !is_found {
            sink(Event::NoMatch(value.to_owned()))?;
        }
        Ok(Probe::Done)
    }

    fn switches_version(&self, error: &anyhow::Error) -> bool {
        error
            .downcast_ref()
            .is_some_and(|error| self.client.try_switch(error))
    }

    /// Looks up the value in the second version too if no response has settled the
    /// version: a 404 can mean that no lead has the value, or that the workspace does
    /// not serve the first version.
    fn find_in_second_version(&self, value: &str, sink: &mut Sink) -> anyhow::Result<bool> {
        // A value without digits is not a phone number, and was not looked up.
        if self.by.key(value).is_empty() {
            return Ok(false);
        }
        let version = self.client.version();
        if !version.try_second() {
            return Ok(false);
        }
        match self.find(value, sink) {
            Err(error) if is_version_refused(&error) => {
                version.settle_for_first();
                Ok(false)
            }
            is_found => is_found,
        }
    }

    /// Sends the leads with `value`. Returns whether there are any.
    fn find(&self, value: &str, sink: &mut Sink) -> anyhow::Result<bool> {
        if self.by == Identifier::Id {
            return self.find_id(value, sink);
        }
        let key = self.by.key(value);
        if key.is_empty() {
            return Ok(false);
        }
        let wanted = HashSet::from([key]);
        let mut is_found = false;
        // Leads can have the same value in different spellings.
        let mut spellings = self.by.spellings(value);
        while !spellings.is_empty() {
            let len = spellings.len().min(self.max_values());
            let next: Vec<String> = spellings.drain(..len).collect();
            let done = self.each_page(next.clone(), &wanted, |page| {
                is_found |= !page.is_empty();
                let value = value.to_owned();
                sink(Event::Page { value, page })
            });
            match done {
                Err(error) if len > 1 && is_refused(&error) => {
                    self.limit_values(1);
                    spellings.splice(..0, next);
                }
                done => match done? {
                    0 => {}
                    left_out => sink(Event::LeftOut(left_out))?,
                },
            }
        }
        Ok(is_found)
    }
}

/// Whether the server refused the version rather than the value.
fn is_version_refused(error: &anyhow::Error) -> bool {
    match error.downcast_ref() {
        Some(Error::OtherGeneration) => true,
        Some(Error::Refused(refused)) => matches!(refused.status, 400 | 404 | 405 | 406),
        _ => false,
    }
}
