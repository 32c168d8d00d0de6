//! A workspace that `leads sync` copies day after day.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tempfile::TempDir;

use super::choices::Serves;
use super::events::Change;
use super::http::Server;
use super::json;
use super::run::{Setup, command, lock};
use super::workspace::Workspace;

/// The workspace, its server and a user with a home folder.
pub(crate) struct Days {
    workspace: Arc<Mutex<Workspace>>,
    server: Server,
    home: TempDir,
    args: Vec<String>,
}

/// The result of a run.
pub(crate) struct Day {
    pub(crate) exit: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The leads that every request of the run could see, with the same state before
    /// and after.
    pub(crate) owed: BTreeMap<String, Value>,
    /// The ids of leads that no request could see.
    pub(crate) gone: Vec<String>,
}

impl Days {
    pub(crate) fn new(setup: Setup, seed: u64) -> Self {
        let workspace = Workspace::new(setup.settings, setup.leads, setup.events, seed);
        let workspace = Arc::new(Mutex::new(workspace));
        let server = Server::start({
            let workspace = Arc::clone(&workspace);
            move |request| lock(&workspace).reply(request)
        });
        Self {
            workspace,
            server,
            home: TempDir::new().unwrap(),
            args: setup.args,
        }
    }

    /// Changes the workspace between two runs.
    pub(crate) fn change(&self, change: Change) {
        lock(&self.workspace).change(change);
    }

    /// The file of the copy.
    pub(crate) fn copy(&self) -> PathBuf {
        self.home.path().join("leads.db")
    }

    /// Runs the program once.
    pub(crate) fn run(&self) -> Day {
        let start = lock(&self.workspace).at;
        let before = self.leads();
        let mut command = command(self.home.path(), &self.server.base_url());
        let output = command.args(&self.args).output().unwrap();
        let after = self.leads();
        let workspace = lock(&self.workspace);
        let lag = workspace
            .settings
            .replicas
            .iter()
            .map(|replica| replica.lag);
        let lag = lag.max().unwrap_or(0);
        let owed = workspace.leads.iter().filter(|lead| {
            let is_old = lead.since == 0 || lead.since + lag <= start + 1;
            is_old && lead.until.is_none() && !lead.is_user
        });
        let owed = owed.filter_map(|lead| {
            let json = after.get(&lead.id)?;
            (before.get(&lead.id) == Some(json)).then(|| (lead.id.clone(), json.clone()))
        });
        let gone = workspace.leads.iter();
        let gone = gone.filter(|lead| lead.until.is_some_and(|until| until + lag <= start + 1));
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Day {
            exit: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            owed: owed.collect(),
            gone: gone.map(|lead| lead.id.clone()).collect(),
        }
    }

    fn leads(&self) -> BTreeMap<String, Value> {
        let workspace = lock(&self.workspace);
        let json = match workspace.settings.serves {
            Serves::Old => json::old,
            _ => json::new,
        };
        let leads = workspace.leads.iter();
        leads
            .map(|lead| {
                let json = serde_json::from_str(&json(lead)).unwrap();
                (lead.id.clone(), json)
            })
            .collect()
    }
}
