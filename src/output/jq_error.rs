//! Errors of `--jq` programs.

use std::fmt;

use crate::terminal::report::Excerpt;

/// A failure of a program, not of the output. A [`Formatter`](super::Formatter) returns
/// it inside an [`io::Error`](std::io::Error).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JqError {
    /// This build has no `--jq`.
    Missing,
    /// It does not compile; the excerpt shows the position.
    Compile(String, Excerpt),
    /// It failed on a lead or on the array.
    Run(String),
}

impl fmt::Display for JqError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => out.write_str(
                "this build of leads has no --jq (the feature `jq`); \
                 pipe the leads to jq: leads list --json | jq",
            ),
            Self::Compile(message, _) | Self::Run(message) => out.write_str(message),
        }
    }
}

impl std::error::Error for JqError {}
