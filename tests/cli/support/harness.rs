//! The harness: a user with a home folder and an environment, a server in this process,
//! and the outcome of a run.

use std::fmt::Display;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use leads::output::Format;
use leads::sandbox::{Generation, Intercom, Reply, Request, Server, Settings};
use tempfile::TempDir;

use super::{answers, v2};

/// The token of every run. No run may print it.
pub(crate) const TOKEN: &str = "dG9rOmhhcm5lc3Mtc2VjcmV0OjE=";

type Handler = dyn Fn(&Request, &Intercom) -> Reply + Send + Sync;

/// A practice workspace and a user of it.
pub(crate) struct Harness {
    home: TempDir,
    api: Arc<Intercom>,
    server: Server,
    log: Arc<Mutex<Vec<Request>>>,
    environment: Vec<(String, String)>,
}

impl Harness {
    /// A workspace with this number of leads, which do not change.
    pub(crate) fn of(leads: u32) -> Self {
        Self::with(settings(leads), |request, api| api.reply(request))
    }

    /// A workspace whose responses `handler` can change.
    pub(crate) fn with(
        settings: Settings,
        handler: impl Fn(&Request, &Intercom) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::start(settings, Arc::new(handler))
    }

    /// A workspace that serves one API generation, with a user who selects its version.
    pub(crate) fn pinned(api: Generation, leads: u32) -> Self {
        let harness = Self::with(only(api, leads), |request, api| api.reply(request));
        harness.of_version(api)
    }

    /// The same user, who selects a version of this generation.
    pub(crate) fn of_version(self, api: Generation) -> Self {
        let version = match api {
            Generation::V2 => "2.16",
            Generation::V1 | Generation::Both => "1.4",
        };
        self.env("LEADS_API_VERSION", version)
    }

    /// A server that lists exactly the leads with these ids and creation times, in the
    /// format of one API generation.
    pub(crate) fn listing<const N: usize>(api: Generation, leads: [(&str, i64); N]) -> Self {
        let harness = if api == Generation::V2 {
            let leads = leads.map(|(id, created_at)| v2::lead(id, created_at));
            Self::answering(move |request| v2::page(request, &leads))
        } else {
            let leads = leads.map(|(id, created_at)| answers::lead(id, created_at));
            Self::answering(move |request| answers::list(request, &leads))
        };
        harness.of_version(api)
    }

    /// A server whose responses all come from `handler`.
    pub(crate) fn answering(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::with(settings(0), move |request, _| handler(request))
    }

    fn start(settings: Settings, handler: Arc<Handler>) -> Self {
        let api = Arc::new(Intercom::new(settings));
        let log = Arc::new(Mutex::new(Vec::new()));
        let server = Server::start(0, {
            let (api, log) = (Arc::clone(&api), Arc::clone(&log));
            move |request| {
                log.lock().unwrap().push(request.clone());
                handler(request, &api)
            }
        });
        let server = server.unwrap();
        let environment = [
            ("INTERCOM_ACCESS_TOKEN", TOKEN.to_owned()),
            ("INTERCOM_API_BASE_URL", server.base_url()),
        ];
        Self {
            home: TempDir::new().unwrap(),
            api,
            server,
            log,
            environment: environment.map(|(name, value)| (name.into(), value)).into(),
        }
    }

    /// The same user with an additional environment variable.
    pub(crate) fn env(mut self, name: &str, value: impl Display) -> Self {
        self = self.without(name);
        self.environment.push((name.into(), value.to_string()));
        self
    }

    /// The same user without an environment variable.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn api(&self) -> &Intercom {
        &self.api
    }

    pub(crate) fn base_url(&self) -> String {
        self.server.base_url()
    }

    /// A path in the user's home, where the program also runs.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file in the user's home folder, and creates its folder. Only the user
    /// can write to them, whatever the umask.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        let folder = path.parent().unwrap();
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        for (path, mode) in [(folder, 0o755), (&path, 0o644)] {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
    }

    /// The text of a file in the user's home.
    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names of the files in the user's home, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.home.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    /// The requests that the server received, in order.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.log.lock().unwrap().clone()
    }

    /// The program with `args`, ready to start.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("leads"));
        command.env_clear();
        // Windows needs the first to open a socket, and TMP for temporary files.
        for kept in ["SystemRoot", "PATH", "TMP"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        command
            .env("HOME", self.home.path())
            .env("XDG_CONFIG_HOME", self.home.path().join(".config"))
            .env("APPDATA", self.home.path().join(".config"))
            .envs(self.environment.iter().cloned())
            .current_dir(self.home.path())
            .args(args);
        command
    }

    /// The program with `args` as `"$0" "$@"` of a shell's `script`, ready to start.
    #[cfg(unix)]
    pub(crate) fn in_shell(&self, args: &[&str], script: &str) -> Command {
        let leads = self.command(args);
        let mut shell = Command::new("sh");
        shell
            .args(["-c", script])
            .arg(leads.get_program())
            .args(leads.get_args())
            .env_clear()
            .current_dir(self.home.path());
        for (name, value) in leads.get_envs() {
            shell.env(name, value.unwrap_or_default());
        }
        shell
    }

    /// Runs the program with `args`, given as words separated by spaces or one by one.
    #[must_use]
    #[track_caller]
    pub(crate) fn run(&self, args: impl Words) -> Outcome {
        self.run_with_input(args, "")
    }

    /// Runs the program with `input` on its standard input.
    #[must_use]
    #[track_caller]
    pub(crate) fn run_with_input(&self, args: impl Words, input: impl AsRef<[u8]>) -> Outcome {
        let words = args.words();
        let mut command = assert_cmd::Command::from_std(self.command(&words));
        let output = command.write_stdin(input.as_ref()).output().unwrap();
        Outcome::new(&words, &output)
    }

    /// Runs the program with its standard output going to `stdout`.
    #[must_use]
    #[track_caller]
    #[cfg_attr(not(target_os = "linux"), allow(dead_code))]
    pub(crate) fn run_into(&self, args: impl Words, stdout: impl Into<Stdio>) -> Outcome {
        let words = args.words();
        let child = self
            .command(&words)
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn();
        Outcome::new(&words, &child.unwrap().wait_with_output().unwrap())
    }
}

