//! Text that is shown, and values that are compared: escaped, with the same result when
//! repeated.

use leads::lead::{Lead, entities, timestamp};
use leads::query::identifier::Identifier;
use leads::query::when;
use leads::terminal::sanitize;
use unicode_width::UnicodeWidthChar as _;

use super::json;
use super::source::Source;

pub(crate) fn check(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    let made = Source::new(bytes).text();
    for text in [raw.as_ref(), &made] {
        is_made_safe(text);
        is_a_moment_or_not(text);
        agrees_with_itself(text);
    }
}

fn is_made_safe(text: &str) {
    let safe = sanitize::text(text);
    assert!(!safe.contains(sanitize::is_dangerous), "{safe:?}");
    assert!(!safe.contains(is_invisible), "{safe:?}");
    assert_eq!(sanitize::text(&safe), safe);
    let mut marks = 0;
    for letter in safe.chars() {
        marks = if letter.width() == Some(0) {
            marks + 1
        } else {
            0
        };
        assert!(marks <= 8, "{safe:?}");
    }
    let quoted = serde_json::to_string(text).unwrap();
    let shown = sanitize::json(&quoted);
    let danger = |letter| letter != '\n' && sanitize::is_dangerous(letter);
    assert!(!shown.contains(danger), "{shown:?}");
    assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
    // Decoding text without entities changes nothing.
    if !text.contains('&') {
        assert_eq!(entities::decode(text), text);
    }
}

/// Unicode's list of ignorable characters, without joiners and variation selectors,
/// plus control characters.
fn is_invisible(letter: char) -> bool {
    matches!(u32::from(letter),
        0..=0x1f | 0x7f..=0x9f | 0xad | 0x34f | 0x61c | 0x115f..=0x1160 | 0x17b4..=0x17b5
        | 0x180e | 0x200b | 0x200e..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0x3164
        | 0xfeff | 0xffa0 | 0xfff0..=0xfffb | 0x13430..=0x1343f | 0x1bca0..=0x1bca3
        | 0x1d173..=0x1d17a | 0xe0000..=0xe0fff)
}

fn is_a_moment_or_not(text: &str) {
    let _ = timestamp::seconds(text);
    let quoted = serde_json::to_string(text).unwrap();
    if let Some(seconds) = timestamp::seconds(&quoted)
        && let Some(written) = timestamp::rfc3339(seconds)
    {
        assert_eq!(timestamp::seconds(&format!("\"{written}\"")), Some(seconds));
        assert_eq!(when::parse(&written), Ok(when::When::At(seconds)));
    }
    for now in [0, 1_769_860_800, i64::MIN, i64::MAX] {
        let _ = when::parse(text).and_then(|when| when.range(now, &jiff::tz::TimeZone::UTC));
    }
}

fn agrees_with_itself(text: &str) {
    for by in [Identifier::Email, Identifier::Phone, Identifier::Id] {
        let key = by.key(text);
        assert_eq!(by.key(&key), key, "{by} {text:?}");
    }
    let key = Identifier::Phone.key(text);
    for spelling in Identifier::Phone.spellings(text) {
        assert_eq!(Identifier::Phone.key(&spelling), key, "{text:?}");
    }
    // A lead is found by a value that it has, however it is escaped.
    let mut source = Source::new(text.as_bytes());
    let plain = !text.contains('&');
    for (name, by) in [("email", Identifier::Email), ("phone", Identifier::Phone)] {
        let mut lead = format!("{{\"{name}\":");
        json::push_string(&mut source, text, &mut lead);
        lead.push('}');
        let key = by.key(text);
        if plain && !key.is_empty() && !lead.contains("\\ud800\"") {
            assert_eq!(by.key_of(Lead::new(&lead)), Some(key), "{lead}");
        }
    }
}
