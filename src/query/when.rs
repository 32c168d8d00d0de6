//! Points in time as users type them: `7d`, `yesterday`, a month, a date, RFC 3339,
//! Unix seconds.

use std::ops::Range;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, SpanFieldwise, Timestamp, ToSpan as _, Zoned};

const EXPECTED: &str = "expected a span such as 7d, 12h or \"2 weeks\", today, yesterday, \
                        monday, 2026-01, 2026-01-31, 2026-01-31T10:00, RFC 3339, \
                        or Unix seconds";

/// A point in time as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Unix seconds.
    At(i64),
    /// A date and time in the user's time zone.
    Clock(DateTime),
    /// A day or a month, from its first midnight on.
    Calendar(Date, Length),
    /// A number of days before today.
    DaysAgo(i64),
    /// The latest such weekday: today or one of the six days before.
    Latest(Weekday),
    /// A span before the program started.
    Ago(SpanFieldwise, Ending),
}

/// A length in the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// A day.
    Day,
    /// A month.
    Month,
}

/// How a span was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// `7d`.
    Bare,
    /// `7d ago`.
    Ago,
}

impl When {
    /// The Unix seconds at `now` in `zone`; for a day or a month, its start.
    pub fn seconds(self, now: i64, zone: &TimeZone) -> Result<i64, String> {
        Ok(self.range(now, zone)?.start)
    }

