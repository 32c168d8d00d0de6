//! Leads alone, newest first, as a search by role and time of creation wants
//! them: a stretch of the workspace's own order, with nothing to be sorted.

use super::field::Field;
use super::operator::Text;
use super::order::{Page, Sort, Wanted};
use super::query::{Query, Test};
use crate::sandbox::intercom::Intercom;
use crate::sandbox::members::{Member, Role};

/// The page that is wanted, where it is such a stretch.
pub(super) fn page(api: &Intercom, wanted: &Wanted, newest: i32) -> Option<Page> {
    if wanted.sort != Sort::created(false) {
        return None;
    }
    let (from, until) = times(wanted.query.as_ref()?)?;
    let members = api.members();
    let people = members.of(Role::Lead);
    let workspace = api.workspace();
    let living = workspace.living();
    // Greater numbers are older.
    let first =
        living.partition_point(|number| *number < newest || people.created_at(*number) >= until);
    let end = living
        .partition_point(|number| people.created_at(*number) >= from)
        .max(first);
    let start = match &wanted.cursor {
        None => first,
        Some(cursor) => {
            let last = members.by_id(&cursor.id)?;
            living.partition_point(|number| *number <= last.number)
        }
    };
    let start = start.clamp(first, end);
    let size = usize::try_from(wanted.per_page).unwrap_or(usize::MAX);
    let stop = start.saturating_add(size).min(end);
    let shown: Vec<_> = living
        .range(start..stop)
        .map(|number| Member {
            number: *number,
            role: Role::Lead,
        })
        .collect();
    let next = shown.last().filter(|_| stop < end).map(|last| {
        let time = people.created_at(last.number);
        (time.into(), members.id(*last))
    });
    Some(Page {
        members: shown,
        total: end - first,
        next,
    })
}

/// From which second on and before which other one leads are wanted, if that
/// is all that is asked of them.
fn times(query: &Query) -> Option<(i64, i64)> {
    let Query::All(tests) = query else {
        return None;
    };
    let (mut from, mut until) = (i64::MIN, i64::MAX);
    let mut leads = false;
    for test in tests {
        match test {
            Query::Is(
                Field::Role,
                Test::Text {
                    how: Text::Whole,
                    values,
                    null: false,
                    not: false,
                },
            ) if values == &["lead"] => leads = true,
            Query::Is(
                Field::Created,
                Test::Time {
                    from: since,
                    until: before,
                    not: false,
                },
            ) => {
                from = from.max(*since);
                until = until.min(*before);
            }
            _ => return None,
        }
    }
    leads.then_some((from, until))
}
