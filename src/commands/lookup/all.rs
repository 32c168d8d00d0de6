//! Looks up all values of a run, several batches at a time, and returns results in the
//! order of the values. Lines of standard input are read as they arrive; a result is
//! never delayed by the next line.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::single::Probe;
use super::{Event, Lookup, Values};
use crate::error::Error;
use crate::http::Client;
use crate::query::identifier::Identifier;
use crate::reader::{Executor, Sender, TaskFn};

pub(in crate::commands) type Item = anyhow::Result<Event>;

/// State that the tasks share.
struct Shared {
    lookup: Lookup,
    values: Mutex<Values>,
}

impl Shared {
    fn values(&self) -> MutexGuard<'_, Values> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks up the values, with as many requests in flight as the client allows, and
/// returns all results.
pub(in crate::commands) fn look_up_all(
    by: Identifier,
    values: Values,
    client: &Client,
) -> impl Iterator<Item = Item> + use<> {
    let shared = Shared {
        lookup: Lookup::new(by, client),
        values: Mutex::new(values),
    };
    let executor = Executor::new(client.jobs());
    executor.push(task(Arc::new(shared)));
    std::iter::from_fn(move || {
        let item = executor.next()?;
        Some(item.unwrap_or_else(|error| Err(error.into())))
    })
}

/// A task that takes the next batch, starts a task for the batch after it, and looks it
/// up.
fn task(shared: Arc<Shared>) -> TaskFn<Item> {
    Box::new(move |sender| {
        if let Err(error) = run(&shared, sender) {
            // Fails only if the program is already ending.
            let _ = sender.send(Err(error));
        }
        Ok(())
    })
}

fn run(shared: &Arc<Shared>, sender: &Sender<Item>) -> anyhow::Result<()> {
    let lookup = &shared.lookup;
    let batch = next_batch(&mut shared.values(), lookup.batch_size());
    let mut batch = batch?;
    if batch.is_empty() {
        return Ok(());
    }
    let start_next = || sender.push_behind(vec![task(Arc::clone(shared))]);
    let mut sink = |event| {
        sender
            .send(Ok(event))
            .map_err(|_| anyhow::anyhow!("the results are no longer read"))
    };
    // The first response decides which requests the server supports, so no other task
    // runs before it.
    let is_settled = lookup.is_settled();
    if is_settled {
        start_next();
    } else if batch.len() > 1
        && let Probe::Done = lookup.probe(&batch[0], &mut sink)?
    {
        shared.values().put_back(batch.split_off(1));
        sink(Event::Done(1))?;
        start_next();
        return Ok(());
    }
    lookup.look_up(&batch, &mut sink)?;
    sink(Event::Done(batch.len() as u64))?;
    if !is_settled {
        start_next();
    }
    Ok(())
}

/// The next batch: at most `max` of the values that have arrived. Blocks if there is
/// none. Values before an error are looked up first.
fn next_batch(values: &mut Values, max: usize) -> Result<Vec<String>, Error> {
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
