//! Asking the API for leads by value, one at a time or many at once, and
//! checking that each lead it sends is one that was asked for.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::http::Client;
use crate::intercom::{ApiError, Error, Page};
use crate::query::matching::{self, Kind};
use crate::query::{Query, Select};
use crate::reader::Pages;

/// How often a merged contact is followed: the API resolves up to three hops
/// by itself (the page on viewing a contact).
const HOPS: u32 = 3;

/// Values to ask for at a time where the server refuses more: the most that
/// the API documents for filters in a group (facts 3.4).
const FEWER_VALUES: usize = 15;

/// The most spellings that any version takes at once.
const MAX_SPELLINGS: usize = 50;

/// What the first of many values told.
pub(super) enum First {
    /// It was asked for, and the version is settled.
    Asked,
    /// The workspace serves the other version, in which nothing was asked for
    /// yet.
    OtherVersion,
}

/// What comes of asking for some values, in the order in which it is to be
/// shown.
pub(super) enum Found {
    /// The end of a batch of so many values.
    End(u64),
    /// Leads to print as they come.
    Page(Page),
    /// Leads to print when it is known in which order.
    Part(Page),
    /// The order of the leads in those parts: the part, and the index there.
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
    /// The most values that the server takes at once.
    max_values: AtomicUsize,
    /// Whether an answer had the shape of the API.
    is_api: AtomicBool,
}

impl Asker {
    pub(super) fn new(kind: Kind, client: &Client) -> Self {
        Self {
            kind,
            client: client.clone(),
            max_values: AtomicUsize::new(usize::MAX),
            is_api: AtomicBool::new(false),
        }
    }

    /// Whether an answer has told how this server is asked.
    pub(super) fn is_settled(&self) -> bool {
        self.client.version().is_settled()
    }

    /// How many values to ask for at a time, at most.
    pub(super) fn batch(&self) -> usize {
        let spellings = if self.is_settled() {
            self.spellings_at_once()
        } else {
            MAX_SPELLINGS
        };
        match self.kind {
            Kind::Id => 1,
            Kind::Email => spellings,
            // Each number goes in three spellings.
            Kind::Phone => (spellings / 3).max(1),
        }
    }

    fn spellings_at_once(&self) -> usize {
        let most = self.max_values.load(Ordering::Relaxed);
        self.client.dialect().max_values().min(most)
    }

    /// The server takes no more than so many values at once.
    fn limit_values(&self, most: usize) {
        self.max_values.fetch_min(most, Ordering::Relaxed);
    }

    /// Gives out what matches `values`, in their order.
    pub(super) fn ask(&self, values: &[String], give: &mut Sink) -> anyhow::Result<()> {
        if values.len() > 1 {
            match self.all_at_once(values, give) {
                Err(error) if is_refused(&error) => {
                    let fewer = match self.spellings_at_once() {
                        FEWER_VALUES.. if values.len() > FEWER_VALUES => FEWER_VALUES,
                        _ => 1,
                    };
                    self.client
                        .report()
                        .detail(&format!("{error}; going on with {fewer} at a time"));
                    self.limit_values(fewer);
                    return values
                        .chunks(self.batch())
                        .try_for_each(|values| self.ask(values, give));
                }
                done => return done,
            }
        }
        for value in values {
            if !self.one(value, give)? {
                give(Found::None(value.clone()))?;
            }
        }
        Ok(())
    }

    /// Asks for the first of many values, to find out how this server is
    /// asked.
    pub(super) fn ask_first(&self, value: &str, give: &mut Sink) -> anyhow::Result<First> {
        let found = match self.one_in_this_version(value, give) {
            Err(error) if self.switches(&error) => return Ok(First::OtherVersion),
            Ok(false) => self.one_in_second_version(value, give)?,
            found => found?,
        };
        if !found {
            give(Found::None(value.to_owned()))?;
        }
        Ok(First::Asked)
    }

    /// Gives out the leads with `value`; false when there are none.
    fn one(&self, value: &str, give: &mut Sink) -> anyhow::Result<bool> {
        match self.one_in_this_version(value, give) {
            Err(error) if self.switches(&error) => self.one_in_this_version(value, give),
            Ok(false) => self.one_in_second_version(value, give),
            found => found,
        }
    }

    fn switches(&self, error: &anyhow::Error) -> bool {
        error
            .downcast_ref()
            .is_some_and(|error| self.client.try_switch(error))
    }

    /// Asks in the second version when nothing is decided yet: a 404 tells
    /// nothing of the version, and may be for want of one.
    fn one_in_second_version(&self, value: &str, give: &mut Sink) -> anyhow::Result<bool> {
        // A line without digits is no phone number, and was not asked for.
        if matching::key(self.kind, value).is_empty() {
            return Ok(false);
        }
        let version = self.client.version();
        if !version.try_second() {
            return Ok(false);
        }
        match self.one_in_this_version(value, give) {
            Err(error) if is_other_version(&error) => {
                version.settle_for_first();
                Ok(false)
            }
            found => found,
        }
    }

