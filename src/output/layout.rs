//! The measures of a table: how wide its columns are, and where text is cut.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns between two cells.
pub(super) const GAP: usize = 2;

/// The most columns of a cell, on a terminal or not: a cell makes its column
/// wide in every row.
pub(super) const MAX_CELL: usize = 1000;

/// The least that is left of a column of text.
const LEAST: usize = 10;

/// What is not cut of an id or a number; longer is none.
const WHOLE: usize = 40;

const CUT: &str = "…";

/// The columns that `text` takes on a terminal; where terminals differ, the
/// most. Some show joined characters as one and some one after the other: a
/// gap is better than a line that wraps.
pub(super) fn width(text: &str) -> usize {
    // Nearly all text is plain ASCII, which needs no tables.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.len();
    }
    let apart: usize = text.chars().filter_map(UnicodeWidthChar::width).sum();
    text.width().max(apart)
}

/// A column before it is fitted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// What its widest cell takes.
    pub(super) width: usize,
    /// What it needs to be of use.
    pub(super) least: usize,
}

impl Column {
    /// The column `title`, whose widest cell takes `cells`: of a name or an
    /// address the beginning says much, of an id, a number or a time nothing.
    /// What was `asked` for by name is rather cut than left out. A title of a
    /// path can be cut down to its last word.
    pub(super) fn new(title: &str, asked: bool, header: bool, cells: usize) -> Self {
        let least = match title {
            "name" if !asked => 14,
            "email" if !asked => 22,
            "phone" => WHOLE,
            _ if title.ends_with("_at") || title == "id" || title.ends_with("_id") => WHOLE,
            _ => LEAST,
        };
        let whole = if header { self::width(title) } else { 0 };
        let word = title.rsplit_once('.').map_or(whole, |(_, word)| {
            let word = self::width(word) + self::width(CUT);
            word.min(2 * LEAST).min(whole)
        });
        Self {
            width: cells.max(whole),
            least: cells.min(least).max(word),
        }
    }
}

/// The widths at which `columns` fit `total`; `None` for those that there is
/// no room for. Columns are left out in the order of `dispensable`, but never
/// all of them; then the widest are narrowed.
pub(super) fn fit(
    columns: &[Column],
    total: usize,
    dispensable: impl IntoIterator<Item = usize>,
) -> Vec<Option<usize>> {
    // Wider than everything is no use, and the loop below counts down by one.
    let wide = |column: &Column| Some(column.width.min(total.max(1)));
    let mut widths: Vec<Option<usize>> = columns.iter().map(wide).collect();
    let mut left = columns.len();
    let mut needed: usize = columns.iter().map(|column| column.least + GAP).sum();
    let mut out = Vec::new();
    for index in dispensable {
        if needed <= total + GAP || left <= 1 {
            break;
        }
        out.push(index);
        widths[index] = None;
        needed -= columns[index].least + GAP;
        left -= 1;
    }
    // Where a wide one went there may be room for a narrower one.
    for index in out.into_iter().rev() {
        if needed + columns[index].least <= total {
            widths[index] = wide(&columns[index]);
            needed += columns[index].least + GAP;
            left += 1;
        }
    }
    let gaps = GAP * left.saturating_sub(1);
    while widths.iter().flatten().sum::<usize>() + gaps > total {
        // Of columns equally wide the right one, which tends to matter less.
        let widest = widths
            .iter_mut()
            .zip(columns)
            .filter_map(|(width, column)| {
                let width = width.as_mut()?;
                (*width > column.least.min(total)).then_some(width)
            })
            .max_by_key(|width| **width);
        let Some(widest) = widest else { break };
        *widest -= 1;
    }
    widths
}

/// The title of a column in at most `most` columns. What tells two paths
/// apart is their end.
pub(super) fn cut_title(title: &str, most: usize) -> Cow<'_, str> {
    if width(title) <= most || !title.contains('.') {
        return cut(title, most);
    }
    let clusters: Vec<_> = Clusters::new(title).collect();
    let mut start = title.len();
    let mut taken = 1;
    for (at, cluster) in clusters.into_iter().rev() {
        taken += width(cluster);
        if taken > most {
            break;
        }
        start = at;
    }
    let title = title[start..].trim_start_matches('.');
    if most == 0 {
        return Cow::Borrowed("");
    }
    Cow::Owned(format!("{CUT}{title}"))
}

/// `text` in at most `most` columns; what is cut off leaves a `…`. Characters
/// stay whole, with the accents and joiners that belong to them.
pub(super) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    // A byte takes at most one column, whatever the script.
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    let mut taken = 0;
    let mut end = 0;
    for (start, cluster) in Clusters::new(text) {
        let next = taken + width(cluster);
        if next < most {
            end = start + cluster.len();
        }
        if next > most {
            return Cow::Owned(if most == 0 {
                String::new()
            } else {
                format!("{}{CUT}", text[..end].trim_end())
            });
        }
        taken = next;
    }
    Cow::Borrowed(text)
}

/// Text as what a reader takes for characters, near enough: a character with
/// the marks, modifiers and joined characters behind it, or a pair of letters
/// that make a flag.
struct Clusters<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Clusters<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }
}

impl<'a> Iterator for Clusters<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let mut rest = self.text[start..].chars();
        let mut before = rest.next()?;
        let mut end = start + before.len_utf8();
        let mut flag = is_flag_letter(before);
        for character in rest {
            let pair = flag && is_flag_letter(character);
            if !(pair || before == '\u{200d}' || belongs_to_the_one_before(character)) {
                break;
            }
            flag = false;
            before = character;
            end += character.len_utf8();
        }
        self.at = end;
        Some((start, &self.text[start..end]))
    }
}

fn is_flag_letter(character: char) -> bool {
    matches!(character, '\u{1f1e6}'..='\u{1f1ff}')
}

fn belongs_to_the_one_before(character: char) -> bool {
    character.width() == Some(0) || matches!(character, '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests;
