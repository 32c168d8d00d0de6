//! `--sort` and `--order`: a few leads as the server sorts them, if it proves
//! that it does; else all of them, sorted here.

use super::super::output_plan::Incomplete;
use super::plan::NEWEST_FIRST;
use super::{Listing, Sort};
use crate::error::Error;
use crate::intercom::{self, Page};
use crate::interrupt;
use crate::query::sort::Sorter;
use crate::query::{Order, Query, SortField};
use crate::reader::Pages;

impl Listing<'_, '_> {
    /// Prints all leads, or the first up to the limit.
    pub(super) fn sorted(&mut self, sort: Sort) -> anyhow::Result<()> {
        if let Some(limit) = self.query.limit.filter(|&limit| limit <= self.page_size())
            && let Some(page) = self.sorted_by_server(sort, 1)?
            // A server may grant smaller pages than were asked for.
            && (page.len() >= limit as usize || !page.more)
        {
            self.open(&page)?;
            for lead in page.leads().take(limit as usize) {
                self.printer.lead(lead)?;
            }
            if page.total.is_some() || page.more {
                self.note_limit(page.total);
            }
            return Ok(());
        }
        let (sorter, incomplete) = self.read_all(sort)?;
        let total = sorter.len() as u64;
        sorter.each(0, self.limit, |lead| self.printer.lead(lead))?;
        if let Some(error) = incomplete {
            return Err(error);
        }
        self.note_limit(Some(total));
        Ok(())
    }

    /// Prints one page of the sorted leads.
    pub(super) fn one_page_sorted(&mut self, number: u32, sort: Sort) -> anyhow::Result<()> {
        if let Some(page) = self.sorted_by_server(sort, number)? {
            return self.print_page(&page);
        }
        let (sorter, incomplete) = self.read_all(sort)?;
        if let Some(error) = incomplete {
            return Err(error);
        }
        let size = u64::from(self.page_size());
        let skip = u64::from(number - 1) * size;
        Ok(sorter.each(skip, Some(size), |lead| self.printer.lead(lead))?)
    }

    /// Prints the newest leads of a scroll up to the limit, from its page `first`
    /// on: it has them in no order. The leads printed before are newer.
    pub(super) fn newest_of_scroll(
        &mut self,
        first: &Page,
        mut pages: Pages,
    ) -> anyhow::Result<()> {
        let (field, order) = NEWEST_FIRST;
        let mut sorter = Sorter::new(field, order).map_err(Error::Output)?;
        self.push(first, &mut sorter)?;
        let incomplete = self.read_rest(&mut pages, &mut sorter)?;
        let printed = self.printer.printed();
        let total = printed + sorter.len() as u64;
        let rest = self.limit.map(|limit| limit - printed);
        sorter.each(0, rest, |lead| self.printer.lead(lead))?;
        if let Some(error) = incomplete {
            return Err(error);
        }
        self.note_limit(Some(total));
        Ok(())
    }

    /// Reads all leads into a sorter. If the reading ends incomplete, returns
    /// what was read, and the error.
    fn read_all(
        &mut self,
        (field, order): Sort,
    ) -> anyhow::Result<(Sorter, Option<anyhow::Error>)> {
        let mut sorter = Sorter::new(field, order).map_err(Error::Output)?;
        let query = &Query {
            limit: None,
            ..self.query.clone()
        };
        let incomplete = self.read_rest(&mut Pages::new(self.client, query), &mut sorter)?;
        self.printer.open()?;
        Ok((sorter, incomplete))
    }

    /// Reads the leads of the pages that are left. If the reading ends
    /// incomplete, returns the error.
    fn read_rest(
        &mut self,
        pages: &mut Pages,
        sorter: &mut Sorter,
    ) -> anyhow::Result<Option<anyhow::Error>> {
        let mut incomplete = None;
        while let Some(page) = pages.next() {
            self.record.show(pages, self.query, None);
            let page = match page {
                Err(error @ intercom::Error::Incomplete { .. }) => {
                    incomplete = Some(error.into());
                    break;
                }
                Err(error) if self.incomplete == Incomplete::Keep && sorter.len() > 0 => {
                    incomplete = Some(error.into());
                    break;
                }
                page => page?,
            };
            self.filter.prepare(&page)?;
            self.printer.check_names(&page)?;
            self.labels.resolve(&page, self.printer);
            self.push(&page, sorter)?;
            if let Some(code) = interrupt::requested() {
                incomplete = Some(Error::Interrupted(code).into());
                break;
            }
            if page.is_past(self.query) {
                break;
            }
        }
        if incomplete.is_none() {
            self.record.conclude(pages, self.client.report());
        }
        self.filter.warn_unseen();
        Ok(incomplete)
    }

    fn push(&mut self, page: &Page, sorter: &mut Sorter) -> anyhow::Result<()> {
        for lead in page.leads() {
            if self.filter.matches(lead)? {
                sorter.push(lead).map_err(Error::Output)?;
            }
        }
        Ok(())
    }

    /// A page that the server sorted; `None` if the response does not prove
    /// that it did. A page that is in the default order as well proves nothing,
    /// nor does one with leads that lack the field.
    fn sorted_by_server(&mut self, sort: Sort, number: u32) -> anyhow::Result<Option<Page>> {
        let query = &Query {
            sort: Some(sort),
            limit: None,
            ..self.query.clone()
        };
        let page = match Pages::one(self.client, query, number) {
            Ok(page) => page,
            // A server that cannot sort leads may say so.
            Err(intercom::Error::Refused(refused)) if matches!(refused.status, 400 | 422) => {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        self.filter.prepare(&page)?;
        for lead in page.leads() {
            if !self.filter.matches(lead)? {
                return Ok(None);
            }
        }
        let is_proven = sort == NEWEST_FIRST || !is_newest_first(&page);
        Ok(Some(page).filter(|page| is_proven && is_sorted(page, sort)))
    }

    fn page_size(&self) -> u32 {
        self.query.page_size(self.client.dialect().max_page_size())
    }
}

/// Whether every lead of the page has the field, and the page is sorted by it.
fn is_sorted(page: &Page, (field, order): Sort) -> bool {
    let times: Option<Vec<i64>> = page.leads().map(|lead| field.of(lead)).collect();
    times.is_some_and(|times| match order {
        Order::Asc => times.is_sorted(),
        Order::Desc => times.is_sorted_by(|later, earlier| later >= earlier),
    })
}

fn is_newest_first(page: &Page) -> bool {
    page.leads()
        .map(|lead| SortField::CreatedAt.of(lead))
        .is_sorted_by(|newer, older| newer >= older)
}
