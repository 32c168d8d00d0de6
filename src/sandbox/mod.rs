//! A practice workspace: an HTTP server on the loopback interface with made-up leads
//! that follows the documentation of the Intercom API. `--demo`, `leads sandbox`, the
//! tests and the benches use it.
//!
//! A request passes through `http` (bytes to [`Request`]), `intercom` (token, rate
//! limit, version) and `v1` or `v2` (that generation's endpoints), which read
//! `workspace` (which contacts exist, in which order) and `contacts` (the data of a
//! contact). It imports no other module of the program, so that mistakes there are not
//! repeated here.

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
