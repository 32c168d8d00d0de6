//! The config file. Keys are read one by one, so that errors name the line without
//! quoting it: a line could contain a token.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::environment::{Environment, non_empty_variable};
use super::keys::{KEYS, Key, Scope, Value};
use super::paths;
use super::profile::Profile;
use crate::error::Error;
use crate::files;

/// The minimum similarity of a suggestion, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.6;

/// The contents of the config file.
#[derive(Debug, Default)]
pub(super) struct ConfigFile {
    /// The keys before the profiles.
    pub(super) shared: Profile,
    /// The profiles, each with the shared keys that it does not set.
    pub(super) profiles: BTreeMap<String, Profile>,
}

/// Reads the config file. It may be missing, unless `LEADS_CONFIG` is set.
pub(super) fn load(environment: Environment) -> Result<ConfigFile, Error> {
    use io::ErrorKind::{NotADirectory, NotFound};

    let named = non_empty_variable(environment, "LEADS_CONFIG").is_some();
    let path = match paths::config_file(environment) {
        Ok(path) => path,
        // A system user without a home directory has no config file.
        Err(_) if !named => return Ok(ConfigFile::default()),
        Err(failure) => return Err(failure),
    };
    let text = match files::read_text(&path) {
        Ok(text) => text,
        Err(error) if !named && matches!(error.kind(), NotFound | NotADirectory) => {
            return Ok(ConfigFile::default());
        }
        Err(error) => {
            let what = if named {
                "the config file that LEADS_CONFIG names"
            } else {
                "the config file"
            };
            let path = path.display();
            return Err(Error::Usage(format!(
                "{what}, {path}, cannot be read: {error}"
            )));
        }
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    parse(&text, folder).map_err(|Invalid { offset, why }| {
        let line = text[..offset.min(text.len())].matches('\n').count() + 1;
        Error::Usage(format!("{} line {line}: {why}", path.display()))
    })
}

/// An error in the file, at a byte offset.
struct Invalid {
    offset: usize,
    why: String,
}

fn invalid<T>(at: &Spanned<T>, why: impl Into<String>) -> Invalid {
    Invalid {
        offset: at.span().start,
        why: why.into(),
    }
}

/// Parses a config file that is in `folder`.
fn parse(text: &str, folder: &Path) -> Result<ConfigFile, Invalid> {
    // The parser's full message quotes the line, which could contain a secret.
    let file = DeTable::parse(text).map_err(|error| Invalid {
        offset: error.span().unwrap_or_default().start,
        why: error.message().replace('\n', ", "),
    })?;
    let read = |profile: &mut Profile, key: &Key, value: &Spanned<DeValue>| {
        let typed = Value {
            value: value.get_ref(),
            folder,
        };
        (key.read)(profile, typed).map_err(|why| invalid(value, format!("{}: {why}", key.name)))
    };
    let mut shared = Profile::default();
    for (name, value) in file.get_ref() {
        match find(name.get_ref()) {
            Some(key) if key.scope == Scope::Anywhere => read(&mut shared, key, value)?,
            Some(key) => {
                let why = format!(
                    "{} belongs to a profile: put it below [profiles.default]",
                    key.name
                );
                return Err(invalid(name, why));
            }
            None if name.get_ref() == "profiles" => {}
            None => {
                return Err(invalid(
                    name,
                    unknown_at_top(name.get_ref(), value.get_ref()),
                ));
            }
        }
    }
    let mut profiles = BTreeMap::new();
    if let Some(tables) = file.get_ref().get("profiles") {
        for (profile_name, keys) in table(tables)? {
            let mut profile = shared.clone();
            for (name, value) in table(keys)? {
                let key = find(name.get_ref()).ok_or_else(|| {
                    let known: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
                    invalid(name, unknown(name.get_ref(), &known))
                })?;
                read(&mut profile, key, value)?;
            }
            profiles.insert(profile_name.get_ref().to_string(), profile);
        }
    }
    Ok(ConfigFile { shared, profiles })
}

fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

fn table<'a, 'i>(value: &'a Spanned<DeValue<'i>>) -> Result<&'a DeTable<'i>, Invalid> {
    let table = value.get_ref().as_table();
    table.ok_or_else(|| {
        invalid(
            value,
            "profiles are written as [profiles.NAME], each with its keys below",
        )
    })
}

/// The message for an unknown key before the profiles.
fn unknown_at_top(name: &str, value: &DeValue) -> String {
    let anywhere = KEYS.iter().filter(|key| key.scope == Scope::Anywhere);
    let mut known: Vec<&str> = anywhere.map(|key| key.name).collect();
    known.push("profiles");
    if value.is_table() && similar(name, &known).is_none() {
        return format!("unknown key {name}; a profile is written [profiles.{name}]");
    }
    unknown(name, &known)
}

/// The message for an unknown key.
fn unknown(name: &str, known: &[&str]) -> String {
    if let Some(similar) = similar(name, known) {
        return format!("unknown key {name}; did you mean {similar}?");
    }
    if name.contains("token") {
        return format!(
            "unknown key {name}; tokens do not belong in this file: use token_command or \
             token_file, or run `leads auth login`"
        );
    }
    format!("unknown key {name}; the keys here are {}", known.join(", "))
}

/// The known key most similar to `name`, if any.
fn similar<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let similar = known
        .iter()
        .map(|known| (strsim::normalized_damerau_levenshtein(name, known), known))
        .filter(|(similarity, _)| *similarity >= MIN_SIMILARITY)
        .max_by(|left, right| left.0.total_cmp(&right.0));
    similar.map(|(_, known)| *known)
}
