//! HTML entities, as the API escapes text: `O&#39;Brien` is `O'Brien`.

use std::borrow::Cow;

/// The maximum length of an entity in bytes, from `&` to `;`, as in `&#x0010FFFF;`.
const MAX_ENTITY: usize = 12;

/// Decodes the entities in `text` once: the five of XML and numeric ones. Others are
/// unchanged.
#[must_use]
pub fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else {
        return Cow::Borrowed(text);
    };
    let mut out = String::new();
    let mut kept = 0;
    let mut at = first;
    while let Some(found) = text[at..].find('&') {
        let start = at + found;
        at = start + 1;
        if let Some((decoded, length)) = entity(&text.as_bytes()[start..]) {
            out.push_str(&text[kept..start]);
            out.push(decoded);
            at = start + length;
            kept = at;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[kept..]);
    Cow::Owned(out)
}

/// The character of the entity at the start of `text`, and its length.
fn entity(text: &[u8]) -> Option<(char, usize)> {
    let end = text
        .iter()
        .take(MAX_ENTITY)
        .position(|&byte| byte == b';')?;
    let character = match &text[1..end] {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        [b'#', b'x' | b'X', digits @ ..] => code_point(digits, 16)?,
        [b'#', digits @ ..] => code_point(digits, 10)?,
        _ => return None,
    };
    Some((character, end + 1))
}

/// The character with this code point; `None` for NUL, surrogates and invalid code
/// points.
fn code_point(digits: &[u8], radix: u32) -> Option<char> {
    let text = std::str::from_utf8(digits).ok()?;
    // `from_str_radix` would accept a sign.
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let number = u32::from_str_radix(text, radix).ok()?;
    char::from_u32(number).filter(|&character| character != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded_once() {
        for (text, expected) in [
            ("O&#39;Brien", "O'Brien"),
            ("O&#x27;Brien &#X26; Sons", "O'Brien & Sons"),
            (
                "&lt;b&gt; &quot;x&quot; &apos;y&apos; &amp;",
                "<b> \"x\" 'y' &",
            ),
            ("tons of &amp;amp;", "tons of &amp;"),
            ("&amp;#39;", "&#39;"),
            ("&#233;t&#xe9;", "été"),
            ("&#128512;", "😀"),
            ("&&amp;", "&&"),
        ] {
            assert_eq!(decode(text), expected, "{text}");
        }
    }

    #[test]
    fn other_text_with_an_ampersand_is_unchanged() {
        for text in [
            "AT&T",
            "a & b; c",
            "&nbsp;",
            "&AMP;",
            "&#0;",
            "&#x0;",
            "&#xD800;",
            "&#1114112;",
            "&#x110000;",
            "&#+39;",
            "&#;",
            "&#x;",
            "&;",
            "&",
            "&amp",
            "&#39",
            "&#00000000000000039;",
            "&é;",
            "&#99999999999;",
        ] {
            assert!(
                matches!(decode(text), Cow::Borrowed(same) if same == text),
                "{text}"
            );
        }
    }
}
