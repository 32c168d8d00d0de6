//! Descriptors that are open when the program starts, which `-o` can name, and closed
//! ones.

use std::os::unix::fs::symlink;

use crate::harness::{Harness, Outcome};

/// Runs the program with `script` in a shell.
fn shell(harness: &Harness, args: &[&str], script: &str) -> Outcome {
    let output = harness.in_shell(args, script).output().unwrap();
    Outcome::new(args, &output)
}

#[test]
fn open_descriptors_are_written_to() {
    let harness = Harness::of(2);
    let rows = harness.run("list -f csv").code(0).stdout().to_owned();
    let args = |path| ["list", "-f", "csv", "-o", path];
    for path in ["/dev/fd/3", "/dev/fd/1", "/dev/stdout", "link"] {
        if path == "link" {
            symlink("/dev/fd/3", harness.path("link")).unwrap();
        }
        harness.write("log", "before\n");
        let script = r#"exec 3>>log 1>&3; "$0" "$@" && echo after >&3"#;
        shell(&harness, &args(path), script).code(0).silent();
        assert_eq!(
            harness.read("log"),
            format!("before\n{rows}after\n"),
            "{path}"
        );
    }
    harness.write("log", "1234567890");
    let script = r#"{ printf ab; "$0" "$@" && printf z; } 3<>log >&3"#;
    shell(&harness, &args("/dev/fd/3"), script).code(0).silent();
    assert_eq!(harness.read("log"), format!("ab{rows}z"));

    let outcome = harness.run(args("/dev/stderr")).code(0).prints("");
    assert_eq!(outcome.stderr(), rows);
    let piped = r#""$0" "$@" 3>&1 >/dev/null | cat"#;
    shell(&harness, &args("/dev/fd/3"), piped)
        .code(0)
        .prints(&rows);
}

#[test]
fn an_output_not_open_for_writing_is_reported_before_any_request() {
    let harness = Harness::of(2);
    harness.write("log", "old");
    for (path, script) in [
        ("/dev/fd/9", r#"exec "$0" "$@""#),
        ("/dev/fd/3", r#"exec "$0" "$@" 3<log"#),
        ("/proc/self/fd/3", r#"exec "$0" "$@" 3<log"#),
    ] {
        if path.starts_with("/proc") && !cfg!(target_os = "linux") {
            continue;
        }
        shell(&harness, &["list", "-f", "csv", "-o", path], script)
            .code(7)
            .says(&format!("cannot write {path}: "));
    }
    let script = r#"exec "$0" "$@" 1<log"#;
    shell(&harness, &["list", "-f", "csv"], script)
        .code(7)
        .says("cannot write standard output: not open for writing");
    assert_eq!(harness.read("log"), "old");
    assert_eq!(harness.requests().len(), 0);
}

#[test]
fn a_closed_standard_output_is_exit_7() {
    let harness = Harness::of(2);
    for args in [
        &["list"][..],
        &["list", "-f", "json", "--jq", "length"],
        &["list", "--count"],
        &["list", "-o", "-"],
        &["list", "-o", "/dev/stdout"],
        &["find", "--id", "a"],
        &["fields"],
        &["auth", "status"],
        &["config", "path"],
        &["completions", "bash"],
        &["sandbox", "--leads", "1"],
        &["--help"],
        &["list", "--help"],
        &["--version"],
    ] {
        shell(&harness, args, r#"exec "$0" "$@" >&-"#)
            .code(7)
            .says("cannot write standard output: it is closed");
    }
    for (path, script) in [
        ("/dev/stderr", r#"exec "$0" "$@" 2>&-"#),
        ("/dev/fd/0", r#"exec "$0" "$@" <&-"#),
    ] {
        let args = ["list", "-f", "csv", "-o", path];
        let output = harness.in_shell(&args, script).output().unwrap();
        assert_eq!(output.status.code(), Some(7), "{path}");
    }
    assert_eq!(harness.requests().len(), 0);
}

#[test]
fn unused_descriptors_can_be_closed() {
    let harness = Harness::of(2);
    let rows = harness.run("list -f csv").code(0).stdout().to_owned();
    let args = ["list", "-q", "-o", "leads.csv"];
    for closed in [">&-", "<&-", "2>&-", "<&- >&- 2>&-"] {
        let script = format!(r#"exec "$0" "$@" {closed}"#);
        shell(&harness, &args, &script).code(0).prints("").silent();
        assert_eq!(harness.read("leads.csv"), rows, "{closed}");
    }
    for closed in ["<&-", "2>&-"] {
        let script = format!(r#"exec "$0" "$@" {closed}"#);
        shell(&harness, &["list", "-f", "csv"], &script)
            .code(0)
            .prints(&rows);
    }
    // Output without a reader is not an error.
    for open in [">/dev/null", "<>/dev/null >&0", "1<>/dev/null"] {
        let script = format!(r#"exec "$0" "$@" {open}"#);
        shell(&harness, &["list", "-f", "csv"], &script)
            .code(0)
            .prints("")
            .silent();
    }
    let mut run = harness.command(&["list"]);
    assert!(
        run.stdout(std::process::Stdio::null())
            .status()
            .unwrap()
            .success()
    );
}
