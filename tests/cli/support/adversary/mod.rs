//! A second practice workspace, written only from the documentation of Intercom's API.
//! It shares no code, and therefore no assumption, with the program or with `leads
//! sandbox`.
//!
//! Behaviour that the documentation leaves open is a setting ([`Settings`]); changes
//! while the workspace is read are an [`Event`]. The server records when each lead was
//! visible, so a `Verdict` on a run does not depend on the program's own messages.

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
