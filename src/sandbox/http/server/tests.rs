//! Requests over real connections.

use std::io::{Read, Write};

use super::*;

fn echo(request: &Request) -> Reply {
    let body = String::from_utf8_lossy(&request.body);
    Reply::json(200, format!("{} {} {body}", request.method, request.path))
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    stream
}

/// Reads one reply: its head in lower case, and its body.
fn read(stream: &mut TcpStream) -> (String, String) {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        assert_eq!(stream.read(&mut byte).unwrap(), 1, "cut short: {bytes:?}");
        bytes.push(byte[0]);
    }
    let head = String::from_utf8(bytes).unwrap().to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.unwrap().parse().unwrap()];
    stream.read_exact(&mut body).unwrap();
    (head, String::from_utf8(body).unwrap())
}

fn rest(stream: &mut TcpStream) -> String {
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    String::from_utf8(rest).unwrap()
}

fn exchange(server: &Server, request: &str) -> String {
    let mut stream = connect(server);
    stream.write_all(request.as_bytes()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    rest(&mut stream)
}

#[test]
fn one_connection_carries_many_requests() {
    let server = Server::start(0, echo).unwrap();
    let mut stream = connect(&server);
    for number in 0..20 {
        let line = format!("GET /{number} HTTP/1.1\r\nHost: x\r\n\r\n");
        stream.write_all(line.as_bytes()).unwrap();
        let (head, body) = read(&mut stream);
        assert_eq!(body, format!("GET /{number} "));
        for expected in ["http/1.1 200 ok", "date: ", " gmt", "x-request-id: "] {
            assert!(head.contains(expected), "{head}");
        }
        assert!(head.contains("content-type: application/json; charset=utf-8"));
    }
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let server = Server::start(0, echo).unwrap();
    let reply = exchange(
        &server,
        "POST /a HTTP/1.1\r\ncontent-length: 3\r\n\r\nxyzGET /b HTTP/1.1\r\n\r\n\u{1}\u{2}garbage\r\n\r\n",
    );
    let bodies = ["POST /a xyz", "GET /b ", "400 Bad Request"];
    let places = bodies.map(|body| reply.find(body).unwrap());
    assert!(places.is_sorted(), "{reply}");
}

#[test]
fn a_body_can_arrive_in_pieces() {
    let server = Server::start(0, echo).unwrap();
    let mut stream = connect(&server);
    for piece in [
        "POST /a HT",
        "TP/1.1\r\nContent-Length: 5\r",
        "\n\r\nab",
        "cde",
    ] {
        stream.write_all(piece.as_bytes()).unwrap();
        stream.flush().unwrap();
        thread::sleep(Duration::from_millis(2));
    }
    assert_eq!(read(&mut stream).1, "POST /a abcde");
}

#[test]
fn a_client_may_ask_to_close() {
    let server = Server::start(0, echo).unwrap();
    let mut stream = connect(&server);
    let line = b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n";
    stream.write_all(line).unwrap();
    assert!(read(&mut stream).0.contains("connection: close"));
    assert_eq!(rest(&mut stream), "");
}

#[test]
fn invalid_requests_are_refused() {
    let server = Server::start(0, echo).unwrap();
    let many = "h: x\r\n".repeat(200);
    let cases = [
        (400, "what is this\r\n\r\n".to_owned()),
        (
            400,
            "GET / HTTP/1.1\r\ncontent-length: -1\r\n\r\n".to_owned(),
        ),
        (
            400,
            "GET / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n".to_owned(),
        ),
        (
            400,
            "GET / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n".to_owned(),
        ),
        (
            413,
            "GET / HTTP/1.1\r\ncontent-length: 1048577\r\n\r\n".to_owned(),
        ),
        (
            413,
            format!(
                "GET / HTTP/1.1\r\ncontent-length: {}\r\n\r\n",
                "9".repeat(40)
            ),
        ),
        (431, format!("GET / HTTP/1.1\r\n{many}\r\n")),
        (
            431,
            format!("GET / HTTP/1.1\r\nlong: {}\r\n\r\n", "x".repeat(40_000)),
        ),
    ];
    for (status, request) in cases {
        let reply = exchange(&server, &request);
        assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{reply}");
    }
    assert_eq!(
        exchange(&server, "GET / HTTP/1.1\r\n"),
        "",
        "half a request"
    );
}

#[test]
fn a_panic_gets_a_reply_and_keeps_the_connection() {
    let server = Server::start(0, |request| {
        assert_ne!(request.path, "/panic", "as the test wants");
        echo(request)
    })
    .unwrap();
    let mut stream = connect(&server);
    stream.write_all(b"GET /panic HTTP/1.1\r\n\r\n").unwrap();
    let (head, body) = read(&mut stream);
    assert!(head.starts_with("http/1.1 500 "), "{head}");
    assert!(body.contains("server_error"), "{body}");
    stream.write_all(b"GET /on HTTP/1.1\r\n\r\n").unwrap();
    assert_eq!(read(&mut stream).1, "GET /on ");
}

#[test]
fn a_raw_reply_is_all_that_is_written() {
    let server = Server::start(0, |_| {
        Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut")
    })
    .unwrap();
    let reply = exchange(&server, "GET / HTTP/1.1\r\n\r\n");
    assert!(reply.ends_with("\r\n\r\ncut"), "{reply}");
}

#[test]
fn headers_of_the_handler_replace_those_that_are_added() {
    let server = Server::start(0, |_| Reply::status(200).with_header("date", "yesterday")).unwrap();
    let reply = exchange(&server, "GET / HTTP/1.1\r\n\r\n").to_ascii_lowercase();
    assert_eq!(reply.matches("\r\ndate: ").count(), 1);
    assert!(reply.contains("date: yesterday"));
}

#[test]
fn dropping_the_server_closes_idle_connections_and_the_port() {
    let server = Server::start(0, echo).unwrap();
    let address = server.address;
    let mut stream = connect(&server);
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    read(&mut stream);
    drop(server);
    assert_eq!(rest(&mut stream), "");
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_port_in_use_is_an_error() {
    let server = Server::start(0, echo).unwrap();
    assert!(Server::start(server.address.port(), echo).is_err());
}
