//! The local time zone: `TZ`, or the system's.

use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The time zone, determined once. An invalid `TZ` is an error, with a message for the
/// user. A system without a time zone uses UTC.
pub fn local() -> Result<&'static TimeZone, String> {
    static ZONE: OnceLock<Result<TimeZone, String>> = OnceLock::new();
    let zone = ZONE.get_or_init(|| {
        TimeZone::try_system().or_else(|_| match std::env::var_os("TZ") {
            Some(name) => Err(format!(
                "TZ is {}, which is not a known time zone; use one such as Europe/Berlin",
                name.to_string_lossy()
            )),
            None => Ok(TimeZone::UTC),
        })
    });
    zone.as_ref().map_err(Clone::clone)
}

/// The number of seconds that the local clock was ahead of UTC at `seconds`; 0 if
/// unknown.
#[must_use]
pub fn offset(seconds: i64) -> i64 {
    let offset = local()
        .ok()
        .zip(Timestamp::from_second(seconds).ok())
        .map(|(zone, moment)| zone.to_offset(moment).seconds());
    i64::from(offset.unwrap_or(0))
}

/// The local time after `wait`, such as `12:34:56`.
#[must_use]
pub fn clock_after(wait: Duration) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let then = now.unwrap_or_default().saturating_add(wait);
    let seconds = then.as_secs() + u64::from(then.subsec_nanos() > 0);
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    let clock = seconds.saturating_add(offset(seconds)).rem_euclid(86_400);
    let (hours, minutes) = (clock / 3600, clock / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}", clock % 60)
}
