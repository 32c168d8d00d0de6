//! The API over TLS, with and without a proxy: which certificates are trusted, and who
//! can see the token.

// On other systems the system's own store decides about trust.
#![cfg_attr(not(target_os = "linux"), allow(dead_code))]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use leads::sandbox::{Intercom, Reply, Request};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::harness::{Harness, TOKEN, settings};

/// A workspace with TLS, and a certificate from its own authority.
struct Secure {
    address: String,
    certificate: String,
}

impl Secure {
    fn of(leads: u32) -> Self {
        let api = Intercom::new(settings(leads));
        Self::answering(move |request| api.reply(request))
    }

    fn answering(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let names = [
            "localhost",
            "api.leads.test",
            "api.intercom.io",
            "api.eu.intercom.io",
        ];
        let names = names.map(str::to_owned);
        let made = rcgen::generate_simple_self_signed(names).unwrap();
        let config =
            ServerConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(
                    vec![made.cert.der().clone()],
                    made.signing_key.serialize_der().try_into().unwrap(),
                );
        let config = Arc::new(config.unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let handler = Arc::new(handler);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (config, handler) = (Arc::clone(&config), Arc::clone(&handler));
                std::thread::spawn(move || {
                    let session = ServerConnection::new(config).unwrap();
                    // A client that does not trust it disconnects.
                    let _ = serve(StreamOwned::new(session, stream.unwrap()), &*handler);
                });
            }
        });
        Self {
            address,
            certificate: made.cert.pem(),
        }
    }

    fn port(&self) -> &str {
        self.address.rsplit(':').next().unwrap()
    }
}

/// Responds to one request.
fn serve(
    stream: StreamOwned<ServerConnection, TcpStream>,
    handler: &impl Fn(&Request) -> Reply,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let mut words = line.split(' ');
    let mut request = Request::new(words.next().unwrap_or(""), words.next().unwrap_or("/"));
    loop {
        let mut header = String::new();
        stream.read_line(&mut header)?;
        let Some((name, value)) = header.trim().split_once(": ") else {
            break;
        };
        request.headers.push((name.to_owned(), value.to_owned()));
    }
    let reply = handler(&request);
    let head = format!(
        "HTTP/1.1 {} x\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        reply.status,
        reply.body.len()
    );
    let stream = stream.get_mut();
    stream.write_all(head.as_bytes())?;
    stream.write_all(&reply.body)?;
    stream.conn.send_close_notify();
    stream.flush()
}

/// A proxy that opens a tunnel to `server` for any request, and records every byte from
/// the client.
fn proxy(server: String, answer: &'static str) -> (String, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://me:hunter2@{}", listener.local_addr().unwrap());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (server, noted) = (server.clone(), Arc::clone(&noted));
            std::thread::spawn(move || tunnel(client.unwrap(), &server, answer, &noted));
        }
    });
    (url, seen)
}

fn tunnel(mut client: TcpStream, server: &str, answer: &str, noted: &Mutex<Vec<u8>>) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).unwrap_or(0) > 0 {
        head.push(byte[0]);
    }
    noted.lock().unwrap().extend(&head);
    let _ = client.write_all(answer.as_bytes());
    let Ok(mut server) = TcpStream::connect(server) else {
        return;
    };
    let (mut back, mut out) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut back, &mut out);
        let _ = out.shutdown(Shutdown::Both);
    });
    let mut chunk = [0; 4096];
    while let Ok(read @ 1..) = client.read(&mut chunk) {
        noted.lock().unwrap().extend(&chunk[..read]);
        if server.write_all(&chunk[..read]).is_err() {
            return;
        }
    }
    let _ = server.shutdown(Shutdown::Both);
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}

/// A user who trusts the authority of `secure`.
fn trusting(secure: &Secure) -> Harness {
    let harness = Harness::of(0);
    harness.write("ca.pem", &secure.certificate);
    let file = harness.path("ca.pem").display().to_string();
    harness.env("SSL_CERT_FILE", file)
}

#[test]
#[cfg(target_os = "linux")]
fn a_certificate_is_accepted_if_its_authority_is_trusted() {
    let secure = Secure::of(70);
    let url = format!("https://localhost:{}", secure.port());
    let args = ["list", "--count", "--retries", "0", "--base-url", &url];
    Harness::of(0)
        .run(args)
        .code(4)
        .prints("")
        .says("no secure connection")
        .says("SSL_CERT_FILE");
    trusting(&secure).run(args).code(0).prints("70\n");
    // The name must match too.
    let url = format!("https://127.0.0.1:{}", secure.port());
    trusting(&secure)
        .run(["list", "--retries", "0", "--base-url", &url])
        .code(4)
        .prints("")
        .says("no secure connection");
}

