//! The configuration from options, environment and config file: the workspace, the
//! access token, and the output format.

mod address;
mod command;
mod environment;
mod file;
mod keys;
mod names;
mod output;
mod paths;
mod permissions;
mod profile;
mod redact;
mod store;
mod token;
mod workspace;

use std::path::Path;

use jiff::tz::TimeZone;

use crate::cli::{GlobalArgs, OutputArgs};
use crate::error::Error;
use crate::output::Format;
use crate::query::when;
use crate::terminal::report::Report;

pub use environment::Environment;
use environment::non_empty_variable;
pub use paths::config_file;
use profile::{ActiveProfile, DEFAULT};
use store::Store;
pub(crate) use token::parse_token;
pub use token::{Source, TOKEN_HINT};
pub use workspace::LoginAddress;

/// The demo, and its fixed time in Unix seconds, if any.
#[derive(Clone, Copy, Debug)]
pub struct Demo {
    /// When its newest lead was created.
    pub clock: Option<i64>,
}

/// The demo, if `--demo` or `LEADS_DEMO` is set.
pub fn demo(global: &GlobalArgs, environment: Environment) -> Result<Option<Demo>, Error> {
    let variable = non_empty_variable(environment, "LEADS_DEMO");
    let is_off = |value: &str| value == "0" || value.eq_ignore_ascii_case("false");
    let Some(value) = variable.filter(|value| !is_off(value)) else {
        return Ok(global.demo.then_some(Demo { clock: None }));
    };
    let is_time = value != "1" && value.starts_with(|first: char| first.is_ascii_digit());
    let clock = is_time.then(|| {
        when::parse(&value)
            .and_then(|clock| clock.seconds(when::now(), &TimeZone::UTC))
            .map_err(|why| Error::Usage(format!("LEADS_DEMO {value}: {why}")))
    });
    let clock = clock.transpose()?;
    Ok(Some(Demo { clock }))
}

/// The names of all profiles, sorted.
pub fn profiles(environment: Environment) -> Result<Vec<String>, Error> {
    let mut names = Store::of_user().names()?;
    names.extend(file::load(environment)?.profiles.into_keys());
    Ok(with_default(names))
}

/// Adds the default profile, and sorts the names.
fn with_default(mut names: Vec<String>) -> Vec<String> {
    names.push(DEFAULT.to_owned());
    names.sort();
    names.dedup();
    names
}

/// The configuration of a run. Options override the environment, which overrides the
/// profile.
pub struct Config<'a> {
    global: &'a GlobalArgs,
    environment: Environment<'a>,
    report: Report,
    profile: ActiveProfile,
    store: Store,
}

/// How to treat a profile that is neither in the config file nor in the credential
/// store.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UnknownProfile {
    Refuse,
    /// A login creates it.
    Accept,
}

impl<'a> Config<'a> {
    /// The configuration of the demo, which has no profile. Rejects options that select
    /// another workspace.
    pub fn demo(
        global: &'a GlobalArgs,
        environment: Environment<'a>,
        report: Report,
    ) -> Result<Self, Error> {
        let conflict = match (&global.base_url, global.region, &global.profile) {
            (Some(_), _, _) => "--base-url",
            (_, Some(_), _) => "--region",
            (_, _, Some(_)) => "--profile",
            (None, None, None) => {
                return Ok(Self {
                    global,
                    environment,
                    report,
                    profile: ActiveProfile::without_file(),
                    store: Store::none(),
                });
            }
        };
        Err(Error::Usage(format!(
            "{conflict} cannot be used with the demo (--demo, or LEADS_DEMO in the environment), \
             which has its own workspace"
        )))
    }

    /// The configuration for a workspace. Its profile must exist.
    pub fn load(
        global: &'a GlobalArgs,
        environment: Environment<'a>,
        report: Report,
    ) -> Result<Self, Error> {
        Self::read(global, environment, report, UnknownProfile::Refuse)
    }

    /// The configuration for a login, which can create its profile.
    pub fn for_login(
        global: &'a GlobalArgs,
        environment: Environment<'a>,
        report: Report,
    ) -> Result<Self, Error> {
        Self::read(global, environment, report, UnknownProfile::Accept)
    }

    fn read(
        global: &'a GlobalArgs,
        environment: Environment<'a>,
        report: Report,
        unknown: UnknownProfile,
    ) -> Result<Self, Error> {
        let mut file = file::load(environment)?;
        let store = Store::of_user();
        let by_option = global.profile.is_some();
        let named = global.profile.clone();
        let name = named
            .or_else(|| non_empty_variable(environment, "LEADS_PROFILE"))
            .unwrap_or_else(|| DEFAULT.to_owned());
        let keys = match file.profiles.remove(&name) {
            Some(keys) => keys,
            None if name == DEFAULT || unknown == UnknownProfile::Accept => file.shared,
            None => {
                let mut others = store.names()?;
                if !others.contains(&name) {
                    others.extend(file.profiles.into_keys());
                    return Err(no_such_profile(&name, by_option, others));
                }
                file.shared
            }
        };
        Ok(Self {
            global,
            environment,
            report,
            profile: ActiveProfile {
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

    /// A variable that selects the workspace. With `--profile` these are ignored, so
    /// that no token is sent to the address of another workspace.
    fn variable(&self, name: &str) -> Option<String> {
        non_empty_variable(self.environment, name).filter(|_| !self.profile.by_option)
    }

    /// The variable with the token, and its value.
    fn token_variable(&self) -> Option<(&'static str, String)> {
        let mut names = token::VARIABLES.into_iter();
        names.find_map(|name| Some((name, self.variable(name)?)))
    }

    /// The source whose token is used instead of a stored one.
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

    /// The selected output format: from `-f`, the extension of `-o`, `LEADS_FORMAT`, or
    /// the profile.
    pub fn format(&self, output: &OutputArgs) -> Result<Option<Format>, Error> {
        if output.format.is_some() {
            return Ok(output.format);
        }
        if output.json {
            return Ok(Some(Format::Json));
        }
        let stdout = |path: &&Path| path.as_os_str() == "-" || *path == Path::new("/dev/stdout");
        if let Some(path) = output.output.as_deref().filter(|path| !stdout(path)) {
            let device = std::fs::metadata(path).is_ok_and(|found| !found.is_file());
            return match Format::from_path(path) {
                Some(format) => Ok(Some(format)),
                // A device or a named pipe may have no extension.
                None if device && path.extension().is_none() => self.default_format(),
                None => Err(Error::Usage(format!(
                    "-o {}: no format has this extension; choose one with --format, or for a \
                     spreadsheet write {}",
                    path.display(),
                    path.with_extension("xlsx").display()
                ))),
            };
        }
        self.default_format()
    }

    fn default_format(&self) -> Result<Option<Format>, Error> {
        match non_empty_variable(self.environment, "LEADS_FORMAT") {
            None => Ok(self.profile.keys.format),
            Some(name) => names::format(&name)
                .map(Some)
                .map_err(|why| Error::Usage(format!("LEADS_FORMAT {name}: {why}"))),
        }
    }
}

fn no_such_profile(name: &str, by_option: bool, others: Vec<String>) -> Error {
    let others = with_default(others);
    let source = if by_option { "" } else { " (LEADS_PROFILE)" };
    Error::Usage(format!(
        "there is no profile {name}{source}; there are: {}. `leads config path` prints the path \
         of the config file, where profiles are written; `leads auth login --profile {name}` \
         creates this one",
        others.join(", ")
    ))
}

#[cfg(test)]
mod tests;
