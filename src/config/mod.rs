//! What the options, the environment and the config file say together: the
//! workspace to talk to, the token, and the format.

pub(crate) mod address;
mod file;
mod private;
mod profile;
mod store;
mod token;
mod workspace;

use std::path::Path;

use crate::cli::Global;
use crate::error::Failure;
use crate::output::Format;
use crate::terminal::report::Report;

pub use file::path as file_path;
use profile::{Chosen, DEFAULT};
use store::Store;
pub use token::{ALONE, Source};

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
        let by_option = global.profile.is_some();
        let named = global.profile.clone();
        let name = named
            .or_else(|| set(environment, "LEADS_PROFILE"))
            .unwrap_or_else(|| DEFAULT.to_owned());
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
