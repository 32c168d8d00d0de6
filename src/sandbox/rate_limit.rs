//! The rate limit, and its state for the `X-RateLimit-*` headers.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A rate limit: the number of requests per window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests per window.
    pub calls: u32,
    /// Length of a window, in seconds.
    pub seconds: u32,
}

/// The limit in the headers if none is set: 10,000 requests per minute, counted in
/// windows of ten seconds (the rate limiting page).
const DEFAULT_LIMIT: RateLimit = RateLimit {
    calls: 1667,
    seconds: 10,
};

/// Counts requests per window. A window starts with the first request after the
/// previous window ended.
pub(super) struct RateLimiter {
    limit: RateLimit,
    enforced: bool,
    window: Mutex<Window>,
}

#[derive(Default)]
struct Window {
    /// Time since the Unix epoch.
    end: Duration,
    calls: u32,
}

/// The state of the window after a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RateLimitStatus {
    pub(super) allowed: bool,
    pub(super) limit: RateLimit,
    pub(super) remaining: u32,
    /// The end of the window in Unix seconds, rounded up. It is the same in every
    /// response of a window.
    pub(super) reset: u64,
}

impl RateLimiter {
    pub(super) fn new(limit: Option<RateLimit>) -> Self {
        Self {
            limit: limit.unwrap_or(DEFAULT_LIMIT),
            enforced: limit.is_some(),
            window: Mutex::default(),
        }
    }

    /// Counts a request made at `now`, the time since the Unix epoch.
    pub(super) fn count_call(&self, now: Duration) -> RateLimitStatus {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if now >= window.end {
            window.end = now + Duration::from_secs(self.limit.seconds.into());
            window.calls = 0;
        }
        window.calls = window.calls.saturating_add(1);
        let mut remaining = self.limit.calls.saturating_sub(window.calls);
        if !self.enforced {
            // Clients slow down when few requests remain, which a limit that is not
            // enforced must not cause.
            remaining = remaining.max(self.limit.calls / 2);
        }
        RateLimitStatus {
            allowed: !self.enforced || window.calls <= self.limit.calls,
            limit: self.limit,
            remaining,
            reset: window.end.as_secs() + u64::from(window.end.subsec_nanos() > 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn requests_past_the_limit_wait_for_the_next_window() {
        let limiter = RateLimiter::new(Some(RateLimit {
            calls: 2,
            seconds: 10,
        }));
        let seen: Vec<_> = [5_500, 6_000, 7_000, 15_499, 15_500]
            .map(|at| limiter.count_call(millis(at)))
            .map(|status| (status.allowed, status.remaining, status.reset))
            .into();
        assert_eq!(
            seen,
            [
                (true, 1, 16),
                (true, 0, 16),
                (false, 0, 16),
                (false, 0, 16),
                (true, 1, 26),
            ]
        );
    }

    #[test]
    fn a_limit_that_is_not_enforced_never_runs_out() {
        let limiter = RateLimiter::new(None);
        assert_eq!(limiter.count_call(millis(1_000)).remaining, 1666);
        for _ in 0..3_000 {
            let status = limiter.count_call(millis(1_000));
            assert!(status.allowed && status.remaining >= 833);
        }
    }
}
