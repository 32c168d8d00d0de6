//! The tags and segments that an expression names.

use std::collections::HashMap;

use super::{Check, Expression, FieldKind, Node, Test, Value};
use crate::columns::ValueKind;
use crate::query::labels::LabelKind;

impl Expression {
    /// Adds that a lead has the tag, or is in the segment, with this name or id.
    pub fn has_label(&mut self, kind: LabelKind, label: &str) {
        let test = self.label_test(kind, label);
        self.parts.push(Node::Test(test));
    }

    /// Adds that a lead has the label with this id, which the server is asked for.
    pub fn ask_for_id(&mut self, kind: LabelKind, id: &str) {
        let test = self.label_test(kind, id);
        self.parts.push(Node::Test(Test {
            asked: Some(id.to_owned()),
            ..test
        }));
    }

    fn label_test(&mut self, kind: LabelKind, label: &str) -> Test {
        let field = self.fields.add(kind.column());
        let kind = FieldKind::Value(ValueKind::List);
        let check = Check::EqualsAny(vec![Value::Text(label.to_owned())]);
        Test::new(field, kind, check)
    }

    /// The names and ids that lists of this kind are compared with, but for those
    /// that the server is asked for.
    #[must_use]
    pub fn labels(&self, kind: LabelKind) -> Vec<String> {
        let mut found = Vec::new();
        self.each_test(kind, |test| {
            if let (Check::EqualsAny(values), None) = (&test.check, &test.asked) {
                found.extend(values.iter().filter_map(Value::label).map(str::to_owned));
            }
        });
        found
    }

    /// Whether parts of names are compared, such as by `~`, so that the ids of
    /// labels do not do.
    #[must_use]
    pub fn needs_names(&self, kind: LabelKind) -> bool {
        let mut found = false;
        self.each_test(kind, |test| {
            found |= matches!(
                test.check,
                Check::Contains(_) | Check::Begins(_) | Check::Ends(_)
            );
        });
        found
    }

    /// Adds the ids of the labels that are named, where `ids` has them by name or
    /// id.
    pub fn add_ids(&mut self, kind: LabelKind, ids: &HashMap<String, Vec<String>>) {
        let field = self.fields.position(kind.column());
        for_each_test(&mut self.parts, &mut |test| {
            if Some(test.field) == field
                && let Check::EqualsAny(values) = &mut test.check
            {
                let known = values.iter().filter_map(Value::label);
                let known = known.filter_map(|label| ids.get(label)).flatten();
                let known: Vec<_> = known.cloned().map(Value::Text).collect();
                values.extend(known);
            }
        });
    }

    /// Lets the server be asked for the first label of this kind that each lead
    /// must have, where `ids` knows one id for it.
    pub fn ask_for_label(&mut self, kind: LabelKind, ids: &HashMap<String, Vec<String>>) {
        let field = self.fields.position(kind.column());
        let is_asked = |part: &Node| match part {
            Node::Test(test) => Some(test.field) == field && test.asked.is_some(),
            _ => false,
        };
        if self.parts.iter().any(is_asked) {
            return;
        }
        let id = |test: &Test| match &test.check {
            Check::EqualsAny(values) => {
                match (ids.get(values.first()?.label()?)?.as_slice(), values) {
                    ([id], values)
                        if values.iter().skip(1).all(|value| value.label() == Some(id)) =>
                    {
                        Some(id.clone())
                    }
                    _ => None,
                }
            }
            _ => None,
        };
        for part in &mut self.parts {
            if let Node::Test(test) = part
                && Some(test.field) == field
                && let Some(id) = id(test)
            {
                test.asked = Some(id);
                return;
            }
        }
    }

    /// Whether lists of this kind are compared by a test that the server is not
    /// asked for.
    #[must_use]
    pub fn compares_unasked(&self, kind: LabelKind) -> bool {
        let mut found = false;
        self.each_test(kind, |test| found |= test.asked.is_none());
        found
    }

    fn each_test(&self, kind: LabelKind, mut visit: impl FnMut(&Test)) {
        let field = self.fields.position(kind.column());
        let mut nodes: Vec<&Node> = self.parts.iter().collect();
        while let Some(node) = nodes.pop() {
            match node {
                Node::All(parts) | Node::Any(parts) => nodes.extend(parts),
                Node::Not(node) => nodes.push(node),
                Node::Test(test) if Some(test.field) == field => visit(test),
                Node::Test(_) => {}
            }
        }
    }
}

fn for_each_test(nodes: &mut [Node], visit: &mut impl FnMut(&mut Test)) {
    for node in nodes {
        match node {
            Node::All(parts) | Node::Any(parts) => for_each_test(parts, visit),
            Node::Not(node) => for_each_test(std::slice::from_mut(node), visit),
            Node::Test(test) => visit(test),
        }
    }
}

impl Value {
    /// The name or id of a label.
    fn label(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(_, text) => Some(text),
            Self::Bool(_) | Self::Time(_) => None,
        }
    }
}
