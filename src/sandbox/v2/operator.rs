//! The operators of a filter, and which kinds of fields they suit (the table
//! of operators on the search page).

use super::Version;
use super::field::Kind;

/// What stands between a field and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    Unequal,
    In,
    NotIn,
    Contains,
    NotContains,
    StartsWith,
    EndsWith,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
}

const SIGNS: [(&str, Operator); 12] = [
    ("=", Operator::Equal),
    ("!=", Operator::Unequal),
    ("IN", Operator::In),
    ("NIN", Operator::NotIn),
    ("~", Operator::Contains),
    ("!~", Operator::NotContains),
    ("^", Operator::StartsWith),
    ("$", Operator::EndsWith),
    ("<", Operator::Less),
    (">", Operator::Greater),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
];

/// How one text is looked for in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    Whole,
    Within,
    Start,
    End,
}

impl Text {
    pub(super) fn finds(self, text: &str, value: &str) -> bool {
        match self {
            Self::Whole => text == value,
            Self::Within => text.contains(value),
            Self::Start => text.starts_with(value),
            Self::End => text.ends_with(value),
        }
    }
}

impl Operator {
    pub(super) fn parse(sign: &str) -> Option<Self> {
        let found = SIGNS.iter().find(|(other, _)| *other == sign);
        found.map(|(_, operator)| *operator)
    }

    pub(super) fn sign(self) -> &'static str {
        let found = SIGNS.iter().find(|(_, other)| *other == self);
        found.map_or("", |(sign, _)| sign)
    }

    pub(super) fn suits(self, kind: Kind, version: Version) -> bool {
        use Operator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, Unequal};
        let is_order = matches!(self, Less | Greater | LessOrEqual | GreaterOrEqual);
        match kind {
            Kind::Text => !is_order,
            Kind::Tag => matches!(self, Equal | Unequal),
            Kind::Flag => self.is_equality(),
            Kind::Number => self.is_equality() || is_order,
            Kind::Time if version.is_exact() => is_order || matches!(self, Equal | Unequal),
            Kind::Time => matches!(self, Equal | Less | Greater),
        }
    }

    /// Whether the value is an array.
    pub(super) fn is_list(self) -> bool {
        matches!(self, Self::In | Self::NotIn)
    }

    /// Whether it finds what does not match, those without a value too.
    pub(super) fn is_negative(self) -> bool {
        matches!(self, Self::Unequal | Self::NotIn | Self::NotContains)
    }

    pub(super) fn is_equality(self) -> bool {
        matches!(self, Self::Equal | Self::Unequal | Self::In | Self::NotIn)
    }

    pub(super) fn text(self) -> Text {
        match self {
            Self::Contains | Self::NotContains => Text::Within,
            Self::StartsWith => Text::Start,
            Self::EndsWith => Text::End,
            _ => Text::Whole,
        }
    }

    /// Whether the number stands so to the value, negation left aside.
    pub(super) fn compares(self, number: Option<f64>, value: Option<f64>) -> bool {
        match (self, number, value) {
            (Self::Less, Some(number), Some(value)) => number < value,
            (Self::Greater, Some(number), Some(value)) => number > value,
            (Self::LessOrEqual, Some(number), Some(value)) => number <= value,
            (Self::GreaterOrEqual, Some(number), Some(value)) => number >= value,
            (_, number, value) => self.is_equality() && number == value,
        }
    }
}
