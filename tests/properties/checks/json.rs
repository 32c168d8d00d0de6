//! Generates JSON texts and leads: odd spacing, escapes, numbers, repeated keys.

use std::fmt::Write as _;

use super::source::Source;

/// Keys that the program uses, and some that it does not.
pub(crate) const KEYS: &[&str] = &[
    "id",
    "name",
    "email",
    "phone",
    "created_at",
    "last_request_at",
    "tags",
    "segments",
    "companies",
    "custom_attributes",
    "location_data",
    "location",
    "city_name",
    "data",
    "has_more",
    "role",
    "type",
    "a",
    "b",
    "a.b",
    "a.b.c",
    "0",
    "1",
    "",
];

const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "7",
    "1.50",
    "1e3",
    "1E+2",
    "-12.5e-3",
    "1769860800",
    "1769860800123",
    "12345678901234567890123",
    "9223372036854775807",
    "0.10",
];

/// The text as parsed by `serde_json`, which rejects lone surrogates, and has limits
/// for numbers and nesting.
pub(crate) fn read(text: &str) -> Option<serde_json::Value> {
    serde_json::from_str(text).ok()
}

/// A JSON text of any kind.
pub(crate) fn value(source: &mut Source, depth: usize) -> String {
    let mut out = String::new();
    push_value(source, depth, &mut out);
    out
}

/// An object with keys that leads have.
pub(crate) fn lead(source: &mut Source) -> String {
    let mut out = String::new();
    push_object(source, 4, &mut out);
    out
}

/// `text` as a JSON string, with characters escaped as the source selects.
pub(crate) fn push_string(source: &mut Source, text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            '\n' if source.flag() => out.push_str("\\n"),
            '/' if source.flag() => out.push_str("\\/"),
            _ if character < ' ' || source.byte() < 40 => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            _ => out.push(character),
        }
    }
    if source.byte() == 255 {
        out.push_str("\\ud800");
    }
    out.push('"');
}

fn space(source: &mut Source, out: &mut String) {
    out.push_str(source.pick(&["", "", "", " ", "\n", "\t", "\r\n", "  "]));
}

fn push_value(source: &mut Source, depth: usize, out: &mut String) {
    match source.below(if depth == 0 { 6 } else { 9 }) {
        0 => out.push_str("null"),
        1 => out.push_str("true"),
        2 => out.push_str(source.pick(NUMBERS)),
        3 => {
            let _ = write!(
                out,
                "{}",
                i16::from_le_bytes([source.byte(), source.byte()])
            );
        }
        4 | 5 => {
            let text = source.text();
            push_string(source, &text, out);
        }
        6 => {
            out.push('[');
            for index in 0..source.below(5) {
                if index > 0 {
                    out.push(',');
                }
                space(source, out);
                push_value(source, depth - 1, out);
                space(source, out);
            }
            out.push(']');
        }
        _ => push_object(source, depth - 1, out),
    }
}

fn push_object(source: &mut Source, depth: usize, out: &mut String) {
    out.push('{');
    for index in 0..source.below(8) {
        if index > 0 {
            out.push(',');
        }
        space(source, out);
        let key = match source.below(8) {
            0 => source.text(),
            _ => source.pick(KEYS).to_owned(),
        };
        push_string(source, &key, out);
        space(source, out);
        out.push(':');
        space(source, out);
        push_value(source, depth, out);
        space(source, out);
    }
    out.push('}');
}
