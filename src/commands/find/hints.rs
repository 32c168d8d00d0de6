//! Counts values without a match, and gives hints for common mistakes.

use std::path::Path;

use crate::query::identifier::Identifier;

/// The values without a match.
#[derive(Clone, Copy, Default)]
pub(super) struct Missing {
    pub(super) count: u64,
    /// Whether one of them looks like a row of a file with several columns.
    has_row: bool,
}

impl Missing {
    pub(super) fn add(&mut self, value: &str) {
        self.count += 1;
        self.has_row |= value.contains([',', ';', '\t']);
    }

    /// The hints for `typed` values, and for values from a `column` of standard input.
    pub(super) fn hints(
        self,
        by: Identifier,
        typed: &[String],
        column: Option<&str>,
    ) -> Vec<&'static str> {
        let mut hints = Vec::new();
        if self.has_row && column.is_none() && typed.iter().any(|value| value == "-") {
            hints.push("if standard input is CSV, name the column to read: --column NAME");
        }
        let mut typed = typed.iter().filter(|value| *value != "-");
        match by {
            Identifier::Phone if self.count > 1 && typed.any(|number| number.len() <= 4) => {
                hints.push("a phone number with spaces needs quotes: --phone '+353 87 555 1234'");
            }
            Identifier::Email if self.count > 0 => {
                hints.extend(typed.find_map(|address| meant(address)));
            }
            _ => {}
        }
        hints
    }
}

/// A hint for an address that no lead has.
fn meant(address: &str) -> Option<&'static str> {
    let path = Path::new(address.trim_start_matches('@'));
    if path.is_file() {
        Some("to read a file, use standard input: leads find --email - < FILE")
    } else if address.contains([',', ';', ' ']) {
        Some("separate addresses with spaces: leads find --email a@example.com b@example.com")
    } else if address.starts_with('@') || address.contains('*') || !address.contains('@') {
        Some(
            "find takes whole addresses; to search for a part: leads list --where \"email ~ '@example.'\"",
        )
    } else {
        None
    }
}
