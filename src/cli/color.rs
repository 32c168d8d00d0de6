//! `--color`, for output, help and errors alike.

use std::ffi::OsString;

use anstream::ColorChoice;
use clap::ValueEnum;

/// Whether to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set or TERM is dumb
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Applies the choice to everything that is printed from now on.
    pub fn apply(self) {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
        .write_global();
    }

    /// Reads `--color` from the raw arguments: clap does not parse them when it
    /// prints help or an error.
    #[must_use]
    pub fn from_raw_args(args: impl Iterator<Item = OsString>) -> Self {
        let mut args = args.filter_map(|arg| arg.into_string().ok());
        let mut choice = Self::default();
        while let Some(arg) = args.next() {
            let value = match arg.strip_prefix("--color") {
                Some("") => args.next(),
                Some(rest) => rest.strip_prefix('=').map(str::to_owned),
                None if arg == "--" => break,
                None => None,
            };
            if let Some(Ok(parsed)) = value.map(|value| Self::from_str(&value, false)) {
                choice = parsed;
            }
        }
        choice
    }
}
