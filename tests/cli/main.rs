//! The `leads` program from outside: typed, run against a practice workspace
//! in this process, and judged by what it prints and how it ends.

// Helpers that are no tests themselves may fail as tests do.
#![allow(clippy::unwrap_used)]

mod answers;
mod harness;

mod bodies;
mod churn;
mod count;
mod demo;
mod faults;
mod fields;
mod files;
mod find;
mod find_trouble;
mod formats;
mod generated;
mod list;
mod messages;
mod options;
mod pace;
mod pages;
mod pipes;
mod readme;
mod refusals;
mod sandbox;
mod scroll;
mod sort;
mod times;
mod tokens;
mod v2;
mod v2_churn;
mod v2_columns;
mod v2_cursors;
mod v2_filters;
mod v2_find;
mod v2_ids;
mod v2_shards;
mod v2_versions;
