//! The letters of a text with escapes resolved, and their positions.

use std::ops::Range;

/// A letter, and its position in the text in bytes.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    /// 0 if it is not ASCII.
    pub(super) byte: u8,
    pub(super) range: Range<usize>,
}

/// The letters of `text`. Full-width letters become ASCII.
pub(super) fn letters(text: &str) -> Vec<Letter> {
    let letter = |(start, letter): (usize, char)| {
        let code = match u32::from(letter) {
            wide @ 0xff01..=0xff5e => wide - 0xfee0,
            code => code,
        };
        Letter {
            byte: ascii(code),
            range: start..start + letter.len_utf8(),
        }
    };
    text.char_indices().map(letter).collect()
}

/// `letters` with each escape replaced by its letter; `None` if there are no escapes.
pub(super) fn unescaped(letters: &[Letter]) -> Option<Vec<Letter>> {
    let mut out = Vec::with_capacity(letters.len());
    let mut index = 0;
    while let Some(letter) = letters.get(index) {
        let (byte, length) = escape(&letters[index..]).unwrap_or((letter.byte, 1));
        out.push(Letter {
            byte,
            range: letter.range.start..letters[index + length - 1].range.end,
        });
        index += length;
    }
    (out.len() < letters.len()).then_some(out)
}

/// The letter of the escape at the start of `letters`, and its length.
fn escape(letters: &[Letter]) -> Option<(u8, usize)> {
    let at = |index: usize| letters.get(index).map(|letter| letter.byte);
    // At most this many digits, at least one, and a letter that ends them.
    let number = |from: usize, radix: u32, max: usize, end: Option<u8>| {
        let digits = (from..from + max)
            .map_while(|index| char::from(at(index)?).to_digit(radix))
            .collect::<Vec<_>>();
        let value = digits.iter().fold(0, |value: u32, digit| {
            value.saturating_mul(radix).saturating_add(*digit)
        });
        let length = from + digits.len();
        match end {
            Some(end) => {
                (!digits.is_empty() && at(length) == Some(end)).then(|| (ascii(value), length + 1))
            }
            None => (digits.len() == max).then(|| (ascii(value), length)),
        }
    };
    match (at(0)?, at(1)?, at(2)) {
        (b'\\', b'u' | b'x', Some(b'{')) => number(3, 16, 8, Some(b'}')),
        (b'%' | b'\\', b'u', _) => number(2, 16, 4, None),
        (b'\\', b'x', _) => number(2, 16, 2, None),
        (b'\\', b'U', _) => number(2, 16, 8, None),
        (b'\\', b'0'..=b'3', _) => number(1, 8, 3, None),
        (b'\\', b'n' | b'r' | b't' | b'b' | b'f' | b'v', _) => Some((b' ', 2)),
        (b'\\', letter, _) => Some((letter, 2)),
        // In a URL, and in a mail as quoted-printable.
        (b'%' | b'=', ..) => number(1, 16, 2, None),
        (b'&', b'#', Some(b'x' | b'X')) => number(3, 16, 8, Some(b';')),
        (b'&', b'#', _) => number(2, 10, 8, Some(b';')),
        (b'&', b'a', Some(b'm')) if at(3) == Some(b'p') && at(4) == Some(b';') => Some((b'&', 5)),
        _ => None,
    }
}

/// An ASCII character; 0 for any other.
fn ascii(code: u32) -> u8 {
    u8::try_from(code).ok().filter(u8::is_ascii).unwrap_or(0)
}
