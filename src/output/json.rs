//! JSON: one array, or one lead per line.

use std::io::{self, Write};

use super::{Formatter, Next, Omitted, Terminal};
use crate::columns::Fields;
use crate::lead::{Lead, json_text};
use crate::terminal::sanitize;

/// One array. An unfinished array stays open, so that no reader takes it for complete.
pub(super) struct Json<'w> {
    leads: Leads<'w>,
    empty: bool,
}

impl<'w> Json<'w> {
    pub(super) fn new(terminal: Option<Terminal>, out: Box<dyn Write + 'w>) -> Self {
        Self {
            leads: Leads::new(terminal, out),
            empty: true,
        }
    }
}

impl Formatter for Json<'_> {
    fn begin(&mut self, _: &Fields) -> io::Result<()> {
        self.leads.out.write_all(b"[")
    }

    fn lead(&mut self, lead: Lead<'_>, fields: &mut Fields) -> io::Result<()> {
        let between: &[u8] = match (self.empty, self.leads.terminal) {
            (true, None) => b"\n",
            (false, None) => b",\n",
            (true, Some(_)) => b"\n  ",
            (false, Some(_)) => b",\n  ",
        };
        self.empty = false;
        self.leads.out.write_all(between)?;
        self.leads.write_element(lead, fields)
    }

    fn flush(&mut self, _: Next) -> io::Result<()> {
        self.leads.out.flush()
    }

    fn finish(&mut self, _: &mut Fields) -> io::Result<Omitted> {
        let end: &[u8] = if self.empty { b"]\n" } else { b"\n]\n" };
        self.leads.out.write_all(end)?;
        Ok(Omitted::default())
    }
}

/// One lead per line.
pub(super) struct Jsonl<'w> {
    leads: Leads<'w>,
}

impl<'w> Jsonl<'w> {
    pub(super) fn new(terminal: Option<Terminal>, out: Box<dyn Write + 'w>) -> Self {
        Self {
            leads: Leads::new(terminal, out),
        }
    }
}

impl Formatter for Jsonl<'_> {
    fn begin(&mut self, _: &Fields) -> io::Result<()> {
        Ok(())
    }

    fn lead(&mut self, lead: Lead<'_>, fields: &mut Fields) -> io::Result<()> {
        self.leads.write_line(lead, fields)
    }

    fn flush(&mut self, _: Next) -> io::Result<()> {
        self.leads.out.flush()
    }

    fn finish(&mut self, _: &mut Fields) -> io::Result<Omitted> {
        Ok(Omitted::default())
    }
}

/// Writes each lead as a JSON text.
struct Leads<'w> {
    /// The terminal that shows them.
    terminal: Option<Terminal>,
    out: Box<dyn Write + 'w>,
    text: String,
    indented: String,
}

impl<'w> Leads<'w> {
    fn new(terminal: Option<Terminal>, out: Box<dyn Write + 'w>) -> Self {
        Self {
            terminal,
            out,
            text: String::new(),
            indented: String::new(),
        }
    }

    /// Compact; on a terminal indented as an element of an array.
    fn write_element(&mut self, lead: Lead<'_>, fields: &mut Fields) -> io::Result<()> {
        self.text.clear();
        fields.push_json(lead, &mut self.text);
        if self.terminal.is_none() {
            return self.out.write_all(self.text.as_bytes());
        }
        self.indented.clear();
        json_text::indent(&self.text, 1, &mut self.indented);
        self.out
            .write_all(sanitize::json(&self.indented).as_bytes())
    }

    fn write_line(&mut self, lead: Lead<'_>, fields: &mut Fields) -> io::Result<()> {
        self.text.clear();
        fields.push_json(lead, &mut self.text);
        self.text.push('\n');
        if self.terminal.is_some() {
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
    fn json_is_one_array_with_one_lead_per_line() {
        assert_eq!(
            whole(Format::Json, Style::default(), &LEADS),
            "[\n{\"id\":\"a\",\"n\":1.50},\n{\"id\":\"b\\u001b\",\"x\":\"\\\\\"}\n]\n"
        );
        assert_eq!(whole(Format::Json, Style::default(), &[]), "[]\n");
    }

    #[test]
    fn jsonl_is_one_lead_per_line() {
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
        let mut fields = Fields::parse(None, &[]).unwrap();
        let mut json = formatter(Format::Json, &fields, Style::default(), Box::new(&mut out));
        json.begin(&fields).unwrap();
        json.lead(Lead::new(r#"{"id":"a"}"#), &mut fields).unwrap();
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
            "[\n{\"name\":null,\"custom_attributes\":{\"plan\":\"pro\",\"n\":1},\"id\":\"a\"}\n]\n"
        );
    }
}
