//! Servers that misbehave: connections that close after a response, endless bodies and
//! headers, slow bytes.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use leads::sandbox::{Intercom, Reply, Request};

use crate::harness::{Harness, settings};
use crate::list::ids;

/// A user of a server in which `talk` handles each connection. It reads requests with
/// [`request`].
fn server(talk: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Harness {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let talk = Arc::new(talk);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let talk = Arc::clone(&talk);
            std::thread::spawn(move || talk(&mut stream.unwrap()));
        }
    });
    Harness::of(0).env("INTERCOM_API_BASE_URL", url)
}

/// The next request of a connection, which has no body; `None` at its end.
fn request(stream: &mut TcpStream) -> Option<Request> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let target = head.split(' ').nth(1).unwrap();
    let mut request = Request::new("GET", target);
    request.headers = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Some(request)
}

/// A response that keeps the connection open.
fn bytes(reply: &Reply) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {} x\r\nContent-Length: {}\r\nConnection: keep-alive\r\n\r\n",
        reply.status,
        reply.body.len()
    );
    [head.as_bytes(), &reply.body].concat()
}

/// A workspace whose keep-alive connections close after `answers` responses, at once or
/// when the next request has arrived.
fn dropping(answers: usize, late: bool) -> (Harness, Arc<Intercom>) {
    let api = Arc::new(Intercom::new(settings(500)));
    let served = Arc::clone(&api);
    let harness = server(move |stream| {
        for _ in 0..answers {
            let Some(request) = request(stream) else {
                return;
            };
            let _ = stream.write_all(&bytes(&served.reply(&request)));
        }
        if late {
            let _ = request(stream);
        }
        let _ = stream.shutdown(Shutdown::Both);
    });
    (harness, api)
}

#[test]
fn connections_that_close_between_requests_lose_nothing() {
    for answers in 1..4 {
        let (harness, api) = dropping(answers, false);
        let outcome = harness.run("list -f jsonl").code(0);
        assert_eq!(ids(&outcome), api.ids(), "after {answers}");
    }
}

#[test]
fn requests_on_a_closing_connection_are_retried() {
    let (harness, api) = dropping(2, true);
    let outcome = harness.run("list -f jsonl --jobs 1").code(0);
    assert_eq!(ids(&outcome), api.ids());
}

#[test]
fn connections_are_used_again_however_many_jobs_there_are() {
    let api = Arc::new(Intercom::new(settings(9_000)));
    let opened = Arc::new(AtomicUsize::new(0));
    let (served, counted) = (Arc::clone(&api), Arc::clone(&opened));
    let harness = server(move |stream| {
        counted.fetch_add(1, Ordering::Relaxed);
        while let Some(request) = request(stream) {
            // Long enough for all jobs to have a request in flight.
            std::thread::sleep(std::time::Duration::from_millis(20));
            let _ = stream.write_all(&bytes(&served.reply(&request)));
        }
    });
    let outcome = harness.run("list -f jsonl --jobs 16").code(0);
    assert_eq!(ids(&outcome), api.ids());
    let opened = opened.load(Ordering::Relaxed);
    assert!(opened <= 16, "{opened} connections");
}

#[test]
fn chunks_may_have_extensions_and_trailers() {
    let api = Arc::new(Intercom::new(settings(130)));
    let served = Arc::clone(&api);
    let harness = server(move |stream| {
        while let Some(request) = request(stream) {
            let body = served.reply(&request).body;
            let mut sent = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
            for (index, piece) in body.chunks(1000).enumerate() {
                let extension = ["", ";ext=1", "; a=\"b c\"", ";x;y=2"][index % 4];
                sent.extend(format!("{:x}{extension}\r\n", piece.len()).bytes());
                sent.extend(piece);
                sent.extend(b"\r\n");
            }
            sent.extend(b"0;last\r\nX-Trailer: 1\r\n\r\n");
            let _ = stream.write_all(&sent);
        }
    });
    let outcome = harness.run("list -f jsonl --retries 0").code(0);
    assert_eq!(ids(&outcome), api.ids());
}

/// Asserts that the client closes the connection soon if a server sends `again`
/// endlessly after `start`.
#[track_caller]
fn is_left(start: &'static str, again: Vec<u8>, code: i32, message: &str) {
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&sent);
    let harness = server(move |stream| {
        let Some(_) = request(stream) else { return };
        let _ = stream.write_all(start.as_bytes());
        while stream.write_all(&again).is_ok() {
            counted.fetch_add(again.len(), Ordering::Relaxed);
        }
    });
    harness.write("leads.json", "old");
    let outcome = harness.run("list -o leads.json --retries 0");
    drop(outcome.code(code).prints("").says(message));
    assert_eq!(harness.read("leads.json"), "old");
    // Plus what is in the buffers of the system.
    let sent = sent.load(Ordering::Relaxed);
    assert!(sent < 64 << 20, "{sent} bytes were taken");
}

#[test]
fn an_endless_body_is_not_read_to_its_end() {
    let mut chunk = b"10000\r\n".to_vec();
    chunk.extend(vec![b' '; 0x10000]);
    chunk.extend(b"\r\n");
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    is_left(chunked, chunk, 5, "larger than 16 MiB");
    let giant = "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n";
    is_left(giant, vec![b'['; 0x10000], 5, "larger than 16 MiB");
    let endless = "HTTP/1.1 200 OK\r\n\r\n";
    is_left(endless, vec![b'{'; 0x10000], 5, "larger than 16 MiB");
    // Errors can have such bodies too.
    let failing = "HTTP/1.1 400 no\r\nContent-Length: 1073741824\r\n\r\n";
    is_left(failing, vec![b'x'; 0x10000], 5, "larger than 16 MiB");
}

#[test]
fn endless_headers_are_not_read_to_their_end() {
    let header = format!("X-Y: {}\r\n", "z".repeat(1000)).into_bytes();
    is_left("HTTP/1.1 200 OK\r\n", header, 4, "error: ");
    let one = vec![b'y'; 0x1000];
    is_left("HTTP/1.1 200 OK\r\nX-Y: ", one, 4, "error: ");
}

#[test]
fn slow_bytes_do_not_extend_the_time_limit() {
    let harness = server(|stream| {
        let Some(_) = request(stream) else { return };
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{");
        while stream.write_all(b" ").is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    });
    harness
        .run("list --json --timeout 0.3 --retries 0")
        .code(4)
        .prints("")
        .says("did not respond within 0.3 seconds");
}

#[test]
fn endless_provisional_responses_do_not_extend_the_time_limit() {
    let harness = server(|stream| {
        let Some(_) = request(stream) else { return };
        while stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    });
    harness
        .run("list --json --timeout 0.3 --retries 0")
        .code(4)
        .prints("");
}
