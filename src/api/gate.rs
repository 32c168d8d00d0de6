//! The gate that every request passes: it keeps to the rate limit that the
//! API states, to `--max-rate`, and holds everybody back after a 429.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::retry::Advice;

/// What an answer says of the rate limit. The API counts in windows of ten
/// seconds (the page on rate limiting).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Limits {
    /// Calls that a window allows.
    pub(super) limit: Option<u64>,
    /// Calls left in this one.
    pub(super) left: Option<u64>,
}

/// See the module's text.
#[derive(Debug)]
pub(super) struct Gate {
    /// The least time from one request to the next.
    spacing: Duration,
    /// The most requests in flight.
    most: u64,
    state: Mutex<State>,
    /// A request came to its end.
    done: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Requests that passed and were not answered yet.
    in_flight: u64,
    /// Nobody passes before.
    held_until: Option<Instant>,
    last: Option<Instant>,
    window: Option<Window>,
}

/// The rate limit's window, as far as is known.
#[derive(Clone, Copy, Debug)]
struct Window {
    limit: u64,
    left: u64,
    resets: Instant,
}

impl Gate {
    /// A gate that lets at most `max_rate` requests a second pass, and at most
    /// `jobs` be in flight.
    pub(super) fn new(max_rate: Option<f64>, jobs: usize) -> Self {
        let spacing = max_rate.map_or(Duration::ZERO, |rate| Duration::from_secs_f64(1.0 / rate));
        Self {
            spacing,
            most: jobs as u64,
            state: Mutex::default(),
            done: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a request may go; `tell` hears of each wait.
    pub(super) fn pass(&self, tell: impl Fn(Duration)) {
        loop {
            let now = Instant::now();
            let wait = {
                let mut state = self.state();
                if state.in_flight >= self.most {
                    drop(self.done.wait(state));
                    continue;
                }
                let wait = state.wait(now, self.spacing);
                if wait.is_zero() {
                    state.last = Some(now);
                    state.in_flight += 1;
                    return;
                }
                wait
            };
            tell(wait);
            std::thread::sleep(wait);
        }
    }

    /// A request that passed came to its end; its answer, if there was one,
    /// tells how much is left.
    pub(super) fn done(&self, told: Option<(Limits, Advice)>) {
        let mut state = self.state();
        state.in_flight = state.in_flight.saturating_sub(1);
        self.done.notify_one();
        let Some((
            Limits {
                limit: Some(limit),
                left: Some(left),
            },
            advice,
        )) = told
        else {
            return;
        };
        let Some(reset) = advice.reset else { return };
        let seconds = reset
            .saturating_sub(advice.date)
            .clamp(0, 60)
            .unsigned_abs();
        let resets = Instant::now() + Duration::from_secs(seconds);
        state.window = Some(Window {
            limit,
            left,
            resets,
        });
    }

    /// Holds every request back for `wait`.
    pub(super) fn hold(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut state = self.state();
        state.held_until = state.held_until.max(Some(until));
        state.window = None;
    }
}

impl State {
    /// How long a request has to wait now.
    fn wait(&mut self, now: Instant, spacing: Duration) -> Duration {
        let mut earliest = now;
        if let Some(held) = self.held_until {
            earliest = earliest.max(held);
        }
        if let Some(last) = self.last {
            earliest = earliest.max(last + spacing);
        }
        self.window = self.window.filter(|window| window.resets > now);
        let in_flight = self.in_flight;
        // While there is plenty left there is no reason to go slowly.
        if let Some(Window {
            limit,
            left,
            resets,
        }) = self.window
            // What is in flight may not have been counted yet.
            && let left = left.saturating_sub(in_flight)
            && left.saturating_mul(10) < limit
        {
            earliest = earliest.max(match u32::try_from(left).unwrap_or(u32::MAX) {
                0 => resets,
                left => self.last.unwrap_or(now) + (resets - now) / left.saturating_add(1),
            });
        }
        earliest.saturating_duration_since(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn state(window: Option<Window>, last: Option<Instant>) -> State {
        State {
            in_flight: 0,
            held_until: None,
            last,
            window,
        }
    }

    #[test]
    fn nothing_waits_while_plenty_is_left() {
        let now = Instant::now();
        let window = Window {
            limit: 100,
            left: 10,
            resets: now + 10 * SECOND,
        };
        assert_eq!(
            state(Some(window), Some(now)).wait(now, Duration::ZERO),
            Duration::ZERO
        );
    }

    #[test]
    fn what_is_left_is_spread_over_the_window() {
        let now = Instant::now();
        let window = Window {
            limit: 100,
            left: 4,
            resets: now + 10 * SECOND,
        };
        assert_eq!(
            state(Some(window), Some(now)).wait(now, Duration::ZERO),
            2 * SECOND
        );
    }

    #[test]
    fn with_nothing_left_the_next_window_is_waited_for() {
        let now = Instant::now();
        let window = Window {
            limit: 100,
            left: 0,
            resets: now + 3 * SECOND,
        };
        assert_eq!(
            state(Some(window), None).wait(now, Duration::ZERO),
            3 * SECOND
        );
        let over = Window {
            resets: now,
            ..window
        };
        assert_eq!(
            state(Some(over), None).wait(now, Duration::ZERO),
            Duration::ZERO
        );
    }

    #[test]
    fn a_rate_of_ones_own_is_kept() {
        let now = Instant::now();
        assert_eq!(state(None, Some(now)).wait(now, SECOND / 4), SECOND / 4);
    }

    #[test]
    fn a_hold_stops_everybody() {
        let gate = Gate::new(None, 4);
        gate.hold(5 * SECOND);
        let wait = gate.state().wait(Instant::now(), Duration::ZERO);
        assert!(wait > 4 * SECOND && wait <= 5 * SECOND);
    }

    #[test]
    fn what_is_in_flight_counts_as_used() {
        let gate = Gate::new(None, 4);
        gate.pass(|_| ());
        gate.pass(|_| ());
        let advice = Advice {
            retry_after: None,
            reset: Some(110),
            date: 100,
        };
        let limits = |left| Limits {
            limit: Some(100),
            left: Some(left),
        };
        gate.done(Some((limits(10), advice)));
        assert!(!gate.state().wait(Instant::now(), Duration::ZERO).is_zero());
        gate.done(Some((limits(10), advice)));
        assert!(gate.state().wait(Instant::now(), Duration::ZERO).is_zero());
    }

    #[test]
    fn absurd_numbers_do_no_harm() {
        let gate = Gate::new(None, 4);
        let advice = Advice {
            retry_after: None,
            reset: Some(i64::MAX),
            date: i64::MIN,
        };
        let limits = Limits {
            limit: Some(u64::MAX),
            left: Some(u64::from(u32::MAX)),
        };
        gate.done(Some((limits, advice)));
        assert!(gate.state().wait(Instant::now(), Duration::ZERO) <= 60 * SECOND);
    }
}
