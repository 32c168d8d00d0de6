//! How output looks, apart from its format and its fields.

use super::Terminal;
use crate::columns::Times;

/// How a format looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether table, csv and tsv begin with the columns' names.
    pub header: bool,
    /// Whether csv is made for spreadsheets: a byte order mark, CRLF, every
    /// cell quoted, and no cell that would run as a formula.
    pub excel: bool,
    /// How table, csv and tsv write the time columns.
    pub times: Times,
    /// The terminal that shows the output; `None` when it goes elsewhere.
    pub terminal: Option<Terminal>,
    /// Whether a table is coloured.
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

/// What a program of `--jq` reads, and how its results look.
#[derive(Clone, Copy, Debug)]
pub struct JqStyle {
    /// What the program reads at a time.
    pub input: JqInput,
    /// How results that are strings are written.
    pub strings: JqStrings,
    /// How results are laid out.
    pub layout: JqLayout,
    /// The terminal that shows the results; `None` when they go elsewhere.
    pub terminal: Option<Terminal>,
}

/// What a program of `--jq` reads at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JqInput {
    /// The array of all leads.
    Array,
    /// Each lead by itself.
    Lead,
}

/// How `--jq` lays results out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JqLayout {
    /// Indented where a terminal shows them, else each on a line.
    ForReader,
    /// Each on a line.
    Compact,
}

/// How `--jq` writes results that are strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JqStrings {
    /// As JSON, in quotes.
    Json,
    /// As they are, as with `--raw-output`.
    Raw,
}
