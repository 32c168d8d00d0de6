//! Days in the workspace's time zone, by which search compares times (the dates section
//! of the search page).

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `America/Los_Angeles`, as in `/me`, with its rule since 2007.
const ZONE: &str = "PST8PDT,M3.2.0,M11.1.0";

/// The first second of the day that contains this second, and of the next day.
pub(super) fn containing(seconds: i64) -> Option<(i64, i64)> {
    let zone = TimeZone::posix(ZONE).ok()?;
    let time = Timestamp::from_second(seconds).ok()?;
    let day = time.to_zoned(zone.clone()).date();
    let start = |day: jiff::civil::Date| {
        let start = day.to_zoned(zone.clone()).ok()?;
        Some(start.timestamp().as_second())
    };
    Some((start(day)?, start(day.tomorrow().ok()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_workspace() {
        // 2026-01-31T12:00:00Z is 4 a.m. there.
        assert_eq!(
            containing(1_769_860_800),
            Some((1_769_846_400, 1_769_932_800))
        );
        assert_eq!(
            containing(1_769_846_400),
            Some((1_769_846_400, 1_769_932_800))
        );
        assert_eq!(
            containing(1_769_846_399).map(|day| day.1),
            Some(1_769_846_400)
        );
        // Clocks went forward on 2025-03-09.
        assert_eq!(
            containing(1_741_550_400).map(|day| day.1 - day.0),
            Some(23 * 3_600)
        );
        assert_eq!(containing(i64::MAX), None);
    }
}
