//! Stands for `--jq` in a build without the feature `jq`.

use super::JqError;

/// A program, of which there are none.
pub enum Program {}

impl Program {
    /// Refuses every program.
    pub fn compile(_: &str) -> Result<Self, JqError> {
        Err(JqError::Missing)
    }
}
