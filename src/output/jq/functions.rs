//! Functions that jaq lacks, or that are safer than jaq's.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Write as _;

use jaq_core::box_iter::box_once;
use jaq_core::data::JustLut;
use jaq_core::{Bind, Error, Exn, Native, RunPtr, ValXs, native};
use jaq_json::{Num, Val};

use super::{bounds, shortened, value};
use crate::lead::entities;
use crate::terminal::sanitize;

thread_local! {
    /// The message of `halt_error`, until the program ends.
    static HALT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The data that functions receive besides their input: none.
pub(super) type Data = JustLut<Val>;

pub(super) type Function = native::Filter<RunPtr<Data>>;
pub(super) type Outcome = Result<Val, Error<Val>>;

/// The maximum length of a string from `*`, in bytes. The factor may come from a lead.
const MAX_STRING: usize = 16 << 20;

/// The maximum length of a string in `reduce` and `foreach`, in bytes.
const MAX_REDUCED: usize = 64 << 20;

/// The maximum number of elements in an array or object that a program makes.
const MAX_ELEMENTS: usize = 4_000_000;

pub(super) fn all() -> [Function; 9] {
    [
        // jaq's functions return several values for `1 2`, none for an empty text, and
        // endless errors for text that is not JSON.
        ("fromjson", native::v(0), |(_, input)| {
            native::bome(from_json(input))
        }),
        ("tonumber", native::v(0), |(_, input)| {
            native::bome(to_number(input))
        }),
        (bounds::COLLECT, [Bind::Fun(())].into(), |mut call| {
            let (elements, context) = call.0.pop_fun();
            box_once(collected(elements.run((context, call.1))))
        }),
        (bounds::MULTIPLY, native::v(2), |mut call| {
            let right = call.0.pop_var();
            let left = call.0.pop_var();
            native::bome(product(left, right))
        }),
        ("decode", native::v(0), |(_, input)| {
            native::bome(Ok(decoded(input)))
        }),
        ("halt_with_error", native::v(0), |(_, input)| {
            let message = message(&input);
            HALT.set(Some(message.trim_end().to_owned()));
            native::bome(Err(Error::new(input)))
        }),
        ("env", native::v(0), |_| native::bome(Ok(environment()))),
        ("debug_empty", native::v(0), |(_, input)| {
            print_to_stderr(&format!("[\"DEBUG:\",{input}]"));
            Box::new(std::iter::empty())
        }),
        ("stderr_empty", native::v(0), |(_, input)| {
            print_to_stderr(&input.to_string());
            Box::new(std::iter::empty())
        }),
    ]
}

/// Checks a step of `reduce` or `foreach`. Works as a path too.
pub(super) fn check() -> native::Fun<Data> {
    let check: Native<Data> =
        Native::new(|call| native::bome(checked(call.1))).with_paths(|call| box_once(Ok(call.1)));
    (bounds::CHECK, native::v(0), check)
}

/// The value, or an error if it is too large.
fn checked(value: Val) -> Outcome {
    match &value {
        Val::TStr(text) | Val::BStr(text) if text.len() > MAX_REDUCED => {
            let max = MAX_REDUCED >> 20;
            let why = format_args!("a string would be longer than {max} MiB");
            Err(Error::str(why))
        }
        Val::Arr(elements) if elements.len() > MAX_ELEMENTS => Err(too_many("array")),
        Val::Obj(entries) if entries.len() > MAX_ELEMENTS => Err(too_many("object")),
        _ => Ok(value),
    }
}

fn too_many(kind: &str) -> Error<Val> {
    let why = format_args!("an {kind} would have more than {MAX_ELEMENTS} elements");
    Error::str(why)
}

/// The value of a JSON text.
fn from_json(input: Val) -> Outcome {
    let Val::TStr(text) = &input else {
        return Err(Error::typ(input, "string"));
    };
    value::parse(&String::from_utf8_lossy(text)).map_err(|why| {
        let text = shortened(&input.to_string());
        Error::str(format_args!("cannot parse {text} as JSON: {why}"))
    })
}

/// A number, or the number in a text.
fn to_number(input: Val) -> Outcome {
    let number = match &input {
        Val::Num(_) => return Ok(input),
        Val::TStr(text) => std::str::from_utf8(text).ok().and_then(value::parse_number),
        _ => None,
    };
    number.map(Val::Num).ok_or_else(|| {
        let text = shortened(&input.to_string());
        Error::str(format_args!("cannot parse {text} as a number"))
    })
}

/// An array of `elements`, or an error if there are too many.
fn collected(elements: ValXs<'_, Val>) -> Result<Val, Exn<'_, Val>> {
    let mut array = Vec::new();
    for element in elements {
        if array.len() == MAX_ELEMENTS {
            return Err(too_many("array").into());
        }
        array.push(element?);
    }
    Ok(array.into_iter().collect())
}

/// `left * right`, or an error if the string would be too long.
fn product(left: Val, right: Val) -> Outcome {
    if let (Val::TStr(text) | Val::BStr(text), Val::Num(times))
    | (Val::Num(times), Val::TStr(text) | Val::BStr(text)) = (&left, &right)
    {
        let times = match times {
            Num::Int(times) => usize::try_from(*times).unwrap_or(0),
            Num::BigInt(times) if !times.to_string().starts_with('-') => usize::MAX,
            _ => 0,
        };
        if text.len().saturating_mul(times) > MAX_STRING {
            return Err(Error::str(format_args!(
                "a string repeated {times} times would be longer than {} MiB",
                MAX_STRING >> 20
            )));
        }
    }
    left * right
}

/// Text with HTML entities decoded, as in the cells of csv; other values unchanged.
fn decoded(input: Val) -> Val {
    let Val::TStr(text) = &input else {
        return input;
    };
    match entities::decode(&String::from_utf8_lossy(text)) {
        Cow::Owned(decoded) => Val::from(decoded),
        Cow::Borrowed(_) => input.clone(),
    }
}

/// Returns and clears the message of `halt_error`.
pub(super) fn take_halt() -> Option<String> {
    HALT.take()
}

/// A value in an error message: text as it is, other values as JSON.
pub(super) fn message(thrown: &Val) -> String {
    match thrown {
        Val::TStr(text) => String::from_utf8_lossy(text).into_owned(),
        thrown => value::json(thrown).unwrap_or_default(),
    }
}

/// The environment without the access token, which must never be printed.
pub(super) fn environment() -> Val {
    let variables = std::env::vars_os().filter_map(|(name, value)| {
        let name = name.into_string().ok()?;
        let secret = name.starts_with("INTERCOM_") && name.ends_with("TOKEN");
        let value = value.to_string_lossy().into_owned();
        (!secret).then(|| (Val::from(name), Val::from(value)))
    });
    Val::obj(variables.collect())
}

/// For `debug` and `stderr`.
fn print_to_stderr(text: &str) {
    // An error of standard error cannot be reported anywhere.
    let _ = writeln!(std::io::stderr().lock(), "{}", sanitize::text(text));
}
