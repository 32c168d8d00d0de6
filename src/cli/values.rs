//! Value parsers of options without a config key; the others are in
//! [`crate::parse`]. clap puts the option's name before their errors.

use jiff::tz::TimeZone;

use super::SampleSize;
use crate::parse::non_empty;
use crate::query::when::{self, When};

/// An age in seconds; `None` is unlimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age(pub Option<i64>);

/// A phone number, or `-`.
pub(crate) fn phone(text: &str) -> Result<String, String> {
    let text = non_empty(text)?;
    if text == "-" || text.contains(|letter: char| letter.is_ascii_digit()) {
        Ok(text)
    } else {
        Err("expected a phone number, which has digits".to_owned())
    }
}

/// A number of leads, at least one.
pub(super) fn limit(text: &str) -> Result<u64, String> {
    match text.trim().parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err("expected a whole number, 1 or more; without it every lead is printed".to_owned()),
    }
}

/// A number of leads, or `all`.
pub(super) fn sample(text: &str) -> Result<SampleSize, String> {
    if text == "all" {
        return Ok(SampleSize(None));
    }
    match text.parse() {
        Ok(size) if size > 0 => Ok(SampleSize(Some(size))),
        _ => Err("expected a number of leads, 1 or more, or all".to_owned()),
    }
}

/// A point in time.
pub(super) fn when(text: &str) -> Result<When, String> {
    crate::query::when::parse(text)
}

/// A span such as `7d`.
pub(super) fn age(text: &str) -> Result<Age, String> {
    let now = when::now();
    match when::parse(text) {
        Ok(span @ When::Ago(..)) => Ok(Age(Some(now - span.seconds(now, &TimeZone::UTC)?))),
        _ => Err("expected a span such as 7d, 12h or 2w".to_owned()),
    }
}

/// A span such as `90d`, or `all`.
pub(super) fn keep(text: &str) -> Result<Age, String> {
    if text == "all" {
        return Ok(Age(None));
    }
    age(text).map_err(|why| format!("{why}, or all"))
}

/// Calls allowed in a number of seconds.
pub(super) fn rate_limit(text: &str) -> Result<(u32, u32), String> {
    let rate = text
        .split_once('/')
        .and_then(|(calls, seconds)| Some((calls.parse().ok()?, seconds.parse().ok()?)));
    rate.filter(|&(calls, seconds)| calls > 0 && seconds > 0)
        .ok_or_else(|| "expected CALLS/SECONDS, such as 12/2".to_owned())
}
