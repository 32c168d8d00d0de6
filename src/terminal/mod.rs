//! Messages and the progress line on standard error, escaping text for a terminal, and
//! the local clock.

#[cfg(unix)]
pub(crate) mod modes;
pub mod progress;
pub mod report;
pub mod sanitize;
pub mod zone;
