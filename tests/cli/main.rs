//! The program as a user runs it.

// What cannot be unwrapped is a failed test.
#![allow(clippy::unwrap_used)]

mod generated;
