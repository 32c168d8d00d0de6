//! The schedule against a simulated server and clock.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::schedule::{Admission, MARGIN, Quota, Schedule, WINDOW};
use crate::http::retry::MAX_WAIT;

const SECOND: Duration = Duration::from_secs(1);

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Adds requests that were not sent before.
fn enqueue(schedule: &mut Schedule, requests: u64) {
    for _ in 0..requests {
        schedule.enqueue(0);
    }
}

/// When a server's windows start.
#[derive(Clone, Copy, Debug)]
enum Windows {
    /// With the first request after the previous window ended.
    OnCall,
    /// At multiples of their length.
    Aligned,
}

/// How a server rounds the end of a window to seconds.
#[derive(Clone, Copy, Debug)]
enum Rounding {
    Up,
    Down,
}

/// A server that allows `limit` requests per window. Its clock starts at `now`.
#[derive(Clone, Copy, Debug)]
struct Server {
    windows: Windows,
    limit: u64,
    length: Duration,
    now: Duration,
    rounding: Rounding,
}

/// The result of a simulation.
#[derive(Debug, Default)]
struct Run {
    refused: u64,
    peak: u64,
    took: Duration,
}

/// Sends this number of requests as fast as the schedule admits them. Each request and
/// each response takes one of the `latencies`.
fn simulate(server: Server, max_in_flight: u64, requests: u64, latencies: &[Duration]) -> Run {
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    enum Event {
        Request,
        Response(bool, u64, i64, i64),
        Wake,
    }
    let start = Instant::now();
    let mut schedule = Schedule::new(max_in_flight, Duration::ZERO);
    enqueue(&mut schedule, requests);
    let (mut end, mut used) = (Duration::ZERO, 0);
    let mut events = BinaryHeap::from([Reverse((Duration::ZERO, Event::Wake))]);
    let mut latencies = latencies.iter().copied().cycle();
    let (mut left, mut in_flight, mut run) = (requests, 0, Run::default());
    while let Some(Reverse((now, event))) = events.pop() {
        run.took = run.took.max(now);
        match event {
            Event::Wake => {}
            Event::Request => {
                let clock = server.now + now;
                if clock >= end {
                    let length = server.length.as_nanos();
                    let begin = match server.windows {
                        Windows::OnCall => clock.as_nanos(),
                        Windows::Aligned => clock.as_nanos() / length * length,
                    };
                    end = Duration::from_nanos_u128(begin + length);
                    used = 0;
                }
                used += 1;
                let reset = match server.rounding {
                    Rounding::Up => end.as_secs() + u64::from(end.subsec_nanos() > 0),
                    Rounding::Down => end.as_secs(),
                };
                let response = Event::Response(
                    used <= server.limit,
                    server.limit.saturating_sub(used),
                    reset.try_into().unwrap(),
                    clock.as_secs().try_into().unwrap(),
                );
                events.push(Reverse((now + latencies.next().unwrap(), response)));
            }
            Event::Response(allowed, remaining, reset, date) => {
                in_flight -= 1;
                run.refused += u64::from(!allowed);
                let quota = Quota {
                    limit: server.limit,
                    remaining,
                    reset,
                    date,
                };
                schedule.release(start + now, Some(quota));
            }
        }
        while left > 0 {
            match schedule.admit(start + now, 0) {
                Admission::Granted => {
                    (left, in_flight) = (left - 1, in_flight + 1);
                    run.peak = run.peak.max(in_flight);
                    events.push(Reverse((now + latencies.next().unwrap(), Event::Request)));
                }
                Admission::At(at) | Admission::AfterResponse(Some(at)) => {
                    events.push(Reverse((at - start, Event::Wake)));
                    break;
                }
                Admission::AfterResponse(None) => break,
            }
        }
    }
    assert_eq!((left, in_flight), (0, 0), "all were sent");
    run
}

fn servers() -> impl Strategy<Value = Server> {
    let windows = prop_oneof![Just(Windows::OnCall), Just(Windows::Aligned)];
    let rounding = prop_oneof![Just(Rounding::Up), Just(Rounding::Down)];
    (windows, rounding, 1..=200_u64, 1..=10_u64, 0..20_000_u64).prop_map(
        |(windows, rounding, limit, length, now)| Server {
            windows,
            limit,
            length: Duration::from_secs(length),
            now: millis(now),
            rounding,
        },
    )
}

