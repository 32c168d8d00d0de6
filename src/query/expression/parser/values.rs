//! The values after an operator.

use super::super::decimal::Decimal;
use super::super::lexer::{Kind, Symbol};
use super::super::{FieldKind, SyntaxError, Value};
use super::{KEYWORDS, Parser};
use crate::columns::ValueKind;
use crate::query::identifier::Identifier;
use crate::query::when::{self, Ending, When};

/// A value as it was typed.
struct Literal {
    text: String,
    is_quoted: bool,
}

impl Parser<'_> {
    /// `(a, b)`.
    pub(super) fn values(&mut self, kind: FieldKind) -> Result<Vec<Value>, SyntaxError> {
        if !self.symbol(Symbol::Open) {
            return Err(self.error("expected ( after in, as in country in ('Ireland', 'Spain')"));
        }
        let mut values = Vec::new();
        loop {
            values.push(self.value(kind)?);
            if self.symbol(Symbol::Close) {
                return Ok(values);
            }
            if !self.symbol(Symbol::Comma) {
                return Err(self.error(format!("expected , or ), not {}", self.spelling())));
            }
        }
    }

    /// The text for `~` and its like, in lower case.
    pub(super) fn part(&mut self) -> Result<String, SyntaxError> {
        let part = self.literal()?;
        Ok(part.text.to_lowercase())
    }

    pub(super) fn bound(&mut self, kind: FieldKind) -> Result<Value, SyntaxError> {
        let at = self.token().start;
        match self.value(kind)? {
            Value::Bool(_) => Err(SyntaxError::new(at, "true and false cannot be ordered")),
            value => Ok(value),
        }
    }

    pub(super) fn value(&mut self, kind: FieldKind) -> Result<Value, SyntaxError> {
        let at = self.token().start;
        if kind == FieldKind::Value(ValueKind::Time) {
            let text = self.time()?;
            let time = when::parse(&text).map_err(|what| SyntaxError::new(at, what))?;
            if matches!(time, When::Ago(_, Ending::Bare)) {
                let what = format!("{text} is a span, not a time: write {text} ago");
                return Err(SyntaxError::new(at, what));
            }
            let range = time.range(self.now, self.zone);
            return Ok(Value::Time(
                range.map_err(|what| SyntaxError::new(at, what))?,
            ));
        }
        let Literal { text, is_quoted } = self.literal()?;
        let key = match kind {
            FieldKind::Email => Some(Identifier::Email.key(&text)),
            FieldKind::Phone => Some(Identifier::Phone.key(&text)),
            _ => None,
        };
        if key.as_deref() == Some("") {
            let what = match kind {
                FieldKind::Phone => {
                    "a phone number has digits; to find leads without one, write has no phone"
                }
                _ => "this is not an address; to find leads without one, write has no email",
            };
            return Err(SyntaxError::new(at, what));
        }
        if let Some(key) = key {
            return Ok(Value::Text(key));
        }
        Ok(match kind {
            FieldKind::Bool => match text.to_ascii_lowercase().as_str() {
                "true" if !is_quoted => Value::Bool(true),
                "false" if !is_quoted => Value::Bool(false),
                _ => return Err(SyntaxError::new(at, "expected true or false")),
            },
            _ if is_quoted => Value::Text(text),
            _ => match (text.to_ascii_lowercase().as_str(), Decimal::parse(&text)) {
                (_, Some(number)) => Value::Number(number, text),
                ("true", _) => Value::Bool(true),
                ("false", _) => Value::Bool(false),
                ("null", _) => {
                    return Err(SyntaxError::new(
                        at,
                        "to find missing values, write has no FIELD",
                    ));
                }
                _ => Value::Text(text),
            },
        })
    }

    fn literal(&mut self) -> Result<Literal, SyntaxError> {
        let literal = match self.peek() {
            Kind::Text(text) | Kind::Quoted(text) => Literal {
                text: text.clone(),
                is_quoted: true,
            },
            Kind::Word(word) if !KEYWORDS.contains(&word.to_ascii_lowercase().as_str()) => {
                Literal {
                    text: word.clone(),
                    is_quoted: false,
                }
            }
            Kind::Word(word) => {
                let what = format!("expected a value, not {word}; put text in quotes: '{word}'");
                return Err(self.error(what));
            }
            _ => return Err(self.error(format!("expected a value, not {}", self.spelling()))),
        };
        self.next += 1;
        Ok(literal)
    }

    /// A time as it was typed, possibly of several words: `90d ago`.
    fn time(&mut self) -> Result<String, SyntaxError> {
        let first = self.literal()?;
        if first.is_quoted {
            return Ok(first.text);
        }
        let start = self.tokens[self.next - 1].start;
        while matches!(self.peek(), Kind::Word(word)
            if !KEYWORDS.contains(&word.to_ascii_lowercase().as_str()))
        {
            self.next += 1;
        }
        Ok(self.text[start..self.tokens[self.next - 1].end].to_owned())
    }
}
