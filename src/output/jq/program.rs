//! Compiling and running: the language of jq without what reaches out of it.

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Def, Term};
use jaq_core::load::{self, Arena, File, Loader};
use jaq_core::path::{Part, Path};
use jaq_core::{Compiler, Ctx, Filter, Vars, native, unwrap_valr};
use jaq_json::Val;

use super::functions::{self, Data};
use super::{bounds, mistake, regex, shortened, value};
use crate::output::JqError;

/// Filters of jq that jaq does not have.
const DEFINITIONS: &str = include_str!("definitions.jq");

/// Definitions of jaq that are left out: `halt` would end the process in the
/// middle of its output, the others are replaced.
const LEFT_OUT: [&str; 5] = ["halt", "halt_error", "tonumber", "sub", "gsub"];

/// The name under which the user's program is defined.
const MAIN: &str = "__main__";

/// A jq program, ready to run. It sees leads and the environment, and opens
/// neither files nor connections.
pub struct Program {
    filter: Filter<Data>,
    environment: Val,
    elementwise: bool,
}

impl Program {
    /// Compiles `code`; the error marks the position of the first mistake.
    pub fn compile(code: &str) -> Result<Self, JqError> {
        let arena = Arena::default();
        // Only for its errors: it does not hand out what it parsed.
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
        let modules = Loader::new(definitions)
            .load(&arena, file)
            .map_err(|errors| mistake::of_syntax(code, errors))?;
        let filter = Compiler::default()
            .with_funs(functions)
            .with_global_vars(["$ENV"])
            .compile(modules)
            .map_err(|errors| mistake::of_names(code, errors))?;
        Ok(Self {
            filter,
            environment: functions::environment(),
            elementwise,
        })
    }

    /// Whether the program gives for an array what it gives for arrays of one
    /// element each, one after the other: `.[].email`, `.[] | select(…)`.
    pub(super) fn is_elementwise(&self) -> bool {
        self.elementwise
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

/// A definition that keeps to the bounds of what a program says itself. That of
/// `combinations` rests on a `reduce` with several results.
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
