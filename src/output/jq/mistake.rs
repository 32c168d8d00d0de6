//! Error messages for programs that do not compile, with the position.

use jaq_core::{compile, load};

use crate::output::JqError;
use crate::terminal::report::Excerpt;

/// A message, and the part of the program that it is about.
type Mistake<'c> = (String, &'c str);

/// The error for the first of `errors` that the parser found in `code`.
pub(super) fn of_syntax<P>(code: &str, errors: load::Errors<&str, P>) -> JqError {
    let first = errors.into_iter().find_map(|(_, error)| syntax(&error));
    failure(code, first)
}

/// The error for the first of `errors` that the compiler found in `code`.
pub(super) fn of_names<P>(code: &str, errors: compile::Errors<&str, P>) -> JqError {
    let first = errors
        .into_iter()
        .find_map(|(_, errors)| undefined(&errors));
    failure(code, first)
}

fn syntax<'c>(error: &load::Error<&'c str>) -> Option<Mistake<'c>> {
    Some(match error {
        load::Error::Io(errors) => {
            let (path, _) = errors.first()?;
            ("modules are not supported".to_owned(), *path)
        }
        load::Error::Lex(errors) => match errors.first()? {
            (load::lex::Expect::Delim(open), _) => (format!("{open} is never closed"), open),
            (expected, found) => (format!("expected a {}", expected.as_str()), found),
        },
        load::Error::Parse(errors) => {
            let (expected, found) = errors.first()?;
            let expected = match expected {
                load::parse::Expect::Nothing => "an end or an operator".to_owned(),
                load::parse::Expect::Just(word) => (*word).to_owned(),
                expected => format!("a {}", expected.as_str()),
            };
            let end = if found.is_empty() {
                ", not the end"
            } else {
                ""
            };
            (format!("expected {expected}{end}"), *found)
        }
    })
}

fn undefined<'c>(errors: &[compile::Error<&'c str>]) -> Option<Mistake<'c>> {
    let (name, kind) = errors.first()?;
    let what = match kind {
        compile::Undefined::Filter(0) if matches!(*name, "input" | "inputs") => {
            format!("there is no filter {name}: the leads are the input, with -f jsonl one by one")
        }
        compile::Undefined::Filter(0) if name.contains("decode") || name.contains("unescape") => {
            format!("there is no filter {name}; decode turns HTML entities into text")
        }
        compile::Undefined::Filter(0) => format!("there is no filter {name}"),
        compile::Undefined::Filter(1) => format!("there is no filter {name} with one argument"),
        compile::Undefined::Filter(count) => {
            format!("there is no filter {name} with {count} arguments")
        }
        kind => format!("there is no {} {name}", kind.as_str()),
    };
    Some((what, *name))
}

fn failure(code: &str, mistake: Option<Mistake<'_>>) -> JqError {
    let (what, part) = mistake.unwrap_or(("it is not a jq program".to_owned(), code));
    // The part is a slice of the code.
    let position = (part.as_ptr() as usize).wrapping_sub(code.as_ptr() as usize);
    JqError::Compile(format!("--jq: {what}"), Excerpt::at(code, position))
}
