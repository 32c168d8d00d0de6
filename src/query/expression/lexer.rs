//! Splits an expression into tokens.

use super::SyntaxError;

/// A token, and its position in the text in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a keyword, a number, or a part of a time.
    Word(String),
    /// In single quotes.
    Text(String),
    /// In double quotes: text after an operator, otherwise a name.
    Quoted(String),
    Symbol(Symbol),
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbol {
    Open,
    Close,
    Comma,
    Operator(Operator),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Contains,
    Begins,
    Ends,
}

/// Longer ones first.
const SYMBOLS: &[(&str, Symbol)] = &[
    ("==", Symbol::Operator(Operator::Equal)),
    ("!=", Symbol::Operator(Operator::Unequal)),
    ("<>", Symbol::Operator(Operator::Unequal)),
    ("<=", Symbol::Operator(Operator::AtMost)),
    (">=", Symbol::Operator(Operator::AtLeast)),
    ("^=", Symbol::Operator(Operator::Begins)),
    ("$=", Symbol::Operator(Operator::Ends)),
    ("(", Symbol::Open),
    (")", Symbol::Close),
    (",", Symbol::Comma),
    ("=", Symbol::Operator(Operator::Equal)),
    ("<", Symbol::Operator(Operator::Less)),
    (">", Symbol::Operator(Operator::Greater)),
    ("~", Symbol::Operator(Operator::Contains)),
];

/// The tokens of `text`. The last is [`Kind::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, SyntaxError> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        if first.is_whitespace() {
            start += first.len_utf8();
            continue;
        }
        let rest = &text[start..];
        let (kind, len) = if let quote @ ('\'' | '"') = first {
            let (inner, len) = quoted(rest, quote).ok_or_else(|| {
                SyntaxError::new(
                    start,
                    format!("{quote} is not closed; double a {quote} in the text"),
                )
            })?;
            let kind = match quote {
                '"' => Kind::Quoted(inner),
                _ => Kind::Text(inner),
            };
            (kind, len)
        } else if let Some((spelling, symbol)) = symbol(rest) {
            (Kind::Symbol(symbol), spelling.len())
        } else {
            if let Some(quote) = rest
                .find(['“', '”', '‘', '’'])
                .filter(|at| *at < rest.find(ends_word).unwrap_or(rest.len()))
            {
                let what = "unexpected quote; write ' or \"";
                return Err(SyntaxError::new(start + quote, what));
            }
            let len = rest.find(ends_word).unwrap_or(rest.len());
            if len == 0 {
                let what = match first {
                    '&' => "unexpected &; write and".to_owned(),
                    '|' => "unexpected |; write or".to_owned(),
                    '!' => "unexpected !; write not".to_owned(),
                    _ => format!("unexpected {first}"),
                };
                return Err(SyntaxError::new(start, what));
            }
            (Kind::Word(rest[..len].to_owned()), len)
        };
        let end = start + len;
        tokens.push(Token { kind, start, end });
        start = end;
    }
    tokens.push(Token {
        kind: Kind::End,
        start: text.len(),
        end: text.len(),
    });
    Ok(tokens)
}

fn symbol(rest: &str) -> Option<(&'static str, Symbol)> {
    let mut symbols = SYMBOLS.iter();
    symbols
        .find(|(spelling, _)| rest.starts_with(spelling))
        .copied()
}

/// Names, numbers, times and e-mail addresses need no quotes.
fn ends_word(letter: char) -> bool {
    letter.is_whitespace() || "()<>=!~^$,'\";|&".contains(letter)
}

/// The quoted text at the start of `rest`, and its length with quotes. A doubled quote
/// is a quote in the text.
fn quoted(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut inner = String::new();
    let mut from = 1;
    loop {
        let end = from + rest[from..].find(quote)?;
        inner.push_str(&rest[from..end]);
        from = end + 1;
        if !rest[from..].starts_with(quote) {
            return Some((inner, from));
        }
        inner.push(quote);
        from += 1;
    }
}
