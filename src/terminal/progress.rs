//! The progress line on standard error: the number of leads read, the speed, and the
//! time left. There is one line for the whole process. Messages and rows replace it.
//! Without a terminal it is one line per minute.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::mpsc;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::zone;
use crate::interrupt;

/// Shorter work shows no progress.
const DELAY: Duration = Duration::from_millis(500);

/// The time between two redraws.
const TICK: Duration = Duration::from_millis(100);

/// The time between two lines without a terminal.
const MINUTE: Duration = Duration::from_secs(60);

/// A terminal that takes longer than this for a line is stopped.
const STOPPED: Duration = Duration::from_millis(200);

/// Free columns at the end of the line, for the `^C` that a terminal echoes; at its
/// edge that would start a new line.
const MARGIN: usize = 4;

/// The width of the bar without brackets. A narrow terminal has no bar.
const BAR: usize = 24;

const SPINNER: [char; 4] = ['|', '/', '-', '\\'];

static PROGRESS: Progress = Progress {
    line: Mutex::new(Line {
        on: false,
        in_log: false,
        read: 0,
        total: None,
        unit: "leads",
        since: None,
        rate_limited: None,
        ticks: 0,
        drawn: 0,
    }),
    changed: Condvar::new(),
};

struct Progress {
    line: Mutex<Line>,
    changed: Condvar,
}

struct Line {
    /// Set between [`begin`] and [`end`], on a terminal.
    on: bool,
    /// The same without a terminal.
    in_log: bool,
    read: u64,
    total: Option<u64>,
    /// What is counted.
    unit: &'static str,
    /// When counting started.
    since: Option<Instant>,
    /// When requests continue after waiting for the rate limit, also as local time.
    rate_limited: Option<(Instant, String)>,
    ticks: usize,
    /// The current width of the line.
    drawn: usize,
}

/// Progress is shown until this is dropped.
pub(crate) struct ProgressGuard(());

impl Drop for ProgressGuard {
    fn drop(&mut self) {
        end();
    }
}

/// Shows progress from now on: on a terminal as a line that is redrawn, otherwise as
/// one line per minute.
pub(crate) fn begin() -> Option<ProgressGuard> {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let is_drawn = !dumb && io::stderr().is_terminal();
    let mut line = lock();
    line.on = is_drawn;
    line.in_log = !is_drawn;
    line.since = Some(Instant::now());
    drop(line);
    // Without a thread there is no progress, which is not an error.
    let guard = ProgressGuard(());
    let show = if is_drawn {
        draw_until_end
    } else {
        log_until_end
    };
    let thread = thread::Builder::new().spawn(show);
    thread.is_ok().then_some(guard)
}

/// Sets the number of leads, or other `unit`, read, and the total if it is known.
pub(crate) fn set_position(read: u64, total: Option<u64>, unit: &'static str) {
    let mut line = lock();
    line.read = read;
    // The total was requested earlier, and may have grown.
    line.total = total.map(|total| total.max(read));
    line.unit = unit;
}

/// Records that requests wait for the rate limit. Returns the time of day when they
/// continue, for a message; `None` if the line shows it, or if another request with the
/// same wait has returned it.
pub(crate) fn set_rate_limited(wait: Duration) -> Option<String> {
    let mut line = lock();
    let until = Instant::now() + wait;
    if line
        .rate_limited
        .as_ref()
        .is_some_and(|(known, _)| until < *known + TICK)
    {
        return None;
    }
    let clock = zone::clock_after(wait);
    line.rate_limited = Some((until, clock.clone()));
    (!line.on).then_some(clock)
}

/// Runs `write`, which writes to the terminal, with the line cleared.
pub(crate) fn suspend(write: impl FnOnce()) {
    let mut line = lock();
    line.clear();
    write();
}

/// Removes the line for good, before output. The log continues.
pub(crate) fn make_room() {
    let mut line = lock();
    line.on = false;
    line.clear();
    PROGRESS.changed.notify_all();
}

/// Ends progress.
pub(crate) fn end() {
    let mut line = lock();
    line.on = false;
    line.in_log = false;
    line.clear();
    PROGRESS.changed.notify_all();
}

/// As [`end`], but does not wait for a stopped terminal (Ctrl-S, a lost connection): a
/// write to it blocks, with the line locked.
fn try_end() {
    let (done, ended) = mpsc::channel();
    let thread = thread::Builder::new().spawn(move || {
        end();
        // Fails if it took longer than the receiver waits.
        let _ = done.send(());
    });
    if thread.is_ok() {
        let _ = ended.recv_timeout(STOPPED);
    }
}

