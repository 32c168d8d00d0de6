//! Dialects: how a version of the API spells its requests and answers. Pure
//! text work; nothing here talks to a network.

use super::error::Error;
use super::page::Page;
use super::window::Window;
use crate::query::Query;

/// An HTTP method that the tool uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads by URL.
    Get,
    /// Reads by a question in the body.
    Post,
}

impl Method {
    /// As it stands in a request line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
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
    /// JSON to send along.
    pub body: Option<String>,
    /// Goes on from an earlier answer, which the server may have forgotten.
    pub goes_on: bool,
    /// Part of a scroll: it has time limits of its own, and its answer, once
    /// produced, cannot be had again.
    pub scroll: bool,
}

impl Request {
    /// A read by URL.
    #[must_use]
    pub fn get(target: String) -> Self {
        Self {
            method: Method::Get,
            target,
            body: None,
            goes_on: false,
            scroll: false,
        }
    }

    /// Whether it may be sent again although its answer may have been
    /// produced.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        !(self.scroll && self.goes_on)
    }
}

/// How one version of the API spells requests and reads answers.
///
/// An implementer is one way of paging: by numbered page, by scroll, by
/// cursor. Which one serves is decided in one place, by the version.
pub trait Dialect: Sync {
    /// The most leads that a page holds.
    fn largest_page(&self) -> u32;

    /// How many e-mail addresses or phone numbers one request asks for.
    fn batch(&self) -> usize;

    /// The request that opens the reading of `query`.
    fn first(&self, query: &Query) -> Request;

    /// The request for one window of the list that answers `query`; `None`
    /// where the API has no page numbers and answers lead on by themselves.
    fn window(&self, query: &Query, window: Window) -> Option<Request>;

    /// The request that opens the reading of those leads of `query` that were
    /// created before the day of `time`, in Unix seconds; `None` where a list
    /// cannot be entered midway.
    fn before(&self, query: &Query, time: i64) -> Option<Request> {
        let _ = (query, time);
        None
    }

    /// The request for one lead by its id.
    fn one(&self, id: &str) -> Request;

    /// The request for the names of the workspace's tags, where leads carry
    /// only the ids of theirs and nothing of their segments.
    fn tags(&self) -> Option<Request> {
        None
    }

    /// Whether a glance at the body of a successful answer to `sent` shows
    /// that the same request is what goes on from it. Reading it may show that
    /// it is not.
    fn foresees(&self, sent: &Request, body: &[u8]) -> bool {
        let _ = (sent, body);
        false
    }

    /// Reads the body of a successful answer to `sent`.
    ///
    /// Fails with [`Error::Unreadable`] when it is not whole JSON, with
    /// [`Error::Refused`] when it carries errors in place of leads, with
    /// [`Error::OtherGeneration`] when another version's reader would know
    /// it, and with [`Error::NotUnderstood`] when it is none of these.
    fn read(&self, sent: &Request, body: Vec<u8>) -> Result<Page, Error>;
}
