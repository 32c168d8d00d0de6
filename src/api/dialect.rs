//! Dialects: how a version of the API spells its requests and answers. Pure
//! text work; nothing here talks to a network.

use super::error::Error;
use super::page::Page;
use super::window::Window;
use crate::query::Query;

/// An HTTP method that the tool uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
}

impl Method {
    /// As it stands in a request line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
        }
    }
}

/// A request to the API, as plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// Path and query, percent-encoded, below the base URL.
    pub target: String,
    /// Part of a scroll, which has time limits of its own.
    pub scroll: bool,
    /// May be sent again although its answer may have been produced.
    pub repeatable: bool,
}

impl Request {
    /// A read that can be repeated at will.
    #[must_use]
    pub fn get(target: String) -> Self {
        Self {
            method: Method::Get,
            target,
            scroll: false,
            repeatable: true,
        }
    }
}

/// How one version of the API spells requests and reads answers.
///
/// An implementer is one way of paging. Which one serves a query is decided
/// in one place, by the reading that `Pages` opens.
pub trait Dialect: Sync {
    /// The request that opens the reading of `query`.
    fn first(&self, query: &Query) -> Request;

    /// The request for one window of the list that answers `query`; `None`
    /// where the API has no page numbers.
    fn window(&self, query: &Query, window: Window) -> Option<Request>;

    /// Reads the body of a successful answer to `sent`.
    ///
    /// Fails with [`Error::Unreadable`] when it is not whole JSON, with
    /// [`Error::Refused`] when it carries errors in place of leads, and with
    /// [`Error::NotUnderstood`] when it is neither leads nor errors.
    fn read(&self, sent: &Request, body: Vec<u8>) -> Result<Page, Error>;
}
