//! One connection: reads requests within limits and answers them in order.

use std::fmt::Write as _;
use std::io::{self, IoSlice, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::message::{Framing, Reply, Request};

/// Responds to a request.
pub(super) type Handler = dyn Fn(&Request) -> Reply + Send + Sync;

/// The maximum size of a request line with headers, in bytes.
const MAX_HEAD: usize = 32 * 1024;
/// The maximum size of a body, in bytes.
const MAX_BODY: usize = 1024 * 1024;
const MAX_HEADERS: usize = 96;

/// How long to wait for the client before the connection is closed.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// The request id and the body of a reply whose handler panicked.
const PANIC_ID: &str = "sandboxpanic00000000";
const PANIC_BODY: &str = r#"{"type":"error.list","request_id":"sandboxpanic00000000","errors":[{"code":"server_error","message":"Server error"}]}"#;

/// One connection of the server.
pub(super) struct Connection<'a> {
    stream: TcpStream,
    unread: Vec<u8>,
    /// The number of replies on all connections.
    replies: &'a AtomicU64,
}

/// The next thing read on a connection.
enum Next {
    Request(Request, After),
    /// Not a valid request, with the status of the reply.
    Invalid(u16),
    End,
}

/// What happens to the connection after a reply.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    KeepAlive,
    Close,
}

impl<'a> Connection<'a> {
    pub(super) fn new(stream: TcpStream, replies: &'a AtomicU64) -> Self {
        Self {
            stream,
            unread: Vec::new(),
            replies,
        }
    }

    /// Responds to requests until either side closes the connection. An error means
    /// that the client has disconnected.
    pub(super) fn serve(&mut self, handler: &Handler) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        while self.answer(handler, After::KeepAlive)? == After::KeepAlive {}
        self.close()
    }

    /// Responds to one request, if it arrives within a second, and closes the
    /// connection.
    pub(super) fn serve_one(&mut self, handler: &Handler) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        self.stream.set_read_timeout(Some(CLOSE_TIMEOUT))?;
        self.answer(handler, After::Close)?;
        self.close()
    }

    /// Responds to the next request. `wanted` is what happens to the connection, unless
    /// the client or the reply closes it.
    fn answer(&mut self, handler: &Handler, wanted: After) -> io::Result<After> {
        let (request, after) = match self.next()? {
            Next::End => return Ok(After::Close),
            Next::Invalid(status) => {
                self.write(&Reply::status(status), After::Close)?;
                return Ok(After::Close);
            }
            Next::Request(request, After::KeepAlive) => (request, wanted),
            Next::Request(request, After::Close) => (request, After::Close),
        };
        let reply = catch_unwind(AssertUnwindSafe(|| handler(&request)));
        let reply = reply
            .unwrap_or_else(|_| Reply::json(500, PANIC_BODY).with_header("X-Request-Id", PANIC_ID));
        self.write(&reply, after)?;
        Ok(if reply.framing == Framing::Raw {
            After::Close
        } else {
            after
        })
    }

    fn next(&mut self) -> io::Result<Next> {
        loop {
            let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
            let mut head = httparse::Request::new(&mut headers);
            match head.parse(&self.unread) {
                Ok(httparse::Status::Complete(length)) if length <= MAX_HEAD => {
                    let mut request = request(&head);
                    let after = if closes(&request) || head.version == Some(0) {
                        After::Close
                    } else {
                        After::KeepAlive
                    };
                    let Some(body) = body_length(&request) else {
                        return Ok(Next::Invalid(400));
                    };
                    if body > MAX_BODY {
                        return Ok(Next::Invalid(413));
                    }
                    while self.unread.len() < length + body {
                        if !self.fill()? {
                            return Ok(Next::End);
                        }
                    }
                    request.body = self.unread[length..length + body].to_vec();
                    self.unread.drain(..length + body);
                    return Ok(Next::Request(request, after));
                }
                Ok(httparse::Status::Partial) if self.unread.len() <= MAX_HEAD => {
                    if !self.fill()? {
                        return Ok(Next::End);
                    }
                }
                Ok(_) | Err(httparse::Error::TooManyHeaders) => return Ok(Next::Invalid(431)),
                Err(_) => return Ok(Next::Invalid(400)),
            }
        }
    }

    /// Reads what has arrived. Returns false at the end of the stream.
    fn fill(&mut self) -> io::Result<bool> {
        let mut chunk = [0; 8 * 1024];
        let read = self.stream.read(&mut chunk)?;
        self.unread.extend_from_slice(&chunk[..read]);
        Ok(read > 0)
    }

    fn write(&mut self, reply: &Reply, after: After) -> io::Result<()> {
        if reply.framing == Framing::Raw {
            return self.stream.write_all(&reply.body);
        }
        let mut head = format!("HTTP/1.1 {} {}\r\n", reply.status, reason(reply.status));
        for (name, value) in &reply.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let number = self.replies.fetch_add(1, Ordering::Relaxed);
        let mut add = |name: &str, value: &str| {
            if reply.header(name).is_none() {
                let _ = write!(head, "{name}: {value}\r\n");
            }
        };
        add("Date", &http_date(jiff::Timestamp::now()));
        add("Content-Type", "application/json; charset=utf-8");
        add("Content-Length", &reply.body.len().to_string());
        add("X-Request-Id", &format!("sandbox{number:013}"));
        if after == After::Close {
            add("Connection", "close");
        }
        head.push_str("\r\n");
        // Written at once: where TCP_NODELAY has no effect, Nagle's algorithm and
        // delayed acknowledgements delay a second write by up to 40 ms.
        let both = [IoSlice::new(head.as_bytes()), IoSlice::new(&reply.body)];
        let written = self.stream.write_vectored(&both)?;
        let of_head = written.min(head.len());
        self.stream.write_all(&head.as_bytes()[of_head..])?;
        self.stream.write_all(&reply.body[written - of_head..])
    }

    /// Closes the connection once the client has, or after a second. Closing it with
    /// unread bytes would reset it, and the client would lose the reply.
    fn close(&mut self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)?;
        self.stream.set_read_timeout(Some(CLOSE_TIMEOUT))?;
        for _ in 0..256 {
            if !self.fill()? {
                break;
            }
            self.unread.clear();
        }
        Ok(())
    }
}

fn request(head: &httparse::Request) -> Request {
    let headers = head.headers.iter().map(|header| {
        let value = String::from_utf8_lossy(header.value).into_owned();
        (header.name.to_owned(), value)
    });
    Request {
        headers: headers.collect(),
        ..Request::new(head.method.unwrap_or(""), head.path.unwrap_or("/"))
    }
}

fn closes(request: &Request) -> bool {
    let options = request.header("connection").unwrap_or("");
    options
        .split(',')
        .any(|option| option.trim().eq_ignore_ascii_case("close"))
}

/// The length of the body; `None` if the headers are ambiguous.
fn body_length(request: &Request) -> Option<usize> {
    if request.header("transfer-encoding").is_some() {
        return None;
    }
    let mut lengths = request
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map(|(_, value)| value.as_str());
    let Some(length) = lengths.next() else {
        return Some(0);
    };
    let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || lengths.any(|other| other != length) {
        return None;
    }
    // Too many digits for `usize`: rejected later as too large.
    Some(length.parse().unwrap_or(usize::MAX))
}

/// A time as a `Date` header.
pub(in crate::sandbox) fn http_date(time: jiff::Timestamp) -> String {
    jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&time)
        .unwrap_or_default()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        406 => "Not Acceptable",
        410 => "Gone",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Unspecified",
    }
}
