//! The API: requests and responses as data, and the dialects that write and read them.
//! No I/O.

mod account;
mod api_error;
pub(crate) mod body;
pub(crate) mod buffer;
mod contacts;
mod dialect;
mod error;
mod labels;
mod page;
mod region;
mod request;
pub(crate) mod v1;
mod v2;
mod version;
mod window;

pub use account::Account;
pub use api_error::ApiError;
pub use dialect::{Bounds, Dialect};
pub use error::Error;
pub use labels::labels;
pub use page::Page;
pub use region::Region;
pub use request::{Kind, Method, Request};
pub use v1::is_page_limit;
pub use version::Version;
#[cfg(feature = "sqlite")]
pub(crate) use version::are_alike;
pub use window::{MIN_SIZE, OVERLAP, Window};
