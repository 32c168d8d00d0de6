//! The table: aligned columns, one line a lead, nothing that a terminal would
//! act on.

use std::borrow::Cow;
use std::io::{self, Write};

use super::layout::{self, GAP};
use super::{Formatter, Style};
use crate::fields::Fields;
use crate::lead::Lead;
use crate::sanitize;

/// Leads that decide how wide the columns are.
const SAMPLE: usize = 200;

/// Rows laid out at a time from then on.
const CHUNK: usize = 100;

/// A cell beyond this does not make its column as wide.
const WIDEST: usize = 60_000;

/// Holds rows back until the widths are known, and then passes them on in
/// chunks.
pub(super) struct Table<'w> {
    fields: Fields,
    style: Style,
    out: Box<dyn Write + 'w>,
    /// Rows not written yet; the header is the first of all.
    rows: Vec<Vec<String>>,
    /// Known once the sample was written.
    widths: Option<Vec<usize>>,
    empty: bool,
}

impl<'w> Table<'w> {
    pub(super) fn new(fields: Fields, style: Style, out: Box<dyn Write + 'w>) -> Self {
        Self {
            fields,
            style,
            out,
            rows: Vec::new(),
            widths: None,
            empty: true,
        }
    }

    fn header(&self) -> Vec<String> {
        let mut row = Vec::new();
        self.fields
            .each_title(|title| row.push(shown(title, self.style)));
        row
    }

    /// Writes the rows held, at the widths that the first ones had.
    fn write(&mut self) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let widths = match self.widths.take() {
            Some(widths) => widths,
            None => self.measure(),
        };
        let mut rows = std::mem::take(&mut self.rows);
        if self.style.terminal.is_some() {
            for row in &mut rows {
                for (cell, &width) in row.iter_mut().zip(&widths) {
                    if let Cow::Owned(short) = layout::cut(cell, width) {
                        *cell = short;
                    }
                }
            }
        }
        let mut line = String::new();
        for row in &rows {
            lay_out(row, &widths, &mut line);
            let line = match self.style.terminal {
                // Columns can be too many for any width.
                Some(terminal) => layout::cut(&line, terminal.width),
                None => Cow::Borrowed(line.as_str()),
            };
            self.out.write_all(line.as_bytes())?;
            self.out.write_all(b"\n")?;
        }
        self.widths = Some(widths);
        Ok(())
    }

    /// The widths that suit the rows held.
    fn measure(&self) -> Vec<usize> {
        let mut widths = vec![0; self.rows[0].len()];
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                let own = layout::width(cell);
                if own <= WIDEST {
                    *width = own.max(*width);
                }
            }
        }
        if let Some(terminal) = self.style.terminal {
            let mut titles = Vec::new();
            self.fields.each_title(|title| titles.push(title == "id"));
            let id = titles.iter().position(|&id| id);
            layout::fit(&mut widths, terminal.width, id);
        }
        widths
    }
}

impl Formatter for Table<'_> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn lead(&mut self, lead: Lead<'_>) -> io::Result<()> {
        if self.empty && self.style.header {
            self.rows.push(self.header());
        }
        self.empty = false;
        let mut row = Vec::with_capacity(self.rows.first().map_or(0, Vec::len));
        let style = self.style;
        self.fields
            .each_cell(lead, style.times, |cell| row.push(shown(cell, style)));
        self.rows.push(row);
        let enough = if self.widths.is_none() { SAMPLE } else { CHUNK };
        if self.rows.len() >= enough {
            self.write()
        } else {
            Ok(())
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        // Widths taken from a first page alone would suit the rest badly.
        if self.widths.is_some() {
            self.write()?;
        }
        self.out.flush()
    }

    fn stop(&mut self) -> io::Result<()> {
        self.finish()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.write()?;
        self.out.flush()
    }

    fn fields(&mut self) -> &mut Fields {
        &mut self.fields
    }
}

/// A cell as it may be shown; no longer than a terminal could show of it.
fn shown(cell: &str, style: Style) -> String {
    let safe = sanitize::text(cell);
    match style.terminal {
        Some(terminal) => layout::cut(&safe, terminal.width).into_owned(),
        None => safe.into_owned(),
    }
}

/// Puts the cells of a row into `line`, each at its column. A cell that is
/// wider than its column moves those behind it in this row alone.
fn lay_out(row: &[String], widths: &[usize], line: &mut String) {
    line.clear();
    for (cell, width) in row.iter().zip(widths) {
        line.push_str(cell);
        let room = width.saturating_sub(layout::width(cell)) + GAP;
        line.extend(std::iter::repeat_n(' ', room));
    }
    line.truncate(line.trim_end().len());
}

#[cfg(test)]
mod tests;