proptest! {
    #[test]
    fn no_limit_is_exceeded(
        server in servers(),
        jobs in 1..=16_u64,
        requests in 1..600_u64,
        latencies in prop::collection::vec(0..2_000_u64, 1..40),
    ) {
        let latencies: Vec<_> = latencies.into_iter().map(millis).collect();
        let run = simulate(server, jobs, requests, &latencies);
        prop_assert_eq!(run.refused, 0);
        prop_assert!(run.peak <= jobs);
        // Each window may end a second late, and starts with one request.
        let trip = 2 * *latencies.iter().max().unwrap();
        let windows = u32::try_from(requests.div_ceil(server.limit)).unwrap() + 1;
        let sending = trip * u32::try_from(requests / jobs + 1).unwrap();
        prop_assert!(run.took <= windows * (server.length + SECOND + 2 * MARGIN + 2 * trip) + sending);
    }
}

/// A server that allows this number of requests per window of ten seconds.
fn server(limit: u64) -> Server {
    Server {
        windows: Windows::OnCall,
        limit,
        length: 10 * SECOND,
        now: millis(123_450),
        rounding: Rounding::Up,
    }
}

#[test]
fn half_of_a_large_limit_keeps_all_jobs_busy() {
    let run = simulate(server(1_666), 8, 8_000, &[millis(50)]);
    assert_eq!((run.refused, run.peak), (0, 8));
    // 8 requests at a time, 100 ms each.
    assert!(run.took < 101 * SECOND, "{:?}", run.took);
}

#[test]
fn a_small_rate_limit_is_used_up_in_eleven_seconds_per_window() {
    for jobs in 4..=16 {
        let run = simulate(server(166), jobs, 10 * 166, &[millis(50)]);
        assert_eq!(run.refused, 0);
        assert!(run.took < 111 * SECOND, "{:?} with {jobs} jobs", run.took);
    }
}

#[test]
fn the_first_request_is_sent_alone_until_the_limit_is_known() {
    let now = Instant::now();
    let quota = Quota {
        limit: 100,
        remaining: 50,
        reset: 110,
        date: 100,
    };
    for (quota, allowed) in [(Some(quota), 4), (None, 2)] {
        let mut schedule = Schedule::new(4, Duration::ZERO);
        enqueue(&mut schedule, 6);
        assert_eq!(schedule.admit(now, 0), Admission::Granted);
        assert_eq!(schedule.admit(now, 0), Admission::AfterResponse(None));
        schedule.release(now, quota);
        let granted = (0..6).take_while(|_| schedule.admit(now, 0) == Admission::Granted);
        assert_eq!(granted.count(), allowed);
    }
}

#[test]
fn requests_in_flight_count_as_used() {
    let now = Instant::now();
    let quota = |remaining| {
        Some(Quota {
            limit: 3,
            remaining,
            reset: 110,
            date: 100,
        })
    };
    let mut schedule = Schedule::new(8, Duration::ZERO);
    enqueue(&mut schedule, 6);
    assert_eq!(schedule.admit(now, 0), Admission::Granted);
    schedule.release(now, quota(2));
    assert_eq!(schedule.admit(now, 0), Admission::Granted);
    assert_eq!(schedule.admit(now, 0), Admission::Granted);
    let end = now + 10 * SECOND + MARGIN;
    assert_eq!(schedule.admit(now, 0), Admission::AfterResponse(Some(end)));
    // Responses can arrive in a different order than they were counted.
    schedule.release(now, quota(0));
    schedule.release(now, quota(1));
    assert_eq!(schedule.admit(now, 0), Admission::At(end));
    // One request finds out the next window.
    assert_eq!(schedule.admit(end, 0), Admission::Granted);
    assert_eq!(schedule.admit(end, 0), Admission::AfterResponse(None));
}

