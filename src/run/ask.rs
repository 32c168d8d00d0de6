//! Asking the API for leads by value, one at a time or many at once, and
//! checking that each lead it sends is one that was asked for.

use std::collections::{HashMap, HashSet};

use super::printer::Printer;
use crate::api::{Client, Error, Page, Pages};
use crate::lead::Lead;
use crate::matching::{self, Kind};
use crate::query::{Query, Select};

/// How often a merged contact is followed: the API resolves up to three hops
/// by itself (the page on viewing a contact).
const HOPS: u32 = 3;

/// Asks for values of one kind.
pub(super) struct Asker<'a> {
    kind: Kind,
    client: &'a Client,
    /// Set when the server refused many values at once.
    singly: bool,
}

impl<'a> Asker<'a> {
    pub(super) fn new(kind: Kind, client: &'a Client) -> Self {
        Self {
            kind,
            client,
            singly: false,
        }
    }

    /// How many values to ask for at a time, as far as is known.
    pub(super) fn batch(&self) -> usize {
        match self.kind {
            Kind::Id => 1,
            Kind::Email => self.spellings_at_once(),
            // Each number goes in three spellings.
            Kind::Phone => (self.spellings_at_once() / 3).max(1),
        }
    }

    fn spellings_at_once(&self) -> usize {
        if self.singly {
            1
        } else {
            self.client.dialect().batch()
        }
    }

    /// Prints what matches `values`, in their order; tells for each whether
    /// anything did.
    pub(super) fn ask(
        &mut self,
        values: &[String],
        printer: &mut Printer,
    ) -> anyhow::Result<Vec<bool>> {
        if values.len() > 1 {
            match self.all_at_once(values, printer) {
                Err(error) if is_refused(&error) => {
                    self.client
                        .report()
                        .detail(&format!("{error}; going on one by one"));
                    self.singly = true;
                }
                found => return found,
            }
        }
        values
            .iter()
            .map(|value| match self.kind {
                Kind::Id => self.by_id(value, printer),
                _ => self.one(value, printer),
            })
            .collect()
    }

    fn one(&self, value: &str, printer: &mut Printer) -> anyhow::Result<bool> {
        let key = matching::key(self.kind, value);
        // A line without digits is no phone number, so nobody has it.
        if key.is_empty() {
            return Ok(false);
        }
        let wanted = HashSet::from([key]);
        // A number may stand there in several spellings, each a lead.
        let mut any = false;
        let all = spellings(self.kind, value);
        for spellings in all.chunks(self.spellings_at_once()) {
            self.each_page(spellings.to_vec(), &wanted, printer, |page, printer| {
                any |= !page.is_empty();
                for lead in page.leads() {
                    printer.lead_once(lead)?;
                }
                Ok(())
            })?;
        }
        Ok(any)
    }

    fn all_at_once(&self, values: &[String], printer: &mut Printer) -> anyhow::Result<Vec<bool>> {
        let keys: Vec<String> = values
            .iter()
            .map(|value| matching::key(self.kind, value))
            .collect();
        let wanted = keys.iter().cloned().collect();
        let asked: Vec<String> = values
            .iter()
            .zip(&keys)
            .filter(|(_, key)| !key.is_empty())
            .flat_map(|(value, _)| spellings(self.kind, value))
            .collect();
        if asked.is_empty() {
            return Ok(vec![false; values.len()]);
        }
        // They come in the list's order and are wanted in that of the values.
        let mut found: HashMap<String, Vec<String>> = HashMap::new();
        self.each_page(asked, &wanted, printer, |page, _| {
            for lead in page.leads() {
                let key = matching::of(self.kind, lead).unwrap_or_default();
                found.entry(key).or_default().push(lead.json().to_owned());
            }
            Ok(())
        })?;
        for key in &keys {
            for json in found.get(key).into_iter().flatten() {
                printer.lead_once(Lead::new(json))?;
            }
        }
        Ok(keys.iter().map(|key| found.contains_key(key)).collect())
    }

    /// Calls `visit` with each page of leads that have one of the spellings,
    /// when every lead of it has one of the keys that are wanted.
    fn each_page(
        &self,
        spellings: Vec<String>,
        wanted: &HashSet<String>,
        printer: &mut Printer,
        mut visit: impl FnMut(&Page, &mut Printer) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let asked = format!("{} {}", self.kind, spellings.join(", "));
        let select = match self.kind {
            Kind::Phone => Select::Phones(spellings),
            _ => Select::Emails(spellings),
        };
        let query = Query {
            select,
            ..Query::default()
        };
        for page in Pages::new(self.client, &query) {
            let page = match page {
                // Some versions answer so when there is no match.
                Err(Error::Refused(refusal)) if refusal.is_no_match() => break,
                page => page?,
            };
            let matches =
                |lead| matching::of(self.kind, lead).is_some_and(|key| wanted.contains(&key));
            if !page.leads().all(matches) {
                return Err(Error::FilterIgnored(asked).into());
            }
            printer.page(&page)?;
            visit(&page, printer)?;
        }
        printer.begin()?;
        Ok(())
    }

    fn by_id(&self, id: &str, printer: &mut Printer) -> anyhow::Result<bool> {
        let mut id = id.to_owned();
        for _ in 0..=HOPS {
            // These would be other requests than that for a lead.
            if matches!(id.as_str(), "." | ".." | "scroll" | "search") {
                return Ok(false);
            }
            match self.client.ask(|dialect| dialect.one(&id)) {
                Ok(page) => return print_one(&id, &page, printer),
                Err(Error::Refused(refusal)) if refusal.is_no_match() => break,
                Err(Error::Refused(refusal)) if refusal.status == 410 => {
                    let canonical = refusal
                        .canonical
                        .as_deref()
                        .and_then(|path| path.rsplit('/').next());
                    let Some(next) = canonical.filter(|next| !next.is_empty()) else {
                        return Err(Error::Refused(refusal).into());
                    };
                    self.client
                        .report()
                        .note(&format!("{id} was merged into {next}"));
                    next.clone_into(&mut id);
                }
                Err(error) => return Err(error.into()),
            }
        }
        printer.begin()?;
        Ok(false)
    }
}

fn print_one(id: &str, page: &Page, printer: &mut Printer) -> anyhow::Result<bool> {
    let Some(lead) = page.leads().next() else {
        printer.begin()?;
        return Ok(false);
    };
    if lead.id().as_deref() != Some(id) {
        return Err(Error::NotUnderstood(format!("asked for lead {id}, it is another")).into());
    }
    printer.page(page)?;
    printer.lead_once(lead)?;
    Ok(true)
}

fn spellings(kind: Kind, value: &str) -> Vec<String> {
    match kind {
        Kind::Phone => matching::spellings(value),
        _ => vec![value.to_owned()],
    }
}

/// Whether the server does not take many values at once.
fn is_refused(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref(),
        Some(Error::Refused(refusal)) if matches!(refusal.status, 400 | 422)
    )
}
