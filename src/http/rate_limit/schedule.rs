//! Decides when the next request may be sent. Pure functions: the clock is an argument,
//! so that tests can simulate it together with a server.

use std::time::{Duration, Instant};

use crate::http::retry::MAX_WAIT;

/// The length of a window (the API's page on rate limiting). Used only if no response
/// contains its end.
pub(super) const WINDOW: Duration = Duration::from_secs(10);

/// Added to the end of a window, because the servers' clocks can differ slightly.
pub(super) const MARGIN: Duration = Duration::from_millis(100);

/// Requests are spread over the rest of a window once fewer than one in this many of
/// its requests remains.
const PACE_BELOW: u64 = 10;

/// The rate limit in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Requests allowed per window: `X-RateLimit-Limit`.
    pub limit: u64,
    /// Requests remaining in this window: `X-RateLimit-Remaining`.
    pub remaining: u64,
    /// The end of the window in Unix seconds: `X-RateLimit-Reset`.
    pub reset: i64,
    /// `Date` of the response in Unix seconds, by the same clock.
    pub date: i64,
}

impl Quota {
    /// The end of the window, for a response received at `now`. Never too early: the
    /// date of a response is rounded down to seconds, and the response takes time to
    /// arrive.
    fn window_end(&self, now: Instant) -> Instant {
        let seconds = self.reset.saturating_sub(self.date).max(0).unsigned_abs();
        now + Duration::from_secs(seconds).min(MAX_WAIT) + MARGIN
    }
}

/// The latest window in responses.
#[derive(Clone, Copy, Debug)]
pub(super) struct QuotaWindow {
    pub(super) limit: u64,
    /// The lowest number in a response for this window. It includes every request
    /// counted before that response; requests counted later are still in flight.
    pub(super) remaining: u64,
    /// The highest number, in the response that was counted first.
    first_remaining: u64,
    /// `X-RateLimit-Reset`, which identifies the window.
    reset: i64,
    /// The end according to the response that was counted first, plus [`MARGIN`]. A later
    /// one can be up to a second too early, because reset and date are whole seconds.
    end: Instant,
}

impl QuotaWindow {
    pub(super) fn resets_in(&self, now: Instant) -> Duration {
        self.end.saturating_duration_since(now + MARGIN)
    }
}

/// The decision whether a request may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// It may be sent, and counts as in flight.
    Granted,
    /// Not before this time, because of the rate limit or `--max-rate`.
    At(Instant),
    /// Not before the next response, or before this time if there is one.
    AfterResponse(Option<Instant>),
}

/// Waiting requests, requests in flight, and the known rate limit.
#[derive(Debug)]
pub(super) struct Schedule {
    /// The limit of `in_flight` from `--jobs`.
    max_in_flight: u64,
    /// The minimum time between two requests, from `--max-rate`.
    min_interval: Duration,
    in_flight: u64,
    /// The current limit of `in_flight`: 1 until a response contains the rate limit,
    /// then `max_in_flight`. Without a rate limit it grows by 1 with each response.
    allowed: u64,
    /// For each waiting request, how often it was sent before.
    waiting: Vec<u32>,
    paused_until: Option<Instant>,
    last_sent: Option<Instant>,
    window: Option<QuotaWindow>,
}

impl Schedule {
    pub(super) fn new(max_in_flight: u64, min_interval: Duration) -> Self {
        Self {
            max_in_flight,
            min_interval,
            in_flight: 0,
            allowed: 1,
            waiting: Vec::new(),
            paused_until: None,
            last_sent: None,
            window: None,
        }
    }

    pub(super) fn window(&self) -> Option<QuotaWindow> {
        self.window
    }

    /// Adds a waiting request that was sent `attempt` times before.
    pub(super) fn enqueue(&mut self, attempt: u32) {
        self.waiting.push(attempt);
    }

    /// Decides whether a waiting request that was sent `attempt` times before may be
    /// sent at `now`.
    pub(super) fn admit(&mut self, now: Instant, attempt: u32) -> Admission {
        let first = self.waiting.iter().all(|other| *other <= attempt);
        if !first || self.in_flight >= self.allowed {
            return Admission::AfterResponse(None);
        }
        let interval_over = self.last_sent.map(|last| last + self.min_interval);
        let earliest = self.paused_until.max(interval_over);
        if let Some(at) = earliest.filter(|at| *at > now) {
            return Admission::At(at);
        }
        if let Some(window) = self.window {
            // A response in flight may already count in a new window, so send only what
            // both windows allow.
            let free = window.remaining.saturating_sub(self.in_flight);
            if free == 0 && now < window.end {
                return if window.remaining == 0 {
                    Admission::At(window.end)
                } else {
                    Admission::AfterResponse(Some(window.end))
                };
            }
            if free == 0 {
                // The window is over. One request finds out the next window, because
                // other programs may share the limit.
                if self.in_flight >= window.limit.max(1) {
                    return Admission::AfterResponse(None);
                }
                self.allowed = self.in_flight + 1;
            } else if free.saturating_mul(PACE_BELOW) < window.limit {
                let rest = window.end.saturating_duration_since(now);
                let interval = rest / u32::try_from(free + 1).unwrap_or(u32::MAX);
                let at = self.last_sent.unwrap_or(now) + interval;
                if at > now {
                    return Admission::At(at);
                }
            }
        }
        self.last_sent = Some(now);
        self.in_flight += 1;
        let index = self.waiting.iter().position(|other| *other == attempt);
        index.map(|index| self.waiting.swap_remove(index));
        Admission::Granted
    }

    /// Ends a request in flight at `now`. `quota` is the rate limit in its response, if
    /// any.
    pub(super) fn release(&mut self, now: Instant, quota: Option<Quota>) {
        self.in_flight -= 1;
        // A response from before the pause says nothing about the time after it.
        if self.paused_until.is_some_and(|until| until > now) {
            return;
        }
        match (quota, &mut self.window) {
            (Some(quota), Some(window)) if quota.reset == window.reset => {
                window.limit = quota.limit;
                window.remaining = window.remaining.min(quota.remaining);
                if quota.remaining > window.first_remaining {
                    window.first_remaining = quota.remaining;
                    window.end = quota.window_end(now);
                }
            }
            // A late response of the previous window.
            (Some(quota), Some(window)) if quota.reset < window.reset && now < window.end => {
                window.remaining = window.remaining.saturating_sub(1);
            }
            (Some(quota), _) => {
                self.window = Some(QuotaWindow {
                    limit: quota.limit,
                    remaining: quota.remaining,
                    first_remaining: quota.remaining,
                    reset: quota.reset,
                    end: quota.window_end(now),
                });
                self.allowed = self.max_in_flight;
            }
            (None, window) => {
                match window {
                    // Not every response contains the limit: a 404 may not.
                    Some(window) if now >= window.end => {
                        window.remaining = window.limit.saturating_sub(1);
                        window.end = now + WINDOW + MARGIN;
                    }
                    Some(window) => window.remaining = window.remaining.saturating_sub(1),
                    None => {}
                }
                self.allowed = self.max_in_flight.min(self.allowed + 1);
            }
        }
    }

    /// Sends nothing before `until`, then a single request.
    pub(super) fn pause(&mut self, until: Instant) {
        self.paused_until = self.paused_until.max(Some(until));
        self.window = None;
        self.allowed = 1;
    }
}
