//! The keys of the config file. Each uses the parser of the option with the same name.

use std::path::{Path, PathBuf};

use toml::de::DeValue;

use super::profile::Profile;
use super::{address, names};
use crate::cli::values;
use crate::columns::Fields;

/// Where a key is allowed.
#[derive(PartialEq, Eq)]
pub(super) enum Scope {
    /// In a profile, or before the profiles for all of them.
    Anywhere,
    /// Only in a profile, because it selects the workspace.
    Profile,
}

/// A key, and how its value is read into a profile.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) scope: Scope,
    pub(super) read: Read,
}

/// Sets a key of the profile to the value. The error is written to follow the key's
/// name.
type Read = fn(&mut Profile, Value) -> Result<(), String>;

/// The keys of profiles, in the order in which they are listed to users.
pub(super) const KEYS: [Key; 13] = [
    key(Scope::Profile, "api_version", |profile, value| {
        let read = |text: &str| names::api_version(text).map(|_| text.to_owned());
        profile.api_version = Some(value.text(read)?);
        Ok(())
    }),
    key(Scope::Profile, "base_url", |profile, value| {
        profile.base_url = Some(value.text(|text| address::check(text).map(|_| text.to_owned()))?);
        Ok(())
    }),
    key(Scope::Profile, "region", |profile, value| {
        profile.region = Some(value.text(names::region)?);
        Ok(())
    }),
    key(Scope::Profile, "token_command", |profile, value| {
        profile.token_command = Some(value.text(values::non_empty)?);
        Ok(())
    }),
    key(Scope::Profile, "token_file", |profile, value| {
        let path = value.text(values::non_empty)?;
        profile.token_file = Some(value.folder.join(expand_home(&path)));
        Ok(())
    }),
    key(Scope::Anywhere, "fields", |profile, value| {
        let read = |text: &str| Fields::parse(Some(text), &[]).map(|_| text.to_owned());
        profile.fields = Some(value.text(read)?);
        Ok(())
    }),
    key(Scope::Anywhere, "format", |profile, value| {
        profile.format = Some(value.text(names::format)?);
        Ok(())
    }),
    key(Scope::Anywhere, "jobs", |profile, value| {
        profile.jobs = Some(value.number(values::jobs)?);
        Ok(())
    }),
    key(Scope::Anywhere, "max_rate", |profile, value| {
        profile.max_rate = Some(value.number(values::max_rate)?);
        Ok(())
    }),
    key(Scope::Anywhere, "retries", |profile, value| {
        profile.retries = Some(value.number(values::retries)?);
        Ok(())
    }),
    key(Scope::Anywhere, "time", |profile, value| {
        profile.time = Some(value.text(names::time)?);
        Ok(())
    }),
    key(Scope::Anywhere, "timeout", |profile, value| {
        profile.timeout = Some(value.number(values::seconds)?);
        Ok(())
    }),
    key(
        Scope::Anywhere,
        "token_command_timeout",
        |profile, value| {
            profile.token_command_timeout = Some(value.number(values::seconds)?);
            Ok(())
        },
    ),
];

const fn key(scope: Scope, name: &'static str, read: Read) -> Key {
    Key { name, scope, read }
}

/// The value of a key, in a file in `folder`.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) value: &'a DeValue<'a>,
    pub(super) folder: &'a Path,
}

impl Value<'_> {
    /// A string, parsed with `parse`.
    fn text<T>(self, parse: impl Fn(&str) -> Result<T, String>) -> Result<T, String> {
        parse(self.value.as_str().ok_or("expected text in quotes")?)
    }

    /// A decimal number, whose digits are parsed with `parse`.
    fn number<T>(self, parse: impl Fn(&str) -> Result<T, String>) -> Result<T, String> {
        match self.value {
            DeValue::Integer(number) if number.radix() == 10 => parse(number.as_str()),
            DeValue::Float(number) => parse(number.as_str()),
            _ => Err("expected a number, without quotes".to_owned()),
        }
    }
}

/// The path with a leading `~/` replaced by the home directory, as in a shell.
fn expand_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), dirs::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => path.into(),
    }
}
