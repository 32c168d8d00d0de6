//! `--count-by`: how many leads have each value of a field.

use std::io;

use super::super::output_plan::{Incomplete, OutputPlan};
use super::super::position;
use super::conditions;
use super::plan::GroupPlan;
use crate::error::Error;
use crate::http::Client;
use crate::lead::Lead;
use crate::query::Query;
use crate::query::groups::{Failed, Groups, MAX_GROUPS};
use crate::reader::Pages;

/// Reads the leads of the query and prints a row for each group.
pub(super) fn print(
    query: &Query,
    plan: GroupPlan,
    output: OutputPlan,
    limit: Option<u64>,
    client: &Client,
) -> anyhow::Result<()> {
    let GroupPlan {
        mut grouping,
        names,
        chart,
    } = plan;
    output.print(client.report(), Incomplete::Discard, |printer| {
        let mut groups = Groups::default();
        let mut pages = Pages::new(client, query);
        while let Some(page) = pages.next() {
            let page = page?;
            position::show(&pages, query, None);
            conditions::resolve(query, &page, client)?;
            if grouping.lacks_tag_names()
                && let Some(names) = conditions::tag_names(&page, client)?
            {
                grouping.set_tag_names(names);
            }
            for lead in page.leads().filter(|lead| query.matches(*lead)) {
                let added = grouping.add(lead, &mut groups);
                added.map_err(|failed| failure(&failed, lead))?;
            }
            conditions::check(query)?;
            if query.is_past(&page) {
                break;
            }
        }
        client.report().detail(&pages.verdict());
        conditions::warn_unseen(query, client);
        let limit = limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let rows = grouping.rows(&groups, limit);
        let most = rows.iter().map(|group| group.leads).max().unwrap_or(0);
        for group in &rows {
            let row = chart.row(&names, group, groups.leads(), most);
            printer.lead(Lead::new(&row))?;
        }
        Ok(())
    })
}

fn failure(failed: &Failed, lead: Lead<'_>) -> Error {
    match failed {
        Failed::TooMany => Error::Output(io::Error::other(format!(
            "--count-by: there are more than {MAX_GROUPS} different values"
        ))),
        Failed::Cut(field) => Error::Undecided(format!(
            "--count-by: the API did not send all {field} of lead {}",
            lead.id().unwrap_or_default()
        )),
    }
}
