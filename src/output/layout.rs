//! The measures of a table: how wide its columns are, and where text is cut.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns between two cells.
pub(super) const GAP: usize = 2;

/// The most columns of a cell, on a terminal or not: a cell makes its column
/// wide in every row.
pub(super) const MAX_CELL: usize = 1000;

/// A column of text is not narrowed below this.
const MIN_TEXT: usize = 10;

/// A column of ids, phones or times is not narrowed below this; none is longer.
const MIN_EXACT: usize = 40;

const ELLIPSIS: &str = "…";

/// The columns that `text` takes on a terminal; where terminals differ, the
/// most. Some draw joined characters as one and some one after the other, and a
/// gap is better than a line that wraps.
pub(super) fn width(text: &str) -> usize {
    // Nearly all text is plain ASCII, which needs no tables.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.len();
    }
    let separate: usize = text.chars().filter_map(UnicodeWidthChar::width).sum();
    text.width().max(separate)
}

/// A column before it is fitted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// What its widest cell takes, or its title.
    pub(super) width: usize,
    /// What it needs to be of use.
    pub(super) min_width: usize,
}

/// Why a column is in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is one of the default columns.
    Default,
    /// It was asked for by name, and is rather cut than left out.
    Named,
}

/// Whether a table begins with the columns' titles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    Shown,
    Hidden,
}

impl Column {
    /// The column `title`, whose widest cell takes `cells`. The beginning of a
    /// name or an address says much, that of an id, a number or a time
    /// nothing. The title of a path can be cut down to its last word.
    pub(super) fn new(title: &str, origin: Origin, header: Header, cells: usize) -> Self {
        let min = match (title, origin) {
            ("name", Origin::Default) => 14,
            ("email", Origin::Default) => 22,
            ("phone", _) => MIN_EXACT,
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
        Self {
            width: cells.max(whole),
            min_width: cells.min(min).max(word),
        }
    }
}

/// The widths at which `columns` fit into `total`; `None` for those that there
/// is no room for. Columns are left out in the order of `dispensable`, but
/// never all of them; then the widest are narrowed.
pub(super) fn fit(
    columns: &[Column],
    total: usize,
    dispensable: impl IntoIterator<Item = usize>,
) -> Vec<Option<usize>> {
    // No wider than the whole, since the loop below narrows one by one.
    let wide = |column: &Column| Some(column.width.min(total.max(1)));
    let mut widths: Vec<Option<usize>> = columns.iter().map(wide).collect();
    let mut remaining = columns.len();
    let mut needed: usize = columns.iter().map(|column| column.min_width + GAP).sum();
    let mut left_out = Vec::new();
    for index in dispensable {
        if needed <= total + GAP || remaining <= 1 {
            break;
        }
        left_out.push(index);
        widths[index] = None;
        needed -= columns[index].min_width + GAP;
        remaining -= 1;
    }
    // Where a wide one was left out, a narrower one may fit.
    for index in left_out.into_iter().rev() {
        if needed + columns[index].min_width <= total {
            widths[index] = wide(&columns[index]);
            needed += columns[index].min_width + GAP;
            remaining += 1;
        }
    }
    let gaps = GAP * remaining.saturating_sub(1);
    while widths.iter().flatten().sum::<usize>() + gaps > total {
        // Of columns equally wide the last one, which tends to matter less.
        let widest = widths
            .iter_mut()
            .zip(columns)
            .filter_map(|(width, column)| {
                let width = width.as_mut()?;
                (*width > column.min_width.min(total)).then_some(width)
            })
            .max_by_key(|width| **width);
        let Some(widest) = widest else { break };
        *widest -= 1;
    }
    widths
}

/// The title of a column in at most `max` columns. A path is cut at its front,
/// since paths differ at their end.
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

/// `text` in at most `max` columns; a `…` stands for the rest. Characters stay
/// whole, with the accents and joiners that belong to them.
pub(super) fn cut(text: &str, max: usize) -> Cow<'_, str> {
    // A byte takes at most one column, whatever the script.
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
