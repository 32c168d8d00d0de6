//! Rows of `--count-by`: shares as numbers, or with bars on a terminal.

use std::path::Path;

use crate::output::{Format, Terminal};
use crate::query::groups::Group;

/// The width of the longest bar.
const BAR_WIDTH: u64 = 24;

/// How shares are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Chart {
    /// As numbers from 0 to 1.
    Data,
    /// As percentages, with a bar of block characters.
    Blocks,
    Ascii,
}

impl Chart {
    /// Bars are shown only in a table on a terminal.
    pub(super) fn of(format: Format, path: Option<&Path>) -> Self {
        let is_utf8 = || {
            let names = ["LC_ALL", "LC_CTYPE", "LANG"];
            let set = names.into_iter().find_map(|name| {
                let value = std::env::var(name).ok();
                value.filter(|value| !value.is_empty())
            });
            let set = set.unwrap_or_default().to_ascii_lowercase();
            set.contains("utf-8") || set.contains("utf8")
        };
        if format != Format::Table || !Terminal::is_at(path) {
            Self::Data
        } else if is_utf8() {
            Self::Blocks
        } else {
            Self::Ascii
        }
    }

    /// The titles of the columns after those of the values.
    pub(super) fn titles(self) -> &'static [&'static str] {
        match self {
            Self::Data => &["leads", "share"],
            Self::Blocks | Self::Ascii => &["leads", "share", ""],
        }
    }

    /// The row of a group as JSON. `leads` is the number of leads counted, `max` the
    /// size of the largest group.
    pub(super) fn row(self, names: &[String], group: &Group, leads: u64, max: u64) -> String {
        // Exact in a float, and rounded to four digits.
        #[expect(clippy::cast_precision_loss)]
        let share = group.leads as f64 / leads.max(1) as f64;
        let share = match self {
            Self::Data => serde_json::json!((share * 10_000.0).round() / 10_000.0),
            Self::Blocks | Self::Ascii => format!("{:.1} %", share * 100.0).into(),
        };
        let bar = bar(self, group.leads, max);
        let values = group.values.iter().map(|value| serde_json::json!(value));
        let values = values.chain([group.leads.into(), share, bar.into()]);
        let entries = names.iter().zip(values);
        let entries = entries.map(|(name, value)| format!("{}:{value}", serde_json::json!(name)));
        format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
    }
}

/// A bar in proportion to `leads` of `max`, in eighths of a character.
fn bar(chart: Chart, leads: u64, max: u64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (leads * BAR_WIDTH * 8).checked_div(max).unwrap_or(0);
    let full = usize::try_from(eighths / 8).unwrap_or(0);
    let rest = usize::try_from(eighths % 8).unwrap_or(0);
    match chart {
        Chart::Data => String::new(),
        Chart::Blocks => "█".repeat(full) + EIGHTHS[rest],
        Chart::Ascii => "#".repeat(full + usize::from(rest >= 4)),
    }
}
