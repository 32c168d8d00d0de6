//! Messages on standard error: errors, warnings, notes, and with `-v` requests.
//! Standard output has only data.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr as _;

use super::{progress, sanitize};

/// Waits from this duration on are shown without `-v`.
const LONG_WAIT: Duration = Duration::from_secs(5);

/// How much is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Only errors.
    Quiet,
    /// Also warnings and notes.
    #[default]
    Normal,
    /// Also a line for each request.
    Requests,
    /// Also the headers of requests and responses.
    Headers,
}

/// A line of input, split at the position of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The text before the position.
    pub before: String,
    /// The text after it.
    pub after: String,
}

impl Excerpt {
    /// The line of `text` around the byte `position`, with at most about 60 characters
    /// on either side.
    #[must_use]
    pub fn at(text: &str, position: usize) -> Self {
        const CONTEXT: usize = 60;
        let (before, after) = text.split_at_checked(position).unwrap_or((text, ""));
        let before = before.rsplit('\n').next().unwrap_or_default();
        let after = after.split('\n').next().unwrap_or_default();
        let start = before.char_indices().rev().nth(CONTEXT - 1);
        let end = after.char_indices().nth(CONTEXT);
        Self {
            before: before[start.map_or(0, |(index, _)| index)..].to_owned(),
            after: after[..end.map_or(after.len(), |(index, _)| index)].to_owned(),
        }
    }
}

/// Why a request is retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryCause {
    /// The rate limit, for which all requests wait together.
    RateLimit,
    /// Any other reason, which concerns only this request.
    Failure,
}

/// Messages to show after a table.
static HELD: Mutex<Option<String>> = Mutex::new(None);

/// Holds back warnings and notes until this is dropped.
pub(crate) struct HoldGuard(());

impl Drop for HoldGuard {
    fn drop(&mut self) {
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        let text = held.take().unwrap_or_default();
        drop(held);
        if !text.is_empty() {
            show(&text);
        }
    }
}

/// Writes lines to standard error.
fn show(lines: &str) {
    progress::suspend(|| {
        // An error of standard error cannot be reported anywhere.
        let _ = anstream::stderr().lock().write_all(lines.as_bytes());
    });
}

/// The width of the terminal of standard error, if it is one.
fn width_of_stderr() -> Option<usize> {
    if !io::stderr().is_terminal() {
        return None;
    }
    terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0))
}

/// Wraps `text` between words into lines of at most `width` columns. The first line
/// starts in the column `start`. Longer words are not split.
fn wrapped(text: &str, width: usize, start: usize) -> String {
    let mut lines = String::with_capacity(text.len());
    let mut taken = start;
    for (index, word) in text.split(' ').enumerate() {
        let columns = word.width();
        if index > 0 && taken + 1 + columns > width && taken > 0 {
            lines.push('\n');
            taken = 0;
        } else if index > 0 {
            lines.push(' ');
            taken += 1;
        }
        lines.push_str(word);
        taken += columns;
    }
    lines
}

/// Writes messages to standard error. Text from the API and from leads is escaped for a
/// terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Report {
    level: Level,
}

