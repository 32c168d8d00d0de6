//! Where to cut a list whose places are known only by time: at the pace of the
//! leads read last, or between two places whose times are known. A guess that
//! misses is no loss, as its answer is a page of the list and tells its place.

use super::shard::Shard;
use super::{Shards, WHOLE};
use crate::intercom::Page;

const DAY: i64 = 86_400;

/// How far a day of the workspace may reach past one's own: two days are
/// wide enough for every zone and for days of 25 hours.
pub(crate) const MARGIN: i64 = 2 * DAY;

/// Pages for each worker that may be held before their turn or be asked for.
pub(crate) const PAGES_A_WORKER: usize = 10;

/// Pages from one cut to the next, at most and at least: each cut costs half
/// a page that is read twice.
const STRIDE: std::ops::RangeInclusive<u64> = 2..=8;

/// Pages that nobody asks for, below which a stretch is left alone: the whole
/// list, a stretch of many, and one when a worker would find little else.
const WORTH_IT: [u64; 3] = [4, 3, 2];

/// Cuts in a row, beside two for each worker, that may bring nothing.
pub(crate) const VAIN: usize = 16;

impl<T> Shards<T> {
    /// Notes what the first page of all tells.
    pub(crate) fn opens(&mut self, page: &Page, left: Option<u64>) {
        self.size = page.len().max(1) as u64;
        let pages = left.unwrap_or(0) / self.size;
        self.stride = (pages / self.jobs as u64).clamp(*STRIDE.start(), *STRIDE.end());
    }

    /// How many leads a shard still has to read, up to the next one.
    pub(crate) fn stretch(&self, place: usize) -> u64 {
        let left = self.list.get(place).and_then(|shard| shard.left);
        let next = self.list.get(place + 1);
        let behind = next.map_or(Some(0), Shard::start_left);
        left.unwrap_or(0).saturating_sub(behind.unwrap_or(0))
    }

    /// Where to cut what a shard still has to read, up to the next one: the
    /// time to enter at, and how many leads there should be from there on.
    pub(crate) fn cut(&self, place: usize) -> Option<(i64, u64)> {
        let shard = self.list.get(place)?;
        // A cut behind a place that is a guess itself is for when there is
        // nothing better to cut, or more than enough.
        let is_hasty = shard.is_expected() && self.trust.is_proven() && self.all_may_wait();
        if !self.cuts || shard.ended || is_hasty {
            return None;
        }
        let (time, left) = (shard.time?, shard.left?);
        let next = self.list.get(place + 1);
        let stretch = self.stretch(place);
        let free = stretch.saturating_sub(self.size);
        let [whole, usual, last] = WORTH_IT;
        let worth_it = match self.all_may_wait() {
            _ if self.keys == WHOLE => whole,
            false => usual,
            true => last,
        };
        // Where a cut missed, more has to be won by the next.
        if free < (worth_it + shard.vain) * self.size {
            return None;
        }
        let ahead = self.size + (free / 2).min(self.stride * self.size);
        // Less than a day away there may be no place to enter at.
        let latest = time.saturating_sub(DAY);
        let lowest = next.and_then(Shard::start_time).max(shard.floor);
        let earliest = lowest.unwrap_or(0).saturating_add(DAY);
        // The day of the cut is left out, which is half a day on average.
        let cut = |span: i64, leads: u64| {
            let back = i128::from(span) * i128::from(ahead) / i128::from(leads.max(1));
            let back = i64::try_from(back).unwrap_or(i64::MAX);
            time.saturating_sub(back).saturating_add(DAY / 2)
        };
        let between = lowest.map(|lowest| cut(time.saturating_sub(lowest), stretch));
        let at_pace = Some(cut(shard.span, self.size))
            .filter(|cut| next.is_none() && (earliest..=latest).contains(cut));
        if earliest > latest {
            return None;
        }
        let cut = at_pace.or(between)?.clamp(earliest, latest);
        Some((cut, left - ahead))
    }

    /// Whether all that is left may be held until its turn.
    pub(crate) fn all_may_wait(&self) -> bool {
        let left = self.list.front().and_then(|front| front.left);
        left.is_some_and(|left| left / self.size.max(1) < self.most as u64)
    }
}
