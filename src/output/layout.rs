//! The measures of a table: how wide its columns are, and where text is cut.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns between two cells.
pub(super) const GAP: usize = 2;

/// A column is not cut below this while another one can give way.
const NARROWEST: usize = 6;

const CUT: &str = "…";

/// The columns that `text` takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    // Most text, and quicker told.
    if text.is_ascii() {
        text.len()
    } else {
        text.width()
    }
}

/// Narrows `widths` until the row fits `total` columns: the widest column
/// first, the column `last` (the id, if there is one) only when no other can.
/// A row of many columns may stay too wide.
pub(super) fn fit(widths: &mut [usize], total: usize, last: Option<usize>) {
    // Wider than everything is no use, and the loop below counts down by one.
    for width in widths.iter_mut() {
        *width = (*width).min(total.max(NARROWEST));
    }
    let gaps = GAP * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > total {
        let can = |index: &usize| widths[*index] > NARROWEST;
        // Of columns equally wide the right one, which tends to matter less.
        let widest = (0..widths.len())
            .filter(|&index| Some(index) != last)
            .filter(can)
            .max_by_key(|&index| widths[index])
            .or(last.filter(can));
        let Some(widest) = widest else { return };
        widths[widest] -= 1;
    }
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
                format!("{}{CUT}", &text[..end])
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_widest_column_gives_way_first_and_the_id_last() {
        for (given, total, last, expected) in [
            (vec![5, 5], 20, None, vec![5, 5]),
            (vec![10, 30, 20], 44, None, vec![10, 15, 15]),
            (vec![24, 30, 30], 60, Some(0), vec![24, 16, 16]),
            (vec![24, 30, 30], 30, Some(0), vec![14, 6, 6]),
            (vec![24, 30, 30], 10, Some(0), vec![6, 6, 6]),
            (vec![3, 1_000_000_000], 20, None, vec![3, 15]),
            (vec![], 10, None, vec![]),
        ] {
            let mut widths = given;
            fit(&mut widths, total, last);
            assert_eq!(widths, expected);
        }
    }

    #[test]
    fn text_is_cut_between_characters() {
        for (text, most, expected) in [
            ("Ada", 3, "Ada"),
            ("Adam", 3, "Ad…"),
            ("山田太郎", 8, "山田太郎"),
            ("山田太郎", 7, "山田太…"),
            ("山田太郎", 6, "山田…"),
            ("Zoe\u{308}s", 4, "Zoe\u{308}s"),
            ("Zoe\u{308}s!", 4, "Zoe\u{308}…"),
            (
                "👩\u{200d}👩\u{200d}👧 family",
                3,
                "👩\u{200d}👩\u{200d}👧…",
            ),
            ("👩\u{200d}👩\u{200d}👧 family", 2, "…"),
            ("🇮🇪🇫🇷🇩🇪", 5, "🇮🇪🇫🇷…"),
            ("👍🏽👍🏽👍🏽", 4, "👍🏽…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
            ("", 0, ""),
        ] {
            assert_eq!(cut(text, most), expected, "{text} {most}");
        }
    }

    proptest! {
        #[test]
        fn no_cut_is_too_wide_and_fitting_text_stays(text in any::<String>(), most in 1..40usize) {
            let text = crate::sanitize::text(&text).into_owned();
            let short = cut(&text, most);
            prop_assert!(width(&short) <= most, "{short:?} takes {}", width(&short));
            if width(&text) <= most {
                prop_assert_eq!(short, text.as_str());
            }
        }
    }
}
