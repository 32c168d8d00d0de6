//! The sheet as XML. Text is an inline string, which is never a formula or a link.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::parts::{TEXT, TIME, TITLE};
use crate::columns::CellType;
use crate::output::layout;
use crate::terminal::sanitize;

/// The maximum length of a cell in UTF-16 units (Excel's specifications and limits).
const MAX_TEXT: usize = 32_767;

/// Widths of columns, in characters.
const MIN_WIDTH: usize = 8;
const MAX_WIDTH: usize = 60;
const TIME_WIDTH: usize = 19;
/// The width of the filter's button next to a title.
const BUTTON: usize = 3;

/// The day 1970-01-01, and the times that all programs count in the same way: from
/// March 1900, because spreadsheets treat 1900 as a leap year, to 9999.
const EPOCH: f64 = 25_569.0;
const SECONDS_OF_DAY: f64 = 86_400.0;
const TIMES: std::ops::RangeInclusive<i64> = -2_203_891_200..=253_402_300_799;

/// The rows not written yet, and facts about all rows.
#[derive(Default)]
pub(super) struct Sheet {
    rows: String,
    /// The number of rows so far, including the titles.
    count: u32,
    columns: Vec<Column>,
    /// The index of the next cell's column.
    column: usize,
    /// Where the row starts in `rows`.
    start: usize,
    cut_cells: u64,
}

struct Column {
    /// Its letters, such as `AB`.
    letters: String,
    width: usize,
}

