//! `leads sync`: a copy of all leads in one SQLite file, and the changes since the last
//! run.
//!
//! [`run()`] reads the workspace ([`source`]) into a file next to the copy
//! ([`staging`]), compares it with the [`copy`] by value ([`differences`]), decides
//! what happened to missing leads ([`gone`]), and applies everything in one transaction
//! ([`apply`]). The changes are then delivered from the tables of the copy
//! ([`changes`], [`runs`]).

mod apply;
mod changes;
mod contents;
mod copy;
mod differences;
mod gone;
mod header;
mod ignored;
mod lock;
#[cfg(test)]
mod model;
mod removal;
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
