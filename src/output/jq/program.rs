//! Compiles and runs programs: jq without modules and file access.

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Def, Term};
use jaq_core::load::{self, Arena, File, Loader};
use jaq_core::path::{Part, Path};
use jaq_core::{Compiler, Ctx, Filter, Vars, native, unwrap_valr};
use jaq_json::Val;

use super::functions::{self, Data};
use super::{bounds, mistake, regex, shortened};
use crate::output::JqError;

/// Filters of jq that jaq does not have.
const DEFINITIONS: &str = include_str!("definitions.jq");

/// Definitions of jaq that are omitted: `halt` would end the process in the middle of
/// its output; the others are replaced.
const LEFT_OUT: [&str; 5] = ["halt", "halt_error", "tonumber", "sub", "gsub"];

/// The name of the user's program as a definition.
const MAIN: &str = "__main__";

/// A compiled jq program. It can read leads and the environment, but no files or
/// connections.
pub struct Program {
    filter: Filter<Data>,
    /// The values of its variables.
    variables: Vec<Val>,
    elementwise: bool,
}

/// Why a program ended early, with the message.
#[derive(Debug)]
pub(super) enum Stop {
    Failed(String),
    /// By `halt_error`.
    Halted(String),
}

impl Program {
    /// Compiles `code`. The error has the position of the first mistake.
    pub fn compile(code: &str) -> Result<Self, JqError> {
        Self::with_arguments(code, &[])
    }

    /// Compiles `code` with `arguments` as variables: names without the `$`, and text.
    /// All of them are also in `$ARGS.named`.
    pub fn with_arguments(code: &str, arguments: &[(String, String)]) -> Result<Self, JqError> {
        let arena = Arena::default();
        // Loaded only for its errors, because the loader does not return what it
        // parsed.
        Loader::new([])
            .load(&arena, File { code, path: () })
            .map_err(|errors| mistake::of_syntax(code, errors))?;
        let term = load::parse(code, |parser| parser.term())
            .ok_or_else(|| mistake::of_syntax::<()>(code, Vec::new()))?;
        let elementwise = is_elementwise(&term);
        let main = Def {
            name: MAIN,
            args: Vec::new(),
            body: bounds::as_calls(term),
        };

        let own = load::parse(DEFINITIONS, |parser| parser.defs()).unwrap_or_default();
        let mut definitions: Vec<Def<&str>> = jaq_core::defs()
            .chain(jaq_std::defs())
            .chain(jaq_json::defs())
            .filter(|definition| !LEFT_OUT.contains(&definition.name))
            .chain(own)
            .map(within_bounds)
            .collect();
        definitions.push(main);
        let own: Vec<_> = functions::all().into_iter().chain(regex::all()).collect();
        let replaced: Vec<_> = own.iter().map(|(name, ..)| *name).collect();
        let last = |(name, arguments, last): native::Fun<Data>| {
            (name == "last").then_some((bounds::LAST, arguments, last))
        };
        let functions = jaq_core::funs()
            .chain(jaq_std::funs())
            .chain(jaq_json::funs())
            .filter(|(name, ..)| *name != "halt" && !replaced.contains(name))
            .chain(jaq_core::funs().filter_map(last))
            .chain([functions::check()])
            .chain(own.into_iter().map(native::run::<Data>));
        let file = File {
            code: MAIN,
            path: (),
        };
        let text = |text: &String| Val::from(text.clone());
        let entries = arguments
            .iter()
            .map(|(name, value)| (text(name), text(value)));
        let entry = (Val::from("named".to_owned()), Val::obj(entries.collect()));
        let all = Val::obj(std::iter::once(entry).collect());
        let mut variables = vec![
            ("$ENV".to_owned(), functions::environment()),
            ("$ARGS".to_owned(), all),
        ];
        let arguments = arguments.iter();
        variables.extend(arguments.map(|(name, value)| (format!("${name}"), text(value))));
        let modules = Loader::new(definitions)
            .load(&arena, file)
            .map_err(|errors| mistake::of_syntax(code, errors))?;
        let filter = Compiler::default()
            .with_funs(functions)
            .with_global_vars(variables.iter().map(|(name, _)| name.as_str()))
            .compile(modules)
            .map_err(|errors| mistake::of_names(code, errors))?;
        Ok(Self {
            filter,
            variables: variables.into_iter().map(|(_, value)| value).collect(),
            elementwise,
        })
    }

    /// Whether running the program on an array gives the same results as running it on
    /// arrays of one element each: `.[].email`, `.[] | select(…)`.
    pub(super) fn is_elementwise(&self) -> bool {
        self.elementwise
    }

    /// The results of the program for `input`. Ends after an error.
    pub(super) fn run(&self, input: Val) -> impl Iterator<Item = Result<Val, Stop>> {
        let variables = Vars::new(self.variables.iter().cloned());
        let context = Ctx::<Data>::new(&self.filter.lut, variables);
        let results = self.filter.id.run((context, input)).map(unwrap_valr);
        let results = results.map(|result| {
            // `try` cannot catch it.
            if let Some(message) = functions::take_halt() {
                return Err(Stop::Halted(message));
            }
            result.map_err(|error| Stop::Failed(shortened(&functions::message(&error.into_val()))))
        });
        let halt = || functions::take_halt().map(|message| Err(Stop::Halted(message)));
        results.chain(std::iter::from_fn(halt))
    }
}

/// A definition with bounds. The one of `combinations` relies on a `reduce` with
/// several results.
fn within_bounds(mut definition: Def<&str>) -> Def<&str> {
    if definition.name != "combinations" {
        definition.body = bounds::as_calls(definition.body);
    }
    definition
}

fn is_elementwise(term: &Term<&str>) -> bool {
    match term {
        Term::Path(of, Path(parts)) => {
            let mut parts = parts.iter().map(|(part, _)| part);
            let iterates = matches!(parts.next(), Some(Part::Range(None, None)));
            // Any other index would be computed from the array.
            let fixed = parts.all(|part| match part {
                Part::Index(index) => is_literal(index),
                Part::Range(from, to) => [from, to].into_iter().flatten().all(is_literal),
            });
            matches!(**of, Term::Id) && iterates && fixed
        }
        Term::BinOp(first, BinaryOp::Pipe(None), _) => is_elementwise(first),
        Term::Def(_, body) => is_elementwise(body),
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
