//! `--where`: what its conditions need beside the leads, and what is said of
//! them.

use std::collections::HashMap;

use crate::error::Error;
use crate::http::Client;
use crate::intercom::Page;
use crate::query::Query;
use crate::query::expression::Expression;

/// Requests the names of tags, if a condition compares them.
pub(super) fn resolve(query: &Query, page: &Page, client: &Client) -> anyhow::Result<()> {
    let mut conditions = query.conditions.iter();
    if conditions.any(Expression::lacks_tag_names)
        && let Some(names) = tag_names(page, client)?
    {
        for condition in &query.conditions {
            condition.set_tag_names(names.clone());
        }
    }
    Ok(())
}

/// The names of tags by id, where the leads of a page have only ids, as in API
/// 2.x.
pub(super) fn tag_names(
    page: &Page,
    client: &Client,
) -> anyhow::Result<Option<HashMap<String, String>>> {
    let request = client.dialect().tags().filter(|_| !page.is_empty());
    Ok(request.map(|request| client.tags(&request)).transpose()?)
}

/// Fails if a condition could not be decided for a lead.
pub(super) fn check(query: &Query) -> Result<(), Error> {
    let mut conditions = query.conditions.iter();
    match conditions.find_map(Expression::undecided) {
        None => Ok(()),
        Some(undecided) => Err(Error::Undecided(format!(
            "--where cannot be decided: the API did not send all {} of lead {}",
            undecided.field, undecided.lead
        ))),
    }
}

/// Warns of fields that no lead had.
pub(super) fn warn_unseen(query: &Query, client: &Client) {
    for (name, suggestion) in query.conditions.iter().flat_map(Expression::unseen) {
        let question = suggestion.map(|known| format!("; did you mean {known}?"));
        client.report().warn(&format!(
            "--where: no lead has the field {name}{}",
            question.unwrap_or_default()
        ));
    }
}
