//! The grammar: `not` binds tightest, then `and`, then `or`.
//!
//! ```text
//! any   = all { "or" all }
//! all   = one { "and" one }
//! one   = "not" one | "(" any ")" | "has" ["no"] field | field [test]
//! test  = operator value | ["not"] "in" "(" value { "," value } ")"
//! field = name | "time" "(" name ")"
//! ```

mod values;

use jiff::tz::TimeZone;

use super::lexer::{Kind, Operator, Symbol, Token, tokens};
use super::{Check, FieldKind, Node, SyntaxError, Test};
use crate::columns::{self, FieldSet, ValueKind};

/// The maximum length in bytes, and the maximum depth.
const MAX_LEN: usize = 16_384;
const MAX_DEPTH: usize = 64;

const KEYWORDS: &[&str] = &["and", "or", "not", "in", "has"];

pub(super) fn parse(
    text: &str,
    fields: &mut FieldSet,
    now: i64,
    zone: &TimeZone,
) -> Result<Node, SyntaxError> {
    if text.len() > MAX_LEN {
        let what = format!("the expression is longer than {MAX_LEN} bytes");
        return Err(SyntaxError::new(MAX_LEN, what));
    }
    let mut parser = Parser {
        text,
        tokens: tokens(text)?,
        next: 0,
        depth: 0,
        now,
        zone,
        fields,
    };
    if parser.peek() == &Kind::End {
        let what = "the expression is empty; expected a condition such as country = 'Ireland'";
        return Err(parser.error(what));
    }
    let root = parser.any()?;
    if parser.peek() != &Kind::End {
        return Err(parser.unexpected());
    }
    Ok(root)
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    now: i64,
    zone: &'a TimeZone,
    fields: &'a mut FieldSet,
}

