//! Stands for `--jq` in a build without the feature `jq`.

use crate::error::Failure;

/// A program, of which there are none.
pub enum Program {}

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
