//! The HTTP client. [`Client`] sends one request and returns one bounded body, within
//! the rate limit and with retries. Types of `ureq` are not used outside.

pub(crate) mod authority;
mod client;
mod connection;
pub mod headers;
mod proxy;
mod rate_limit;
mod redact;
mod resolver;
pub(crate) mod response;
pub mod retry;
pub(crate) mod send_error;
mod token;
mod unescape;

pub use client::{Client, Traffic};
pub use connection::Connection;
pub use proxy::Proxy;
pub use rate_limit::{Quota, RateLimitStatus};
pub(crate) use redact::{REDACTED, Redactor};
pub use token::Token;
pub(crate) use ureq::http::Uri;
