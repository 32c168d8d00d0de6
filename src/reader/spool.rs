//! Buffers pages until they are read: a few in memory, others with their leads in a
//! temporary file.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::executor::{Sender, Stop};
use crate::files::{Span, TempFile};
use crate::intercom::{Error, Page};
use crate::lead::Lead;

/// A page in the buffer.
pub(super) enum Buffered {
    Memory(Page),
    /// The page without its leads, which are in a temporary file.
    Disk(Box<Page>, Stored),
}

/// The leads of a page in a temporary file.
pub(super) struct Stored {
    spool: Arc<Mutex<State>>,
    capacity: Option<Arc<Capacity>>,
    span: Span,
    /// The length of each lead in bytes.
    lens: Box<[usize]>,
}

/// How many pages may be in the temporary files of all tasks before the tasks wait.
#[derive(Debug)]
pub(super) struct Capacity {
    max: usize,
    used: AtomicUsize,
}

impl Capacity {
    pub(super) fn new(max: usize) -> Self {
        Self {
            max,
            used: AtomicUsize::new(0),
        }
    }

    fn is_used_up(&self) -> bool {
        self.used.load(Ordering::Relaxed) >= self.max
    }
}

/// Sends the pages of one task. The temporary file is created when a page needs it, and
/// closed whenever none of its pages is left.
pub(super) struct Spool<'a> {
    pub(super) sender: &'a Sender<Buffered>,
    state: Arc<Mutex<State>>,
    /// `None` for a task that must not wait.
    capacity: Option<Arc<Capacity>>,
}

#[derive(Default)]
struct State {
    file: Option<TempFile>,
    pages: usize,
}

impl<'a> Spool<'a> {
    pub(super) fn new(sender: &'a Sender<Buffered>, capacity: Option<Arc<Capacity>>) -> Self {
        Self {
            sender,
            state: Arc::default(),
            capacity,
        }
    }

    /// Sends a page: at once while there is capacity, otherwise when the consumer has read
    /// the pages before it.
    pub(super) fn send(&self, mut page: Page) -> Result<(), Stop> {
        let is_used_up = self.capacity.as_deref().is_some_and(Capacity::is_used_up);
        if is_used_up || !self.sender.is_full() {
            return self.sender.send(Buffered::Memory(page));
        }
        let text: String = page.leads().map(Lead::json).collect();
        let span = lock(&self.state).write(&text).map_err(Error::Spool)?;
        if let Some(capacity) = &self.capacity {
            capacity.used.fetch_add(1, Ordering::Relaxed);
        }
        let stored = Stored {
            spool: Arc::clone(&self.state),
            capacity: self.capacity.clone(),
            span,
            lens: page.leads().map(|lead| lead.json().len()).collect(),
        };
        page.clear();
        self.sender.send_now(Buffered::Disk(Box::new(page), stored))
    }
}

impl Buffered {
    /// The page with its leads.
    pub(super) fn restore(self) -> Result<Page, Error> {
        let (mut page, stored) = match self {
            Self::Memory(page) => return Ok(page),
            Self::Disk(page, stored) => (page, stored),
        };
        let text = lock(&stored.spool).read(stored.span);
        let spans = stored.lens.iter().scan(0, |start, len| {
            let end = *start + len;
            Some(std::mem::replace(start, end)..end)
        });
        page.set_leads(text.map_err(Error::Spool)?, &spans.collect::<Vec<_>>());
        Ok(*page)
    }
}

impl Drop for Stored {
    fn drop(&mut self) {
        if let Some(capacity) = &self.capacity {
            capacity.used.fetch_sub(1, Ordering::Relaxed);
        }
        let mut state = lock(&self.spool);
        state.pages -= 1;
        if state.pages == 0 {
            state.file = None;
        }
    }
}

impl State {
    fn write(&mut self, text: &str) -> io::Result<Span> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(TempFile::new()?),
        };
        let span = file.append(text.as_bytes())?;
        self.pages += 1;
        Ok(span)
    }

    fn read(&mut self, span: Span) -> io::Result<String> {
        let mut text = Vec::new();
        if let Some(file) = &mut self.file {
            file.read(span, &mut text)?;
        }
        String::from_utf8(text).map_err(io::Error::other)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
