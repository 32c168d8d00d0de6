//! Decides whether and when to retry a request. Pure functions, without clock or
//! network.

use std::time::Duration;

use crate::intercom::Request;

/// The maximum wait before a retry, for the rate limit or any other reason, even if the
/// server asks for more. The API closes a scroll that is not continued for a minute, so
/// after the longest wait a scroll has to start again.
pub const MAX_WAIT: Duration = Duration::from_secs(60);

/// The first wait if the server asks for none. Each further one is twice as long.
const FIRST_BACKOFF: Duration = Duration::from_millis(500);

/// How an attempt failed, as far as retries depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The request did not reach the server.
    NotSent,
    /// The response was lost or invalid: the server may have sent it.
    Lost,
    /// The server responded with this status.
    Status(u16),
}

/// What a response says about waiting, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RetryHints {
    /// `Retry-After`, as seconds from now.
    pub retry_after: Option<u64>,
    /// `X-RateLimit-Reset`, in Unix seconds by the server's clock.
    pub reset: Option<i64>,
    /// `Date`, in Unix seconds by the server's clock, or the local time if it is
    /// missing.
    pub date: i64,
}

/// The wait before a retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// At most [`MAX_WAIT`].
    pub duration: Duration,
    /// What the server asked for, if that is longer.
    pub asked: Option<Duration>,
}

/// How long to wait before a retry; `None` if a retry cannot help.
///
/// A `request` that is not repeatable is retried only if no response to it can exist.
/// `attempt` counts from 0. `jitter` is a random number from 0 to 1, so that many
/// clients do not retry at the same time.
#[must_use]
pub fn wait(
    request: &Request,
    kind: FailureKind,
    hints: RetryHints,
    attempt: u32,
    jitter: f64,
) -> Option<Wait> {
    let retry = match kind {
        FailureKind::NotSent | FailureKind::Status(429) => true,
        FailureKind::Lost | FailureKind::Status(408 | 500..=599) => request.is_repeatable(),
        FailureKind::Status(_) => false,
    };
    if !retry {
        return None;
    }
    let retry_after = hints.retry_after.map(Duration::from_secs);
    let until_reset = hints.reset.filter(|_| kind == FailureKind::Status(429));
    let until_reset = until_reset.and_then(|reset| {
        // A reset in the past does not say when the limit ends.
        let seconds = u64::try_from(reset.saturating_sub(hints.date)).ok()?;
        // The reset is in whole seconds; wait slightly longer.
        let later = Duration::from_millis(100).mul_f64(1.0 + jitter);
        (seconds > 0).then(|| Duration::from_secs(seconds) + later)
    });
    let asked = retry_after.or(until_reset);
    let backoff = FIRST_BACKOFF
        .saturating_mul(2u32.saturating_pow(attempt))
        .min(MAX_WAIT)
        .mul_f64(0.75 + jitter / 2.0);
    Some(Wait {
        duration: asked.unwrap_or(backoff).min(MAX_WAIT),
        asked: asked.filter(|asked| *asked > MAX_WAIT),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intercom::Kind;

    const NO_HINTS: RetryHints = RetryHints {
        retry_after: None,
        reset: None,
        date: 0,
    };

    /// A repeatable request, and one that is not.
    fn requests() -> [Request; 2] {
        let list = Request::get("/contacts".to_owned());
        let scroll = Request {
            kind: Kind::Scroll,
            ..list.clone()
        };
        [list, scroll]
    }

    #[test]
    fn only_temporary_failures_are_retried() {
        let [list, _] = requests();
        let tried = |kind| wait(&list, kind, NO_HINTS, 0, 0.5).is_some();
        for status in [408, 429, 500, 502, 503, 504] {
            assert!(tried(FailureKind::Status(status)), "{status}");
        }
        for status in [200, 301, 400, 401, 403, 404, 410, 422] {
            assert!(!tried(FailureKind::Status(status)), "{status}");
        }
        assert!(tried(FailureKind::Lost) && tried(FailureKind::NotSent));
    }

    #[test]
    fn a_scroll_is_not_retried_if_a_response_may_exist() {
        let [_, scroll] = requests();
        let tried = |kind| wait(&scroll, kind, NO_HINTS, 0, 0.5).is_some();
        assert!(tried(FailureKind::NotSent) && tried(FailureKind::Status(429)));
        assert!(!tried(FailureKind::Lost) && !tried(FailureKind::Status(503)));
    }

    #[test]
    fn a_rate_limit_is_waited_out_by_the_servers_clock() {
        let [list, _] = requests();
        let wait = |hints| wait(&list, FailureKind::Status(429), hints, 0, 0.0).unwrap();
        let reset = |reset| RetryHints {
            retry_after: None,
            reset: Some(reset),
            date: 1_000_000,
        };
        let after = |retry_after| RetryHints {
            retry_after: Some(retry_after),
            ..reset(1_000_007)
        };
        assert_eq!(
            wait(reset(1_000_007)).duration,
            Duration::from_millis(7_100)
        );
        assert_eq!(wait(after(3)).duration, Duration::from_secs(3));
        let max = MAX_WAIT.as_secs();
        assert_eq!(wait(after(max)).asked, None);
        for past in [reset(1_000_000), reset(5), reset(i64::MIN)] {
            assert_eq!(wait(past).duration, Duration::from_millis(375));
        }
        let later = Duration::from_millis(100);
        for (long, asked) in [
            (after(max + 1), Duration::from_secs(max + 1)),
            (reset(9_000_000), Duration::from_secs(8_000_000) + later),
        ] {
            let wait = wait(long);
            assert_eq!(wait.duration, MAX_WAIT);
            assert_eq!(wait.asked, Some(asked));
        }
    }

    #[test]
    fn waits_grow_and_stay_bounded() {
        let [list, _] = requests();
        let waits: Vec<_> = [0, 1, 2, 3, 4, 5, 6, 7, 20, u32::MAX]
            .map(|n| {
                wait(&list, FailureKind::Lost, NO_HINTS, n, 0.5)
                    .unwrap()
                    .duration
            })
            .into();
        assert_eq!(waits[0], Duration::from_millis(500));
        assert!(waits.is_sorted() && waits[9] == MAX_WAIT);
    }
}
