//! The calls of a scroll that are the same each time: the next one is on its
//! way while the answer before is read.

use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::JoinHandle;

use crate::http::Client;
use crate::http::response::Response;
use crate::http::retry::Outcome;
use crate::http::send_error::SendError;
use crate::intercom::Error;
use crate::intercom::{Dialect, Request};

/// What one call brought, and whether it shows that the same request is to be
/// sent again.
pub(crate) type Told = (Result<Response, SendError>, bool);

/// Sends `request`, once.
pub(crate) fn tell(client: &Client, dialect: &dyn Dialect, request: &Request) -> Told {
    let reply = client.send_once(request, 0);
    let goes_on = reply
        .as_ref()
        .is_ok_and(|reply| reply.status == 200 && dialect.foresees(request, &reply.body));
    (reply, goes_on)
}

/// A thread that sends the same request again and again, one at a time.
pub(crate) struct Foretold {
    calls: Receiver<Told>,
    thread: JoinHandle<()>,
}

impl Foretold {
    /// Sends `request` while the answers show that this is right. One answer
    /// is in its hands at most.
    pub(crate) fn new(client: &Client, dialect: &'static dyn Dialect, request: &Request) -> Self {
        let (give, calls) = sync_channel(0);
        let (client, request) = (client.clone(), request.clone());
        let thread = std::thread::spawn(move || {
            loop {
                let (reply, goes_on) = tell(&client, dialect, &request);
                if give.send((reply, goes_on)).is_err() || !goes_on {
                    return;
                }
            }
        });
        Self { calls, thread }
    }

    /// What the next call brought.
    pub(crate) fn next(&self) -> Told {
        self.calls.recv().unwrap_or_else(|_| {
            let error = Error::Network("an answer was dropped".to_owned());
            let outcome = Some(Outcome::Lost);
            (Err(SendError { outcome, error }), false)
        })
    }

    /// Stops, and waits for the answer that is on its way, if one is: as long
    /// as it is, the server may take the scroll for open.
    pub(crate) fn stop(self) {
        drop(self.calls);
        // A thread that broke down asks for nothing any more.
        let _ = self.thread.join();
    }
}
