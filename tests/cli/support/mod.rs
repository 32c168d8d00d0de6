//! What the tests share: the program and its user ([`harness`]), a terminal
//! ([`screen`]), and servers to talk to.

pub(crate) mod adversary;
pub(crate) mod answers;
pub(crate) mod harness;
#[cfg(unix)]
pub(crate) mod screen;
pub(crate) mod v2;
