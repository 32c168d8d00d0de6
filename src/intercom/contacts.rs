//! Reads the body of a response with contacts: a list, one contact, or errors. The
//! generations differ in the names of lists, and in how a list continues.

use std::ops::Range;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::body;
use super::error::Error;
use super::request::Request;
use crate::lead;

type Entries<'a> = Vec<&'a RawValue>;

/// A body of API 1.x, whose lists are `contacts`, or in a scroll `users`.
pub(super) type V1<'a> = Envelope<'a, Entries<'a>, IgnoredAny>;

/// A body of API 2.x, whose lists are `data`.
pub(super) type V2<'a> = Envelope<'a, IgnoredAny, Entries<'a>>;

/// The fields of a body that are used. All except the leads can be missing, null, or of
/// an unexpected type.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Envelope<'a, Contacts, Data> {
    #[serde(borrow, rename = "type")]
    kind: Option<&'a RawValue>,
    contacts: Option<Contacts>,
    users: Option<Contacts>,
    data: Option<Data>,
    #[serde(borrow)]
    total_count: Option<&'a RawValue>,
    #[serde(borrow)]
    pages: Option<&'a RawValue>,
    #[serde(borrow)]
    limited: Option<&'a RawValue>,
    #[serde(borrow)]
    scroll_param: Option<&'a RawValue>,
    #[serde(borrow)]
    errors: Option<&'a RawValue>,
    /// In a contact of API 2.x.
    #[serde(borrow)]
    role: Option<&'a RawValue>,
    /// In a contact of API 2.x.
    #[serde(borrow)]
    workspace_id: Option<&'a RawValue>,
    /// In a contact of API 1.x.
    #[serde(borrow)]
    user_id: Option<&'a RawValue>,
}

/// The parsed body, and the ranges of its leads.
#[derive(Default)]
pub(super) struct ParsedBody {
    pub(super) leads: Vec<Range<usize>>,
    pub(super) total: Option<u64>,
    pub(super) page_size: Option<u32>,
    /// The JSON of `pages.next`: a URL in 1.x, an object with a cursor in 2.x.
    pub(super) next: Option<String>,
    /// Set if the body says neither whether more leads follow nor how many there are.
    pub(super) is_end_unknown: bool,
    pub(super) limited: bool,
    pub(super) scroll_param: Option<String>,
    /// Set for a single user of API 1.x.
    pub(super) is_user: bool,
}

/// The properties of bodies of the other generation.
struct Other {
    list_type: &'static str,
    /// Whether it has a list of the other generation. If it also has a list of this
    /// one, it is neither.
    has_list: bool,
    is_contact: bool,
}

impl V1<'_> {
    pub(super) fn parse(body: &str, sent: &Request) -> Result<ParsedBody, Error> {
        let envelope: V1 = body::parsed(body)?;
        let leads = envelope.contacts.as_deref().or(envelope.users.as_deref());
        let kind = envelope.kind.and_then(|kind| lead::plain_text(kind.get()));
        if kind.as_deref() == Some("user") && leads.is_none() {
            return Ok(ParsedBody {
                is_user: true,
                ..ParsedBody::default()
            });
        }
        let other = Other {
            list_type: "list",
            has_list: false,
            is_contact: envelope.role.is_some() || envelope.workspace_id.is_some(),
        };
        let parsed = envelope.read(body, sent, leads, &other)?;
        if parsed.next.as_deref().is_some_and(is_object) {
            return Err(Error::OtherGeneration);
        }
        Ok(parsed)
    }
}

impl V2<'_> {
    pub(super) fn parse(body: &str, sent: &Request) -> Result<ParsedBody, Error> {
        let envelope: V2 = body::parsed(body)?;
        let other = Other {
            list_type: "contact.list",
            has_list: envelope.contacts.is_some(),
            is_contact: envelope.user_id.is_some() && envelope.role.is_none(),
        };
        envelope.read(body, sent, envelope.data.as_deref(), &other)
    }
}

impl<Contacts, Data> Envelope<'_, Contacts, Data> {
    fn read(
        &self,
        body: &str,
        sent: &Request,
        leads: Option<&[&RawValue]>,
        other: &Other,
    ) -> Result<ParsedBody, Error> {
        let kind = self.kind.and_then(|kind| lead::plain_text(kind.get()));
        match (kind.as_deref(), leads) {
            (Some("error.list" | "error"), _) => Err(Error::in_ok_body(body, sent)),
            (Some(kind), _) if kind == other.list_type => Err(Error::OtherGeneration),
            (_, Some(leads)) if !other.has_list => self.list(body, leads),
            (Some("contact"), None) if other.is_contact => Err(Error::OtherGeneration),
            (Some("contact"), None) => Ok(ParsedBody {
                leads: vec![body::trimmed(body)],
                ..ParsedBody::default()
            }),
            // Errors of old versions have no type.
            (_, None) if self.errors.is_some() => Err(Error::in_ok_body(body, sent)),
            _ => Err(body::not_understood(body)),
        }
    }

    fn list(&self, body: &str, leads: &[&RawValue]) -> Result<ParsedBody, Error> {
        let pages = self.pages.map_or("{}", RawValue::get);
        let keys = ["per_page", "next", "page", "total_pages"];
        let [per_page, next, page, total_pages] = lead::values(pages, keys);
        // Some pages without a link to the next one say that they are not the last.
        let is_last = page.and_then(body::number::<u64>) >= total_pages.and_then(body::number);
        let has_end = self.pages.is_some() && (is_last || next.is_some_and(|next| next != "null"));
        let scroll_param = self.scroll_param.map(RawValue::get);
        let scroll_param = scroll_param.and_then(lead::plain_text);
        let total = self.total_count.and_then(|total| body::number(total.get()));
        // A total below the number of leads in the body counts something else.
        let total = total.filter(|total| *total >= leads.len() as u64);
        Ok(ParsedBody {
            leads: body::objects(body, leads)?,
            total,
            page_size: per_page.and_then(body::number),
            next: next.map(str::to_owned),
            is_end_unknown: !has_end && total.is_none(),
            limited: self.limited.is_some_and(|limited| limited.get() == "true"),
            scroll_param: scroll_param
                .filter(|param| !param.is_empty())
                .map(Into::into),
            is_user: false,
        })
    }
}

fn is_object(json: &str) -> bool {
    json.starts_with('{')
}
