//! A practice workspace: an HTTP server on the loopback interface with made-up
//! leads, which behaves as the Intercom API is documented. `--demo`,
//! `leads sandbox`, the tests and the benches use it.
//!
//! A request goes through `http` (bytes to [`Request`]), `intercom` (token,
//! rate limit, version) and `v1` or `v2` (that generation's endpoints), which
//! both read `workspace` (who is there, in what order) and `contacts` (what a
//! contact has). It uses nothing of the rest of the program, so that a mistake there
//! is not repeated here.

mod account;
mod contacts;
mod error;
mod http;
mod intercom;
mod json;
mod parameters;
mod random;
mod rate_limit;
mod settings;
mod v1;
mod v2;
mod workspace;

pub use http::{Reply, Request, Server};
pub use intercom::Intercom;
pub use rate_limit::RateLimit;
pub use settings::{Generation, Settings};
