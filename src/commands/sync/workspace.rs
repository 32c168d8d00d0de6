//! The workspace of a token, as the source of a sync.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::super::position;
use crate::error::Error;
use crate::http::Client;
use crate::intercom::{self, Bounds, Page};
use crate::query::Query;
use crate::query::labels::LabelKind;
use crate::query::narrowing::{Narrowing, Times};
use crate::query::when;
use crate::reader::{Executor, Pages};
use crate::sync::{Basis, Found, Mode, Scope, Sink, Source};
use crate::terminal::progress;

/// The number of lookups that may fail before the run fails.
const MAX_FAILURES: u32 = 10;

/// Which API generation to use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Generation {
    Any,
    /// The generation of the copy.
    Kept,
}

/// Makes the client use the generation of the copy.
pub(super) fn settle(
    client: &Client,
    basis: Option<&Basis>,
    mode: Mode,
) -> Result<Generation, Error> {
    let Some(basis) = basis.filter(|_| mode != Mode::Rebuild) else {
        return Ok(Generation::Any);
    };
    let version = client.version();
    if version.stay_with(&basis.api_version) {
        return Ok(Generation::Kept);
    }
    Err(Error::Usage(format!(
        "the copy holds leads of API {}, and version {} has other fields; use --rebuild to read everything again",
        basis.api_version,
        version.name()
    )))
}

/// The workspace that `client` talks to.
pub(super) fn source(client: &Client, generation: Generation) -> Source<'_> {
    let started_at = || client.first_date().unwrap_or_else(when::now);
    Source {
        read: Box::new(move |scope, sink| {
            read(client, generation, scope, sink).map_err(|error| served(client, generation, error))
        }),
        total: Box::new(move || {
            let dialect = client.dialect();
            let one = Query {
                limit: Some(1),
                ..Query::default()
            };
            match client.fetch(dialect, &dialect.first(&one)) {
                Ok(page) => Ok(page.total),
                Err(error) => Err(served(client, generation, error.into())),
            }
        }),
        look_up: Box::new(move |ids| look_up(client, ids)),
        tags: Box::new(move || tags(client)),
        workspace: Box::new(move || Ok(client.account()?.id)),
        started_at: Box::new(started_at),
        now: Box::new(move || {
            started_at() + i64::try_from(client.elapsed().as_secs()).unwrap_or(0)
        }),
        cost: Box::new(move || {
            let traffic = client.traffic();
            (traffic.requests, traffic.retries)
        }),
        version: Box::new(move || client.version().name().to_owned()),
        base_url: client.base_url().to_owned(),
        has_updates: Box::new(move || {
            let everything = Query::default();
            client
                .dialect()
                .within(&everything, Bounds::NONE, 1)
                .is_some()
        }),
    }
}

fn read(
    client: &Client,
    generation: Generation,
    scope: Scope,
    sink: &mut Sink,
) -> anyhow::Result<&'static str> {
    let updated = match scope {
        Scope::All => Times::default(),
        Scope::UpdatedSince(since) => Times {
            since: Some(since),
            until: None,
        },
    };
    let query = Query {
        narrowing: Narrowing {
            updated,
            ..Narrowing::default()
        },
        ..Query::default()
    };
    let mut pages = match generation {
        Generation::Any => Pages::new(client, &query),
        Generation::Kept => Pages::in_this_version(client, &query),
    };
    while let Some(page) = pages.next() {
        let page = page?;
        position::show(&pages, &query, None);
        for lead in page.leads() {
            sink(lead)?;
        }
    }
    client.report().detail(&pages.verdict());
    Ok(pages.proof())
}

/// Adds what to do if a workspace no longer serves the copy's generation.
fn served(client: &Client, generation: Generation, error: anyhow::Error) -> anyhow::Error {
    let is_refused = match error.downcast_ref() {
        Some(intercom::Error::OtherGeneration) => true,
        Some(intercom::Error::Refused(refused)) => refused.code == "intercom_version_invalid",
        _ => false,
    };
    if !is_refused || generation == Generation::Any || client.version().is_pinned() {
        return error;
    }
    Error::Usage(format!(
        "the copy holds leads of API {}, which this workspace no longer serves; use --rebuild to \
         read everything again",
        client.version().name()
    ))
    .into()
}

