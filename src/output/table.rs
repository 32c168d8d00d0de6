//! The table: aligned columns, one line a lead, nothing that a terminal would
//! act on.

use std::borrow::Cow;
use std::io::{self, Write};

use comfy_table::{ColumnConstraint, Table as Grid, Width};

use super::layout::{self, GAP};
use super::{Formatter, Style};
use crate::fields::Fields;
use crate::lead::Lead;
use crate::sanitize;

/// Leads that decide how wide the columns are.
const SAMPLE: usize = 200;

/// Rows laid out at a time from then on.
const CHUNK: usize = 100;

/// Beyond this a cell is not aligned any more: the layout counts in `u16`.
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
        // A row that sticks out is laid out alone, so that it moves no other.
        for rows in
            rows.chunk_by(|one, next| !sticks_out(one, &widths) && !sticks_out(next, &widths))
        {
            for line in lines(rows, &widths) {
                let line = match self.style.terminal {
                    // Columns can be too many for any width.
                    Some(terminal) => layout::cut(&line, terminal.width),
                    None => Cow::Borrowed(line.as_str()),
                };
                self.out.write_all(line.as_bytes())?;
                self.out.write_all(b"\n")?;
            }
        }
        self.widths = Some(widths);
        Ok(())
    }

    /// The widths that suit the rows held.
    fn measure(&self) -> Vec<usize> {
        let mut widths = vec![0; self.rows[0].len()];
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = layout::width(cell).max(*width);
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

fn sticks_out(row: &[String], widths: &[usize]) -> bool {
    // A cell takes at most a column a byte, which spares most measuring.
    row.iter().zip(widths).any(|(cell, &width)| {
        let most = width.min(WIDEST);
        cell.len() > most && layout::width(cell) > most
    })
}

/// The rows as lines, with each column at least as wide as `widths` has it.
fn lines(rows: &[Vec<String>], widths: &[usize]) -> Vec<String> {
    if rows
        .iter()
        .flatten()
        .any(|cell| cell.len() > WIDEST && layout::width(cell) > WIDEST)
    {
        let gap = " ".repeat(GAP);
        return rows
            .iter()
            .map(|row| row.join(&gap).trim_end().to_owned())
            .collect();
    }
    let mut grid = Grid::new();
    grid.load_style(comfy_table::presets::NOTHING)
        .add_rows(rows);
    for (column, &width) in grid.column_iter_mut().zip(widths) {
        let width = u16::try_from(width.min(WIDEST) + GAP).unwrap_or(u16::MAX);
        column.set_padding((0, u16::try_from(GAP).unwrap_or(0)));
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
    }
    grid.lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

#[cfg(test)]
mod tests;
