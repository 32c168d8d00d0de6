//! `leads sync`: a copy of all leads in one SQLite file, and what changed since
//! the last time.
//!
//! [`run`] reads the workspace ([`source`]) into a file beside the copy
//! ([`staging`]), compares it with the [`copy`] by value ([`differences`]),
//! finds out what became of the leads that are missing ([`gone`]), and applies
//! all of it in one transaction ([`apply`]). What changed is then delivered from
//! the copy's own tables ([`history`]).

mod apply;
mod copy;
mod differences;
mod gone;
mod history;
mod litter;
mod lock;
#[cfg(test)]
mod model;
mod row;
mod run;
mod source;
mod staging;

pub(crate) use apply::{Counts, Initial};
pub(crate) use copy::Copy;
pub(crate) use gone::{Found, Loss, Why};
pub(crate) use history::{Basis, Change, Keep};
pub(crate) use run::{Mode, Options, Outcome, Partial, run};
pub(crate) use source::{Scope, Sink, Source};
