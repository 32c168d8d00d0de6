//! The ledger: which leads were given out, which window of the list to ask
//! for next, and whether the reading came out whole.
//!
//! Leads come newest first. Those that live keep their order and new ones
//! enter in front, so a page is a run of the list at one instant. A page that
//! holds a lead of the run read so far joins it without a gap: whatever lives
//! between the two stands in one of them, no matter what was created or
//! deleted meanwhile or in which order the pages were answered. A page that
//! shares nothing is a gap, which is closed by asking for windows further and
//! further in front of the run's end until one joins. The list ends at a
//! joined page that reaches the total of its own answer. Totals of different
//! answers are never compared: a creation can mask a deletion.

mod chain;
mod given;
mod recount;

use std::collections::VecDeque;

use crate::intercom::{Page, Window};
use crate::lead::id::Ids;
use given::Given;
use recount::Recount;

/// How many leads the list serves; behind them there is only the scroll (the
/// users list page states the limit, leads share it).
pub(crate) const WALL: u32 = 10_000;

/// Requests in a row that may bring nothing before the reading gives up.
const PATIENCE: u32 = 20;

const RUNS_AWAY: &str = "the list changed too fast to be read without a gap";

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask for this window and hand its page to [`Ledger::take`].
    Ask(Window),
    /// The list serves no more: go on by scroll.
    Wall,
    /// Every lead was given out.
    Whole,
    /// Leads may be missing; the text says why.
    Short(&'static str),
}

/// How the leads come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// By numbered pages.
    Numbered,
    /// By numbered pages up to the wall, then by scroll.
    NumberedThenChain,
    /// By answers that lead on by themselves.
    Chain,
}

/// What the reading is at.
#[derive(Debug)]
enum Phase {
    First,
    Run,
    /// Counting the leads that stand in front of the first answer's.
    Check(Recount),
    Wall,
    Whole,
    Short(&'static str),
}

/// See the module's text.
#[derive(Debug)]
pub struct Ledger {
    phase: Phase,
    first: Window,
    /// The largest page to ask for.
    largest: u32,
    wall: u32,
    /// The leads given out.
    ids: Given,
    /// The leads of the first answer.
    front: Ids,
    /// Where the run ended in the page that was joined last.
    end: u32,
    plan: VecDeque<Window>,
    /// A page that shares no lead with the run yet.
    held: Option<(Window, Page)>,
    /// How far in front of the run's end the next bridge starts.
    back: u32,
    barren: u32,
    /// Windows asked for so far, and how many are too many.
    asked: u64,
    bound: u64,
    again: Option<Window>,
    asked_again: bool,
    rechecked: bool,
    way: Way,
    announced: Option<u64>,
}

impl Ledger {
    /// A reading that asks for `first` first, and for pages of at most
    /// `largest` leads from then on.
    #[must_use]
    pub fn new(first: Window, largest: u32) -> Self {
        Self {
            phase: Phase::First,
            first,
            largest,
            wall: WALL,
            ids: Given::default(),
            front: Ids::default(),
            end: 0,
            plan: VecDeque::new(),
            held: None,
            back: 0,
            barren: 0,
            asked: 0,
            bound: u64::MAX,
            again: None,
            asked_again: false,
            rechecked: false,
            way: Way::Numbered,
            announced: None,
        }
    }

    /// The ledger of answers that lead on by themselves, in pages of
    /// `largest`; windows stand for their places when new leads are counted.
    #[must_use]
    pub fn of_chain(largest: u32) -> Self {
        let ledger = Self::new(Window::first(largest), largest);
        Self {
            phase: Phase::Wall,
            way: Way::Chain,
            wall: u32::MAX,
            ..ledger
        }
    }

    /// Leads given out, each once.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.ids.len() as u64
    }

    /// Leads that the API announced last.
    pub(crate) fn announced(&self) -> Option<u64> {
        self.announced
    }

    /// The windows that will be asked for next, as far as is known.
    pub(crate) fn to_come(&self) -> impl Iterator<Item = Window> {
        self.plan.iter().copied()
    }

    /// What to do next; asked again after each answer.
    pub fn step(&mut self) -> Step {
        match &self.phase {
            Phase::First => Step::Ask(self.first),
            Phase::Check(count) if count.end == 0 => Step::Ask(Window::first(self.largest)),
            // Whatever follows the page before.
            Phase::Check(_) if self.way == Way::Chain => Step::Ask(Window {
                page: 2,
                size: self.largest,
            }),
            Phase::Check(count) => match Window::across(count.end - 1, self.largest, self.wall) {
                Some(window) => Step::Ask(window),
                None => Step::Short(
                    "too many leads were created meanwhile to tell whether all are there",
                ),
            },
            Phase::Run => self.step_on(),
            Phase::Wall => Step::Wall,
            Phase::Whole => Step::Whole,
            Phase::Short(why) => Step::Short(why),
        }
    }

