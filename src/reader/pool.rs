//! Workers that ask for windows ahead of their turn. There is one more than
//! requests may be in flight, so that one can read an answer while the next
//! is on its way. At most one window a worker is asked for or held, so memory
//! is bounded by pages.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use crate::http::Client;
use crate::intercom::{Dialect, Request};
use crate::intercom::{Error, Page, Window};

type Answer = Result<Page, Error>;

struct Job {
    request: Request,
    answer: std::sync::mpsc::SyncSender<Answer>,
}

/// See the module's text.
pub(crate) struct Pool {
    jobs: Sender<Job>,
    most: usize,
    /// What was asked for, in the order in which it will be taken.
    ahead: VecDeque<(Window, Receiver<Answer>)>,
}

impl Pool {
    /// Workers for as many requests as the client may have in flight.
    pub(crate) fn new(client: &Client, dialect: &'static dyn Dialect) -> Self {
        let (jobs, queue) = channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        let most = client.jobs() + 1;
        for _ in 0..most {
            let (client, queue) = (client.clone(), Arc::clone(&queue));
            std::thread::spawn(move || {
                loop {
                    let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    // Nobody asks any more.
                    let Ok(job) = job else { return };
                    // Nor waits for this one, perhaps.
                    let _ = job.answer.send(client.fetch(dialect, &job.request));
                }
            });
        }
        Self {
            jobs,
            most,
            ahead: VecDeque::new(),
        }
    }

    /// Asks for as many of the windows to come as there are workers.
    pub(crate) fn ask_ahead(&mut self, windows: impl Iterator<Item = (Window, Request)>) {
        for (window, request) in windows.take(self.most) {
            if self.ahead.len() >= self.most {
                return;
            }
            if self.ahead.iter().all(|(asked, _)| *asked != window) {
                let (answer, receiver) = sync_channel(1);
                if self.jobs.send(Job { request, answer }).is_ok() {
                    self.ahead.push_back((window, receiver));
                }
            }
        }
    }

    /// The answer to a window that was asked for ahead, when it comes; `None`
    /// when it was not.
    pub(crate) fn take(&mut self, window: Window) -> Option<Answer> {
        let place = self.ahead.iter().position(|(asked, _)| *asked == window)?;
        let (_, receiver) = self.ahead.remove(place)?;
        receiver.recv().ok()
    }
}
