//! The config file. It is read key by key, so that each value goes through the
//! reader of the option of the same name, and each error names its line.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::profile::Profile;
use super::{Environment, address, set};
use crate::api::Version;
use crate::cli::{Region, values};
use crate::exit::Failure;
use crate::output::Format;

/// Keys that hold for every profile when they stand above the profiles.
const SHARED: [&str; 5] = ["format", "jobs", "max_rate", "retries", "timeout"];
/// Keys that say which workspace is meant, and so belong to one profile.
const WORKSPACE: [&str; 5] = [
    "api_version",
    "base_url",
    "region",
    "token_command",
    "token_file",
];

/// How alike two words are, from 0 to 1, for one to be a misspelling of the
/// other.
const ALIKE: f64 = 0.6;

/// What the config file says.
#[derive(Debug, Default)]
pub(super) struct ConfigFile {
    /// What holds where a profile says nothing of its own.
    pub(super) shared: Profile,
    pub(super) profiles: BTreeMap<String, Profile>,
}

/// The folder of the program in the user's configuration folder, which is
/// `$XDG_CONFIG_HOME` or else `~/.config`, on macOS too, and `%APPDATA%` on
/// Windows.
pub(super) fn folder() -> Option<PathBuf> {
    let absolute = |name| {
        let path = std::env::var_os(name).map(PathBuf::from);
        path.filter(|path| path.is_absolute())
    };
    let config = absolute("XDG_CONFIG_HOME").or_else(|| {
        if cfg!(windows) {
            absolute("APPDATA")
        } else {
            Some(home()?.join(".config"))
        }
    });
    Some(config?.join("leads"))
}

fn home() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| !home.as_os_str().is_empty())
}

/// Where the config file is, or would be: as `LEADS_CONFIG` says, or in the
/// user's configuration folder.
pub fn path(environment: Environment) -> Result<PathBuf, Failure> {
    if let Some(path) = set(environment, "LEADS_CONFIG") {
        return Ok(std::path::absolute(&path).unwrap_or(path.into()));
    }
    let folder = folder().ok_or_else(|| {
        Failure::Usage(
            "the user's configuration folder is not known (HOME is not set); LEADS_CONFIG can \
             name the config file"
                .to_owned(),
        )
    })?;
    Ok(folder.join("config.toml"))
}

/// Reads the config file. That there is none is fine, unless it was named.
pub(super) fn load(environment: Environment) -> Result<ConfigFile, Failure> {
    use io::ErrorKind::{InvalidData, NotADirectory, NotFound};

    let named = set(environment, "LEADS_CONFIG").is_some();
    let path = match path(environment) {
        Ok(path) => path,
        // A system user without a home has no file to read.
        Err(_) if !named => return Ok(ConfigFile::default()),
        Err(failure) => return Err(failure),
    };
    let text = match std::fs::read_to_string(&path) {
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
            let why = match error.kind() {
                InvalidData => "it is not UTF-8 text".to_owned(),
                _ => error.to_string(),
            };
            let path = path.display();
            return Err(Failure::Usage(format!(
                "{what}, {path}, cannot be read: {why}"
            )));
        }
    };
    let beside = path.parent().unwrap_or(Path::new("."));
    parse(&text, beside).map_err(|Wrong { place, why }| {
        let line = text[..place.min(text.len())].matches('\n').count() + 1;
        Failure::Usage(format!("{} line {line}: {why}", path.display()))
    })
}

/// What is wrong with a file, and the byte where it stands.
struct Wrong {
    place: usize,
    why: String,
}

fn wrong<T>(place: &Spanned<T>, why: impl Into<String>) -> Wrong {
    Wrong {
        place: place.span().start,
        why: why.into(),
    }
}

