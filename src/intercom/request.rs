//! Requests to the API, as plain data.

/// An HTTP method that the tool uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads by URL.
    Get,
    /// Reads by a query in the body.
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

/// How a request depends on the answers before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// On none of them.
    Independent,
    /// Continues a search: the server may refuse the cursor.
    Cursor,
    /// Opens a scroll.
    ScrollStart,
    /// Continues a scroll: its answer, once produced, cannot be had again, and
    /// the server forgets a scroll that is not asked for a minute (the page on
    /// iterating over all leads).
    Scroll,
}

/// A request to the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// Path and query, percent-encoded, below the base URL.
    pub target: String,
    /// JSON to send along.
    pub body: Option<String>,
    /// How it depends on earlier answers.
    pub kind: Kind,
}

impl Request {
    /// A read by URL.
    #[must_use]
    pub fn get(target: String) -> Self {
        Self {
            method: Method::Get,
            target,
            body: None,
            kind: Kind::Independent,
        }
    }

    /// Whether it continues from an earlier answer.
    #[must_use]
    pub fn is_continuation(&self) -> bool {
        matches!(self.kind, Kind::Cursor | Kind::Scroll)
    }

    /// Whether it is part of a scroll, which has a longer time limit.
    #[must_use]
    pub fn is_scroll(&self) -> bool {
        matches!(self.kind, Kind::ScrollStart | Kind::Scroll)
    }

    /// Whether it may be sent again although its answer may have been
    /// produced.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.kind != Kind::Scroll
    }
}
