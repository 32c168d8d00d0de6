//! Splits a search into parts that are read in parallel: ranges of whole days of
//! `created_at`, without gaps between them.

use crate::intercom::Bounds;

const DAY: i64 = 86_400;

/// The maximum number of parts of one split. The last part has the rest, and is split
/// again if that is large.
const MAX_PARTS: u64 = 64;

/// The parts of the search within `bounds`, newest first, with about `share` leads
/// each, estimated from its total, the times on its first page, and `created_at` of its
/// oldest lead if known. `None` if the search is small, or cannot be split.
pub(super) fn divide(
    bounds: Bounds,
    total: Option<u64>,
    times: impl Iterator<Item = Option<i64>>,
    oldest: Option<i64>,
    share: u64,
) -> Option<Vec<Bounds>> {
    let total = total.filter(|total| *total >= 2 * share)?;
    let times: Vec<i64> = times.collect::<Option<_>>()?;
    if !times.is_sorted_by(|newer, older| newer >= older) {
        return None;
    }
    let (newest, last) = (*times.first()?, *times.last()?);
    let parts = total.div_ceil(share);
    let start = bounds.from.or(oldest).filter(|start| *start < last);
    let days = match start {
        // Rounded up, so that the last part is no larger than the others.
        Some(from) => newest.saturating_sub(from) / DAY / signed(parts) + 1,
        // Assumes the rate of this page for all leads.
        None => (newest - last).saturating_mul(signed(share)) / signed(times.len()) / DAY,
    };
    let step = days.max(1).saturating_mul(DAY);
    let mut until = bounds.until;
    let mut found = Vec::new();
    // Starts a day early: in a time zone whose day has not started at noon in UTC,
    // leads of that day are in the previous part.
    let mut cut = (noon(newest) + DAY).min(bounds.until.unwrap_or(i64::MAX));
    while (found.len() as u64) < parts.min(MAX_PARTS) {
        cut = cut.saturating_sub(step);
        if cut <= bounds.from.or(start).unwrap_or(2 * DAY) {
            break;
        }
        let from = Some(cut);
        found.push(Bounds { from, until });
        until = from;
    }
    found.push(Bounds {
        from: bounds.from,
        until,
    });
    (found.len() > 1).then_some(found)
}

/// Noon in UTC of the day of `time`. A few hours before and after noon are the same day
/// in nearly every time zone. Negative times are rounded down as well.
fn noon(time: i64) -> i64 {
    time.div_euclid(DAY) * DAY + DAY / 2
}

fn signed(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(bounds: Bounds, times: &[i64], total: u64) -> Option<Vec<Bounds>> {
        let times = times.iter().copied().map(Some);
        divide(bounds, Some(total), times, None, 750)
    }

    #[test]
    fn adjacent_parts_leave_no_time_out() {
        let newest = 1_769_860_800;
        let times: Vec<i64> = (0..150).map(|lead| newest - lead * 600).collect();
        for bounds in [
            Bounds::NONE,
            Bounds {
                from: Some(noon(1_760_000_000)),
                until: Some(newest + 5 * DAY),
            },
        ] {
            let parts = divided(bounds, &times, 20_000).unwrap();
            assert!(parts.len() >= 20, "{}", parts.len());
            assert_eq!(parts[0].until, bounds.until);
            assert_eq!(parts.last().unwrap().from, bounds.from);
            assert!(
                parts
                    .iter()
                    .all(|part| part.from.is_none_or(|from| from.rem_euclid(DAY) == DAY / 2))
            );
            assert!(parts.windows(2).all(|pair| pair[0].from == pair[1].until));
        }
    }

    #[test]
    fn the_oldest_lead_shows_how_far_the_parts_go() {
        let newest = 1_769_860_800;
        // A lead every two hours lately, and many more before.
        let times = (0..150).map(|lead| Some(newest - lead * 7_200));
        let oldest = newest - 100 * DAY;
        let parts = divide(Bounds::NONE, Some(7_500), times.clone(), Some(oldest), 750).unwrap();
        assert_eq!(parts.len(), 10);
        assert!(
            parts
                .iter()
                .all(|part| part.from.is_none_or(|from| from > oldest))
        );
        // A server that does not sort the oldest first shows a newer one.
        let without = divide(Bounds::NONE, Some(7_500), times.clone(), None, 750);
        let newer = divide(Bounds::NONE, Some(7_500), times, Some(newest), 750);
        assert_eq!(newer, without);
    }

    #[test]
    fn a_part_is_never_split_into_itself() {
        let until = noon(1_769_860_800);
        let times: Vec<i64> = (0..150).map(|lead| until - 60 - lead).collect();
        let mut bounds = Bounds {
            from: None,
            until: Some(until),
        };
        // All leads of a day that is in the previous part.
        for _ in 0..3 {
            let Some(parts) = divided(bounds, &times, 20_000) else {
                return;
            };
            assert!(
                parts
                    .iter()
                    .all(|part| *part != bounds && part.from != part.until)
            );
            bounds = parts[0];
        }
        panic!("divided without end");
    }

    #[test]
    fn single_days_and_small_parts_are_not_split() {
        let times: Vec<i64> = (0..150).map(|lead| 1_769_860_800 - lead).collect();
        assert_eq!(divided(Bounds::NONE, &times, 1_000), None);
        let day = Bounds {
            from: Some(noon(1_769_860_800)),
            until: None,
        };
        assert_eq!(divided(day, &times, 90_000), None);
        // Before 1970 no bound is sent.
        let old: Vec<i64> = (0..150).map(|lead| 1_000 - lead).collect();
        assert_eq!(divided(Bounds::NONE, &old, 90_000), None);
    }
}
