//! Buffers pages until they are read: a few in memory, others with their leads in a
//! temporary file.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::executor::{Closed, Sender};
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
    span: Span,
    /// The length of each lead in bytes.
    lens: Box<[usize]>,
}

/// The maximum number of pages in the temporary file before the task waits.
#[derive(Clone, Copy, Debug)]
pub(super) enum Capacity {
    Pages(usize),
    /// For a task that must not wait.
    Unlimited,
}

/// Sends the pages of one task. The temporary file is created when a page needs it, and
/// dropped whenever all of its pages were read back.
pub(super) struct Spool<'a> {
    pub(super) sender: &'a Sender<Buffered>,
    state: Arc<Mutex<State>>,
    capacity: Capacity,
}

#[derive(Default)]
struct State {
    file: Option<TempFile>,
    pages: usize,
}

impl<'a> Spool<'a> {
    pub(super) fn new(sender: &'a Sender<Buffered>, capacity: Capacity) -> Self {
        Self {
            sender,
            state: Arc::default(),
            capacity,
        }
    }

    /// Sends a page: at once if the file has space for it, otherwise after the consumer
    /// has read the pages before it.
    pub(super) fn send(&self, mut page: Page) -> Result<Result<(), Closed>, Error> {
        let is_file_full = match self.capacity {
            Capacity::Pages(max) => lock(&self.state).pages >= max,
            Capacity::Unlimited => false,
        };
        if !self.sender.is_full() || is_file_full {
            return Ok(self.sender.send(Buffered::Memory(page)));
        }
        let text: String = page.leads().map(Lead::json).collect();
        let stored = Stored {
            spool: Arc::clone(&self.state),
            span: lock(&self.state).write(&text).map_err(Error::Spool)?,
            lens: page.leads().map(|lead| lead.json().len()).collect(),
        };
        page.clear();
        Ok(self.sender.send_now(Buffered::Disk(Box::new(page), stored)))
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

impl State {
    fn write(&mut self, text: &str) -> io::Result<Span> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(TempFile::new()?),
        };
        self.pages += 1;
        file.append(text.as_bytes())
    }

    /// Reads back what [`State::write`] stored; once only.
    fn read(&mut self, span: Span) -> io::Result<String> {
        let mut text = Vec::new();
        if let Some(file) = &mut self.file {
            file.read(span, &mut text)?;
        }
        self.pages -= 1;
        if self.pages == 0 {
            self.file = None;
        }
        String::from_utf8(text).map_err(io::Error::other)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
