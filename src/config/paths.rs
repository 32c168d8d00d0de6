//! The paths of the program's files.

use std::path::PathBuf;

use super::Environment;
use super::environment::non_empty_variable;
use crate::error::Error;

/// The program's folder in the user's configuration folder: `$XDG_CONFIG_HOME` or
/// `~/.config`, on macOS too, and `%APPDATA%` on Windows.
pub(super) fn folder() -> Option<PathBuf> {
    let variable = if cfg!(windows) {
        "APPDATA"
    } else {
        "XDG_CONFIG_HOME"
    };
    let set = std::env::var_os(variable).map(PathBuf::from);
    let config = set.filter(|path| path.is_absolute()).or_else(|| {
        if cfg!(windows) {
            dirs::config_dir()
        } else {
            Some(dirs::home_dir()?.join(".config"))
        }
    });
    Some(config?.join("leads"))
}

/// The path of the config file, which may not exist: `LEADS_CONFIG`, or `config.toml`
/// in the program's folder.
pub fn config_file(environment: Environment) -> Result<PathBuf, Error> {
    if let Some(path) = non_empty_variable(environment, "LEADS_CONFIG") {
        return Ok(std::path::absolute(&path).unwrap_or(path.into()));
    }
    let folder = folder().ok_or_else(|| {
        Error::Usage(
            "the user's configuration folder is unknown because HOME is not set; set LEADS_CONFIG \
             to the path of the config file"
                .to_owned(),
        )
    })?;
    Ok(folder.join("config.toml"))
}
