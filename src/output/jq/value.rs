//! Converts JSON text to jq values and back. Numbers that a program does not change
//! keep their digits.

use jaq_json::{Map, Num, Val};
use serde_json::value::RawValue;

use crate::lead;

/// Deeper leads are refused, because values are traversed recursively.
const MAX_DEPTH: usize = 128;

/// Longer integers are kept as text, because arithmetic on them takes quadratic time.
const MAX_INTEGER_DIGITS: usize = 100;

/// The value of a JSON text; `None` if it is nested too deeply.
pub(super) fn read(json: &str) -> Option<Val> {
    read_inside(json, MAX_DEPTH)
}

/// The value of a JSON text from a lead.
pub(super) fn parse(text: &str) -> Result<Val, String> {
    let json: &RawValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
    read(json.get()).ok_or_else(|| "it is nested too deeply".to_owned())
}

/// The number in `text` as jq reads it: a sign, leading zeros and surrounding white
/// space are allowed.
pub(super) fn parse_number(text: &str) -> Option<Num> {
    let text = text.trim_ascii();
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    // JSON has no leading zeros.
    let digits = unsigned.trim_start_matches('0');
    let zero = match digits.as_bytes().first() {
        Some(b'1'..=b'9') => "",
        Some(b'.') => "0",
        _ if digits.len() < unsigned.len() => "0",
        _ => return None,
    };
    let json = format!("{sign}{zero}{digits}");
    let number: &RawValue = serde_json::from_str(&json).ok()?;
    Some(self::number(number.get()))
}

fn read_inside(json: &str, depth: usize) -> Option<Val> {
    let deeper = depth.checked_sub(1)?;
    Some(match json.as_bytes().first() {
        Some(b'{') => {
            let mut object = Some(Map::default());
            lead::each_entry(json, |key, inner| {
                object = object.take().and_then(|mut object| {
                    let inner = read_inside(inner, deeper)?;
                    object.insert(text(key), inner);
                    Some(object)
                });
            });
            Val::obj(object?)
        }
        Some(b'[') => lead::elements(json)
            .map(|element| read_inside(element, deeper))
            .collect::<Option<_>>()?,
        Some(b'"') => text(&lead::plain_text(json).unwrap_or_default()),
        Some(b't') => Val::Bool(true),
        Some(b'f') => Val::Bool(false),
        Some(b'-' | b'0'..=b'9') => Val::Num(number(json)),
        _ => Val::Null,
    })
}

/// A string without spare capacity, because there are many.
fn text(text: &str) -> Val {
    Val::utf8_str(Box::<[u8]>::from(text.as_bytes()))
}

fn number(json: &str) -> Num {
    let whole = json.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    if whole && json.len() <= MAX_INTEGER_DIGITS && json != "-0" {
        Num::from_str_radix(json, 10)
    } else {
        None
    }
    .unwrap_or_else(|| Num::Dec(json.to_owned().into()))
}

/// The value as compact JSON. The error names what JSON cannot represent.
pub(super) fn json(value: &Val) -> Result<String, String> {
    let mut out = String::new();
    push(value, MAX_DEPTH, &mut out)?;
    Ok(out)
}

fn push(value: &Val, depth: usize, out: &mut String) -> Result<(), String> {
    let deeper = depth
        .checked_sub(1)
        .ok_or("the result nests too deep to be printed")?;
    match value {
        Val::Null => out.push_str("null"),
        Val::Bool(true) => out.push_str("true"),
        Val::Bool(false) => out.push_str("false"),
        Val::Num(Num::Float(float)) => out.push_str(&float_as_json(*float)),
        Val::Num(number) => out.push_str(&number.to_string()),
        Val::TStr(text) => push_string(text, out),
        Val::BStr(_) => return Err("the result holds bytes, which JSON has no way to".to_owned()),
        Val::Arr(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                push(element, deeper, out)?;
            }
            out.push(']');
        }
        Val::Obj(entries) => {
            out.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                let Val::TStr(key) = key else {
                    return Err(format!(
                        "an object cannot have {key} as a key, only a string"
                    ));
                };
                push_string(key, out);
                out.push(':');
                push(value, deeper, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn push_string(text: &[u8], out: &mut String) {
    let text = String::from_utf8_lossy(text).into_owned();
    out.push_str(&serde_json::Value::from(text).to_string());
}

/// A computed number as jq writes it: NaN is null, infinities are the largest number,
/// and 2.0 is 2.
fn float_as_json(float: f64) -> String {
    if float.is_nan() {
        return "null".to_owned();
    }
    let float = float.clamp(f64::MIN, f64::MAX);
    if float.fract() == 0.0 && float.abs() < 1e17 {
        return format!("{float:.0}");
    }
    serde_json::Value::from(float).to_string()
}
