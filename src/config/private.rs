//! Files that hold a token: a warning when others can read one.

use std::path::Path;

use crate::terminal::report::Report;

/// Warns when the file can be read by others than its owner, and says how to
/// mend it. Where there are no such modes, says nothing.
#[cfg(unix)]
pub(super) fn check(path: &Path, report: Report) {
    use std::os::unix::fs::PermissionsExt as _;

    let Ok(found) = std::fs::metadata(path) else {
        return;
    };
    if found.is_file() && found.permissions().mode() & 0o077 != 0 {
        let shown = path.display();
        let quoted = quoted(&shown.to_string());
        report.warn(&format!(
            "{shown} holds an access token and is open to others; close it with: chmod 600 {quoted}"
        ));
    }
}

#[cfg(not(unix))]
pub(super) fn check(_: &Path, _: Report) {}

/// The word as a shell takes it.
#[cfg(unix)]
fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+@%".contains(&byte);
    if word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
