//! What the documents of the project say about its files.

use std::path::Path;
use std::process::Command;

fn document(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn every_dependency_has_its_reason() {
    let metadata = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let contributing = document("CONTRIBUTING.md");
    let (_, table) = contributing.split_once("## Dependencies").unwrap();
    let reasons: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split('|').next())
        .flat_map(|names| names.split(','))
        .map(str::trim)
        .collect();
    let dependencies = metadata["packages"][0]["dependencies"].as_array().unwrap();
    assert!(dependencies.len() > 20);
    for dependency in dependencies {
        let name = dependency["name"].as_str().unwrap();
        assert!(
            reasons.contains(&name),
            "{name} has no line in CONTRIBUTING.md"
        );
    }
}

#[test]
fn the_files_that_documents_name_are_there() {
    for name in ["CONTRIBUTING.md", "README.md", "SECURITY.md"] {
        let text = document(name);
        // Every second part is between backticks.
        let code = text.split('`').skip(1).step_by(2);
        let here = [
            "src/",
            "tests/",
            "fuzz/",
            "benches/",
            "completions/",
            "man/",
        ];
        for path in code.filter(|code| here.iter().any(|folder| code.starts_with(folder))) {
            let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
            assert!(whole.exists(), "{name} names {path}");
        }
    }
}
