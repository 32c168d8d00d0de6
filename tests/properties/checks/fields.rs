//! Field lists and paths, compared with a simple reader of the same JSON.

use leads::columns::{Fields, Times};
use leads::lead::Lead;
use serde_json::Value;

use super::json;
use super::source::Source;

pub(crate) fn check(bytes: &[u8]) {
    let _ = Fields::parse(
        Some(&String::from_utf8_lossy(bytes)),
        leads::columns::CSV_COLUMNS,
    )
    .err();
    let mut source = Source::new(bytes);
    let (names, list) = list(&mut source);
    let lead = json::lead(&mut source);
    let mut fields = Fields::parse(Some(&list), &[]).unwrap();
    let mut titles = Vec::new();
    fields.each_title(|title| titles.push(title.to_owned()));
    let mut cells = Vec::new();
    fields.each_cell(Lead::new(&lead), Times::Utc, |cell| {
        cells.push(cell.to_owned());
    });
    assert_eq!(titles.len(), cells.len());
    let mut object = String::new();
    fields.push_json(Lead::new(&lead), &mut object);
    let (Some(read), Some(object)) = (json::read(&lead), json::read(&object)) else {
        return;
    };
    // A path keeps its structure. Next to a field that contains it, it adds nothing; a
    // missing value may then be missing in a different way.
    let is_inside = |name: &str, other: &str| {
        let rest = name.strip_prefix(other);
        rest.is_some_and(|rest| rest.starts_with('.'))
    };
    for name in names.iter().filter(|name| name.starts_with('a')) {
        let expected = descend(&read, name).unwrap_or(&Value::Null);
        let has_related = names
            .iter()
            .any(|other| is_inside(name, other) || is_inside(other, name));
        if expected.is_null() && has_related {
            continue;
        }
        let found = descend(&object, name).unwrap_or(&Value::Null);
        assert_eq!(found, expected, "{name} of {lead}: {object}");
    }
}

/// Names of fields, and the list with them.
pub(crate) fn list(source: &mut Source) -> (Vec<String>, String) {
    let mut names: Vec<String> = Vec::new();
    for _ in 0..=source.below(6) {
        let name = match source.below(6) {
            0 => source.text(),
            1 => "custom_attributes.*".to_owned(),
            2 | 3 => source.pick(json::KEYS).to_owned(),
            _ => {
                let mut path = "a".to_owned();
                for _ in 0..source.below(4) {
                    path.push('.');
                    path.push_str(source.pick(json::KEYS));
                }
                path
            }
        };
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.push("id".to_owned());
    }
    let quoted: Vec<String> = names
        .iter()
        .map(|name| match name.as_str() {
            "custom_attributes.*" => name.clone(),
            name => format!("\"{}\"", name.replace('"', "\"\"")),
        })
        .collect();
    (names, quoted.join(","))
}

/// The value at a path: of the keys that it starts with, the longest that has a value.
fn descend<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let ends = path.match_indices('.').map(|(at, _)| at);
    let mut ends: Vec<usize> = ends.chain([path.len()]).collect();
    ends.reverse();
    ends.into_iter().find_map(|end| {
        let inner = match value {
            Value::Object(object) => object.get(&path[..end])?,
            Value::Array(list) if path[..end].bytes().all(|byte| byte.is_ascii_digit()) => {
                list.get(path[..end].parse::<usize>().ok()?)?
            }
            _ => return None,
        };
        match path.get(end + 1..) {
            Some(rest) => descend(inner, rest),
            None => Some(inner),
        }
    })
}
