//! Reading ahead while the pages before are still printed: along one chain, or
//! along the shards of a search by several workers. A scroll dies when it is
//! not asked for a minute, so its reading never waits for a slow reader; what
//! is more than a few pages waits in a temporary file.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::chain::Chain;
use super::shards::{self, Job, Shards};
use super::spool::{Place, Spool};
use crate::http::Client;
use crate::intercom::{Dialect, Request};
use crate::intercom::{Error, Page};
use crate::query::{Query, Select};

/// Pages in memory that the reader has not taken yet.
const IN_MEMORY: usize = 8;

/// Pages that one chain of a search is read ahead of its reader.
const SEARCHED: usize = 2;

/// What comes next: a page, or that a shard or all of them are through.
pub(crate) type Turn = shards::Turn<Page>;

/// Chains that are read by threads of their own.
pub(crate) struct Ahead {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    client: Client,
    dialect: &'static dyn Dialect,
    query: Query,
}

struct State {
    shards: Shards<Held>,
    /// Those that nobody reads right now.
    chains: HashMap<u64, Chain>,
    spool: Spool,
    in_memory: usize,
    /// What ended the reading, for when nothing is left to give out.
    error: Option<Error>,
    /// The reader has nothing to read.
    waits: bool,
    /// The reader went away.
    closed: bool,
    /// Whether every worker is at work.
    is_manned: bool,
    answers: u64,
    /// The first page of the query once more.
    look: Option<Page>,
    /// What a body that comes back from the file was an answer to.
    answered: Request,
}

enum Held {
    Memory(Page),
    File(Place),
}

impl Ahead {
    /// Reads `query` with at most `jobs` workers, which end with the chains,
    /// with the first error, or when nobody reads any more. When only few
    /// leads are wanted, they ask for a page only when one is waited for.
    pub(crate) fn new(
        client: &Client,
        dialect: &'static dyn Dialect,
        query: &Query,
        jobs: usize,
    ) -> Self {
        let whole = Chain::new(dialect, dialect.first(query));
        let shards = if whole.dies_of_waiting() {
            Shards::uncut(usize::MAX)
        } else if query.few.is_some() {
            Shards::uncut(0)
        } else if jobs == 1 || query.select != Select::All || dialect.before(query, 0).is_none() {
            Shards::uncut(SEARCHED)
        } else {
            Shards::of(jobs)
        };
        let state = State {
            shards,
            chains: HashMap::from([(shards::WHOLE, whole)]),
            spool: Spool::default(),
            in_memory: 0,
            error: None,
            waits: false,
            closed: false,
            is_manned: false,
            answers: 0,
            look: None,
            answered: Request {
                goes_on: true,
                ..dialect.first(query)
            },
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            changed: Condvar::new(),
            client: client.clone(),
            dialect,
            query: query.clone(),
        });
        shared.hire();
        Self { shared }
    }

    /// What comes next, when it comes.
    pub(crate) fn turn(&self) -> Result<Turn, Error> {
        let shared = &self.shared;
        let mut state = shared.state();
        loop {
            if let Some(turn) = state.shards.take() {
                shared.changed.notify_all();
                return state.read_back(turn, shared);
            }
            if let Some(error) = state.error.take() {
                return Err(error);
            }
            state.waits = true;
            shared.changed.notify_all();
            state = shared.wait(state);
            state.waits = false;
        }
    }

    /// How many answers there were.
    pub(crate) fn answers(&self) -> u64 {
        self.shared.state().answers
    }

    /// The first page of the query once more, when there was time for it.
    pub(crate) fn look(&self) -> Option<Page> {
        self.shared.state().look.take()
    }

    /// Whether a shard stated more leads than it brought.
    pub(crate) fn is_short(&self) -> bool {
        self.shared.state().shards.are_short()
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.shared.state().closed = true;
        self.shared.changed.notify_all();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        let waited = self.changed.wait(state);
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets a worker to work.
    fn hire(self: &Arc<Self>) {
        let shared = Arc::clone(self);
        std::thread::spawn(move || {
            while let Some((job, mut chain)) = shared.job() {
                let answer = chain.page(&shared.client);
                shared.put(&job, chain, answer);
            }
        });
    }

    /// What to ask for, when there is something; `None` when nobody reads any
    /// more, or no more can be read.
    fn job(&self) -> Option<(Job, Chain)> {
        let mut state = self.state();
        loop {
            if state.closed || state.error.is_some() || state.shards.are_through() {
                return None;
            }
            let waits = state.waits;
            let Some(job) = state.shards.next(waits) else {
                state = self.wait(state);
                continue;
            };
            let first = match job.before {
                Some(before) => self.dialect.before(&self.query, before),
                None if job.shard == shards::LOOK => Some(self.dialect.first(&self.query)),
                None => None,
            };
            let new = first.map(|first| Chain::new(self.dialect, first));
            if let Some(chain) = new.or_else(|| state.chains.remove(&job.shard)) {
                return Some((job, chain));
            }
        }
    }

    fn put(self: &Arc<Self>, job: &Job, chain: Chain, answer: Result<(Page, bool), Error>) {
        let mut state = self.state();
        match answer {
            Ok((page, _)) if job.shard == shards::LOOK => {
                state.shards.looked(&page);
                state.look = Some(page);
            }
            Ok((page, last)) => {
                state.answers += 1;
                if state.shards.answered(job.shard, &page, chain.left(), last) {
                    state.hold(job.shard, page);
                    if state.shards.go_on(job.shard) {
                        state.chains.insert(job.shard, chain);
                    }
                }
            }
            // What is refused of one shard may be granted to the whole.
            Err(Error::Refused(refusal))
                if job.before.is_some() && matches!(refusal.status, 400 | 422) =>
            {
                state.shards.refused(job.shard);
            }
            Err(error) => {
                state.error.get_or_insert(error);
            }
        }
        if !state.is_manned && state.shards.are_cut() {
            state.is_manned = true;
            for _ in 1..self.client.jobs() {
                self.hire();
            }
        }
        drop(state);
        self.changed.notify_all();
    }
}

impl State {
    /// Keeps a page until its turn, in memory or in the file.
    fn hold(&mut self, shard: u64, page: Page) {
        let held = if self.in_memory < IN_MEMORY || self.shards.is_awaited(shard) {
            Held::Memory(page)
        } else {
            match self.spool.write(&page.body) {
                Ok(place) => Held::File(place),
                // Their number is bounded, so without a file it is done too.
                Err(_) if self.shards.are_bounded() => Held::Memory(page),
                Err(error) => {
                    self.error.get_or_insert(Error::Spool(error));
                    return;
                }
            }
        };
        self.in_memory += usize::from(matches!(held, Held::Memory(_)));
        self.shards.hold(shard, held);
    }

    /// The turn with its page back in memory.
    fn read_back(&mut self, turn: shards::Turn<Held>, shared: &Shared) -> Result<Turn, Error> {
        let (mut page, of) = match turn {
            shards::Turn::Seam => return Ok(Turn::Seam),
            shards::Turn::End => return Ok(Turn::End),
            shards::Turn::Page(Held::Memory(page), of) => {
                self.in_memory -= 1;
                (page, of)
            }
            shards::Turn::Page(Held::File(place), of) => {
                let room = shared.client.room(place.len());
                let body = self.spool.read(&place, room).map_err(Error::Spool)?;
                let page = shared.client.read(shared.dialect, &self.answered, body);
                (page?, of)
            }
        };
        if of != shards::WHOLE {
            // It counts the leads from some day back.
            page.total = None;
        }
        Ok(Turn::Page(page, of))
    }
}
