//! The table: aligned columns, one line a lead, nothing that a terminal would
//! act on.

mod line;

use std::io::{self, Write};

use anstyle::Style as Paint;

use super::layout::{self, GAP, MAX_CELL};
use super::table::line::Line;
use super::{Formatter, Style};
use crate::columns::{Fields, Times};
use crate::lead::{self, Lead, entities};
use crate::terminal::sanitize;

/// Leads that decide how wide the columns are.
const SAMPLE: usize = 200;

/// Those that have to do when the next ones are to be waited for.
const ENOUGH: usize = 50;

/// Rows passed on at a time from then on.
const CHUNK: usize = 100;

/// The usual columns that a narrow terminal goes without, one after the other.
const DISPENSABLE: [&str; 6] = [
    "country",
    "city",
    "last_seen_at",
    "phone",
    "created_at",
    "id",
];

/// What a person sees in the place of nothing.
const NOTHING: &str = "-";

const PLAIN: Paint = Paint::new();
const TITLE: Paint = Paint::new().bold().underline();
const FAINT: Paint = Paint::new().dimmed();

/// Holds rows back until the widths are known, and then passes them on in
/// chunks.
pub(super) struct Table<'w> {
    fields: Fields,
    style: Style,
    out: Box<dyn Write + 'w>,
    columns: Vec<Column>,
    /// The cells of the rows not written yet, row by row.
    cells: Vec<Cell>,
    /// The text of those cells, one behind the other.
    text: String,
    /// Whether the columns' widths are known: the sample is in.
    measured: bool,
    /// Columns that the table leaves free on its right.
    spare: usize,
    left_out: Vec<String>,
}

struct Column {
    title: String,
    /// `None` when there is no room for it.
    width: Option<usize>,
    paint: Paint,
}

struct Cell {
    /// Where its text ends.
    end: usize,
    width: usize,
    /// Whether it stands for something that the lead does not have.
    instead: bool,
}

impl<'w> Table<'w> {
    pub(super) fn new(fields: Fields, style: Style, out: Box<dyn Write + 'w>) -> Self {
        Self {
            fields,
            style,
            out,
            columns: Vec::new(),
            cells: Vec::new(),
            text: String::new(),
            measured: false,
            spare: 0,
            left_out: Vec::new(),
        }
    }

    /// Writes the rows held, at the widths that the first ones had. When those
    /// are not all, columns get some room for the ones to come.
    fn write(&mut self, all: bool) -> io::Result<()> {
        if self.cells.is_empty() {
            return Ok(());
        }
        let first = !self.measured;
        if first {
            self.measured = true;
            self.measure(all);
        }
        let mut line = Line::new(self.spare, self.style.color);
        if first && self.style.header {
            for column in &self.columns {
                let title = layout::cut_title(&column.title, column.width.unwrap_or(0));
                line.push(column, &title, layout::width(&title), TITLE);
            }
            line.end(&mut self.out)?;
        }
        let mut start = 0;
        for row in self.cells.chunks(self.columns.len()) {
            for (cell, column) in row.iter().zip(&self.columns) {
                let text = &self.text[start..cell.end];
                start = cell.end;
                let paint = if cell.instead { FAINT } else { column.paint };
                line.push(column, text, cell.width, paint);
            }
            line.end(&mut self.out)?;
        }
        self.cells.clear();
        self.text.clear();
        Ok(())
    }

    /// Finds the widths that suit the rows held.
    fn measure(&mut self, all: bool) {
        let mut extents = vec![Extent::default(); self.columns.len()];
        for row in self.cells.chunks(self.columns.len()) {
            for (extent, cell) in extents.iter_mut().zip(row) {
                extent.add(cell);
            }
        }
        let (usual, header) = (self.fields.usual(), self.style.header);
        let columns = self.columns.iter().zip(&extents).enumerate();
        let columns: Vec<layout::Column> = columns
            .map(|(at, (column, cells))| {
                layout::Column::new(&column.title, at >= usual, header, cells.widest)
            })
            .collect();
        let fitted = match self.style.terminal {
            Some(terminal) => layout::fit(&columns, terminal.width, self.dispensable()),
            None => columns.iter().map(|column| Some(column.width)).collect(),
        };
        let shown: Vec<usize> = fitted.iter().flatten().copied().collect();
        let taken = shown.iter().sum::<usize>() + GAP * shown.len().saturating_sub(1);
        let total = self
            .style
            .terminal
            .map_or(usize::MAX, |terminal| terminal.width);
        self.spare = total.saturating_sub(taken);
        let columns = self.columns.iter_mut().zip(fitted);
        for ((column, width), extent) in columns.zip(extents) {
            column.width = width.map(|width| {
                let more = extent.wanted(all).saturating_sub(width).min(self.spare);
                self.spare -= more;
                width + more
            });
            if width.is_none() {
                self.left_out.push(column.title.clone());
            }
        }
    }

