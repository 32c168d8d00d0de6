//! Conditions on leads, as in `--where`: `country = 'Ireland' and has phone`. Parsed once,
//! then evaluated for each lead.

mod decimal;
mod evaluate;
mod labels;
mod lexer;
mod narrow;
mod parser;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;

pub(crate) use decimal::Decimal;
use jiff::tz::TimeZone;

use self::evaluate::{Context, Cut};
use super::SortField;
use super::known_labels::KnownLabels;
use crate::columns::{FieldSet, ValueKind};
use crate::lead::Lead;

/// A compiled condition: all of its parts must match. Without parts, every lead
/// matches.
#[derive(Default)]
pub struct Expression {
    parts: Vec<Node>,
    fields: FieldSet,
}

/// The raw values of a lead that an expression compares, by field.
pub struct Values<'a> {
    lead: Lead<'a>,
    raw: Vec<Option<&'a str>>,
}

/// A syntax error in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Its position in bytes.
    pub at: usize,
    /// What is wrong, and what to write instead.
    pub what: String,
}

/// A list that the API truncated or did not send, so that the expression cannot be
/// decided for a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// The column of the list.
    pub field: String,
}

#[derive(Clone, Debug)]
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Test(Test),
}

#[derive(Clone, Debug)]
struct Test {
    field: usize,
    kind: FieldKind,
    check: Check,
    /// The ids of the labels in the test, once they were looked up.
    ids: Option<Vec<String>>,
    trust: Trust,
}

/// What decides for a lead whose list of labels is truncated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The lead: its list is requested, or it stays undecided.
    Lead,
    /// The server, which was sent a filter for the label.
    Server,
}

/// How values of a field are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FieldKind {
    /// By their JSON type.
    Value(ValueKind),
    /// As text, even if it is a number.
    Id,
    /// `true` or `false`.
    Bool,
    /// By the keys that `find` compares.
    Email,
    Phone,
}

#[derive(Clone, Debug)]
enum Check {
    /// Is `true`.
    True,
    /// Exists, and is neither null nor empty.
    Present,
    EqualsAny(Vec<Value>),
    Less(Value),
    AtMost(Value),
    Greater(Value),
    AtLeast(Value),
    /// Ignores case; the text is in lower case.
    Contains(String),
    Begins(String),
    Ends(String),
}

#[derive(Clone, Debug)]
enum Value {
    Text(String),
    /// The number, and its text in the expression.
    Number(Decimal, String),
    Bool(bool),
    /// Unix seconds.
    Time(Range<i64>),
}

impl Expression {
    /// Adds the parts of `text`. Times are in `zone`, and relative to `now`, in Unix
    /// seconds.
    pub fn parse(&mut self, text: &str, now: i64, zone: &TimeZone) -> Result<(), SyntaxError> {
        match parser::parse(text, &mut self.fields, now, zone)? {
            Node::All(parts) => self.parts.extend(parts),
            part => self.parts.push(part),
        }
        Ok(())
    }

    /// Requires that the time `field` is at or after `seconds`.
    pub fn at_least(&mut self, field: SortField, seconds: i64) {
        self.add(field.name(), Check::AtLeast(Value::second(seconds)));
    }

    /// Requires that the time `field` is before `seconds`.
    pub fn less(&mut self, field: SortField, seconds: i64) {
        self.add(field.name(), Check::Less(Value::second(seconds)));
    }

    fn add(&mut self, field: &str, check: Check) {
        let field = self.fields.add(field);
        let kind = FieldKind::Value(self.fields.kind(field));
        self.parts.push(Node::Test(Test::new(field, kind, check)));
    }

    /// Whether every lead matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether the server decides the whole expression: it is a filter for one tag or
    /// one segment.
    #[must_use]
    pub fn is_decided_by_server(&self) -> bool {
        match self.parts.as_slice() {
            [] => true,
            [Node::Test(test)] => test.trust == Trust::Server,
            _ => false,
        }
    }

    /// The values of a lead that are compared.
    #[must_use]
    pub fn read<'a>(&self, lead: Lead<'a>) -> Values<'a> {
        Values {
            lead,
            raw: self.fields.read(lead),
        }
    }

    /// Whether the lead with these values matches. `tags` has lists and names that the
    /// lead lacks.
    pub fn decide(&self, values: &Values, tags: &KnownLabels) -> Result<bool, Undecided> {
        let context = Context {
            fields: &self.fields,
            tags,
            values,
        };
        context.all(&self.parts).map_err(|Cut { field }| Undecided {
            field: self.fields.name(field).to_owned(),
        })
    }

    /// The paths that are compared, each with its index in [`Values::has`]. Columns
    /// always exist, and are not included.
    pub fn paths(&self) -> impl Iterator<Item = (usize, &str)> {
        let names = self.fields.names().enumerate();
        names.filter(|(field, _)| !self.fields.is_column(*field))
    }
}

impl Values<'_> {
    /// Whether the lead has a value in the field.
    #[must_use]
    pub fn has(&self, field: usize) -> bool {
        self.raw[field].is_some()
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(&self.parts).finish()
    }
}

impl Test {
    fn new(field: usize, kind: FieldKind, check: Check) -> Self {
        Self {
            field,
            kind,
            check,
            ids: None,
            trust: Trust::Lead,
        }
    }
}

impl Value {
    /// The time of one second.
    fn second(seconds: i64) -> Self {
        Self::Time(seconds..seconds.saturating_add(1))
    }
}

impl SyntaxError {
    fn new(at: usize, what: impl Into<String>) -> Self {
        let what = what.into();
        Self { at, what }
    }
}
