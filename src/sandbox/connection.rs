//! One connection: requests are read within bounds, answered in turn, and
//! nonsense is refused.

use std::fmt::Write as _;
use std::io::{self, IoSlice, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::http::Handler;
use super::message::{Reply, Request};
use super::refusal::Refusal;

const HEAD_LIMIT: usize = 32 * 1024;
const BODY_LIMIT: usize = 1024 * 1024;
const HEADER_LIMIT: usize = 96;

/// One connection of the server.
pub(super) struct Connection<'a> {
    stream: TcpStream,
    unread: Vec<u8>,
    /// Counts what is written, on all connections.
    replies: &'a AtomicU64,
}

/// What comes next on a connection.
enum Next {
    Request { request: Request, last: bool },
    Nonsense(u16),
    End,
}

impl<'a> Connection<'a> {
    pub(super) fn new(stream: TcpStream, replies: &'a AtomicU64) -> Self {
        Self {
            stream,
            unread: Vec::new(),
            replies,
        }
    }

    /// Answers requests until either side closes; an error means that the
    /// other side is gone.
    pub(super) fn serve(&mut self, handler: &Handler) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        loop {
            match self.next()? {
                Next::End => return Ok(()),
                Next::Nonsense(status) => {
                    self.write(&Reply::status(status), true)?;
                    return self.linger();
                }
                Next::Request { request, last } => {
                    let reply = catch_unwind(AssertUnwindSafe(|| handler(&request)));
                    let reply = reply.unwrap_or_else(|_| broken());
                    self.write(&reply, last)?;
                    if last || reply.raw {
                        return self.linger();
                    }
                }
            }
        }
    }

    fn next(&mut self) -> io::Result<Next> {
        loop {
            let mut headers = [httparse::EMPTY_HEADER; HEADER_LIMIT];
            let mut head = httparse::Request::new(&mut headers);
            match head.parse(&self.unread) {
                Ok(httparse::Status::Complete(length)) if length <= HEAD_LIMIT => {
                    let mut request = request(&head);
                    let last = closes(&request) || head.version == Some(0);
                    let Some(body) = body_length(&request) else {
                        return Ok(Next::Nonsense(400));
                    };
                    if body > BODY_LIMIT {
                        return Ok(Next::Nonsense(413));
                    }
                    while self.unread.len() < length + body {
                        if !self.fill()? {
                            return Ok(Next::End);
                        }
                    }
                    request.body = self.unread[length..length + body].to_vec();
                    self.unread.drain(..length + body);
                    return Ok(Next::Request { request, last });
                }
                Ok(httparse::Status::Partial) if self.unread.len() <= HEAD_LIMIT => {
                    if !self.fill()? {
                        return Ok(Next::End);
                    }
                }
                Ok(_) | Err(httparse::Error::TooManyHeaders) => return Ok(Next::Nonsense(431)),
                Err(_) => return Ok(Next::Nonsense(400)),
            }
        }
    }

    /// Reads what has come; false at the end of the stream.
    fn fill(&mut self) -> io::Result<bool> {
        let mut chunk = [0; 8 * 1024];
        let read = self.stream.read(&mut chunk)?;
        self.unread.extend_from_slice(&chunk[..read]);
        Ok(read > 0)
    }

    fn write(&mut self, reply: &Reply, last: bool) -> io::Result<()> {
        if reply.raw {
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
        add("Date", &date());
        add("Content-Type", "application/json; charset=utf-8");
        add("Content-Length", &reply.body.len().to_string());
        add("X-Request-Id", &format!("sandbox{number:013}"));
        if last {
            add("Connection", "close");
        }
        head.push_str("\r\n");
        // One write, or Nagle's algorithm and delayed acknowledgements add up
        // to 40 ms a reply where TCP_NODELAY is not heeded.
        let both = [IoSlice::new(head.as_bytes()), IoSlice::new(&reply.body)];
        let written = self.stream.write_vectored(&both)?;
        // Nearly always that was all of it.
        let of_head = written.min(head.len());
        self.stream.write_all(&head.as_bytes()[of_head..])?;
        self.stream.write_all(&reply.body[written - of_head..])
    }

    /// Closes a connection whose client may still be sending. Closing with
    /// bytes unread would reset it, and the client would lose the reply.
    fn linger(&mut self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)?;
        self.stream.set_read_timeout(Some(Duration::from_secs(1)))?;
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

/// The length of the body; `None` if it cannot be told for sure.
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
    // Digits that are no number are one too great, to be refused as such.
    Some(length.parse().unwrap_or(usize::MAX))
}

fn broken() -> Reply {
    let id = "sandboxpanic00000000";
    Refusal::new(500, "server_error", "Server error")
        .reply(id)
        .with_header("X-Request-Id", id)
}

/// Now, as a `Date` header has it.
fn date() -> String {
    jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&jiff::Timestamp::now())
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
