//! Pages that wait for their turn: a few in memory, further ones with their
//! leads in a temporary file.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::executor::{Closed, Sender};
use crate::files::{Span, TempFile};
use crate::intercom::{Error, Page};
use crate::lead::Lead;

/// A page on its way to the printer.
pub(super) enum Buffered {
    Memory(Page),
    /// The page without its leads, which are in the file.
    Disk(Box<Page>, Stored),
}

/// The leads of a page in a temporary file.
pub(super) struct Stored {
    spool: Arc<Mutex<State>>,
    span: Span,
    /// The length of each lead in bytes.
    lens: Box<[usize]>,
}

/// Gives out the pages of one task. Its temporary file is made for a page that
/// needs it, and given up whenever every page was read back.
pub(super) struct Spool<'a> {
    pub(super) sender: &'a Sender<Buffered>,
    state: Arc<Mutex<State>>,
    /// Pages that may lie in the file before the task waits.
    max_pages: usize,
}

#[derive(Default)]
struct State {
    file: Option<TempFile>,
    pages: usize,
}

impl<'a> Spool<'a> {
    pub(super) fn new(sender: &'a Sender<Buffered>, max_pages: usize) -> Self {
        Self {
            sender,
            state: Arc::default(),
            max_pages,
        }
    }

    /// Gives out a page: at once while the file has room for it, else when its
    /// turn has come.
    pub(super) fn send(&self, mut page: Page) -> Result<Result<(), Closed>, Error> {
        if !self.sender.is_full() || lock(&self.state).pages >= self.max_pages {
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

    /// Reads leads back, once.
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
