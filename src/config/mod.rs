//! What the options, the environment and the config file say together: the
//! workspace to talk to, the token, and the format.

pub(crate) mod address;
mod file;
mod private;
mod profile;
mod store;
mod token;

use std::path::Path;

use crate::api::{Connection, Token, Version};
use crate::cli::{Global, Region};
use crate::exit::Failure;
use crate::output::Format;
use crate::report::Report;

pub use file::path as file_path;
use profile::{Chosen, DEFAULT};
use store::{Credential, Store};
pub use token::Source;

/// The environment: the value of a variable, `None` when it is not set.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A variable that is set and not empty.
fn set(environment: Environment, name: &str) -> Option<String> {
    environment(name)
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
}

/// Whether the demo is asked for, by `--demo` or `LEADS_DEMO`.
#[must_use]
pub fn is_demo(global: &Global, environment: Environment) -> bool {
    let variable = set(environment, "LEADS_DEMO");
    global.demo
        || variable.is_some_and(|value| value != "0" && !value.eq_ignore_ascii_case("false"))
}

/// What is said of the workspace and of the manner of the run, level by level:
/// options, environment, profile.
pub struct Settings<'a> {
    global: &'a Global,
    environment: Environment<'a>,
    report: Report,
    profile: Chosen,
    store: Store,
}

/// The versions that can be named.
const VERSIONS: &str = "expected auto, 1.0 to 1.4, 2.0 to 2.17, or Preview";

impl<'a> Settings<'a> {
    /// The settings of the demo, which has no profile. Refuses options that
    /// make no sense with it.
    pub fn demo(
        global: &'a Global,
        environment: Environment<'a>,
        report: Report,
    ) -> Result<Self, Failure> {
        let clash = match (&global.base_url, global.region, &global.profile) {
            (Some(_), _, _) => "--base-url",
            (_, Some(_), _) => "--region",
            (_, _, Some(_)) => "--profile",
            (None, None, None) => {
                return Ok(Self {
                    global,
                    environment,
                    report,
                    profile: Chosen::none(),
                    store: Store::none(),
                });
            }
        };
        Err(Failure::Usage(format!(
            "{clash} cannot be used with the demo (--demo, or LEADS_DEMO in the environment), \
             which brings its own workspace"
        )))
    }

    /// The settings of a workspace's profile, which has to exist.
    pub fn load(
        global: &'a Global,
        environment: Environment<'a>,
        report: Report,
    ) -> Result<Self, Failure> {
        Self::read(global, environment, report, false)
    }

    /// The settings to log in with; a login makes a profile that is not there
    /// yet.
    pub fn for_login(
        global: &'a Global,
        environment: Environment<'a>,
        report: Report,
    ) -> Result<Self, Failure> {
        Self::read(global, environment, report, true)
    }

    fn read(
        global: &'a Global,
        environment: Environment<'a>,
        report: Report,
        may_be_new: bool,
    ) -> Result<Self, Failure> {
        let mut file = file::load(environment)?;
        let store = Store::of_user();
        let (name, by_option) = match &global.profile {
            Some(name) => (name.clone(), true),
            None => {
                let name = set(environment, "LEADS_PROFILE");
                (name.unwrap_or_else(|| DEFAULT.to_owned()), false)
            }
        };
        let keys = match file.profiles.remove(&name) {
            Some(keys) => keys,
            None if may_be_new || name == DEFAULT => file.shared,
            None => {
                let mut others = store.names()?;
                if !others.contains(&name) {
                    others.extend(file.profiles.into_keys());
                    return Err(no_profile(&name, by_option, others));
                }
                file.shared
            }
        };
        Ok(Self {
            global,
            environment,
            report,
            profile: Chosen {
                name,
                by_option,
                keys,
            },
            store,
        })
    }

    /// The profile's name.
    #[must_use]
    pub fn profile(&self) -> &str {
        &self.profile.name
    }

    /// A variable that says something of the workspace. A profile that was
    /// named by option speaks for itself in all of it, so that no token meets
    /// the address of another workspace.
    fn variable(&self, name: &str) -> Option<String> {
        set(self.environment, name).filter(|_| !self.profile.by_option)
    }

    /// The variable that holds the token, with its text.
    fn token_variable(&self) -> Option<(&'static str, String)> {
        let mut names = token::VARIABLES.into_iter();
        names.find_map(|name| Some((name, self.variable(name)?)))
    }

    /// What would be used in place of a token that a login keeps.
    #[must_use]
    pub fn outranks_login(&self) -> Option<Source> {
        let keys = &self.profile.keys;
        if let Some((name, _)) = self.token_variable() {
            Some(Source::Variable(name))
        } else if keys.token_command.is_some() {
            Some(Source::Command)
        } else {
            keys.token_file.clone().map(Source::File)
        }
    }

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
                return Err(Failure::NoToken(format!(
                    "the token of profile {} was kept for {kept} and is not sent to {named}; \
                     `leads auth login` with another --profile keeps one for it",
                    self.profile.name
                )));
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
        Ok(Connection {
            loopback: address::check(&base_url).map_err(Failure::Usage)?,
            base_url,
            token,
            version,
            timeout: global.timeout.or(keys.timeout),
            retries: global.retries.or(keys.retries).unwrap_or(5),
            jobs: global.jobs.or(keys.jobs).unwrap_or(4).into(),
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

    /// The format to print in, by `-f`, the extension of `-o`, `LEADS_FORMAT`,
    /// or the profile.
    pub fn format(&self, output: &crate::cli::Output) -> Result<Format, Failure> {
        if let Some(format) = output.format {
            return Ok(format);
        }
        if output.json {
            return Ok(Format::Json);
        }
        let stdout = |path: &&Path| path.as_os_str() == "-" || *path == Path::new("/dev/stdout");
        if let Some(path) = output.output.as_deref().filter(|path| !stdout(path)) {
            let device = std::fs::metadata(path).is_ok_and(|found| !found.is_file());
            return match Format::from_path(path) {
                Some(format) => Ok(format),
                // /dev/stdout or a named pipe has no extension to go by.
                None if device && path.extension().is_none() => self.usual_format(),
                None => Err(Failure::Usage(format!(
                    "-o {}: no format goes by this extension; name one with --format",
                    path.display()
                ))),
            };
        }
        self.usual_format()
    }

    fn usual_format(&self) -> Result<Format, Failure> {
        match set(self.environment, "LEADS_FORMAT") {
            None => Ok(self.profile.keys.format.unwrap_or(Format::Table)),
            Some(name) => file::format(&name)
                .map_err(|why| Failure::Usage(format!("LEADS_FORMAT {name}: {why}"))),
        }
    }
}

fn usual_address() -> String {
    address::of(Region::default()).to_owned()
}

fn no_profile(name: &str, by_option: bool, mut others: Vec<String>) -> Failure {
    others.push(DEFAULT.to_owned());
    others.sort();
    others.dedup();
    let said = if by_option { "" } else { " (LEADS_PROFILE)" };
    Failure::Usage(format!(
        "there is no profile {name}{said}; there are: {}. `leads config path` tells where \
         profiles are written, `leads auth login --profile {name}` makes this one",
        others.join(", ")
    ))
}

#[cfg(test)]
mod tests;
