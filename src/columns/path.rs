//! Dotted paths into a lead: `location_data.timezone`, `tags.tags.0.name`.

use crate::lead;

/// A step of a path: into an object or into an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<'p> {
    Key(&'p str),
    Index(usize),
}

/// As [`locate`], without the steps.
#[cfg(test)]
fn resolve<'a>(value: &'a str, path: &str) -> Option<&'a str> {
    locate(value, path, &mut Vec::new())
}

/// The raw value at `path` in the JSON `value`; appends the steps to it to `steps`. In an
/// object, the longest key that the path starts with is tried first, so a key with dots
/// has precedence over nested objects. In an array, the next part is an index.
fn locate<'a, 'p>(value: &'a str, path: &'p str, steps: &mut Vec<Step<'p>>) -> Option<&'a str> {
    match value.as_bytes().first()? {
        b'{' => {
            let mut found: Vec<(usize, &str)> = Vec::new();
            lead::each_entry(value, |key, inner| {
                if starts_with_key(path, key) {
                    match found.iter_mut().find(|(length, _)| *length == key.len()) {
                        Some(earlier) => earlier.1 = inner,
                        None => found.push((key.len(), inner)),
                    }
                }
            });
            found.sort_unstable_by_key(|&(length, _)| std::cmp::Reverse(length));
            let taken = steps.len();
            found.into_iter().find_map(|(length, inner)| {
                steps.truncate(taken);
                steps.push(Step::Key(&path[..length]));
                locate_rest(inner, path, length, steps)
            })
        }
        b'[' => {
            let part = path.split('.').next()?;
            let index = index(part)?;
            let element = lead::elements(value).nth(index)?;
            steps.push(Step::Index(index));
            locate_rest(element, path, part.len(), steps)
        }
        _ => None,
    }
}

fn index(part: &str) -> Option<usize> {
    // `parse` would accept a sign.
    let digits = part.bytes().all(|byte| byte.is_ascii_digit());
    part.parse().ok().filter(|_| digits)
}

/// The raw value at `path` in `value`, where `value` belongs to the key in the first
/// `length` bytes of `path`.
pub(super) fn resolve_rest<'a>(value: &'a str, path: &str, length: usize) -> Option<&'a str> {
    locate_rest(value, path, length, &mut Vec::new())
}

/// As [`resolve_rest`], and appends the steps to the value to `steps`.
pub(super) fn locate_rest<'a, 'p>(
    value: &'a str,
    path: &'p str,
    length: usize,
    steps: &mut Vec<Step<'p>>,
) -> Option<&'a str> {
    match path.get(length + 1..) {
        Some(rest) => locate(value, rest, steps),
        None => Some(value),
    }
}

/// The steps to the place where the value of `path` is missing, and the JSON to show
/// there: null, or an array without the element. `first` is the value of the key before
/// the first dot.
pub(super) fn missing<'p>(first: Option<&str>, path: &'p str) -> (Vec<Step<'p>>, &'static str) {
    let mut parts = path.split('.');
    let mut steps: Vec<Step> = parts.next().map(Step::Key).into_iter().collect();
    let mut value = first;
    for part in parts {
        if value.is_some_and(|value| value.starts_with('[')) {
            return (steps, "[]");
        }
        steps.push(Step::Key(part));
        value = value.and_then(|value| lead::value(value, part));
    }
    (steps, "null")
}

/// The path of the object in `PATH.*`.
pub(super) fn of_wildcard(name: &str) -> Option<&str> {
    name.strip_suffix(".*").filter(|path| !path.is_empty())
}

/// Whether `path` is `key`, or continues with a dot after it.
fn starts_with_key(path: &str, key: &str) -> bool {
    path.strip_prefix(key)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether the API escapes the text at `path`: names and e-mail addresses, also of
/// companies and social profiles, but not custom attributes and tags (`escape_identity`
/// on the API's page on listing contacts).
pub(super) fn is_escaped(path: &str) -> bool {
    match path.split_once('.') {
        None => matches!(path, "name" | "email" | "pseudonym"),
        Some(("companies" | "social_profiles", rest)) => {
            rest.rsplit_once('.').is_some_and(|(_, key)| key == "name")
        }
        Some(_) => false,
    }
}

/// The keys that `path` can start with, longest first.
pub(super) fn first_keys(path: &str) -> impl Iterator<Item = &str> {
    std::iter::once(path).chain(path.rmatch_indices('.').map(|(at, _)| &path[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_through_objects_and_arrays() {
        let lead = r#"{"a":{"b":{"c":1}},"t":{"tags":[{"name":"x"},{"name":"y"}]},"n":null}"#;
        for (path, expected) in [
            ("a.b.c", Some("1")),
            ("a.b", Some(r#"{"c":1}"#)),
            ("t.tags.1.name", Some("\"y\"")),
            ("t.tags.2.name", None),
            ("t.tags.-1", None),
            ("t.tags.+1.name", None),
            ("t.tags.99999999999999999999", None),
            ("t.tags.x", None),
            ("t.tags.", None),
            ("n", Some("null")),
            ("n.x", None),
            ("a.b.c.d", None),
            ("a.", None),
            ("missing", None),
        ] {
            assert_eq!(resolve(lead, path), expected, "{path}");
        }
    }

    #[test]
    fn a_literal_key_overrides_a_path_at_every_level() {
        let lead = r#"{"a":{"b":{"c":1},"b.c":2},"a.b":{"c":3},"x":{"y.z":4,"y":{"z":5}}}"#;
        assert_eq!(resolve(lead, "a.b.c"), Some("3"));
        assert_eq!(resolve(lead, "x.y.z"), Some("4"));
        assert_eq!(
            resolve(r#"{"a":{"b":{"c":1},"b.c":2}}"#, "a.b.c"),
            Some("2")
        );
    }

    #[test]
    fn a_literal_key_without_a_value_is_ignored() {
        assert_eq!(
            resolve(r#"{"a.b":{"x":1},"a":{"b":{"c":2}}}"#, "a.b.c"),
            Some("2")
        );
        assert_eq!(
            resolve(r#"{"a.b":"text","a":{"b":{"c":2}}}"#, "a.b.c"),
            Some("2")
        );
    }

    #[test]
    fn the_last_of_a_repeated_key_counts() {
        assert_eq!(resolve(r#"{"a":{"b":1},"a":{"b":2}}"#, "a.b"), Some("2"));
    }

    #[test]
    fn first_keys_are_cut_at_dots() {
        assert_eq!(
            first_keys("a.b.c").collect::<Vec<_>>(),
            ["a.b.c", "a.b", "a"]
        );
        assert_eq!(first_keys("a").collect::<Vec<_>>(), ["a"]);
    }
}
