//! Checks owner and mode of files that contain a token, and of their folders. Nothing
//! is checked on Windows, where files inherit the access list of the user's folder.

use std::path::Path;

use crate::terminal::report::Report;

/// Why other users can change the file or folder `path`, as the predicate of a
/// sentence. `None` if only its owner can, and the owner is the user or root. A path
/// that does not exist or is not accessible passes: opening it returns the error.
#[cfg(unix)]
pub(super) fn writable_by_others(path: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;

    let found = std::fs::metadata(path).ok()?;
    let (owner, user) = (found.uid(), rustix::process::geteuid().as_raw());
    if owner != user && owner != 0 {
        return Some(format!("belongs to another user (uid {owner})"));
    }
    (found.mode() & 0o022 != 0).then(|| {
        let mode = if found.is_dir() { 700 } else { 600 };
        let quoted = shell_quoted(&path.display().to_string());
        format!("is writable for other users; to fix that: chmod {mode} {quoted}")
    })
}

#[cfg(not(unix))]
pub(super) fn writable_by_others(_: &Path) -> Option<String> {
    None
}

/// Warns if other users can read the file, with the command that fixes it.
#[cfg(unix)]
pub(super) fn warn_if_readable(path: &Path, report: Report) {
    use std::os::unix::fs::PermissionsExt as _;

    let Ok(found) = std::fs::metadata(path) else {
        return;
    };
    if found.is_file() && found.permissions().mode() & 0o077 != 0 {
        let shown = path.display();
        let quoted = shell_quoted(&shown.to_string());
        report.warn(&format!(
            "other users can read the access token in {shown}; to fix that: chmod 600 {quoted}"
        ));
    }
}

#[cfg(not(unix))]
pub(super) fn warn_if_readable(_: &Path, _: Report) {}

/// The word, quoted if a shell needs it.
#[cfg(unix)]
fn shell_quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+@%".contains(&byte);
    if word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
