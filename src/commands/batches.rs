//! Values that are asked for several batches at a time, and answered in their
//! order. Lines are read as they come: an answer never waits for a line.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::ask::{Asker, First, Found};
use super::values::Values;
use crate::error::Failure;
use crate::reader::{Executor, Sender, Work};

type Item = anyhow::Result<Found>;

/// What is found, batch after batch.
pub(super) struct Batches {
    executor: Executor<Item>,
}

/// The values on their way to the tasks that ask for them.
struct Queue {
    asker: Asker,
    values: Mutex<Values>,
}

impl Queue {
    fn values(&self) -> MutexGuard<'_, Values> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Batches {
    /// Asks for the values with at most `jobs` requests in flight.
    pub(super) fn new(asker: Asker, typed: &[String], jobs: usize) -> Self {
        let queue = Queue {
            asker,
            values: Mutex::new(Values::new(typed.to_vec())),
        };
        let executor = Executor::new(jobs);
        executor.push(task(Arc::new(queue)));
        Self { executor }
    }
}

impl Iterator for Batches {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        let item = self.executor.next()?;
        Some(item.unwrap_or_else(|error| Err(error.into())))
    }
}

/// The task that takes the next batch and asks for it, and leaves those behind
/// it to the next task.
fn task(queue: Arc<Queue>) -> Work<Item> {
    Box::new(move |sender| {
        if let Err(error) = run(&queue, sender) {
            // Nobody may wait for it any more.
            let _ = sender.send(Err(error));
        }
        Ok(())
    })
}

fn run(queue: &Arc<Queue>, sender: &Sender<Item>) -> anyhow::Result<()> {
    let batch = next_batch(&mut queue.values(), queue.asker.batch());
    let mut batch = batch?;
    if batch.is_empty() {
        return Ok(());
    }
    let next = || sender.push_behind(vec![task(Arc::clone(queue))]);
    let mut send = |found| sender.send(Ok(found)).map_err(|_| Closed.into());
    // Only one task can find out how this server is asked.
    let is_settled = queue.asker.is_settled();
    if is_settled {
        next();
    } else if batch.len() > 1
        && let First::Asked = queue.asker.ask_first(&batch[0], &mut send)?
    {
        queue.values().put_back(batch.split_off(1));
        send(Found::End(1))?;
        next();
        return Ok(());
    }
    queue.asker.ask(&batch, &mut send)?;
    send(Found::End(batch.len() as u64))?;
    if !is_settled {
        next();
    }
    Ok(())
}

/// The next batch: values that are there, `max` at most, and one that is
/// waited for when there is none. What comes before a failure is asked for
/// first.
fn next_batch(values: &mut Values, max: usize) -> Result<Vec<String>, Failure> {
    let mut batch = Vec::new();
    while batch.len() < max && (batch.is_empty() || values.is_ready()) {
        match values.next() {
            Some(Ok(value)) => batch.push(value),
            Some(Err(error)) if batch.is_empty() => return Err(error),
            Some(Err(error)) => {
                values.fail(error);
                break;
            }
            None => break,
        }
    }
    Ok(batch)
}

/// Nobody wants what is found any more.
#[derive(Debug)]
struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("closed")
    }
}

impl std::error::Error for Closed {}
