//! Servers that tests talk to.

pub(crate) mod adversary;
