//! Files that a command line names twice: a file that is written must not be the
//! export, or a file that the run reads.

use crate::harness::Harness;

/// Runs leads, which must fail before any request and leave the files unchanged.
#[track_caller]
fn assert_refused(harness: &Harness, args: &str, part: &str) {
    let files = harness.files();
    harness
        .run(args)
        .code(2)
        .prints("")
        .says("are the same file")
        .says(part);
    assert_eq!(harness.requests().len(), 0, "{args}");
    assert_eq!(harness.files(), files, "{args}");
}

#[test]
fn a_report_does_not_replace_the_export() {
    let harness = Harness::of(3);
    std::fs::create_dir(harness.path("sub")).unwrap();
    let absolute = harness.path("x.json").display().to_string();
    for other in ["x.json", "./x.json", "sub/../x.json", &absolute] {
        for exists in [false, true] {
            if exists {
                harness.write("x.json", "old");
            }
            for args in [
                format!("list -o x.json --report {other}"),
                format!("list --count -o {other} --report x.json"),
                format!("find --id 1 -o {other} --report x.json"),
            ] {
                assert_refused(&harness, args.as_str(), "-o and --report");
            }
            let _ = std::fs::remove_file(harness.path("x.json"));
        }
    }
    // A device has no content to lose.
    #[cfg(unix)]
    harness
        .run("list -q -o /dev/null --report /dev/null")
        .code(0);
}

#[test]
fn nothing_replaces_a_file_that_the_run_reads() {
    let harness = Harness::of(3).env("LEADS_CONFIG", "config.toml");
    harness.write("columns", "id\n");
    harness.write("program", ".[].id");
    harness.write("config.toml", "format = 'json'\n");
    for (args, part) in [
        (
            "list --columns columns --report columns",
            "--report and --columns",
        ),
        (
            "list --columns columns -f csv -o ./columns",
            "-o and --columns",
        ),
        (
            "find --id 1 --columns columns --report columns",
            "--report and --columns",
        ),
        (
            "list --jq-file program -f json -o program",
            "-o and --jq-file",
        ),
        (
            "fields --jq-file program -f json -o program",
            "-o and --jq-file",
        ),
        ("list --report config.toml", "the config file and --report"),
    ] {
        assert_refused(&harness, args, part);
    }
    let harness = harness.env("SSL_CERT_FILE", "roots.pem");
    harness.write("roots.pem", "");
    assert_refused(&harness, "list --report roots.pem", "SSL_CERT_FILE");
}

#[test]
#[cfg(unix)]
fn different_names_of_one_file_are_the_same() {
    use std::os::unix::fs::symlink;

    let harness = Harness::of(3);
    std::fs::create_dir(harness.path("sub")).unwrap();
    symlink("sub", harness.path("folder")).unwrap();
    // Neither file exists yet.
    assert_refused(
        &harness,
        "list -o sub/x.json --report folder/x.json",
        "-o and --report",
    );
    symlink("sub/x.json", harness.path("link")).unwrap();
    assert_refused(
        &harness,
        "list -f csv -o link --report folder/x.json",
        "-o and --report",
    );
    harness.write("sub/x.json", "old");
    assert_refused(
        &harness,
        "list -f csv -o link --report folder/x.json",
        "-o and --report",
    );
    assert_eq!(harness.read("sub/x.json"), "old");
}

#[test]
#[cfg(target_os = "linux")]
fn standard_input_and_output_are_files_too() {
    let harness = Harness::of(3);
    harness.write("in.txt", "a@x.io\n");
    for (script, part) in [
        (
            r#""$0" list --report out.csv > out.csv"#,
            "standard output and --report",
        ),
        (
            r#""$0" find --email - --report in.txt < in.txt"#,
            "--report and standard input",
        ),
        (
            r#""$0" find --email - -f csv -o in.txt < in.txt"#,
            "-o and standard input",
        ),
    ] {
        let output = harness.in_shell(&[], script).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{script}: {message}");
        assert!(message.contains(part), "{script}: {message}");
    }
    assert_eq!(harness.read("in.txt"), "a@x.io\n");
    assert_eq!(harness.requests().len(), 0);
    // In a log, both may be written to the same pipe.
    let script = r#""$0" list --count --report /dev/stderr 2>&1 | cat"#;
    let output = harness.in_shell(&[], script).output().unwrap();
    let log = String::from_utf8(output.stdout).unwrap();
    assert!(log.starts_with("3\n{\n"), "{log}");
}
