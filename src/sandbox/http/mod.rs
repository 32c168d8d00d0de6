//! A small HTTP/1.1 server for one handler, and its requests and replies.

mod connection;
mod message;
mod server;

pub(super) use self::connection::http_date;
pub use self::message::{Reply, Request};
pub use self::server::Server;
