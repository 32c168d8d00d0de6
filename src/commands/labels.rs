//! Names of tags. Leads of API 2.x have only the ids of their tags, so the names are
//! requested before the first such lead is printed.

use std::collections::HashMap;

use super::printer::Printer;
use crate::http::Client;
use crate::intercom::Page;
use crate::lead::{self, Lead};
use crate::query::labels::LabelKind;

/// Requests the names of tags when a column needs them, at most once.
pub(super) struct Labels<'c> {
    client: &'c Client,
    /// Names by id, if they were requested before.
    names: Option<HashMap<String, String>>,
    tags_requested: bool,
    segments_warned: bool,
}

impl<'c> Labels<'c> {
    pub(super) fn new(client: &'c Client) -> Self {
        Self::with_names(client, None)
    }

    /// With names by id that were requested already.
    pub(super) fn with_names(client: &'c Client, names: Option<HashMap<String, String>>) -> Self {
        Self {
            client,
            names,
            tags_requested: false,
            segments_warned: false,
        }
    }

    /// Passes the names of tags to `printer` if a lead of `page` has ids without names.
    /// If the request fails, the column shows ids. Warns that API 2.x sends no
    /// segments.
    pub(super) fn resolve(&mut self, page: &Page, printer: &mut Printer) {
        if self.client.dialect().has_labels() {
            return;
        }
        let report = self.client.report();
        let fields = printer.fields();
        if !self.segments_warned && fields.wants("segments") && page.leads().any(lacks_segments) {
            self.segments_warned = true;
            report.warn("API 2.x sends no segments with its leads; the column is empty");
        }
        if !self.tags_requested && fields.wants("tags") && page.leads().any(has_unnamed_tags) {
            self.tags_requested = true;
            match self
                .names
                .take()
                .map_or_else(|| self.client.label_names(LabelKind::Tag), Ok)
            {
                Ok(names) => fields.set_tag_names(names),
                Err(error) => report.warn(&format!("tags are shown by their ids: {error}")),
            }
        }
    }
}

fn lacks_segments(lead: Lead<'_>) -> bool {
    lead.value("segments").is_none() && lead.value("role").is_some()
}

fn has_unnamed_tags(lead: Lead<'_>) -> bool {
    let tags = lead.value("tags").unwrap_or_default();
    let data = lead::value(tags, "data").unwrap_or_default();
    lead::elements(data).any(|tag| Lead::new(tag).value("name").is_none())
}
