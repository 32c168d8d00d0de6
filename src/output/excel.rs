//! Escapes cells that a spreadsheet would run as a formula.

use std::borrow::Cow;

use crate::lead::timestamp;
use crate::terminal::sanitize;

/// The first characters of formulas: in ASCII, as full-width and as small characters.
const FORMULA_STARTS: [char; 15] = [
    '=', '@', '+', '-', '\t', '\r', '\n', '\u{ff1d}', '\u{ff20}', '\u{ff0b}', '\u{ff0d}',
    '\u{fe66}', '\u{fe6b}', '\u{fe62}', '\u{fe63}',
];

/// Where a spreadsheet may split a cell: at semicolons if its locale uses a comma for
/// decimals, and in that case, if the cell's quotes are between two semicolons, also at
/// tabs and line breaks.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// Adds a `'` before each part of `cell` that a spreadsheet would treat as a formula:
/// at the start, and after a separator. Plain numbers and phone numbers (`+` with
/// digits and spaces) are unchanged.
pub(super) fn disarm(cell: &str) -> Cow<'_, str> {
    let starts_formula = is_formula(cell);
    if !starts_formula && !cell.contains(SEPARATORS) {
        return Cow::Borrowed(cell);
    }
    let mut out = String::with_capacity(cell.len() + 8);
    if starts_formula {
        out.push('\'');
    }
    for (index, part) in cell.split_inclusive(SEPARATORS).enumerate() {
        if index > 0 && is_formula(part.trim_end_matches(SEPARATORS)) {
            out.push('\'');
        }
        out.push_str(part);
    }
    Cow::Owned(out)
}

/// A time that spreadsheets recognize: `2026-01-31 12:00:00`. `seconds` are Unix
/// seconds plus the offset of the time zone.
pub(super) fn time(seconds: i64) -> Option<String> {
    let mut time = String::new();
    let is_year = timestamp::push_rfc3339(seconds, &mut time);
    is_year.then(|| time.replace('T', " ").trim_end_matches('Z').to_owned())
}

/// Whether a spreadsheet would run this cell or part. It may start with quotes, which
/// the spreadsheet removes, or with invisible characters: blanks, control characters,
/// marks of direction.
fn is_formula(part: &str) -> bool {
    let part = part.trim_start_matches(|letter: char| {
        let is_unseen = letter == '"' || letter.is_whitespace() || sanitize::is_dangerous(letter);
        is_unseen && !FORMULA_STARTS.contains(&letter)
    });
    part.starts_with(FORMULA_STARTS) && !is_number(part) && !is_phone(part)
}

/// Digits with an optional sign, fraction and exponent.
fn is_number(cell: &str) -> bool {
    let (mantissa, exponent) = match cell.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (cell, None),
    };
    let unsigned = |text: &str| text.strip_prefix(['+', '-']).unwrap_or(text).to_owned();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa = unsigned(mantissa);
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa.as_str(), None),
    };
    digits(whole)
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(&unsigned(text)))
}

fn is_phone(cell: &str) -> bool {
    cell.strip_prefix('+').is_some_and(|rest| {
        rest.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b' ')
            && rest.bytes().any(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_the_form_of_spreadsheets() {
        assert_eq!(time(1_477_572_283).unwrap(), "2016-10-27 12:44:43");
    }

    #[test]
    fn formulas_become_text() {
        for cell in [
            "=1+1",
            "=HYPERLINK(\"http://x\")",
            "@SUM(A1)",
            "+1+1",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "-",
            "+",
            "+ ",
            "--1",
            "-1e",
            "-1.",
            "-.5",
            "+1-555",
            "\tx",
            "\rx",
            "\nx",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "﹦1+1",
            "﹢1",
            "﹣1",
            "﹫x",
            " =1",
            "\u{a0}=1",
            "\u{3000}＝1",
            "\u{b}\u{feff}\u{200b}=1",
            "\"=1",
        ] {
            assert_eq!(disarm(cell), format!("'{cell}"));
        }
    }

    #[test]
    fn text_after_a_separator_in_a_cell_is_escaped_too() {
        for (cell, expected) in [
            ("x;=1+1", "x;'=1+1"),
            ("x;;@SUM(A1);y", "x;;'@SUM(A1);y"),
            ("x\n=1+1\r\n-cmd", "x\n'=1+1\r\n'-cmd"),
            ("x\t＝1", "x\t'＝1"),
            ("=1;=2", "'=1;'=2"),
            ("\t=1", "'\t'=1"),
            ("x;\"=1", "x;'\"=1"),
            ("x; \"\"+1+1", "x;' \"\"+1+1"),
            ("x;-5;+353 87 1", "x;-5;+353 87 1"),
            ("a; b", "a; b"),
            ("a;", "a;"),
            (";", ";"),
        ] {
            assert_eq!(disarm(cell), expected);
        }
    }

    #[test]
    fn numbers_phones_and_other_text_stay() {
        for cell in [
            "-12.5",
            "+3",
            "-1e5",
            "-1E-5",
            "+1.5e+3",
            "+353 87 555 1234",
            "+35387",
            "1+1",
            "a=b",
            "",
            "'x",
            "é",
            " -5",
            " x",
            "\"",
        ] {
            assert_eq!(disarm(cell), cell);
        }
    }
}
