//! Requests to the API, as data.

/// The HTTP methods that the program uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads a URL.
    Get,
    /// Sends a query in the body.
    Post,
}

impl Method {
    /// The name in a request line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// How a request depends on earlier responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It does not.
    Independent,
    /// Continues a search: the server may refuse the cursor.
    Cursor,
    /// Opens a scroll.
    ScrollStart,
    /// Continues a scroll. The response cannot be requested again, and the server
    /// closes a scroll that is not continued for a minute (the API's page on iterating
    /// over all leads).
    Scroll,
}

/// A request to the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// Path and query below the base URL, percent-encoded.
    pub target: String,
    /// A JSON body.
    pub body: Option<String>,
    /// How it depends on earlier responses.
    pub kind: Kind,
}

impl Request {
    /// A GET request.
    #[must_use]
    pub fn get(target: String) -> Self {
        Self {
            method: Method::Get,
            target,
            body: None,
            kind: Kind::Independent,
        }
    }

    /// Whether it continues from an earlier response.
    #[must_use]
    pub fn is_continuation(&self) -> bool {
        matches!(self.kind, Kind::Cursor | Kind::Scroll)
    }

    /// Whether it is part of a scroll, which has a longer time limit.
    #[must_use]
    pub fn is_scroll(&self) -> bool {
        matches!(self.kind, Kind::ScrollStart | Kind::Scroll)
    }

    /// Whether it can be sent again even if the server may have responded.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.kind != Kind::Scroll
    }
}
