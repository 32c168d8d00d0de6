//! Requests and replies, which handlers can read, change and create.

use percent_encoding::percent_decode_str;
use serde::Serialize;

/// A request with its complete body.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The method, as sent.
    pub method: String,
    /// The path without the query, percent-decoded.
    pub path: String,
    /// The parameters in order, percent-decoded, with `+` as a space.
    pub query: Vec<(String, String)>,
    /// The request target of the request line, undecoded.
    pub target: String,
    /// The headers in the order sent.
    pub headers: Vec<(String, String)>,
    /// The body; empty if there is none.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers and body. `target` is a path, with or without
    /// a query, or an absolute URL, as proxies receive it.
    #[must_use]
    pub fn new(method: &str, target: &str) -> Self {
        let local = match target.split_once("://") {
            Some((_, rest)) if !target.starts_with('/') => {
                rest.find('/').map_or("/", |at| &rest[at..])
            }
            _ => target,
        };
        let (path, query) = local.split_once('?').unwrap_or((local, ""));
        Self {
            method: method.to_owned(),
            path: percent_decode_str(path).decode_utf8_lossy().into_owned(),
            query: parameters(query),
            target: target.to_owned(),
            ..Self::default()
        }
    }

    /// The first header of this name, ignoring case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// The first parameter of this name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A reply. `Date`, `Content-Type`, `Content-Length` and `X-Request-Id` are added when
/// it is written, unless it has them.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Headers, except those that are added.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    pub(super) framing: Framing,
}

/// How a reply is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// A status line, headers and the body.
    Http,
    /// Only the body, see [`Reply::raw`].
    Raw,
}

impl Reply {
    /// A reply whose body is JSON text.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            framing: Framing::Http,
        }
    }

    /// A reply with status 200 and `body` as JSON.
    pub(crate) fn ok(body: &impl Serialize) -> Self {
        // Capacity for a page: growing the buffer takes longer than writing the page.
        let mut json = Vec::with_capacity(128 * 1024);
        let written = serde_json::to_writer(&mut json, body);
        Self::json(200, if written.is_ok() { json } else { Vec::new() })
    }

    /// A reply without a body.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::json(status, "")
    }

    /// Bytes that are written instead of a status line, headers and a body, after which
    /// the connection is closed: for tests of broken servers.
    #[must_use]
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            framing: Framing::Raw,
            ..Self::json(200, bytes)
        }
    }

    /// The reply with one more header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The first header of this name, ignoring case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = headers
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}

/// Parses a query as `application/x-www-form-urlencoded`.
fn parameters(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_parsed_as_a_form() {
        let request = Request::new("GET", "/contacts?email=a%2Bb%40example.com&q=x+y&&bare&e=");
        assert_eq!(request.path, "/contacts");
        let pairs: Vec<_> = request
            .query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("email", "a+b@example.com"),
                ("q", "x y"),
                ("bare", ""),
                ("e", "")
            ]
        );
        assert_eq!(request.parameter("q"), Some("x y"));
        assert_eq!(request.parameter("none"), None);
    }

    #[test]
    fn a_full_url_is_reduced_to_its_path() {
        assert_eq!(Request::new("GET", "http://a.example/b?c=d").path, "/b");
        assert_eq!(Request::new("GET", "http://a.example").path, "/");
        assert_eq!(Request::new("GET", "/a%20b?u=http://c").path, "/a b");
    }

    #[test]
    fn headers_are_found_in_any_case() {
        let reply = Reply::status(200).with_header("Retry-After", "3");
        assert_eq!(reply.header("retry-after"), Some("3"));
    }
}
