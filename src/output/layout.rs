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
    /// What it gets while lesser columns stand: an e-mail address is whole then.
    pub(super) kept_width: usize,
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
            // Of `leads fields`: the beginning of a path is of no use.
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

/// The widths at which `columns` fit into `total`; `None` for those that there
/// is no room for. First the `lesser` columns are left out, so that others are
/// not cut, then those of `dispensable`, but never all; then the widest are
/// narrowed.
pub(super) fn fit(
    columns: &[Column],
    total: usize,
    lesser: &[usize],
    dispensable: &[usize],
) -> Vec<Option<usize>> {
    // No wider than the whole, since the loop below narrows one by one.
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
    // Where a wide one was left out, a narrower one may fit.
    for (index, width) in left_out.into_iter().rev() {
        if needed(&widths, width) + columns[index].min_width <= total {
            widths[index] = wide(&columns[index]);
        }
    }
    narrow(&mut widths, columns, total, kept);
    narrow(&mut widths, columns, total, min);
    widths
}

/// Narrows the widest columns until all fit into `total`, but none below its
/// `floor`.
fn narrow(
    widths: &mut [Option<usize>],
    columns: &[Column],
    total: usize,
    floor: impl Fn(&Column) -> usize,
) {
    let gaps = GAP * widths.iter().flatten().count().saturating_sub(1);
    while widths.iter().flatten().sum::<usize>() + gaps > total {
        // Of columns equally wide the last one, which tends to matter less.
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
