//! Gets leads out of Intercom: a blocking reader of the API's pages, and the
//! formats that leads are printed in.
//!
//! The library exists so that the program, its tests and its benches share one
//! code; it promises no stable interface of its own. The modules stand in the
//! order in which data flows: what is typed at the top, the terminal at the
//! bottom. None imports a module above it.

#![forbid(unsafe_code)]

pub mod cli;
pub mod columns;
pub mod commands;
pub mod config;
pub mod http;
pub mod intercom;
pub mod lead;
pub mod output;
pub mod query;
pub mod reader;
pub mod terminal;

pub mod error;
mod files;
pub mod interrupt;
mod parse;
pub mod sandbox;