impl Sheet {
    pub(super) fn begin_row(&mut self) {
        self.start = self.rows.len();
        self.column = 0;
        // Writing to a String cannot fail.
        let _ = write!(self.rows, r#"<row r="{}">"#, self.count + 1);
    }

    pub(super) fn end_row(&mut self) {
        self.rows.push_str("</row>");
        self.count += 1;
    }

    /// Removes the current row.
    pub(super) fn drop_row(&mut self) {
        self.rows.truncate(self.start);
    }

    /// Adds a column, and the cell of its title.
    pub(super) fn add_title(&mut self, title: &str, is_shown: bool) {
        self.columns.push(Column {
            letters: letters(self.columns.len()),
            width: MIN_WIDTH,
        });
        let room = if is_shown { BUTTON } else { 0 };
        self.add_text(title, TITLE, room);
    }

    /// Adds a cell.
    pub(super) fn add(&mut self, text: &str, kind: CellType) {
        match kind {
            _ if text.is_empty() => self.column += 1,
            CellType::Number => self.add_value("n", 0, text, text.len()),
            CellType::Bool => {
                let value = if text == "true" { "1" } else { "0" };
                self.add_value("b", 0, value, text.len());
            }
            CellType::Time(seconds) if TIMES.contains(&seconds) => {
                // Exact to the second for these years.
                #[expect(clippy::cast_precision_loss)]
                let day = seconds as f64 / SECONDS_OF_DAY + EPOCH;
                self.add_value("n", TIME, &day.to_string(), TIME_WIDTH);
            }
            CellType::Text | CellType::Time(_) => {
                // Excel does not show longer text in this format.
                let style = if text.len() <= 255 { TEXT } else { 0 };
                self.add_text(text, style, 0);
            }
        }
    }

    fn add_value(&mut self, kind: &str, style: u8, value: &str, width: usize) {
        let row = self.count + 1;
        let column = &mut self.columns[self.column];
        column.width = column.width.max(width);
        let letters = &column.letters;
        let _ = write!(
            self.rows,
            r#"<c r="{letters}{row}" s="{style}" t="{kind}"><v>{value}</v></c>"#
        );
        self.column += 1;
    }

    fn add_text(&mut self, text: &str, style: u8, room: usize) {
        let shown = shown(text);
        let text = cut(&shown);
        self.cut_cells += u64::from(text.len() != shown.len());
        let row = self.count + 1;
        let column = &mut self.columns[self.column];
        if column.width < MAX_WIDTH {
            let lines = text.lines().map(|line| {
                let start = layout::cut(line, MAX_WIDTH);
                layout::width(&start)
            });
            column.width = column.width.max(lines.max().unwrap_or(0) + room);
        }
        let letters = &column.letters;
        let _ = write!(
            self.rows,
            r#"<c r="{letters}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">"#
        );
        push_escaped(&text, &mut self.rows);
        self.rows.push_str("</t></is></c>");
        self.column += 1;
    }

    /// The rows since the last call.
    pub(super) fn take_rows(&mut self) -> String {
        std::mem::take(&mut self.rows)
    }

    /// Reuses the memory of rows that were written.
    pub(super) fn reuse(&mut self, mut rows: String) {
        rows.clear();
        self.rows = rows;
    }

    pub(super) fn cut_cells(&self) -> u64 {
        self.cut_cells
    }

    /// The XML before the rows. The titles are frozen, if there are any.
    pub(super) fn head(&self, has_titles: bool) -> String {
        let pane = if has_titles {
            r#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>"#
        } else {
            ""
        };
        let mut head = format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView tabSelected="1" workbookViewId="0">{pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>"#
        );
        if !self.columns.is_empty() {
            head.push_str("<cols>");
            for (index, column) in self.columns.iter().enumerate() {
                let (number, width) = (index + 1, column.width.min(MAX_WIDTH) + 2);
                let _ = write!(
                    head,
                    r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"/>"#
                );
            }
            head.push_str("</cols>");
        }
        head.push_str("<sheetData>");
        head
    }

    /// The XML after the rows: the filter, and that text which looks like a number is
    /// intended.
    pub(super) fn end(&self, has_titles: bool) -> String {
        let mut end = "</sheetData>".to_owned();
        if let Some(Column { letters, .. }) = self.columns.last() {
            let range = format!("A1:{letters}{}", self.count.max(1));
            if has_titles {
                let _ = write!(end, r#"<autoFilter ref="{range}"/>"#);
            }
            let _ = write!(
                end,
                r#"<ignoredErrors><ignoredError sqref="{range}" numberStoredAsText="1"/></ignoredErrors>"#
            );
        }
        end.push_str("</worksheet>");
        end
    }
}

/// The letters of a column by its index: A to Z, AA, AB, …
fn letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// `text` with visible escapes for invisible characters, except line breaks and tabs.
fn shown(text: &str) -> Cow<'_, str> {
    let stays = |letter: char| matches!(letter, '\n' | '\t');
    if !text.contains(|letter: char| sanitize::is_dangerous(letter) && !stays(letter)) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let mut shown = String::with_capacity(text.len());
    for part in text.split_inclusive(stays) {
        let line = part.trim_end_matches(stays);
        shown.push_str(&sanitize::text(line));
        shown.push_str(&part[line.len()..]);
    }
    Cow::Owned(shown)
}

/// `text` cut to the length of a cell; `…` replaces the rest.
fn cut(text: &str) -> Cow<'_, str> {
    if text.len() <= MAX_TEXT || text.encode_utf16().count() <= MAX_TEXT {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units >= MAX_TEXT
    });
    let end = end.map_or(text.len(), |(index, _)| index);
    Cow::Owned(format!("{}…", &text[..end]))
}

/// Appends `text` escaped for XML. An underscore becomes `_x005F_` where a spreadsheet
/// would read an escape such as `_x0041_`.
fn push_escaped(text: &str, out: &mut String) {
    for (index, letter) in text.char_indices() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if is_escape(&text.as_bytes()[index..]) => out.push_str("_x005F_"),
            // Not allowed in XML, and not characters in Unicode.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
}

fn is_escape(text: &[u8]) -> bool {
    match text {
        [b'_', b'x', digits @ ..] if digits.len() > 4 => {
            digits[..4].iter().all(u8::is_ascii_hexdigit) && digits[4] == b'_'
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered() {
        for (index, expected) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (16_383, "XFD"),
        ] {
            assert_eq!(letters(index), expected);
        }
    }

    #[test]
    fn long_text_is_cut_by_what_a_spreadsheet_counts() {
        assert_eq!(cut(&"x".repeat(MAX_TEXT)).len(), MAX_TEXT);
        assert_eq!(
            cut(&"x".repeat(MAX_TEXT + 1)).encode_utf16().count(),
            MAX_TEXT
        );
        let cut = cut(&"😀".repeat(20_000)).into_owned();
        assert_eq!(cut.encode_utf16().count(), MAX_TEXT);
        assert!(cut.ends_with("😀…"));
    }
}
