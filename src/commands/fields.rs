//! `leads fields`: which fields the leads of this workspace carry.

use super::printer::Printout;
use crate::cli::SampleSize;
use crate::columns::{self, Sample};
use crate::http::Client;
use crate::lead::Lead;
use crate::query::Query;
use crate::reader::Pages;

/// Reads so many leads and prints a row for each field.
pub(super) fn fields(size: SampleSize, printout: Printout, client: &Client) -> anyhow::Result<()> {
    let query = Query {
        few: size.0.map(|size| u32::try_from(size).unwrap_or(u32::MAX)),
        ..Query::default()
    };
    let cells = printout.has_cells();
    printout.print(client, false, |printer| {
        let mut sample = Sample::default();
        let mut pages = Pages::new(client, &query);
        'read: for page in pages.by_ref() {
            let page = page?;
            for lead in page.leads() {
                sample.learn(lead);
                if Some(sample.leads()) == size.0 {
                    break 'read;
                }
            }
        }
        tell(&sample, pages.announced(), client);
        if sample.leads() == 0 {
            return Ok(());
        }
        Ok(sample.each_row(cells, |row| printer.lead(Lead::new(row)))?)
    })
}

fn tell(sample: &Sample, announced: Option<u64>, client: &Client) {
    let report = client.report();
    let read = sample.leads();
    match announced {
        _ if read == 0 => report.note("no leads"),
        Some(all) if all > read => report.note(&format!(
            "the latest {read} of {all} leads; --sample all reads every one"
        )),
        _ => {}
    }
    if sample.is_full() {
        report.warn("these leads have too many fields to tell; some are left out");
    }
}

/// What `--fields help` prints.
pub(super) fn help() -> String {
    let list = |names: &[&str]| names.join(", ");
    format!(
        "--fields takes names between commas; +a,b adds to the usual ones.\n\
         \n\
         Columns: {}\n\
         Usual in a table: {}\n\
         Usual in csv and tsv: {}\n\
         \n\
         Any other name is a path into a lead's JSON, such as location_data.timezone,\n\
         tags.tags.0.name or custom_attributes.plan. custom_attributes.* is a column\n\
         for each custom attribute. A name that holds a comma is written in double\n\
         quotes.\n\
         \n\
         leads fields   tells which of them the leads of a workspace carry\n",
        list(&columns::columns().collect::<Vec<_>>()),
        list(columns::TABLE),
        list(columns::CSV),
    )
}
