//! The gate that every request passes: it lets no more through than may be in
//! flight, keeps to the rate limit that the API states and to `--max-rate`,
//! and holds everybody back after a 429. Then one goes first, that which
//! was refused most often: however many there are, none is refused again and
//! again while others get through.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::retry::Advice;

/// What an answer says of the rate limit. The API counts in windows of ten
/// seconds (the page on rate limiting).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Calls that a window allows.
    pub(crate) limit: Option<u64>,
    /// Calls left in this one.
    pub(crate) left: Option<u64>,
}

/// Where a caller stands with the rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Calls that a window allows.
    pub limit: u64,
    /// Calls left in this one.
    pub left: u64,
    /// When the next one begins.
    pub resets_in: Duration,
}

/// See the module's text.
#[derive(Debug)]
pub(crate) struct Gate {
    /// The most requests in flight.
    most: u64,
    /// The least time from one request to the next.
    spacing: Duration,
    state: Mutex<State>,
    /// A request came to its end, or one that goes first has passed.
    ended: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Requests that passed and were not answered yet.
    in_flight: u64,
    /// As many may be in flight now.
    room: u64,
    /// How often each request that waits was sent before.
    waiting: Vec<u32>,
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
    /// A gate that lets at most `most` requests be in flight, and at most
    /// `max_rate` pass a second.
    pub(crate) fn new(most: usize, max_rate: Option<f64>) -> Self {
        let spacing = max_rate.map_or(Duration::ZERO, |rate| Duration::from_secs_f64(1.0 / rate));
        Self {
            most: most.max(1) as u64,
            spacing,
            state: Mutex::new(State {
                room: most.max(1) as u64,
                ..State::default()
            }),
            ended: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a request may go that was sent `attempt` times before;
    /// `tell` hears of each wait for the rate limit. The request is in flight
    /// as long as its pass lives.
    pub(crate) fn pass(&self, attempt: u32, tell: impl Fn(Duration)) -> Pass<'_> {
        self.state().waiting.push(attempt);
        loop {
            let mut state = self.state();
            while !state.is_open(attempt) {
                state = self
                    .ended
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            let now = Instant::now();
            let wait = state.wait(now, self.spacing);
            if wait.is_zero() {
                state.last = Some(now);
                state.in_flight += 1;
                let place = state.waiting.iter().position(|other| *other == attempt);
                place.map(|place| state.waiting.swap_remove(place));
                self.ended.notify_all();
                return Pass { gate: self };
            }
            drop(state);
            tell(wait);
            std::thread::sleep(wait);
        }
    }

    /// Where the latest answer says that the caller stands.
    pub(crate) fn standing(&self) -> Option<Standing> {
        let window = self.state().window?;
        Some(Standing {
            limit: window.limit,
            left: window.left,
            resets_in: window.resets.saturating_duration_since(Instant::now()),
        })
    }

    /// Holds every request back for `wait`.
    pub(crate) fn hold(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut state = self.state();
        state.held_until = state.held_until.max(Some(until));
        state.window = None;
        state.room = 1;
    }
}

/// What a request in flight holds.
#[derive(Debug)]
pub(crate) struct Pass<'g> {
    gate: &'g Gate,
}

impl Pass<'_> {
    /// The request was answered, and the answer tells how much is left.
    pub(crate) fn answered(self, limits: Limits, advice: Advice) {
        self.gate.state().widen(self.gate.most);
        let (Some(limit), Some(left)) = (limits.limit, limits.left) else {
            return;
        };
        let Some(reset) = advice.reset else { return };
        let seconds = reset
            .saturating_sub(advice.date)
            .clamp(0, 60)
            .unsigned_abs();
        let resets = Instant::now() + Duration::from_secs(seconds);
        self.gate.state().window = Some(Window {
            limit,
            left,
            resets,
        });
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.gate.state().in_flight -= 1;
        // Not each of those that wait may be the next.
        self.gate.ended.notify_all();
    }
}

impl State {
    /// Whether one of the requests that wait may go but for the rate limit.
    fn is_open(&self, attempt: u32) -> bool {
        let first = self.waiting.iter().all(|other| *other <= attempt);
        first && self.in_flight < self.room
    }

    /// Makes room for one more after an answer, unless it is from before a
    /// hold that is not over.
    fn widen(&mut self, most: u64) {
        if self.held_until.is_none_or(|held| held <= Instant::now()) {
            self.room = most.min(self.room + 1);
        }
    }

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
            room: 1,
            waiting: Vec::new(),
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
        let gate = Gate::new(1, None);
        gate.hold(5 * SECOND);
        let wait = gate.state().wait(Instant::now(), Duration::ZERO);
        assert!(wait > 4 * SECOND && wait <= 5 * SECOND);
    }

    #[test]
    fn after_a_hold_one_goes_first_and_what_was_refused_before_others() {
        let gate = Gate::new(3, None);
        let none = (Limits::default(), Advice::default());
        let early = gate.pass(0, |_| ());
        gate.hold(SECOND);
        early.answered(none.0, none.1);
        assert_eq!(gate.state().room, 1);
        gate.state().held_until = None;
        gate.state().waiting = vec![0, 2, 1];
        assert!(gate.state().is_open(2) && !gate.state().is_open(1));
        for room in [2, 3, 3] {
            gate.pass(2, |_| ()).answered(none.0, none.1);
            assert_eq!(gate.state().room, room);
        }
        assert_eq!(gate.state().waiting, [0, 2, 1]);
    }

    #[test]
    fn what_is_in_flight_counts_as_used() {
        let gate = Gate::new(2, None);
        let (one, other) = (gate.pass(0, |_| ()), gate.pass(0, |_| ()));
        let advice = Advice {
            retry_after: None,
            reset: Some(110),
            date: 100,
        };
        let limits = |left| Limits {
            limit: Some(100),
            left: Some(left),
        };
        one.answered(limits(10), advice);
        assert!(!gate.state().wait(Instant::now(), Duration::ZERO).is_zero());
        other.answered(limits(10), advice);
        assert!(gate.state().wait(Instant::now(), Duration::ZERO).is_zero());
    }

    #[test]
    fn absurd_numbers_do_no_harm() {
        let gate = Gate::new(1, None);
        let advice = Advice {
            retry_after: None,
            reset: Some(i64::MAX),
            date: i64::MIN,
        };
        let limits = Limits {
            limit: Some(u64::MAX),
            left: Some(u64::from(u32::MAX)),
        };
        gate.pass(0, |_| ()).answered(limits, advice);
        assert!(gate.state().wait(Instant::now(), Duration::ZERO) <= 60 * SECOND);
    }
}
