//! What a person sees on standard error: messages and the progress line; text
//! made safe for a terminal, and the local clock.

#[cfg(unix)]
pub(crate) mod modes;
pub mod progress;
pub mod report;
pub mod sanitize;
pub mod zone;
