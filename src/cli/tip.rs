//! A tip for what is easily typed wrong, beside those that clap gives.

use clap::error::{ContextKind, ContextValue};

/// The error of a command line that cannot be read; an address that stands
/// alone gets the option that belongs in front of it.
#[must_use]
pub fn with_tip(mut error: clap::Error) -> clap::Error {
    if let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidArg)
        && word.contains('@')
        && !word.starts_with('-')
    {
        let tip = "an address goes behind --email: leads find --email ann@example.com";
        let tip = ContextValue::StyledStrs(vec![tip.into()]);
        error.insert(ContextKind::Suggested, tip);
    }
    error
}
