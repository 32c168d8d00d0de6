//! `install.sh` and `action.yml`, with a release served on this computer.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use leads::sandbox::Reply;
use tempfile::TempDir;

use crate::harness::{Harness, Outcome};

const TARGET: &str = "x86_64-unknown-linux-musl";

/// What `uname -s` and `uname -m` print, and the release for it.
const SYSTEMS: [(&str, &str, &str); 8] = [
    ("Linux", "x86_64", TARGET),
    ("Linux", "aarch64", "aarch64-unknown-linux-musl"),
    ("Linux", "arm64", "aarch64-unknown-linux-musl"),
    ("Darwin", "x86_64", "x86_64-apple-darwin"),
    ("Darwin", "arm64", "aarch64-apple-darwin"),
    ("MINGW64_NT-10.0-26100", "x86_64", "x86_64-pc-windows-msvc"),
    ("MSYS_NT-10.0-26100", "x86_64", "x86_64-pc-windows-msvc"),
    ("CYGWIN_NT-10.0-26100", "x86_64", "x86_64-pc-windows-msvc"),
];

fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn write_program(path: &Path, script: &str) {
    fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// The path of a program, if it is installed.
fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap();
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// A release and a user who installs it.
struct Release {
    user: Harness,
    tools: TempDir,
}

impl Release {
    /// With the archive for Linux on `x86_64`, and its checksum changed by `sums`.
    fn with_sums(sums: impl Fn(&str) -> String) -> Self {
        let folder = TempDir::new().unwrap();
        let program = folder.path().join("program");
        // Packing the debug build would take seconds.
        let leads = assert_cmd::cargo::cargo_bin!("leads");
        write_program(&program, &format!("exec '{}' \"$@\"", leads.display()));
        let packed = Command::new(project(".ci/archive"))
            .args([TARGET.as_ref(), program.as_os_str()])
            .arg(folder.path())
            .output()
            .unwrap();
        let printed = String::from_utf8(packed.stdout).unwrap();
        let archive = fs::read(printed.trim()).unwrap();
        let name = format!("leads-{TARGET}.tar.gz");
        assert!(printed.trim().ends_with(&name), "{printed}");
        let sum = sha256(Path::new(printed.trim()));
        let sums = sums(&format!("{:064}  install.sh\n{sum}  {name}\n", 0));
        let user = Harness::answering(move |request| {
            let file = request.path.rsplit('/').next().unwrap();
            match file {
                "SHA256SUMS" => Reply::json(200, sums.clone()),
                file if file == name => Reply::json(200, archive.clone()),
                _ => Reply::status(404),
            }
        });
        let release = Self {
            user,
            tools: TempDir::new().unwrap(),
        };
        for tool in [
            "awk", "cat", "chmod", "cp", "gzip", "mkdir", "mktemp", "mv", "rm", "sh", "tar",
        ] {
            release.link(tool);
        }
        for tool in ["sha256sum", "shasum", "curl", "unzip"] {
            if which(tool).is_some() {
                release.link(tool);
            }
        }
        release.on("Linux", "x86_64");
        release
    }

    fn new() -> Self {
        Self::with_sums(str::to_owned)
    }

    /// Puts an installed program on the user's PATH.
    fn link(&self, tool: &str) {
        let found = which(tool).unwrap_or_else(|| panic!("{tool} is not installed"));
        symlink(found, self.tools.path().join(tool)).unwrap();
    }

    fn unlink(&self, tool: &str) {
        let _ = fs::remove_file(self.tools.path().join(tool));
    }

    /// Sets the system that `uname` reports.
    fn on(&self, system: &str, machine: &str) {
        let script = format!("case $1 in -s) echo {system} ;; -m) echo {machine} ;; esac");
        write_program(&self.tools.path().join("uname"), &script);
    }

    /// Runs the installer with additional variables.
    fn install(&self, variables: &[(&str, &str)]) -> Outcome {
        let script = project("install.sh");
        let mut command = Command::new("sh");
        command
            .arg(script)
            .env_clear()
            .env("PATH", self.tools.path())
            .env("HOME", self.user.path(""))
            .env("LEADS_RELEASES", self.user.base_url())
            .envs(variables.iter().copied())
            .current_dir(self.user.path(""));
        Outcome::new(&["install.sh"], &command.output().unwrap())
    }

    /// The paths requested since the last call.
    fn paths(&self) -> Vec<String> {
        let requests = self.user.requests();
        requests.into_iter().map(|request| request.path).collect()
    }

    /// The output of the installed program.
    fn run(&self, program: &str, args: &[&str]) -> Outcome {
        let mut command = Command::new(self.user.path(program));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.user.path(""));
        Outcome::new(args, &command.output().unwrap())
    }
}

fn sha256(path: &Path) -> String {
    let mut command = if let Some(program) = which("sha256sum") {
        Command::new(program)
    } else {
        let mut command = Command::new("shasum");
        command.args(["-a", "256"]);
        command
    };
    let printed = String::from_utf8(command.arg(path).output().unwrap().stdout).unwrap();
    printed.split(' ').next().unwrap().to_owned()
}

