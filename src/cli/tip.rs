//! Tips for common mistakes, in addition to clap's own.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Adds a tip to the error where it is clear what was meant.
#[must_use]
pub fn with_tip(mut error: clap::Error) -> clap::Error {
    let word = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(word)) => word.as_str(),
        _ => "",
    };
    let tip = if word.contains('@') && !word.starts_with('-') {
        "use --email: leads find --email ann@example.com"
    } else if matches!(word, "--token" | "--access-token" | "--api-key") {
        "other users can see arguments: use leads auth login, which asks for the token, \
         or set INTERCOM_ACCESS_TOKEN"
    } else if has_only_options(&error) {
        "start with: leads list"
    } else {
        return error;
    };
    let tip = ContextValue::StyledStrs(vec![tip.into()]);
    error.insert(ContextKind::Suggested, tip);
    error
}

/// Whether there is no subcommand.
fn has_only_options(error: &clap::Error) -> bool {
    let is_leads = |of: &ContextValue| matches!(of, ContextValue::String(name) if name == "leads");
    error.kind() == ErrorKind::MissingSubcommand
        && error
            .get(ContextKind::InvalidSubcommand)
            .is_some_and(is_leads)
}
