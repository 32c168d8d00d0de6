//! The table: aligned columns, one line per lead, and nothing that a terminal would
//! interpret.

mod extent;
mod line;

use std::io::{self, Write};

use anstyle::Style as Paint;

use self::extent::ColumnExtent;
use self::line::Line;
use super::layout::{self, GAP, Header, MAX_CELL, Origin};
use super::{Formatter, Next, Omitted, Style};
use crate::columns::{Fields, Times};
use crate::lead::{self, Lead, entities};
use crate::terminal::sanitize;

/// The number of leads that decide the widths of the columns.
const SAMPLE: usize = 200;

/// Fewer leads are enough if the next ones have not arrived.
const MIN_SAMPLE: usize = 50;

/// Rows written at a time after that.
const CHUNK: usize = 100;

/// The default columns that a narrow terminal omits first, in this order, so that
/// e-mail addresses are not cut.
const LESSER: [&str; 4] = ["country", "city", "last_seen_at", "id"];

/// The default columns that it omits next.
const DISPENSABLE: [&str; 2] = ["created_at", "phone"];

/// Shown for an empty cell on a terminal.
const EMPTY: &str = "-";

const PLAIN: Paint = Paint::new();
const TITLE: Paint = Paint::new().bold().underline();
const FAINT: Paint = Paint::new().dimmed();

/// Buffers rows until the widths are known, then writes them in chunks.
pub(super) struct Table<'w> {
    style: Style,
    out: Box<dyn Write + 'w>,
    columns: Vec<Column>,
    /// How many of them, at the front, are default columns.
    default_count: usize,
    /// The cells of the rows not written yet, row by row.
    cells: Vec<Cell>,
    /// The text of those cells, concatenated.
    text: String,
    stage: Stage,
    /// The titles of columns that do not fit.
    left_out: Vec<String>,
}

#[derive(Clone, Copy)]
enum Stage {
    /// Collecting rows to find the widths.
    Sampling,
    /// The widths are known; `free_width` columns of the terminal are unused.
    Writing { free_width: usize },
}

/// The rows that decide the widths.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    All,
    /// The first ones. Columns get some space for wider cells in later rows.
    First,
}

struct Column {
    title: String,
    /// `None` if the column does not fit.
    width: Option<usize>,
    paint: Paint,
}

struct Cell {
    /// Where its text ends.
    end: usize,
    width: usize,
    /// Whether it is shown for a value that the lead does not have.
    is_placeholder: bool,
}

impl<'w> Table<'w> {
    pub(super) fn new(style: Style, out: Box<dyn Write + 'w>) -> Self {
        Self {
            style,
            out,
            columns: Vec::new(),
            default_count: 0,
            cells: Vec::new(),
            text: String::new(),
            stage: Stage::Sampling,
            left_out: Vec::new(),
        }
    }

