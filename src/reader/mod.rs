//! Pages of leads: every lead once, in order, and proof that none is missing.
//!
//! [`Pages`] reads a list by page number (`list`) or by scroll (`scroll`), and a
//! search by cursor (`search`). Requests run in parallel as tasks of an `executor`,
//! which returns their results in order. The functions that read are `async` only to
//! stop at each page until the next one is needed (`generator`).

mod chain;
mod context;
mod executor;
mod front;
mod generator;
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
mod tail;
mod totals;

pub(crate) use executor::{Executor, Sender, TaskFn};
pub use pages::Pages;
pub use run::{Joined, Run};
