//! The client: one request out, one bounded body back, within the rate limit
//! and again when that helps. Types of `ureq` stay in here.

mod client;
mod connection;
pub(crate) mod exchange;
mod proxy;
mod rate_limit;
mod resolver;
pub(crate) mod retry;

pub use client::Client;
pub use connection::{Connection, Token};
pub use proxy::proxy;
pub use rate_limit::RateLimitStatus;
