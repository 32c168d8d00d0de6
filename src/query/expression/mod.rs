//! Conditions on leads, as `--where` has them: `country = 'Ireland' and
//! last_seen_at < 90d ago`. Parsed once, then decided for each lead.

mod decimal;
mod evaluate;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use decimal::Decimal;
use jiff::tz::TimeZone;

use crate::columns::{FieldNames, FieldSet, ValueKind};
use crate::lead::Lead;

/// A condition, compiled. Clones share what was seen of the leads.
#[derive(Clone)]
pub struct Expression {
    text: String,
    root: Node,
    fields: Arc<Fields>,
}

/// The fields that an expression reads, and what was seen of them.
struct Fields {
    set: FieldSet,
    /// Whether a lead had a value, by field.
    seen: Vec<AtomicBool>,
    /// Whether there was a lead at all.
    has_leads: AtomicBool,
    /// Fields of the first leads, to suggest one for a mistyped name.
    names: Mutex<FieldNames>,
    /// The names of tags by id.
    tags: OnceLock<HashMap<String, String>>,
    /// The first lead that could not be decided.
    undecided: OnceLock<Undecided>,
}

/// A mistake in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where it is, in bytes.
    pub at: usize,
    /// What is wrong, and what to write instead.
    pub what: String,
}

/// A lead that an expression cannot be decided for: the API sent a part of a
/// list, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// The id of the lead.
    pub lead: String,
    /// The column of the list.
    pub field: String,
}

/// The field with the list that a test cannot be decided without.
struct Cut {
    field: usize,
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
}

/// How values of a field are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FieldKind {
    /// By their JSON type.
    Value(ValueKind),
    /// As text, whether text or a number.
    Id,
    /// By the keys that `find` compares.
    Email,
    Phone,
}

#[derive(Clone, Debug)]
enum Check {
    /// Is `true`.
    True,
    /// Is there, and neither null nor empty.
    Present,
    EqualsAny(Vec<Value>),
    Less(Value),
    AtMost(Value),
    Greater(Value),
    AtLeast(Value),
    /// Without regard to case; the text is in lower case.
    Contains(String),
    Begins(String),
    Ends(String),
}

#[derive(Clone, Debug)]
enum Value {
    Text(String),
    /// The number, and as it was written.
    Number(Decimal, String),
    Bool(bool),
    /// Unix seconds.
    Time(Range<i64>),
}

impl Expression {
    /// Parses `text`. Times are those of `zone`, and spans count back from
    /// `now`, in Unix seconds.
    pub fn parse(text: &str, now: i64, zone: &TimeZone) -> Result<Self, SyntaxError> {
        let (root, set) = parser::parse(text, now, zone)?;
        Ok(Self {
            text: text.to_owned(),
            root,
            fields: Arc::new(Fields {
                seen: set.names().map(|_| AtomicBool::new(false)).collect(),
                set,
                names: Mutex::default(),
                tags: OnceLock::new(),
                undecided: OnceLock::new(),
                has_leads: AtomicBool::new(false),
            }),
        })
    }

    /// Whether the lead matches. One that cannot be decided is noted, and does
    /// not.
    #[must_use]
    pub fn matches(&self, lead: Lead<'_>) -> bool {
        let fields = &*self.fields;
        let values = fields.set.read(lead);
        for (value, seen) in values.iter().zip(&fields.seen) {
            if value.is_some() {
                seen.store(true, Ordering::Relaxed);
            }
        }
        let mut names = fields.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.add(lead);
        drop(names);
        fields.has_leads.store(true, Ordering::Relaxed);
        evaluate::decide(&self.root, fields, &values).unwrap_or_else(|Cut { field }| {
            fields.undecided.get_or_init(|| Undecided {
                lead: lead.id().unwrap_or_default().into_owned(),
                field: fields.set.name(field).to_owned(),
            });
            false
        })
    }

    /// The first lead that could not be decided.
    #[must_use]
    pub fn undecided(&self) -> Option<&Undecided> {
        self.fields.undecided.get()
    }

    /// Whether the names of tags are needed, and not set yet.
    #[must_use]
    pub fn lacks_tag_names(&self) -> bool {
        let fields = &*self.fields;
        fields.tags.get().is_none() && fields.set.names().any(|name| name == "tags")
    }

    /// Sets the names of tags by id.
    pub fn set_tag_names(&self, names: HashMap<String, String>) {
        // The first names count; those of one run do not change.
        let _ = self.fields.tags.set(names);
    }

    /// The paths that no lead had so far, each with a field that may be meant.
    #[must_use]
    pub fn unseen(&self) -> Vec<(String, Option<String>)> {
        let fields = &*self.fields;
        if !fields.has_leads.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let names = fields.names.lock().unwrap_or_else(PoisonError::into_inner);
        let unseen = fields.set.names().enumerate().filter(|(field, _)| {
            !fields.set.is_column(*field) && !fields.seen[*field].load(Ordering::Relaxed)
        });
        unseen
            .map(|(_, name)| (name.to_owned(), names.closest(name)))
            .collect()
    }

    /// When a lead that matches was created, as far as the expression says so:
    /// Unix seconds, the end not included.
    #[must_use]
    pub fn created(&self) -> (Option<i64>, Option<i64>) {
        self.times("created_at")
    }

    /// When a lead that matches was changed at the earliest.
    #[must_use]
    pub fn updated_since(&self) -> Option<i64> {
        self.times("updated_at").0
    }

    /// The narrowest bounds of the time `name` among the parts that all have to
    /// hold.
    fn times(&self, name: &str) -> (Option<i64>, Option<i64>) {
        let parts = match &self.root {
            Node::All(parts) => parts.as_slice(),
            root => std::slice::from_ref(root),
        };
        let (mut from, mut until) = (None, None);
        for part in parts {
            let Node::Test(test) = part else { continue };
            if self.fields.set.name(test.field) != name
                || test.kind != FieldKind::Value(ValueKind::Time)
            {
                continue;
            }
            let (start, end) = match &test.check {
                Check::EqualsAny(values) => match values.as_slice() {
                    [Value::Time(time)] => (Some(time.start), Some(time.end)),
                    _ => continue,
                },
                Check::Less(Value::Time(time)) => (None, Some(time.start)),
                Check::AtMost(Value::Time(time)) => (None, Some(time.end)),
                Check::Greater(Value::Time(time)) => (Some(time.end), None),
                Check::AtLeast(Value::Time(time)) => (Some(time.start), None),
                _ => continue,
            };
            from = from.max(start);
            until = match (until, end) {
                (Some(one), Some(other)) => Some(i64::min(one, other)),
                (one, other) => one.or(other),
            };
        }
        (from, until)
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Expression").field(&self.text).finish()
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Expression {}

impl SyntaxError {
    fn new(at: usize, what: impl Into<String>) -> Self {
        let what = what.into();
        Self { at, what }
    }
}
