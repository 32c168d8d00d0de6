//! Gets leads out of Intercom: reads the pages of the API and prints leads in several
//! formats.
//!
//! The library is shared by the program, its tests and its benches; its interface is not
//! stable. The modules, in the order in which data flows:
//!
//! - [`cli`]: the command line
//! - [`config`]: the configuration from arguments, environment and config file
//! - [`commands`]: one file or folder per command
//! - [`query`]: filters and conditions
//! - [`reader`]: reads every lead once, in order
//! - [`http`]: the HTTP client
//! - [`intercom`]: requests and responses of the API, as data
//! - [`lead`]: one lead and its JSON
//! - `sync`: the copy in SQLite, and its changes
//! - [`columns`]: cells and values of a lead
//! - [`output`]: the formats, and where they are written
//! - `files`: atomic replacement of files, temporary files
//! - [`terminal`]: messages, progress, escaping text for a terminal
//! - [`sandbox`]: the practice workspace, which imports no other module
//! - [`error`]: exit codes and hints
//! - [`interrupt`]: Ctrl-C, SIGTERM and SIGHUP
//!
//! Imports between modules have no cycles. `docs/architecture.md` has a diagram, and the
//! files to change for a new format, option or API version.

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
