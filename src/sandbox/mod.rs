//! A practice workspace on the loopback interface: made-up leads behind the
//! API's own rules. `leads sandbox`, `--demo`, the tests and the benches all
//! run against it.

mod account;
mod checks;
mod connection;
mod http;
mod intercom;
mod members;
mod message;
mod people;
mod person;
mod quota;
mod random;
mod refusal;
mod rendered;
mod v1;
mod v2;
mod vocabulary;
mod workspace;

pub use http::Server;
pub use intercom::{Generation, Intercom, Settings};
pub use message::{Reply, Request};
pub use quota::RateLimit;