#[test]
#[cfg(target_os = "linux")]
fn a_proxy_tunnels_responses_and_never_sees_the_token() {
    let secure = Secure::of(130);
    let (proxy, seen) = proxy(secure.address.clone(), "HTTP/1.1 200 OK\r\n\r\n");
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let outcome = trusting(&secure)
            .env(name, &proxy)
            .run("list -f jsonl -vv --base-url https://api.leads.test")
            .code(0);
        assert_eq!(outcome.lines().len(), 130, "{name}");
        drop(outcome.never_says("hunter2"));
        let seen = std::mem::take(&mut *seen.lock().unwrap());
        assert!(seen.starts_with(b"CONNECT api.leads.test:443 HTTP/1.1\r\n"));
        assert!(contains(&seen, "proxy-authorization: basic "));
        assert!(!contains(&seen, TOKEN) && !contains(&seen, "bearer"));
    }
}

#[test]
fn a_proxy_that_refuses_is_exit_4_and_sees_no_token() {
    let (proxy, seen) = proxy(
        String::new(),
        "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
    );
    Harness::of(0)
        .env("HTTPS_PROXY", &proxy)
        .run("list --retries 0 -vv --base-url https://api.leads.test")
        .code(4)
        .prints("")
        .says("the proxy did not connect")
        .says("407")
        .says("a proxy in the environment")
        .never_says("hunter2");
    let seen = seen.lock().unwrap();
    assert!(seen.starts_with(b"CONNECT ") && !contains(&seen, TOKEN));
}

#[test]
fn an_unusable_proxy_is_not_bypassed() {
    for (url, part) in [
        ("socks5://me:hunter2@127.0.0.1:9", "SOCKS5"),
        ("socks5h://127.0.0.1:9", "SOCKS5h"),
        ("http://me:hunter2@", "is not a proxy address"),
        (
            "http://me:hunter2@127.0.0.1:65536",
            "its port is not a number",
        ),
        ("http://[127.0.0.1]:8080", "only an IPv6 address"),
    ] {
        Harness::of(0)
            .env("HTTPS_PROXY", url)
            .run("list --base-url https://api.leads.test")
            .code(2)
            .prints("")
            .says(part)
            .never_says("hunter2");
    }
}

#[test]
fn excluded_hosts_are_reached_without_the_proxy() {
    let (proxy, seen) = proxy(String::new(), "HTTP/1.1 503 no\r\n\r\n");
    for except in ["api.leads.invalid", "invalid", "*", "api.leads.invalid:443"] {
        let outcome = Harness::of(0)
            .env("HTTPS_PROXY", &proxy)
            .env("NO_PROXY", except)
            .run("list --retries 0 --timeout 5 --base-url https://api.leads.invalid");
        drop(outcome.code(4).never_says("proxy did not"));
    }
    assert!(seen.lock().unwrap().is_empty());
    // A different port is a different address.
    let outcome = Harness::of(0)
        .env("HTTPS_PROXY", &proxy)
        .env("NO_PROXY", "api.leads.invalid:8443")
        .run("list --retries 0 --base-url https://api.leads.invalid");
    drop(outcome.code(4).says("the proxy did not connect"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_login_detects_the_region() {
    for (region, host) in [("EU", "api.eu.intercom.io"), ("XX", "api.intercom.io")] {
        let secure = Secure::answering(move |_| {
            let app = format!(r#"{{"name":"W","id_code":"a","region":"{region}"}}"#);
            Reply::json(200, format!(r#"{{"type":"admin","app":{app}}}"#))
        });
        let (proxy, seen) = proxy(secure.address.clone(), "HTTP/1.1 200 OK\r\n\r\n");
        let user = trusting(&secure)
            .without("INTERCOM_ACCESS_TOKEN")
            .without("INTERCOM_API_BASE_URL")
            .env("HTTPS_PROXY", proxy);
        user.run_with_input("auth login", TOKEN)
            .code(0)
            .says(&format!(
                "logged in to W at https://{host} (profile default)"
            ));
        let asked = seen.lock().unwrap().clone();
        assert!(contains(&asked, "CONNECT api.intercom.io:443 "));
        assert!(
            !contains(&asked, "CONNECT api.eu"),
            "it is asked by itself only"
        );
        seen.lock().unwrap().clear();
        drop(user.run("list --count --retries 0"));
        let asked = seen.lock().unwrap().clone();
        assert!(contains(&asked, &format!("CONNECT {host}:443 ")));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_token_that_the_default_host_refuses_is_not_sent_to_another() {
    let secure = Secure::answering(|_| Reply::status(401));
    let (proxy, seen) = proxy(secure.address.clone(), "HTTP/1.1 200 OK\r\n\r\n");
    let user = trusting(&secure)
        .without("INTERCOM_ACCESS_TOKEN")
        .without("INTERCOM_API_BASE_URL")
        .env("HTTPS_PROXY", proxy);
    user.run_with_input("auth login", TOKEN)
        .code(3)
        .says("the token for https://api.intercom.io was not stored: the API answered 401")
        .says(
            "hint: for a workspace in Europe or Australia: `leads auth login --region eu` or `au`;",
        );
    let asked = seen.lock().unwrap().clone();
    assert!(!contains(&asked, ".eu.") && !contains(&asked, ".au."));
    user.run_with_input("auth login --region eu", TOKEN)
        .code(3)
        .says("hint: it must be the access token of an app of this workspace");
}
