//! tsv: one line per lead, for other programs.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Formatter, Next, Omitted, Style};
use crate::columns::Fields;
use crate::lead::Lead;
use crate::terminal::sanitize;

/// Tab-separated values: no quotes, but escapes for characters that would break a line.
pub(super) struct Tsv<'w> {
    style: Style,
    out: Box<dyn Write + 'w>,
    line: String,
}

impl<'w> Tsv<'w> {
    pub(super) fn new(style: Style, out: Box<dyn Write + 'w>) -> Self {
        Self {
            style,
            out,
            line: String::new(),
        }
    }

    fn write_line(&mut self) -> io::Result<()> {
        // Each cell is followed by a tab.
        self.line.pop();
        self.line.push('\n');
        self.out.write_all(self.line.as_bytes())
    }
}

impl Formatter for Tsv<'_> {
    fn begin(&mut self, fields: &Fields) -> io::Result<()> {
        if !self.style.header {
            return Ok(());
        }
        self.line.clear();
        fields.each_title(|title| push_cell(title, self.style, &mut self.line));
        self.write_line()
    }

    fn lead(&mut self, lead: Lead<'_>, fields: &mut Fields) -> io::Result<()> {
        let Self { style, line, .. } = self;
        line.clear();
        fields.each_cell(lead, style.times, |cell| push_cell(cell, *style, line));
        self.write_line()
    }

    fn flush(&mut self, _: Next) -> io::Result<()> {
        self.out.flush()
    }

    fn finish(&mut self, _: &mut Fields) -> io::Result<Omitted> {
        self.out.flush()?;
        Ok(Omitted::default())
    }
}

fn push_cell(cell: &str, style: Style, line: &mut String) {
    let cell = escaped(cell);
    if style.terminal.is_some() {
        line.push_str(&sanitize::cow(cell));
    } else {
        line.push_str(&cell);
    }
    line.push('\t');
}

fn escaped(cell: &str) -> Cow<'_, str> {
    if !cell.contains(['\t', '\n', '\r', '\\']) {
        return Cow::Borrowed(cell);
    }
    let mut escaped = String::with_capacity(cell.len() + 8);
    for character in cell.chars() {
        match character {
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\\' => escaped.push_str("\\\\"),
            _ => escaped.push(character),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Format;
    use crate::output::testing::{NAMES, print};

    #[test]
    fn tsv_escapes_and_never_quotes() {
        assert_eq!(
            print(Format::Tsv, "id,name", Style::default(), &NAMES),
            "id\tname\n1\tAda, \"the first\"\n2\ttwo\\nlines\\tand a \\\\\n3\tO'Brien\n4\t\n"
        );
    }
}