/// Reads the text of a config file in the folder `beside`.
fn parse(text: &str, beside: &Path) -> Result<ConfigFile, Wrong> {
    // The parser's whole message shows the line, which may hold a secret.
    let file = DeTable::parse(text).map_err(|error| Wrong {
        place: error.span().unwrap_or_default().start,
        why: error.message().replace('\n', ", "),
    })?;
    let mut shared = Profile::default();
    for (key, value) in file.get_ref() {
        let name = key.get_ref().as_ref();
        if SHARED.contains(&name) {
            read(&mut shared, name, value, beside)?;
        } else if WORKSPACE.contains(&name) {
            return Err(wrong(
                key,
                format!("{name} belongs to a profile: put it below [profiles.default]"),
            ));
        } else if name != "profiles" {
            let known = [&SHARED[..], &["profiles"]].concat();
            let mut why = unknown(name, &known);
            if value.get_ref().is_table() && likely(name, &known).is_none() {
                why = format!("unknown key {name}; a profile is written [profiles.{name}]");
            }
            return Err(wrong(key, why));
        }
    }
    let mut profiles = BTreeMap::new();
    let found = file.get_ref().get("profiles");
    for (key, value) in found
        .map(|found| table(found))
        .transpose()?
        .into_iter()
        .flatten()
    {
        let mut profile = shared.clone();
        for (key, value) in table(value)? {
            let name = key.get_ref().as_ref();
            if !SHARED.contains(&name) && !WORKSPACE.contains(&name) {
                let known = [WORKSPACE, SHARED].concat();
                return Err(wrong(key, unknown(name, &known)));
            }
            read(&mut profile, name, value, beside)?;
        }
        profiles.insert(key.get_ref().to_string(), profile);
    }
    Ok(ConfigFile { shared, profiles })
}

fn table<'a, 'i>(value: &'a Spanned<DeValue<'i>>) -> Result<&'a DeTable<'i>, Wrong> {
    let table = value.get_ref().as_table();
    table.ok_or_else(|| {
        wrong(
            value,
            "profiles are written as [profiles.NAME], each with its keys below",
        )
    })
}

/// The key that was meant, if one is much like `name`.
fn likely<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let likely = known
        .iter()
        .map(|known| (strsim::normalized_damerau_levenshtein(name, known), known))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|left, right| left.0.total_cmp(&right.0));
    likely.map(|(_, known)| *known)
}

fn unknown(name: &str, known: &[&str]) -> String {
    if let Some(likely) = likely(name, known) {
        return format!("unknown key {name}; did you mean {likely}?");
    }
    if name.contains("token") {
        return format!(
            "unknown key {name}; a token does not belong in this file: token_command and \
             token_file say where it comes from, `leads auth login` keeps it"
        );
    }
    format!("unknown key {name}; the keys here are {}", known.join(", "))
}

/// Reads the value of one of the keys above.
fn read(
    profile: &mut Profile,
    name: &str,
    value: &Spanned<DeValue>,
    beside: &Path,
) -> Result<(), Wrong> {
    match name {
        "region" => profile.region = Some(text(name, value, region)?),
        "base_url" => profile.base_url = Some(text(name, value, base_url)?),
        "api_version" => profile.api_version = Some(text(name, value, api_version)?),
        "token_command" => profile.token_command = Some(text(name, value, values::filled)?),
        "token_file" => {
            let path = text(name, value, values::filled)?;
            profile.token_file = Some(beside.join(from_home(&path)));
        }
        "format" => profile.format = Some(text(name, value, format)?),
        "jobs" => profile.jobs = Some(number(name, value, values::jobs)?),
        "max_rate" => profile.max_rate = Some(number(name, value, values::rate_of_calls)?),
        "retries" => profile.retries = Some(number(name, value, values::retries)?),
        "timeout" => profile.timeout = Some(number(name, value, values::seconds)?),
        _ => unreachable!("the caller knows the keys"),
    }
    Ok(())
}

fn text<T>(
    name: &str,
    value: &Spanned<DeValue>,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<T, Wrong> {
    let text = value.get_ref().as_str();
    let text = text.ok_or_else(|| wrong(value, format!("{name}: expected text in quotes")))?;
    read(text).map_err(|why| wrong(value, format!("{name}: {why}")))
}

fn number<T>(
    name: &str,
    value: &Spanned<DeValue>,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<T, Wrong> {
    let text = match value.get_ref() {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
        DeValue::Float(number) => number.as_str(),
        _ => {
            return Err(wrong(
                value,
                format!("{name}: expected a number, without quotes"),
            ));
        }
    };
    read(text).map_err(|why| wrong(value, format!("{name}: {why}")))
}

/// A region by its name.
pub(super) fn region(text: &str) -> Result<Region, String> {
    Region::from_str(text, false).map_err(|_| "expected us, eu or au".to_owned())
}

/// A format by its name, in either case.
pub(super) fn format(text: &str) -> Result<Format, String> {
    Format::from_name(&text.to_ascii_lowercase())
        .ok_or_else(|| "expected table, json, jsonl, csv or tsv".to_owned())
}

fn base_url(text: &str) -> Result<String, String> {
    address::check(text)?;
    Ok(text.to_owned())
}

fn api_version(text: &str) -> Result<String, String> {
    match Version::named(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(super::workspace::VERSIONS.to_owned()),
    }
}

/// A path whose `~/` stands for the user's home, as in a shell.
fn from_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), home()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => path.into(),
    }
}
