//! Text that is shown, and values that are compared: made safe, and the same
//! however often that is done.

use leads::lead::{Lead, entities, timestamp};
use leads::query::matching::{self, Kind};
use leads::query::when;
use leads::terminal::sanitize;

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
    assert_eq!(sanitize::text(&safe), safe);
    let quoted = serde_json::to_string(text).unwrap();
    let shown = sanitize::json(&quoted);
    let danger = |letter| letter != '\n' && sanitize::is_dangerous(letter);
    assert!(!shown.contains(danger), "{shown:?}");
    assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
    // Decoding what holds no entity changes nothing.
    if !text.contains('&') {
        assert_eq!(entities::decode(text), text);
    }
}

fn is_a_moment_or_not(text: &str) {
    let _ = timestamp::seconds(text);
    let quoted = serde_json::to_string(text).unwrap();
    if let Some(seconds) = timestamp::seconds(&quoted)
        && let Some(written) = timestamp::rfc3339(seconds)
    {
        assert_eq!(timestamp::seconds(&format!("\"{written}\"")), Some(seconds));
        assert_eq!(when::parse(&written, 0), Ok(when::When::At(seconds)));
    }
    for now in [0, 1_769_860_800, i64::MIN, i64::MAX] {
        let _ = when::parse(text, now);
    }
}

fn agrees_with_itself(text: &str) {
    for kind in [Kind::Email, Kind::Phone, Kind::Id] {
        let key = matching::key(kind, text);
        assert_eq!(matching::key(kind, &key), key, "{kind} {text:?}");
    }
    let key = matching::key(Kind::Phone, text);
    for spelling in matching::spellings(Kind::Phone, text) {
        assert_eq!(matching::key(Kind::Phone, &spelling), key, "{text:?}");
    }
    // A lead that carries the value is found by it, however it is escaped.
    let mut source = Source::new(text.as_bytes());
    let plain = !text.contains('&');
    for (name, kind) in [("email", Kind::Email), ("phone", Kind::Phone)] {
        let mut lead = format!("{{\"{name}\":");
        json::push_string(&mut source, text, &mut lead);
        lead.push('}');
        let key = matching::key(kind, text);
        if plain && !key.is_empty() && !lead.contains("\\ud800\"") {
            assert_eq!(matching::of(kind, Lead::new(&lead)), Some(key), "{lead}");
        }
    }
}