#[test]
fn the_latest_release_is_installed_by_curl_or_wget() {
    for downloader in ["curl", "wget"] {
        if which(downloader).is_none() {
            let note = format!("{downloader} is not installed: it is not tried\n");
            std::io::stderr().write_all(note.as_bytes()).unwrap();
            continue;
        }
        let release = Release::new();
        release.unlink("curl");
        release.link(downloader);
        let outcome = release.install(&[]);
        assert_eq!(outcome.exit(), Some(0), "{downloader}: {outcome}");
        assert_eq!(
            release.paths(),
            [
                "/latest/download/SHA256SUMS".to_owned(),
                format!("/latest/download/leads-{TARGET}.tar.gz")
            ]
        );
        let folder = release.user.path(".local/bin");
        let version = format!("leads {} ({TARGET})", env!("CARGO_PKG_VERSION"));
        assert!(
            outcome.stdout().starts_with(&format!(
                "Installed {version} to {}/leads",
                folder.display()
            )),
            "{outcome}"
        );
        assert!(outcome.stdout().contains("not on your PATH"), "{outcome}");
        let table = release.run(".local/bin/leads", &["--demo", "list", "--limit", "3"]);
        assert_eq!(table.code(0).lines().len(), 4);
        assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
    }
}

#[test]
fn a_release_and_a_folder_can_be_selected() {
    let release = Release::new();
    let bindir = release.user.path("my programs");
    let bindir = bindir.to_str().unwrap();
    release.user.write("my programs/leads", "an older one");
    for version in ["1.2.3", "v1.2.3"] {
        let outcome = release.install(&[("BINDIR", bindir), ("LEADS_VERSION", version)]);
        assert_eq!(outcome.exit(), Some(0), "{outcome}");
    }
    let paths = release.paths();
    assert!(
        paths
            .iter()
            .all(|path| path.starts_with("/download/v1.2.3/")),
        "{paths:?}"
    );
    let _ = release.run("my programs/leads", &["--version"]).code(0);
}

#[test]
fn a_folder_on_the_path_needs_no_advice() {
    let release = Release::new();
    let bindir = release.tools.path().to_str().unwrap();
    let outcome = release.install(&[("BINDIR", bindir)]);
    assert!(
        outcome.stdout().contains("\nTry: leads --demo list\n"),
        "{outcome}"
    );
}

#[test]
fn a_file_with_a_wrong_checksum_is_not_installed() {
    let wrong = |sums: &str| sums.replace("  leads", "0  leads");
    let missing = |sums: &str| sums.lines().next().unwrap().to_owned();
    for (release, message) in [
        (
            Release::with_sums(wrong),
            "does not match its SHA-256 checksum; nothing was installed\n  expected ",
        ),
        (
            Release::with_sums(missing),
            "SHA256SUMS has no checksum for leads-x86_64",
        ),
    ] {
        release.user.write(".local/bin/leads", "an older one");
        let outcome = release.install(&[]).says(message);
        assert_eq!(outcome.exit(), Some(1), "{outcome}");
        assert_eq!(release.user.read(".local/bin/leads"), "an older one");
        assert_eq!(
            fs::read_dir(release.user.path(".local/bin"))
                .unwrap()
                .count(),
            1
        );
    }
}

#[test]
fn every_system_gets_its_release_and_others_advice() {
    let release = Release::new();
    for (system, machine, target) in SYSTEMS.into_iter().skip(1) {
        release.on(system, machine);
        let suffix = if target.contains("windows") {
            "zip"
        } else {
            "tar.gz"
        };
        let url = format!("/latest/download/leads-{target}.{suffix}");
        let outcome = release.install(&[]).says(&format!(
            "error: cannot download {}{url}",
            release.user.base_url()
        ));
        assert_eq!(outcome.exit(), Some(1), "{outcome}");
        assert_eq!(release.paths().last(), Some(&url));
    }
    let before = release.paths().len();
    for (system, machine) in [
        ("FreeBSD", "amd64"),
        ("Linux", "riscv64"),
        ("Linux", "i686"),
    ] {
        release.on(system, machine);
        let outcome = release
            .install(&[])
            .says(&format!("there is no release for {system} on {machine}"))
            .says("cargo install --locked --git https://");
        assert_eq!(outcome.exit(), Some(1), "{outcome}");
    }
    assert_eq!(release.paths().len(), before, "nothing was asked for");
}

#[test]
fn missing_columns_are_reported() {
    let release = Release::new();
    release.unlink("curl");
    let outcome = release.install(&[]).says("neither curl nor wget");
    assert_eq!(outcome.exit(), Some(1), "{outcome}");
    let release = Release::new();
    let outcome = release.install(&[("HOME", "")]).says("set BINDIR");
    assert_eq!(outcome.exit(), Some(1), "{outcome}");
    release.user.write("file", "");
    let outcome = release.install(&[("BINDIR", "file/bin")]);
    let outcome = outcome.says("cannot write to file/bin; set BINDIR");
    assert_eq!(outcome.exit(), Some(1), "{outcome}");
}

