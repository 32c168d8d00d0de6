//! Reading the API: requests and answers as plain data, the dialects that
//! spell them, the client that sends them, and the pages that come of it.

mod body;
mod client;
mod dialect;
mod error;
mod ids;
mod ledger;
mod page;
mod pages;
mod retry;
mod scroll;
pub mod v1;
mod window;

pub use client::{Client, Connection, Token};
pub use dialect::{Dialect, Method, Request};
pub use error::{Error, Refusal};
pub use page::Page;
pub use pages::Pages;
pub use window::Window;
