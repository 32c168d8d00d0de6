//! Decides what happened to leads that were not read, and protects against treating
//! existing leads as gone.

use crate::error::Error;

/// Up to this number, each lead is looked up.
const MAX_LOOKED_UP: usize = 1000;

/// Of more leads, a random sample of this size is looked up.
const SAMPLE: usize = 200;

/// Seconds until a lead that is in no list, but still exists, is looked up again.
const RECHECK_AFTER: i64 = 3600;

/// Seconds after which such a lead counts as gone.
const GONE_AFTER: i64 = 24 * 3600;

/// Fewer leads can be gone without `--accept-gone`.
const MIN_SUSPICIOUS: usize = 100;

/// The result of a lookup by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The lead still exists.
    Lead,
    /// A user with this id.
    User,
    /// It was merged into the contact with this id, if known.
    Merged(Option<String>),
    /// It was deleted.
    Deleted,
    /// It does not exist: it was deleted, or in older versions possibly merged.
    Missing,
    /// The response does not tell.
    Unclear,
}

/// Why a lead is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    Deleted,
    Merged,
    User,
    /// It was in no list for a day; it still exists, or lookups do not tell.
    Unlisted,
    Unknown,
}

impl Why {
    /// Its name in the table `changes`; `None` for an unknown reason.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Deleted => Some("deleted"),
            Self::Merged => Some("merged"),
            Self::User => Some("user"),
            Self::Unlisted => Some("unlisted"),
            Self::Unknown => None,
        }
    }
}

/// A lead of the copy that was not read.
#[derive(Clone, Debug)]
pub(super) struct Absent {
    pub(super) id: String,
    /// When it was marked as in no list.
    pub(super) unlisted_since: Option<i64>,
}

/// What to do with such a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Gone {
        why: Why,
        merged_into: Option<String>,
    },
    /// Mark it as in no list.
    Unlisted,
}

/// Whether many leads may be gone at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    Limited,
    /// `--accept-gone`.
    Accepted,
}

/// Decides about each of the `absent` leads of a copy with `total` leads, at `now` in
/// Unix seconds. Leads that are not in the result stay unchanged.
pub(super) fn decide(
    absent: Vec<Absent>,
    total: usize,
    now: i64,
    loss: Loss,
    mut look_up: impl FnMut(&[String]) -> anyhow::Result<Vec<Found>>,
) -> anyhow::Result<Vec<(String, Decision)>> {
    let (mut marked, fresh): (Vec<_>, Vec<_>) = absent
        .into_iter()
        .partition(|absent| absent.unlisted_since.is_some());
    marked.retain(|absent| absent.age(now) >= RECHECK_AFTER);
    marked.sort_by_key(|absent| absent.unlisted_since);
    marked.truncate(MAX_LOOKED_UP);
    let mut decisions = Vec::new();

    let fresh: Vec<String> = fresh.into_iter().map(|absent| absent.id).collect();
    if fresh.len() > MAX_LOOKED_UP {
        let missing = fresh.len();
        let (sample, rest) = sampled(fresh);
        let found = look_up(&sample)?;
        let alive = found.iter().filter(|found| **found == Found::Lead).count();
        let unclear = found
            .iter()
            .filter(|found| **found == Found::Unclear)
            .count();
        if alive + unclear > 0 {
            let what = if alive > 0 {
                format!("{alive} of {SAMPLE} that were looked up still exist")
            } else {
                format!("{unclear} of {SAMPLE} could not be looked up")
            };
            return Err(Error::Doubtful(format!(
                "{missing} leads of the copy were not read, but {what}; nothing was changed"
            ))
            .into());
        }
        decisions.extend(sample.into_iter().zip(found.into_iter().map(Decision::of)));
        let unknown = Decision::gone(Why::Unknown);
        decisions.extend(rest.into_iter().map(|id| (id, unknown.clone())));
    } else if !fresh.is_empty() {
        let found = look_up(&fresh)?;
        decisions.extend(fresh.into_iter().zip(found.into_iter().map(Decision::of)));
    }

    let ids: Vec<String> = marked.iter().map(|absent| absent.id.clone()).collect();
    let found = if ids.is_empty() {
        Vec::new()
    } else {
        look_up(&ids)?
    };
    for (absent, found) in marked.into_iter().zip(found) {
        let decision = match found {
            Found::Lead | Found::Unclear if absent.age(now) >= GONE_AFTER => {
                Decision::gone(Why::Unlisted)
            }
            found => Decision::of(found),
        };
        decisions.push((absent.id, decision));
    }

    let is_gone = |(_, decision): &&(String, Decision)| *decision != Decision::Unlisted;
    let gone = decisions.iter().filter(is_gone).count();
    if loss == Loss::Limited && gone > MIN_SUSPICIOUS && gone * 5 > total {
        return Err(Error::Doubtful(format!(
            "{gone} of the copy's {total} leads are gone, more than a fifth; nothing was changed. \
             If this is right, use --accept-gone"
        ))
        .into());
    }
    Ok(decisions)
}

