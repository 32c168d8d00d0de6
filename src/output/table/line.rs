//! One line of a table, laid out by comfy-table.

use std::io::{self, Write};

use anstyle::Style as Paint;
use comfy_table::{Cell as GridCell, ColumnConstraint, Table as Grid, Width, presets};
use unicode_width::UnicodeWidthStr;

use super::{PLAIN, Shown};
use crate::output::layout::{self, GAP};

/// A row for comfy-table to lay out. That counts columns otherwise than
/// `layout::width`, paint among them: the widths it gets make up for it.
pub(super) struct Line {
    cells: Vec<GridCell>,
    /// What each cell is given, with the gap behind it.
    widths: Vec<u16>,
    /// Blanks that follow the last text.
    blank: usize,
    /// Cells too wide for comfy-table, which counts in `u16`.
    huge: Vec<String>,
    /// Columns that cells wider than the ones above may still stick out.
    spare: usize,
    /// Those of a line without such cells.
    most_spare: usize,
    color: bool,
}

/// Stands for a huge cell. In a cell it would be escaped.
const HUGE: &str = "\0";

impl Line {
    pub(super) fn new(spare: usize, color: bool) -> Self {
        Self {
            cells: Vec::new(),
            widths: Vec::new(),
            blank: 0,
            huge: Vec::new(),
            spare,
            most_spare: spare,
            color,
        }
    }

    /// Adds a cell. One too wide sticks out as far as there is room.
    pub(super) fn push(&mut self, column: &Shown, text: &str, width: usize, paint: Paint) {
        let Some(wanted) = column.width else { return };
        let most = wanted.saturating_add(self.spare);
        let short = (width > most).then(|| layout::cut(text, most));
        let (text, width) = match &short {
            Some(short) => (short.as_ref(), layout::width(short)),
            None => (text, width),
        };
        self.spare -= width.saturating_sub(wanted);
        let padding = wanted.saturating_sub(width) + GAP;
        let text = if self.color && paint != PLAIN && !text.is_empty() {
            format!("{paint}{text}{paint:#}")
        } else {
            text.to_owned()
        };
        // As many bytes as columns are plain ASCII.
        let counted = if text.len() == width {
            width
        } else {
            text.width()
        };
        if counted + GAP > usize::from(u16::MAX) {
            self.add(HUGE.to_owned(), HUGE.width(), padding);
            self.huge.push(text);
        } else {
            self.add(text, counted, padding);
        }
    }

    /// Adds a cell of which comfy-table counts so many columns.
    fn add(&mut self, text: String, counted: usize, padding: usize) {
        let width = u16::try_from(counted + padding).unwrap_or(u16::MAX);
        if !text.is_empty() {
            self.blank = 0;
        }
        self.blank += usize::from(width) - counted;
        self.widths.push(width);
        self.cells.push(GridCell::new_owned(text));
    }

    pub(super) fn end(&mut self, out: &mut impl Write) -> io::Result<()> {
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING)
            .add_row(std::mem::take(&mut self.cells));
        for (column, width) in grid.column_iter_mut().zip(self.widths.drain(..)) {
            column
                .set_padding((0, 0))
                .set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
        for mut line in grid.lines() {
            // Blanks at the end of a line would only wrap.
            line.truncate(line.len() - self.blank);
            for huge in self.huge.drain(..) {
                line = line.replacen(HUGE, &huge, 1);
            }
            line.push('\n');
            out.write_all(line.as_bytes())?;
        }
        self.blank = 0;
        self.spare = self.most_spare;
        Ok(())
    }
}
