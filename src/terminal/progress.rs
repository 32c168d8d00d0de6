//! The progress line on standard error: how far a reading is, how fast it
//! goes and how long it will take. A terminal has one such line, and so has
//! this program; it makes room for every message and for the rows.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::mpsc;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::zone;
use crate::interrupt;
use crate::query::when;

/// Work that takes no longer shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// From one picture to the next.
const TICK: Duration = Duration::from_millis(100);

/// A terminal that takes longer than this for a line is stopped.
const STOPPED: Duration = Duration::from_millis(200);

/// Columns left free at the end of the line: there a terminal shows `^C`,
/// which would begin a line of its own at its edge.
const MARGIN: usize = 4;

/// Columns of the bar, without its brackets; on a narrow terminal there is
/// none.
const BAR: usize = 24;

const SPINNER: [char; 4] = ['|', '/', '-', '\\'];

static PROGRESS: Progress = Progress {
    line: Mutex::new(Line {
        on: false,
        read: 0,
        total: None,
        unit: "leads",
        since: None,
        waits: None,
        ticks: 0,
        shown: 0,
    }),
    changed: Condvar::new(),
};

struct Progress {
    line: Mutex<Line>,
    changed: Condvar,
}

struct Line {
    /// Between the begin and the end.
    on: bool,
    read: u64,
    total: Option<u64>,
    /// What is counted.
    unit: &'static str,
    /// When the count began.
    since: Option<Instant>,
    /// Until when requests wait for the rate limit, also as a person has it.
    waits: Option<(Instant, String)>,
    ticks: usize,
    /// Columns that the line takes now.
    shown: usize,
}

/// Progress is shown as long as this lives.
pub(crate) struct Shown(());

impl Drop for Shown {
    fn drop(&mut self) {
        end();
    }
}

/// Begins to show progress, if there is a terminal to show it on.
pub(crate) fn begin() -> Option<Shown> {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if dumb || !io::stderr().is_terminal() {
        return None;
    }
    let mut line = lock();
    line.on = true;
    line.since = Some(Instant::now());
    drop(line);
    // Without a thread nothing is shown, and no harm done.
    let thread = thread::Builder::new().spawn(show);
    thread.is_ok().then_some(Shown(()))
}

/// So many leads (or what else `unit` says) were read, of so many that there
/// are said to be.
pub(crate) fn reached(read: u64, total: Option<u64>, unit: &'static str) {
    let mut line = lock();
    line.read = read;
    // What there is changes while it is read.
    line.total = total.map(|total| total.max(read));
    line.unit = unit;
}

/// Requests wait for the rate limit. The time of day when they go on, for a
/// message; none when the line tells it, or when it was told for another
/// request.
pub(crate) fn waits(wait: Duration) -> Option<String> {
    let mut line = lock();
    let until = Instant::now() + wait;
    if line
        .waits
        .as_ref()
        .is_some_and(|(told, _)| until < *told + TICK)
    {
        return None;
    }
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let clock = zone::clock(when::now().saturating_add_unsigned(seconds));
    line.waits = Some((until, clock.clone()));
    (!line.on).then_some(clock)
}

/// Does what writes to the terminal, with the line out of its way.
pub(crate) fn aside(write: impl FnOnce()) {
    let mut line = lock();
    line.clear();
    write();
}

/// Takes the line away for good.
pub(crate) fn end() {
    let mut line = lock();
    line.on = false;
    line.clear();
    PROGRESS.changed.notify_all();
}

/// Takes the line away, but does not wait for a terminal that is stopped
/// (Ctrl-S, a lost connection): a write to that blocks, with the line locked.
fn try_end() {
    let (done, ended) = mpsc::channel();
    let thread = thread::Builder::new().spawn(move || {
        end();
        // Nobody waits for it any more when that took too long.
        let _ = done.send(());
    });
    if thread.is_ok() {
        let _ = ended.recv_timeout(STOPPED);
    }
}

fn lock() -> MutexGuard<'static, Line> {
    PROGRESS.line.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Draws the line from time to time until the end.
