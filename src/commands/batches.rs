//! Values that are asked for several batches at a time, and answered in their
//! order. Lines are read as they come: an answer never waits for a line.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::ask::{Asker, Found};
use super::values::Values;
use crate::error::Failure;

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
    /// Whether every worker is at work.
    is_manned: bool,
}

struct Shared {
    asker: Asker,
    queue: Mutex<Queue>,
}

struct Queue {
    values: Values,
    /// Why no more can be read.
    failed: Option<Failure>,
    /// Gone when the values are.
    turns: Option<SyncSender<Batch>>,
}

impl Batches {
    /// Asks for the values, at most `jobs` batches ahead of their turn.
    pub(super) fn new(asker: Asker, typed: &[String], jobs: usize) -> Self {
        let (give, turns) = sync_channel(jobs);
        let queue = Queue {
            values: Values::new(typed.to_vec()),
            failed: None,
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
            is_manned: false,
        }
    }
}

impl Iterator for Batches {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let batch = self.turns.recv().ok()?;
        self.given += 1;
        // With the second batch there is work for more, but only one can find
        // out how this server is asked. Not every answer tells.
        if !self.is_manned && self.given > 1 && self.shared.asker.is_settled() {
            self.is_manned = true;
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
    /// The next batch: values that are there, `most` at most, and one that is
    /// waited for when there is none.
    fn next(&mut self, most: usize) -> Option<Taken> {
        let turns = self.turns.as_ref()?;
        let mut batch = Vec::new();
        while batch.len() < most && self.failed.is_none() {
            if !batch.is_empty() && !self.values.is_ready() {
                break;
            }
            match self.values.next() {
                Some(Ok(value)) => batch.push(value),
                Some(Err(error)) => self.failed = Some(error),
                None => break,
            }
        }
        let len = batch.len() as u64;
        // What came before a failure is asked for first.
        let batch = match self.failed.take_if(|_| batch.is_empty()) {
            Some(failure) => Err(failure),
            None => Ok(batch),
        };
        let (give, found) = sync_channel(AHEAD);
        let ends = len == 0 && batch.is_ok();
        if ends || turns.send(Batch { len, found }).is_err() {
            self.turns = None;
            return None;
        }
        if batch.is_err() {
            self.turns = None;
        }
        Some((batch, give))
    }
}
