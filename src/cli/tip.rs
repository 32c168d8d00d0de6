//! A tip for what is easily typed wrong, beside those that clap gives.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The error of a command line that cannot be read, with what to type instead
/// where that is plain: an address that stands alone gets the option that
/// belongs in front of it.
#[must_use]
pub fn with_tip(mut error: clap::Error) -> clap::Error {
    let word = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(word)) => word.as_str(),
        _ => "",
    };
    let tip = if word.contains('@') && !word.starts_with('-') {
        "an address goes behind --email: leads find --email ann@example.com"
    } else if matches!(word, "--token" | "--access-token" | "--api-key") {
        "arguments can be read by others: leads auth login asks for the token, \
         or set INTERCOM_ACCESS_TOKEN"
    } else if is_bare(&error) {
        "begin with: leads list"
    } else {
        return error;
    };
    let tip = ContextValue::StyledStrs(vec![tip.into()]);
    error.insert(ContextKind::Suggested, tip);
    error
}

/// Whether nothing but options was typed.
fn is_bare(error: &clap::Error) -> bool {
    let of_leads = |of: &ContextValue| matches!(of, ContextValue::String(name) if name == "leads");
    error.kind() == ErrorKind::MissingSubcommand
        && error
            .get(ContextKind::InvalidSubcommand)
            .is_some_and(of_leads)
}