    fn step_on(&mut self) -> Step {
        self.asked += 1;
        if self.asked > self.bound {
            self.phase = Phase::Short(RUNS_AWAY);
            return Step::Short(RUNS_AWAY);
        }
        if let Some(window) = self.again.take() {
            return Step::Ask(window);
        }
        if self.held.is_none()
            && let Some(window) = self.plan.pop_front()
        {
            return Step::Ask(window);
        }
        let place = self.end.saturating_sub(1 + self.back);
        if let Some(window) = Window::across(place, self.largest, self.wall) {
            Step::Ask(window)
        } else {
            self.phase = Phase::Wall;
            Step::Wall
        }
    }

    /// Takes the answer to a window that [`Ledger::step`] asked for; gives
    /// back the pages that can be shown now, without the leads that were.
    pub fn take(&mut self, window: Window, page: Page) -> Vec<Page> {
        self.announced = page.total.or(self.announced);
        // The reply's own page size is what counts.
        let size = page.granted.filter(|&size| size > 0).unwrap_or(window.size);
        let window = Window { size, ..window };
        match self.phase {
            Phase::First => self.open(window, page),
            Phase::Check(_) => {
                self.check(window, &page);
                Vec::new()
            }
            _ => self.join(window, page),
        }
    }

    /// The server serves no more of the list than was read.
    pub(crate) fn hit_wall(&mut self) {
        self.wall = self.end;
        self.phase = Phase::Wall;
    }

    fn open(&mut self, window: Window, page: Page) -> Vec<Page> {
        if window.size < self.first.size {
            self.largest = self.largest.min(window.size);
        }
        for id in page.ids() {
            self.front.insert(id);
        }
        let total = page
            .total
            .map_or(0, |total| u32::try_from(total).unwrap_or(u32::MAX));
        // Far more than the list needs, even when it changes much. One that
        // grows faster than it is read is never through.
        let wall = u64::from(self.wall);
        let leads = page.total.map_or(wall, |total| total.min(wall));
        self.bound = 100 + 20 * leads / u64::from(self.largest.max(2) / 2);
        self.plan = Window::plan(window.end(), total, self.largest, self.wall).collect();
        if page.is_empty() {
            if total == 0 && !page.more {
                self.phase = Phase::Whole;
            } else if self.asked_again {
                self.phase = Phase::Short("the list's first page is empty");
            }
            self.asked_again = true;
            return Vec::new();
        }
        self.phase = Phase::Run;
        vec![self.admit(window, page)]
    }

    fn join(&mut self, window: Window, page: Page) -> Vec<Page> {
        if !self.joins(window, &page) {
            if self.held.is_none() {
                self.held = Some((window, page));
                self.back = 1;
            } else {
                self.back = (self.back * 2).max(1);
                self.tire();
            }
            return Vec::new();
        }
        let bridging = self.held.is_some();
        self.back = 0;
        let page = self.admit(window, page);
        if bridging && page.is_empty() {
            self.tire();
        } else {
            self.barren = 0;
        }
        let mut pages = vec![page];
        if matches!(self.phase, Phase::Run)
            && let Some((window, page)) = self.held.take()
        {
            if self.joins(window, &page) {
                pages.push(self.admit(window, page));
            } else {
                self.held = Some((window, page));
            }
        }
        pages
    }

    /// Whether nothing that counts can live between the run and `page`. That
    /// holds for the front of the list too: in front of it there is nothing,
    /// and what it does not share with the run is either new or behind it.
    fn joins(&self, window: Window, page: &Page) -> bool {
        window.start() == 0 || page.ids().any(|id| self.ids.contains(id))
    }

    /// Drops what was given out before and notes how far the run goes now.
    fn admit(&mut self, window: Window, mut page: Page) -> Page {
        let len = u32::try_from(page.len()).unwrap_or(u32::MAX);
        self.end = window.start().saturating_add(len);
        let last = len < window.size || !page.more;
        match page.total {
            Some(total) if u64::from(self.end) < total => {
                if !last {
                    self.asked_again = false;
                } else if self.asked_again {
                    self.phase = Phase::Short("the list ends before the total that it states");
                } else {
                    self.asked_again = true;
                    self.again = Some(window);
                }
            }
            Some(_) if !last => self.tire(),
            None if !last => {}
            _ => self.phase = Phase::Whole,
        }
        page.retain(|id, _| self.ids.insert(id));
        if matches!(self.phase, Phase::Whole) && page.total.is_some_and(|total| self.read() < total)
        {
            self.start_check();
        }
        page
    }

    /// One more request that brought nothing.
    fn tire(&mut self) {
        self.barren += 1;
        if self.barren >= PATIENCE {
            self.phase = Phase::Short(RUNS_AWAY);
        }
    }
}

#[cfg(test)]
mod tests;