impl Parser<'_> {
    fn token(&self) -> &Token {
        &self.tokens[self.next]
    }

    fn peek(&self) -> &Kind {
        &self.token().kind
    }

    fn error(&self, what: impl Into<String>) -> SyntaxError {
        SyntaxError::new(self.token().start, what)
    }

    /// The error for a token after a complete condition.
    fn unexpected(&self) -> SyntaxError {
        self.error(match self.peek() {
            Kind::Symbol(Symbol::Close) => "unmatched )".to_owned(),
            Kind::Text(_) | Kind::Quoted(_) | Kind::Word(_) => format!(
                "expected and, or, or the end, not {}; put text with spaces in quotes",
                self.spelling()
            ),
            _ => format!("expected and, or, or the end, not {}", self.spelling()),
        })
    }

    /// The next token as it was typed.
    fn spelling(&self) -> &str {
        let Token { start, end, .. } = *self.token();
        match &self.text[start..end] {
            "" => "the end",
            spelling => spelling,
        }
    }

    /// Consumes the next token if it is this keyword.
    fn keyword(&mut self, keyword: &str) -> bool {
        let found = self.is_keyword(keyword);
        self.next += usize::from(found);
        found
    }

    fn is_keyword(&self, keyword: &str) -> bool {
        matches!(self.peek(), Kind::Word(word) if word.eq_ignore_ascii_case(keyword))
    }

    fn symbol(&mut self, symbol: Symbol) -> bool {
        let found = self.peek() == &Kind::Symbol(symbol);
        self.next += usize::from(found);
        found
    }

    fn any(&mut self) -> Result<Node, SyntaxError> {
        let mut parts = vec![self.all()?];
        while self.keyword("or") {
            parts.push(self.all()?);
        }
        Ok(match parts.len() {
            1 => parts.remove(0),
            _ => Node::Any(parts),
        })
    }

    fn all(&mut self) -> Result<Node, SyntaxError> {
        let mut parts = Vec::new();
        loop {
            match self.one()? {
                Node::All(inner) => parts.extend(inner),
                part => parts.push(part),
            }
            if !self.keyword("and") {
                break;
            }
        }
        Ok(match parts.len() {
            1 => parts.remove(0),
            _ => Node::All(parts),
        })
    }

    fn one(&mut self) -> Result<Node, SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("the expression is nested too deeply"));
        }
        let node = if self.keyword("not") {
            Node::Not(Box::new(self.one()?))
        } else if self.symbol(Symbol::Open) {
            let node = self.any()?;
            if !self.symbol(Symbol::Close) {
                return Err(self.error(format!("expected ), not {}", self.spelling())));
            }
            node
        } else if self.keyword("has") {
            let is_absent = self.keyword("no");
            let (field, kind) = self.field()?;
            negated(
                Node::Test(Test::new(field, kind, Check::Present)),
                is_absent,
            )
        } else {
            let (field, kind) = self.field()?;
            self.test(field, kind)?
        };
        self.depth -= 1;
        Ok(node)
    }

    /// A field, and how its values are compared.
    fn field(&mut self) -> Result<(usize, FieldKind), SyntaxError> {
        let is_time = self.is_keyword("time")
            && self.tokens[self.next + 1].kind == Kind::Symbol(Symbol::Open);
        if is_time {
            self.next += 2;
        }
        let name = match self.peek() {
            Kind::Word(word) if !KEYWORDS.contains(&word.to_ascii_lowercase().as_str()) => {
                word.clone()
            }
            Kind::Quoted(name) if !name.is_empty() => name.clone(),
            Kind::Text(_) => {
                return Err(self.error("expected a field here; names go in double quotes"));
            }
            _ => {
                let what = format!("expected a field such as country, not {}", self.spelling());
                return Err(self.error(what));
            }
        };
        self.next += 1;
        if is_time && !self.symbol(Symbol::Close) {
            return Err(self.error("expected ) after the field of time("));
        }
        let field = self.fields.add(&name);
        let kind = match name.as_str() {
            _ if is_time => FieldKind::Value(ValueKind::Time),
            "email" => FieldKind::Email,
            "phone" => FieldKind::Phone,
            "id" | "owner_id" | "external_id" => FieldKind::Id,
            "unsubscribed" => FieldKind::Bool,
            _ => FieldKind::Value(self.fields.kind(field)),
        };
        Ok((field, kind))
    }

    /// The test after a field.
    fn test(&mut self, field: usize, kind: FieldKind) -> Result<Node, SyntaxError> {
        let start = self.tokens[self.next - 1].start;
        let at = self.token().start;
        let is_not = self.is_keyword("not");
        if is_not || self.is_keyword("in") {
            self.next += usize::from(is_not);
            if !self.keyword("in") {
                return Err(self.error(format!("expected in after not, not {}", self.spelling())));
            }
            let check = Check::EqualsAny(self.values(kind)?);
            return Ok(negated(Node::Test(Test::new(field, kind, check)), is_not));
        }
        let Some(operator) = self.operator()? else {
            let name = self.fields.name(field);
            if name != "unsubscribed" && columns::names().any(|known| known == name) {
                let what = format!("{name} is never true or false; write has {name}");
                return Err(SyntaxError::new(start, what));
            }
            return Ok(Node::Test(Test::new(field, kind, Check::True)));
        };
        let is_list = kind == FieldKind::Value(ValueKind::List);
        let orders = matches!(
            operator,
            Operator::Less | Operator::AtMost | Operator::Greater | Operator::AtLeast
        );
        if is_list && orders {
            let name = self.fields.name(field);
            let what = format!("{name} is a list: use = != ~ ^= $= in or has");
            return Err(SyntaxError::new(at, what));
        }
        let is_time = kind == FieldKind::Value(ValueKind::Time);
        let is_of_parts = matches!(
            operator,
            Operator::Contains | Operator::Begins | Operator::Ends
        );
        if is_of_parts && is_time || (is_of_parts || orders) && kind == FieldKind::Bool {
            let name = self.fields.name(field);
            let what = if is_time {
                format!("{name} is a time: {name} = 2026-01 is all of a month")
            } else {
                format!("{name} is true or false")
            };
            return Err(SyntaxError::new(at, what));
        }
        let check = match operator {
            Operator::Contains => Check::Contains(self.part()?),
            Operator::Begins => Check::Begins(self.part()?),
            Operator::Ends => Check::Ends(self.part()?),
            Operator::Equal | Operator::Unequal => Check::EqualsAny(vec![self.value(kind)?]),
            Operator::Less => Check::Less(self.bound(kind)?),
            Operator::AtMost => Check::AtMost(self.bound(kind)?),
            Operator::Greater => Check::Greater(self.bound(kind)?),
            Operator::AtLeast => Check::AtLeast(self.bound(kind)?),
        };
        if self.is_keyword("ago") {
            let name = self.fields.name(field);
            let column = format!("{name}_at");
            let meant = columns::names().find(|known| *known == column);
            let meant = meant.map_or_else(|| format!("time({name})"), str::to_owned);
            let what = format!("{name} is not a time: write {meant}");
            return Err(SyntaxError::new(start, what));
        }
        let test = Node::Test(Test::new(field, kind, check));
        Ok(negated(test, matches!(operator, Operator::Unequal)))
    }

    /// `None` if the field has no operator.
    fn operator(&mut self) -> Result<Option<Operator>, SyntaxError> {
        let operator = match self.peek() {
            Kind::Symbol(Symbol::Operator(operator)) => *operator,
            Kind::Word(word) => {
                let what = match word.to_ascii_lowercase().as_str() {
                    "and" | "or" => return Ok(None),
                    "is" => {
                        "is is not an operator: write = VALUE, has FIELD or has no FIELD".into()
                    }
                    "like" | "ilike" | "contains" | "matches" | "startswith" | "starts"
                    | "endswith" | "ends" => {
                        format!(
                            "{word} is not an operator: ~ finds text inside, ^= at the start, $= at the end"
                        )
                    }
                    "exists" => "exists is not an operator: write has FIELD".into(),
                    "between" => {
                        "between is not an operator: write FIELD >= A and FIELD < B".into()
                    }
                    _ => format!(
                        "expected an operator such as = before {word}; put a name with spaces \
                         in double quotes"
                    ),
                };
                return Err(self.error(what));
            }
            Kind::Text(_) | Kind::Quoted(_) => {
                return Err(self.error("expected an operator such as = before this text"));
            }
            _ => return Ok(None),
        };
        self.next += 1;
        Ok(Some(operator))
    }
}

fn negated(node: Node, is_negated: bool) -> Node {
    if is_negated {
        Node::Not(Box::new(node))
    } else {
        node
    }
}
