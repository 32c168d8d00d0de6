//! Dotted paths into a lead: `location_data.timezone`, `tags.tags.0.name`.

use crate::lead;

/// The raw value at `path` in the JSON `value`. In an object the longest key
/// that the path begins with is tried first, so a key that contains dots beats
/// nested objects; in an array the next part is an index.
pub(super) fn resolve<'a>(value: &'a str, path: &str) -> Option<&'a str> {
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
            found
                .into_iter()
                .find_map(|(length, inner)| resolve_rest(inner, path, length))
        }
        b'[' => {
            let index = path.split('.').next()?;
            // `parse` accepts a sign.
            if !index.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let element = lead::elements(value).nth(index.parse().ok()?)?;
            resolve_rest(element, path, index.len())
        }
        _ => None,
    }
}

/// The raw value at `path` in `value`, which is the value of the key that is the
/// first `length` bytes of `path`.
pub(super) fn resolve_rest<'a>(value: &'a str, path: &str, length: usize) -> Option<&'a str> {
    match path.get(length + 1..) {
        Some(rest) => resolve(value, rest),
        None => Some(value),
    }
}

/// Whether `path` is `key`, or `key` and more after a dot.
fn starts_with_key(path: &str, key: &str) -> bool {
    path.strip_prefix(key)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether the API escapes the text at `path`: names and e-mail addresses, those
/// of companies and social profiles too, but never custom attributes and tags
/// (`escape_identity` on the page on listing contacts).
pub(super) fn is_escaped(path: &str) -> bool {
    match path.split_once('.') {
        None => matches!(path, "name" | "email" | "pseudonym"),
        Some(("companies" | "social_profiles", rest)) => {
            rest.rsplit_once('.').is_some_and(|(_, key)| key == "name")
        }
        Some(_) => false,
    }
}

/// The keys that `path` can begin with, the longest first.
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
    fn a_literal_key_beats_a_path_at_every_level() {
        let lead = r#"{"a":{"b":{"c":1},"b.c":2},"a.b":{"c":3},"x":{"y.z":4,"y":{"z":5}}}"#;
        assert_eq!(resolve(lead, "a.b.c"), Some("3"));
        assert_eq!(resolve(lead, "x.y.z"), Some("4"));
        assert_eq!(
            resolve(r#"{"a":{"b":{"c":1},"b.c":2}}"#, "a.b.c"),
            Some("2")
        );
    }

    #[test]
    fn a_literal_key_that_leads_nowhere_gives_way() {
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
