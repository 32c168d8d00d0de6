//! The workspace of a configuration: address, version and token, and the token that a
//! login stores for it.

use super::store::Credential;
use super::token::{self, Source};
use super::{Config, address, names};
use crate::error::Error;
use crate::http::{Connection, Proxy, Token};
use crate::intercom::{Region, Version};

/// The default of `--jobs`. At 100 ms per request this is half of the 10,000 requests
/// per minute that the API allows an app.
const DEFAULT_JOBS: u8 = 8;

/// The address that a login sends the token to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginAddress {
    /// The configured address, or that of the previous login.
    Chosen(String),
    /// The default region's. It accepts tokens of all regions, and returns the region
    /// of the workspace.
    Default,
}

impl LoginAddress {
    /// The address.
    #[must_use]
    pub fn base_url(&self) -> &str {
        match self {
            Self::Chosen(url) => url,
            Self::Default => Region::default().base_url(),
        }
    }
}

impl Config<'_> {
    /// How to reach the workspace.
    pub fn connection(&self) -> Result<Connection, Error> {
        Ok(self.connection_and_source()?.0)
    }

    /// How to reach the workspace, and the source of its token.
    pub fn connection_and_source(&self) -> Result<(Connection, Source), Error> {
        // Check everything else before running token_command.
        let version = self.version()?;
        let configured = self.base_url()?;
        let found = token::find(self)?;
        let base_url = match (configured, found.base_url) {
            (Some(configured), Some(stored))
                if address::origin(&configured) != address::origin(&stored) =>
            {
                let what = format!(
                    "the token of profile {} was stored for {stored} and is not sent to {configured}",
                    self.profile.name
                );
                return Err(Error::NoToken(
                    what,
                    "to store a token for this address, run `leads auth login` with it and another --profile",
                ));
            }
            (Some(configured), _) => configured,
            (None, Some(stored)) => stored,
            (None, None) => default_address(),
        };
        Ok((self.connect(base_url, found.token, version)?, found.source))
    }

    /// How to check a token before storing it for `base_url`.
    pub fn connection_to_check(&self, base_url: String, token: Token) -> Result<Connection, Error> {
        self.connect(base_url, token, self.version()?)
    }

    /// The address of a login: the configured one, the region of the token that it
    /// replaces, or the default. Any other stored address must be configured again: if
    /// someone else wrote the store, it could be an attacker's address.
    pub fn login_address(&self) -> Result<LoginAddress, Error> {
        let configured = self.base_url()?;
        // Fail before the user types a token that could not be stored.
        self.store.check_folders()?;
        let stored = self.store.get(&self.profile.name, self.report)?;
        match (configured, stored.map(|stored| stored.base_url)) {
            (Some(configured), _) => Ok(LoginAddress::Chosen(configured)),
            (None, None) => Ok(LoginAddress::Default),
            (None, Some(stored)) if Region::ALL.iter().any(|at| at.base_url() == stored) => {
                Ok(LoginAddress::Chosen(stored))
            }
            (None, Some(stored)) => Err(Error::Usage(format!(
                "profile {} is logged in at {stored}, which is not an Intercom address; to log \
                 in there again, set it with --base-url",
                self.profile.name
            ))),
        }
    }

    /// Stores a token for the profile, with its address.
    pub fn store_token(&self, token: Token, base_url: String) -> Result<(), Error> {
        self.store
            .put(&self.profile.name, &Credential { token, base_url })
    }

    /// Removes the profile's stored token. Returns false if there was none.
    pub fn remove_token(&self) -> Result<bool, Error> {
        self.store.remove(&self.profile.name)
    }

    /// How to reach the demo's workspace at `base_url`.
    pub fn connection_to_demo(&self, base_url: String) -> Result<Connection, Error> {
        let token = Token::new("demo").unwrap_or_else(|| unreachable!("`demo` is a valid token"));
        self.connect(base_url, token, self.version()?)
    }

    fn connect(
        &self,
        base_url: String,
        token: Token,
        version: Version,
    ) -> Result<Connection, Error> {
        let (global, keys) = (self.global, &self.profile.keys);
        let loopback = address::check(&base_url).map_err(Error::Usage)?;
        let proxy = if loopback {
            None
        } else {
            let (host, port) = address::host_and_port(&base_url);
            Proxy::from_environment(&host, port, self.environment).map_err(Error::Usage)?
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

    /// The API version to request.
    pub fn version(&self) -> Result<Version, Error> {
        let (name, from) = if let Some(name) = &self.global.api_version {
            (name.clone(), "--api-version")
        } else if let Some(name) = self.variable("LEADS_API_VERSION") {
            (name, "LEADS_API_VERSION")
        } else if let Some(name) = &self.profile.keys.api_version {
            (name.clone(), "api_version")
        } else {
            return Ok(Version::auto());
        };
        names::api_version(&name).map_err(|why| Error::Usage(format!("{from} {name}: {why}")))
    }

    /// Rejects pages larger than a pinned version allows. With `auto` the size is
    /// lowered once the version is known.
    pub fn check_page_size(&self, asked: Option<u32>) -> Result<(), Error> {
        let version = self.version()?;
        let largest = version.dialect().max_page_size();
        match asked {
            Some(size) if version.is_pinned() && size > largest => Err(Error::Usage(format!(
                "--per-page {size}: version {} has pages of 1 to {largest} leads",
                version.name()
            ))),
            _ => Ok(()),
        }
    }

    /// The configured address, if any: from an option, the environment or the profile,
    /// in this order; at each level a base URL has precedence over a region.
    fn base_url(&self) -> Result<Option<String>, Error> {
        let (global, keys) = (self.global, &self.profile.keys);
        let region_variable = || {
            let name = self.variable("LEADS_REGION");
            let region = name.map(|name| {
                names::region(&name)
                    .map_err(|why| Error::Usage(format!("LEADS_REGION {name}: {why}")))
            });
            region.transpose()
        };
        let url = if let Some(url) = &global.base_url {
            url.clone()
        } else if let Some(region) = global.region {
            region.base_url().to_owned()
        } else if let Some(url) = self.variable("INTERCOM_API_BASE_URL") {
            url
        } else if let Some(region) = region_variable()? {
            region.base_url().to_owned()
        } else if let Some(url) = &keys.base_url {
            url.clone()
        } else if let Some(region) = keys.region {
            region.base_url().to_owned()
        } else {
            return Ok(None);
        };
        let url = url.trim_end_matches('/');
        address::check(url).map_err(Error::Usage)?;
        Ok(Some(url.to_owned()))
    }
}

fn default_address() -> String {
    Region::default().base_url().to_owned()
}