impl Absent {
    fn age(&self, now: i64) -> i64 {
        now - self.unlisted_since.unwrap_or(now)
    }
}

impl Decision {
    fn gone(why: Why) -> Self {
        Self::Gone {
            why,
            merged_into: None,
        }
    }

    fn of(found: Found) -> Self {
        match found {
            Found::Lead | Found::Unclear => Self::Unlisted,
            Found::User => Self::gone(Why::User),
            Found::Deleted => Self::gone(Why::Deleted),
            Found::Missing => Self::gone(Why::Unknown),
            Found::Merged(merged_into) => Self::Gone {
                why: Why::Merged,
                merged_into,
            },
        }
    }
}

/// A random sample, and the rest.
fn sampled(mut ids: Vec<String>) -> (Vec<String>, Vec<String>) {
    use std::hash::BuildHasher as _;

    // Has a random key in each process.
    let random = std::hash::RandomState::new();
    for index in 0..SAMPLE {
        let rest = ids.len() - index;
        let chosen = usize::try_from(random.hash_one(index) % rest as u64).unwrap_or(0);
        ids.swap(index, index + chosen);
    }
    let rest = ids.split_off(SAMPLE);
    (ids, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn absent(count: usize, unlisted_since: Option<i64>) -> Vec<Absent> {
        let lead = |number| Absent {
            id: format!("lead{number}"),
            unlisted_since,
        };
        (0..count).map(lead).collect()
    }

    /// The result if every lookup finds `found`, and the number of lookups.
    fn decided(
        absent: Vec<Absent>,
        total: usize,
        found: &Found,
    ) -> (anyhow::Result<Vec<(String, Decision)>>, usize) {
        let mut asked = 0;
        let decisions = decide(absent, total, 1_000_000, Loss::Limited, |ids| {
            asked += ids.len();
            Ok(vec![found.clone(); ids.len()])
        });
        (decisions, asked)
    }

    #[test]
    fn few_leads_are_all_looked_up_and_many_by_sample() {
        let (decisions, asked) = decided(absent(1000, None), 100_000, &Found::Deleted);
        assert_eq!((decisions.unwrap().len(), asked), (1000, 1000));
        let (decisions, asked) = decided(absent(1001, None), 100_000, &Found::Deleted);
        let decisions = decisions.unwrap();
        let known = decisions
            .iter()
            .filter(|(_, decision)| *decision == Decision::gone(Why::Deleted));
        assert_eq!(
            (decisions.len(), known.count(), asked),
            (1001, SAMPLE, SAMPLE)
        );
        for found in [Found::Lead, Found::Unclear] {
            let (decisions, _) = decided(absent(1001, None), 100_000, &found);
            assert_eq!(crate::error::code(&decisions.unwrap_err()), 8);
        }
    }

    #[test]
    fn more_than_a_fifth_gone_is_refused() {
        let (decisions, _) = decided(absent(101, None), 505, &Found::Deleted);
        assert_eq!(decisions.unwrap().len(), 101);
        let (decisions, _) = decided(absent(101, None), 504, &Found::Deleted);
        assert_eq!(crate::error::code(&decisions.unwrap_err()), 8);
        let (decisions, _) = decided(absent(100, None), 100, &Found::Deleted);
        assert_eq!(decisions.unwrap().len(), 100);
        let (decisions, _) = decided(absent(101, None), 101, &Found::Lead);
        assert!(
            decisions
                .unwrap()
                .iter()
                .all(|(_, decision)| *decision == Decision::Unlisted)
        );
    }

    #[test]
    fn an_existing_lead_is_gone_after_a_day_in_no_list() {
        for (age, found, expected) in [
            (RECHECK_AFTER - 1, Found::Lead, None),
            (RECHECK_AFTER, Found::Lead, Some(Decision::Unlisted)),
            (GONE_AFTER, Found::Lead, Some(Decision::gone(Why::Unlisted))),
            (GONE_AFTER - 1, Found::Unclear, Some(Decision::Unlisted)),
            (
                GONE_AFTER,
                Found::Unclear,
                Some(Decision::gone(Why::Unlisted)),
            ),
            (GONE_AFTER, Found::User, Some(Decision::gone(Why::User))),
        ] {
            let (decisions, _) = decided(absent(1, Some(1_000_000 - age)), 10, &found);
            let decision = decisions.unwrap().pop().map(|(_, decision)| decision);
            assert_eq!(decision, expected, "{age} {found:?}");
        }
    }
}
