//! An HTTP/1.1 server on this computer, with a thread per connection, which is kept
//! alive until the client closes it.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use percent_encoding::percent_decode_str;

pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    /// The API version in the request, if any.
    pub(super) version: Option<String>,
    pub(super) body: Vec<u8>,
    query: Vec<(String, String)>,
}

impl Request {
    /// A parameter of the query string.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) headers: Vec<(&'static str, String)>,
    /// Whether the connection is closed instead.
    pub(super) lost: bool,
}

impl Reply {
    pub(super) fn json(body: String) -> Self {
        Self {
            status: 200,
            body,
            headers: Vec::new(),
            lost: false,
        }
    }

    /// An error in the format of the API.
    pub(super) fn error(status: u16, code: &str, message: &str) -> Self {
        let error = serde_json::json!({
            "type": "error.list",
            "request_id": "am8kvuenottnjlupq970",
            "errors": [{ "code": code, "message": message }],
        });
        Self {
            status,
            ..Self::json(error.to_string())
        }
    }

    /// An error of a proxy in front of the API.
    pub(super) fn bare(status: u16) -> Self {
        let body = format!("<html><body><center>{status}</center><hr>nginx</body></html>\r\n");
        let headers = vec![("Content-Type", "text/html".to_owned())];
        Self {
            status,
            headers,
            ..Self::json(body)
        }
    }
}

type Handler = dyn Fn(&Request) -> Reply + Send + Sync;

pub(super) struct Server {
    address: SocketAddr,
    stopped: Arc<AtomicBool>,
}

impl Server {
    pub(super) fn start(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let stopped = Arc::new(AtomicBool::new(false));
        let handler: Arc<Handler> = Arc::new(handler);
        std::thread::spawn({
            let stopped = Arc::clone(&stopped);
            move || {
                while let Ok((stream, _)) = listener.accept() {
                    if stopped.load(Ordering::SeqCst) {
                        return;
                    }
                    let handler = Arc::clone(&handler);
                    std::thread::spawn(move || serve(stream, &*handler));
                }
            }
        });
        Self { address, stopped }
    }

    pub(super) fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the accepting thread, so that it ends.
        drop(TcpStream::connect(self.address));
    }
}

fn serve(mut stream: TcpStream, handler: &Handler) {
    drop(stream.set_nodelay(true));
    let mut received = Vec::new();
    while let Some(request) = read(&mut stream, &mut received) {
        let reply = handler(&request);
        if reply.lost {
            return;
        }
        let mut text = format!("HTTP/1.1 {} Status\r\n", reply.status);
        if !reply
            .headers
            .iter()
            .any(|(name, _)| *name == "Content-Type")
        {
            text.push_str("Content-Type: application/json; charset=utf-8\r\n");
        }
        for (name, value) in &reply.headers {
            write!(text, "{name}: {value}\r\n").unwrap();
        }
        write!(
            text,
            "Content-Length: {}\r\n\r\n{}",
            reply.body.len(),
            reply.body
        )
        .unwrap();
        if stream.write_all(text.as_bytes()).is_err() {
            return;
        }
    }
}

/// The next request of a connection; `None` if the client has closed it.
fn read(stream: &mut TcpStream, received: &mut Vec<u8>) -> Option<Request> {
    let mut chunk = [0; 16 * 1024];
    loop {
        if let Some((request, length)) = parse(received) {
            received.drain(..length);
            return Some(request);
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(length) => received.extend_from_slice(&chunk[..length]),
        }
    }
}

/// A complete request, and its length in bytes.
fn parse(received: &[u8]) -> Option<(Request, usize)> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut head = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(start) = head.parse(received).unwrap() else {
        return None;
    };
    let header = |name: &str| {
        let found = head
            .headers
            .iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(found.value).into_owned())
    };
    let length: usize = header("Content-Length").map_or(0, |length| length.parse().unwrap());
    let body = received.get(start..start + length)?.to_vec();
    let (path, query) = head.path?.split_once('?').unwrap_or((head.path?, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let query = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let request = Request {
        method: head.method?.to_owned(),
        path: decode(path),
        version: header("Intercom-Version"),
        query: query
            .map(|(name, value)| (decode(name), decode_form(value)))
            .collect(),
        body,
    };
    Some((request, start + length))
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// In a query string, `+` is a space.
fn decode_form(text: &str) -> String {
    decode(&text.replace('+', " "))
}
