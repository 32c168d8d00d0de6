//! Tags, segments and companies: lists that a reader wants as names.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::lead::{self, json_text};

/// Stands last where the API says that the list has more than it sent.
pub(super) const MORE: &str = "…";

/// The names of a list.
#[derive(Debug, Default)]
pub(super) struct Labels<'a> {
    /// Each one as a JSON string.
    pub(super) names: Vec<Cow<'a, str>>,
    /// Whether the workspace knows more of them than the lead carries.
    pub(super) more: bool,
}

/// Reads the list `value` of the column `column` (`tags`, …): 1.x keeps the
/// elements under the column's own name, 2.x under `data`. `tags` gives
/// names to tags that came as an id alone. What is no such list is its own only label.
pub(super) fn read<'a>(value: &'a str, column: &str, tags: &HashMap<String, String>) -> Labels<'a> {
    let mut labels = Labels::default();
    match value.as_bytes().first() {
        None | Some(b'n') => {}
        Some(b'[') => labels.names = names(value, column, tags),
        Some(b'{') => {
            let mut found = [None; 3];
            let mut entries = 0;
            lead::each_entry(value, |key, inner| {
                entries += 1;
                match key {
                    key if key == column => found[0] = Some(inner),
                    "data" => found[1] = Some(inner),
                    "has_more" => found[2] = Some(inner),
                    _ => {}
                }
            });
            labels.more = found[2] == Some("true");
            match found[0].or(found[1]) {
                Some(list) if list.starts_with('[') => labels.names = names(list, column, tags),
                Some(list) => labels.names.extend(label(list, column, tags)),
                None if entries > 0 => labels.names.extend(label(value, column, tags)),
                None => {}
            }
        }
        Some(_) => labels.names.extend(label(value, column, tags)),
    }
    labels
}

fn names<'a>(list: &'a str, column: &str, tags: &HashMap<String, String>) -> Vec<Cow<'a, str>> {
    // Most leads carry none, and the reader of a list allocates.
    if list == "[]" {
        return Vec::new();
    }
    lead::elements(list)
        .filter_map(|element| label(element, column, tags))
        .collect()
}

/// What to call one element: its name, else its id, else all of it.
fn label<'a>(
    element: &'a str,
    column: &str,
    tags: &HashMap<String, String>,
) -> Option<Cow<'a, str>> {
    if !element.starts_with('{') {
        return string(element);
    }
    let [mut name, mut company, mut id] = [None; 3];
    lead::each_entry(element, |key, value| match key {
        "name" => name = Some(value),
        "company_id" if column == "companies" => company = Some(value),
        "id" => id = Some(value),
        _ => {}
    });
    let filled = |value: Option<&'a str>| value.and_then(string).filter(|text| text != "\"\"");
    filled(name)
        .or_else(|| {
            let id = lead::text(id?)?;
            let known = (column == "tags").then(|| tags.get(id.as_ref()))?;
            known.map(|name| Cow::Owned(quoted(name)))
        })
        .or_else(|| filled(company))
        .or_else(|| filled(id))
        .or_else(|| string(element))
}

/// A raw value as a JSON string: strings as they are, anything else its JSON
/// in quotes; null is none.
fn string(value: &str) -> Option<Cow<'_, str>> {
    match value.as_bytes().first()? {
        b'n' => None,
        b'"' => Some(Cow::Borrowed(value)),
        _ => Some(Cow::Owned(quoted(&json_text::compact(value)))),
    }
}

/// `text` as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str, column: &str) -> String {
        let labels = read(value, column, &HashMap::new());
        format!(
            "[{}]{}",
            labels.names.join(","),
            if labels.more { " more" } else { "" }
        )
    }

    #[test]
    fn names_are_read_where_each_version_keeps_them() {
        assert_eq!(
            shown(
                r#"{"type":"tag.list","tags":[{"id":"1","name":"vip"},{"id":"2","name":"b\"c"}]}"#,
                "tags"
            ),
            r#"["vip","b\"c"]"#
        );
        assert_eq!(
            shown(
                r#"{"type":"list","data":[{"type":"tag","id":"7"},{"id":8}],"has_more":true}"#,
                "tags"
            ),
            r#"["7","8"] more"#
        );
    }

    #[test]
    fn a_company_without_a_name_goes_by_its_company_id() {
        let list = r#"{"companies":[{"id":"5f","company_id":"acme","name":""},{"id":"6","name":"Bolt"},{"id":"9"}]}"#;
        assert_eq!(shown(list, "companies"), r#"["acme","Bolt","9"]"#);
        assert_eq!(
            shown(r#"{"segments":[{"id":"5","company_id":"x"}]}"#, "segments"),
            r#"["5"]"#
        );
    }

    #[test]
    fn ids_whose_name_is_known_are_named() {
        let known = HashMap::from([("7".to_owned(), "big \"fish\"".to_owned())]);
        let labels = read(
            r#"{"data":[{"id":"7"},{"id":7},{"id":"8"}]}"#,
            "tags",
            &known,
        );
        assert_eq!(
            labels.names,
            [r#""big \"fish\"""#, r#""big \"fish\"""#, "\"8\""]
        );
    }

    #[test]
    fn odd_shapes_are_shown_and_nothing_is_nothing() {
        for (value, expected) in [
            ("null", "[]"),
            ("{}", "[]"),
            (r#"{"type":"list","data":null}"#, "[]"),
            (r#"["a",null,1,{"name":"b"}]"#, r#"["a","1","b"]"#),
            ("\"vip\"", "[\"vip\"]"),
            ("7", "[\"7\"]"),
            (r#"{"tags":"vip"}"#, "[\"vip\"]"),
            (r#"{ "x" : 1 }"#, r#"["{\"x\":1}"]"#),
            (r#"[{"x":[1]}]"#, r#"["{\"x\":[1]}"]"#),
            ("[[]]", r#"["[]"]"#),
        ] {
            assert_eq!(shown(value, "tags"), expected, "{value}");
        }
    }
}
