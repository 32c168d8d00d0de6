//! Replaces `*`, `[…]` and `reduce` with functions that check bounds. Otherwise
//! `"ab" * .n` and `[range(.n)]` with a huge `n` from a lead would exhaust memory, and
//! `reduce` would keep the text of each step.

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Pattern, Term};
use jaq_core::ops::Math;
use jaq_core::path::{Part, Path};

/// The names of the functions; user programs cannot call them.
pub(super) const MULTIPLY: &str = "!multiply";
pub(super) const COLLECT: &str = "!collect";
pub(super) const LAST: &str = "!last";
pub(super) const CHECK: &str = "!check";

const FACTOR: &str = "$!factor";

/// Replaces in `term`:
///
/// | this | with |
/// |---|---|
/// | `l * r` | `multiply(l; r)` |
/// | `l *= r` | `r as $factor \| l \|= multiply(.; $factor)` |
/// | `[f]` | `collect(f)` |
/// | `reduce s as $x (i; f)` | `reduce s as $x (i; last(f \| check))`, as in jq |
/// | `foreach s as $x (i; f)` | `foreach s as $x (i; f \| check)` |
pub(super) fn as_calls(mut term: Term<&str>) -> Term<&str> {
    rewrite(&mut term);
    term
}

fn rewrite(term: &mut Term<&str>) {
    for child in children(term) {
        rewrite(child);
    }
    *term = match std::mem::take(term) {
        Term::BinOp(left, BinaryOp::Math(Math::Mul), right) => {
            Term::Call(MULTIPLY, vec![*left, *right])
        }
        Term::BinOp(left, BinaryOp::UpdateMath(Math::Mul), right) => {
            let product = Term::Call(MULTIPLY, vec![Term::Id, Term::Var(FACTOR)]);
            let update = Term::BinOp(left, BinaryOp::Update, Box::new(product));
            let bind = BinaryOp::Pipe(Some(Pattern::Var(FACTOR)));
            Term::BinOp(right, bind, Box::new(update))
        }
        Term::Arr(Some(inner)) => Term::Call(COLLECT, vec![*inner]),
        Term::Fold(kind, source, pattern, mut steps) => {
            // A path has no text, and can be updated.
            if let Some(update) = steps.get_mut(1).filter(|update| !is_path(update)) {
                let check = Term::Call(CHECK, Vec::new());
                let unchecked = Box::new(std::mem::take(update));
                *update = Term::BinOp(unchecked, BinaryOp::Pipe(None), Box::new(check));
                if kind == "reduce" {
                    *update = Term::Call(LAST, vec![std::mem::take(update)]);
                }
            }
            Term::Fold(kind, source, pattern, steps)
        }
        other => other,
    };
}

fn is_path(term: &Term<&str>) -> bool {
    matches!(term, Term::Path(..))
}

/// The terms directly inside `term`.
fn children<'t, 'c>(term: &'t mut Term<&'c str>) -> Vec<&'t mut Term<&'c str>> {
    match term {
        Term::Id | Term::Recurse | Term::Num(_) | Term::Break(_) | Term::Var(_) => Vec::new(),
        Term::Str(_, parts) => {
            let terms = parts.iter_mut().filter_map(|part| match part {
                StrPart::Term(term) => Some(term),
                StrPart::Str(_) | StrPart::Char(_) => None,
            });
            terms.collect()
        }
        Term::Arr(inner) => inner.iter_mut().map(Box::as_mut).collect(),
        Term::Obj(entries) => {
            let entries = entries.iter_mut();
            entries
                .flat_map(|(key, value)| std::iter::once(key).chain(value))
                .collect()
        }
        Term::Neg(inner) | Term::Label(_, inner) => vec![inner.as_mut()],
        Term::BinOp(left, operator, right) => {
            let mut terms = vec![left.as_mut(), right.as_mut()];
            if let BinaryOp::Pipe(Some(pattern)) = operator {
                terms.extend(keys(pattern));
            }
            terms
        }
        Term::Fold(_, source, pattern, steps) => {
            let mut terms = vec![source.as_mut()];
            terms.extend(keys(pattern));
            terms.extend(steps);
            terms
        }
        Term::TryCatch(body, handler) => {
            let terms = std::iter::once(body).chain(handler);
            terms.map(Box::as_mut).collect()
        }
        Term::IfThenElse(branches, last) => {
            let branches = branches.iter_mut();
            branches
                .flat_map(|(condition, branch)| [condition, branch])
                .chain(last.iter_mut().map(Box::as_mut))
                .collect()
        }
        Term::Def(definitions, body) => {
            let bodies = definitions
                .iter_mut()
                .map(|definition| &mut definition.body);
            bodies.chain([body.as_mut()]).collect()
        }
        Term::Call(_, arguments) => arguments.iter_mut().collect(),
        Term::Path(head, Path(parts)) => {
            let mut terms = vec![head.as_mut()];
            for (part, _) in parts {
                match part {
                    Part::Index(index) => terms.push(index),
                    Part::Range(from, to) => terms.extend(from.iter_mut().chain(to)),
                }
            }
            terms
        }
    }
}

/// The terms in a pattern: the computed keys of its objects.
fn keys<'t, 'c>(pattern: &'t mut Pattern<&'c str>) -> Vec<&'t mut Term<&'c str>> {
    match pattern {
        Pattern::Var(_) => Vec::new(),
        Pattern::Arr(patterns) => patterns.iter_mut().flat_map(keys).collect(),
        Pattern::Obj(entries) => {
            let entries = entries.iter_mut();
            entries
                .flat_map(|(key, pattern)| std::iter::once(key).chain(keys(pattern)))
                .collect()
        }
    }
}
