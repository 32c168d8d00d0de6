//! Output defaults from environment and config file.

use super::Config;
use super::environment::non_empty_variable;
use crate::cli::{OutputArgs, TimeStyle};
use crate::output::Format;

impl Config<'_> {
    /// The fields of leads in `format`: from `--fields`, or in table, csv and tsv from
    /// `LEADS_FIELDS` or the profile. With the name of the source, for messages.
    #[must_use]
    pub fn fields(&self, output: &OutputArgs, format: Format) -> Option<(String, &'static str)> {
        if let Some(list) = output.fields() {
            return Some((list, "--fields"));
        }
        if !format.has_cells() {
            return None;
        }
        if let Some(list) = non_empty_variable(self.environment, "LEADS_FIELDS") {
            return Some((list, "LEADS_FIELDS"));
        }
        let list = self.profile.keys.fields.clone()?;
        Some((list, "the config file's fields"))
    }

    /// The format of times, from `--time` or the profile.
    #[must_use]
    pub fn time(&self, output: &OutputArgs) -> Option<TimeStyle> {
        output.time.or(self.profile.keys.time)
    }
}
