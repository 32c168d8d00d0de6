//! One line of a table, padded by comfy-table.

use std::io::{self, Write};

use anstyle::Style as Paint;
use comfy_table::{ColumnConstraint, Table as Grid, Width, presets};
use unicode_width::UnicodeWidthStr;

use super::{Column, PLAIN};
use crate::output::layout::{self, GAP};

/// The cells of a line that is not written yet.
pub(super) struct Line {
    /// Each with the spaces after it.
    cells: Vec<(String, usize)>,
    /// How much wider than their columns cells may still be.
    overhang: usize,
    max_overhang: usize,
    color: bool,
}

impl Line {
    pub(super) fn new(max_overhang: usize, color: bool) -> Self {
        Self {
            cells: Vec::new(),
            overhang: max_overhang,
            max_overhang,
            color,
        }
    }

    /// Adds a cell of this width, unless its column does not fit in the table. A cell
    /// that is too wide overhangs as far as the table's width allows.
    pub(super) fn push(&mut self, column: &Column, text: &str, width: usize, paint: Paint) {
        let Some(wanted) = column.width else { return };
        let max = wanted.saturating_add(self.overhang);
        let cut = (width > max).then(|| layout::cut(text, max));
        let (text, width) = match &cut {
            Some(cut) => (cut.as_ref(), layout::width(cut)),
            None => (text, width),
        };
        self.overhang -= width.saturating_sub(wanted);
        let blanks = wanted.saturating_sub(width) + GAP;
        let text = if self.color && paint != PLAIN && !text.is_empty() {
            format!("{paint}{text}{paint:#}")
        } else {
            text.to_owned()
        };
        self.cells.push((text, blanks));
    }

    /// Writes the line without trailing spaces, which would only wrap.
    pub(super) fn end(&mut self, out: &mut impl Write) -> io::Result<()> {
        let shown = self.cells.iter().rposition(|(text, _)| !text.is_empty());
        self.cells.truncate(shown.map_or(0, |last| last + 1));
        if let Some((_, blanks)) = self.cells.last_mut() {
            *blanks = 0;
        }
        // A grid for this line alone. comfy-table measures joined characters and
        // colours differently than a terminal, so the width that gives the right
        // padding differs from line to line.
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING)
            .add_row(self.cells.iter().map(|(text, _)| text));
        for (column, (text, blanks)) in grid.column_iter_mut().zip(&self.cells) {
            let width = u16::try_from(text.width() + blanks).unwrap_or(u16::MAX);
            column
                .set_padding((0, 0))
                .set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
        let line = grid.lines().next().unwrap_or_default();
        writeln!(out, "{line}")?;
        self.cells.clear();
        self.overhang = self.max_overhang;
        Ok(())
    }
}