#[test]
fn a_truncated_script_does_nothing() {
    let release = Release::new();
    let script = fs::read_to_string(project("install.sh")).unwrap();
    for part in [4, 2] {
        let cut = &script[..script.len() - script.len() / part];
        let outcome = Command::new("sh")
            .args(["-c", cut])
            .env("LEADS_RELEASES", release.user.base_url())
            .env("HOME", release.user.path(""))
            .output()
            .unwrap();
        assert_eq!(outcome.stdout, b"");
    }
    assert!(release.paths().is_empty());
}

#[test]
fn an_archive_has_all_files_of_a_release() {
    let folder = TempDir::new().unwrap();
    let packed = Command::new(project(".ci/archive"))
        .arg(TARGET)
        .arg(project("install.sh"))
        .arg(folder.path())
        .output()
        .unwrap();
    let archive = String::from_utf8(packed.stdout).unwrap();
    let listed = Command::new("tar")
        .args(["-tzf", archive.trim()])
        .output()
        .unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    for file in [
        "leads",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "CHANGELOG.md",
        "completions/leads.bash",
        "man/leads-list.1",
    ] {
        let path = format!("leads-{TARGET}/{file}");
        assert!(listed.lines().any(|line| line == path), "{path}: {listed}");
    }
}

/// The script of a step in action.yml.
fn step(name: &str) -> String {
    let action = fs::read_to_string(project("action.yml")).unwrap();
    let (_, step) = action.split_once(&format!("- name: {name}\n")).unwrap();
    let (_, script) = step.split_once("run: |\n").unwrap();
    let lines = script
        .lines()
        .map_while(|line| line.strip_prefix("        "));
    lines.collect::<Vec<_>>().join("\n")
}

/// bash, as GitHub runs a step.
fn bash(step: &str) -> Command {
    let mut command = Command::new(which("bash").expect("bash is installed"));
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", step]);
    command.env_clear();
    command
}

/// Runs the step that exports leads.
fn export(user: &Harness, arguments: &str) -> Outcome {
    let leads = user.command(&[]);
    fs::create_dir_all(user.path("temp/leads")).unwrap();
    let _ = symlink(leads.get_program(), user.path("temp/leads/leads"));
    let mut command = bash(&step("Export leads"));
    for (name, value) in leads.get_envs() {
        command.env(name, value.unwrap());
    }
    let output = command
        .env("RUNNER_TEMP", user.path("temp"))
        .env("GITHUB_OUTPUT", user.path("outputs"))
        .env("ARGUMENTS", arguments)
        .env("OUTPUT", "my leads.csv")
        .current_dir(user.path(""))
        .output();
    Outcome::new(&[arguments], &output.unwrap())
}

#[test]
fn the_action_installs_the_version_it_is_used_by() {
    for (version, reference, path) in [
        ("", "v1.2.3", "/download/v1.2.3/"),
        ("1.0.0", "v1.2.3", "/download/v1.0.0/"),
        ("", "main", "/latest/download/"),
        ("", "", "/latest/download/"),
    ] {
        let release = Release::new();
        let output = bash(&step("Install leads"))
            .env("PATH", release.tools.path())
            .env("LEADS_RELEASES", release.user.base_url())
            .env("GITHUB_ACTION_PATH", project(""))
            .env("RUNNER_TEMP", release.user.path("temp"))
            .env("VERSION", version)
            .env("REF", reference)
            .output();
        let outcome = Outcome::new(&[version, reference], &output.unwrap());
        assert_eq!(outcome.exit(), Some(0), "{outcome}");
        let paths = release.paths();
        assert!(
            paths.iter().all(|asked| asked.starts_with(path)),
            "{paths:?}"
        );
        let _ = release.run("temp/leads/leads", &["--version"]).code(0);
    }
}

#[test]
fn the_action_writes_a_file_and_names_it() {
    let user = Harness::of(30);
    let _ = export(&user, "list --fields 'id,email' --limit 20").code(0);
    let file = user.read("my leads.csv");
    assert!(file.starts_with("id,email\n"), "{file}");
    assert_eq!(file.lines().count(), 21);
    assert_eq!(user.read("outputs"), "file=my leads.csv\n");
}

#[test]
fn the_action_fails_as_the_program_does_and_runs_nothing_else() {
    let user = Harness::of(3);
    for (arguments, code) in [
        ("list --limit nonsense", 2),
        ("list; touch here", 2),
        ("list $(touch here)", 2),
        ("find --email nobody@example.com", 1),
    ] {
        let _ = export(&user, arguments).code(code);
        assert!(!user.path("here").exists(), "{arguments}");
        assert!(!user.path("outputs").exists(), "{arguments}");
    }
}

#[test]
fn the_action_runs_nothing_when_a_quote_is_not_closed() {
    let user = Harness::of(3);
    let outcome = export(&user, "list '--until 2026-01-31");
    assert_eq!(outcome.exit(), Some(2), "{outcome}");
    assert!(outcome.stdout().contains("::error::"), "{outcome}");
    assert_eq!(user.requests().len(), 0);
    assert!(!user.path("my leads.csv").exists());
}
