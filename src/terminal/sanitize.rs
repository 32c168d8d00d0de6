//! Escapes text for a terminal, so that it cannot move the cursor, change colours or
//! the reading direction, hide text, or overlap other lines.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::OnceLock;

use regex_syntax::hir::{Class, ClassUnicodeRange, HirKind};
use unicode_width::UnicodeWidthChar as _;

/// Characters that a terminal interprets or does not show: control characters, format
/// characters such as bidi overrides and tags, line separators, ignorable characters
/// and noncharacters. The Arabic signs before numbers are format characters too, which
/// terminals do not draw. Joiners and variation selectors are not included, because
/// names use them.
const DANGEROUS: &str = r"[
    [\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]
    -- [\u{200C}\u{200D}\u{FE00}-\u{FE0F}\u{180B}-\u{180D}\u{180F}]
]";

/// The maximum number of marks and joiners in a row. Hebrew and Vietnamese need up to
/// four, Tibetan a few more; a hundred would cover the lines above.
const MAX_MARKS: usize = 8;

/// Escapes dangerous characters in `text` visibly, as `\n`, `\t`, `\r` or `\u{1b}`; also
/// marks after too many others.
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    replace(text, is_dangerous, |character, out| match character {
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        _ => write!(out, "\\u{{{:x}}}", u32::from(character)).unwrap_or(()),
    })
}

/// As [`text`], for text that may already be owned.
#[must_use]
pub fn cow(shown: Cow<'_, str>) -> Cow<'_, str> {
    match shown {
        Cow::Borrowed(shown) => text(shown),
        Cow::Owned(shown) => Cow::Owned(text(&shown).into_owned()),
    }
}

/// Escapes dangerous characters in JSON text as JSON does, so that its meaning is
/// unchanged. Line feeds, which are layout, stay.
#[must_use]
pub fn json(text: &str) -> Cow<'_, str> {
    replace(
        text,
        |character| character != '\n' && is_dangerous(character),
        |character, out| {
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}").unwrap_or(());
            }
        },
    )
}

/// Whether a terminal might interpret `character` instead of showing it.
#[must_use]
pub fn is_dangerous(character: char) -> bool {
    match character {
        ' '..='~' => false,
        '\0'..='\x1f' | '\x7f' => true,
        _ => {
            let ranges = dangerous_ranges();
            let index = ranges.partition_point(|range| range.end() < character);
            ranges
                .get(index)
                .is_some_and(|range| range.start() <= character)
        }
    }
}

/// The characters in [`DANGEROUS`] as sorted ranges.
fn dangerous_ranges() -> &'static [ClassUnicodeRange] {
    static RANGES: OnceLock<Vec<ClassUnicodeRange>> = OnceLock::new();
    RANGES.get_or_init(|| {
        let mut parser = regex_syntax::ParserBuilder::new();
        let class = parser.ignore_whitespace(true).build().parse(DANGEROUS);
        match class.map(regex_syntax::hir::Hir::into_kind) {
            Ok(HirKind::Class(Class::Unicode(class))) => class.ranges().to_vec(),
            // Cannot happen. Escaping everything would be safe.
            _ => vec![ClassUnicodeRange::new('\0', char::MAX)],
        }
    })
}

/// Whether `character` is combined with the one before.
fn is_mark(character: char) -> bool {
    !character.is_ascii() && character.width() == Some(0)
}

