//! Pages that wait for their turn: a few in memory, further ones with their
//! leads in a temporary file without a name.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::executor::{Closed, Sender};
use crate::intercom::{Error, Page};
use crate::lead::Lead;

/// Pages begin at multiples of this, so that one fits where another of about
/// its size was.
const BLOCK: u64 = 64 << 10;

/// A page on its way to the printer.
pub(super) enum Held {
    Memory(Page),
    /// The page without its leads, which lie at a place in the file.
    Disk(Box<Page>, Slot),
}

/// Where the leads of a page lie.
#[derive(Debug)]
pub(super) struct Slot {
    start: u64,
    /// The length of each lead in bytes.
    lens: Box<[u32]>,
}

impl Slot {
    fn len(&self) -> usize {
        self.lens.iter().map(|len| *len as usize).sum()
    }
}

/// The temporary file, made with the first page.
pub(super) struct Spool {
    state: Mutex<State>,
    /// Pages that may lie in the file before tasks wait.
    max_pages: usize,
}

#[derive(Debug, Default)]
struct State {
    file: Option<File>,
    end: u64,
    /// Stretches that were read, each with its size.
    free: Vec<(u64, u64)>,
    pages: usize,
}

impl Spool {
    pub(super) fn new(max_pages: usize) -> Self {
        Self {
            state: Mutex::default(),
            max_pages,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives out a page: at once while the file has room for it, else when its
    /// turn has come.
    pub(super) fn send(
        &self,
        mut page: Page,
        sender: &Sender<Held>,
    ) -> Result<Result<(), Closed>, Error> {
        let mut state = self.state();
        if !sender.is_full() || state.pages >= self.max_pages {
            drop(state);
            return Ok(sender.send(Held::Memory(page)));
        }
        let slot = state
            .write(page.leads().map(Lead::json))
            .map_err(Error::Spool)?;
        page.clear();
        Ok(sender.send_now(Held::Disk(Box::new(page), slot)))
    }

    /// The page with its leads.
    pub(super) fn restore(&self, held: Held) -> Result<Page, Error> {
        match held {
            Held::Memory(page) => Ok(page),
            Held::Disk(mut page, slot) => {
                let body = self.state().read(&slot).map_err(Error::Spool)?;
                let spans = slot.lens.iter().scan(0, |start, len| {
                    let end = *start + *len as usize;
                    Some(std::mem::replace(start, end)..end)
                });
                page.set_leads(body, &spans.collect::<Vec<_>>());
                Ok(*page)
            }
        }
    }
}

impl State {
    fn write<'a>(&mut self, leads: impl Iterator<Item = &'a str>) -> io::Result<Slot> {
        let mut body = String::new();
        let mut lens = Vec::new();
        for lead in leads {
            body.push_str(lead);
            lens.push(u32::try_from(lead.len()).map_err(io::Error::other)?);
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        let size = (body.len() as u64).next_multiple_of(BLOCK);
        let found = self.free.iter().position(|(_, free)| *free >= size);
        let start = found.map_or(self.end, |found| self.free[found].0);
        file.seek(SeekFrom::Start(start))?;
        file.write_all(body.as_bytes())?;
        match found {
            Some(found) if self.free[found].1 > size => {
                self.free[found].0 += size;
                self.free[found].1 -= size;
            }
            Some(found) => {
                self.free.swap_remove(found);
            }
            None => self.end += size,
        }
        self.pages += 1;
        Ok(Slot {
            start,
            lens: lens.into(),
        })
    }

    /// Reads leads back, once.
    fn read(&mut self, slot: &Slot) -> io::Result<String> {
        let mut body = vec![0; slot.len()];
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(slot.start))?;
            file.read_exact(&mut body)?;
        }
        self.pages -= 1;
        let size = (slot.len() as u64).next_multiple_of(BLOCK);
        self.free.push((slot.start, size));
        String::from_utf8(body).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_come_back_and_their_blocks_are_used_again() {
        let mut state = State::default();
        let body = |number: usize| format!("{number}").repeat(40_000 + number);
        let mut held = std::collections::VecDeque::new();
        for number in 0..100 {
            held.push_back((
                number,
                state.write([body(number).as_str()].into_iter()).unwrap(),
            ));
            if held.len() > 5 {
                let (number, slot) = held.pop_front().unwrap();
                assert_eq!(state.read(&slot).unwrap(), body(number));
            }
        }
        // Blocks for six at a time, and for the last, which are larger.
        assert!(state.end <= 20 * BLOCK, "{}", state.end);
        assert_eq!(state.pages, 5);
    }
}
