//! The checked-in completions and man pages match the command line.
//! `SNAPSHOTS=overwrite cargo test generated` writes them again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap_complete::Shell;
use snapbox::{Data, assert_data_eq};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Compares all files of a folder with the expected ones, byte for byte.
fn assert_folder(name: &str, expected: BTreeMap<String, String>) {
    let folder = folder(name);
    let found: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|file| !expected.contains_key(file))
        .collect();
    assert!(
        found.is_empty(),
        "{name}/ holds files that nothing generates: {found:?}"
    );
    for (file, text) in expected {
        assert_data_eq!(text, Data::read_from(&folder.join(file), None).raw());
    }
}

#[test]
fn completions_are_those_of_the_command_line() {
    let mut scripts = BTreeMap::new();
    for (shell, file) in [
        (Shell::Bash, "leads.bash"),
        (Shell::Zsh, "_leads"),
        (Shell::Fish, "leads.fish"),
        (Shell::Elvish, "leads.elv"),
        (Shell::PowerShell, "_leads.ps1"),
    ] {
        scripts.insert(file.to_owned(), leads::cli::script(shell));
    }
    assert_folder("completions", scripts);
}

#[test]
fn man_pages_are_those_of_the_command_line() {
    assert_folder("man", leads::cli::man_pages().unwrap());
}
