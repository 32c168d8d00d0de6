//! What a sync requests from the workspace. The command implements it for the API, the
//! model for a simulated workspace.

use std::collections::HashMap;

use super::gone::Found;
use crate::lead::Lead;

/// Which leads to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    All,
    /// Leads that were updated at or after this time, in Unix seconds.
    UpdatedSince(i64),
}

/// Receives the leads.
pub(crate) type Sink<'s> = dyn FnMut(Lead<'_>) -> anyhow::Result<()> + 's;

/// Reads leads, each once. Success means that none is missing, and returns a word for
/// how that was checked.
type Read<'a> = dyn FnMut(Scope, &mut Sink) -> anyhow::Result<&'static str> + 'a;

/// The results of looking up ids, in order.
type LookUp<'a> = dyn FnMut(&[String]) -> anyhow::Result<Vec<Found>> + 'a;

/// A workspace.
pub(crate) struct Source<'a> {
    pub(crate) read: Box<Read<'a>>,
    /// The number of leads; `None` if unknown.
    pub(crate) total: Box<dyn FnMut() -> anyhow::Result<Option<u64>> + 'a>,
    pub(crate) look_up: Box<LookUp<'a>>,
    /// The names of tags by id, if leads have only ids.
    pub(crate) tags: Box<dyn FnMut() -> HashMap<String, String> + 'a>,
    /// The id of the workspace, if leads do not have it.
    pub(crate) workspace: Box<dyn FnMut() -> anyhow::Result<Option<String>> + 'a>,
    /// When the run started, in Unix seconds by the server's clock; known after the
    /// first response.
    pub(crate) started_at: Box<dyn Fn() -> i64 + 'a>,
    /// The time now, by that clock.
    pub(crate) now: Box<dyn Fn() -> i64 + 'a>,
    /// The requests and retries so far.
    pub(crate) cost: Box<dyn Fn() -> (u64, u64) + 'a>,
    /// The API version of requests.
    pub(crate) version: Box<dyn Fn() -> String + 'a>,
    pub(crate) base_url: String,
    /// Whether leads can be searched by `updated_at`.
    pub(crate) has_updates: Box<dyn Fn() -> bool + 'a>,
}
