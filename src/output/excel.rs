//! Cells that a spreadsheet would run as a formula, made plain text.

use std::borrow::Cow;

/// `cell` with a leading `'` when a spreadsheet would take it for a formula.
/// Plain numbers stay numbers, and phone numbers (`+` with digits and spaces)
/// stay as they are.
pub(super) fn disarm(cell: &str) -> Cow<'_, str> {
    let armed = cell.starts_with([
        '=', '@', '+', '-', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ]);
    if armed && !is_number(cell) && !is_phone(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Digits with a sign, a fraction and an exponent, each optional.
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
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1",
            "＋1",
            "－1",
            "＠x",
        ] {
            assert_eq!(disarm(cell), format!("'{cell}"));
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
        ] {
            assert_eq!(disarm(cell), cell);
        }
    }
}