    /// Writes the buffered rows, with widths from the first ones.
    fn write(&mut self, rows: Rows) -> io::Result<()> {
        if self.cells.is_empty() {
            return Ok(());
        }
        let (free_width, header) = match self.stage {
            Stage::Writing { free_width } => (free_width, false),
            Stage::Sampling => (self.fit_columns(rows), self.style.header),
        };
        self.stage = Stage::Writing { free_width };
        let mut line = Line::new(free_width, self.style.color);
        if header {
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
                let paint = if cell.is_placeholder {
                    FAINT
                } else {
                    column.paint
                };
                line.push(column, text, cell.width, paint);
            }
            line.end(&mut self.out)?;
        }
        self.cells.clear();
        self.text.clear();
        Ok(())
    }

    /// Computes the widths for the buffered rows. Returns how many columns of the
    /// terminal stay unused.
    fn fit_columns(&mut self, rows: Rows) -> usize {
        let mut extents = vec![ColumnExtent::default(); self.columns.len()];
        for row in self.cells.chunks(self.columns.len()) {
            for (extent, cell) in extents.iter_mut().zip(row) {
                extent.add(cell);
            }
        }
        let header = if self.style.header {
            Header::Shown
        } else {
            Header::Hidden
        };
        let columns = self.columns.iter().zip(&extents).enumerate();
        let columns: Vec<layout::Column> = columns
            .map(|(index, (column, extent))| {
                let origin = if index < self.default_count {
                    Origin::Default
                } else {
                    Origin::Named
                };
                layout::Column::new(&column.title, origin, header, extent.widest())
            })
            .collect();
        let terminal = self.style.terminal.map(|terminal| terminal.width);
        let fitted = match terminal {
            Some(total) => layout::fit(&columns, total, &self.lesser(), &self.dispensable()),
            None => columns.iter().map(|column| Some(column.width)).collect(),
        };
        let shown: Vec<usize> = fitted.iter().flatten().copied().collect();
        let taken = shown.iter().sum::<usize>() + GAP * shown.len().saturating_sub(1);
        let mut free_width = terminal.unwrap_or(usize::MAX).saturating_sub(taken);
        for ((column, width), extent) in self.columns.iter_mut().zip(fitted).zip(extents) {
            column.width = width.map(|width| {
                let wanted = extent.wanted(rows).saturating_sub(width);
                let more = wanted.min(free_width);
                free_width -= more;
                width + more
            });
            if width.is_none() {
                self.left_out.push(column.title.clone());
            }
        }
        free_width
    }

    /// The default columns with these names.
    fn defaults(&self, names: &[&str]) -> Vec<usize> {
        let defaults = &self.columns[..self.default_count];
        let index = |name: &&str| defaults.iter().position(|column| column.title == *name);
        names.iter().filter_map(index).collect()
    }

    /// The columns that a narrow terminal omits first.
    fn lesser(&self) -> Vec<usize> {
        self.defaults(&LESSER)
    }

    /// The columns that it omits next, in order: default columns before those that were
    /// selected by name.
    fn dispensable(&self) -> Vec<usize> {
        let mut order = self.defaults(&DISPENSABLE);
        let lesser = self.lesser();
        let rest = (0..self.columns.len()).rev();
        let rest: Vec<usize> = rest
            .filter(|index| !order.contains(index) && !lesser.contains(index))
            .collect();
        order.extend(rest);
        order
    }

    /// The cell for a value that `lead` does not have: on a terminal a pseudonym for a
    /// name, otherwise a hyphen.
    fn push_empty(&mut self, lead: Lead<'_>, column: usize, max: usize) {
        let cell = if self.style.terminal.is_none() {
            push(&mut self.text, "")
        } else {
            let is_name = self.columns[column].title == "name";
            let pseudonym = is_name.then(|| pseudonym(lead)).flatten();
            let shown = pseudonym.as_deref().map_or(EMPTY.into(), sanitize::text);
            Cell {
                is_placeholder: true,
                ..push(&mut self.text, &layout::cut(&shown, max))
            }
        };
        self.cells.push(cell);
    }
}

impl Formatter for Table<'_> {
    fn begin(&mut self, _: &Fields) -> io::Result<()> {
        Ok(())
    }

    fn lead(&mut self, lead: Lead<'_>, fields: &mut Fields) -> io::Result<()> {
        let style = self.style;
        if self.columns.is_empty() {
            self.default_count = fields.default_count();
            fields.each_title(|title| self.columns.push(Column::new(title, style)));
        }
        // No longer than the terminal can show.
        let width = style.terminal.map_or(MAX_CELL, |terminal| terminal.width);
        let max = width.min(MAX_CELL);
        let mut column = 0;
        fields.each_cell(lead, style.times, |cell| {
            if cell.is_empty() {
                self.push_empty(lead, column, max);
            } else {
                let shown = sanitize::text(cell);
                self.cells
                    .push(push(&mut self.text, &layout::cut(&shown, max)));
            }
            column += 1;
        });
        let held = match self.stage {
            Stage::Sampling => SAMPLE,
            Stage::Writing { .. } => CHUNK,
        };
        if self.cells.len() >= held * self.columns.len() {
            self.write(Rows::First)?;
        }
        Ok(())
    }

    fn flush(&mut self, next: Next) -> io::Result<()> {
        let decides = match self.stage {
            Stage::Writing { .. } => true,
            Stage::Sampling => {
                next == Next::Leads && self.cells.len() >= MIN_SAMPLE * self.columns.len()
            }
        };
        if decides {
            self.write(Rows::First)?;
        }
        self.out.flush()
    }

    fn abort(&mut self) -> io::Result<()> {
        self.write(Rows::All)?;
        self.out.flush()
    }

    fn finish(&mut self, _: &mut Fields) -> io::Result<Omitted> {
        self.write(Rows::All)?;
        self.out.flush()?;
        Ok(Omitted {
            columns: std::mem::take(&mut self.left_out),
            ..Omitted::default()
        })
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

/// Appends the text of a cell.
fn push(text: &mut String, cell: &str) -> Cell {
    text.push_str(cell);
    Cell {
        end: text.len(),
        width: layout::width(cell),
        is_placeholder: false,
    }
}

/// The name that Intercom gives to a lead without a name.
fn pseudonym(lead: Lead<'_>) -> Option<String> {
    let pseudonym = lead::plain_text(lead.value("pseudonym")?)?;
    Some(entities::decode(&pseudonym).into_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests;
