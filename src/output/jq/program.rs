//! Compiling and running: the language of jq without what reaches out of it.

use std::io::Write as _;

use jaq_core::data::JustLut;
use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Term};
use jaq_core::load::{self, Arena, File, Loader};
use jaq_core::path::{Part, Path};
use jaq_core::{Compiler, Ctx, Error, Exn, Filter, RunPtr, Vars, compile, native, unwrap_valr};
use jaq_json::Val;

use super::{shortened, value};
use crate::error::Failure;
use crate::terminal::report::Excerpt;
use crate::terminal::sanitize;

/// What jq has and the library leaves to others.
const DEFINITIONS: &str = include_str!("definitions.jq");

/// Characters shown before and after the place of a mistake.
const AROUND: usize = 60;

/// What functions work on: values alone.
type Data = JustLut<Val>;

/// A jq program, ready to run. It sees leads and the environment, and opens
/// neither files nor connections.
pub struct Program {
    filter: Filter<Data>,
    environment: Val,
    singly: bool,
}

impl Program {
    /// Compiles `code`; the error marks the place of the first mistake.
    pub fn compile(code: &str) -> Result<Self, Failure> {
        let own = load::parse(DEFINITIONS, |parser| parser.defs()).unwrap_or_default();
        let definitions = jaq_core::defs()
            .chain(jaq_std::defs())
            .chain(jaq_json::defs())
            // They would end the program in the middle of its output.
            .filter(|definition| !matches!(definition.name, "halt" | "halt_error"))
            .chain(own);
        let own = own_functions();
        let replaced: Vec<_> = own.iter().map(|(name, ..)| *name).collect();
        let functions = jaq_core::funs()
            .chain(jaq_std::funs())
            .chain(jaq_json::funs())
            .filter(|(name, ..)| *name != "halt" && !replaced.contains(name))
            .chain(own.into_iter().map(native::run::<Data>));
        let arena = Arena::default();
        let modules = Loader::new(definitions)
            .load(&arena, File { code, path: () })
            .map_err(|errors| {
                mistake(code, errors.into_iter().map(|(_, error)| misread(&error)))
            })?;
        let filter = Compiler::default()
            .with_funs(functions)
            .with_global_vars(["$ENV"])
            .compile(modules)
            .map_err(|errors| {
                mistake(code, errors.into_iter().map(|(_, error)| undefined(&error)))
            })?;
        let environment = environment();
        Ok(Self {
            filter,
            environment,
            singly: load::parse(code, |parser| parser.term())
                .is_some_and(|term| goes_singly(&term)),
        })
    }

    /// Whether the program makes of an array what it makes of arrays of its
    /// elements, one after the other: `.[].email`, `.[] | select(…)`.
    pub(super) fn goes_singly(&self) -> bool {
        self.singly
    }

    /// The results of the program for `input`. An error ends them.
    pub(super) fn run(&self, input: Val) -> impl Iterator<Item = Result<Val, String>> {
        let variables = Vars::new([self.environment.clone()]);
        let context = Ctx::<Data>::new(&self.filter.lut, variables);
        let results = self.filter.id.run((context, input)).map(unwrap_valr);
        results.map(|result| {
            result.map_err(|error| match error.into_val() {
                Val::TStr(text) => shortened(&String::from_utf8_lossy(&text)),
                thrown => shortened(&value::json(&thrown).unwrap_or_default()),
            })
        })
    }
}

fn goes_singly(term: &Term<&str>) -> bool {
    match term {
        Term::Path(of, Path(parts)) => {
            let mut parts = parts.iter().map(|(part, _)| part);
            let begins = matches!(parts.next(), Some(Part::Range(None, None)));
            // Any other index is computed from the array.
            let fixed = parts.all(|part| match part {
                Part::Index(index) => is_literal(index),
                Part::Range(from, to) => [from, to].into_iter().flatten().all(is_literal),
            });
            matches!(**of, Term::Id) && begins && fixed
        }
        Term::BinOp(first, BinaryOp::Pipe(None), _) => goes_singly(first),
        Term::Def(_, body) => goes_singly(body),
        _ => false,
    }
}

fn is_literal(term: &Term<&str>) -> bool {
    match term {
        Term::Num(_) => true,
        Term::Str(None, parts) => !parts.iter().any(|part| matches!(part, StrPart::Term(_))),
        _ => false,
    }
}

type Function = native::Filter<RunPtr<Data>>;

fn own_functions() -> [Function; 4] {
    [
        ("fromjson", native::v(0), |(_, value)| {
            let Val::TStr(text) = &value else {
                return native::bome(Err(Error::typ(value, "string")));
            };
            let values = value::parsed(text).into_iter();
            Box::new(values.map(|value| {
                value.map_err(|why| {
                    Exn::from(Error::str(format_args!("cannot parse as JSON: {why}")))
                })
            }))
        }),
        ("env", native::v(0), |_| native::bome(Ok(environment()))),
        ("debug_empty", native::v(0), |(_, value)| {
            tell(&format!("[\"DEBUG:\",{value}]"));
            Box::new(std::iter::empty())
        }),
        ("stderr_empty", native::v(0), |(_, value)| {
            tell(&value.to_string());
            Box::new(std::iter::empty())
        }),
    ]
}

/// The variables of the environment but for the access token, which is to
/// appear in no output.
fn environment() -> Val {
    let variables = std::env::vars_os().filter_map(|(name, value)| {
        let name = name.into_string().ok()?;
        let secret = name.starts_with("INTERCOM_") && name.ends_with("TOKEN");
        let value = value.to_string_lossy().into_owned();
        (!secret).then(|| (Val::from(name), Val::from(value)))
    });
    Val::obj(variables.collect())
}

/// What a program says with `debug` and `stderr`.
fn tell(text: &str) {
    // There is nobody left to tell that standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "{}", sanitize::text(text));
}

/// What is wrong, and the part of the program that is.
type Mistake<'c> = (String, &'c str);

fn misread<'c>(error: &load::Error<&'c str>) -> Option<Mistake<'c>> {
    Some(match error {
        load::Error::Io(errors) => {
            let (path, _) = errors.first()?;
            ("modules cannot be loaded here".to_owned(), *path)
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
        compile::Undefined::Filter(0) => format!("there is no filter {name}"),
        compile::Undefined::Filter(1) => format!("there is no filter {name} with one argument"),
        compile::Undefined::Filter(count) => {
            format!("there is no filter {name} with {count} arguments")
        }
        kind => format!("there is no {} {name}", kind.as_str()),
    };
    Some((what, *name))
}

fn mistake<'c>(code: &'c str, mut mistakes: impl Iterator<Item = Option<Mistake<'c>>>) -> Failure {
    let (what, part) = mistakes
        .find_map(|mistake| mistake)
        .unwrap_or(("it cannot be understood".to_owned(), code));
    // A part lies inside the code.
    let at = (part.as_ptr() as usize).wrapping_sub(code.as_ptr() as usize);
    let (before, after) = code.split_at_checked(at).unwrap_or((code, ""));
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = after.split('\n').next().unwrap_or_default();
    let start = before.char_indices().rev().nth(AROUND - 1);
    let end = after.char_indices().nth(AROUND);
    Failure::Program(
        format!("--jq: {what}"),
        Excerpt {
            before: before[start.map_or(0, |(at, _)| at)..].to_owned(),
            after: after[..end.map_or(after.len(), |(at, _)| at)].to_owned(),
        },
    )
}