fn show() {
    let mut wait = PATIENCE;
    loop {
        let waited = PROGRESS
            .changed
            .wait_timeout_while(lock(), wait, |line| line.on);
        let (mut line, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if !line.on {
            return;
        }
        if line.ticks == 0 {
            // Without it Ctrl-C leaves the line where it is.
            let _ = interrupt::on_interrupt(try_end);
        }
        line.draw();
        wait = TICK;
    }
}

impl Line {
    fn draw(&mut self) {
        self.ticks += 1;
        self.waits.take_if(|(until, _)| *until <= Instant::now());
        let columns = terminal_size::terminal_size_of(io::stderr())
            .map_or(80, |(width, _)| usize::from(width.0));
        let elapsed = self.since.map_or(Duration::ZERO, |since| since.elapsed());
        let text = self.text(columns.saturating_sub(MARGIN), elapsed);
        // Blanks in place of escape sequences, which not every console knows.
        let blank = " ".repeat(self.shown.saturating_sub(text.len()));
        self.shown = text.len();
        let _ = io::stderr().write_all(format!("\r{text}{blank}").as_bytes());
    }

    fn clear(&mut self) {
        if self.shown > 0 {
            let blank = " ".repeat(self.shown + MARGIN);
            let _ = io::stderr().write_all(format!("\r{blank}\r").as_bytes());
            self.shown = 0;
        }
    }

    /// The line, in ASCII and at most so many `columns`.
    fn text(&self, columns: usize, elapsed: Duration) -> String {
        let (read, unit) = (self.read, self.unit);
        let mut text = match self.total {
            Some(total) => format!("{read} of {total} {unit}"),
            None if read == 0 => "waiting for the first answer".to_owned(),
            None => format!("{read} {unit}"),
        };
        if let Some((_, clock)) = &self.waits {
            text = format!("{text}, waiting for the rate limit until {clock}");
        } else if read > 0 {
            let took = elapsed.as_millis().max(1);
            text = format!("{text}, {} a second", u128::from(read) * 1000 / took);
            if let Some(total) = self.total {
                let left = u128::from(total - read) * took / u128::from(read);
                text = format!("{text}, {} left", span(left.div_ceil(1000)));
            }
        }
        let text = match self.total {
            Some(total) if text.len() + BAR + 3 <= columns => {
                let (total, read) = (u128::from(total), u128::from(read));
                let done = |place: &usize| *place as u128 * total < BAR as u128 * read;
                let done = "=".repeat((0..BAR).take_while(done).count());
                format!("[{done:-<BAR$}] {text}")
            }
            _ => format!("{} {text}", SPINNER[self.ticks % SPINNER.len()]),
        };
        text.chars().take(columns).collect()
    }
}

/// So many seconds as a person says them.
fn span(seconds: u128) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(read: u64, total: Option<u64>) -> Line {
        Line {
            on: true,
            read,
            total,
            unit: "leads",
            since: None,
            waits: None,
            ticks: 1,
            shown: 0,
        }
    }

    #[test]
    fn the_line_tells_count_rate_and_time_left() {
        let ten = Duration::from_secs(10);
        for (read, total, expected) in [
            (0, None, "/ waiting for the first answer"),
            (500, None, "/ 500 leads, 50 a second"),
            (
                3000,
                Some(12_000),
                "[======------------------] 3000 of 12000 leads, 300 a second, 30 s left",
            ),
            (
                10,
                Some(10),
                "[========================] 10 of 10 leads, 1 a second, 0 s left",
            ),
            (0, Some(0), "[------------------------] 0 of 0 leads"),
            (
                0,
                Some(u64::MAX),
                "[------------------------] 0 of 18446744073709551615 leads",
            ),
        ] {
            assert_eq!(line(read, total).text(76, ten), expected);
        }
    }

    #[test]
    fn a_narrow_terminal_gets_the_figures_and_never_a_second_line() {
        let ten = Duration::from_secs(10);
        let mut line = line(3000, Some(12_000));
        assert_eq!(
            line.text(56, ten),
            "/ 3000 of 12000 leads, 300 a second, 30 s left"
        );
        line.waits = Some((Instant::now(), "12:34:56".to_owned()));
        assert_eq!(
            line.text(76, ten),
            "/ 3000 of 12000 leads, waiting for the rate limit until 12:34:56"
        );
        for columns in 0..80 {
            assert!(line.text(columns, ten).len() <= columns);
        }
    }

    #[test]
    fn spans_are_told_in_two_units_at_most() {
        for (seconds, expected) in [
            (0, "0 s"),
            (59, "59 s"),
            (80, "1 min 20 s"),
            (3599, "59 min 59 s"),
            (9000, "2 h 30 min"),
        ] {
            assert_eq!(span(seconds), expected);
        }
    }
}
