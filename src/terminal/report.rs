//! What is told on standard error: errors, warnings, notes, and with `-v` the
//! requests. Standard output carries leads only.

use std::fmt::Display;
use std::io::Write as _;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr as _;

use super::{progress, sanitize};
use crate::intercom::Error;

/// How much is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Errors alone.
    Quiet,
    /// Warnings and notes too.
    #[default]
    Usual,
    /// A line for each request too.
    Requests,
    /// The headers of requests and answers too.
    Headers,
}

/// A line of what was typed, cut in two at the place that an error is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// What stands before the place.
    pub before: String,
    /// What begins there.
    pub after: String,
}

/// Tells things on standard error. What the API or a lead says is made safe
/// for a terminal first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Report {
    level: Level,
}

impl Report {
    /// A report that tells as much as `level` says.
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
            progress::aside(|| {
                // There is nobody left to tell that standard error is closed.
                let _ = writeln!(anstream::stderr().lock(), "{paint}{label}{paint:#}{text}");
            });
        }
    }

    /// Whether a person may be shown how far it is: neither silence nor every
    /// request was asked for.
    pub(crate) fn may_show_progress(self) -> bool {
        self.level == Level::Usual
    }

    /// What ended the run, and what to do about it.
    pub fn error(self, what: &dyn Display, hint: Option<&str>) {
        let red = AnsiColor::Red.on_default().bold();
        self.labelled(Level::Quiet, "error: ", red, what);
        if let Some(hint) = hint {
            self.labelled(Level::Quiet, "hint: ", Style::new().bold(), &hint);
        }
    }

    /// What the error before is about, with a mark under the place.
    pub fn excerpt(self, excerpt: &Excerpt) {
        let before = sanitize::text(&excerpt.before);
        self.line(
            Level::Quiet,
            &format_args!("  {before}{}", sanitize::text(&excerpt.after)),
        );
        let column = before.width();
        self.line(Level::Quiet, &format_args!("  {:column$}^", ""));
    }

    /// Something that a user would want to know of the result.
    pub fn warn(self, what: &str) {
        let yellow = AnsiColor::Yellow.on_default().bold();
        self.labelled(Level::Usual, "warning: ", yellow, &what);
    }

    /// Something that a user may want to know.
    pub fn note(self, what: &str) {
        self.line(Level::Usual, &what);
    }

    /// Something for those who want to see how it is done.
    pub fn detail(self, what: &str) {
        self.line(Level::Requests, &what);
    }

    /// A request was answered.
    pub(crate) fn answered(self, request: &str, status: u16, took: Duration, left: Option<u64>) {
        let left = left
            .map(|left| format!(", {left} calls left"))
            .unwrap_or_default();
        let took = took.as_millis();
        self.line(
            Level::Requests,
            &format_args!("{request} {status} {took} ms{left}"),
        );
    }

    /// A request was not answered.
    pub(crate) fn failed(self, request: &str, error: &Error, took: Duration) {
        let took = took.as_millis();
        self.line(
            Level::Requests,
            &format_args!("{request} failed after {took} ms: {error}"),
        );
    }

    /// A request is sent again after a pause.
    pub(crate) fn waiting(self, error: &Error, wait: Duration, attempt: u32, most: u32) {
        let limited = matches!(error, Error::Refused(refusal) if refusal.is_rate_limit());
        // All requests wait for the same limit, which one line tells.
        if limited && progress::waits(wait).is_none() && self.level < Level::Requests {
            return;
        }
        let seconds = wait.as_secs_f64();
        let text = format!("{error}; again in {seconds:.1} s (retry {attempt} of {most})");
        let from = Self::level(wait);
        self.line(from, &text);
    }

    /// A request waits for its turn within the rate limit.
    pub(crate) fn paced(self, wait: Duration) {
        if let Some(clock) = progress::waits(wait) {
            let seconds = wait.as_secs_f64();
            let text = format!("waiting {seconds:.1} s for the rate limit, until {clock}");
            self.line(Self::level(wait), &text);
        }
    }

    /// A pause that a person would notice is told without being asked for.
    fn level(wait: Duration) -> Level {
        if wait < Duration::from_secs(5) {
            Level::Requests
        } else {
            Level::Usual
        }
    }

    /// A request goes out, with its headers; the token is never shown.
    pub(crate) fn sends(self, request: &str, version: &str) {
        self.line(Level::Headers, &format_args!("> {request}"));
        self.line(Level::Headers, &"> authorization: Bearer (redacted)");
        self.line(
            Level::Headers,
            &format_args!("> intercom-version: {version}"),
        );
    }

    /// The headers of an answer, with `hide` applied to each line.
    pub(crate) fn headers<'h>(
        self,
        status: u16,
        headers: impl Iterator<Item = (&'h str, &'h [u8])>,
        hide: impl Fn(String) -> String,
    ) {
        if self.level < Level::Headers {
            return;
        }
        self.line(Level::Headers, &format_args!("< {status}"));
        for (name, value) in headers {
            let value = String::from_utf8_lossy(value);
            self.line(Level::Headers, &hide(format!("< {name}: {value}")));
        }
    }
}
