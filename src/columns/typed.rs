//! The type of a cell, for spreadsheets.

use super::builtin::{BuiltinColumn, CellKind};
use super::cell::Times;
use crate::lead::timestamp;
use crate::terminal::zone;

/// The type of a cell. The cell always has text too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellType {
    Text,
    /// The text is a JSON number that a spreadsheet keeps exactly.
    Number,
    /// The text is `true` or `false`.
    Bool,
    /// A time, in Unix seconds plus the offset of the time zone.
    Time(i64),
}

/// The digits of a number that a spreadsheet keeps, and its largest number (Excel's
/// specifications and limits). The smallest is the smallest normal number.
const MAX_DIGITS: usize = 15;
const MAX_NUMBER: f64 = 9.999_999_999_999_99e307;

/// Times of custom attributes are between 1973 and the year 5138. Other numbers with
/// such a name are not times.
const TIMES: std::ops::Range<i64> = 100_000_000..100_000_000_000;

impl CellType {
    /// The type of a cell of the column `builtin` with this raw value.
    pub(super) fn of_builtin(builtin: &BuiltinColumn, value: &str, times: Times) -> Self {
        match builtin.kind {
            CellKind::Time => match (timestamp::seconds(value), times) {
                (Some(seconds), Times::Utc) => Self::Time(seconds),
                (Some(seconds), Times::Local) => Self::local(seconds),
                (Some(seconds), Times::Unix) if is_exact(&seconds.to_string()) => Self::Number,
                _ => Self::Text,
            },
            // The others are names and ids, even if they look like numbers.
            _ if matches!(value, "true" | "false") => Self::Bool,
            _ => Self::Text,
        }
    }

    /// The type of a cell with this raw value, at the path or key `name`.
    pub(super) fn of_value(name: &str, value: &str, times: Times) -> Self {
        let word = name.rsplit('.').next().unwrap_or(name);
        match value.as_bytes().first() {
            Some(b't' | b'f') => Self::Bool,
            Some(b'-' | b'0'..=b'9') => {
                let seconds = value.parse().ok().filter(|time| TIMES.contains(time));
                match (seconds, times) {
                    (Some(seconds), Times::Utc) if is_time(word) => Self::Time(seconds),
                    (Some(seconds), Times::Local) if is_time(word) => Self::local(seconds),
                    _ if is_identifier(word) || !is_exact(value) => Self::Text,
                    _ => Self::Number,
                }
            }
            _ => Self::Text,
        }
    }

    fn local(seconds: i64) -> Self {
        Self::Time(seconds.saturating_add(zone::offset(seconds)))
    }
}

/// Whether a name ends like those of times, also in custom attributes.
fn is_time(word: &str) -> bool {
    word.ends_with("_at")
}

fn is_identifier(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    word == "id" || word.ends_with("_id") || word.contains("phone")
}

/// Whether a spreadsheet keeps the number exactly: it has neither too many digits nor
/// too large a value.
fn is_exact(number: &str) -> bool {
    let mantissa = number.split(['e', 'E']).next().unwrap_or(number);
    let digits = mantissa.bytes().filter(u8::is_ascii_digit);
    let digits = digits.skip_while(|digit| *digit == b'0').count();
    let size = number.parse::<f64>().map_or(f64::INFINITY, f64::abs);
    digits == 0 || digits <= MAX_DIGITS && size.is_normal() && size <= MAX_NUMBER
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::builtin;

    #[test]
    fn numbers_are_numbers_if_they_stay_exact() {
        for (name, value, expected) in [
            ("custom_attributes.size", "50", CellType::Number),
            ("custom_attributes.spend", "-1.50e3", CellType::Number),
            (
                "custom_attributes.spend",
                "0.000000000000000001",
                CellType::Number,
            ),
            ("custom_attributes.big", "1234567890123456", CellType::Text),
            ("custom_attributes.x", "1e309", CellType::Text),
            ("custom_attributes.x", "-1e308", CellType::Text),
            ("custom_attributes.x", "9e307", CellType::Number),
            ("custom_attributes.x", "1e-400", CellType::Text),
            ("custom_attributes.x", "5e-324", CellType::Text),
            ("custom_attributes.x", "2.3e-308", CellType::Number),
            ("custom_attributes.x", "-0.0e-400", CellType::Number),
            ("custom_attributes.crm_id", "7", CellType::Text),
            ("custom_attributes.Phone 2", "353", CellType::Text),
            ("custom_attributes.paid", "true", CellType::Bool),
            ("custom_attributes.paid", "\"true\"", CellType::Text),
            (
                "custom_attributes.x_at",
                "1477572283",
                CellType::Time(1_477_572_283),
            ),
            ("custom_attributes.x_at", "7", CellType::Number),
            ("tags", "[1]", CellType::Text),
            ("x", "null", CellType::Text),
        ] {
            let found = CellType::of_value(name, value, Times::Utc);
            assert_eq!(found, expected, "{name} {value}");
        }
        let unix = CellType::of_value("x_at", "1477572283", Times::Unix);
        assert_eq!(unix, CellType::Number);
        let column = builtin::find("created_at").unwrap();
        let long = CellType::of_builtin(column, "1234567890123456789", Times::Unix);
        assert_eq!(long, CellType::Text);
    }
}