    /// The columns in the order in which a narrow terminal goes without them:
    /// what was asked for by name stays longer than what is usual.
    fn dispensable(&self) -> Vec<usize> {
        let usual = &self.columns[..self.fields.usual()];
        let place = |name: &&str| usual.iter().position(|column| column.title == *name);
        let mut order: Vec<usize> = DISPENSABLE.iter().filter_map(place).collect();
        let rest = (0..self.columns.len()).rev();
        let rest: Vec<usize> = rest.filter(|index| !order.contains(index)).collect();
        order.extend(rest);
        order
    }
}

impl Formatter for Table<'_> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn lead(&mut self, lead: Lead<'_>) -> io::Result<()> {
        let style = self.style;
        if self.columns.is_empty() {
            // Only now are they all known.
            let columns = &mut self.columns;
            self.fields
                .each_title(|title| columns.push(Column::new(title, style)));
        }
        let (cells, text) = (&mut self.cells, &mut self.text);
        // No longer than the terminal could show of it.
        let width = style.terminal.map_or(MAX_CELL, |terminal| terminal.width);
        let max = width.min(MAX_CELL);
        let mut columns = self.columns.iter();
        self.fields.each_cell(lead, style.times, |cell| {
            let column = columns.next();
            let is_name = column.is_some_and(|column| column.title == "name");
            cells.push(match style.terminal {
                _ if !cell.is_empty() => push(text, &layout::cut(&sanitize::text(cell), max)),
                None => push(text, ""),
                Some(_) => {
                    let pseudonym = is_name.then(|| pseudonym(lead)).flatten();
                    let instead = pseudonym.as_deref().map_or(NOTHING.into(), sanitize::text);
                    Cell {
                        instead: true,
                        ..push(text, &layout::cut(&instead, max))
                    }
                }
            });
        });
        let enough = if self.measured { CHUNK } else { SAMPLE };
        if self.cells.len() >= enough * self.columns.len() {
            self.write(false)
        } else {
            Ok(())
        }
    }

    fn settle(&mut self) -> io::Result<()> {
        if self.cells.len() >= ENOUGH * self.columns.len() {
            self.write(false)?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.measured {
            self.write(false)?;
        }
        self.out.flush()
    }

    fn stop(&mut self) -> io::Result<()> {
        self.finish()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.write(true)?;
        self.out.flush()
    }

    fn left_out(&self) -> &[String] {
        &self.left_out
    }

    fn fields(&mut self) -> &mut Fields {
        &mut self.fields
    }
}

impl Column {
    fn new(title: &str, style: Style) -> Self {
        let relative = matches!(style.times, Times::Relative(_)) && title.ends_with("_at");
        Self {
            title: layout::cut_title(&sanitize::text(title), MAX_CELL).into_owned(),
            width: None,
            paint: if title == "id" || relative {
                FAINT
            } else {
                PLAIN
            },
        }
    }
}

/// How wide the cells of a column are.
#[derive(Clone, Copy, Default)]
struct Extent {
    /// Of the cells that hold anything.
    narrowest: Option<usize>,
    widest: usize,
    with_pseudonyms: usize,
}

impl Extent {
    fn add(&mut self, cell: &Cell) {
        // A pseudonym is no reason to cut what others gave.
        let width = if cell.instead { 1 } else { cell.width };
        if width > 1 {
            let narrowest = self.narrowest.unwrap_or(width);
            self.narrowest = Some(narrowest.min(width));
        }
        self.widest = self.widest.max(width);
        self.with_pseudonyms = self.with_pseudonyms.max(cell.width);
    }

    /// What the column may take where columns are free: more than its cells
    /// when those are not `all`, unless they are of one width as ids are.
    fn wanted(self, all: bool) -> usize {
        let varies = self.narrowest.is_some_and(|width| width < self.widest);
        let more = if all || !varies {
            0
        } else {
            self.widest.div_ceil(8)
        };
        self.with_pseudonyms.max(self.widest.saturating_add(more))
    }
}

/// Appends the text of a cell.
fn push(text: &mut String, cell: &str) -> Cell {
    text.push_str(cell);
    Cell {
        end: text.len(),
        width: layout::width(cell),
        instead: false,
    }
}

/// What Intercom calls a lead that gave no name.
fn pseudonym(lead: Lead<'_>) -> Option<String> {
    let pseudonym = lead::text(lead.value("pseudonym")?)?;
    Some(entities::decode(&pseudonym).into_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests;