fn lock() -> MutexGuard<'static, Line> {
    PROGRESS.line.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Redraws the line every [`TICK`] until [`end`].
fn draw_until_end() {
    let mut wait = DELAY;
    loop {
        let waited = PROGRESS
            .changed
            .wait_timeout_while(lock(), wait, |line| line.on);
        let (mut line, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if !line.on {
            return;
        }
        if line.ticks == 0 {
            // If it fails, Ctrl-C leaves the line on the screen.
            let _ = interrupt::on_interrupt(try_end);
        }
        line.draw();
        wait = TICK;
    }
}

/// Writes a line every [`MINUTE`] until [`end`].
fn log_until_end() {
    loop {
        let waited = PROGRESS
            .changed
            .wait_timeout_while(lock(), MINUTE, |line| line.in_log);
        let (line, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if !line.in_log {
            return;
        }
        let elapsed = line.since.map_or(Duration::ZERO, |since| since.elapsed());
        let text = format!("{}\n", line.figures(elapsed));
        // An error of standard error cannot be reported anywhere.
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

impl Line {
    fn draw(&mut self) {
        self.ticks += 1;
        self.rate_limited
            .take_if(|(until, _)| *until <= Instant::now());
        let columns = terminal_size::terminal_size_of(io::stderr())
            .map_or(80, |(width, _)| usize::from(width.0));
        let elapsed = self.since.map_or(Duration::ZERO, |since| since.elapsed());
        let text = self.text(columns.saturating_sub(MARGIN), elapsed);
        // Spaces, because not every console supports escape sequences.
        let blank = " ".repeat(self.drawn.saturating_sub(text.len()));
        self.drawn = text.len();
        let _ = io::stderr().write_all(format!("\r{text}{blank}").as_bytes());
    }

    fn clear(&mut self) {
        if self.drawn > 0 {
            let blank = " ".repeat(self.drawn + MARGIN);
            let _ = io::stderr().write_all(format!("\r{blank}\r").as_bytes());
            self.drawn = 0;
        }
    }

    /// The text without the bar, in ASCII.
    fn figures(&self, elapsed: Duration) -> String {
        let (read, unit) = (self.read, self.unit);
        let mut text = match self.total {
            Some(total) => format!("{read} of {total} {unit}"),
            None if read == 0 => "waiting for the first answer".to_owned(),
            None => format!("{read} {unit}"),
        };
        if let Some((_, clock)) = &self.rate_limited {
            text = format!("{text}, waiting for the rate limit until {clock}");
        } else if read > 0 {
            let took = elapsed.as_millis().max(1);
            text = format!("{text}, {} a second", u128::from(read) * 1000 / took);
            if let Some(total) = self.total {
                let remaining = u128::from(total - read) * took / u128::from(read);
                text = format!("{text}, {} left", span(remaining.div_ceil(1000)));
            }
        }
        text
    }

    /// The text of the line, in ASCII, at most `columns` long.
    fn text(&self, columns: usize, elapsed: Duration) -> String {
        let text = self.figures(elapsed);
        let text = match self.total {
            Some(total) if text.len() + BAR + 3 <= columns => {
                let (total, read) = (u128::from(total), u128::from(self.read));
                let is_done = |index: &usize| *index as u128 * total < BAR as u128 * read;
                let done = "=".repeat((0..BAR).take_while(is_done).count());
                format!("[{done:-<BAR$}] {text}")
            }
            _ => format!("{} {text}", SPINNER[self.ticks % SPINNER.len()]),
        };
        text.chars().take(columns).collect()
    }
}

/// Seconds in at most two units, such as `2 min 5 s`.
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
            in_log: false,
            read,
            total,
            unit: "leads",
            since: None,
            rate_limited: None,
            ticks: 1,
            drawn: 0,
        }
    }

    #[test]
    fn the_line_shows_count_rate_and_time_left() {
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
    fn a_narrow_terminal_shows_the_figures_on_one_line() {
        let ten = Duration::from_secs(10);
        let mut line = line(3000, Some(12_000));
        assert_eq!(
            line.text(56, ten),
            "/ 3000 of 12000 leads, 300 a second, 30 s left"
        );
        line.rate_limited = Some((Instant::now(), "12:34:56".to_owned()));
        assert_eq!(
            line.text(76, ten),
            "/ 3000 of 12000 leads, waiting for the rate limit until 12:34:56"
        );
        for columns in 0..80 {
            assert!(line.text(columns, ten).len() <= columns);
        }
    }

    #[test]
    fn spans_have_two_units_at_most() {
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
