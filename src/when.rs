//! Points in time as users write them: `7d`, a date, RFC 3339, Unix seconds.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::Date;

/// The current time in Unix seconds.
#[must_use]
pub fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Reads a point in time as Unix seconds; `now` is what `7d` counts back
/// from. The error says what can be written.
pub fn parse(text: &str, now: i64) -> Result<i64, String> {
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
            _ => text.parse().map_err(|_| expected.to_owned()),
        };
    }
    if let Some(seconds) = ago(text) {
        return now
            .checked_sub(seconds?)
            .ok_or_else(|| "too long ago".to_owned());
    }
    if let Ok(date) = text.parse::<Date>()
        && !text.contains(['T', 't', ' '])
    {
        let midnight = date.to_datetime(jiff::civil::Time::midnight());
        return jiff::tz::Offset::UTC
            .to_timestamp(midnight)
            .map(Timestamp::as_second)
            .map_err(|_| "out of range".to_owned());
    }
    let stamp: Timestamp = text.parse().map_err(|_| expected.to_owned())?;
    // Whole seconds are what the API has; a fraction lies in the next one.
    let whole = stamp.as_second();
    Ok(if stamp.subsec_nanosecond() > 0 {
        whole + 1
    } else {
        whole
    })
}

/// The seconds of `7d`; `None` when it is no such thing.
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
            assert_eq!(parse(text, now), Ok(expected), "{text}");
        }
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
