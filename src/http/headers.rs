//! Parses response headers. A pure function that never fails: an invalid header is
//! ignored.

use jiff::civil::DateTime;

use super::rate_limit::Quota;
use super::retry::RetryHints;

/// The three forms of an HTTP date, the last two obsolete (RFC 9110, 5.6.7).
const DATE_FORMATS: [&str; 3] = [
    "%a, %d %b %Y %H:%M:%S GMT",
    "%A, %d-%b-%y %H:%M:%S GMT",
    "%a %b %e %H:%M:%S %Y",
];

/// The headers that the client uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    /// When to retry.
    pub hints: RetryHints,
    /// The rate limit, if all of its headers are present.
    pub quota: Option<Quota>,
    /// `X-Request-Id`.
    pub request_id: Option<String>,
    /// The canonical path in a `Link` header. It starts with a slash.
    pub canonical: Option<String>,
}

impl Headers {
    /// Parses the headers that `header` returns by name, in lower case. `now` is in
    /// Unix seconds.
    pub fn parse<'h>(header: impl Fn(&str) -> Option<&'h str>, now: i64) -> Self {
        let number = |name: &str| header(name)?.trim().parse::<u64>().ok();
        let date = header("date").and_then(http_date).unwrap_or(now);
        let reset = number("x-ratelimit-reset").and_then(|reset| i64::try_from(reset).ok());
        let quota = || {
            Some(Quota {
                limit: number("x-ratelimit-limit")?,
                remaining: number("x-ratelimit-remaining")?,
                reset: reset?,
                date,
            })
        };
        Self {
            hints: RetryHints {
                retry_after: header("retry-after").and_then(|value| retry_after(value, date)),
                reset,
                date,
            },
            quota: quota(),
            request_id: header("x-request-id")
                .filter(|id| !id.is_empty())
                .map(str::to_owned),
            canonical: header("link").and_then(canonical),
        }
    }
}

/// `Retry-After` in seconds after `date`: a number or a date. Saturates if it is too
/// large.
fn retry_after(value: &str, date: i64) -> Option<u64> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(value.parse().unwrap_or(u64::MAX));
    }
    u64::try_from(http_date(value)?.saturating_sub(date)).ok()
}

/// An HTTP date in Unix seconds.
fn http_date(text: &str) -> Option<i64> {
    let parsed = |format: &&str| DateTime::strptime(format, text.trim()).ok();
    let date = DATE_FORMATS.iter().find_map(parsed)?;
    // Not with a time zone, in which the year 9999 ends too early.
    let epoch = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
    Some(date.duration_since(epoch).as_secs())
}

/// The path of the link `<…>; rel="canonical"`. Only the path of a full URL is used:
/// the request always goes to the configured host.
fn canonical(links: &str) -> Option<String> {
    links.split(',').find_map(|link| {
        let (target, kind) = link.trim().strip_prefix('<')?.split_once('>')?;
        let path = match target.split_once("://") {
            Some((_, rest)) => &rest[rest.find('/')?..],
            None => target,
        };
        let fits = path.starts_with('/') && path.bytes().all(|byte| byte.is_ascii_graphic());
        (kind.contains("canonical") && fits).then(|| path.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_dates_are_read_in_all_three_forms() {
        for date in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            " Sun, 06 Nov 1994 08:49:37 GMT ",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(http_date(date), Some(784_111_777), "{date}");
        }
        let last = http_date("Fri, 31 Dec 9999 23:59:59 GMT");
        assert_eq!(last, Some(253_402_300_799));
        for none in ["", "soon", "Mon, 06 Nov 1994 08:49:37 GMT", "1994-11-06"] {
            assert_eq!(http_date(none), None, "{none}");
        }
    }

    #[test]
    fn retry_after_is_a_number_or_a_date() {
        for (value, expected) in [
            ("0", Some(0)),
            (" 7 ", Some(7)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Sun, 06 Nov 1994 08:49:40 GMT", Some(3)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(252_618_189_022)),
            ("Sun, 06 Nov 1994 08:49:36 GMT", None),
            ("-5", None),
            ("+5", None),
            ("1.5", None),
            ("", None),
        ] {
            assert_eq!(retry_after(value, 784_111_777), expected, "{value}");
        }
    }

    #[test]
    fn only_the_path_of_a_canonical_link_is_used() {
        let link = |text| canonical(text);
        assert_eq!(
            link(r#"</contacts/a1>; rel="canonical""#).as_deref(),
            Some("/contacts/a1")
        );
        assert_eq!(
            link(r#"<https://evil.test/contacts/a1>; rel="canonical""#).as_deref(),
            Some("/contacts/a1")
        );
        for none in [
            "",
            "</contacts/a1>; rel=next",
            "<x>; rel=canonical",
            "</a",
            "</a b>; rel=canonical",
        ] {
            assert_eq!(link(none), None, "{none}");
        }
    }
}
