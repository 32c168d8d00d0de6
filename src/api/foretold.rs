//! The calls of a scroll that are the same each time: the next one is on its
//! way while the answer before is read.

use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::JoinHandle;

use super::client::{Answer, Client};
use super::dialect::{Dialect, Request};
use super::error::Error;

/// Answers that wait to be read. One more stands in its thread's hands.
const UNREAD: usize = 1;

/// A thread that sends the same request again and again, one at a time.
pub(super) struct Foretold {
    answers: Receiver<Result<Answer, Error>>,
    thread: JoinHandle<()>,
}

impl Foretold {
    /// Sends `request` until an answer does not tell that the same is to be
    /// sent again.
    pub(super) fn new(client: &Client, dialect: &'static dyn Dialect, request: &Request) -> Self {
        let (give, answers) = sync_channel(UNREAD);
        let (client, request) = (client.clone(), request.clone());
        let thread = std::thread::spawn(move || {
            loop {
                let answer = client.fetch_or_foresee(dialect, &request);
                let goes_on = matches!(answer, Ok(Answer::Unread(_)));
                if give.send(answer).is_err() || !goes_on {
                    return;
                }
            }
        });
        Self { answers, thread }
    }

    /// The next answer; `None` when there were all of them.
    pub(super) fn answer(&self) -> Option<Result<Answer, Error>> {
        self.answers.recv().ok()
    }

    /// Stops, and waits until nothing is on its way.
    pub(super) fn stop(self) {
        drop(self.answers);
        // A thread that broke down asks for nothing any more.
        let _ = self.thread.join();
    }
}
