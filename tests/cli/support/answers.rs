//! Responses that the practice workspace does not send: lists of made-up leads, errors,
//! broken bodies.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use leads::sandbox::{Reply, Request};
use serde_json::Value;

/// The requested page of a list of exactly these leads, each a JSON text.
pub(crate) fn list(request: &Request, leads: &[impl AsRef<str>]) -> Reply {
    let number = |name: &str, default: usize| {
        request
            .parameter(name)
            .map_or(default, |value| value.parse().unwrap())
    };
    let (page, size) = (number("page", 1), number("per_page", 50));
    let shown: Vec<&str> = leads.iter().map(AsRef::as_ref).collect();
    let total = shown.len();
    let shown: Vec<&str> = shown
        .into_iter()
        .skip((page - 1) * size)
        .take(size)
        .collect();
    let next = if page * size < total {
        format!(r#""https://api.intercom.io/contacts?page={}""#, page + 1)
    } else {
        "null".to_owned()
    };
    let body = format!(
        r#"{{"type":"contact.list","total_count":{total},"contacts":[{}],"pages":{{"type":"pages","next":{next},"page":{page},"per_page":{size},"total_pages":{}}}}}"#,
        shown.join(","),
        total.div_ceil(size)
    );
    Reply::json(200, body)
}

/// A lead with an id and a creation time.
pub(crate) fn lead(id: &str, created_at: i64) -> String {
    format!(r#"{{"type":"contact","id":"{id}","created_at":{created_at}}}"#)
}

/// This number of leads, newest first, with the ids `lead1` and so on.
pub(crate) fn leads(count: i64) -> Vec<String> {
    let leads = (1..=count).map(|number| lead(&format!("lead{number}"), 1_700_000_000 - number));
    leads.collect()
}

/// An error in the format of the API.
pub(crate) fn error(status: u16, code: &str, message: &str) -> Reply {
    let message = Value::from(message);
    let body = format!(
        r#"{{"type":"error.list","request_id":"req-77","errors":[{{"code":"{code}","message":{message}}}]}}"#
    );
    Reply::json(status, body)
}

/// The reply with its JSON changed.
pub(crate) fn changed(mut reply: Reply, change: impl FnOnce(&mut Value)) -> Reply {
    let mut body: Value = serde_json::from_slice(&reply.body).unwrap();
    change(&mut body);
    reply.body = body.to_string().into_bytes();
    reply
}

/// Refuses pages past the end of the list, which has `wall` leads.
pub(crate) fn wall(request: &Request, wall: u64) -> Option<Reply> {
    let number = |name: &str| request.parameter(name)?.parse::<u64>().ok();
    let beyond = number("page")? * number("per_page")? > wall;
    beyond.then(|| {
        error(
            400,
            "bad_request",
            "page limit reached, please use scroll API",
        )
    })
}

/// Compresses the bytes with gzip.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A response whose connection closes after half of its body.
pub(crate) fn cut_short(reply: &Reply) -> Reply {
    let mut bytes = Vec::new();
    let mut head = String::new();
    let length = reply.body.len();
    write!(head, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n").unwrap();
    bytes.extend(head.as_bytes());
    bytes.extend(&reply.body[..length / 2]);
    Reply::raw(bytes)
}
