//! Runs the program against a workspace.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tempfile::TempDir;

use super::events::Event;
use super::http::Server;
use super::lead::Lead;
use super::random::Random;
use super::settings::Settings;
use super::traffic::Traffic;
use super::verdict::{Ended, Verdict};
use super::workspace::Workspace;

const FILE: &str = "leads.jsonl";
/// The content of a file before a run that replaces it.
pub(super) const OLD: &str = "old\n";
/// A run that takes longer never ends.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A workspace, its events, and a command.
pub(crate) struct Setup {
    pub(crate) settings: Settings,
    pub(crate) leads: Vec<Lead>,
    pub(crate) events: Vec<Event>,
    /// The command line, without format and output.
    pub(crate) args: Vec<String>,
    /// The leads that the command selects.
    pub(crate) wanted: fn(&Lead) -> bool,
    pub(crate) ending: Ending,
    pub(crate) limits: Limits,
}

/// The allowed ends of a run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Exit 0: everything can be read.
    Whole,
    /// Exit 0, or exit 8 if the event cannot be distinguished from a loss.
    WholeOrIncomplete,
    /// Exit 0 with everything, or any error except "no match".
    WholeOrError,
    /// Exit 0 or 8: leads may be lost because of behaviour that the documentation
    /// excludes and no response shows.
    NotPromised,
}

/// The allowed cost of a run, and its messages.
#[derive(Clone)]
pub(crate) struct Limits {
    pub(crate) requests: u64,
    pub(crate) round_trips: u64,
    pub(crate) rate_limited: u64,
    pub(crate) min_in_flight: u64,
    pub(crate) says: &'static str,
    pub(crate) never_says: Option<&'static str>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests: u64::MAX,
            round_trips: u64::MAX,
            rate_limited: u64::MAX,
            min_in_flight: 0,
            says: "",
            never_says: None,
        }
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            leads: Vec::new(),
            events: Vec::new(),
            args: Vec::new(),
            wanted: |_| true,
            ending: Ending::WholeOrIncomplete,
            limits: Limits::default(),
        }
    }
}

impl Setup {
    /// Runs the program. Every second seed prints to a file.
    pub(crate) fn run(self, seed: u64) -> Verdict {
        let wanted = self.wanted;
        let wanted_before: Vec<_> = self.leads.iter().map(wanted).collect();
        let latency = self.settings.latency.clone();
        let limit = self.settings.rate_limit;
        let workspace = Workspace::new(self.settings, self.leads, self.events, seed);
        let workspace = Arc::new(Mutex::new(workspace));
        let traffic = Arc::new(Mutex::new(Traffic::default()));
        let pauses = Mutex::new(Random::new(!seed));
        let server = Server::start({
            let (workspace, traffic) = (Arc::clone(&workspace), Arc::clone(&traffic));
            move |request| {
                let place = lock(&traffic).arrive();
                let pause = lock(&pauses).within(latency.clone());
                let (headers, refused) = lock(&traffic).call(limit);
                // The response is generated at some time between request and response.
                std::thread::sleep(Duration::from_micros(pause * 500));
                let mut reply = refused.unwrap_or_else(|| lock(&workspace).reply(request));
                reply.headers.extend(headers);
                std::thread::sleep(Duration::from_micros(pause * 500));
                lock(&traffic).leave(place);
                reply
            }
        });
        let home = TempDir::new().unwrap();
        let file = home.path().join(FILE);
        let mut command = command(home.path(), &server.base_url());
        command.args(&self.args).args(["-f", "jsonl"]);
        let into_file = seed % 2 == 1;
        if into_file {
            std::fs::write(&file, OLD).unwrap();
            command.arg("-o").arg(&file);
        }
        let output = command.output().unwrap();
        drop(server);
        let leftovers = leftovers(home.path());
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        let ended = Ended {
            exit: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            in_file: into_file.then(|| std::fs::read_to_string(&file).unwrap()),
        };
        let traffic = *lock(&traffic);
        let leads = &lock(&workspace).leads;
        let mut verdict = Verdict::of(leads, wanted, &wanted_before, ended);
        (verdict.traffic, verdict.leftovers) = (traffic, leftovers);
        verdict
    }

    /// Runs the program, and asserts its guarantees.
    #[track_caller]
    pub(crate) fn check(self, seed: u64) {
        let (ending, limits) = (self.ending, self.limits.clone());
        let command = self.args.join(" ");
        let verdict = self.run(seed);
        let faults = verdict.faults(ending, &limits);
        assert!(
            faults.is_empty(),
            "leads {command}\nseed {seed}: {}\n{verdict}",
            faults.join("; ")
        );
    }
}

/// The program, as a user with this home folder runs it.
pub(super) fn command(home: &Path, base_url: &str) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("leads"));
    command.env_clear();
    // Windows cannot open a socket without it.
    command.envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
    command
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join(".config"))
        .env("APPDATA", home.join("AppData"))
        .env("INTERCOM_ACCESS_TOKEN", "dG9rOmFkdmVyc2FyeToxMjM=")
        .env("INTERCOM_API_BASE_URL", base_url)
        .current_dir(home)
        .timeout(TIMEOUT);
    command
}

/// The files in the user's home folder except the requested one.
fn leftovers(home: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(home).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name != FILE).collect()
}

/// A thread that panicked has reported why; its state is still usable.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
