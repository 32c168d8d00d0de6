//! The HTTP client: one request out, one bounded body back, within the rate
//! limit, and again when that may help. [`Client`] is the way in. Types
//! of `ureq` stay in here.

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
