//! Checks which leads match a query, and requests what is missing to decide.

use super::super::labels::Labels;
use crate::columns::{FieldNames, UnknownNames, no_lead_has};
use crate::error::Error;
use crate::http::Client;
use crate::intercom::{self, Page};
use crate::lead::Lead;
use crate::query::Query;
use crate::query::expression::Values;
use crate::query::known_labels::KnownLabels;
use crate::query::labels::LabelKind;

/// Checks leads against the condition of a query.
pub(in crate::commands) struct Filter<'a> {
    query: &'a Query,
    client: &'a Client,
    known: KnownLabels,
    paths: Vec<Path<'a>>,
    unknown: UnknownNames,
    /// Fields of the first leads, to suggest one for a mistyped name.
    names: FieldNames,
    has_leads: bool,
}

/// The result of requesting the complete list of a field.
pub(super) enum Completed {
    /// The list is complete now.
    Known,
    /// The lead was deleted or merged since its page was read.
    Gone,
}

/// A path that the condition compares.
struct Path<'a> {
    field: usize,
    name: &'a str,
    /// Whether any lead had a value there.
    is_seen: bool,
}

impl<'a> Filter<'a> {
    /// A filter for `query`. `known` are labels that were requested before.
    pub(in crate::commands) fn new(
        query: &'a Query,
        known: KnownLabels,
        client: &'a Client,
    ) -> Self {
        let paths = query.condition.paths();
        let names = query.condition.paths().map(|(_, name)| name);
        Self {
            query,
            client,
            known,
            unknown: UnknownNames::of(names),
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

    /// Prepares for the leads of a page: fails if a name in the condition does not
    /// exist, and requests the names of tags if the condition or the output needs them
    /// and leads have only ids.
    pub(super) fn prepare(&mut self, page: &Page) -> anyhow::Result<()> {
        let checked = self.unknown.check(page.leads());
        checked.map_err(|what| Error::Usage(format!("--where: {what}")))?;
        self.known.forget_lists();
        if page.is_empty() {
            return Ok(());
        }
        self.prepare_labels()
    }

    /// As [`Filter::prepare`], for leads that are not from a page.
    pub(in crate::commands) fn prepare_labels(&mut self) -> anyhow::Result<()> {
        self.check_lists()?;
        let condition = &self.query.condition;
        for kind in [LabelKind::Tag, LabelKind::Segment] {
            if condition.needs_names(kind) {
                self.need_names(kind)?;
            }
        }
        Ok(())
    }

    /// Fails if the condition uses a field that this API generation does not send with
    /// leads.
    pub(in crate::commands) fn check_lists(&self) -> Result<(), Error> {
        let condition = &self.query.condition;
        let says = |what: &str| Err(Error::Usage(format!("API 2.x sends {what}")));
        if self.client.dialect().has_labels() {
            Ok(())
        } else if condition.needs_lists(LabelKind::Segment) {
            says(
                "no segments with its leads: use --segment, or segments = 'NAME' as a condition \
                 that every lead must match, without --scan",
            )
        } else if condition.names_companies() {
            says("only the ids of companies: --where compares companies by id")
        } else {
            Ok(())
        }
    }

    /// Requests the names of labels, unless they are known.
    pub(super) fn need_names(&mut self, kind: LabelKind) -> anyhow::Result<()> {
        if self.known.names(kind).is_none() {
            self.known.set_names(kind, self.client.label_names(kind)?);
        }
        Ok(())
    }

    /// The labels that are known.
    pub(super) fn known(&self) -> &KnownLabels {
        &self.known
    }

    /// Labels for a printer, with the known names.
    pub(super) fn labels(&self) -> Labels<'a> {
        Labels::with_names(self.client, self.known.names(LabelKind::Tag).cloned())
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
            match query.condition.decide(&values, &self.known) {
                Ok(matches) => return Ok(matches),
                Err(undecided) => match self.complete(lead, &undecided.field, "--where")? {
                    Completed::Known => {}
                    Completed::Gone => return Ok(false),
                },
            }
        }
    }

    /// Requests the complete list `field` of a lead that has only a part of it. Fails
    /// if the API has no such request, because then `option` cannot be checked.
    pub(super) fn complete(
        &mut self,
        lead: Lead<'_>,
        field: &str,
        option: &str,
    ) -> anyhow::Result<Completed> {
        let id = lead.id().unwrap_or_default();
        let request = self.client.dialect().tags_of(&id);
        let is_wanted = field == LabelKind::Tag.column() && !self.known.has_list(&id);
        let Some(request) = request.filter(|_| is_wanted) else {
            let what = format!(
                "{option} cannot be evaluated: the API did not send all {field} of lead {id}"
            );
            return Err(Error::Undecided(what).into());
        };
        match self.client.label_list(&request) {
            Ok(tags) => {
                let tags = tags.into_iter().map(|tag| (tag.id, tag.name));
                self.known.set_list(id.into_owned(), tags);
                Ok(Completed::Known)
            }
            Err(intercom::Error::Refused(refused))
                if matches!(refused.effective_status(), 404 | 410) =>
            {
                Ok(Completed::Gone)
            }
            Err(error) => Err(error.into()),
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
