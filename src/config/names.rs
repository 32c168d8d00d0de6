//! Parses the names of regions, formats and versions in variables and in the config
//! file. Errors are written to follow the name of the variable or key.

use clap::ValueEnum as _;

use crate::cli::TimeStyle;
use crate::intercom::{Region, Version};
use crate::output::Format;

/// A region by its name, ignoring case.
pub(super) fn region(text: &str) -> Result<Region, String> {
    Region::from_name(&text.to_ascii_lowercase()).ok_or_else(|| "expected us, eu or au".to_owned())
}

/// A format by its name, ignoring case.
pub(super) fn format(text: &str) -> Result<Format, String> {
    Format::from_name(text).ok_or_else(|| {
        let [first @ .., last] = Format::ALL.map(Format::name);
        format!("expected {} or {last}", first.join(", "))
    })
}

/// A style of times by its name, ignoring case.
pub(super) fn time(text: &str) -> Result<TimeStyle, String> {
    TimeStyle::from_str(text, true).map_err(|_| "expected utc, local, unix or relative".to_owned())
}

/// A version of the API, or `auto`.
pub(super) fn api_version(text: &str) -> Result<Version, String> {
    Version::named(text)
        .ok_or_else(|| "expected auto, 1.0 to 1.4, 2.0 to 2.17, or Preview".to_owned())
}
