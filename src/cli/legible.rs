//! Makes clap's errors safe for a terminal: clap repeats the arguments as they were
//! typed.

use std::ffi::OsString;

use super::{command, parse, with_tip};
use crate::terminal::sanitize;

/// Returns `error`, or, if `args` contain control characters, the error of the same
/// command line with visible escapes.
#[must_use]
pub fn legible(error: clap::Error, args: impl Iterator<Item = OsString>) -> clap::Error {
    let args: Vec<String> = args.map(|arg| arg.to_string_lossy().into_owned()).collect();
    let shown: Vec<_> = args.iter().map(|arg| sanitize::text(arg)).collect();
    if !error.use_stderr() || shown == args {
        return error;
    }
    match parse(shown.iter().map(|arg| &**arg)) {
        Err(again) if again.use_stderr() => with_tip(again),
        // Only the control characters were wrong.
        _ => {
            let message = error.to_string();
            let message = message.strip_prefix("error: ").unwrap_or(&message);
            command().error(error.kind(), sanitize::text(message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_shown_escaped() {
        for args in [
            vec!["\u{1b}[31mlist"],
            vec!["list", "-f", "\u{1b}]0;title\u{7}csv\u{202e}"],
            vec!["list", "--\u{9b}2J"],
            vec!["list", "--limit", "1\n2"],
            vec!["completions", "b\rash\u{200b}"],
        ] {
            let args = || std::iter::once("leads").chain(args.iter().copied());
            let error = parse(args()).unwrap_err();
            let shown = legible(error, args().map(OsString::from))
                .render()
                .to_string();
            let typed = sanitize::text(args().next_back().unwrap_or_default()).into_owned();
            assert!(shown.contains(&typed), "{shown}");
            let harmful = |letter| letter != '\n' && sanitize::is_dangerous(letter);
            assert!(!shown.contains(harmful), "{shown:?}");
        }
    }
}
