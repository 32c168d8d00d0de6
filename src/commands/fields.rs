//! `leads fields`: lists the fields that the leads of the workspace have.

use std::borrow::Cow;
use std::io::Write as _;
use std::path::Path;

use super::output_plan::{Incomplete, OutputPlan};
use super::record::Record;
use crate::cli::SampleSize;
use crate::columns::{self, RowTarget, Sample};
use crate::error::Error;
use crate::http::Client;
use crate::lead::Lead;
use crate::output::Destination;
use crate::query::Query;
use crate::reader::Pages;
use crate::terminal::sanitize;

/// Reads a sample of the leads and prints a row for each field.
pub(super) fn fields(size: SampleSize, output: OutputPlan, client: &Client) -> anyhow::Result<()> {
    let target = if output.format().has_cells() {
        RowTarget::Cells
    } else {
        RowTarget::Json
    };
    let record = Record::default();
    record.set_client(client);
    let how = (Incomplete::Discard, "fields");
    output.print(&record, client.report(), how, |printer| {
        let sample = read(size, client)?;
        if sample.leads() == 0 {
            return Ok(());
        }
        Ok(sample.each_row(target, |row| printer.lead(Lead::new(row)))?)
    })?;
    Ok(())
}

/// Reads a sample of the leads and prints the columns of csv and the custom attributes,
/// one per line.
pub(super) fn columns(
    size: SampleSize,
    path: Option<&Path>,
    client: &Client,
) -> anyhow::Result<()> {
    let mut destination = Destination::open(path).map_err(Error::Output)?;
    let is_shown = destination.terminal().is_some();
    let sample = read(size, client)?;
    let columns = columns::CSV_COLUMNS.iter().map(ToString::to_string);
    for name in columns.chain(sample.attributes()) {
        if name.contains(['\n', '\r']) {
            let report = client.report();
            report.warn(&format!(
                "{name} is omitted: its name does not fit on one line"
            ));
            continue;
        }
        let name = if is_shown {
            sanitize::text(&name)
        } else {
            Cow::Borrowed(name.as_str())
        };
        writeln!(destination, "{name}").map_err(Error::Output)?;
    }
    destination.commit(client.report()).map_err(Error::Output)?;
    Ok(())
}

fn read(size: SampleSize, client: &Client) -> anyhow::Result<Sample> {
    let query = Query {
        limit: size.0.map(|size| u32::try_from(size).unwrap_or(u32::MAX)),
        ..Query::default()
    };
    let mut sample = Sample::default();
    let mut pages = Pages::new(client, &query);
    'read: for page in pages.by_ref() {
        let page = page?;
        for lead in page.leads() {
            sample.add(lead);
            if Some(sample.leads()) == size.0 {
                break 'read;
            }
        }
    }
    report_size(&sample, pages.reported_total(), client);
    Ok(sample)
}

fn report_size(sample: &Sample, total: Option<u64>, client: &Client) {
    let report = client.report();
    let read = sample.leads();
    match total {
        _ if read == 0 => report.note("no leads"),
        Some(total) if total > read => report.note(&format!(
            "these are the fields of the latest {read} of {total} leads; --sample all reads every lead"
        )),
        _ => {}
    }
    if sample.is_truncated() {
        report.warn("these leads have too many fields to list; some are omitted");
    }
}

/// What `--fields help` prints.
pub(super) fn help() -> String {
    let list = |names: &[&str]| names.join(", ");
    format!(
        "--fields takes names separated by commas; +a,b adds to the default columns.\n\
         \n\
         Columns: {}\n\
         Default in a table: {}\n\
         Default in csv and tsv: {}\n\
         \n\
         Any other name is a path into a lead's JSON, such as location_data.timezone,\n\
         tags.tags.0.name or custom_attributes.plan. custom_attributes.* is one column\n\
         for each custom attribute, and any PATH.* for each key of that object. A name\n\
         that contains a comma, or ends in .*, is written in double quotes.\n\
         \n\
         leads fields             lists the fields that the leads of a workspace have\n\
         leads fields --columns   writes columns into a file for --columns FILE\n",
        list(&columns::names().collect::<Vec<_>>()),
        list(columns::TABLE_COLUMNS),
        list(columns::CSV_COLUMNS),
    )
}
