//! Which leads of a reading match its query, and what has to be requested to
//! tell.

use super::super::labels::Labels;
use crate::columns::{FieldNames, UnknownNames, no_lead_has};
use crate::error::Error;
use crate::http::Client;
use crate::intercom::Page;
use crate::lead::Lead;
use crate::query::Query;
use crate::query::expression::Values;
use crate::query::labels::LabelKind;
use crate::query::tags::Tags;

/// Decides leads by the condition of a query.
pub(in crate::commands) struct Filter<'a> {
    query: &'a Query,
    client: &'a Client,
    tags: Tags,
    paths: Vec<Path<'a>>,
    unknown: UnknownNames,
    /// Fields of the first leads, to suggest one for a mistyped name.
    names: FieldNames,
    has_leads: bool,
}

/// A path that the condition compares.
struct Path<'a> {
    field: usize,
    name: &'a str,
    /// Whether a lead had a value there.
    is_seen: bool,
}

impl<'a> Filter<'a> {
    /// A filter for `query`, to which `tags` may be known already.
    pub(in crate::commands) fn new(query: &'a Query, tags: Tags, client: &'a Client) -> Self {
        let paths = query.condition.paths();
        let names = query.condition.paths().map(|(_, name)| name);
        Self {
            query,
            client,
            tags,
            unknown: UnknownNames::among(names),
            paths: paths
                .map(|(field, name)| Path {
                    field,
                    name,
                    is_seen: false,
                })
                .collect(),
            names: FieldNames::default(),
            has_leads: false,
        }
    }

    /// Gets ready for the leads of a page: fails if the condition has a name that
    /// nothing has, and requests the names of tags, if leads do not carry them
    /// and the condition, or what is printed, needs them.
    pub(super) fn prepare(&mut self, page: &Page) -> anyhow::Result<()> {
        let checked = self.unknown.check(page.leads());
        checked.map_err(|what| Error::Usage(format!("--where: {what}")))?;
        self.tags.forget_lists();
        if page.is_empty() {
            return Ok(());
        }
        self.prepare_labels()
    }

    /// As [`Filter::prepare`], for leads that come without a page.
    pub(in crate::commands) fn prepare_labels(&mut self) -> anyhow::Result<()> {
        if self.client.dialect().has_labels() {
            return Ok(());
        }
        let condition = &self.query.condition;
        if condition.compares_unasked(LabelKind::Segment) {
            return Err(Error::Usage(
                "API 2.x sends no segments with its leads: --where takes segments = 'NAME' alone, or \
                 joined to the rest by and; --scan asks for none"
                    .to_owned(),
            )
            .into());
        }
        if condition.needs_names(LabelKind::Tag) {
            self.need_tag_names()?;
        }
        Ok(())
    }

    /// Requests the names of tags, unless they are known.
    pub(super) fn need_tag_names(&mut self) -> anyhow::Result<()> {
        if self.tags.names().is_none() && !self.client.dialect().has_labels() {
            self.tags.set_names(self.client.tag_names()?);
        }
        Ok(())
    }

    /// What is known of tags.
    pub(super) fn tags(&self) -> &Tags {
        &self.tags
    }

    /// Labels for a printer, with the names that are known.
    pub(super) fn labels(&self) -> Labels<'a> {
        Labels::with_names(self.client, self.tags.names().cloned())
    }

    /// Whether the lead matches.
    pub(in crate::commands) fn matches(&mut self, lead: Lead<'_>) -> anyhow::Result<bool> {
        let query = self.query;
        if query.condition.is_empty() {
            return Ok(true);
        }
        let values = query.condition.read(lead);
        self.note(lead, &values);
        loop {
            match query.condition.decide(&values, &self.tags) {
                Ok(matches) => return Ok(matches),
                Err(undecided) => self.complete(lead, &undecided.field, "--where")?,
            }
        }
    }

    /// Requests the list `field` of a lead that carries a part of it. Fails where
    /// the API has no such request: `option` cannot be decided then.
    pub(super) fn complete(
        &mut self,
        lead: Lead<'_>,
        field: &str,
        option: &str,
    ) -> anyhow::Result<()> {
        let id = lead.id().unwrap_or_default();
        let request = self.client.dialect().tags_of(&id);
        match request.filter(|_| field == LabelKind::Tag.column() && !self.tags.has_list(&id)) {
            Some(request) => {
                let tags = self.client.label_list(&request)?.into_iter();
                let tags = tags.map(|tag| (tag.id, tag.name));
                self.tags.set_list(id.into_owned(), tags);
                Ok(())
            }
            None => Err(Error::Undecided(format!(
                "{option} cannot be decided: the API did not send all {field} of lead {id}"
            ))
            .into()),
        }
    }

    fn note(&mut self, lead: Lead<'_>, values: &Values) {
        if self.paths.is_empty() {
            return;
        }
        self.has_leads = true;
        self.names.add(lead);
        for path in &mut self.paths {
            path.is_seen |= values.has(path.field);
        }
    }

    /// Warns of paths that no lead had.
    pub(super) fn warn_unseen(&self) {
        for path in self
            .paths
            .iter()
            .filter(|path| self.has_leads && !path.is_seen)
        {
            let suggestion = self.names.closest(path.name);
            let what = no_lead_has(path.name, suggestion.as_deref());
            self.client.report().warn(&format!("--where: {what}"));
        }
    }
}