    /// The range of Unix seconds: one second, a day, or a month.
    pub fn range(self, now: i64, zone: &TimeZone) -> Result<Range<i64>, String> {
        let out_of_range = |_| "the time is out of range".to_owned();
        let at = |moment: Zoned| moment.timestamp().as_second();
        let midnight = |day: Date| {
            let start = zone.to_zoned(day.to_datetime(jiff::civil::Time::midnight()));
            start.map(at).map_err(out_of_range)
        };
        let here = || {
            let now = Timestamp::from_second(now).map_err(out_of_range)?;
            Ok::<_, String>(now.to_zoned(zone.clone()))
        };
        let period = |first: Date, length: Span| {
            let end = first.checked_add(length).map_err(out_of_range)?;
            Ok(midnight(first)?..midnight(end)?)
        };
        let second = |second: i64| Ok(second..second.saturating_add(1));
        match self {
            Self::At(seconds) => second(seconds),
            Self::Clock(clock) => second(zone.to_zoned(clock).map(at).map_err(out_of_range)?),
            Self::Calendar(first, Length::Day) => period(first, 1.day()),
            Self::Calendar(first, Length::Month) => period(first, 1.month()),
            Self::DaysAgo(days) => {
                let today = here()?.date();
                period(
                    today.checked_sub(days.days()).map_err(out_of_range)?,
                    1.day(),
                )
            }
            Self::Latest(weekday) => {
                let today = here()?.date();
                let back = weekday.until(today.weekday()).rem_euclid(7);
                period(
                    today.checked_sub(back.days()).map_err(out_of_range)?,
                    1.day(),
                )
            }
            Self::Ago(span, _) => {
                let then = here()?.checked_sub(span.0);
                second(then.map(at).map_err(|_| "too long ago".to_owned())?)
            }
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

/// Parses a point in time. The error says what is accepted.
pub fn parse(text: &str) -> Result<When, String> {
    let text = text.trim();
    let digits = text.trim_start_matches(['-', '+']);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return number(text, digits);
    }
    let lower = text.to_ascii_lowercase();
    if let Some(word) = word(&lower) {
        return Ok(word);
    }
    if let Some(date) = calendar(text) {
        return date;
    }
    if let Ok(stamp) = text.parse::<Timestamp>() {
        // The API has whole seconds; round a fraction up.
        let fraction = i64::from(stamp.subsec_nanosecond() > 0);
        return Ok(When::At(stamp.as_second() + fraction));
    }
    if text.starts_with(|first: char| first.is_ascii_digit())
        && text.contains('-')
        && let Ok(clock) = text.parse::<DateTime>()
    {
        return Ok(When::Clock(clock));
    }
    if let Ok(moment) = jiff::fmt::rfc2822::parse(text) {
        return Ok(When::At(moment.timestamp().as_second()));
    }
    let meant = year_last(text);
    if !meant.is_empty() {
        let meant = meant.join(" or ");
        return Err(format!("{text} is not a time; did you mean {meant}?"));
    }
    ago(&lower)
}

/// The dates that `31.01.2026`, `31/01/2026` and `01/31/2026` may stand for.
fn year_last(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
    let [first, second, year] = parts[..] else {
        return Vec::new();
    };
    let date = |month: &str, day: &str| format!("{year}-{month:0>2}-{day:0>2}");
    // The day comes first, but in America before a slash.
    let mut dates = vec![date(second, first)];
    if text.contains('/') {
        dates.push(date(first, second));
    }
    dates.retain(|date| matches!(calendar(date), Some(Ok(_))));
    dates.dedup();
    dates
}

/// Unix seconds, with as many digits as they have had since 1973, or 0, or negative.
/// Other numbers are more likely to mean something else.
fn number(text: &str, digits: &str) -> Result<When, String> {
    let meant = match digits.len() {
        _ if text.starts_with('-') || digits == "0" => None,
        9..=12 => None,
        13.. => return Err("13 digits or more are milliseconds; give Unix seconds".to_owned()),
        4 => Some(format!("{text}-01-01")),
        6 => Some(format!("{}-{}", &digits[..4], &digits[4..])),
        8 => Some(format!(
            "{}-{}-{}",
            &digits[..4],
            &digits[4..6],
            &digits[6..]
        )),
        _ => Some(format!("{digits}d")),
    };
    match meant {
        None => text.parse().map(When::At).map_err(|_| EXPECTED.to_owned()),
        Some(meant) if parse(&meant).is_ok() => Err(format!(
            "{text} is not a time; did you mean {meant}? Unix seconds have 9 to 12 digits"
        )),
        Some(_) => Err(EXPECTED.to_owned()),
    }
}

fn word(word: &str) -> Option<When> {
    Some(match word {
        "now" => When::Ago(Span::new().fieldwise(), Ending::Ago),
        "today" => When::DaysAgo(0),
        "yesterday" => When::DaysAgo(1),
        "monday" => When::Latest(Weekday::Monday),
        "tuesday" => When::Latest(Weekday::Tuesday),
        "wednesday" => When::Latest(Weekday::Wednesday),
        "thursday" => When::Latest(Weekday::Thursday),
        "friday" => When::Latest(Weekday::Friday),
        "saturday" => When::Latest(Weekday::Saturday),
        "sunday" => When::Latest(Weekday::Sunday),
        _ => return None,
    })
}

/// `2026-01` and `2026-01-31`; `None` for text of another form.
fn calendar(text: &str) -> Option<Result<When, String>> {
    let is_digits =
        |part: &str, len| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let (date, length) = match parts[..] {
        [year, month] if is_digits(year, 4) && is_digits(month, 2) => {
            (format!("{text}-01"), Length::Month)
        }
        [year, month, day] if is_digits(year, 4) && is_digits(month, 2) && is_digits(day, 2) => {
            (text.to_owned(), Length::Day)
        }
        _ => return None,
    };
    let date = date.parse::<Date>();
    Some(match date {
        Ok(date) => Ok(When::Calendar(date, length)),
        Err(_) => Err(format!("{text} is not a valid date")),
    })
}

/// `7d`, `2 weeks`, `1d12h ago`.
fn ago(text: &str) -> Result<When, String> {
    let (span, ending) = match text.strip_suffix("ago") {
        Some(span) => (span.trim_end(), Ending::Ago),
        None => (text, Ending::Bare),
    };
    // jiff would accept its own `ago`.
    if span.ends_with("ago") {
        return Err(EXPECTED.to_owned());
    }
    if !span.starts_with(|first: char| first.is_ascii_digit()) || span.starts_with(['p', '-']) {
        return Err(EXPECTED.to_owned());
    }
    // jiff would parse a bare m as minutes.
    let mut words = span.split(|letter: char| !letter.is_ascii_alphabetic());
    if words.any(|word| word == "m") {
        return Err("m can be minutes or months: write min or mo".to_owned());
    }
    let parsed: Span = span.parse().map_err(|_| EXPECTED.to_owned())?;
    Ok(When::Ago(parsed.fieldwise(), ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_769_860_800;

    fn read(text: &str) -> Result<Range<i64>, String> {
        parse(text).and_then(|when| when.range(NOW, &TimeZone::UTC))
    }

    #[test]
    fn every_form_is_parsed() {
        for (text, expected) in [
            ("7d", NOW - 604_800),
            ("90s", NOW - 90),
            ("5min", NOW - 300),
            ("2h", NOW - 7200),
            ("1w", NOW - 604_800),
            ("30 days", NOW - 30 * 86_400),
            ("2 weeks ago", NOW - 14 * 86_400),
            ("1d12h", NOW - 36 * 3600),
            // 2026-01-31T12:00 minus a month, and minus a year.
            ("1mo", 1_767_182_400),
            ("1y", 1_738_324_800),
            ("now", NOW),
            ("2026-01-31T12:00:00Z", NOW),
            ("2026-01-31T13:00:00+01:00", NOW),
            ("2026-01-31 12:00:00Z", NOW),
            ("2026-01-31T12:00:00.5Z", NOW + 1),
            ("2026-01-31T12:00", NOW),
            ("2026-01-31 12:00", NOW),
            ("1769860800", NOW),
            ("Sat, 31 Jan 2026 13:00:00 +0100", NOW),
            ("0", 0),
            ("-5", -5),
        ] {
            assert_eq!(read(text), Ok(expected..expected + 1), "{text}");
        }
    }

    #[test]
    fn days_and_months_have_a_start_and_an_end() {
        let day = 86_400;
        let saturday = 1_769_817_600;
        for (text, expected) in [
            ("2026-01-31", saturday..saturday + day),
            ("today", saturday..saturday + day),
            ("Yesterday", saturday - day..saturday),
            ("saturday", saturday..saturday + day),
            ("sunday", saturday - 6 * day..saturday - 5 * day),
            ("2026-01", saturday - 30 * day..saturday + day),
        ] {
            assert_eq!(read(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_day_starts_at_local_midnight() {
        let day = parse("2026-03-29").unwrap();
        let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        assert_eq!(
            day.range(0, &berlin),
            Ok(1_774_738_800..1_774_738_800 + 23 * 3600)
        );
        assert_eq!(day.seconds(0, &TimeZone::UTC), Ok(1_774_742_400));
        // Where the clock skips midnight, the day starts later.
        let skips = TimeZone::posix("<-04>4<-03>,M9.1.6/24,M4.1.6/24").unwrap();
        let late = parse("2026-09-06").unwrap();
        assert_eq!(late.seconds(0, &skips), Ok(1_788_667_200));
    }

    #[test]
    fn unreadable_input_is_reported() {
        for (text, part) in [
            ("", "expected"),
            ("7", "did you mean 7d?"),
            ("2026", "did you mean 2026-01-01?"),
            ("202601", "did you mean 2026-01?"),
            ("20260131", "did you mean 2026-01-31?"),
            ("20261331", "expected"),
            ("31.01.2026", "did you mean 2026-01-31?"),
            ("31/1/2026", "did you mean 2026-01-31?"),
            ("01/31/2026", "did you mean 2026-01-31?"),
            ("31-01-2026", "did you mean 2026-01-31?"),
            ("3/4/2026", "did you mean 2026-04-03 or 2026-03-04?"),
            ("3/3/2026", "did you mean 2026-03-03?"),
            ("31.13.2026", "expected"),
            ("5m", "write min or mo"),
            ("1h5m", "write min or mo"),
            ("5 m ago", "write min or mo"),
            ("7q", "expected"),
            ("2026-02-30", "not a valid date"),
            ("2026-13", "not a valid date"),
            ("d", "expected"),
            ("P7D", "expected"),
            ("-7d", "expected"),
            ("1769860800000", "milliseconds"),
        ] {
            let message = parse(text).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
        assert!(read("99999999999999999999d").is_err());
        assert!(read("9999999d").is_err());
    }
}
