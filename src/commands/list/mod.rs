//! `leads list`: prints every lead, or those that match, in the selected order.

mod chart;
mod count;
mod filter;
mod groups;
mod look_up;
mod plan;
mod sorted;

#[cfg(feature = "sqlite")]
pub(super) use filter::Filter as ListFilter;
pub(super) use plan::Plan;

use self::filter::Filter;
use self::look_up::look_up;
use self::plan::{Output, Sort, Strictness};
use super::labels::Labels;
use super::output_plan::Incomplete;
use super::printer::Printer;
use super::record::Record;
use crate::error::Error;
use crate::http::Client;
use crate::intercom::Page;
use crate::interrupt;
use crate::output::Next;
use crate::query::Query;
use crate::reader::Pages;

/// Prints the leads of the plan, or their number.
pub(super) fn list(mut plan: Plan, record: &Record, client: &Client) -> anyhow::Result<()> {
    let mut condition = std::mem::take(&mut plan.condition);
    let tags = look_up(&mut condition, plan.filters, client)?;
    let query = &plan.query(condition);
    let asked = query.narrowing.to_string();
    if !asked.is_empty() {
        client.report().detail(&format!(
            "the API is asked to filter by {asked}; every lead is checked here again"
        ));
    }
    let filter = Filter::new(query, tags, client);
    let (output, incomplete) = match plan.output {
        Output::Count(path) => {
            let count = count::count(query, filter, path.as_deref(), record, client)?;
            return plan.strictness.check(count > 0);
        }
        Output::Groups(output, groups) => {
            let count = groups::print(query, filter, groups, *output, plan.limit, record, client)?;
            return plan.strictness.check(count > 0);
        }
        Output::Leads(output, incomplete) => (output, incomplete),
    };
    let notes_no_leads = output.notes_no_leads();
    if incomplete == Incomplete::Keep {
        let report = client.report();
        interrupt::defer(move || {
            report.note("stopping after the current request; a second signal stops at once");
        })
        .map_err(Error::Output)?;
    }
    let how = (incomplete, "leads");
    let ((), printed) = output.print(record, client.report(), how, |printer| {
        let mut listing = Listing {
            query,
            limit: plan.limit,
            client,
            record,
            incomplete,
            labels: filter.labels(),
            filter,
            printer,
        };
        match (plan.page, plan.sort) {
            (None, None) => listing.stream()?,
            (None, Some(sort)) => listing.sorted(sort)?,
            (Some(number), None) => listing.one_page(number)?,
            (Some(number), Some(sort)) => listing.one_page_sorted(number, sort)?,
        }
        if printer.printed() == 0 && notes_no_leads {
            client.report().note("no leads");
        }
        Ok(())
    })?;
    if plan.strictness == Strictness::Strict && printed.leads == 0 && !notes_no_leads {
        client.report().note("no leads");
    }
    plan.strictness.check(printed.leads > 0 && printed.all_seen)
}

/// Prints the leads of a query.
struct Listing<'a, 'w> {
    query: &'a Query,
    limit: Option<u64>,
    client: &'a Client,
    record: &'a Record,
    incomplete: Incomplete,
    labels: Labels<'a>,
    filter: Filter<'a>,
    printer: &'a mut Printer<'w>,
}

impl Listing<'_, '_> {
    /// Prints leads as they arrive, newest first.
    fn stream(&mut self) -> anyhow::Result<()> {
        let query = self.query;
        let mut pages = Pages::new(self.client, query);
        while let Some(page) = pages.next() {
            let page = page?;
            self.record.show(&pages, query, self.limit);
            let interrupted = interrupt::requested();
            self.filter.prepare(&page)?;
            self.open(&page)?;
            if self.limit.is_some() && pages.is_by_scroll() {
                return self.newest_of_scroll(&page, pages);
            }
            let mut leads = page.leads();
            for lead in leads.by_ref() {
                if !self.filter.matches(lead)? {
                    continue;
                }
                self.printer.lead(lead)?;
                if Some(self.printer.printed()) == self.limit {
                    break;
                }
            }
            if Some(self.printer.printed()) == self.limit {
                let total = pages.reported_total().filter(|_| query.is_everything());
                let mut more = total.is_some() || page.more;
                while let Some(lead) = leads.next().filter(|_| !more) {
                    more = self.filter.matches(lead)?;
                }
                if more {
                    self.note_limit(total);
                }
                return Ok(());
            }
            if let Some(code) = interrupted {
                return Err(Error::Interrupted(code).into());
            }
            if page.is_past(query) {
                self.record.conclude_early();
                let summary = self.client.summary();
                self.client
                    .report()
                    .detail(&format!("older leads are not requested: {summary}"));
                return Ok(());
            }
            self.printer.flush(if page.more {
                Next::Leads
            } else {
                Next::Unknown
            })?;
        }
        self.record.conclude(&pages, self.client.report());
        self.filter.warn_unseen();
        Ok(())
    }

    /// Prints one page as the API numbers it.
    fn one_page(&mut self, number: u32) -> anyhow::Result<()> {
        let page = Pages::one(self.client, self.query, number)?;
        self.print_page(&page)
    }

    fn print_page(&mut self, page: &Page) -> anyhow::Result<()> {
        self.filter.prepare(page)?;
        self.open(page)?;
        for lead in page.leads() {
            if self.filter.matches(lead)? {
                self.printer.lead(lead)?;
            }
        }
        Ok(())
    }

    /// Opens the document for the leads of `page`.
    fn open(&mut self, page: &Page) -> anyhow::Result<()> {
        self.printer.check_names(page)?;
        self.labels.resolve(page, self.printer);
        Ok(self.printer.open()?)
    }

    /// Reports that `--limit` left out leads. `total` is `None` if it is not known.
    fn note_limit(&self, total: Option<u64>) {
        let printed = self.printer.printed();
        let note = match total {
            Some(total) if total <= printed => return,
            Some(total) => format!("stopped after {printed} of {total} leads (--limit)"),
            None => {
                let leads = if printed == 1 { "lead" } else { "leads" };
                format!("stopped after {printed} {leads}; there may be more (--limit)")
            }
        };
        self.client.report().note(&note);
    }
}
