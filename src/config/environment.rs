//! Environment variables.

/// Looks up a variable; `None` if it is not set.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The variable's value without surrounding white space and quotes, which some tools keep,
/// such as `docker --env-file`. An empty variable counts as unset.
pub(super) fn non_empty_variable(environment: Environment, name: &str) -> Option<String> {
    environment(name)
        .map(|value| unquoted(&value).to_owned())
        .filter(|value| !value.is_empty())
}

/// Text without surrounding white space, and without quotes around it.
pub(crate) fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inner = |quote| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).map_or(text, str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrounding_quotes_and_white_space_are_removed() {
        for text in ["a=", " a=\n", "\"a=\"", " 'a='\r\n", "\" a= \""] {
            assert_eq!(unquoted(text), "a=", "{text}");
        }
        for text in ["\"a", "a'b", ""] {
            assert_eq!(unquoted(text), text);
        }
    }
}
