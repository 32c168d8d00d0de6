//! Environment variables.

use crate::parse::unquoted;

/// Looks a variable up; `None` when it is not set.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The variable's value without the white space and the quotes around it, which
/// `docker --env-file` and some CI systems keep; an empty variable counts as
/// unset.
pub(super) fn non_empty_variable(environment: Environment, name: &str) -> Option<String> {
    environment(name)
        .map(|value| unquoted(&value).to_owned())
        .filter(|value| !value.is_empty())
}
