//! `--version -v`: the commit and the features of this build.

use std::ffi::OsString;
use std::fmt::Write as _;

use clap::error::ErrorKind;

/// The commit, if the build set it. The build does not run git: the sources of a
/// package have no repository.
const COMMIT: Option<&str> = option_env!("LEADS_COMMIT");

/// The optional features, and whether this build has them.
const FEATURES: [(&str, bool); 3] = [
    ("jq", cfg!(feature = "jq")),
    ("sqlite", cfg!(feature = "sqlite")),
    ("xlsx", cfg!(feature = "xlsx")),
];

/// What `--version -v` prints, if `args` ask for it.
#[must_use]
pub fn version(error: &clap::Error, mut args: impl Iterator<Item = OsString>) -> Option<String> {
    let is_verbose = |arg: OsString| {
        let arg = arg.to_string_lossy();
        let letters = arg.strip_prefix('-').unwrap_or_default();
        arg == "--verbose" || !letters.starts_with('-') && letters.contains('v')
    };
    if error.kind() != ErrorKind::DisplayVersion || !args.any(is_verbose) {
        return None;
    }
    let mut text = error.to_string();
    let commit = COMMIT.filter(|commit| !commit.is_empty()).unwrap_or("none");
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    let _ = writeln!(text, "commit: {commit}");
    let features = FEATURES.into_iter().filter(|(_, is_built_in)| *is_built_in);
    let features: Vec<&str> = features.map(|(name, _)| name).collect();
    let _ = writeln!(text, "features: {}", features.join(" "));
    let _ = writeln!(text, "system: {system} {machine}");
    Some(text)
}
