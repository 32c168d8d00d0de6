//! Dialects: how an API version writes requests and reads responses. No I/O.

use super::error::Error;
use super::page::Page;
use super::request::Request;
use super::window::Window;
use crate::query::Query;
use crate::query::labels::Label;

/// A range of `created_at`, in Unix seconds. A server that compares whole days can also
/// send leads of the day before `from`, but never fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Created at or after.
    pub from: Option<i64>,
    /// Created before the day that contains this time.
    pub until: Option<i64>,
}

impl Bounds {
    /// No bounds: the whole search.
    pub const NONE: Self = Self {
        from: None,
        until: None,
    };
}

/// How an API version writes requests and reads responses.
///
/// Each implementation is one way of paging: by page number, by scroll, by cursor.
/// [`Version::dialect`](super::Version::dialect) selects it.
pub trait Dialect: Sync {
    /// The maximum number of leads on a page.
    fn max_page_size(&self) -> u32;

    /// The maximum number of e-mail addresses or phone numbers in one request.
    fn max_values(&self) -> usize;

    /// The first request for the leads of `query`.
    fn first(&self, query: &Query) -> Request;

    /// The request for a window of the list for `query`; `None` if the API has no page
    /// numbers.
    fn window(&self, query: &Query, window: Window) -> Option<Request>;

    /// The request for the leads of `query` created within `bounds`, sorted by
    /// `created_at`, `size` per page; `None` if the API cannot filter by time, or for
    /// another order.
    fn within(&self, query: &Query, bounds: Bounds, size: u32) -> Option<Request> {
        let _ = (query, bounds, size);
        None
    }

    /// The request for a lead by its id.
    fn get_lead(&self, id: &str) -> Request;

    /// The request for a user by its id, if [`Dialect::get_lead`] finds only leads.
    fn get_user(&self, id: &str) -> Option<Request> {
        let _ = id;
        None
    }

    /// Whether leads have the names of their tags, and their segments.
    fn has_labels(&self) -> bool {
        true
    }

    /// The request for all tags of a lead; `None` if leads have them all.
    fn tags_of(&self, lead_id: &str) -> Option<Request> {
        let _ = lead_id;
        None
    }

    /// Reads a list of tags or segments. The errors are those of [`Dialect::read`].
    fn read_labels(&self, sent: &Request, body: Vec<u8>) -> Result<Vec<Label>, Error>;

    /// Reads the body of a response to `sent` with status 200.
    ///
    /// Fails with [`Error::Unreadable`] if it is not complete JSON, with
    /// [`Error::Refused`] if it has errors instead of leads, with
    /// [`Error::OtherGeneration`] if it is of the other generation, and with
    /// [`Error::NotUnderstood`] otherwise.
    fn read(&self, sent: &Request, body: Vec<u8>) -> Result<Page, Error>;
}
