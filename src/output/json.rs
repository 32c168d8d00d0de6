//! JSON: one array, or one lead a line.

use std::io::{self, Write};

use super::{Formatter, Terminal};
use crate::columns::Fields;
use crate::lead::{Lead, json_text};
use crate::terminal::sanitize;

/// One array; an unfinished one stays open, so that no reader takes it for
/// whole.
pub(super) struct Json<'w> {
    leads: Leads<'w>,
    empty: bool,
}

impl<'w> Json<'w> {
    pub(super) fn new(
        fields: Fields,
        terminal: Option<Terminal>,
        out: Box<dyn Write + 'w>,
    ) -> Self {
        Self {
            leads: Leads::new(fields, terminal, out),
            empty: true,
        }
    }
}

impl Formatter for Json<'_> {
    fn begin(&mut self) -> io::Result<()> {
        self.leads.out.write_all(b"[")
    }

    fn lead(&mut self, lead: Lead<'_>) -> io::Result<()> {
        let between: &[u8] = match (self.empty, self.leads.shown) {
            (true, false) => b"\n",
            (false, false) => b",\n",
            (true, true) => b"\n  ",
            (false, true) => b",\n  ",
        };
        self.empty = false;
        self.leads.out.write_all(between)?;
        self.leads.write(lead, 1)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.leads.out.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.leads
            .out
            .write_all(if self.empty { b"]\n" } else { b"\n]\n" })
    }

    fn fields(&mut self) -> &mut Fields {
        &mut self.leads.fields
    }
}

/// One lead a line.
pub(super) struct Jsonl<'w> {
    leads: Leads<'w>,
}

impl<'w> Jsonl<'w> {
    pub(super) fn new(
        fields: Fields,
        terminal: Option<Terminal>,
        out: Box<dyn Write + 'w>,
    ) -> Self {
        Self {
            leads: Leads::new(fields, terminal, out),
        }
    }
}

impl Formatter for Jsonl<'_> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn lead(&mut self, lead: Lead<'_>) -> io::Result<()> {
        self.leads.write_line(lead)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.leads.out.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn fields(&mut self) -> &mut Fields {
        &mut self.leads.fields
    }
}

/// Writes leads, each as one JSON text.
struct Leads<'w> {
    fields: Fields,
    /// Whether a terminal shows them.
    shown: bool,
    out: Box<dyn Write + 'w>,
    text: String,
    indented: String,
}

impl<'w> Leads<'w> {
    fn new(fields: Fields, terminal: Option<Terminal>, out: Box<dyn Write + 'w>) -> Self {
        let shown = terminal.is_some();
        Self {
            fields,
            shown,
            out,
            text: String::new(),
            indented: String::new(),
        }
    }

    /// On a terminal indented, as if it stood at level `depth`; else compact.
    fn write(&mut self, lead: Lead<'_>, depth: usize) -> io::Result<()> {
        self.text.clear();
        self.fields.push_json(lead, &mut self.text);
        if !self.shown {
            return self.out.write_all(self.text.as_bytes());
        }
        self.indented.clear();
        json_text::indent(&self.text, depth, &mut self.indented);
        self.out
            .write_all(sanitize::json(&self.indented).as_bytes())
    }

    fn write_line(&mut self, lead: Lead<'_>) -> io::Result<()> {
        self.text.clear();
        self.fields.push_json(lead, &mut self.text);
        self.text.push('\n');
        if self.shown {
            self.out.write_all(sanitize::json(&self.text).as_bytes())
        } else {
            self.out.write_all(self.text.as_bytes())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::{on_terminal, print};
    use crate::output::{Format, Style, formatter};

    const LEADS: [&str; 2] = [
        r#"{ "id": "a", "n": 1.50 }"#,
        r#"{"id":"b\u001b","x":"\\"}"#,
    ];

    fn whole(format: Format, style: Style, leads: &[&str]) -> String {
        // Adds a field that each lead has, which changes nothing.
        print(format, "+id", style, leads)
    }

    #[test]
    fn json_is_one_array_with_a_lead_a_line() {
        assert_eq!(
            whole(Format::Json, Style::default(), &LEADS),
            "[\n{\"id\":\"a\",\"n\":1.50},\n{\"id\":\"b\\u001b\",\"x\":\"\\\\\"}\n]\n"
        );
        assert_eq!(whole(Format::Json, Style::default(), &[]), "[]\n");
    }

    #[test]
    fn jsonl_is_a_lead_a_line() {
        assert_eq!(
            whole(Format::Jsonl, Style::default(), &LEADS),
            "{\"id\":\"a\",\"n\":1.50}\n{\"id\":\"b\\u001b\",\"x\":\"\\\\\"}\n"
        );
        assert_eq!(whole(Format::Jsonl, Style::default(), &[]), "");
    }

    #[test]
    fn a_terminal_gets_an_indented_array_and_nothing_dangerous() {
        let leads = ["{\"id\":\"a\u{9b}31m\",\"t\":{}}", "{\"id\":\"b\u{202e}\"}"];
        assert_eq!(
            whole(Format::Json, on_terminal(80), &leads),
            "[\n  {\n    \"id\": \"a\\u009b31m\",\n    \"t\": {}\n  },\n  {\n    \"id\": \"b\\u202e\"\n  }\n]\n"
        );
        assert_eq!(
            whole(Format::Jsonl, on_terminal(80), &leads),
            "{\"id\":\"a\\u009b31m\",\"t\":{}}\n{\"id\":\"b\\u202e\"}\n"
        );
        assert_eq!(whole(Format::Json, on_terminal(80), &[]), "[]\n");
    }

    #[test]
    fn an_unfinished_array_stays_open() {
        let mut out = Vec::new();
        let fields = Fields::parse(None, &[]).unwrap();
        let mut json = formatter(Format::Json, fields, Style::default(), Box::new(&mut out));
        json.begin().unwrap();
        json.lead(Lead::new(r#"{"id":"a"}"#)).unwrap();
        drop(json);
        assert_eq!(out, b"[\n{\"id\":\"a\"}");
    }

    #[test]
    fn fields_make_objects_of_just_those_keys() {
        let lead = r#"{"id":"a","name":null,"custom_attributes":{"plan":"pro","n":1}}"#;
        assert_eq!(
            print(
                Format::Json,
                "name,custom_attributes.*,id",
                Style::default(),
                &[lead]
            ),
            "[\n{\"name\":null,\"custom_attributes.plan\":\"pro\",\"custom_attributes.n\":1,\"id\":\"a\"}\n]\n"
        );
    }
}
