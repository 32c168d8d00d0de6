//! The rate limiter that every request passes. It bounds the requests in
//! flight, keeps to the rate limit that the API states and to `--max-rate`,
//! and pauses all requests after a 429. After such a pause the request that
//! was refused most often goes first, alone, so that none is refused again and
//! again while others get through.

mod schedule;

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub use schedule::Quota;
use schedule::{Admission, Schedule};

/// How many calls the API allows and how many of them remain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimitStatus {
    /// Calls allowed in a window.
    pub limit: u64,
    /// Calls that remain in this one.
    pub remaining: u64,
    /// When the next one begins.
    pub resets_in: Duration,
}

/// Admits requests one by one: see [`RateLimiter::acquire`].
#[derive(Debug)]
pub(crate) struct RateLimiter {
    schedule: Mutex<Schedule>,
    /// A request was sent, or ended.
    changed: Condvar,
}

impl RateLimiter {
    /// At most `max_in_flight` requests at a time, and at most `max_rate` a
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

    /// Waits until a request that was sent `attempt` times before may be sent;
    /// `on_wait` is called with the length of a wait for the rate limit. The
    /// request counts as in flight until the permit is dropped.
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
                    // Things may have changed while nobody listened.
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

    /// What the latest responses stated.
    pub(crate) fn status(&self) -> Option<RateLimitStatus> {
        let window = self.schedule().window()?;
        Some(RateLimitStatus {
            limit: window.limit,
            remaining: window.remaining,
            resets_in: window.resets_in(Instant::now()),
        })
    }

    /// Sends nothing for `wait`, after a 429.
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
    /// Ends the request with a response, which may state the rate limit.
    pub(crate) fn answered(mut self, quota: Option<Quota>) {
        self.quota = quota;
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.limiter.schedule().release(Instant::now(), self.quota);
        // Not each of those that wait may be the next.
        self.limiter.changed.notify_all();
    }
}

#[cfg(test)]
mod tests;
