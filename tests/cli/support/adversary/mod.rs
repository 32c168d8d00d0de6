//! A second practice workspace, written from the documentation of Intercom's
//! API alone: it shares no code with the program or with `leads sandbox`, so
//! that it shares no assumption with them either.
//!
//! What the documentation leaves open is a setting ([`Settings`]); what may
//! happen to a workspace while it is read is an [`Event`]. The server keeps
//! for each lead from when until when it could be seen, so that a `Verdict`
//! on a run of the program does not depend on what the program says.

mod choices;
mod cursors;
#[cfg(feature = "sqlite")]
mod days;
mod events;
mod faults;
mod http;
mod json;
mod lead;
mod order;
mod query;
mod random;
mod run;
mod scroll;
mod settings;
mod traffic;
mod v1;
mod v2;
mod verdict;
mod workspace;

pub(crate) use choices::{
    Address, Cursors, FindFault, Grant, Hiccup, HiccupKind, InLimit, Order, PageEnd, Phones,
    Replica, ScrollContent, ScrollEnd, ScrollParam, Serves, Slow, Totals, Wall, Zone,
};
#[cfg(feature = "sqlite")]
pub(crate) use days::Days;
pub(crate) use events::{Change, Event, When};
pub(crate) use lead::{Clock, DAY, HOUR, Lead, NOW, leads};
pub(crate) use random::Random;
pub(crate) use run::{Ending, Limits, Setup};
pub(crate) use settings::Settings;
pub(crate) use traffic::RateLimit;
