//! The layout of a table: the widths of columns, and where text is cut.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Spaces between two cells.
pub(super) const GAP: usize = 2;

/// The maximum width of a cell, also without a terminal: a cell widens its column in
/// every row.
pub(super) const MAX_CELL: usize = 1000;

/// The minimum width of a text column.
const MIN_TEXT: usize = 10;

/// The minimum width of a column of ids, phone numbers or times; none is longer.
const MIN_EXACT: usize = 40;

const ELLIPSIS: &str = "…";

/// The width of `text` on a terminal. Where terminals differ, the larger width: some
/// draw joined characters as one, some separately, and a gap is better than a line that
/// wraps.
pub(super) fn width(text: &str) -> usize {
    // Nearly all text is ASCII, which needs no tables.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.len();
    }
    let separate: usize = text.chars().filter_map(UnicodeWidthChar::width).sum();
    text.width().max(separate)
}

/// A column before it is fitted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// The width of its widest cell, or of its title.
    pub(super) width: usize,
    /// The minimum width at which it is useful.
    pub(super) min_width: usize,
    /// The minimum width while less important columns are shown, so that e-mail
    /// addresses are not cut.
    pub(super) kept_width: usize,
}

/// Why a column is in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is one of the default columns.
    Default,
    /// It was selected by name, and is cut rather than omitted.
    Named,
}

/// Whether a table starts with the titles of the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    Shown,
    Hidden,
}

impl Column {
    /// A column `title` whose widest cell takes `cells`. The start of a name or an
    /// address is useful, the start of an id, a number or a time is not. The title of a
    /// path can be cut to its last word.
    pub(super) fn new(title: &str, origin: Origin, header: Header, cells: usize) -> Self {
        let min = match (title, origin) {
            ("name", Origin::Default) => 14,
            ("email", Origin::Default) => 22,
            ("phone", _) => MIN_EXACT,
            // In `leads fields` the start of a path is not useful.
            ("path", Origin::Default) => cells,
            _ if title.ends_with("_at") || title == "id" || title.ends_with("_id") => MIN_EXACT,
            _ => MIN_TEXT,
        };
        let whole = match header {
            Header::Shown => self::width(title),
            Header::Hidden => 0,
        };
        let word = title.rsplit_once('.').map_or(whole, |(_, word)| {
            let word = self::width(word) + self::width(ELLIPSIS);
            word.min(2 * MIN_TEXT).min(whole)
        });
        let min_width = cells.min(min).max(word);
        let kept = if title == "email" { cells } else { 0 };
        Self {
            width: cells.max(whole),
            min_width,
            kept_width: min_width.max(kept),
        }
    }
}

/// The widths at which `columns` fit into `total`; `None` for columns that do not fit.
/// First omits the `lesser` columns, so that others are not cut, then the `dispensable`
/// ones, but never all; then narrows the widest.
pub(super) fn fit(
    columns: &[Column],
    total: usize,
    lesser: &[usize],
    dispensable: &[usize],
) -> Vec<Option<usize>> {
    // At most `total`, because the loop below narrows one by one.
    let wide = |column: &Column| Some(column.width.min(total.max(1)));
    let mut widths: Vec<Option<usize>> = columns.iter().map(wide).collect();
    let needed = |widths: &[Option<usize>], width: fn(&Column) -> usize| {
        let shown = columns
            .iter()
            .zip(widths)
            .filter(|(_, shown)| shown.is_some());
        let widths = shown.map(|(column, _)| width(column) + GAP);
        widths.sum::<usize>()
    };
    let kept: fn(&Column) -> usize = |column| column.kept_width;
    let min: fn(&Column) -> usize = |column| column.min_width;
    let mut left_out = Vec::new();
    for (order, width) in [(lesser, kept), (dispensable, min)] {
        for &index in order {
            let remaining = widths.iter().flatten().count();
            if needed(&widths, width) <= total + GAP || remaining <= 1 {
                break;
            }
            left_out.push((index, width));
            widths[index] = None;
        }
    }
    // If a wide column was omitted, a narrower one may fit.
    for (index, width) in left_out.into_iter().rev() {
        if needed(&widths, width) + columns[index].min_width <= total {
            widths[index] = wide(&columns[index]);
        }
    }
    narrow(&mut widths, columns, total, kept);
    narrow(&mut widths, columns, total, min);
    widths
}

/// Narrows the widest columns until all fit into `total`, but none below its `floor`.
fn narrow(
    widths: &mut [Option<usize>],
    columns: &[Column],
    total: usize,
    floor: impl Fn(&Column) -> usize,
) {
    let gaps = GAP * widths.iter().flatten().count().saturating_sub(1);
    while widths.iter().flatten().sum::<usize>() + gaps > total {
        // Among equally wide columns the last one, which tends to matter less.
        let widest = widths
            .iter_mut()
            .zip(columns)
            .filter_map(|(width, column)| {
                let width = width.as_mut()?;
                (*width > floor(column).min(total)).then_some(width)
            })
            .max_by_key(|width| **width);
        let Some(widest) = widest else { break };
        *widest -= 1;
    }
}

/// The title of a column in at most `max` columns. A path is cut at its start, because
/// paths differ at their end.
pub(super) fn cut_title(title: &str, max: usize) -> Cow<'_, str> {
    if width(title) <= max || !title.contains('.') {
        return cut(title, max);
    }
    let clusters: Vec<_> = title.grapheme_indices(true).collect();
    let mut start = title.len();
    let mut taken = 1;
    for (index, cluster) in clusters.into_iter().rev() {
        taken += width(cluster);
        if taken > max {
            break;
        }
        start = index;
    }
    let title = title[start..].trim_start_matches('.');
    if max == 0 {
        return Cow::Borrowed("");
    }
    Cow::Owned(format!("{ELLIPSIS}{title}"))
}

/// `text` in at most `max` columns; `…` replaces the rest. Characters keep their
/// accents and joiners.
pub(super) fn cut(text: &str, max: usize) -> Cow<'_, str> {
    // Each byte takes at most one column, in any script.
    if text.len() <= max {
        return Cow::Borrowed(text);
    }
    let mut taken = 0;
    let mut end = 0;
    for (start, cluster) in text.grapheme_indices(true) {
        let next = taken + width(cluster);
        if next < max {
            end = start + cluster.len();
        }
        if next > max {
            return Cow::Owned(if max == 0 {
                String::new()
            } else {
                format!("{}{ELLIPSIS}", text[..end].trim_end())
            });
        }
        taken = next;
    }
    Cow::Borrowed(text)
}

#[cfg(test)]
mod tests;
