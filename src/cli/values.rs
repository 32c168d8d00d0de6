//! Readers of option values; their errors end up behind the option's name.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use super::SampleSize;
use crate::query::when::When;

/// Text that is not empty, without the space around it.
pub(crate) fn filled(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("the value is empty".to_owned()),
        text => Ok(text.to_owned()),
    }
}

/// A phone number, or `-`.
pub(crate) fn phone(text: &str) -> Result<String, String> {
    let text = filled(text)?;
    if text == "-" || text.contains(|letter: char| letter.is_ascii_digit()) {
        Ok(text)
    } else {
        Err("a phone number has digits".to_owned())
    }
}

/// A whole number of so much at least, and at most where there is a most.
pub(super) fn whole<T>(least: T, most: T) -> impl Fn(&str) -> Result<T, String> + Clone
where
    T: FromStr + PartialOrd + Display + Send + Sync + Copy,
{
    move |text| match text.trim().parse() {
        Ok(number) if least <= number && number <= most => Ok(number),
        _ => Err(format!("expected a whole number from {least} to {most}")),
    }
}

/// How many leads: one at least.
pub(super) fn limit(text: &str) -> Result<u64, String> {
    match text.trim().parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err("expected a whole number, 1 or more".to_owned()),
    }
}

/// A time limit.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "expected seconds, such as 30")?;
    if (0.01..=86_400.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("expected 0.01 to 86400 seconds".to_owned())
    }
}

/// How often to try again.
pub(crate) fn retries(text: &str) -> Result<u32, String> {
    whole(0, 100)(text)
}

/// How many requests to have in flight.
pub(crate) fn jobs(text: &str) -> Result<u8, String> {
    whole(1, 16)(text)
}

/// Calls a second.
pub(crate) fn rate_of_calls(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(rate) if (0.001..=100_000.0).contains(&rate) => Ok(rate),
        _ => Err("expected calls a second, such as 10 or 0.5".to_owned()),
    }
}

/// How many leads to look at.
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
    crate::query::when::parse(text, crate::query::when::now())
}

/// So many calls in so many seconds.
pub(crate) fn rate(text: &str) -> Result<(u32, u32), String> {
    let rate = text
        .split_once('/')
        .and_then(|(calls, seconds)| Some((calls.parse().ok()?, seconds.parse().ok()?)));
    rate.filter(|&(calls, seconds)| calls > 0 && seconds > 0)
        .ok_or_else(|| "expected CALLS/SECONDS, such as 12/2".to_owned())
}
