//! The cost of a run: the number of requests, the maximum in flight, and the round
//! trips. Also the rate limit.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::http::Reply;

/// This number of requests per window, in whole seconds.
#[derive(Clone, Copy)]
pub(crate) struct RateLimit {
    pub(crate) calls: u64,
    pub(crate) seconds: u64,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Traffic {
    pub(crate) requests: u64,
    /// Responses with 429.
    pub(crate) rate_limited: u64,
    pub(crate) max_in_flight: u64,
    /// The longest chain of requests in which each was sent after the response to the
    /// one before. It takes at least this number of round trips, on any machine.
    pub(crate) round_trips: u64,
    in_flight: u64,
    window: u64,
    calls: u64,
}

impl Traffic {
    /// Records a request, and returns its position in the longest chain.
    pub(super) fn arrive(&mut self) -> u64 {
        self.requests += 1;
        self.in_flight += 1;
        self.max_in_flight = self.max_in_flight.max(self.in_flight);
        self.round_trips + 1
    }

    /// Records that the request at `position` of a chain is about to get its response.
    pub(super) fn leave(&mut self, position: u64) {
        self.in_flight -= 1;
        self.round_trips = self.round_trips.max(position);
    }

    /// Counts a request. Returns the headers with the rate limit, and the response if
    /// it is exceeded.
    pub(super) fn call(
        &mut self,
        limit: RateLimit,
    ) -> (Vec<(&'static str, String)>, Option<Reply>) {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or(Duration::ZERO)
            .as_secs();
        let window = now / limit.seconds;
        if self.window != window {
            (self.window, self.calls) = (window, 0);
        }
        self.calls += 1;
        let headers = vec![
            ("X-RateLimit-Limit", limit.calls.to_string()),
            (
                "X-RateLimit-Remaining",
                limit.calls.saturating_sub(self.calls).to_string(),
            ),
            (
                "X-RateLimit-Reset",
                ((window + 1) * limit.seconds).to_string(),
            ),
        ];
        let refused = (self.calls > limit.calls).then(|| {
            self.rate_limited += 1;
            let message = format!(
                "Exceeded rate limit of {} in {}_seconds",
                limit.calls, limit.seconds
            );
            Reply::error(429, "rate_limit_exceeded", &message)
        });
        (headers, refused)
    }
}
