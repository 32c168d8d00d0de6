//! Dialects: how a version of the API writes requests and responses. No I/O.

use super::error::Error;
use super::page::Page;
use super::request::Request;
use super::window::Window;
use crate::query::Query;
use crate::query::labels::Label;

/// A range of `created_at`, in Unix seconds. A server that compares whole days
/// may send leads of the day before `from`, too; it never sends fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Created at or after.
    pub from: Option<i64>,
    /// Created before the day of this time.
    pub until: Option<i64>,
}

impl Bounds {
    /// No bounds: the whole search.
    pub const NONE: Self = Self {
        from: None,
        until: None,
    };
}

/// How one version of the API writes requests and reads responses.
///
/// Each implementation is one way of paging: by page number, by scroll, by
/// cursor. [`Version::dialect`](super::Version::dialect) chooses it.
pub trait Dialect: Sync {
    /// The maximum number of leads on a page.
    fn max_page_size(&self) -> u32;

    /// How many e-mail addresses or phone numbers one request may ask for.
    fn max_values(&self) -> usize;

    /// The first request for the leads of `query`.
    fn first(&self, query: &Query) -> Request;

    /// The request for one window of the list that answers `query`; `None`
    /// where the API has no page numbers.
    fn window(&self, query: &Query, window: Window) -> Option<Request>;

    /// The request for those leads of `query` that were created within
    /// `bounds`, newest first, `size` a page; `None` where the API cannot
    /// narrow a list by time.
    fn within(&self, query: &Query, bounds: Bounds, size: u32) -> Option<Request> {
        let _ = (query, bounds, size);
        None
    }

    /// The request for one lead by its id.
    fn get_lead(&self, id: &str) -> Request;

    /// The request for one user by its id, where [`Dialect::get_lead`] finds
    /// leads alone.
    fn get_user(&self, id: &str) -> Option<Request> {
        let _ = id;
        None
    }

    /// Whether leads carry the names of their tags, and their segments.
    fn has_labels(&self) -> bool {
        true
    }

    /// The request for all tags of a lead; `None` where leads carry them all.
    fn tags_of(&self, lead_id: &str) -> Option<Request> {
        let _ = lead_id;
        None
    }

    /// Reads a list of tags or segments, with the errors of
    /// [`Dialect::read`].
    fn read_labels(&self, sent: &Request, body: Vec<u8>) -> Result<Vec<Label>, Error>;

    /// Reads the body of a response to `sent` with status 200.
    ///
    /// Fails with [`Error::Unreadable`] if it is not complete JSON, with
    /// [`Error::Refused`] if it has errors instead of leads, with
    /// [`Error::OtherGeneration`] if it is of the other generation, and with
    /// [`Error::NotUnderstood`] if it is none of these.
    fn read(&self, sent: &Request, body: Vec<u8>) -> Result<Page, Error>;
}
