//! The widths of the cells of a column.

use super::{Cell, Rows};

/// Widths of the cells of a column, in columns of the terminal.
#[derive(Clone, Copy, Default)]
pub(super) struct ColumnExtent {
    /// Of the cells that are not empty.
    narrowest: Option<usize>,
    widest: usize,
    widest_placeholder: usize,
}

impl ColumnExtent {
    pub(super) fn add(&mut self, cell: &Cell) {
        // A placeholder does not make other columns narrower.
        let width = if cell.is_placeholder { 1 } else { cell.width };
        if width > 1 {
            let narrowest = self.narrowest.unwrap_or(width);
            self.narrowest = Some(narrowest.min(width));
        }
        self.widest = self.widest.max(width);
        self.widest_placeholder = self.widest_placeholder.max(cell.width);
    }

    pub(super) fn widest(&self) -> usize {
        self.widest
    }

    /// The width for a terminal with unused columns: more than the widest cell if rows
    /// follow, unless all cells have the same width, as ids do.
    pub(super) fn wanted(&self, rows: Rows) -> usize {
        let varies = self.narrowest.is_some_and(|width| width < self.widest);
        let more = match rows {
            Rows::First if varies => self.widest.div_ceil(8),
            Rows::First | Rows::All => 0,
        };
        self.widest_placeholder
            .max(self.widest.saturating_add(more))
    }
}
