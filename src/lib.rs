//! Gets leads out of Intercom: a blocking reader of the API's pages, and the
//! formats that leads are printed in.
//!
//! The library exists so that the program, its tests and its benches share one
//! code; it promises no stable interface of its own.

pub mod entities;
pub mod fields;
pub mod json_text;
pub mod lead;
pub mod output;
pub mod sanitize;
pub mod timestamp;
