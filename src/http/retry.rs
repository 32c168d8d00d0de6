//! Whether and when a request is sent again: pure rules, no clock and no
//! network of their own.

use std::time::Duration;

/// What became of one attempt, as far as the rules care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The request did not reach the server.
    NotSent,
    /// The answer was lost or broken on its way: it may have been produced.
    Lost,
    /// The server answered with this status.
    Status(u16),
}

/// What an answer says about waiting, all in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Advice {
    /// `Retry-After`, as seconds from now.
    pub(crate) retry_after: Option<u64>,
    /// `X-RateLimit-Reset`, in Unix seconds by the server's clock.
    pub(crate) reset: Option<i64>,
    /// `Date`, in Unix seconds by the server's clock; without it the local
    /// clock stands in.
    pub(crate) date: i64,
}

/// The longest wait that a server's word is taken for.
const LONGEST: Duration = Duration::from_secs(60);

/// How long to wait before sending again; `None` when that is of no use.
///
/// `attempt` counts from 0, `chance` is drawn from 0 to 1 so that many
/// clients do not come back in step.
pub(crate) fn wait(
    repeatable: bool,
    outcome: Outcome,
    advice: Advice,
    attempt: u32,
    chance: f64,
) -> Option<Duration> {
    let worth_it = match outcome {
        Outcome::NotSent | Outcome::Status(429) => true,
        Outcome::Lost | Outcome::Status(408 | 500..=599) => repeatable,
        Outcome::Status(_) => false,
    };
    if !worth_it {
        return None;
    }
    let growing = Duration::from_millis(500)
        .saturating_mul(1 << attempt.min(7))
        .min(LONGEST);
    let backoff = growing.mul_f64(0.75 + chance / 2.0).min(LONGEST);
    if outcome != Outcome::Status(429) {
        let named = advice.retry_after.map(Duration::from_secs);
        return Some(named.unwrap_or(backoff).min(LONGEST));
    }
    let until_reset = advice.reset.map(|reset| {
        // The reset is a whole second; a little later is surely behind it.
        let seconds = u64::try_from(reset.saturating_sub(advice.date)).unwrap_or(0);
        Duration::from_secs(seconds) + Duration::from_millis(100).mul_f64(1.0 + chance)
    });
    let named = advice.retry_after.map(Duration::from_secs).or(until_reset);
    Some(named.unwrap_or(backoff).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_ADVICE: Advice = Advice {
        retry_after: None,
        reset: None,
        date: 0,
    };

    #[test]
    fn only_what_may_pass_is_tried_again() {
        let tried = |repeatable, outcome| wait(repeatable, outcome, NO_ADVICE, 0, 0.5).is_some();
        for status in [408, 429, 500, 502, 503, 504] {
            assert!(tried(true, Outcome::Status(status)), "{status}");
        }
        for status in [200, 301, 400, 401, 403, 404, 410, 422] {
            assert!(!tried(true, Outcome::Status(status)), "{status}");
        }
        assert!(tried(true, Outcome::Lost) && tried(true, Outcome::NotSent));
    }

    #[test]
    fn a_scroll_is_not_asked_again_once_its_answer_may_exist() {
        let tried = |outcome| wait(false, outcome, NO_ADVICE, 0, 0.5).is_some();
        assert!(tried(Outcome::NotSent) && tried(Outcome::Status(429)));
        assert!(!tried(Outcome::Lost) && !tried(Outcome::Status(503)));
    }

    #[test]
    fn a_rate_limit_is_waited_out_by_the_servers_clock() {
        let wait = |advice| wait(true, Outcome::Status(429), advice, 0, 0.0).unwrap();
        let reset = Advice {
            retry_after: None,
            reset: Some(1_000_007),
            date: 1_000_000,
        };
        assert_eq!(wait(reset), Duration::from_millis(7_100));
        assert_eq!(
            wait(Advice {
                retry_after: Some(3),
                ..reset
            }),
            Duration::from_secs(3)
        );
        assert_eq!(
            wait(Advice {
                reset: Some(9_000_000),
                ..reset
            }),
            Duration::from_secs(60)
        );
        assert_eq!(
            wait(Advice {
                reset: Some(5),
                ..reset
            }),
            Duration::from_millis(100)
        );
    }

    #[test]
    fn waits_grow_and_stay_bounded() {
        let waits: Vec<_> = (0..12)
            .map(|n| wait(true, Outcome::Lost, NO_ADVICE, n, 0.5).unwrap())
            .collect();
        assert_eq!(waits[0], Duration::from_millis(500));
        assert!(waits.is_sorted() && waits[11] <= Duration::from_secs(60));
    }
}
