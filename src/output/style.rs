//! The appearance of output, besides format and fields.

use super::Terminal;
use crate::columns::Times;

/// The appearance of a format.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether table, csv and tsv start with the names of the columns.
    pub header: bool,
    /// Whether csv is for spreadsheets: a byte order mark, CRLF, every cell quoted, and
    /// no cell that would run as a formula.
    pub excel: bool,
    /// How table, csv and tsv write times.
    pub times: Times,
    /// The terminal that shows the output; `None` if there is none.
    pub terminal: Option<Terminal>,
    /// Whether a table has colours.
    pub color: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            header: true,
            excel: false,
            times: Times::Utc,
            terminal: None,
            color: false,
        }
    }
}

/// The input of a `--jq` program, and the appearance of its results.
#[derive(Clone, Copy, Debug)]
pub struct JqStyle {
    /// The input of one run of the program.
    pub input: JqInput,
    /// How results that are strings are written.
    pub strings: JqStrings,
    /// The layout of results.
    pub layout: JqLayout,
    /// The terminal that shows the results; `None` if there is none.
    pub terminal: Option<Terminal>,
}

/// The input of one run of a `--jq` program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JqInput {
    /// The array of all leads.
    Array,
    /// Each lead.
    Lead,
}

/// The layout of the results of `--jq`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JqLayout {
    /// Indented on a terminal, otherwise one per line.
    ForReader,
    /// One per line.
    Compact,
}

/// How `--jq` writes results that are strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JqStrings {
    /// As JSON, in quotes.
    Json,
    /// Without quotes, as with `--raw-output`.
    Raw,
}
