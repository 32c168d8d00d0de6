//! What a practice workspace is started with.

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
    /// Number of leads at the start.
    pub leads: u32,
    /// Seed of all made-up data: the same seed gives the same leads.
    pub seed: u64,
    /// The workspace's present at the start, in Unix seconds.
    pub now: i64,
    /// When the newest of these leads was created, in Unix seconds, not after
    /// `now`. The times of all others are relative to it.
    pub newest: i64,
    /// Minimum time until a request is answered.
    pub latency: Duration,
    /// The rate limit. Without one, the headers state a limit that is never
    /// enforced.
    pub rate_limit: Option<RateLimit>,
    /// Whether leads are created, updated, deleted, merged and turned into
    /// users between list pages.
    pub churn: bool,
    /// The only token that is accepted; `None` accepts any that is not empty.
    pub token: Option<String>,
    /// Time after which an unused scroll expires.
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
