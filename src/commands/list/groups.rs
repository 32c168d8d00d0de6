//! `--count-by`: how many leads have each value of a field.

use std::io::{self, IsTerminal as _};

use super::super::output_plan::{Incomplete, OutputPlan};
use super::super::position;
use super::conditions;
use super::plan::GroupPlan;
use crate::error::Failure;
use crate::http::Client;
use crate::intercom::Page;
use crate::lead::Lead;
use crate::output::Format;
use crate::query::Query;
use crate::query::groups::{Failed, Group, Grouping, Groups, MAX_GROUPS};
use crate::reader::Pages;

/// Columns of the longest bar.
const BAR_WIDTH: u64 = 24;

/// How shares are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Chart {
    /// As numbers from 0 to 1.
    Data,
    /// In per cent, each with a bar of blocks, or of `#` where the terminal may
    /// not have these.
    Blocks,
    Ascii,
}

impl Chart {
    /// Bars are for a person: in a table on a terminal.
    pub(super) fn of(format: Format, is_file: bool) -> Self {
        let is_utf8 = || {
            let names = ["LC_ALL", "LC_CTYPE", "LANG"];
            let set = names.into_iter().find_map(|name| {
                let value = std::env::var(name).ok();
                value.filter(|value| !value.is_empty())
            });
            let set = set.unwrap_or_default().to_ascii_lowercase();
            set.contains("utf-8") || set.contains("utf8")
        };
        if format != Format::Table || is_file || !io::stdout().is_terminal() {
            Self::Data
        } else if is_utf8() {
            Self::Blocks
        } else {
            Self::Ascii
        }
    }

    /// The titles of the columns beside those of the values.
    pub(super) fn titles(self) -> &'static [&'static str] {
        match self {
            Self::Data => &["leads", "share"],
            Self::Blocks | Self::Ascii => &["leads", "share", ""],
        }
    }

    /// The row of a group as JSON, where `leads` were counted, and the largest
    /// group has `most`.
    fn row(self, names: &[String], group: &Group, leads: u64, most: u64) -> String {
        // Exact in a float, and good for four digits.
        #[expect(clippy::cast_precision_loss)]
        let share = group.leads as f64 / leads.max(1) as f64;
        let share = match self {
            Self::Data => serde_json::json!((share * 10_000.0).round() / 10_000.0),
            Self::Blocks | Self::Ascii => format!("{:.1} %", share * 100.0).into(),
        };
        let bar = bar(self, group.leads, most);
        let values = group.values.iter().map(|value| serde_json::json!(value));
        let values = values.chain([group.leads.into(), share, bar.into()]);
        let entries = names.iter().zip(values);
        let entries = entries.map(|(name, value)| format!("{}:{value}", serde_json::json!(name)));
        format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
    }
}

/// A bar as long as `leads` is of `most`, in eighths of a column.
fn bar(chart: Chart, leads: u64, most: u64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (leads * BAR_WIDTH * 8).checked_div(most).unwrap_or(0);
    let full = usize::try_from(eighths / 8).unwrap_or(0);
    let rest = usize::try_from(eighths % 8).unwrap_or(0);
    match chart {
        Chart::Data => String::new(),
        Chart::Blocks => "█".repeat(full) + EIGHTHS[rest],
        Chart::Ascii => "#".repeat(full + usize::from(rest >= 4)),
    }
}

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
            resolve(&mut grouping, groups.leads(), &page, client)?;
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

/// Requests the names of tags before the first lead is counted.
fn resolve(
    grouping: &mut Grouping,
    counted: u64,
    page: &Page,
    client: &Client,
) -> anyhow::Result<()> {
    if counted == 0
        && !page.is_empty()
        && grouping.reads_tags()
        && let Some(request) = client.dialect().tags()
    {
        grouping.set_tag_names(client.tags(&request)?);
    }
    Ok(())
}

fn failure(failed: &Failed, lead: Lead<'_>) -> Failure {
    match failed {
        Failed::TooMany => Failure::Output(io::Error::other(format!(
            "--count-by: there are more than {MAX_GROUPS} different values"
        ))),
        Failed::Cut(field) => Failure::Undecided(format!(
            "--count-by: the API did not send all {field} of lead {}",
            lead.id().unwrap_or_default()
        )),
    }
}
