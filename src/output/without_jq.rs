//! Stands for `--jq` in a build without it: says so.

use crate::error::Failure;

/// A program that cannot be had.
pub enum Program {}

/// How a program would be run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run {
    /// Lead by lead.
    pub each: bool,
    /// Strings without quotes.
    pub raw: bool,
    /// Whether a terminal shows the results.
    pub shown: bool,
}

impl Program {
    /// Refuses every program.
    pub fn compile(_: &str) -> Result<Self, Failure> {
        Err(Failure::Usage(
            "this build of leads has no --jq (the feature `jq`); \
             pipe the leads to jq: leads list --json | jq"
                .to_owned(),
        ))
    }
}
