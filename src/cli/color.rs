//! `--color`, which help and errors keep to as well.

use std::ffi::OsString;

use anstream::ColorChoice;
use clap::ValueEnum;

/// Whether to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR or TERM=dumb says otherwise
    #[default]
    Auto,
    /// Wherever it goes
    Always,
    /// Nowhere
    Never,
}

impl Color {
    /// Has everything printed from now on, help too, keep to this choice.
    pub fn apply(self) {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
        .write_global();
    }

    /// The choice among the arguments of a command line that cannot be read as
    /// a whole: help, and errors, keep to it too.
    #[must_use]
    pub fn among(args: impl Iterator<Item = OsString>) -> Self {
        let mut args = args.filter_map(|arg| arg.into_string().ok());
        let mut choice = Self::default();
        while let Some(arg) = args.next() {
            let value = match arg.strip_prefix("--color") {
                Some("") => args.next(),
                Some(rest) => rest.strip_prefix('=').map(str::to_owned),
                None if arg == "--" => break,
                None => None,
            };
            if let Some(Ok(typed)) = value.map(|value| Self::from_str(&value, false)) {
                choice = typed;
            }
        }
        choice
    }
}
