//! The names of tags, segments and companies.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{ListEntries, ListEntry};
use crate::lead::{self, entities, json_text};

/// The last label of a list that the API truncated.
pub(crate) const MORE: &str = "…";

/// The maximum number of entries of a list that API 2.x sends.
const MAX_SENT: usize = 10;

/// The labels of a list.
#[derive(Debug, Default)]
pub(super) struct Labels<'a> {
    pub(super) names: Vec<Label<'a>>,
    /// The entries as the API sent them.
    elements: Vec<&'a str>,
    /// Whether the API sent only a part of the list.
    pub(super) cut: bool,
}

/// One label.
#[derive(Debug)]
pub(super) struct Label<'a> {
    /// As a JSON string.
    pub(super) json: Cow<'a, str>,
    /// Whether the API escapes it: names of companies, but not names of tags and
    /// segments, nor ids.
    pub(super) is_escaped: bool,
}

/// Reads the list `value` of the column `column` (`tags`, …). 1.x has the elements
/// under the column's name, 2.x under `data`; 2.x can also send only their number.
/// `tags` has the names of tags by id, for leads that have only ids. A value of another
/// shape is one label.
pub(super) fn read<'a>(value: &'a str, column: &str, tags: &HashMap<String, String>) -> Labels<'a> {
    let none = HashMap::new();
    read_named(value, column, if column == "tags" { tags } else { &none })
}

/// As [`read`], with `names` by id.
fn read_named<'a>(value: &'a str, column: &str, names: &HashMap<String, String>) -> Labels<'a> {
    let mut labels = Labels::default();
    match value.as_bytes().first() {
        None | Some(b'n') => {}
        Some(b'[') => {
            labels.elements = lead::elements(value).collect();
            labels.names = labels_of(&labels.elements, column, names);
        }
        Some(b'{') => {
            let [mut own, mut data, mut has_more, mut total] = [None; 4];
            let (mut has_url, mut is_empty) = (false, true);
            lead::each_entry(value, |key, inner| {
                is_empty = false;
                match key {
                    key if key == column => own = Some(inner),
                    "data" => data = Some(inner),
                    "has_more" => has_more = Some(inner),
                    "total_count" => total = Some(inner),
                    "url" => has_url = true,
                    _ => {}
                }
            });
            let list = own.or(data);
            let total = total.and_then(lead::plain_text);
            let total = total.and_then(|total| total.parse::<usize>().ok());
            let elements = list.filter(|list| list.starts_with('['));
            let elements = elements.map(|list| lead::elements(list).collect::<Vec<_>>());
            let sent = elements.as_ref().map(Vec::len);
            labels.cut = has_more == Some("true")
                || match (sent, total) {
                    (Some(sent), Some(total)) => total > sent,
                    // A full list of 2.x that does not say whether there is more.
                    (Some(sent), None) => data.is_some() && has_more.is_none() && sent >= MAX_SENT,
                    (None, Some(total)) => total > 0,
                    (None, None) => list.is_none() && has_url,
                };
            match (elements, list) {
                (Some(elements), _) => {
                    labels.names = labels_of(&elements, column, names);
                    labels.elements = elements;
                }
                (None, Some(list)) => labels.names.extend(label(list, column, names)),
                (None, None) if labels.cut || is_empty || total.is_some() => {}
                (None, None) => labels.names.extend(label(value, column, names)),
            }
        }
        Some(_) => labels.names.extend(label(value, column, names)),
    }
    labels
}

