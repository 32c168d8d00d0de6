//! Parsers for values of options and of keys of the config file. Errors are written to
//! follow the name of the option or key.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::SampleSize;
use crate::query::when::{self, When};

/// An age in seconds; `None` is unlimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age(pub Option<i64>);

/// Text without surrounding white space; must not be empty.
pub(crate) fn non_empty(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("the value is empty".to_owned()),
        text => Ok(text.to_owned()),
    }
}

/// A whole number from `min` to `max`.
pub(crate) fn int_in<T>(min: T, max: T) -> impl Fn(&str) -> Result<T, String> + Clone
where
    T: FromStr + PartialOrd + Display + Send + Sync + Copy,
{
    move |text| match text.trim().parse() {
        Ok(number) if min <= number && number <= max => Ok(number),
        _ => Err(format!("expected a whole number from {min} to {max}")),
    }
}

/// A time limit in seconds, possibly with a fraction.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "expected seconds, such as 30")?;
    if (0.01..=86_400.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("expected 0.01 to 86400 seconds".to_owned())
    }
}

/// The number of retries.
pub(crate) fn retries(text: &str) -> Result<u32, String> {
    int_in(0, 100)(text)
}

/// The number of requests in flight.
pub(crate) fn jobs(text: &str) -> Result<u8, String> {
    int_in(1, 16)(text)
}

/// Requests per second.
pub(crate) fn max_rate(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(rate) if (0.001..=100_000.0).contains(&rate) => Ok(rate),
        _ => Err("expected requests per second, such as 10 or 0.5".to_owned()),
    }
}

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

/// Requests allowed in a number of seconds.
pub(super) fn rate_limit(text: &str) -> Result<(u32, u32), String> {
    let rate = text
        .split_once('/')
        .and_then(|(calls, seconds)| Some((calls.parse().ok()?, seconds.parse().ok()?)));
    rate.filter(|&(calls, seconds)| calls > 0 && seconds > 0)
        .ok_or_else(|| "expected CALLS/SECONDS, such as 12/2".to_owned())
}
