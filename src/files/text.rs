//! Reads text files of the user, which must be UTF-8.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The text of the file at `path`.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    let bytes = fs::read(path)?;
    let invalid = |why| io::Error::new(ErrorKind::InvalidData, why);
    if is_utf16(&bytes) {
        return Err(invalid(UTF16));
    }
    String::from_utf8(bytes).map_err(|_| invalid("it is not UTF-8 text"))
}

/// What to do about text that [`is_utf16`] detects.
pub(crate) const UTF16: &str =
    "it is UTF-16 text; save it as UTF-8, or convert it: iconv -f UTF-16 -t UTF-8 FILE";

/// Whether text with this start is UTF-16: it has its byte order mark, or one half of
/// its first character is zero.
pub(crate) fn is_utf16(start: &[u8]) -> bool {
    matches!(
        start,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..]
    )
}
