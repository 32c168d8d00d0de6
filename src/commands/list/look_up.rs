//! Looks up the ids of tags and segments by name, before leads are read.

use std::collections::HashMap;

use crate::error::Error;
use crate::http::Client;
use crate::query::expression::Expression;
use crate::query::known_labels::KnownLabels;
use crate::query::labels::{Label, LabelKind};

/// Whether filters may be sent to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filters {
    /// Send the filters that the server supports.
    Sent,
    /// Send none: `--scan`.
    None,
}

/// Sets the ids of the tags and segments in `condition`. Returns the labels known then.
pub(super) fn look_up(
    condition: &mut Expression,
    filters: Filters,
    client: &Client,
) -> anyhow::Result<KnownLabels> {
    let mut labels = KnownLabels::default();
    for kind in [LabelKind::Tag, LabelKind::Segment] {
        let wanted = condition.labels(kind);
        if wanted.is_empty() {
            continue;
        }
        let known = client.labels(kind)?;
        let ids = wanted
            .into_iter()
            .map(|label| ids(kind, &label, &known).map(|ids| (label, ids)))
            .collect::<Result<HashMap<_, _>, _>>()?;
        condition.set_ids(kind, &ids);
        if (kind, filters) == (LabelKind::Segment, Filters::Sent) {
            condition.trust_segments();
        }
        let names = known.into_iter().map(|label| (label.id, label.name));
        labels.set_names(kind, names.collect());
    }
    Ok(labels)
}

/// The ids of the labels with this name or id. Fails if there is none, or if the name
/// of a segment is ambiguous.
fn ids(kind: LabelKind, wanted: &str, known: &[Label]) -> Result<Vec<String>, Error> {
    let is_meant = |label: &&Label| label.id == wanted || label.name == wanted;
    let mut found: Vec<&Label> = known.iter().filter(is_meant).collect();
    // Intercom creates segments of users and of leads with the same names.
    if found.iter().any(|label| !label.is_of_users) {
        found.retain(|label| !label.is_of_users);
    }
    let ids: Vec<String> = found.iter().map(|label| label.id.clone()).collect();
    match (kind, ids.len()) {
        (_, 0) => {
            let question = nearest(wanted, known).map(|name| format!("; did you mean {name}?"));
            Err(Error::Usage(format!(
                "the workspace has no {} {wanted:?}{}",
                kind.noun(),
                question.unwrap_or_default()
            )))
        }
        (LabelKind::Segment, 2..) => Err(Error::Usage(format!(
            "the workspace has several segments {wanted:?}: give the id, one of {}",
            ids.join(", ")
        ))),
        _ => Ok(ids),
    }
}

/// The name most similar to `wanted`.
fn nearest<'a>(wanted: &str, known: &'a [Label]) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    let likeness =
        |label: &Label| strsim::normalized_damerau_levenshtein(&wanted, &label.name.to_lowercase());
    let best = known
        .iter()
        .filter(|label| label.name.len() <= 200)
        .max_by(|one, other| likeness(one).total_cmp(&likeness(other)))?;
    (likeness(best) >= 0.5).then_some(best.name.as_str())
}
