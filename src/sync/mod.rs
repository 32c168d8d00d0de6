//! `leads sync`: a copy of all leads in one SQLite file, and what changed since
//! the last time.
//!
//! [`run()`] reads the workspace ([`source`]) into a file beside the copy
//! ([`staging`]), compares it with the [`copy`] by value ([`differences`]),
//! finds out what became of the leads that are missing ([`gone`]), and applies
//! all of it in one transaction ([`apply`]). What changed is then delivered from
//! the copy's own tables ([`changes`], [`runs`]).

mod apply;
mod changes;
mod contents;
mod copy;
mod differences;
mod gone;
mod litter;
mod lock;
#[cfg(test)]
mod model;
mod row;
mod run;
mod runs;
mod source;
mod staging;

pub(crate) use apply::Initial;
pub(crate) use changes::Change;
pub(crate) use copy::Copy;
pub(crate) use gone::{Found, Loss, Why};
pub(crate) use run::{Options, Outcome, Partial, run};
pub(crate) use runs::{Basis, Counts, Keep, Mode};
pub(crate) use source::{Scope, Sink, Source};
