//! Dialects: how a version of the API spells its requests and answers. Pure
//! text work; nothing here talks to a network.

use super::error::Error;
use super::page::Page;
use super::request::Request;
use super::window::Window;
use crate::query::Query;

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

/// How one version of the API spells requests and reads answers.
///
/// An implementer is one way of paging: by numbered page, by scroll, by
/// cursor. Which one serves is decided in one place, by the version.
pub trait Dialect: Sync {
    /// The most leads that a page holds.
    fn max_page_size(&self) -> u32;

    /// How many e-mail addresses or phone numbers one request may ask for.
    fn max_values(&self) -> usize;

    /// The request that opens the reading of `query`.
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

    /// The request for the names of the workspace's tags, where leads carry
    /// only the ids of theirs and nothing of their segments.
    fn tags(&self) -> Option<Request> {
        None
    }

    /// Reads the body of a successful answer to `sent`.
    ///
    /// Fails with [`Error::Unreadable`] when it is not whole JSON, with
    /// [`Error::Refused`] when it carries errors in place of leads, with
    /// [`Error::OtherGeneration`] when another version's reader would know
    /// it, and with [`Error::NotUnderstood`] when it is none of these.
    fn read(&self, sent: &Request, body: Vec<u8>) -> Result<Page, Error>;
}
