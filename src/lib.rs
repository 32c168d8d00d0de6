//! Gets leads out of Intercom: a blocking reader of the API's pages, and the
//! formats that leads are printed in.
//!
//! The library exists so that the program, its tests and its benches share
//! code; its interface is not stable. In the order in which data flows:
//!
//! - [`cli`]: the arguments
//! - [`config`]: arguments, environment and config file together
//! - [`commands`]: one file or folder for each command
//! - [`query`]: which leads to read
//! - [`reader`]: every lead once, in order
//! - [`http`]: one request out, one response back
//! - [`intercom`]: requests and responses of the API, as data
//! - [`lead`]: one lead and its JSON
//! - `sync`: the copy in SQLite, and what changed
//! - [`columns`]: cells and values of a lead
//! - [`output`]: the formats, and where they are written
//! - [`terminal`]: messages, progress, text made safe for a terminal
//! - `files`: files that are replaced completely, and temporary ones
//! - [`sandbox`]: the practice workspace, which uses none of the others
//! - [`error`]: exit codes and hints
//! - [`interrupt`]: what happens on Ctrl-C, SIGTERM and SIGHUP
//!
//! Imports between modules have no circles. `docs/architecture.md` has a picture,
//! and the files to change for a new format, option or version of the API.

#![forbid(unsafe_code)]

pub mod cli;
pub mod columns;
pub mod commands;
pub mod config;
mod files;
pub mod http;
pub mod intercom;
pub mod lead;
pub mod output;
pub mod query;
pub mod reader;
pub mod sandbox;
#[cfg(feature = "sqlite")]
mod sync;
pub mod terminal;

pub mod error;
pub mod interrupt;
