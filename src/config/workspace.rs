//! The workspace that the settings name: its address, version and token, and
//! the token that a login keeps for it.

use super::store::Credential;
use super::token::{self, Source};
use super::{Settings, address, file};
use crate::cli::Region;
use crate::error::Failure;
use crate::http::{Connection, Proxy, Token};
use crate::intercom::Version;

/// Requests in flight unless `--jobs` says otherwise. At 100 ms a call these
/// use half of the 10,000 calls a minute that the API allows an app.
const DEFAULT_JOBS: u8 = 8;

/// What is told of a version that is not known.
pub(super) const VERSIONS: &str = "expected auto, 1.0 to 1.4, 2.0 to 2.17, or Preview";

impl Settings<'_> {
    /// How to reach the workspace.
    pub fn connection(&self) -> Result<Connection, Failure> {
        Ok(self.connection_and_source()?.0)
    }

    /// How to reach the workspace, and where its token was found.
    pub fn connection_and_source(&self) -> Result<(Connection, Source), Failure> {
        // All that can be wrong here is told before a token is asked for.
        let version = self.version()?;
        let named = self.base_url()?;
        let found = token::find(self)?;
        let base_url = match (named, found.base_url) {
            (Some(named), Some(kept)) if address::origin(&named) != address::origin(&kept) => {
                let what = format!(
                    "the token of profile {} was kept for {kept} and is not sent to {named}",
                    self.profile.name
                );
                return Err(Failure::NoToken(
                    what,
                    "`leads auth login` with this address and another --profile keeps one for it",
                ));
            }
            (Some(named), _) => named,
            (None, Some(kept)) => kept,
            (None, None) => usual_address(),
        };
        Ok((self.connect(base_url, found.token, version)?, found.source))
    }

    /// How to check a token that is to be kept for `base_url`.
    pub fn connection_to_check(
        &self,
        base_url: String,
        token: Token,
    ) -> Result<Connection, Failure> {
        self.connect(base_url, token, self.version()?)
    }

    /// The address that a login is for: the one that is named, or that of the
    /// token which it replaces.
    pub fn login_address(&self) -> Result<String, Failure> {
        let named = self.base_url()?;
        // Read in any case: a store that is broken could not keep the token.
        let kept = self.store.get(&self.profile.name, self.report)?;
        let kept = kept.map(|kept| kept.base_url);
        Ok(named.or(kept).unwrap_or_else(usual_address))
    }

    /// Keeps a token for the profile and the address that it was checked with.
    pub fn keep(&self, token: Token, base_url: String) -> Result<(), Failure> {
        self.store
            .put(&self.profile.name, &Credential { token, base_url })
    }

    /// Forgets the profile's token; false when none was kept.
    pub fn forget(&self) -> Result<bool, Failure> {
        self.store.remove(&self.profile.name)
    }

    /// How to reach the demo's own workspace at `base_url`.
    pub fn connection_to_demo(&self, base_url: String) -> Result<Connection, Failure> {
        let token = Token::new("demo").unwrap_or_else(|| unreachable!("the word is a token"));
        self.connect(base_url, token, self.version()?)
    }

    fn connect(
        &self,
        base_url: String,
        token: Token,
        version: Version,
    ) -> Result<Connection, Failure> {
        let (global, keys) = (self.global, &self.profile.keys);
        let loopback = address::check(&base_url).map_err(Failure::Usage)?;
        let proxy = if loopback {
            None
        } else {
            let (host, port) = address::host_and_port(&base_url);
            Proxy::from_environment(&host, port, self.environment).map_err(Failure::Usage)?
        };
        Ok(Connection {
            loopback,
            proxy,
            base_url,
            token,
            version,
            timeout: global.timeout.or(keys.timeout),
            retries: global.retries.or(keys.retries).unwrap_or(5),
            jobs: global.jobs.or(keys.jobs).unwrap_or(DEFAULT_JOBS).into(),
            max_rate: global.max_rate.or(keys.max_rate),
        })
    }

    /// The API version to ask for.
    pub fn version(&self) -> Result<Version, Failure> {
        let (name, from) = if let Some(name) = &self.global.api_version {
            (name.clone(), "--api-version")
        } else if let Some(name) = self.variable("LEADS_API_VERSION") {
            (name, "LEADS_API_VERSION")
        } else if let Some(name) = &self.profile.keys.api_version {
            (name.clone(), "api_version")
        } else {
            return Ok(Version::auto());
        };
        Version::named(&name).ok_or_else(|| Failure::Usage(format!("{from} {name}: {VERSIONS}")))
    }

    /// Refuses pages larger than those of a version that was named; where the
    /// version is found out, the size is lowered to what that one has.
    pub fn check_page_size(&self, asked: Option<u32>) -> Result<(), Failure> {
        let version = self.version()?;
        let largest = version.dialect().largest_page();
        match asked {
            Some(size) if version.is_pinned() && size > largest => Err(Failure::Usage(format!(
                "--per-page {size}: version {} has pages of 1 to {largest} leads",
                version.name()
            ))),
            _ => Ok(()),
        }
    }

    /// The address that is named at the highest level, if one is. At one level
    /// a base URL beats a region; a higher level beats a lower.
    fn base_url(&self) -> Result<Option<String>, Failure> {
        let (global, keys) = (self.global, &self.profile.keys);
        let region_variable = || {
            let name = self.variable("LEADS_REGION");
            let region = name.map(|name| {
                file::region(&name)
                    .map_err(|why| Failure::Usage(format!("LEADS_REGION {name}: {why}")))
            });
            region.transpose()
        };
        let url = if let Some(url) = &global.base_url {
            url.clone()
        } else if let Some(region) = global.region {
            address::of(region).to_owned()
        } else if let Some(url) = self.variable("INTERCOM_API_BASE_URL") {
            url
        } else if let Some(region) = region_variable()? {
            address::of(region).to_owned()
        } else if let Some(url) = &keys.base_url {
            url.clone()
        } else if let Some(region) = keys.region {
            address::of(region).to_owned()
        } else {
            return Ok(None);
        };
        let url = url.trim_end_matches('/');
        address::check(url).map_err(Failure::Usage)?;
        Ok(Some(url.to_owned()))
    }
}

fn usual_address() -> String {
    address::of(Region::default()).to_owned()
}
