//! `custom_attributes.*` as columns: every lead waits in a temporary file
//! until the columns are known.

use std::collections::BTreeSet;
use std::io::{self, BufRead as _};

use super::Formatter;
use crate::columns::Fields;
use crate::files::TempFile;
use crate::lead::{self, Lead, json_text};

/// The most columns that attributes make, and the most bytes that their names
/// take: a workspace has a few hundred. Leads that bring more would fill any
/// memory with cells that are empty.
const COLUMNS: usize = 2000;
const NAMES: usize = 1 << 20;

/// Holds leads back from the formatter underneath; in memory are only the
/// names of their attributes.
pub(super) struct Spool<'w> {
    formatter: Box<dyn Formatter + 'w>,
    attributes: BTreeSet<String>,
    /// How many bytes the names take.
    named: usize,
    file: Option<TempFile>,
}

impl<'w> Spool<'w> {
    pub(super) fn new(formatter: Box<dyn Formatter + 'w>) -> Self {
        Self {
            formatter,
            attributes: BTreeSet::new(),
            named: 0,
            file: None,
        }
    }
}

impl Formatter for Spool<'_> {
    fn begin(&mut self) -> io::Result<()> {
        self.file = Some(TempFile::new()?);
        Ok(())
    }

    fn lead(&mut self, lead: Lead<'_>) -> io::Result<()> {
        let (attributes, named) = (&mut self.attributes, &mut self.named);
        lead::each_entry(
            lead.value("custom_attributes").unwrap_or("null"),
            |name, _| {
                if *named <= NAMES && attributes.len() <= COLUMNS && !attributes.contains(name) {
                    attributes.insert(name.to_owned());
                    *named += name.len();
                }
            },
        );
        if self.attributes.len() > COLUMNS || self.named > NAMES {
            return Err(io::Error::other(format!(
                "more than {COLUMNS} custom attributes, or names without measure, make no \
                 columns; json and jsonl have them all"
            )));
        }
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        file.append(json_text::compact(lead.json()).as_bytes())?;
        file.append(b"\n")?;
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.formatter
            .fields()
            .close(std::mem::take(&mut self.attributes));
        self.formatter.begin()?;
        if let Some(file) = self.file.take() {
            let mut file = file.into_reader()?;
            let mut line = String::new();
            while file.read_line(&mut line).map_err(TempFile::named)? > 0 {
                self.formatter
                    .lead(Lead::new(line.trim_end_matches('\n')))?;
                line.clear();
            }
        }
        self.formatter.finish()
    }

    fn left_out(&self) -> &[String] {
        self.formatter.left_out()
    }

    fn fields(&mut self) -> &mut Fields {
        self.formatter.fields()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::print;
    use crate::output::{Format, Style, formatter};

    const LEADS: [&str; 3] = [
        r#"{"id":"1","custom_attributes":{"z":1,"plan":"a\nb"}}"#,
        r#"{ "id" : "2", "custom_attributes" : null }"#,
        r#"{"id":"3","custom_attributes":{"a,b":true,"plan":"pro"}}"#,
    ];

    #[test]
    fn every_attribute_is_a_column_sorted_by_name_where_the_star_stood() {
        assert_eq!(
            print(
                Format::Csv,
                "custom_attributes.*,id",
                Style::default(),
                &LEADS
            ),
            "\"custom_attributes.a,b\",custom_attributes.plan,custom_attributes.z,id\n\
             ,\"a\nb\",1,1\n,,,2\ntrue,pro,,3\n"
        );
        assert_eq!(
            print(
                Format::Table,
                "id,custom_attributes.*",
                Style::default(),
                &LEADS[2..]
            ),
            "id  custom_attributes.a,b  custom_attributes.plan\n3   true                   pro\n"
        );
    }

    #[test]
    fn an_attribute_named_apart_has_one_column() {
        assert_eq!(
            print(
                Format::Tsv,
                "custom_attributes.z,custom_attributes.*",
                Style::default(),
                &LEADS[..1]
            ),
            "custom_attributes.z\tcustom_attributes.plan\n1\ta\\nb\n"
        );
    }

    #[test]
    fn without_attributes_the_star_is_no_column() {
        assert_eq!(
            print(Format::Csv, "id,custom_attributes.*", Style::default(), &[]),
            "id\n"
        );
        assert_eq!(
            print(
                Format::Csv,
                "id,custom_attributes.*",
                Style::default(),
                &LEADS[1..2]
            ),
            "id\n2\n"
        );
    }

    #[test]
    fn nothing_is_printed_before_the_end() {
        let mut out = Vec::new();
        let fields = Fields::parse(Some("id,custom_attributes.*"), &[]).unwrap();
        let mut csv = formatter(Format::Csv, fields, Style::default(), Box::new(&mut out));
        csv.begin().unwrap();
        csv.lead(Lead::new(LEADS[0])).unwrap();
        csv.flush().unwrap();
        drop(csv);
        assert_eq!(out, b"");
    }
}
