//! Runs the `leads` program as a user would, against HTTP servers in this process, and
//! checks its output, exit code and requests.

// Helpers may fail like tests.
#![allow(clippy::unwrap_used)]

mod support;

#[cfg(unix)]
use support::screen;
use support::{answers, harness, v2};

mod adversary;
mod auth;
#[cfg(unix)]
mod auth_prompt;
mod auth_status;
mod auth_store;
#[cfg(unix)]
mod auth_store_unix;
mod bodies;
mod campaign;
mod churn;
mod conditions;
mod config;
mod connections;
mod count;
mod demo;
#[cfg(unix)]
mod descriptors;
mod documents;
mod entities;
mod faults;
mod fields;
mod files;
mod find;
mod find_many;
mod find_trouble;
mod find_values;
mod formats;
mod generated;
mod generations;
mod hostile;
#[cfg(unix)]
mod install;
#[cfg(feature = "jq")]
mod jq;
mod labels;
mod list;
mod messages;
mod named_files;
mod options;
mod pace;
mod pages;
#[cfg(unix)]
mod picture;
mod pipes;
mod readme;
mod record;
mod refusals;
mod release;
mod reports;
mod sample;
mod sandbox;
mod scroll;
mod scroll_faults;
#[cfg(unix)]
mod shells;
#[cfg(unix)]
mod signals;
mod sort;
#[cfg(feature = "sqlite")]
mod sync;
#[cfg(feature = "sqlite")]
mod sync_gone;
#[cfg(feature = "sqlite")]
mod sync_kills;
#[cfg(feature = "sqlite")]
mod sync_quick;
#[cfg(feature = "sqlite")]
mod sync_trouble;
#[cfg(unix)]
mod terminal;
#[cfg(target_os = "linux")]
mod threads;
mod times;
mod tls;
mod token_sources;
mod tokens;
mod v2_columns;
mod v2_cursors;
mod v2_filters;
mod v2_find;
mod v2_ids;
mod v2_shards;
mod v2_versions;
mod waits;
#[cfg(feature = "xlsx")]
mod xlsx;