/// The names of tags, if leads have only ids.
fn tags(client: &Client) -> HashMap<String, String> {
    if client.dialect().has_labels() {
        return HashMap::new();
    }
    client.label_names(LabelKind::Tag).unwrap_or_else(|error| {
        let report = client.report();
        report.warn(&format!("tags are stored by their ids: {error}"));
        HashMap::new()
    })
}

/// Looks up each of `ids`, several at a time.
fn look_up(client: &Client, ids: &[String]) -> anyhow::Result<Vec<Found>> {
    let executor = Executor::new(client.jobs());
    let failures = Arc::new(AtomicU32::new(0));
    for id in ids {
        let (client, id, failures) = (client.clone(), id.clone(), Arc::clone(&failures));
        executor.push(Box::new(move |sender| {
            let found = find(&client, &id).or_else(|error| unclear(error, &failures))?;
            sender.send(found)
        }));
    }
    let mut found = Vec::with_capacity(ids.len());
    while let Some(next) = executor.next() {
        found.push(next?);
        progress::set_position(
            found.len() as u64,
            Some(ids.len() as u64),
            "leads looked up",
        );
    }
    let unclear = found
        .iter()
        .filter(|found| **found == Found::Unclear)
        .count();
    if unclear > 0 {
        let (leads, count) = match unclear {
            1 => ("1 lead is".to_owned(), "it counts"),
            more => (format!("{more} leads are"), "they count"),
        };
        client.report().warn(&format!(
            "{leads} in no list, and the API does not say why; after a day {count} as gone (-v \
             shows the responses)"
        ));
    }
    Ok(found)
}

fn find(client: &Client, id: &str) -> Result<Found, intercom::Error> {
    // With these ids the URL is that of another request.
    if matches!(id, "." | ".." | "scroll" | "search") {
        return Ok(Found::Unclear);
    }
    let dialect = client.dialect();
    match client.fetch(dialect, &dialect.get_lead(id)) {
        Ok(page) => Ok(in_page(id, &page)),
        Err(intercom::Error::Refused(refused)) if refused.status == 410 => {
            Ok(Found::Merged(refused.merged_into().map(str::to_owned)))
        }
        Err(intercom::Error::Refused(refused)) if refused.is_no_match() => {
            let Some(user) = dialect.get_user(id) else {
                return Ok(if client.version().tells_merges() {
                    Found::Deleted
                } else {
                    Found::Missing
                });
            };
            match client.fetch(dialect, &user) {
                Ok(page) => Ok(in_page(id, &page)),
                Err(intercom::Error::Refused(refused)) if refused.is_no_match() => {
                    Ok(Found::Missing)
                }
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    }
}

fn in_page(id: &str, page: &Page) -> Found {
    match page.leads().next() {
        Some(lead) if lead.id().as_deref() == Some(id) => Found::Lead,
        None if page.has_users => Found::User,
        _ => Found::Unclear,
    }
}

/// What an error means for one lead. Errors that concern all leads end the run.
fn unclear(error: intercom::Error, failures: &AtomicU32) -> Result<Found, intercom::Error> {
    match &error {
        intercom::Error::Refused(refused) if refused.is_auth_error() || refused.is_rate_limit() => {
            Err(error)
        }
        intercom::Error::Refused(refused) if refused.effective_status() < 500 => Ok(Found::Unclear),
        intercom::Error::Refused(_) | intercom::Error::Unreadable(_)
            if failures.fetch_add(1, Ordering::Relaxed) < MAX_FAILURES =>
        {
            Ok(Found::Unclear)
        }
        intercom::Error::NotUnderstood(_) | intercom::Error::TooLarge(_) => Ok(Found::Unclear),
        _ => Err(error),
    }
}
