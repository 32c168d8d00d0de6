//! Runs tasks in parallel on worker threads, and returns their items in the order of the
//! tasks.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::intercom::Error;

/// The maximum number of items of a task to buffer before it must wait.
const MAX_BUFFERED: usize = 1;

/// A task: it sends items until it is done or fails.
pub(crate) type TaskFn<T> = Box<dyn FnOnce(&Sender<T>) -> Result<(), Stop> + Send>;

/// Why a task ends early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The task was removed: no more items are needed.
    Closed,
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// An ordered list of tasks. A task that is removed while it runs ends at the next item
/// that it sends; dropping the list removes all.
pub(crate) struct Executor<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    /// For the consumer: an item was sent, or a task is done.
    sent: Condvar,
    /// For senders: an item was read.
    read: Condvar,
    /// For workers: a task may be started.
    added: Condvar,
}

struct State<T> {
    /// In order; items of the first one are returned.
    tasks: VecDeque<Task<T>>,
    next_key: u64,
    max_workers: usize,
    workers: usize,
    idle: usize,
    is_closed: bool,
}

struct Task<T> {
    key: u64,
    /// `None` once a worker has started it.
    run: Option<TaskFn<T>>,
    items: VecDeque<Result<T, Error>>,
    is_done: bool,
}

/// Sends the items of one task.
pub(crate) struct Sender<T> {
    shared: Arc<Shared<T>>,
    key: u64,
}

impl<T: Send + 'static> Executor<T> {
    /// An executor of at most `max_workers` threads.
    pub(crate) fn new(max_workers: usize) -> Self {
        let state = State {
            tasks: VecDeque::new(),
            next_key: 0,
            max_workers,
            workers: 0,
            idle: 0,
            is_closed: false,
        };
        Self {
            shared: Arc::new(Shared {
                state: Mutex::new(state),
                sent: Condvar::new(),
                read: Condvar::new(),
                added: Condvar::new(),
            }),
        }
    }

    /// Adds a task after all others.
    pub(crate) fn push(&self, run: TaskFn<T>) {
        let mut state = self.shared.lock();
        let index = state.tasks.len();
        state.insert(index, run);
        self.shared.add_worker(&mut state);
    }

    /// The next item of the first task; `None` after the last task.
    pub(crate) fn next(&self) -> Option<Result<T, Error>> {
        let mut state = self.shared.lock();
        loop {
            let has_workers = state.workers > 0;
            let first = state.tasks.front_mut()?;
            if let Some(item) = first.items.pop_front() {
                self.shared.read.notify_all();
                return Some(item);
            }
            if first.is_done {
                state.tasks.pop_front();
                self.shared.added.notify_one();
                continue;
            }
            if !has_workers && let Some(run) = first.run.take() {
                let key = first.key;
                drop(state);
                self.shared.run(key, run);
                state = self.shared.lock();
                continue;
            }
            state = wait(&self.shared.sent, state);
        }
    }
}

impl<T> Executor<T> {
    /// Removes all tasks.
    pub(crate) fn clear(&self) {
        self.shared.lock().tasks.clear();
        self.shared.read.notify_all();
    }
}

impl<T> Drop for Executor<T> {
    fn drop(&mut self) {
        self.clear();
        self.shared.lock().is_closed = true;
        self.shared.added.notify_all();
    }
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes a worker for a new task, or starts one when none is idle.
    fn add_worker(self: &Arc<Self>, state: &mut State<T>)
    where
        T: Send + 'static,
    {
        let waiting = state.open_tasks().filter(|task| task.run.is_some()).count();
        if state.idle < waiting && state.workers < state.max_workers {
            let shared = Arc::clone(self);
            match std::thread::Builder::new().spawn(move || shared.run_tasks()) {
                Ok(_) => state.workers += 1,
                // The system refuses a thread. The existing ones run the tasks, and
                // without any, `next` does.
                Err(_) => state.max_workers = state.workers,
            }
        }
        self.added.notify_one();
    }

    /// Runs tasks on a worker thread until the executor is dropped.
    fn run_tasks(self: &Arc<Self>) {
        let mut state = self.lock();
        while !state.is_closed {
            let next = state
                .open_tasks()
                .find_map(|task| Some((task.key, task.run.take()?)));
            if let Some((key, run)) = next {
                drop(state);
                self.run(key, run);
                state = self.lock();
            } else {
                state.idle += 1;
                state = wait(&self.added, state);
                state.idle -= 1;
            }
        }
    }

    fn run(self: &Arc<Self>, key: u64, run: TaskFn<T>) {
        let sender = Sender {
            shared: Arc::clone(self),
            key,
        };
        let outcome = run(&sender);
        let mut state = self.lock();
        if let Some(task) = state.task(key) {
            if let Err(Stop::Failed(error)) = outcome {
                task.items.push_back(Err(error));
            }
            task.is_done = true;
        }
        self.sent.notify_one();
    }
}

impl<T> State<T> {
    fn insert(&mut self, index: usize, run: TaskFn<T>) {
        let task = Task {
            key: self.next_key,
            run: Some(run),
            items: VecDeque::new(),
            is_done: false,
        };
        self.next_key += 1;
        self.tasks.insert(index, task);
    }

    /// The tasks that may run: only a few, so that items of later ones do not
    /// accumulate while the first is not read.
    fn open_tasks(&mut self) -> impl Iterator<Item = &mut Task<T>> {
        self.tasks.iter_mut().take(2 * self.max_workers)
    }

    fn index(&self, key: u64) -> Option<usize> {
        self.tasks.iter().position(|task| task.key == key)
    }

    fn task(&mut self, key: u64) -> Option<&mut Task<T>> {
        self.tasks.iter_mut().find(|task| task.key == key)
    }
}

impl<T: Send + 'static> Sender<T> {
    /// Whether further items should not be kept in memory: the task is not the first, or
    /// has enough of them.
    pub(crate) fn is_full(&self) -> bool {
        let state = self.shared.lock();
        state.workers > 0
            && state
                .index(self.key)
                .is_some_and(|index| index > 0 || state.tasks[index].items.len() >= MAX_BUFFERED)
    }

    /// Sends an item; waits while the buffer is full.
    pub(crate) fn send(&self, item: T) -> Result<(), Stop> {
        let mut state = self.shared.lock();
        loop {
            let has_workers = state.workers > 0;
            let task = state.task(self.key).ok_or(Stop::Closed)?;
            if task.items.len() < MAX_BUFFERED || !has_workers {
                task.items.push_back(Ok(item));
                self.shared.sent.notify_one();
                return Ok(());
            }
            state = wait(&self.shared.read, state);
        }
    }

    /// Sends an item without waiting.
    pub(crate) fn send_now(&self, item: T) -> Result<(), Stop> {
        let mut state = self.shared.lock();
        let task = state.task(self.key).ok_or(Stop::Closed)?;
        task.items.push_back(Ok(item));
        self.shared.sent.notify_one();
        Ok(())
    }

    /// Adds tasks right after this one, in order.
    pub(crate) fn push_behind(&self, tasks: Vec<TaskFn<T>>) {
        let mut state = self.shared.lock();
        let Some(index) = state.index(self.key) else {
            return;
        };
        for (offset, run) in tasks.into_iter().enumerate() {
            state.insert(index + 1 + offset, run);
            self.shared.add_worker(&mut state);
        }
    }
}

fn wait<'a, T>(condition: &Condvar, guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
    condition
        .wait(guard)
        .unwrap_or_else(PoisonError::into_inner)
}
