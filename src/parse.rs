//! Parsers of values: of options, of variables, and of keys of the config file. Errors
//! are written to follow the name of the option or key.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

/// Text without the white space around it, and without quotes around that: a
/// value out of a `.env` file may have them.
pub(crate) fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inner = |quote| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).map_or(text, str::trim)
}

/// Text without the white space around it; not empty.
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

/// A time limit in seconds, with a fraction if need be.
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
