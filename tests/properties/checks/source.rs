//! Draws choices from bytes, so that a fuzzer that changes a byte changes a choice.

/// Characters that terminals, spreadsheets and parsers treat as special, or
/// that are wide, combining, or at an edge of Unicode.
const ODD: &[char] = &[
    '\0',
    '\u{1b}',
    '\u{7}',
    '\u{8}',
    '\u{7f}',
    '\u{9b}',
    '\u{85}',
    '\u{a0}',
    '\u{ad}',
    '\u{301}',
    '\u{61c}',
    '\u{200b}',
    '\u{200d}',
    '\u{200f}',
    '\u{2028}',
    '\u{202e}',
    '\u{2066}',
    '\u{2069}',
    '\u{feff}',
    '\u{fe0f}',
    '\u{ff1d}',
    '\u{fffd}',
    '\u{fff9}',
    '\u{10ffff}',
    '\u{e0041}',
    '山',
    '👩',
    '🏽',
    '🇮',
    'é',
    'İ',
    'Σ',
    'ß',
    '٣',
];

/// Text that some component might interpret as more than text.
const PIECES: &[&str] = &[
    "&amp;",
    "&#39;",
    "&#x1b;",
    "&#10;",
    "=1+1",
    "\u{1b}[2J",
    "\r\n",
    "\"\"",
    "\\n",
    "\\u001b",
    "00",
    "+353 87",
    "a@b.c",
    "2026-01-31T12:00:00Z",
    "1769860800",
    "-1e5",
    "7d",
];

/// Bytes to draw from. When they are used up, every choice is the first.
pub(crate) struct Source<'a>(&'a [u8]);

impl<'a> Source<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// A number below `max`, which is at most 256.
    pub(crate) fn below(&mut self, max: usize) -> usize {
        usize::from(self.byte()) % max
    }

    pub(crate) fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// A text of up to a dozen characters or pieces.
    pub(crate) fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.below(12) {
            match self.byte() {
                byte @ 0..0x80 => text.push(char::from(byte)),
                0x80..0xc0 => text.push_str(self.pick(PIECES)),
                _ => text.push(self.pick(ODD)),
            }
        }
        text
    }
}
