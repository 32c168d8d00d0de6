//! Text made safe to show: nothing in it can move a cursor, colour a screen,
//! turn the reading direction or hide.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` with every dangerous character as a visible escape: `\n`, `\t`,
/// `\r`, else `\u{1b}`. Joiners, combining marks and variation selectors
/// stay, because names are written with them.
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    replace(text, is_dangerous, |character, out| match character {
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        _ => write!(out, "\\u{{{:x}}}", u32::from(character)).unwrap_or(()),
    })
}

/// JSON text with every dangerous character as JSON's own escape, so that it
/// still means the same. Line feeds, which lay the text out, stay.
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

/// Whether a terminal may do something else with `character` than show it.
#[must_use]
pub fn is_dangerous(character: char) -> bool {
    matches!(character,
        '\0'..='\x1f'
        | '\x7f'..='\u{9f}'
        | '\u{61c}' | '\u{200e}' | '\u{200f}' // direction marks
        | '\u{200b}' | '\u{feff}' // no width, and no use in a name
        | '\u{2028}'..='\u{202e}' // line separators, embeddings and overrides
        | '\u{2060}'..='\u{206f}' // word joiner, invisible operators, isolates
        | '\u{fff9}'..='\u{fffb}' // interlinear annotation
        | '\u{e0000}'..='\u{e007f}') // tags
}

fn replace(
    text: &str,
    dangerous: impl Fn(char) -> bool,
    escape: impl Fn(char, &mut String),
) -> Cow<'_, str> {
    // Nearly all text is plain ASCII, which is quicker to go through as bytes.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let Some(first) = text.find(&dangerous) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for character in text[first..].chars() {
        if dangerous(character) {
            escape(character, &mut out);
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        ] {
            assert_eq!(text(given), shown);
        }
    }

    #[test]
    fn names_of_every_script_stay_as_they_are() {
        for name in [
            "O'Brien",
            "Zoë",
            "Zoe\u{308}",
            "山田太郎",
            "👩\u{200d}👩\u{200d}👧",
            "نام\u{200c}ها",
            "❤\u{fe0f}",
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

    proptest! {
        #[test]
        fn no_output_is_dangerous_and_safe_text_stays(given in any::<String>()) {
            let once = text(&given).into_owned();
            prop_assert!(!once.contains(is_dangerous));
            prop_assert_eq!(text(&once), once.as_str());
        }

        #[test]
        fn no_json_output_is_dangerous(given in any::<String>()) {
            let sent = serde_json::to_string(&given).unwrap();
            let shown = json(&sent).into_owned();
            prop_assert!(!shown.contains(|c| c != '\n' && is_dangerous(c)));
            prop_assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), given);
        }
    }
}