/// Settings of a workspace with this number of leads.
pub(crate) fn settings(leads: u32) -> Settings {
    Settings {
        leads,
        ..Settings::default()
    }
}

/// Settings of a workspace that serves one API generation.
pub(crate) fn only(api: Generation, leads: u32) -> Settings {
    Settings {
        api,
        ..settings(leads)
    }
}

/// Runs a test for each API generation.
pub(crate) fn in_each_generation(test: impl Fn(Generation)) {
    for api in [Generation::V1, Generation::V2] {
        // Shown if the test fails.
        #[allow(clippy::print_stderr)]
        {
            eprintln!("API {api:?}");
        }
        test(api);
    }
}

/// The names of all text formats.
pub(crate) fn formats() -> Vec<&'static str> {
    let text = Format::ALL.into_iter().filter(|one| *one != Format::Xlsx);
    text.map(Format::name).collect()
}

/// The words of a command line.
pub(crate) trait Words: Copy {
    fn words(&self) -> Vec<&str>;
}

impl Words for &str {
    fn words(&self) -> Vec<&str> {
        self.split_whitespace().collect()
    }
}

impl<const N: usize> Words for [&str; N] {
    fn words(&self) -> Vec<&str> {
        self.to_vec()
    }
}

impl Words for &[&str] {
    fn words(&self) -> Vec<&str> {
        self.to_vec()
    }
}

/// The output of a run, and its exit code.
pub(crate) struct Outcome {
    command: String,
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Outcome {
    /// The outcome of a run. Fails if the token was printed.
    #[track_caller]
    pub(crate) fn new(args: &[&str], output: &std::process::Output) -> Self {
        let outcome = Self {
            command: format!("leads {}", args.join(" ")),
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        let shown = format!("{}{}", outcome.stdout, outcome.stderr);
        // The token without padding would be valid too.
        let token = TOKEN.trim_end_matches('=');
        assert!(!shown.contains(token), "the token is shown: {outcome}");
        outcome
    }

    /// Asserts the exit code, and that there is a message `error:` exactly if it is the
    /// code of an error.
    #[track_caller]
    pub(crate) fn code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        let error = self.stderr.lines().any(|line| line.starts_with("error:"));
        assert_eq!(error, code > 1, "an error line: {self}");
        assert!(!self.stderr.contains("panicked"), "{self}");
        self
    }

    /// Asserts that standard error contains `part`.
    #[track_caller]
    pub(crate) fn says(self, part: &str) -> Self {
        assert!(self.stderr.contains(part), "no {part:?}: {self}");
        self
    }

    /// Asserts that standard error does not contain `part`.
    #[track_caller]
    pub(crate) fn never_says(self, part: &str) -> Self {
        assert!(!self.stderr.contains(part), "{part:?}: {self}");
        self
    }

    /// Asserts that standard error is empty.
    #[track_caller]
    pub(crate) fn silent(self) -> Self {
        assert_eq!(self.stderr, "", "{self}");
        self
    }

    /// Asserts standard output, byte for byte.
    #[track_caller]
    pub(crate) fn prints(self, expected: &str) -> Self {
        assert_eq!(self.stdout, expected, "{self}");
        self
    }

    /// The exit code, for tests that accept several.
    pub(crate) fn exit(&self) -> Option<i32> {
        self.code
    }

    pub(crate) fn stdout(&self) -> &str {
        &self.stdout
    }

    pub(crate) fn stderr(&self) -> &str {
        &self.stderr
    }

    /// The lines of the output.
    pub(crate) fn lines(&self) -> Vec<&str> {
        self.stdout.lines().collect()
    }
}

impl Display for Outcome {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown: String = self.stdout.chars().take(2000).collect();
        write!(
            out,
            "$ {}\nexit {:?}\n--- stdout\n{shown}\n--- stderr\n{}",
            self.command, self.code, self.stderr
        )
    }
}
