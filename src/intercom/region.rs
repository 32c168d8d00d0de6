//! The regions that Intercom hosts workspaces in.

/// Where a workspace is hosted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Region {
    /// United States.
    #[default]
    Us,
    /// Europe.
    Eu,
    /// Australia.
    Au,
}

impl Region {
    /// Every region.
    pub const ALL: [Self; 3] = [Self::Us, Self::Eu, Self::Au];

    /// `us`, `eu` or `au`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
            Self::Au => "au",
        }
    }

    /// The address of the API in the region (page "REST APIs" of the documentation).
    #[must_use]
    pub fn base_url(self) -> &'static str {
        match self {
            Self::Us => "https://api.intercom.io",
            Self::Eu => "https://api.eu.intercom.io",
            Self::Au => "https://api.au.intercom.io",
        }
    }

    /// The region with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.name() == name)
    }
}
