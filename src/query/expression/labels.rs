//! The tags and segments in an expression.

use std::collections::HashMap;

use super::{Check, Expression, FieldKind, Node, Test, Trust, Value};
use crate::columns::ValueKind;
use crate::query::labels::LabelKind;

impl Expression {
    /// Requires the tag or segment with this name or id.
    pub fn has_label(&mut self, kind: LabelKind, label: &str, trust: Trust) {
        let test = self.label_test(kind, label);
        self.parts.push(Node::Test(Test { trust, ..test }));
    }

    /// Requires the label with this id, and sends it to the server as a filter.
    pub fn has_id(&mut self, kind: LabelKind, id: &str) {
        let test = self.label_test(kind, id);
        self.parts.push(Node::Test(Test {
            ids: Some(vec![id.to_owned()]),
            trust: Trust::Server,
            ..test
        }));
    }

    fn label_test(&mut self, kind: LabelKind, label: &str) -> Test {
        let field = self.fields.add(kind.column());
        let kind = FieldKind::Value(ValueKind::List);
        let check = Check::EqualsAny(vec![Value::Text(label.to_owned())]);
        Test::new(field, kind, check)
    }

    /// The names and ids that lists of this kind are compared with, except those that
    /// need no lookup.
    #[must_use]
    pub fn labels(&self, kind: LabelKind) -> Vec<String> {
        let mut found = Vec::new();
        self.each_test(kind.column(), |test| {
            if let (Check::EqualsAny(values), None) = (&test.check, &test.ids) {
                found.extend(values.iter().filter_map(Value::label).map(str::to_owned));
            }
        });
        found
    }

    /// Whether parts of names are compared, such as with `~`, so that the ids of labels
    /// are not enough.
    #[must_use]
    pub fn needs_names(&self, kind: LabelKind) -> bool {
        let mut found = false;
        self.each_test(kind.column(), |test| found |= test.check.is_of_parts());
        found
    }

    /// Whether names of companies are compared: parts of names, or text that is not an
    /// id.
    #[must_use]
    pub fn names_companies(&self) -> bool {
        let is_id = |text: &str| {
            text.bytes().any(|byte| byte.is_ascii_digit())
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        let mut found = false;
        self.each_test("companies", |test| {
            found |= match &test.check {
                Check::EqualsAny(values) => values
                    .iter()
                    .filter_map(Value::label)
                    .any(|label| !is_id(label)),
                check => check.is_of_parts(),
            };
        });
        found
    }

    /// Sets the ids of the labels in the expression; `ids` has them by name or id.
    pub fn set_ids(&mut self, kind: LabelKind, ids: &HashMap<String, Vec<String>>) {
        let field = self.fields.position(kind.column());
        for_each_test(&mut self.parts, &mut |test| {
            if Some(test.field) == field
                && test.ids.is_none()
                && let Check::EqualsAny(values) = &test.check
            {
                let labels = values.iter().filter_map(Value::label);
                let known: Vec<String> = labels
                    .filter_map(|label| ids.get(label))
                    .flatten()
                    .cloned()
                    .collect();
                // The server can filter by only one label.
                if known.len() != 1 {
                    test.trust = Trust::Lead;
                }
                test.ids = Some(known);
            }
        });
    }

    /// Trusts the server for segments that are required of every lead, because it is
    /// sent a filter for them.
    pub fn trust_segments(&mut self) {
        let field = self.fields.position(LabelKind::Segment.column());
        for part in &mut self.parts {
            if let Node::Test(test) = part
                && Some(test.field) == field
                && test.label_id().is_some()
            {
                test.trust = Trust::Server;
            }
        }
    }

    /// Whether lists of this kind are compared in a test that the server does not
    /// decide.
    #[must_use]
    pub fn needs_lists(&self, kind: LabelKind) -> bool {
        let mut found = false;
        self.each_test(kind.column(), |test| found |= test.trust == Trust::Lead);
        found
    }

    fn each_test(&self, column: &str, mut visit: impl FnMut(&Test)) {
        let field = self.fields.position(column);
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

impl Test {
    /// The id of the label that is required, if there is exactly one.
    pub(super) fn label_id(&self) -> Option<&String> {
        match (&self.check, self.ids.as_deref()) {
            (Check::EqualsAny(_), Some([id])) => Some(id),
            _ => None,
        }
    }
}

impl Check {
    fn is_of_parts(&self) -> bool {
        matches!(self, Self::Contains(_) | Self::Begins(_) | Self::Ends(_))
    }
}

impl Value {
    /// The name or id of a label.
    pub(super) fn label(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(_, text) => Some(text),
            Self::Bool(_) | Self::Time(_) => None,
        }
    }
}