    fn one_in_this_version(&self, value: &str, give: &mut Sink) -> anyhow::Result<bool> {
        if self.kind == Kind::Id {
            return self.by_id(value, give);
        }
        let key = matching::key(self.kind, value);
        if key.is_empty() {
            return Ok(false);
        }
        let wanted = HashSet::from([key]);
        // A number may stand there in several spellings, each a lead.
        let mut any = false;
        let mut spellings = matching::spellings(self.kind, value);
        while !spellings.is_empty() {
            let some = spellings.len().min(self.spellings_at_once());
            let some = spellings.drain(..some).collect();
            self.each_page(some, &wanted, |page| {
                any |= !page.is_empty();
                give(Found::Page(page))
            })?;
            // Another case is the same address to most servers.
            if any && self.kind == Kind::Email {
                break;
            }
        }
        Ok(any)
    }

    /// The leads come in the list's order and are wanted in that of the values.
    fn all_at_once(&self, values: &[String], give: &mut Sink) -> anyhow::Result<()> {
        let keys: Vec<String> = values
            .iter()
            .map(|value| matching::key(self.kind, value))
            .collect();
        let mut found = Parts::default();
        let all: Vec<usize> = (0..values.len())
            .filter(|index| !keys[*index].is_empty())
            .collect();
        self.parts(values, &keys, &all, &mut found, give)?;
        let missing = |found: &Parts| -> Vec<usize> {
            let is_missing = |index: &usize| !found.places.contains_key(&keys[*index]);
            all.iter().copied().filter(is_missing).rev().collect()
        };
        // A server may use a part of the values, and none of the others shows
        // it: those that are missing are asked for once more, from the end.
        let mut rest = missing(&found);
        if rest.len() == all.len() {
            rest.truncate(1);
        }
        let before = found.places.len();
        self.parts(values, &keys, &rest, &mut found, give)?;
        if found.places.len() > before {
            self.client
                .report()
                .detail("the API uses a part of the values; going on one by one");
            self.limit_values(1);
            for index in missing(&found) {
                self.parts(values, &keys, &[index], &mut found, give)?;
            }
        }
        let order = keys.iter().filter_map(|key| found.places.get(key));
        give(Found::Sorted(order.flatten().copied().collect()))?;
        values
            .iter()
            .zip(&keys)
            .filter(|(_, key)| !found.places.contains_key(*key))
            .try_for_each(|(value, _)| give(Found::None(value.clone())))
    }

    /// Asks for the values at `indices` at once, and notes which leads are of
    /// which.
    fn parts(
        &self,
        values: &[String],
        keys: &[String],
        indices: &[usize],
        found: &mut Parts,
        give: &mut Sink,
    ) -> anyhow::Result<()> {
        let wanted = indices.iter().map(|index| keys[*index].clone()).collect();
        let spellings: Vec<String> = indices
            .iter()
            .flat_map(|index| matching::spellings(self.kind, &values[*index]))
            .collect();
        for spellings in spellings.chunks(self.client.dialect().max_values()) {
            self.each_page(spellings.to_vec(), &wanted, |page| {
                for (index, lead) in page.leads().enumerate() {
                    let key = matching::of(self.kind, lead).unwrap_or_default();
                    let places = found.places.entry(key).or_default();
                    places.push((found.len, index));
                }
                found.len += 1;
                give(Found::Part(page))
            })?;
        }
        Ok(())
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
        for (index, page) in Pages::in_this_version(&self.client, &query).enumerate() {
            let page = match page {
                // Some versions answer so when there is no match.
                Err(Error::Refused(refused)) if index == 0 && refused.is_no_match() => break,
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
        let mut merged = Vec::new();
        for _ in 0..=HOPS {
            // These would be other requests than that for a lead.
            if matches!(id.as_str(), "." | ".." | "scroll" | "search") {
                return Ok(false);
            }
            match self.client.ask(|dialect| dialect.get_lead(&id)) {
                Ok(page) => {
                    self.is_api.store(true, Ordering::Relaxed);
                    return give_one(&id, page, give);
                }
                Err(Error::Refused(refused)) if self.is_no_lead(&refused) => break,
                Err(Error::Refused(refused)) if refused.status == 410 => {
                    let Some(next) = refused.merged_into() else {
                        return Err(Error::Refused(refused).into());
                    };
                    // A link that leads back leads to no lead.
                    if next == id || merged.iter().any(|known| known == next) {
                        break;
                    }
                    give(Found::Note(format!("{id} was merged into {next}")))?;
                    merged.push(std::mem::replace(&mut id, next.to_owned()));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(false)
    }

    /// Whether a 404 says that there is no such lead: in the API's words, or
    /// bare, as a proxy in front of the API answers at times, once another
    /// answer has shown that the address is the API's.
    fn is_no_lead(&self, refused: &ApiError) -> bool {
        if refused.is_no_match() {
            self.is_api.store(true, Ordering::Relaxed);
            return true;
        }
        refused.status == 404
            && (self.is_api.load(Ordering::Relaxed) || self.client.account().is_ok())
    }
}

/// Leads of many values on their way.
#[derive(Default)]
struct Parts {
    /// Pages given out so far.
    len: usize,
    /// The page and the index in it of each lead, by its key.
    places: HashMap<String, Vec<(usize, usize)>>,
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

/// Whether the server does not take many values at once.
fn is_refused(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref(),
        Some(Error::Refused(refused)) if matches!(refused.status, 400 | 422)
    )
}

/// Whether the version that was asked for is not served.
fn is_other_version(error: &anyhow::Error) -> bool {
    match error.downcast_ref() {
        Some(Error::OtherGeneration) => true,
        Some(Error::Refused(refused)) => matches!(refused.status, 400 | 404 | 405 | 406),
        _ => false,
    }
}