impl Report {
    /// A report that shows messages up to `level`.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self { level }
    }

    fn line(self, from: Level, text: &dyn Display) {
        self.labelled(from, "", Style::new(), text);
    }

    fn labelled(self, from: Level, label: &str, paint: Style, text: &dyn Display) {
        if self.level >= from {
            let text = text.to_string();
            let text = sanitize::text(&text);
            show(&format!("{paint}{label}{paint:#}{text}\n"));
        }
    }

    /// A message for the user. On a terminal it is wrapped between words, and shown
    /// after [`HoldGuard`] is dropped.
    fn message(self, from: Level, label: &str, paint: Style, text: &str) {
        if self.level < from {
            return;
        }
        let text = sanitize::text(text);
        let text = match width_of_stderr() {
            Some(width) => wrapped(&text, width, label.width()),
            None => text.into_owned(),
        };
        let text = format!("{paint}{label}{paint:#}{text}\n");
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = held.as_mut().filter(|_| from > Level::Quiet) {
            held.push_str(&text);
        } else {
            drop(held);
            show(&text);
        }
    }

    /// Holds back warnings and notes until the result is dropped, so that they come
    /// after the rows of a table.
    pub(crate) fn hold() -> HoldGuard {
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        held.get_or_insert_default();
        HoldGuard(())
    }

    /// Whether progress may be shown: not with `-q` or `-v`.
    pub(crate) fn may_show_progress(self) -> bool {
        self.level == Level::Normal
    }

    /// The error that ended the run, and what to do.
    pub fn error(self, what: &dyn Display, hint: Option<&str>) {
        let red = AnsiColor::Red.on_default().bold();
        self.message(Level::Quiet, "error: ", red, &what.to_string());
        if let Some(hint) = hint {
            self.message(Level::Quiet, "hint: ", Style::new().bold(), hint);
        }
    }

    /// The text of the last error, with a mark under the position.
    pub fn excerpt(self, excerpt: &Excerpt) {
        let before = sanitize::text(&excerpt.before);
        self.line(
            Level::Quiet,
            &format_args!("  {before}{}", sanitize::text(&excerpt.after)),
        );
        let column = before.width();
        self.line(Level::Quiet, &format_args!("  {:column$}^", ""));
    }

    /// A warning: the result is not complete or not as requested.
    pub fn warn(self, what: &str) {
        let yellow = AnsiColor::Yellow.on_default().bold();
        self.message(Level::Normal, "warning: ", yellow, what);
    }

    /// A note, shown unless `-q` is given.
    pub fn note(self, what: &str) {
        self.message(Level::Normal, "", Style::new(), what);
    }

    /// A note, shown with `-v`.
    pub fn detail(self, what: &str) {
        self.line(Level::Requests, &what);
    }

    /// Logs a request with a response.
    pub(crate) fn answered(
        self,
        request: &str,
        status: u16,
        took: Duration,
        remaining: Option<u64>,
    ) {
        let left = remaining
            .map(|calls| format!(", {calls} calls left"))
            .unwrap_or_default();
        let took = took.as_millis();
        self.line(
            Level::Requests,
            &format_args!("{request} {status} {took} ms{left}"),
        );
    }

    /// Logs a request without a response.
    pub(crate) fn failed(self, request: &str, error: &dyn Display, took: Duration) {
        let took = took.as_millis();
        self.line(
            Level::Requests,
            &format_args!("{request} failed after {took} ms: {error}"),
        );
    }

    /// Logs that a request is retried after `wait`, as attempt `attempt` of at most
    /// `max`.
    pub(crate) fn retrying(
        self,
        error: &dyn Display,
        cause: RetryCause,
        wait: Duration,
        (attempt, max): (u32, u32),
    ) {
        // Only the first request that waits for the rate limit reports it.
        let is_shown = cause == RetryCause::RateLimit && progress::set_rate_limited(wait).is_none();
        if is_shown && self.level < Level::Requests {
            return;
        }
        let seconds = wait.as_secs_f64();
        self.line(
            Self::level_of(wait),
            &format_args!("{error}; retry {attempt} of {max} in {seconds:.1} s"),
        );
    }

    /// Logs that a request waits so that the rate limit is not exceeded.
    pub(crate) fn paced(self, wait: Duration) {
        if let Some(clock) = progress::set_rate_limited(wait) {
            let seconds = wait.as_secs_f64();
            let text = format!("waiting {seconds:.1} s for the rate limit, until {clock}");
            self.line(Self::level_of(wait), &text);
        }
    }

    fn level_of(wait: Duration) -> Level {
        if wait < LONG_WAIT {
            Level::Requests
        } else {
            Level::Normal
        }
    }

    /// Logs a request with its headers, without the token.
    pub(crate) fn sends(self, request: &str, version: &str) {
        self.line(Level::Headers, &format_args!("> {request}"));
        self.line(Level::Headers, &"> authorization: Bearer (redacted)");
        self.line(
            Level::Headers,
            &format_args!("> intercom-version: {version}"),
        );
    }

    /// Logs the headers of a response, with `redact` applied to each line.
    pub(crate) fn headers<N: Display, V: AsRef<[u8]>>(
        self,
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        redact: impl Fn(String) -> String,
    ) {
        if self.level < Level::Headers {
            return;
        }
        self.line(Level::Headers, &format_args!("< {status}"));
        for (name, value) in headers {
            let value = String::from_utf8_lossy(value.as_ref());
            self.line(Level::Headers, &redact(format!("< {name}: {value}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_wrapped_between_words() {
        for (text, width, start, expected) in [
            ("a note of some words", 80, 0, "a note of some words"),
            ("a note of some words", 10, 0, "a note of\nsome words"),
            ("a note of some words", 10, 6, "a\nnote of\nsome words"),
            ("incomprehensibilities", 10, 0, "incomprehensibilities"),
            (
                "x incomprehensibilities y",
                10,
                0,
                "x\nincomprehensibilities\ny",
            ),
            ("", 10, 0, ""),
        ] {
            assert_eq!(wrapped(text, width, start), expected);
        }
    }
}