#[test]
fn responses_without_a_rate_limit_are_counted_and_do_not_slow_the_next_windows() {
    let start = Instant::now();
    let mut schedule = Schedule::new(4, Duration::ZERO);
    enqueue(&mut schedule, 1);
    assert_eq!(schedule.admit(start, 0), Admission::Granted);
    let quota = Quota {
        limit: 50,
        remaining: 49,
        reset: 110,
        date: 100,
    };
    schedule.release(start, Some(quota));
    let mut now = start;
    for _ in 0..500 {
        enqueue(&mut schedule, 1);
        match schedule.admit(now, 0) {
            Admission::Granted => schedule.release(now, None),
            Admission::At(at) => now = at,
            Admission::AfterResponse(_) => panic!("nothing is in flight"),
        }
    }
    let windows = (now - start).div_duration_f64(WINDOW + MARGIN);
    assert!((5.0..=10.0).contains(&windows), "{windows}");
    now += 2 * WINDOW;
    enqueue(&mut schedule, 8);
    assert_eq!(schedule.admit(now, 0), Admission::Granted);
    schedule.release(now, None);
    assert_eq!(schedule.admit(now, 0), Admission::Granted);
    assert_eq!(schedule.admit(now, 0), Admission::Granted);
}

#[test]
fn remaining_requests_are_spread_over_the_window() {
    let now = Instant::now();
    let mut schedule = Schedule::new(1, Duration::ZERO);
    enqueue(&mut schedule, 3);
    assert_eq!(schedule.admit(now, 0), Admission::Granted);
    let quota = Quota {
        limit: 100,
        remaining: 4,
        reset: 110,
        date: 100,
    };
    schedule.release(now, Some(quota));
    let interval = (10 * SECOND + MARGIN) / 5;
    assert_eq!(schedule.admit(now, 0), Admission::At(now + interval));
}

#[test]
fn a_maximum_rate_is_kept() {
    let now = Instant::now();
    let mut schedule = Schedule::new(4, SECOND / 4);
    enqueue(&mut schedule, 2);
    assert_eq!(schedule.admit(now, 0), Admission::Granted);
    schedule.release(now, None);
    assert_eq!(schedule.admit(now, 0), Admission::At(now + SECOND / 4));
}

#[test]
fn after_a_pause_the_most_refused_request_goes_first_and_alone() {
    let now = Instant::now();
    let mut schedule = Schedule::new(3, Duration::ZERO);
    schedule.enqueue(0);
    assert_eq!(schedule.admit(now, 0), Admission::Granted);
    schedule.pause(now + SECOND);
    // From before the pause.
    schedule.release(now, None);
    for attempt in [0, 2, 1] {
        schedule.enqueue(attempt);
    }
    assert_eq!(schedule.admit(now, 2), Admission::At(now + SECOND));
    let now = now + SECOND;
    assert_eq!(schedule.admit(now, 1), Admission::AfterResponse(None));
    assert_eq!(schedule.admit(now, 2), Admission::Granted);
    assert_eq!(schedule.admit(now, 1), Admission::AfterResponse(None));
    schedule.release(now, None);
    assert_eq!(schedule.admit(now, 1), Admission::Granted);
    assert_eq!(schedule.admit(now, 0), Admission::Granted);
}

#[test]
fn absurd_numbers_are_harmless() {
    let numbers = [0, 1, u64::from(u32::MAX), u64::MAX];
    let times = [i64::MIN, -1, 0, 1, i64::MAX];
    let quotas = numbers.into_iter().flat_map(|limit| {
        let rest = numbers.into_iter().flat_map(move |remaining| {
            times.map(|reset| times.map(|date| (limit, remaining, reset, date)))
        });
        rest.flatten()
    });
    let mut now = Instant::now();
    let mut schedule = Schedule::new(2, Duration::ZERO);
    for (limit, remaining, reset, date) in quotas {
        schedule.enqueue(0);
        match schedule.admit(now, 0) {
            Admission::Granted => {}
            Admission::At(at) => {
                assert!(at - now <= MAX_WAIT + MARGIN);
                now = at;
                assert_eq!(schedule.admit(now, 0), Admission::Granted);
            }
            Admission::AfterResponse(_) => panic!("nothing is in flight"),
        }
        schedule.release(
            now,
            Some(Quota {
                limit,
                remaining,
                reset,
                date,
            }),
        );
    }
}
