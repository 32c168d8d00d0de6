//! Gets leads out of Intercom: a blocking reader of the API's pages, and the
//! formats that leads are printed in.
//!
//! The library exists so that the program, its tests and its benches share one
//! code; it promises no stable interface of its own.

#![forbid(unsafe_code)]

pub mod api;
pub mod cli;
pub mod config;
pub mod entities;
pub mod exit;
pub mod fields;
pub mod filter;
mod interrupt;
pub mod json_text;
mod json_walk;
pub mod lead;
pub mod matching;
pub mod output;
pub mod progress;
pub mod query;
pub mod report;
pub mod run;
pub mod sandbox;
pub mod sanitize;
pub mod sort;
pub mod timestamp;
pub mod when;
pub mod zone;
