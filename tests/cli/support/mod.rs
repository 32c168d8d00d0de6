//! Helpers: the program and its user ([`harness`]), a terminal ([`screen`]), and
//! servers.

pub(crate) mod adversary;
pub(crate) mod answers;
pub(crate) mod harness;
#[cfg(unix)]
pub(crate) mod screen;
pub(crate) mod v2;
