//! `-o FILE`: written completely or not at all.

use std::fs;

use leads::sandbox::Reply;

use crate::answers;
use crate::harness::Harness;

#[test]
fn a_file_is_written_and_standard_output_stays_empty() {
    let harness = Harness::of(100);
    let message = harness.run("list -o leads.csv").code(0).prints("");
    assert_eq!(
        message
            .says("leads.csv: 100 leads, ")
            .stderr()
            .lines()
            .count(),
        1
    );
    assert_eq!(harness.read("leads.csv").lines().count(), 101);
    assert_eq!(harness.files(), ["leads.csv"]);
    let printed = harness.run("list -f csv").code(0);
    assert_eq!(harness.read("leads.csv"), printed.stdout());
}

#[test]
fn an_old_file_is_replaced_by_a_shorter_one() {
    let harness = Harness::of(1);
    harness.write("leads.json", &"x".repeat(100_000));
    harness.run("list -o leads.json").code(0);
    let text = harness.read("leads.json");
    assert!(text.starts_with("[\n{") && text.ends_with("}\n]\n"));
}

#[test]
fn every_failure_leaves_the_old_file_and_no_temporary_file() {
    for (reply, code) in [
        (answers::error(401, "unauthorized", "no"), 3),
        (Reply::status(500), 4),
        (Reply::json(200, "{}"), 5),
        (Reply::status(429), 6),
    ] {
        let harness = Harness::answering(move |_| reply.clone());
        harness.write("leads.csv", "old");
        harness.run("list -o leads.csv --retries 0").code(code);
        harness
            .run("find --id a -o leads.csv --retries 0")
            .code(code);
        harness.run("list -o new.csv --retries 0").code(code);
        assert_eq!(harness.read("leads.csv"), "old");
        assert_eq!(harness.files(), ["leads.csv"]);
    }
}