/// The entries of the list `value`, with the names and ids that a condition can use.
/// `names` has names by id, for leads that have only ids.
pub(super) fn entries(value: &str, column: &str, names: &HashMap<String, String>) -> ListEntries {
    let labels = read_named(value, column, names);
    let text = |label: &Label| {
        let text = lead::plain_text(&label.json)?;
        Some(if label.is_escaped {
            entities::decode(&text).into_owned()
        } else {
            text.into_owned()
        })
    };
    let entry = |element: &&str| {
        let ids = lead::values(element, ["id", "company_id"]);
        let ids = ids.into_iter().flatten().filter_map(lead::plain_text);
        Some(ListEntry {
            name: text(&label(element, column, names)?)?,
            ids: ids.map(Cow::into_owned).collect(),
        })
    };
    let entries = if labels.elements.is_empty() {
        // A value of another shape.
        let names = labels.names.iter().filter_map(text);
        let entries = names.map(|name| ListEntry {
            name,
            ids: Vec::new(),
        });
        entries.collect()
    } else {
        labels.elements.iter().filter_map(entry).collect()
    };
    ListEntries {
        entries,
        is_cut: labels.cut,
    }
}

fn labels_of<'a>(
    elements: &[&'a str],
    column: &str,
    names: &HashMap<String, String>,
) -> Vec<Label<'a>> {
    let labels = elements.iter();
    labels
        .filter_map(|element| label(element, column, names))
        .collect()
}

/// The label of an element: its name, otherwise its id, otherwise its JSON.
fn label<'a>(element: &'a str, column: &str, names: &HashMap<String, String>) -> Option<Label<'a>> {
    let plain = |json| Label {
        json,
        is_escaped: false,
    };
    if !element.starts_with('{') {
        return as_json_string(element).map(plain);
    }
    let [mut name, mut company, mut id] = [None; 3];
    lead::each_entry(element, |key, value| match key {
        "name" => name = Some(value),
        "company_id" if column == "companies" => company = Some(value),
        "id" => id = Some(value),
        _ => {}
    });
    let non_empty =
        |value: Option<&'a str>| value.and_then(as_json_string).filter(|text| text != "\"\"");
    if let Some(json) = non_empty(name) {
        return Some(Label {
            json,
            is_escaped: column == "companies",
        });
    }
    let known_name = || {
        let id = lead::plain_text(id?)?;
        let name = names.get(id.as_ref())?;
        Some(Cow::Owned(json_string(name)))
    };
    known_name()
        .or_else(|| non_empty(company))
        .or_else(|| non_empty(id))
        .or_else(|| as_json_string(element))
        .map(plain)
}

/// A raw value as a JSON string: a string unchanged, anything else as its JSON in
/// quotes; `None` for null.
fn as_json_string(value: &str) -> Option<Cow<'_, str>> {
    match value.as_bytes().first()? {
        b'n' => None,
        b'"' => Some(Cow::Borrowed(value)),
        _ => Some(Cow::Owned(json_string(&json_text::compact(value)))),
    }
}

/// `text` as a JSON string.
pub(super) fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'a>(labels: &'a Labels) -> Vec<&'a str> {
        labels
            .names
            .iter()
            .map(|label| label.json.as_ref())
            .collect()
    }

    fn shown(value: &str, column: &str) -> String {
        let labels = read(value, column, &HashMap::new());
        format!(
            "[{}]{}",
            texts(&labels).join(","),
            if labels.cut { " cut" } else { "" }
        )
    }

    #[test]
    fn names_are_read_from_their_key_in_each_version() {
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
            r#"["7","8"] cut"#
        );
    }

    #[test]
    fn a_company_without_a_name_is_shown_by_its_company_id() {
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
            texts(&labels),
            [r#""big \"fish\"""#, r#""big \"fish\"""#, "\"8\""]
        );
    }

    #[test]
    fn a_list_with_only_a_count_has_more() {
        for (value, expected) in [
            (
                r#"{"url":"/contacts/a/tags","total_count":100,"has_more":true}"#,
                "[] cut",
            ),
            (r#"{"data":null,"total_count":"3"}"#, "[] cut"),
            (
                r#"{"url":"/contacts/a/tags","total_count":0,"has_more":false}"#,
                "[]",
            ),
        ] {
            assert_eq!(shown(value, "tags"), expected, "{value}");
        }
    }

    #[test]
    fn odd_values_are_shown_and_empty_ones_are_empty() {
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
