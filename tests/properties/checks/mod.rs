//! The checks: each generates an input from bytes, and panics if a property does not
//! hold.

pub(crate) mod expressions;
pub(crate) mod fields;
pub(crate) mod formats;
pub(crate) mod headers;
#[cfg(feature = "jq")]
pub(crate) mod jq;
pub(crate) mod json;
pub(crate) mod layout;
pub(crate) mod readers;
mod source;
pub(crate) mod text;
