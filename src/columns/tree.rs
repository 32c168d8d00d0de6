//! The JSON object for the fields of a lead: columns are keys, and paths keep the
//! structure that they have in the lead.

use super::labels;
use super::path::Step;
use crate::lead::json_text;

/// An object under construction, with its keys in the order of the fields.
#[derive(Default)]
pub(super) struct Object<'a> {
    entries: Vec<(&'a str, Node<'a>)>,
}

enum Node<'a> {
    /// The value of a column as JSON text, whose structure differs from the lead's.
    Column(String),
    /// A complete value of the lead.
    Whole(&'a str),
    Object(Object<'a>),
    Array(Vec<Node<'a>>),
}

impl<'a> Object<'a> {
    /// Adds the key of a column, with its value as JSON text.
    pub(super) fn set_column(&mut self, name: &'a str, json: String) {
        match self.get(name) {
            // Replaces paths into the same value.
            Some(node) => *node = Node::Column(json),
            None => self.entries.push((name, Node::Column(json))),
        }
    }

    /// Adds the value at the end of `steps`.
    pub(super) fn set_path(&mut self, steps: &[Step<'a>], value: &'a str) {
        let [Step::Key(key), rest @ ..] = steps else {
            return;
        };
        match self.get(key) {
            Some(node) => node.add(rest, value),
            None => self.entries.push((key, Node::new(rest, value))),
        }
    }

    fn get(&mut self, key: &str) -> Option<&mut Node<'a>> {
        let mut entries = self.entries.iter_mut();
        entries.find_map(|(known, node)| (*known == key).then_some(node))
    }

    /// Calls `visit` with each key, and its value as compact JSON.
    pub(super) fn each_entry(&self, mut visit: impl FnMut(&str, &str)) {
        let mut json = String::new();
        for (key, node) in &self.entries {
            json.clear();
            node.push_json(&mut json);
            visit(key, &json);
        }
    }
}

impl<'a> Node<'a> {
    fn new(steps: &[Step<'a>], value: &'a str) -> Self {
        match steps {
            [] => Self::Whole(value),
            [Step::Key(key), rest @ ..] => Self::Object(Object {
                entries: vec![(key, Self::new(rest, value))],
            }),
            [Step::Index(index), rest @ ..] => {
                let mut elements: Vec<Self> = (0..*index).map(|_| Self::Whole("null")).collect();
                elements.push(Self::new(rest, value));
                Self::Array(elements)
            }
        }
    }

    fn add(&mut self, steps: &[Step<'a>], value: &'a str) {
        match (&mut *self, steps) {
            // The other field's value, missing or not, includes all of this one.
            (Self::Array(_) | Self::Object(_), []) if matches!(value, "null" | "[]") => {}
            (Self::Whole("null" | "[]"), _) | (Self::Array(_) | Self::Object(_), []) => {
                *self = Self::new(steps, value);
            }
            (Self::Object(object), _) => object.set_path(steps, value),
            (Self::Array(elements), [Step::Index(index), rest @ ..]) => {
                while elements.len() <= *index {
                    elements.push(Self::Whole("null"));
                }
                elements[*index].add(rest, value);
            }
            (Self::Column(_) | Self::Whole(_) | Self::Array(_), _) => {}
        }
    }

    fn push_json(&self, out: &mut String) {
        match self {
            Self::Column(json) => out.push_str(json),
            Self::Whole(value) => out.push_str(&json_text::compact(value)),
            Self::Object(object) => {
                out.push('{');
                for (index, (key, node)) in object.entries.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    out.push_str(&labels::json_string(key));
                    out.push(':');
                    node.push_json(out);
                }
                out.push('}');
            }
            Self::Array(elements) => {
                out.push('[');
                for (index, node) in elements.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    node.push_json(out);
                }
                out.push(']');
            }
        }
    }
}
