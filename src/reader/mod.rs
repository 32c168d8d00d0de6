//! Pages of leads: every lead once, in order, and proof that none is missing.
//!
//! [`Pages`] reads a list by numbered pages (`list`), by scroll (`scroll`) or
//! a search by cursors (`search`). Requests run side by side as tasks of one
//! `executor`, whose results leave in order.

mod chain;
mod executor;
mod front;
mod list;
#[cfg(test)]
mod model;
mod pages;
mod parts;
mod passes;
mod run;
mod scroll;
mod search;
mod seen;
mod source;
mod spool;
mod totals;

pub(crate) use executor::{Executor, Sender, Work};
pub use pages::Pages;
pub use run::{Joined, Run};
