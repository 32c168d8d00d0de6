//! The settings of a practice workspace.

use std::time::Duration;

use super::rate_limit::RateLimit;

/// Which versions of the API are served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Generation {
    /// 1.0 to 1.4
    V1,
    /// 2.0 and later
    V2,
    /// All of them
    #[default]
    Both,
}

/// The settings of a practice workspace.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The number of leads at the start.
    pub leads: u32,
    /// The seed of all made-up data: the same seed makes the same leads.
    pub seed: u64,
    /// The time of the workspace at the start, in Unix seconds.
    pub now: i64,
    /// When the newest of these leads was created, in Unix seconds, not after `now`.
    /// All other times are relative to it.
    pub newest: i64,
    /// The minimum response time.
    pub latency: Duration,
    /// The rate limit. Without one, the headers have a limit that is never enforced.
    pub rate_limit: Option<RateLimit>,
    /// Whether leads are created, updated, deleted, merged and turned into
    /// users between list pages.
    pub churn: bool,
    /// The only token that is accepted; `None` accepts any that is not empty.
    pub token: Option<String>,
    /// The time after which an unused scroll expires.
    pub scroll_expiry: Duration,
    /// The versions that are served.
    pub api: Generation,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            leads: 300,
            seed: 1,
            // 2026-01-31T12:00:00Z
            now: 1_769_860_800,
            newest: 1_769_860_800,
            latency: Duration::ZERO,
            rate_limit: None,
            churn: false,
            token: None,
            scroll_expiry: Duration::from_secs(60),
            api: Generation::default(),
        }
    }
}
