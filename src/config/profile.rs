//! Profiles: the settings of a workspace in the config file, and the profile of a run.

use std::path::PathBuf;
use std::time::Duration;

use crate::cli::TimeStyle;
use crate::intercom::Region;
use crate::output::Format;

/// The profile that is used if none is selected; it always exists.
pub(super) const DEFAULT: &str = "default";

/// The keys of one profile, parsed and validated.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    pub(super) region: Option<Region>,
    pub(super) base_url: Option<String>,
    pub(super) api_version: Option<String>,
    pub(super) token_command: Option<String>,
    pub(super) token_command_timeout: Option<Duration>,
    pub(super) token_file: Option<PathBuf>,
    pub(super) format: Option<Format>,
    pub(super) fields: Option<String>,
    pub(super) time: Option<TimeStyle>,
    pub(super) jobs: Option<u8>,
    pub(super) max_rate: Option<f64>,
    pub(super) timeout: Option<Duration>,
    pub(super) retries: Option<u32>,
}

/// The profile of this run.
#[derive(Debug)]
pub(super) struct ActiveProfile {
    pub(super) name: String,
    /// Whether it was selected with `--profile`, which overrides the environment.
    pub(super) by_option: bool,
    pub(super) keys: Profile,
}

impl ActiveProfile {
    /// The profile of a run without `--profile` and without a config file.
    pub(super) fn without_file() -> Self {
        Self {
            name: DEFAULT.to_owned(),
            by_option: false,
            keys: Profile::default(),
        }
    }
}
