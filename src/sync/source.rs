//! What a sync asks of the workspace. The command asks the API; the model of the
//! tests a workspace in memory.

use std::collections::HashMap;

use super::gone::Found;
use crate::lead::Lead;

/// Which leads to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    All,
    /// Those that were updated at or after these Unix seconds.
    UpdatedSince(i64),
}

/// Takes the leads of a reading.
pub(crate) type Sink<'s> = dyn FnMut(Lead<'_>) -> anyhow::Result<()> + 's;

/// Reads leads, each once. Success means that none is missing; it comes with a
/// word for how that is known.
type Read<'a> = dyn FnMut(Scope, &mut Sink) -> anyhow::Result<&'static str> + 'a;

/// The answers to look-ups of ids, in their order.
type LookUp<'a> = dyn FnMut(&[String]) -> anyhow::Result<Vec<Found>> + 'a;

/// A workspace, as a sync sees it.
pub(crate) struct Source<'a> {
    pub(crate) read: Box<Read<'a>>,
    /// How many leads there are; `None` if that is not told.
    pub(crate) total: Box<dyn FnMut() -> anyhow::Result<Option<u64>> + 'a>,
    pub(crate) look_up: Box<LookUp<'a>>,
    /// The names of tags by id, where leads have only ids.
    pub(crate) tags: Box<dyn FnMut() -> HashMap<String, String> + 'a>,
    /// The id of the workspace, when no lead says it.
    pub(crate) workspace: Box<dyn FnMut() -> anyhow::Result<Option<String>> + 'a>,
    /// When the run began, in Unix seconds by the server's clock; known after
    /// the first answer.
    pub(crate) started_at: Box<dyn Fn() -> i64 + 'a>,
    /// The time now, by that clock.
    pub(crate) now: Box<dyn Fn() -> i64 + 'a>,
    /// What the run cost so far: requests and retries.
    pub(crate) cost: Box<dyn Fn() -> (u64, u64) + 'a>,
    /// The version that is asked for.
    pub(crate) version: Box<dyn Fn() -> String + 'a>,
    pub(crate) base_url: String,
    /// Whether leads can be searched by the time of their update.
    pub(crate) has_updates: Box<dyn Fn() -> bool + 'a>,
}
