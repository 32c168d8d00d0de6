//! The names of the formats.

use std::fmt;
use std::path::Path;

use super::Terminal;
use crate::columns;

/// Another name of jsonl.
pub(crate) const NDJSON: &str = "ndjson";

/// Declares the formats with their names, so that [`Format::ALL`] has each of them.
macro_rules! formats {
    ($($(#[$doc:meta])* $format:ident = $name:literal,)*) => {
        /// An output format.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Format {
            $($(#[$doc])* $format,)*
        }

        impl Format {
            /// Every format, in the order of the help.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$format),*];

            /// The format's name on the command line.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$format => $name,)*
                }
            }
        }
    };
}

formats! {
    /// Aligned columns, for reading.
    Table = "table",
    /// One array.
    Json = "json",
    /// One lead per line.
    Jsonl = "jsonl",
    /// Comma-separated values.
    Csv = "csv",
    /// Tab-separated values, without quoting.
    Tsv = "tsv",
    /// A workbook with one sheet.
    Xlsx = "xlsx",
}

impl Format {
    /// The format with this name, ignoring case. `ndjson` is jsonl.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let known = Self::ALL.into_iter();
        known
            .clone()
            .find(|format| format.name() == name)
            .or((name == NDJSON).then_some(Self::Jsonl))
    }

    /// The format for a file extension, ignoring case.
    #[must_use]
    pub fn from_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Table),
            "tab" => Some(Self::Tsv),
            "table" => None,
            name => Self::from_name(name),
        }
    }

    /// The default format for `path`, or for standard output if it is `None`: table on
    /// a terminal, otherwise tsv.
    #[must_use]
    pub fn unless_asked_for(path: Option<&Path>) -> Self {
        if Terminal::is_at(path) {
            Self::Table
        } else {
            Self::Tsv
        }
    }

    /// Whether values are printed as text in columns, with times in RFC 3339 and lists
    /// of names, or as the API's JSON.
    #[must_use]
    pub fn has_cells(self) -> bool {
        match self {
            Self::Table | Self::Csv | Self::Tsv | Self::Xlsx => true,
            Self::Json | Self::Jsonl => false,
        }
    }

    /// The default fields, for [`Fields::parse`](crate::columns::Fields::parse).
    #[must_use]
    pub fn default_fields(self) -> &'static [&'static str] {
        match self {
            Self::Table => columns::TABLE_COLUMNS,
            Self::Csv | Self::Tsv | Self::Xlsx => columns::CSV_COLUMNS,
            Self::Json | Self::Jsonl => columns::WHOLE_LEAD,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_extensions_are_known() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(&format.to_string()), Some(format));
        }
        assert_eq!(Format::from_name("NDJSON"), Some(Format::Jsonl));
        assert_eq!(Format::from_name("xml"), None);
        for (path, format) in [
            ("leads.json", Some(Format::Json)),
            ("a/b.JSONL", Some(Format::Jsonl)),
            ("leads.ndjson", Some(Format::Jsonl)),
            ("leads.2026.csv", Some(Format::Csv)),
            ("leads.tsv", Some(Format::Tsv)),
            ("leads.tab", Some(Format::Tsv)),
            ("leads.txt", Some(Format::Table)),
            ("leads.XLSX", Some(Format::Xlsx)),
            ("leads.xls", None),
            ("leads", None),
            (".csv", None),
            ("leads.table", None),
        ] {
            assert_eq!(Format::from_path(Path::new(path)), format, "{path}");
        }
    }
}
