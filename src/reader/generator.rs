//! Runs an `async` function as an iterator: it stops at each [`Output::send`] until the
//! next item is needed, as at a `yield` of languages with generators. It must wait for
//! nothing else, so it needs no runtime. It runs in the thread of the iterator.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::intercom::Error;

type BoxFuture<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>;

/// The items of a function. Ends when the function returns.
pub(super) struct Generator<'a, T> {
    /// `None` after its end.
    body: Option<BoxFuture<'a>>,
    sent: Rc<Cell<Option<T>>>,
}

/// Sends items to the iterator.
pub(super) struct Output<T> {
    sent: Rc<Cell<Option<T>>>,
}

impl<'a, T> Generator<'a, T> {
    pub(super) fn new<F>(function: impl FnOnce(Output<T>) -> F) -> Self
    where
        F: Future<Output = Result<(), Error>> + 'a,
    {
        let sent = Rc::new(Cell::new(None));
        let output = Output {
            sent: Rc::clone(&sent),
        };
        Self {
            body: Some(Box::pin(function(output))),
            sent,
        }
    }
}

impl<T> Iterator for Generator<'_, T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let body = self.body.as_mut()?;
        match body.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => Some(Ok(self.sent.take().expect("it stops only to send an item"))),
            Poll::Ready(end) => {
                self.body = None;
                end.err().map(Err)
            }
        }
    }
}

impl<T> Output<T> {
    /// Sends an item. Returns when the next one is needed.
    pub(super) async fn send(&self, item: T) {
        self.sent.set(Some(item));
        let mut is_read = false;
        poll_fn(|_| {
            if std::mem::replace(&mut is_read, true) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }
}
