//! The rate limiter for all requests. It limits the requests in flight, follows the
//! rate limit of the API and `--max-rate`, and pauses all requests after a 429. After
//! such a pause the request that was refused most often is sent first, alone, so that
//! no request is refused again and again while others succeed.

mod schedule;

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub use schedule::Quota;
use schedule::{Admission, Schedule};

/// The rate limit of the API, and what remains of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimitStatus {
    /// Requests allowed per window.
    pub limit: u64,
    /// Requests remaining in the current window.
    pub remaining: u64,
    /// The time until the next window.
    pub resets_in: Duration,
}

/// Admits requests one at a time, see [`RateLimiter::acquire`].
#[derive(Debug)]
pub(crate) struct RateLimiter {
    schedule: Mutex<Schedule>,
    /// Notified when a request was sent or ended.
    changed: Condvar,
}

impl RateLimiter {
    /// Allows at most `max_in_flight` requests at a time, and at most `max_rate` per
    /// second.
    pub(crate) fn new(max_in_flight: usize, max_rate: Option<f64>) -> Self {
        let min_interval =
            max_rate.map_or(Duration::ZERO, |rate| Duration::from_secs_f64(1.0 / rate));
        Self {
            schedule: Mutex::new(Schedule::new(max_in_flight.max(1) as u64, min_interval)),
            changed: Condvar::new(),
        }
    }

    fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a request that was sent `attempt` times before may be sent. Calls
    /// `on_wait` with the duration of a wait for the rate limit. The request is in
    /// flight until the permit is dropped.
    pub(crate) fn acquire(&self, attempt: u32, on_wait: impl Fn(Duration)) -> Permit<'_> {
        let mut schedule = self.schedule();
        schedule.enqueue(attempt);
        let mut reported = None;
        loop {
            let now = Instant::now();
            let until = match schedule.admit(now, attempt) {
                Admission::Granted => {
                    self.changed.notify_all();
                    return Permit {
                        limiter: self,
                        quota: None,
                    };
                }
                Admission::At(at) if reported.is_none_or(|last| at > last) => {
                    reported = Some(at);
                    drop(schedule);
                    on_wait(at - now);
                    schedule = self.schedule();
                    // The state may have changed without a notification.
                    continue;
                }
                Admission::At(at) => Some(at),
                Admission::AfterResponse(at) => at,
            };
            schedule = if let Some(at) = until {
                let waited = self.changed.wait_timeout(schedule, at - now);
                waited.unwrap_or_else(PoisonError::into_inner).0
            } else {
                let waited = self.changed.wait(schedule);
                waited.unwrap_or_else(PoisonError::into_inner)
            };
        }
    }

    /// The rate limit in the latest responses.
    pub(crate) fn status(&self) -> Option<RateLimitStatus> {
        let window = self.schedule().window()?;
        Some(RateLimitStatus {
            limit: window.limit,
            remaining: window.remaining,
            resets_in: window.resets_in(Instant::now()),
        })
    }

    /// Pauses all requests for `wait`, after a 429.
    pub(crate) fn pause_all(&self, wait: Duration) {
        self.schedule().pause(Instant::now() + wait);
    }
}

/// A request in flight.
#[derive(Debug)]
pub(crate) struct Permit<'l> {
    limiter: &'l RateLimiter,
    quota: Option<Quota>,
}

impl Permit<'_> {
    /// Ends the request with a response, which may contain the rate limit.
    pub(crate) fn answered(mut self, quota: Option<Quota>) {
        self.quota = quota;
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.limiter.schedule().release(Instant::now(), self.quota);
        // Wake all waiters: not every one of them can be the next.
        self.limiter.changed.notify_all();
    }
}

#[cfg(test)]
mod tests;
