//! Reading the API: requests and answers as plain data, the dialects that
//! spell them, the client that sends them, and the pages that come of it.

mod account;
mod addresses;
mod ahead;
mod body;
mod chain;
mod client;
mod connection;
mod dialect;
mod error;
mod exchange;
mod foretold;
mod gate;
mod ids;
mod ledger;
mod page;
mod pages;
mod pool;
mod proxy;
mod refusal;
mod retry;
mod shards;
mod shelf;
mod spool;
mod v1;
mod v2;
mod version;
mod window;

pub use account::Account;
pub use client::Client;
pub use connection::{Connection, Token};
pub use dialect::{Dialect, Method, Request};
pub use error::Error;
pub use gate::Standing;
pub use ledger::{Ledger, Step};
pub use page::Page;
pub use pages::Pages;
pub use proxy::proxy;
pub use refusal::Refusal;
pub use v1::is_wall;
pub use version::Version;
pub use window::Window;
