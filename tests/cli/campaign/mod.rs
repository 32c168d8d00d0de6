//! The fault campaign: runs the program many times with each fault, and prints a table
//! of the leads expected and received. It takes minutes, so it is ignored by default:
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

/// The results of the runs with one fault.
#[derive(Default)]
struct Sum {
    runs: usize,
    /// Faulty responses, and leads created or deleted.
    injected: usize,
    /// The number of runs with each exit code.
    ends: BTreeMap<i32, usize>,
    /// Leads that existed from the first request to the last, in runs with exit
    /// code 0.
    expected: usize,
    received: usize,
    duplicates: usize,
}

impl Display for Sum {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let successes = self.ends.get(&0).copied().unwrap_or(0);
        let failures: Vec<String> = self
            .ends
            .iter()
            .filter(|(code, _)| **code != 0)
            .map(|(code, runs)| format!("{runs} × exit {code}"))
            .collect();
        let failures = if failures.is_empty() {
            "–".to_owned()
        } else {
            failures.join(", ")
        };
        let (runs, injected) = (self.runs, self.injected);
        let (expected, received, duplicates) = (self.expected, self.received, self.duplicates);
        write!(
            out,
            "{runs} | {injected} | {successes} | {failures} | {expected} | {received} | {duplicates}"
        )
    }
}

#[test]
#[ignore = "takes minutes; FAULTS=30 sets the number of runs"]
fn no_fault_loses_or_duplicates_a_lead() {
    let times: usize = std::env::var("FAULTS").map_or(3, |times| times.parse().unwrap());
    let faults: &'static [Fault] = faults::all().leak();
    let sums: Vec<Mutex<Sum>> = faults.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        // A run is idle most of the time.
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(fault) = faults.get(index / times) else {
                        return;
                    };
                    run::run(fault, index % times, &sums[index / times]);
                }
            });
        }
    });
    let mut table = "\n| fault | runs | injected | exit 0 | other exits | leads expected | leads received | duplicates |\n|---|---|---|---|---|---|---|---|\n".to_owned();
    for (fault, sum) in faults.iter().zip(&sums) {
        let row = format!("| {} | {} |\n", fault.name, sum.lock().unwrap());
        table.push_str(&row);
    }
    std::io::stdout().write_all(table.as_bytes()).unwrap();
    for sum in sums {
        let sum = sum.into_inner().unwrap();
        assert_eq!((sum.received, sum.duplicates), (sum.expected, 0));
        let codes = [0, 4, 5, 6, 8, 130, 143];
        assert!(sum.ends.keys().all(|code| codes.contains(code)));
    }
}
