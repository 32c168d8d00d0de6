//! Replaces `--jq` in a build without the feature `jq`.

use super::JqError;

/// A program; a build without `jq` has none.
pub enum Program {}

impl Program {
    /// Refuses every program.
    pub fn with_arguments(_: &str, _: &[(String, String)]) -> Result<Self, JqError> {
        Err(JqError::Missing)
    }
}
