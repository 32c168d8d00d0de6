//! `--count-by`: the number of leads with each value of a field.

use std::io;

use super::super::output_plan::{Incomplete, OutputPlan};
use super::super::record::Record;
use super::filter::{Completed, Filter};
use super::plan::GroupPlan;
use crate::columns::UnknownNames;
use crate::error::Error;
use crate::http::Client;
use crate::intercom::Page;
use crate::lead::Lead;
use crate::query::Query;
use crate::query::groups::{Failed, Grouping, Groups, MAX_GROUPS};
use crate::query::labels::LabelKind;
use crate::reader::Pages;

/// Reads the leads of the query and prints a row for each group. Returns the number of
/// leads counted.
pub(super) fn print(
    query: &Query,
    mut filter: Filter,
    plan: GroupPlan,
    output: OutputPlan,
    limit: Option<u64>,
    record: &Record,
    client: &Client,
) -> anyhow::Result<u64> {
    let GroupPlan {
        grouping,
        names,
        chart,
    } = plan;
    let how = (Incomplete::Discard, "rows");
    let (count, _) = output.print(record, client.report(), how, |printer| {
        let mut groups = Groups::default();
        let mut unknown = UnknownNames::of(grouping.fields());
        let mut pages = Pages::new(client, query);
        while let Some(page) = pages.next() {
            let page = page?;
            record.show(&pages, query, None);
            filter.prepare(&page)?;
            let checked = unknown.check(page.leads());
            checked.map_err(|what| Error::Usage(format!("--count-by: {what}")))?;
            check_segments(&grouping, &page, client)?;
            for kind in [LabelKind::Tag, LabelKind::Segment] {
                if grouping.counts_by(kind) && !page.is_empty() {
                    filter.need_names(kind)?;
                }
            }
            for lead in page.leads() {
                while filter.matches(lead)? {
                    match grouping.add(lead, filter.known(), &mut groups) {
                        Ok(()) => break,
                        Err(Failed::TooMany) => return Err(too_many().into()),
                        Err(Failed::Cut(field)) => {
                            match filter.complete(lead, &field, "--count-by")? {
                                Completed::Known => {}
                                Completed::Gone => break,
                            }
                        }
                    }
                }
            }
            if page.is_past(query) {
                break;
            }
        }
        record.conclude(&pages, client.report());
        filter.warn_unseen();
        let limit = limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let rows = grouping.rows(&groups, limit);
        if rows.has_gaps {
            client.report().note(&format!(
                "empty periods are omitted: there are more than {MAX_GROUPS} periods from the \
                 first to the last"
            ));
        }
        let rows = &rows.groups;
        let max = rows.iter().map(|group| group.leads).max().unwrap_or(0);
        for group in rows {
            let row = chart.row(&names, group, groups.leads(), max);
            printer.lead(Lead::new(&row))?;
        }
        Ok(groups.leads())
    })?;
    Ok(count)
}

fn too_many() -> Error {
    Error::Output(io::Error::other(format!(
        "--count-by: there are more than {MAX_GROUPS} different values"
    )))
}

fn check_segments(grouping: &Grouping, page: &Page, client: &Client) -> Result<(), Error> {
    if grouping.counts_by(LabelKind::Segment) && !page.is_empty() && !client.dialect().has_labels()
    {
        return Err(Error::Usage(
            "API 2.x sends no segments with its leads: they cannot be counted by segments"
                .to_owned(),
        ));
    }
    Ok(())
}
