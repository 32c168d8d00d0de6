//! Lists of tags and segments: of the workspace, and of a lead.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::body;
use super::error::Error;
use super::request::Request;
use crate::lead::{self, Lead};
use crate::query::labels::{Label, LabelKind};

/// The request for the labels of a workspace, the same in both generations.
#[must_use]
pub fn labels(kind: LabelKind) -> Request {
    let target = match kind {
        LabelKind::Tag => "/tags",
        LabelKind::Segment => "/segments",
    };
    Request::get(target.to_owned())
}

/// A list of tags is `tags` in API 1.x and `data` in 2.x. A list of segments is
/// `segments` in both.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Envelope<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<&'a RawValue>,
    #[serde(borrow)]
    tags: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    segments: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    data: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    has_more: Option<&'a RawValue>,
    #[serde(borrow)]
    errors: Option<&'a RawValue>,
}

/// Reads a list. `other` is the type of a list of tags in the other generation. Entries
/// without an id are skipped.
pub(super) fn read(sent: &Request, bytes: Vec<u8>, other: &str) -> Result<Vec<Label>, Error> {
    let parse = |body: &str| {
        let envelope: Envelope = body::parsed(body)?;
        let kind = envelope.kind.and_then(|kind| lead::plain_text(kind.get()));
        match kind.as_deref() {
            Some("error.list" | "error") => return Err(Error::in_ok_body(body, sent)),
            Some(kind) if kind == other && envelope.segments.is_none() => {
                return Err(Error::OtherGeneration);
            }
            _ => {}
        }
        let has_more = envelope.has_more.is_some_and(|more| more.get() == "true");
        if has_more {
            let what = "more than one page of labels, where the API sends one";
            return Err(Error::NotUnderstood(what.to_owned()));
        }
        let lists = [envelope.tags, envelope.segments, envelope.data];
        match lists.into_iter().flatten().next() {
            Some(list) => Ok(list
                .iter()
                .filter_map(|label| label_of(Lead::new(label.get())))
                .collect()),
            None if envelope.errors.is_some() => Err(Error::in_ok_body(body, sent)),
            None => Err(body::not_understood(body)),
        }
    };
    let (_, labels) = body::parse_lenient(body::text(bytes), parse)?;
    Ok(labels)
}

fn label_of(json: Lead<'_>) -> Option<Label> {
    let text = |key| json.value(key).and_then(lead::plain_text);
    let id = json.id()?.into_owned();
    Some(Label {
        name: text("name").map_or_else(|| id.clone(), Into::into),
        is_of_users: text("person_type").is_some_and(|kind| kind == "user"),
        id,
    })
}
