//! The parts of a response that the client uses.

use std::io::{self, Read as _};
use std::time::{SystemTime, UNIX_EPOCH};

use super::headers::Headers;
use super::token::Token;
use crate::intercom::buffer::BufferPool;
use crate::terminal::report::Report;

/// The maximum size of a body after decompression, in bytes.
pub(crate) const MAX_BODY: u64 = 16 << 20;

/// The initial buffer for a body of unknown length, in bytes.
const INITIAL_BUFFER: u64 = 128 << 10;

/// Status, headers and body.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// Reads the body, and logs the headers to `report`.
    pub(super) fn read(
        response: ureq::http::Response<ureq::Body>,
        report: Report,
        token: &Token,
        pool: &BufferPool,
    ) -> Result<Self, ureq::Error> {
        let (head, mut body) = response.into_parts();
        let status = head.status.as_u16();
        let shown = head.headers.iter();
        let shown = shown.map(|(name, value)| (name.as_str(), value.as_bytes()));
        report.headers(status, shown, |text| token.redact(text));
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs();
        let header = |name: &str| head.headers.get(name)?.to_str().ok();
        let mut headers = Headers::parse(header, i64::try_from(now).unwrap_or(i64::MAX));
        // Redact before truncating: a truncated token would not be found.
        headers.request_id = headers.request_id.map(|id| token.redact(id));
        Ok(Self {
            status,
            headers,
            body: read_body(&mut body, pool)?,
        })
    }
}

/// Reads the body. If its length is known, the buffer is allocated at once: growing it
/// costs more than reading.
fn read_body(body: &mut ureq::Body, pool: &BufferPool) -> Result<Vec<u8>, ureq::Error> {
    let length = body
        .content_length()
        .unwrap_or(INITIAL_BUFFER)
        .min(MAX_BODY);
    // One byte more, so that the end is found before the buffer is full.
    let mut bytes = pool.take(usize::try_from(length + 1).unwrap_or(1));
    let mut reader = body.with_config().limit(MAX_BODY).reader();
    let mut filled = 0;
    loop {
        match reader.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
        if filled == bytes.len() {
            bytes.resize(2 * filled, 0);
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}