#[test]
fn an_unwritable_path_is_exit_7_before_any_request() {
    let harness = Harness::of(5);
    fs::create_dir(harness.path("folder.csv")).unwrap();
    fs::create_dir(harness.path("folder")).unwrap();
    for path in [
        "folder.csv",
        "folder",
        "missing/leads.csv",
        "folder/",
        "folder.csv/leads.csv/x.csv",
    ] {
        let outcome = harness.run(["list", "-o", path]).code(7).prints("");
        assert!(
            outcome.stderr().contains(path.trim_end_matches('/')),
            "{outcome}"
        );
    }
    harness.write("file", "");
    harness.run("list -o file/leads.csv").code(7);
    harness.run("list --count -o missing/count.txt").code(7);
    harness.run("find --id a -o missing/a.csv").code(7);
    assert_eq!(harness.requests().len(), 0);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn mode(harness: &Harness, name: &str) -> u32 {
        fs::metadata(harness.path(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    }

    #[test]
    fn the_mode_of_an_old_file_is_kept() {
        let harness = Harness::of(2);
        for bits in [0o600, 0o640, 0o664] {
            harness.write("leads.csv", "old");
            fs::set_permissions(harness.path("leads.csv"), fs::Permissions::from_mode(bits))
                .unwrap();
            harness.run("list -o leads.csv").code(0);
            assert_eq!(mode(&harness, "leads.csv"), bits);
        }
    }

    #[test]
    fn a_new_file_is_like_any_other_new_file() {
        let harness = Harness::of(2);
        harness.write("other", "");
        harness.run("list -o leads.csv").code(0);
        assert_eq!(mode(&harness, "leads.csv"), mode(&harness, "other"));
    }

    #[test]
    fn a_link_stays_a_link_and_its_file_is_written() {
        let harness = Harness::of(2);
        fs::create_dir(harness.path("folder")).unwrap();
        harness.write("folder/real.csv", "old");
        symlink("folder/real.csv", harness.path("link.csv")).unwrap();
        symlink("link.csv", harness.path("second.csv")).unwrap();
        harness.run("list -o second.csv").code(0);
        assert!(harness.path("link.csv").is_symlink() && harness.path("second.csv").is_symlink());
        assert_eq!(harness.read("folder/real.csv").lines().count(), 3);
    }

    #[test]
    fn a_dangling_link_creates_its_target() {
        let harness = Harness::of(2);
        symlink("real.csv", harness.path("link.csv")).unwrap();
        harness.run("list -o link.csv").code(0);
        assert_eq!(harness.read("real.csv").lines().count(), 3);
    }

    #[test]
    fn cyclic_links_are_exit_7() {
        let harness = Harness::of(2);
        symlink("b.csv", harness.path("a.csv")).unwrap();
        symlink("a.csv", harness.path("b.csv")).unwrap();
        harness.run("list -o a.csv").code(7).says("a.csv");
    }

    #[test]
    fn dev_stdout_is_standard_output() {
        let harness = Harness::of(2);
        harness.run("list -o /dev/null -f json").code(0).prints("");
        let outcome = harness.run("list -o /dev/stdout -f csv").code(0).silent();
        assert_eq!(outcome.lines().len(), 3);
    }

    #[test]
    fn a_pipe_is_written_into_and_stays_a_pipe() {
        use std::os::unix::fs::FileTypeExt as _;
        let harness = Harness::of(130);
        let pipe = harness.path("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).unwrap()
        });
        harness.run("list -o pipe -f jsonl").code(0).prints("");
        assert_eq!(reader.join().unwrap().lines().count(), 130);
        assert!(fs::metadata(pipe).unwrap().file_type().is_fifo());
        assert_eq!(harness.files(), ["pipe"]);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_disk_is_exit_7_in_every_format() {
        let harness = Harness::of(300);
        for format in crate::harness::formats() {
            for command in [
                "list",
                "list --sort updated_at",
                "list --fields custom_attributes.*",
                "find --scan --id none",
            ] {
                if command.starts_with("find") && ["jsonl", "table"].contains(&format) {
                    continue;
                }
                let full = fs::OpenOptions::new()
                    .write(true)
                    .open("/dev/full")
                    .unwrap();
                let command = format!("{command} -f {format}");
                harness
                    .run_into(command.as_str(), full)
                    .code(7)
                    .says("No space left");
            }
        }
        let full = || {
            fs::OpenOptions::new()
                .write(true)
                .open("/dev/full")
                .unwrap()
        };
        harness.run_into("list --count", full()).code(7);
        harness.run_into("completions bash", full()).code(7);
        harness.run("list -f csv -o /dev/full").code(7);
    }
}

#[cfg(windows)]
#[test]
fn the_device_nul_accepts_output() {
    let harness = Harness::of(2);
    harness.run("list -o NUL -f csv").code(0).prints("");
    assert_eq!(harness.files(), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_missing_folder_for_temporary_files_is_reported_with_its_variable() {
    let harness = Harness::of(200).env("TMPDIR", "/no/such/folder");
    for command in [
        "list --sort last_seen_at",
        "list --fields custom_attributes.*",
    ] {
        harness
            .run(command)
            .code(7)
            .prints("")
            .says("error: temporary file: ")
            .says("TMPDIR sets the folder for temporary files");
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_names_the_file_and_keeps_the_old_one() {
    let harness = Harness::of(345);
    for ignored in [r#"trap "" XFSZ; "#, ""] {
        harness.write("all.csv", "old\n");
        let script = format!(r#"{ignored}ulimit -f 8; exec "$0" "$@""#);
        let mut run = harness.in_shell(&["list", "-o", "all.csv"], &script);
        let output = run.output().unwrap();
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(7), "{message}");
        assert!(
            message.starts_with("error: cannot write all.csv: "),
            "{message}"
        );
        assert!(!message.contains(".tmp"), "{message}");
        assert_eq!(harness.read("all.csv"), "old\n");
        assert_eq!(harness.files(), ["all.csv"]);
    }
    let script = r#"ulimit -f 8; exec "$0" "$@" >out.csv"#;
    let output = harness.in_shell(&["list", "-f", "csv"], script).output();
    let output = output.unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(7), "{message}");
    assert!(
        message.starts_with("error: cannot write the output: "),
        "{message}"
    );
}

/// Standard error is a file too, and is written to first.
#[cfg(unix)]
#[test]
fn a_full_standard_error_keeps_the_exit_code() {
    let harness = Harness::of(3);
    for (args, code) in [
        (&["--demo", "list"][..], 7),
        (&["--demo", "list", "-o", "leads.csv"], 7),
        (&["list", "-vv"], 7),
        (&["list", "--nonsense"], 2),
    ] {
        let script = r#"ulimit -f 0; exec "$0" "$@" >out 2>err"#;
        let status = harness.in_shell(args, script).status().unwrap();
        assert_eq!(status.code(), Some(code), "{args:?}");
    }
}
