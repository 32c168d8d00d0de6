//! A campaign of faults: each one many times, at random, and a table of how
//! many leads should have come and how many did. It takes minutes, so it runs
//! when it is asked for:
//!
//! `FAULTS=30 cargo test --release --test cli campaign -- --ignored`

mod dice;
mod faults;
mod run;

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use faults::Fault;

/// What the runs of one fault came to.
#[derive(Default)]
struct Sum {
    runs: usize,
    /// Faulty answers, and leads that came or went.
    injected: usize,
    /// How many runs ended with which code.
    ends: BTreeMap<i32, usize>,
    /// Leads that lived from the first request to the last, of runs that
    /// ended well.
    expected: usize,
    got: usize,
    doubled: usize,
}

impl Display for Sum {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let well = self.ends.get(&0).copied().unwrap_or(0);
        let said: Vec<String> = self
            .ends
            .iter()
            .filter(|(code, _)| **code != 0)
            .map(|(code, runs)| format!("{runs} × exit {code}"))
            .collect();
        let said = if said.is_empty() {
            "–".to_owned()
        } else {
            said.join(", ")
        };
        let (runs, injected) = (self.runs, self.injected);
        let (expected, got, doubled) = (self.expected, self.got, self.doubled);
        write!(
            out,
            "{runs} | {injected} | {well} | {said} | {expected} | {got} | {doubled}"
        )
    }
}

#[test]
#[ignore = "takes minutes; FAULTS=30 says how often"]
fn no_fault_loses_or_doubles_a_lead() {
    let times: usize = std::env::var("FAULTS").map_or(3, |times| times.parse().unwrap());
    let faults: &'static [Fault] = faults::all().leak();
    let sums: Vec<Mutex<Sum>> = faults.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        // A run waits most of its time.
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let turn = next.fetch_add(1, Ordering::Relaxed);
                    let Some(fault) = faults.get(turn / times) else {
                        return;
                    };
                    run::run(fault, turn % times, &sums[turn / times]);
                }
            });
        }
    });
    let mut table = "\n| fault | runs | injected | exit 0 | said so | leads expected | leads got | doubled |\n|---|---|---|---|---|---|---|---|\n".to_owned();
    for (fault, sum) in faults.iter().zip(&sums) {
        let row = format!("| {} | {} |\n", fault.name, sum.lock().unwrap());
        table.push_str(&row);
    }
    std::io::stdout().write_all(table.as_bytes()).unwrap();
    for sum in sums {
        let sum = sum.into_inner().unwrap();
        assert_eq!((sum.got, sum.doubled), (sum.expected, 0));
        let codes = [0, 4, 5, 6, 8, 130, 143];
        assert!(sum.ends.keys().all(|code| codes.contains(code)));
    }
}
