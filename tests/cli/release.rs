//! Values of a release that are in several files are the same in all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn package() -> Value {
    let printed = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&printed).unwrap();
    metadata["packages"][0].clone()
}

fn cargo(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(args)
        .arg("--offline")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The words of a file that are Rust targets.
fn targets(name: &str) -> BTreeSet<String> {
    let text = read(name);
    let words =
        text.split(|letter: char| !letter.is_ascii_alphanumeric() && !"-_".contains(letter));
    words
        .filter(|word| word.starts_with("x86_64-") || word.starts_with("aarch64-"))
        .filter(|word| word.matches('-').count() >= 2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_built_targets_are_those_of_the_installer() {
    let built = targets(".github/workflows/release.yml");
    assert_eq!(built.len(), 5, "{built:?}");
    assert_eq!(built, targets("install.sh"), "install.sh");
    let binstall = &package()["metadata"]["binstall"];
    for target in &built {
        // The name is the same as in .ci/archive.
        let zip = target.contains("-windows-");
        let format = &binstall["overrides"][target]["pkg-fmt"];
        let format = format.as_str().or(binstall["pkg-fmt"].as_str());
        assert_eq!(format, Some(if zip { "zip" } else { "tgz" }), "{target}");
        let fill = |template: &Value| {
            template
                .as_str()
                .unwrap()
                .replace("{ target }", target)
                .replace("{ version }", "1.2.3")
                .replace("{ archive-suffix }", if zip { ".zip" } else { ".tar.gz" })
                .replace(
                    "{ bin }{ binary-ext }",
                    if zip { "leads.exe" } else { "leads" },
                )
        };
        let suffix = if zip { "zip" } else { "tar.gz" };
        assert_eq!(
            fill(&binstall["pkg-url"]),
            format!("{{ repo }}/releases/download/v1.2.3/leads-{target}.{suffix}")
        );
        let program = if zip { "leads.exe" } else { "leads" };
        assert_eq!(
            fill(&binstall["bin-dir"]),
            format!("leads-{target}/{program}")
        );
    }
}

#[test]
fn the_repository_has_one_address() {
    let package = package();
    let address = package["repository"].as_str().unwrap();
    let path = address.strip_prefix("https://github.com/").unwrap();
    let owner = path.strip_suffix("/leads").unwrap();
    for name in [
        "README.md",
        "RELEASE-CHECKLIST.md",
        "docs/ci.md",
        "install.sh",
    ] {
        let text = read(name);
        let mut named = 0;
        for before in ["github.com/", "ghcr.io/", "uses: ", "--repo "] {
            for found in text.split(before).skip(1) {
                let Some((found, rest)) = found.split_once('/') else {
                    continue;
                };
                if rest.starts_with("leads") {
                    named += 1;
                    assert!(found.eq_ignore_ascii_case(owner), "{name}: {found}/leads");
                }
            }
        }
        assert!(named > 0, "{name} names the repository");
    }
}

#[test]
fn the_minimum_rust_version_is_the_same_everywhere() {
    let package = package();
    let version = package["rust_version"].as_str().unwrap();
    let promise = format!("Rust {version} or later");
    assert!(read("README.md").contains(&promise), "{promise}");
    for name in ["CONTRIBUTING.md", ".github/workflows/ci.yml", "clippy.toml"] {
        assert!(!read(name).contains(version), "{name} repeats {version}");
    }
}

#[test]
fn programs_are_installed_with_the_versions_that_were_tested() {
    for name in [
        "CONTRIBUTING.md",
        "README.md",
        "RELEASE-CHECKLIST.md",
        "docs/ci.md",
        "install.sh",
        ".github/workflows/ci.yml",
        ".github/workflows/release.yml",
    ] {
        let text = read(name).replace("cargo +stable", "cargo");
        for (at, command) in text.match_indices("cargo install") {
            let rest = &text[at + command.len()..];
            assert!(
                rest.starts_with(" --locked"),
                "{name}: {command}{}",
                &rest[..20]
            );
        }
    }
}

#[test]
fn the_changelog_begins_with_this_version() {
    let changelog = read("CHANGELOG.md");
    let headings: Vec<(&str, &str)> = changelog
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .map(|line| line.split_once(" (").expect("a version and its date"))
        .collect();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(headings[0].0, version);
    let number = |version: &str| -> Vec<u32> {
        version
            .split('.')
            .map(|part| part.parse().unwrap())
            .collect()
    };
    assert!(
        headings.is_sorted_by(|newer, older| number(newer.0) > number(older.0)),
        "newest first: {headings:?}"
    );
    for (version, date) in &headings[1..] {
        let date = date.strip_suffix(')').unwrap();
        assert_eq!(date.len(), "2026-01-31".len(), "{version} has no date");
    }
}

#[test]
fn actions_are_pinned_to_one_commit_each() {
    let mut pins = BTreeMap::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.display();
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines() {
            let Some((_, used)) = line.split_once("uses: ") else {
                continue;
            };
            let (action, pin) = used.split_once('@').unwrap();
            let (hash, version) = pin.split_once(" # v").expect("a version behind the hash");
            let hex = |letter: u8| letter.is_ascii_digit() || (b'a'..=b'f').contains(&letter);
            assert!(hash.len() == 40 && hash.bytes().all(hex), "{name}: {used}");
            let known = pins.entry(action.to_owned()).or_insert(pin.to_owned());
            assert_eq!(known, pin, "{name}: {action}");
            assert!(version.split('.').count() == 3, "{name}: {used}");
        }
        let (_, first) = text.split_once("\npermissions:\n").unwrap();
        assert!(first.starts_with("  contents: read\n\n"), "{name}");
    }
    assert!(pins.len() > 5, "{pins:?}");
}

#[test]
fn the_crate_has_what_builds_it_and_nothing_else() {
    let listed = cargo(&["package", "--list", "--allow-dirty", "--locked"]);
    let listed: Vec<String> = listed.lines().map(|line| line.replace('\\', "/")).collect();
    for file in [
        "src/main.rs",
        "man/leads.1",
        "completions/_leads",
        "LICENSE-MIT",
    ] {
        assert!(listed.iter().any(|listed| listed == file), "{file}");
    }
    let made_by_cargo = ["Cargo.toml.orig", ".cargo_vcs_info.json"];
    let top = [
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
    ];
    for file in &listed {
        let known = ["src/", "man/", "completions/"]
            .iter()
            .any(|folder| file.starts_with(folder))
            || top.contains(&file.as_str())
            || made_by_cargo.contains(&file.as_str());
        assert!(known, "{file} is in the crate");
    }
}
