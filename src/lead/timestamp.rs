//! Timestamps of Intercom: usually Unix seconds, sometimes other forms.

use std::fmt::Write as _;

/// Numbers from here on are milliseconds: in seconds they would be after the year 5100.
const MIN_MILLISECONDS: i64 = 100_000_000_000;

/// The first second of the year 0 and the last of the year 9999.
const WRITABLE: std::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;

/// The raw JSON value `json` in Unix seconds; `None` if it is not a time. A number or
/// numeric string is in seconds, or from 100,000,000,000 on in milliseconds. Other
/// strings are parsed as RFC 3339. Fractions of a second are dropped.
#[must_use]
pub fn seconds(json: &str) -> Option<i64> {
    match json.as_bytes().first()? {
        b'"' => {
            let text = super::plain_text(json)?;
            let text = text.trim();
            number(text).or_else(|| rfc3339_seconds(text))
        }
        _ => number(json),
    }
}

/// `seconds` as RFC 3339 in UTC (`2026-01-31T12:00:00Z`); `None` outside the years 0 to
/// 9999, which RFC 3339 cannot represent.
#[must_use]
pub fn rfc3339(seconds: i64) -> Option<String> {
    let mut text = String::with_capacity(20);
    push_rfc3339(seconds, &mut text).then_some(text)
}

/// Appends [`rfc3339`] of `seconds` to `out`. Returns false, and appends nothing, if
/// there is none.
pub fn push_rfc3339(seconds: i64, out: &mut String) -> bool {
    if !WRITABLE.contains(&seconds) {
        return false;
    }
    let (year, month, day) = civil(seconds.div_euclid(86_400));
    let clock = seconds.rem_euclid(86_400);
    // `write!` would take longer than the rest of a csv row.
    let mut text = *b"0000-00-00T00:00:00Z";
    for (at, pair) in [
        (0, year / 100),
        (2, year % 100),
        (5, month),
        (8, day),
        (11, clock / 3600),
        (14, clock / 60 % 60),
        (17, clock % 60),
    ] {
        let pair = u8::try_from(pair).unwrap_or(0);
        text[at] += pair / 10;
        text[at + 1] += pair % 10;
    }
    out.push_str(std::str::from_utf8(&text).unwrap_or_default());
    true
}

/// Appends `seconds` as RFC 3339 in a time zone `offset` seconds ahead of UTC
/// (`2026-01-31T13:00:00+01:00`). Returns false, and appends nothing, outside the years
/// 0 to 9999. RFC 3339 has offsets in whole minutes; the rest is dropped.
pub fn push_rfc3339_at(seconds: i64, offset: i64, out: &mut String) -> bool {
    let minutes = offset / 60;
    if !push_rfc3339(seconds.saturating_add(minutes * 60), out) {
        return false;
    }
    out.pop();
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    write!(out, "{sign}{hours:02}:{minutes:02}").is_ok()
}

/// Year, month and day in the Gregorian calendar of a day counted from 1970-01-01. In
/// eras of 400 years that start on 1 March, the leap day comes last.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

fn number(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse::<i64>() {
        return Some(scaled(number));
    }
    // `parse` would accept `inf` and `nan`.
    let plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    if text.is_empty() || !text.bytes().all(plain) {
        return None;
    }
    let number = text.parse::<f64>().ok()?;
    // Beyond all dates that can be written; smaller numbers are exact in an f64.
    if number.abs() >= 9e15 {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)]
    Some(scaled(number as i64))
}

fn scaled(number: i64) -> i64 {
    if number.unsigned_abs() >= MIN_MILLISECONDS.unsigned_abs() {
        number / 1000
    } else {
        number
    }
}

fn rfc3339_seconds(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>()
        .ok()
        .map(jiff::Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_time_is_parsed() {
        for (json, expected) in [
            ("1477572283", Some(1_477_572_283)),
            ("0", Some(0)),
            ("-86400", Some(-86_400)),
            ("1477572283.999", Some(1_477_572_283)),
            ("-1.5", Some(-1)),
            ("1.477572283e9", Some(1_477_572_283)),
            ("\"1477572283\"", Some(1_477_572_283)),
            ("\" 1477572283.5 \"", Some(1_477_572_283)),
            ("1477572283123", Some(1_477_572_283)),
            ("-1477572283123", Some(-1_477_572_283)),
            ("99999999999", Some(99_999_999_999)),
            ("100000000000", Some(100_000_000)),
            ("\"2016-10-27T12:44:43Z\"", Some(1_477_572_283)),
            ("\"2016-10-27T14:44:43.25+02:00\"", Some(1_477_572_283)),
            ("null", None),
            ("true", None),
            ("\"\"", None),
            ("\"nan\"", None),
            ("\"inf\"", None),
            ("\"yesterday\"", None),
            ("1e300", None),
            ("{}", None),
            ("[]", None),
            ("", None),
        ] {
            assert_eq!(seconds(json), expected, "{json}");
        }
    }

    #[test]
    fn times_are_written_as_rfc_3339_in_utc() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (1_477_572_283, "2016-10-27T12:44:43Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-62_167_219_200, "0000-01-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(rfc3339(seconds).as_deref(), Some(expected));
        }
        for none in [-62_167_219_201, 253_402_300_800, i64::MIN, i64::MAX] {
            assert_eq!(rfc3339(none), None);
        }
    }

    #[test]
    fn other_time_zones_are_written_with_their_offset() {
        for (offset, expected) in [
            (0, "2016-10-27T12:44:43+00:00"),
            (3600, "2016-10-27T13:44:43+01:00"),
            (-12_600, "2016-10-27T09:14:43-03:30"),
            (-1521, "2016-10-27T12:19:43-00:25"),
        ] {
            let mut out = String::new();
            assert!(push_rfc3339_at(1_477_572_283, offset, &mut out));
            assert_eq!(out, expected);
        }
        let mut out = String::new();
        assert!(!push_rfc3339_at(253_402_300_799, 3600, &mut out));
        assert!(!push_rfc3339_at(i64::MAX, 3600, &mut out));
        assert_eq!(out, "");
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_agrees_with_the_calendar_library(
            seconds in -62_135_596_800_i64..=253_402_207_200
        ) {
            let expected = jiff::Timestamp::from_second(seconds).unwrap().to_string();
            proptest::prop_assert_eq!(rfc3339(seconds), Some(expected));
        }
    }
}
