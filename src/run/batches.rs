//! Values that are asked for several batches at a time, and answered in their
//! order. Lines are read as they come: an answer never waits for a line.

use std::io::{self, BufRead as _, BufReader};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::ask::{Asker, Found};
use crate::exit::Failure;

/// Pages of one batch that wait to be printed.
const AHEAD: usize = 2;

/// A batch that is asked for, when its turn has come.
pub(super) struct Batch {
    /// How many values it has.
    pub(super) len: u64,
    /// What is found, up to its end or the error that ended it.
    pub(super) found: Receiver<anyhow::Result<Found>>,
}

/// Values on their way: the batches, in order.
pub(super) struct Batches {
    shared: Arc<Shared>,
    turns: Receiver<Batch>,
    jobs: usize,
    given: u64,
}

struct Shared {
    asker: Asker,
    queue: Mutex<Queue>,
}

struct Queue {
    values: Box<dyn Iterator<Item = Result<String, Failure>> + Send>,
    /// Gone when the values are.
    turns: Option<SyncSender<Batch>>,
}

impl Batches {
    /// Asks for the values as typed, with the lines of standard input in the
    /// place of the first `-`, at most `jobs` batches ahead of their turn.
    pub(super) fn new(asker: Asker, typed: &[String], jobs: usize) -> Self {
        let (give, turns) = sync_channel(jobs);
        let queue = Queue {
            values: Box::new(values(typed.to_vec())),
            turns: Some(give),
        };
        let shared = Arc::new(Shared {
            asker,
            queue: Mutex::new(queue),
        });
        shared.hire();
        Self {
            shared,
            turns,
            jobs,
            given: 0,
        }
    }
}

impl Iterator for Batches {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let batch = self.turns.recv().ok()?;
        self.given += 1;
        // The first answer tells how this server is asked; with the second
        // batch there is work for more.
        if self.given == 2 {
            (1..self.jobs).for_each(|_| self.shared.hire());
        }
        Some(batch)
    }
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets a worker to work, until the values are through or nobody wants
    /// them any more.
    fn hire(self: &Arc<Self>) {
        let shared = Arc::clone(self);
        std::thread::spawn(move || {
            loop {
                // Its turn is taken before the next one can take a batch.
                let next = shared.queue().next(shared.asker.batch());
                let Some((batch, give)) = next else { return };
                let done = batch.map_err(Into::into).and_then(|batch: Vec<String>| {
                    shared
                        .asker
                        .ask(&batch, &mut |found| Ok(give.send(Ok(found))?))
                });
                if let Err(error) = done {
                    // Nobody may wait for it any more.
                    let _ = give.send(Err(error));
                }
            }
        });
    }
}

type Taken = (
    Result<Vec<String>, Failure>,
    SyncSender<anyhow::Result<Found>>,
);

impl Queue {
    fn next(&mut self, most: usize) -> Option<Taken> {
        let turns = self.turns.as_ref()?;
        let batch: Result<Vec<String>, _> = self.values.by_ref().take(most).collect();
        let len = batch.as_ref().map_or(1, Vec::len);
        let (give, found) = sync_channel(AHEAD);
        let turn = Batch {
            len: len as u64,
            found,
        };
        if len == 0 || turns.send(turn).is_err() {
            self.turns = None;
            return None;
        }
        if batch.is_err() {
            self.turns = None;
        }
        Some((batch, give))
    }
}

/// The values as typed, with the lines of standard input in the place of the
/// first `-`.
pub(super) fn values(typed: Vec<String>) -> impl Iterator<Item = Result<String, Failure>> + use<> {
    typed.into_iter().flat_map(|value| {
        let (word, lines) = if value == "-" {
            (None, Some(BufReader::new(io::stdin()).lines()))
        } else {
            (Some(Ok(value)), None)
        };
        let lines = lines.into_iter().flatten().filter_map(|line| match line {
            Ok(line) => {
                // A file from a spreadsheet may begin with a byte order mark.
                let line = line.trim_start_matches('\u{feff}').trim();
                (!line.is_empty()).then(|| Ok(line.to_owned()))
            }
            Err(error) => Some(Err(Failure::Usage(format!("standard input: {error}")))),
        });
        word.into_iter().chain(lines)
    })
}
