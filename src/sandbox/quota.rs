//! The count of calls that the rate limit headers tell of.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How many calls are answered in a window of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Calls in one window.
    pub calls: u32,
    /// Length of a window, in seconds.
    pub seconds: u32,
}

/// The limit that is shown when none is set: 10,000 calls a minute, counted
/// in windows of ten seconds (the rate limiting page).
const SHOWN: RateLimit = RateLimit {
    calls: 1667,
    seconds: 10,
};

/// The windows, one after another. A window begins with the first call after
/// the one before it has ended.
pub(super) struct Quota {
    limit: RateLimit,
    enforced: bool,
    window: Mutex<Window>,
}

#[derive(Default)]
struct Window {
    ends: Duration,
    used: u32,
}

/// Where the window stands after a call.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) allowed: bool,
    pub(super) limit: RateLimit,
    pub(super) remaining: u32,
    /// The end of the window in Unix seconds, rounded up.
    pub(super) reset: u64,
}

impl Quota {
    pub(super) fn new(limit: Option<RateLimit>) -> Self {
        Self {
            limit: limit.unwrap_or(SHOWN),
            enforced: limit.is_some(),
            window: Mutex::default(),
        }
    }

    /// Counts one call made now.
    pub(super) fn spend(&self) -> Standing {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        self.spend_at(now.unwrap_or_default())
    }

    fn spend_at(&self, now: Duration) -> Standing {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if now >= window.ends {
            window.ends = now + Duration::from_secs(self.limit.seconds.into());
            window.used = 0;
        }
        window.used = window.used.saturating_add(1);
        let mut remaining = self.limit.calls.saturating_sub(window.used);
        if !self.enforced {
            // A client that slows down as the count nears zero must not be
            // slowed by a limit that is only for show.
            remaining = remaining.max(self.limit.calls / 2);
        }
        Standing {
            allowed: !self.enforced || window.used <= self.limit.calls,
            limit: self.limit,
            remaining,
            reset: window.ends.as_secs() + u64::from(window.ends.subsec_nanos() > 0),
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
    fn calls_past_the_limit_wait_for_the_next_window() {
        let quota = Quota::new(Some(RateLimit {
            calls: 2,
            seconds: 10,
        }));
        let seen: Vec<_> = [5_500, 6_000, 7_000, 15_499, 15_500]
            .map(|at| quota.spend_at(millis(at)))
            .map(|standing| (standing.allowed, standing.remaining, standing.reset))
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
    fn a_limit_for_show_never_runs_out() {
        let quota = Quota::new(None);
        assert_eq!(quota.spend_at(millis(1_000)).remaining, 1666);
        for _ in 0..3_000 {
            let standing = quota.spend_at(millis(1_000));
            assert!(standing.allowed && standing.remaining >= 833);
        }
    }
}
