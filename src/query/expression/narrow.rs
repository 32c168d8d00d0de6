//! Derives filters for the server from an expression: from parts that are required of
//! every lead, and whose meaning the API documents. Text, numbers and custom attributes
//! are not included: it is not documented how the server compares case, spelling and
//! missing values, and a filter that hides a lead would lose it.

use super::{Check, Expression, Node, Test, Value};
use crate::query::SortField;
use crate::query::labels::LabelKind;
use crate::query::narrowing::{Narrowing, Times};

impl Expression {
    /// Filters that match every lead that the expression matches, and possibly more.
    #[must_use]
    pub fn narrowing(&self) -> Narrowing {
        let mut narrowing = Narrowing::default();
        for part in &self.parts {
            let Node::Test(test) = part else { continue };
            let name = self.fields.name(test.field);
            let times = match name {
                _ if name == SortField::CreatedAt.name() => &mut narrowing.created,
                _ if name == SortField::UpdatedAt.name() => &mut narrowing.updated,
                _ if name == SortField::LastSeenAt.name() => &mut narrowing.last_seen,
                _ if name == SortField::SignedUpAt.name() => &mut narrowing.signed_up,
                _ if name == LabelKind::Tag.column() => {
                    narrowing.tags.extend(test.label_id().cloned());
                    continue;
                }
                _ if name == LabelKind::Segment.column() => {
                    narrowing.segments.extend(test.label_id().cloned());
                    continue;
                }
                "unsubscribed" => {
                    narrowing.unsubscribed |= test.is_true();
                    continue;
                }
                _ => continue,
            };
            *times = times.and(test.times());
        }
        narrowing
    }
}

impl Test {
    /// Whether only `true` matches.
    fn is_true(&self) -> bool {
        match &self.check {
            Check::True => true,
            Check::EqualsAny(values) => matches!(values.as_slice(), [Value::Bool(true)]),
            _ => false,
        }
    }

    /// The range that contains all matching times.
    fn times(&self) -> Times {
        let (since, until) = match &self.check {
            Check::EqualsAny(values) => match values.as_slice() {
                [Value::Time(time)] => (Some(time.start), Some(time.end)),
                _ => (None, None),
            },
            Check::Less(Value::Time(time)) => (None, Some(time.start)),
            Check::AtMost(Value::Time(time)) => (None, Some(time.end)),
            Check::Greater(Value::Time(time)) => (Some(time.end), None),
            Check::AtLeast(Value::Time(time)) => (Some(time.start), None),
            _ => (None, None),
        };
        Times { since, until }
    }
}
