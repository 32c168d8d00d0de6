//! The rows of a sample; `--fields` finds the value of each path.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::columns::{Fields, Times, WHOLE_LEAD};

fn rows(leads: &[&str]) -> Vec<Value> {
    let mut sample = Sample::default();
    for lead in leads {
        sample.add(Lead::new(lead));
    }
    let mut rows = Vec::new();
    let done: Result<(), ()> = sample.each_row(RowTarget::Json, |row| {
        rows.push(serde_json::from_str(row).unwrap());
        Ok(())
    });
    done.unwrap();
    rows
}

#[track_caller]
fn row<'r>(rows: &'r [Value], path: &str) -> &'r Value {
    let mut found = rows.iter().filter(|row| row["path"] == path);
    let row = found
        .next()
        .unwrap_or_else(|| panic!("no {path}: {rows:#?}"));
    assert!(found.next().is_none(), "{path} twice");
    row
}

/// The paths that are not columns.
fn paths(rows: &[Value]) -> Vec<&str> {
    let paths = rows.iter().skip(builtin::COLUMNS.len());
    paths.map(|row| row["path"].as_str().unwrap()).collect()
}

#[test]
fn columns_come_first_and_then_every_path_by_name() {
    let rows = rows(&[
        r#"{"type":"contact","id":"a","phone":"","location_data":{"city_name":"Köln"},"custom_attributes":{"b":1.50,"a":true},"avatar":null}"#,
        r#"{"type":"contact","id":"b","location_data":{},"custom_attributes":{"b":"x"},"avatar":{"image_url":null}}"#,
    ]);
    assert_eq!(rows[0]["path"], "id");
    assert_eq!(
        paths(&rows),
        [
            "avatar.image_url",
            "custom_attributes.a",
            "custom_attributes.b",
            "location_data.city_name",
            "type"
        ]
    );
    for expected in [
        json!({"path":"id","types":["string"],"leads":2,"share":1.0,"example":"a"}),
        json!({"path":"city","types":["string"],"leads":1,"share":0.5,"example":"Köln"}),
        json!({"path":"phone","types":["string"],"leads":0,"share":0.0,"example":null}),
        json!({"path":"segments","types":[],"leads":0,"share":0.0,"example":null}),
        json!({"path":"custom_attributes.b","types":["string","number"],"leads":2,"share":1.0,"example":1.5}),
    ] {
        assert_eq!(row(&rows, expected["path"].as_str().unwrap()), &expected);
    }
}

#[test]
fn lists_are_described_by_what_their_column_shows() {
    let rows = rows(&[
        r#"{"tags":{"type":"tag.list","tags":[{"id":"1","name":"vip"}]}}"#,
        r#"{"tags":{"type":"list","data":[{"id":"10"}],"has_more":true}}"#,
        r#"{"tags":{"type":"tag.list","tags":[]}}"#,
    ]);
    assert_eq!(
        *row(&rows, "tags"),
        json!({"path":"tags","types":["array"],"leads":2,"share":0.6667,"example":"[\"vip\"]"})
    );
    assert_eq!(paths(&rows), [""; 0]);
}

#[test]
fn examples_are_short_and_keep_the_digits_of_numbers() {
    let long = format!(
        r#"{{"a":"{}","b":155.50,"c":[1, {{"x": 2}}],"d":{}}}"#,
        "é".repeat(500),
        "1".repeat(500)
    );
    let rows = rows(&[&long]);
    assert_eq!(row(&rows, "a")["example"], "é".repeat(MAX_EXAMPLE) + "…");
    assert_eq!(row(&rows, "c")["example"], r#"[1,{"x":2}]"#);
    assert_eq!(row(&rows, "d")["example"], "1".repeat(MAX_EXAMPLE) + "…");
    assert_eq!(example("155.50"), "155.50");
}

#[test]
fn a_share_is_never_rounded_to_all_or_none() {
    for (leads, all, expected) in [
        (0, 0, "0%"),
        (0, 200, "0%"),
        (1, 1000, "<1%"),
        (999, 1000, ">99%"),
        (1, 3, "33%"),
        (1000, 1000, "100%"),
    ] {
        assert_eq!(percent(leads, all), expected);
    }
}

#[test]
fn memory_stays_bounded() {
    let mut sample = Sample::default();
    for lead in 0..30 {
        let keys: Vec<String> = (0..1000)
            .map(|key| format!("\"k{lead}.{key}\":1"))
            .collect();
        sample.add(Lead::new(&format!("{{{}}}", keys.join(","))));
    }
    assert!(sample.is_truncated());
    assert_eq!(sample.paths.len(), MAX_PATHS);
    let deep = format!("{}1{}", r#"{"a":"#.repeat(100_000), "}".repeat(100_000));
    sample.add(Lead::new(&deep));
}

/// Objects with keys that are difficult to write as paths.
fn object() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![Just(json!(1)), Just(json!("x")), Just(json!(null))];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop::collection::vec(("[ab., \"+*]{0,3}", inner), 0..4)
            .prop_map(|entries| Value::Object(entries.into_iter().collect()))
    })
}

proptest! {
    #[test]
    fn every_path_told_leads_to_the_value(lead in object()) {
        let lead = json!({"custom_attributes": lead, "a": lead}).to_string();
        for row in rows(&[&lead]).iter().filter(|row| row["leads"] == 1) {
            let path = row["path"].as_str().unwrap();
            let mut fields = Fields::parse(Some(path), WHOLE_LEAD).unwrap();
            let mut cells = Vec::new();
            fields.each_cell(Lead::new(&lead), Times::Utc, |cell| cells.push(cell.to_owned()));
            let example = match &row["example"] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            prop_assert_eq!(cells, [example], "{}", path);
        }
    }
}

#[test]
fn paths_have_bounded_memory() {
    let inside: Vec<String> = (0..3 * MAX_PATHS).map(|n| format!("\"{n}\":1")).collect();
    let inside = inside.join(",");
    for (key, expected) in [
        ("k".repeat(MAX_PATH_BYTES + 1), 0),
        ("k".repeat(900), MAX_PATHS),
    ] {
        let lead = format!(r#"{{"id":"1","{key}":{{{inside}}},"phone":"7"}}"#);
        let mut sample = Sample::default();
        sample.add(Lead::new(&lead));
        assert!(sample.is_truncated());
        assert_eq!(sample.paths.len(), expected);
        assert_eq!(row(&rows(&[&lead]), "phone")["example"], "7");
    }
}

#[test]
fn the_longest_key_of_a_path_counts() {
    let rows = rows(&[r#"{"a":{"b":{"c":1},"b.c":2},"a.b":{"c":3},"x":{"y.z":4,"y":{"z":5}}}"#]);
    assert_eq!(row(&rows, "a.b.c")["example"], 3);
    assert_eq!(row(&rows, "x.y.z")["example"], 4);
}
