//! Asking the API for leads by value, one at a time or many at once, and
//! checking that each lead it sends is one that was asked for.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::http::Client;
use crate::intercom::{Error, Page};
use crate::query::matching::{self, Kind};
use crate::query::{Query, Select};
use crate::reader::Pages;

/// How often a merged contact is followed: the API resolves up to three hops
/// by itself (the page on viewing a contact).
const HOPS: u32 = 3;

/// What comes of asking for some values, in the order in which it is to be
/// shown.
pub(super) enum Found {
    /// Leads to print as they come.
    Page(Page),
    /// Leads to print when it is known in which order.
    Part(Page),
    /// The order of the leads in those parts: the part, and the place there.
    Sorted(Vec<(usize, usize)>),
    /// A value that no lead has.
    None(String),
    /// Something to say.
    Note(String),
}

/// Where what is found goes. It fails when nobody wants it any more.
pub(super) type Sink<'a> = dyn FnMut(Found) -> anyhow::Result<()> + 'a;

/// Asks for values of one kind.
pub(super) struct Asker {
    kind: Kind,
    client: Client,
    /// Set when the server refused many values at once.
    singly: AtomicBool,
}

impl Asker {
    pub(super) fn new(kind: Kind, client: &Client) -> Self {
        Self {
            kind,
            client: client.clone(),
            singly: AtomicBool::new(false),
        }
    }

    /// Whether an answer has told how this server is asked.
    pub(super) fn is_settled(&self) -> bool {
        self.client.version().is_settled()
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
        if self.singly.load(Ordering::Relaxed) {
            1
        } else {
            self.client.dialect().max_values()
        }
    }

    /// Gives out what matches `values`, in their order.
    pub(super) fn ask(&self, values: &[String], give: &mut Sink) -> anyhow::Result<()> {
        if values.len() > 1 {
            match self.all_at_once(values, give) {
                Err(error) if is_refused(&error) => {
                    self.client
                        .report()
                        .detail(&format!("{error}; going on one by one"));
                    self.singly.store(true, Ordering::Relaxed);
                }
                done => return done,
            }
        }
        for value in values {
            let any = match self.kind {
                Kind::Id => self.by_id(value, give)?,
                _ => self.one(value, give)?,
            };
            if !any {
                give(Found::None(value.clone()))?;
            }
        }
        Ok(())
    }

    fn one(&self, value: &str, give: &mut Sink) -> anyhow::Result<bool> {
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
            self.each_page(spellings.to_vec(), &wanted, |page| {
                any |= !page.is_empty();
                give(Found::Page(page))
            })?;
        }
        Ok(any)
    }

    /// The leads come in the list's order and are wanted in that of the values.
    fn all_at_once(&self, values: &[String], give: &mut Sink) -> anyhow::Result<()> {
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
        let mut places: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        let mut parts = 0;
        if !asked.is_empty() {
            self.each_page(asked, &wanted, |page| {
                for (place, lead) in page.leads().enumerate() {
                    let key = matching::of(self.kind, lead).unwrap_or_default();
                    places.entry(key).or_default().push((parts, place));
                }
                parts += 1;
                give(Found::Part(page))
            })?;
        }
        let found = keys.iter().filter_map(|key| places.get(key));
        give(Found::Sorted(found.flatten().copied().collect()))?;
        let missing = values.iter().zip(&keys);
        missing
            .filter(|(_, key)| !places.contains_key(*key))
            .try_for_each(|(value, _)| give(Found::None(value.clone())))
    }

    /// Calls `visit` with each page of leads that have one of the spellings,
    /// when every lead of it has one of the keys that are wanted.
    fn each_page(
        &self,
        spellings: Vec<String>,
        wanted: &HashSet<String>,
        mut visit: impl FnMut(Page) -> anyhow::Result<()>,
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
        for page in Pages::new(&self.client, &query) {
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
            visit(page)?;
        }
        Ok(())
    }

    fn by_id(&self, id: &str, give: &mut Sink) -> anyhow::Result<bool> {
        let mut id = id.to_owned();
        for _ in 0..=HOPS {
            // These would be other requests than that for a lead.
            if matches!(id.as_str(), "." | ".." | "scroll" | "search") {
                return Ok(false);
            }
            match self.client.ask(|dialect| dialect.get_lead(&id)) {
                Ok(page) => return give_one(&id, page, give),
                Err(Error::Refused(refusal)) if refusal.is_no_match() => break,
                Err(Error::Refused(refusal)) if refusal.status == 410 => {
                    let canonical = refusal
                        .canonical
                        .as_deref()
                        .and_then(|path| path.rsplit('/').next());
                    let Some(next) = canonical.filter(|next| !next.is_empty()) else {
                        return Err(Error::Refused(refusal).into());
                    };
                    give(Found::Note(format!("{id} was merged into {next}")))?;
                    next.clone_into(&mut id);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(false)
    }
}

fn give_one(id: &str, page: Page, give: &mut Sink) -> anyhow::Result<bool> {
    let Some(lead) = page.leads().next() else {
        return Ok(false);
    };
    if lead.id().as_deref() != Some(id) {
        return Err(Error::NotUnderstood(format!("asked for lead {id}, it is another")).into());
    }
    give(Found::Page(page))?;
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
