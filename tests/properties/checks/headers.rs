//! The headers of a response, with any content: parsed without failing, and never the
//! reason for a long wait or for a request to another host.

use leads::http::headers::Headers;
use leads::http::retry::{self, FailureKind, MAX_WAIT};
use leads::intercom::Request;

use super::source::Source;

const NAMES: [&str; 7] = [
    "date",
    "retry-after",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "link",
    "x-request-id",
];

/// Parts of valid and invalid headers.
const PIECES: [&str; 30] = [
    "0",
    "7",
    "60",
    "1769860800",
    "18446744073709551615",
    "9223372036854775807",
    "99999999999999999999",
    "-",
    "+",
    ".",
    " ",
    "GMT",
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Sat, 01 Jan 0000 00:00:00 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    ":",
    ",",
    ";",
    "<",
    ">",
    "/contacts/a1",
    "https://evil.test",
    "//",
    "rel=\"canonical\"",
    "rel=canonical",
    "req-77",
    "\u{e9}",
];

pub(crate) fn check(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let values: Vec<Option<String>> = NAMES.iter().map(|_| value(&mut source)).collect();
    let header = |name: &str| {
        let index = NAMES.iter().position(|known| *known == name)?;
        values[index].as_deref()
    };
    let now = source.pick(&[0, 1_769_860_800, i64::MIN, i64::MAX]);
    let headers = Headers::parse(header, now);
    waits_are_bounded(&headers);
    if let Some(quota) = headers.quota {
        let stated = |name| header(name).unwrap().trim().parse::<u64>();
        assert_eq!(stated("x-ratelimit-limit"), Ok(quota.limit));
        assert_eq!(stated("x-ratelimit-remaining"), Ok(quota.remaining));
        assert_eq!(
            i64::try_from(stated("x-ratelimit-reset").unwrap()),
            Ok(quota.reset)
        );
    }
    if let Some(path) = &headers.canonical {
        assert!(path.starts_with('/'), "{path:?}");
        assert!(path.bytes().all(|byte| byte.is_ascii_graphic()), "{path:?}");
        assert!(header("link").unwrap().contains(path));
    }
    let id = header("x-request-id").filter(|id| !id.is_empty());
    assert_eq!(headers.request_id.as_deref(), id);
}

fn value(source: &mut Source) -> Option<String> {
    match source.below(5) {
        0 => None,
        1 => Some(source.text()),
        _ => {
            let pieces = 1 + source.below(6);
            Some((0..pieces).map(|_| source.pick(&PIECES)).collect())
        }
    }
}

fn waits_are_bounded(headers: &Headers) {
    let request = Request::get("/contacts".to_owned());
    for outcome in [
        FailureKind::Status(429),
        FailureKind::Status(503),
        FailureKind::Lost,
    ] {
        for attempt in [0, 5, u32::MAX] {
            for jitter in [0.0, 0.5, 1.0] {
                let wait = retry::wait(&request, outcome, headers.hints, attempt, jitter).unwrap();
                assert!(wait.duration <= MAX_WAIT, "{headers:?}");
                // A shortened wait is reported.
                if let Some(asked) = wait.asked {
                    assert!(asked > MAX_WAIT && wait.duration == MAX_WAIT, "{headers:?}");
                }
            }
        }
    }
}