fn replace(
    text: &str,
    dangerous: impl Fn(char) -> bool,
    escape: impl Fn(char, &mut String),
) -> Cow<'_, str> {
    // Nearly all text is ASCII, which is faster to check as bytes.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut copied = 0;
    let mut marks = 0;
    for (index, character) in text.char_indices() {
        marks = if is_mark(character) { marks + 1 } else { 0 };
        if marks > MAX_MARKS || dangerous(character) {
            out.push_str(&text[copied..index]);
            escape(character, &mut out);
            copied = index + character.len_utf8();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dangerous_characters_become_visible() {
        for (given, shown) in [
            ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("\0\x7f\u{9b}2J", "\\u{0}\\u{7f}\\u{9b}2J"),
            ("evil\u{202e}gpj.exe", "evil\\u{202e}gpj.exe"),
            (
                "\u{2066}x\u{2069}\u{200e}\u{61c}",
                "\\u{2066}x\\u{2069}\\u{200e}\\u{61c}",
            ),
            (
                "\u{2028}\u{2029}\u{200b}\u{feff}\u{2060}",
                "\\u{2028}\\u{2029}\\u{200b}\\u{feff}\\u{2060}",
            ),
            ("\u{fff9}\u{e0041}", "\\u{fff9}\\u{e0041}"),
            ("a\u{ad}b\u{34f}c", "a\\u{ad}b\\u{34f}c"),
        ] {
            assert_eq!(text(given), shown);
        }
    }

    #[test]
    fn names_in_every_script_are_unchanged() {
        for name in [
            "O'Brien",
            "Zoë",
            "Zoe\u{308}",
            "山田太郎",
            "👩\u{200d}👩\u{200d}👧",
            "نام\u{200c}ها",
            "❤\u{fe0f}",
            "Nguy\u{ea}\u{303}n",
            "\u{5d1}\u{5bc}\u{5b0}\u{596}",
            "\u{1100}\u{1161}\u{11a8}",
            "\u{1820}\u{180b}",
            "a\\nb",
            "",
        ] {
            assert!(
                matches!(text(name), Cow::Borrowed(same) if same == name),
                "{name}"
            );
        }
    }

    #[test]
    fn invisible_characters_are_dangerous() {
        for invisible in [
            0xad,
            0x34f,
            0x61c,
            0x115f,
            0x1160,
            0x17b4,
            0x17b5,
            0x180e,
            0x200b,
            0x200e,
            0x2028,
            0x202e,
            0x2060,
            0x2065,
            0x206f,
            0x3164,
            0xfeff,
            0xffa0,
            0xfff0,
            0xfffb,
            0x13430,
            0x1bca0,
            0x1d173,
            0x1d17a,
            0xe0000,
            0xe0001,
            0xe007f,
            0xe0080,
            0xe0100,
            0xe01ef,
            0xe01f0,
            0xe0fff,
            0x600,
            0x605,
            0x6dd,
            0x70f,
            0x890,
            0x8e2,
            0x110bd,
            0x110cd,
            0xfdd0,
            0xffff,
            0x0010_fffe,
        ] {
            let character = char::from_u32(invisible).unwrap();
            assert!(is_dangerous(character), "{invisible:x}");
            assert_eq!(
                text(&format!("admin{character}")),
                format!("admin\\u{{{invisible:x}}}")
            );
        }
        for visible in ['\u{300}', ' ', '\u{a0}', '\u{2800}'] {
            assert!(!is_dangerous(visible), "{visible:?}");
        }
        assert!(dangerous_ranges().len() > 15, "{:?}", dangerous_ranges());
    }

    #[test]
    fn marks_do_not_pile_up() {
        let piled = format!("Z{}a\u{301}", "\u{301}".repeat(10_000));
        let shown = text(&piled);
        let kept = "\u{301}".repeat(MAX_MARKS);
        assert!(
            shown.starts_with(&format!("Z{kept}\\u{{301}}\\u{{301}}")),
            "{shown}"
        );
        assert!(shown.ends_with("\\u{301}a\u{301}"), "{shown}");
        assert_eq!(text(&shown), shown.as_ref());
        let joiners = "\u{200d}".repeat(100);
        assert_eq!(text(&joiners).matches('\u{200d}').count(), MAX_MARKS);
        let sent = serde_json::to_string(&piled).unwrap();
        let read: String = serde_json::from_str(&json(&sent)).unwrap();
        assert_eq!(read, piled);
        assert_eq!(json(&sent).matches('\u{301}').count(), MAX_MARKS + 1);
    }

    #[test]
    fn json_keeps_its_meaning() {
        let sent = "{\n  \"a\u{7f}\u{9b}\u{202e}\": \"\u{e0041}\"\n}";
        let shown = json(sent);
        assert_eq!(
            shown,
            "{\n  \"a\\u007f\\u009b\\u202e\": \"\\udb40\\udc41\"\n}"
        );
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&shown), read(sent));
    }
}
