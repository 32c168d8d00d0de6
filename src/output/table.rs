//! The table: aligned columns, one line a lead, nothing that a terminal would
//! act on.

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

/// Leads that decide how wide the columns are.
const SAMPLE: usize = 200;

/// Leads that suffice for that when the next ones would have to be waited for.
const MIN_SAMPLE: usize = 50;

/// Rows written at a time from then on.
const CHUNK: usize = 100;

/// The default columns that a narrow terminal goes without, one after the
/// other, so that no e-mail address is cut.
const LESSER: [&str; 4] = ["country", "city", "last_seen_at", "id"];

/// Those that it goes without next.
const DISPENSABLE: [&str; 2] = ["created_at", "phone"];

/// What a person sees in the place of an empty cell.
const EMPTY: &str = "-";

const PLAIN: Paint = Paint::new();
const TITLE: Paint = Paint::new().bold().underline();
const FAINT: Paint = Paint::new().dimmed();

/// Holds rows back until the widths are known, and then writes them in chunks.
pub(super) struct Table<'w> {
    style: Style,
    out: Box<dyn Write + 'w>,
    columns: Vec<Column>,
    /// How many of them, at the front, are default columns.
    default_count: usize,
    /// The cells of the rows not written yet, row by row.
    cells: Vec<Cell>,
    /// The text of those cells, one behind the other.
    text: String,
    stage: Stage,
    /// The titles of columns that there is no room for.
    left_out: Vec<String>,
}

#[derive(Clone, Copy)]
enum Stage {
    /// Rows are collected to find the columns' widths.
    Sampling,
    /// The widths are known; so many columns of the terminal are free.
    Writing { free_width: usize },
}

/// The rows that the widths are decided by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    All,
    /// The first ones. Columns get some room for the others.
    First,
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

    /// Writes the rows held back, at the widths that the first ones decide.
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

    /// Finds the widths that suit the rows held back. Returns how many columns
    /// of the terminal stay free.
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

    /// The columns that a narrow terminal goes without first.
    fn lesser(&self) -> Vec<usize> {
        self.defaults(&LESSER)
    }

    /// The columns in the order in which a narrow terminal goes without them then:
    /// what was asked for by name stays longer than the default columns.
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

    /// The cell for what `lead` does not have: on a terminal a pseudonym where
    /// a name is missing, else a hyphen.
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
        // No longer than the terminal could show of it.
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

/// What Intercom calls a lead that gave no name.
fn pseudonym(lead: Lead<'_>) -> Option<String> {
    let pseudonym = lead::plain_text(lead.value("pseudonym")?)?;
    Some(entities::decode(&pseudonym).into_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests;
