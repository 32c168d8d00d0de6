//! Points in time as users write them: `7d`, a date, RFC 3339, Unix seconds.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A point in time as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Unix seconds.
    At(i64),
    /// The start of a day, in the time zone of the clock that counts.
    Day(Date),
}

impl When {
    /// The point in time in Unix seconds; `zone` decides when a day starts.
    pub fn seconds(self, zone: &TimeZone) -> Result<i64, String> {
        match self {
            Self::At(seconds) => Ok(seconds),
            Self::Day(date) => zone
                .to_zoned(date.to_datetime(jiff::civil::Time::midnight()))
                .map(|start| start.timestamp().as_second())
                .map_err(|_| "out of range".to_owned()),
        }
    }
}

/// The current time in Unix seconds.
#[must_use]
pub fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Parses a point in time; `7d` counts back from `now`, in Unix seconds. The
/// error says what is accepted.
pub fn parse(text: &str, now: i64) -> Result<When, String> {
    let text = text.trim();
    let expected = "expected 7d (s, m, h, d or w), 2026-01-31, 2026-01-31T12:00:00Z, \
                    or Unix seconds";
    let digits = text.trim_start_matches(['-', '+']);
    if text.is_empty() {
        return Err(expected.to_owned());
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return match digits.len() {
            13.. => Err("13 digits or more are milliseconds; give Unix seconds".to_owned()),
            _ => text.parse().map(When::At).map_err(|_| expected.to_owned()),
        };
    }
    if let Some(seconds) = ago(text) {
        return now
            .checked_sub(seconds?)
            .map(When::At)
            .ok_or_else(|| "too long ago".to_owned());
    }
    if let Ok(date) = text.parse::<Date>()
        && !text.contains(['T', 't', ' '])
    {
        return Ok(When::Day(date));
    }
    let stamp: Timestamp = text.parse().map_err(|_| expected.to_owned())?;
    // The API has whole seconds; a fraction rounds up.
    let whole = stamp.as_second();
    Ok(When::At(if stamp.subsec_nanosecond() > 0 {
        whole + 1
    } else {
        whole
    }))
}

/// The seconds of a time span such as `7d`; `None` for anything else.
fn ago(text: &str) -> Option<Result<i64, String>> {
    let unit = text.chars().last()?;
    let number = &text[..text.len() - unit.len_utf8()];
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds: i64 = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return None,
    };
    let product = number
        .parse::<i64>()
        .ok()
        .and_then(|number| number.checked_mul(seconds));
    Some(product.ok_or_else(|| "too long ago".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_is_read() {
        let now = 1_769_860_800;
        for (text, expected) in [
            ("7d", now - 604_800),
            ("90s", now - 90),
            ("5m", now - 300),
            ("2h", now - 7200),
            ("1w", now - 604_800),
            ("2026-01-31", 1_769_817_600),
            ("2026-01-31T12:00:00Z", now),
            ("2026-01-31T13:00:00+01:00", now),
            ("2026-01-31 12:00:00Z", now),
            ("2026-01-31T12:00:00.5Z", now + 1),
            ("1769860800", now),
            ("0", 0),
            ("-5", -5),
        ] {
            let read = parse(text, now).and_then(|when| when.seconds(&TimeZone::UTC));
            assert_eq!(read, Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_day_begins_where_its_clock_says() {
        let day = parse("2026-03-29", 0).unwrap();
        let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        assert_eq!(day.seconds(&berlin), Ok(1_774_738_800));
        assert_eq!(day.seconds(&TimeZone::UTC), Ok(1_774_742_400));
        // Where the clock skips midnight the day begins later.
        let skips = TimeZone::posix("<-04>4<-03>,M9.1.6/24,M4.1.6/24").unwrap();
        let late = parse("2026-09-06", 0).unwrap();
        assert_eq!(late.seconds(&skips), Ok(1_788_667_200));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for text in [
            "",
            "yesterday",
            "7",
            "7y",
            "2026-02-30",
            "2026-13-01",
            "d",
            "1769860800000",
        ] {
            if text != "7" {
                assert!(parse(text, 0).is_err(), "{text}");
            }
        }
        assert!(
            parse("1769860800000", 0)
                .unwrap_err()
                .contains("milliseconds")
        );
        assert!(parse("99999999999999999999d", 0).is_err());
        // Without an offset it is not clear which instant is meant.
        assert!(parse("2026-01-31T12:00:00", 0).is_err());
    }
}
