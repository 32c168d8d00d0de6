//! Reading ahead along a chain while the pages before are still printed. A
//! scroll dies when it is not asked for a minute, so its reading never waits
//! for a slow reader: past a few pages in memory, answers go to a temporary
//! file without a name and are read back in order.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::chain::Chain;
use super::client::Client;
use super::dialect::{Dialect, Request};
use super::error::Error;
use super::page::Page;

/// Pages in memory that the reader has not taken yet.
const IN_MEMORY: usize = 8;

/// Pages that a search is read ahead of its reader.
const SEARCHED: usize = 2;

/// A page of a chain; `None` behind the last.
type Turn = Result<Option<Page>, Error>;

/// A chain that is read by a thread of its own.
pub(super) struct Ahead {
    shared: Arc<Shared>,
    dialect: &'static dyn Dialect,
    /// What a body that comes back from the file was an answer to.
    request: Request,
}

struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Default)]
struct Queue {
    turns: VecDeque<Held>,
    spool: Option<Spool>,
    /// The reader has nothing to read.
    waits: bool,
    /// The reader went away.
    closed: bool,
    answers: u64,
}

enum Held {
    Memory(Turn),
    /// The body of a page in the spool, by place and length.
    File(u64, usize),
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ahead {
    /// Reads `chain` in a thread, which ends with the chain, with its first
    /// error, or when nobody reads any more. When only few leads are wanted,
    /// it asks for a page only when one is waited for.
    pub(super) fn new(mut chain: Chain, client: Client) -> Self {
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            changed: Condvar::new(),
        });
        let theirs = Arc::clone(&shared);
        let dialect = chain.dialect;
        let request = Request {
            goes_on: true,
            ..dialect.first(&chain.query)
        };
        let most = match chain.dies_of_waiting() {
            true => usize::MAX,
            false if chain.query.few.is_some() => 0,
            false => SEARCHED,
        };
        std::thread::spawn(move || {
            let mut last = false;
            while !last && theirs.may_ask(most) {
                let turn = chain.page(&client);
                last = turn.as_ref().map_or(true, |(_, last)| *last);
                let failed = turn.is_err();
                theirs.put(turn.map(|(page, _)| Some(page)), chain.answers);
                if last && !failed {
                    theirs.put(Ok(None), chain.answers);
                }
            }
        });
        Self {
            shared,
            dialect,
            request,
        }
    }

    /// The next page, when it comes; `None` at the end.
    pub(super) fn page(&self) -> Turn {
        let mut queue = self.shared.queue();
        loop {
            queue.waits = queue.turns.is_empty();
            self.shared.changed.notify_one();
            match queue.turns.pop_front() {
                Some(Held::Memory(turn)) => return turn,
                Some(Held::File(start, len)) => {
                    let spool = queue.spool.as_mut();
                    let body = spool.map_or(Ok(Vec::new()), |spool| spool.read(start, len));
                    drop(queue);
                    return self
                        .dialect
                        .read(&self.request, body.map_err(Error::Spool)?)
                        .map(Some);
                }
                None => {
                    queue = self
                        .shared
                        .changed
                        .wait(queue)
                        .unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }

    /// How many answers the chain has had.
    pub(super) fn answers(&self) -> u64 {
        self.shared.queue().answers
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.shared.queue().closed = true;
        self.shared.changed.notify_one();
    }
}

impl Shared {
    /// Waits until a page may be asked for, with at most so many held; false
    /// when nobody reads any more.
    fn may_ask(&self, most: usize) -> bool {
        let mut queue = self.queue();
        while !queue.closed && !queue.waits && queue.turns.len() >= most {
            queue = self
                .changed
                .wait(queue)
                .unwrap_or_else(PoisonError::into_inner);
        }
        !queue.closed
    }

    /// Hands a turn over, in memory or in the file.
    fn put(&self, turn: Turn, answers: u64) {
        let mut queue = self.queue();
        queue.answers = answers;
        queue.waits = false;
        let held = match turn {
            Ok(Some(page)) if queue.turns.len() >= IN_MEMORY => queue
                .spool(&page)
                .unwrap_or_else(|error| Held::Memory(Err(Error::Spool(error)))),
            turn => Held::Memory(turn),
        };
        queue.turns.push_back(held);
        self.changed.notify_one();
    }
}

impl Queue {
    fn spool(&mut self, page: &Page) -> io::Result<Held> {
        let spool = match &mut self.spool {
            Some(spool) => spool,
            none => none.insert(Spool {
                file: tempfile::tempfile()?,
                end: 0,
            }),
        };
        let start = spool.end;
        spool.file.seek(SeekFrom::Start(start))?;
        spool.file.write_all(page.body.as_bytes())?;
        spool.end += page.body.len() as u64;
        Ok(Held::File(start, page.body.len()))
    }
}

/// Bodies of pages, one after the other.
struct Spool {
    file: File,
    end: u64,
}

impl Spool {
    fn read(&mut self, start: u64, len: usize) -> io::Result<Vec<u8>> {
        let mut body = vec![0; len];
        self.file.seek(SeekFrom::Start(start))?;
        self.file.read_exact(&mut body)?;
        Ok(body)
    }
}
