//! Profiles: what the config file says of a workspace, and which one of them a
//! run uses.

use std::path::PathBuf;
use std::time::Duration;

use crate::cli::Region;
use crate::output::Format;

/// The profile that is used when none is named; it always exists.
pub(super) const DEFAULT: &str = "default";

/// The keys of one profile, read and checked.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    pub(super) region: Option<Region>,
    pub(super) base_url: Option<String>,
    pub(super) api_version: Option<String>,
    pub(super) token_command: Option<String>,
    pub(super) token_file: Option<PathBuf>,
    pub(super) format: Option<Format>,
    pub(super) jobs: Option<u8>,
    pub(super) max_rate: Option<f64>,
    pub(super) timeout: Option<Duration>,
    pub(super) retries: Option<u32>,
}

/// The profile of this run.
#[derive(Debug)]
pub(super) struct Chosen {
    pub(super) name: String,
    /// Named by `--profile`, and so above the environment.
    pub(super) by_option: bool,
    pub(super) keys: Profile,
}

impl Chosen {
    /// The profile of a run that names none and has no file.
    pub(super) fn none() -> Self {
        Self {
            name: DEFAULT.to_owned(),
            by_option: false,
            keys: Profile::default(),
        }
    }
}
