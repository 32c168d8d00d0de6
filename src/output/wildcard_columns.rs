//! `custom_attributes.*`, or another `PATH.*`, as columns: leads are stored in a
//! temporary file until all columns are known.

use std::collections::BTreeSet;
use std::io::{self, BufRead as _};

use super::{Formatter, Next, Omitted};
use crate::columns::Fields;
use crate::files::TempFile;
use crate::lead::{Lead, json_text};

/// The maximum number of columns for keys. A workspace has a few hundred custom
/// attributes; each more adds a cell, usually empty, to every lead.
const MAX_COLUMNS: usize = 2000;

/// The maximum total length of the keys, in bytes.
const MAX_KEYS: usize = 1 << 20;

/// Buffers leads for the inner formatter. Only the keys of the columns are in memory.
pub(super) struct WildcardColumns<'w> {
    formatter: Box<dyn Formatter + 'w>,
    /// The keys of each `PATH.*`.
    keys: Vec<BTreeSet<String>>,
    keys_count: usize,
    /// The total length of the keys, in bytes.
    keys_len: usize,
    /// The leads, one per line.
    leads: Option<TempFile>,
}

impl<'w> WildcardColumns<'w> {
    pub(super) fn new(formatter: Box<dyn Formatter + 'w>) -> Self {
        Self {
            formatter,
            keys: Vec::new(),
            keys_count: 0,
            keys_len: 0,
            leads: None,
        }
    }

    fn is_full(&self) -> bool {
        self.keys_count > MAX_COLUMNS || self.keys_len > MAX_KEYS
    }
}

impl Formatter for WildcardColumns<'_> {
    fn begin(&mut self, _: &Fields) -> io::Result<()> {
        self.leads = Some(TempFile::new()?);
        Ok(())
    }

    fn lead(&mut self, lead: Lead<'_>, fields: &mut Fields) -> io::Result<()> {
        fields.each_wildcard_key(lead, |index, key| {
            if self.keys.len() <= index {
                self.keys.resize_with(index + 1, BTreeSet::new);
            }
            if !self.is_full() && !self.keys[index].contains(key) {
                self.keys[index].insert(key.to_owned());
                self.keys_count += 1;
                self.keys_len += key.len();
            }
        });
        if self.is_full() {
            return Err(io::Error::other(format!(
                "more than {MAX_COLUMNS} custom attributes or other keys, or names of more than \
                 1 MiB, cannot be columns; json and jsonl have them all"
            )));
        }
        let Some(leads) = &mut self.leads else {
            return Ok(());
        };
        leads.append(json_text::compact(lead.json()).as_bytes())?;
        leads.append(b"\n")?;
        Ok(())
    }

    fn flush(&mut self, _: Next) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, fields: &mut Fields) -> io::Result<Omitted> {
        fields.set_wildcards(std::mem::take(&mut self.keys));
        self.formatter.begin(fields)?;
        if let Some(leads) = self.leads.take() {
            let mut leads = leads.into_reader()?;
            let mut line = String::new();
            while leads.read_line(&mut line).map_err(TempFile::named)? > 0 {
                let lead = Lead::new(line.trim_end_matches('\n'));
                self.formatter.lead(lead, fields)?;
                line.clear();
            }
        }
        self.formatter.finish(fields)
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
    fn every_attribute_is_a_column_sorted_by_name() {
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
    fn an_explicitly_selected_attribute_has_one_column() {
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
    fn every_object_has_its_columns() {
        let leads = [
            r#"{"id":"1","location":{"city":"Köln","more":{"x":1}},"custom_attributes":{"a":1}}"#,
            r#"{"id":"2","location":{"zone":"UTC"},"custom_attributes":{"b":2}}"#,
        ];
        assert_eq!(
            print(
                Format::Csv,
                "custom_attributes.*,id,location.*,location.zone,location.more.*,id.*",
                Style::default(),
                &leads
            ),
            "custom_attributes.a,custom_attributes.b,id,location.city,location.more,location.zone,\
             location.more.x\n1,,1,Köln,\"{\"\"x\"\":1}\",,1\n,2,2,,,UTC,\n"
        );
    }

    #[test]
    fn without_attributes_the_star_makes_no_columns() {
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
        let mut fields = Fields::parse(Some("id,custom_attributes.*"), &[]).unwrap();
        let mut csv = formatter(Format::Csv, &fields, Style::default(), Box::new(&mut out));
        csv.begin(&fields).unwrap();
        csv.lead(Lead::new(LEADS[0]), &mut fields).unwrap();
        csv.flush(Next::Leads).unwrap();
        drop(csv);
        assert_eq!(out, b"");
    }
}
