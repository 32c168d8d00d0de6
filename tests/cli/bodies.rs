//! Bodies that are compressed, chunked, or too large.

use leads::sandbox::Reply;

use crate::answers::gzip;
use crate::faults::{always, recovers};

#[test]
fn compressed_answers_are_read() {
    recovers(&always(|reply| {
        Reply::json(200, gzip(&reply.body)).with_header("Content-Encoding", "gzip")
    }));
}

#[test]
fn invalid_compression_is_retried_and_not_a_tls_error() {
    for damage in [3, 60, 5000] {
        let broken = move |reply: &Reply| {
            let mut body = gzip(&reply.body);
            let place = body.len().min(damage);
            let last = body.len() - 6;
            body[place.min(last)] ^= 0xff;
            body[last] ^= 0xff;
            Reply::json(200, body)
                .with_header("Content-Encoding", "gzip")
                .with_header("Retry-After", "0")
        };
        let harness = always(broken);
        let outcome = harness.run("list --json --retries 1");
        assert_eq!(outcome.stdout(), "", "{outcome}");
        let outcome = outcome
            .never_says("secure connection")
            .never_says("certificate");
        assert!(
            ["error: the API"]
                .iter()
                .any(|part| outcome.stderr().contains(part))
        );
        assert_eq!(harness.requests().len(), 2, "{outcome}");
    }
}

#[test]
fn chunked_responses_are_read_and_truncated_ones_rejected() {
    let chunked = |whole: bool| {
        move |reply: &Reply| {
            let mut bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
            for chunk in reply.body.chunks(10_000) {
                bytes.extend(format!("{:x}\r\n", chunk.len()).as_bytes());
                bytes.extend(chunk);
                bytes.extend(b"\r\n");
            }
            if whole {
                bytes.extend(b"0\r\n\r\n");
            }
            Reply::raw(bytes)
        }
    };
    recovers(&always(chunked(true)));
    always(chunked(false))
        .run("list --json --retries 0")
        .code(4)
        .prints("");
}

#[test]
fn a_body_that_is_too_large_is_exit_5() {
    let huge = vec![b' '; (16 << 20) + 1];
    let plain = huge.clone();
    always(move |_| Reply::json(200, plain.clone()))
        .run("list --json")
        .code(5)
        .prints("")
        .says("larger than 16 MiB");
    // Small on the wire: the size after decompression counts.
    let packed = gzip(&huge);
    assert!(packed.len() < 100_000);
    always(move |_| Reply::json(200, packed.clone()).with_header("Content-Encoding", "gzip"))
        .run("list --json")
        .code(5)
        .says("larger than 16 MiB");
}
