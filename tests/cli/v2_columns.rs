//! Columns of 2.x: names of tags, truncated lists, and values of several types.

use leads::sandbox::{Reply, Request};
use serde_json::Value;

use crate::harness::Harness;
use crate::{answers, v2};

fn pinned(leads: u32) -> Harness {
    v2::workspace(leads).env("LEADS_API_VERSION", "2.16")
}

fn asked_for_tags(harness: &Harness) -> usize {
    let requests = harness.requests();
    requests
        .iter()
        .filter(|request| request.path == "/tags")
        .count()
}

/// A server of contacts with these fields, and of the tags 7 and 8.
fn of(fields: &'static [&'static str]) -> Harness {
    answering_tags(fields, |_| {
        Reply::json(
            200,
            r#"{"type":"list","data":[{"type":"tag","id":"7","name":"R&amp;D"},{"type":"tag","id":"8","name":"Zürich, \"b\""}]}"#,
        )
    })
}

fn answering_tags(
    fields: &'static [&'static str],
    tags: impl Fn(&Request) -> Reply + Send + Sync + 'static,
) -> Harness {
    v2::answering(move |request| {
        if request.path == "/tags" {
            return tags(request);
        }
        let contacts: Vec<String> = fields
            .iter()
            .zip(1..)
            .map(|(fields, number)| {
                format!(r#"{{"type":"contact","id":"l{number}","role":"lead",{fields}}}"#)
            })
            .collect();
        v2::page(request, &contacts)
    })
}

const TAGGED: &[&str] = &[
    r#""tags":{"type":"list","data":[{"id":"7","type":"tag","url":"/tags/7"},{"id":"8","type":"tag"}],"has_more":false}"#,
    r#""tags":{"type":"list","data":[],"has_more":false}"#,
    r#""tags":null"#,
    r#""tags":{"type":"list","data":[{"id":"9"}],"has_more":false}"#,
];

#[test]
fn tags_are_named_by_one_request() {
    let harness = of(TAGGED);
    harness
        .run("list -f tsv --fields id,tags")
        .code(0)
        .prints("id\ttags\nl1\tR&amp;D; Zürich, \"b\"\nl2\t\nl3\t\nl4\t9\n")
        .silent();
    assert_eq!(asked_for_tags(&harness), 1);
    harness
        .run("list -f csv --fields id,tags --no-header --limit 1 -q")
        .code(0)
        .prints("l1,\"R&amp;D; Zürich, \"\"b\"\"\"\n");
}

#[test]
fn tags_in_json_are_arrays_of_names() {
    let harness = of(TAGGED);
    let outcome = harness.run("list -f jsonl --fields tags").code(0);
    let names: Vec<Value> = outcome
        .lines()
        .into_iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["tags"].clone())
        .collect();
    assert_eq!(names[0][1], "Zürich, \"b\"");
    assert_eq!(names[1], serde_json::json!([]));
    assert_eq!(names[3], serde_json::json!(["9"]));
}

#[test]
fn tags_are_requested_only_if_shown() {
    let harness = pinned(320);
    for quiet in [
        "list",
        "list --json",
        "list -f jsonl --tag 17513",
        "list -f csv --fields id,name",
        "list --count",
        "list -f csv --fields tags.data.0.id",
    ] {
        harness.run(quiet).code(0);
        assert_eq!(asked_for_tags(&harness), 0, "{quiet}");
    }
    for (place, shown) in [
        "list -f csv",
        "list -f tsv",
        "list --fields +tags",
        "list -f json --fields id,tags",
        "list -f csv --sort updated_at",
        "list -f csv --per-page 20",
    ]
    .iter()
    .enumerate()
    {
        harness.run(*shown).code(0);
        assert_eq!(asked_for_tags(&harness), place + 1, "{shown}");
    }
}

#[test]
fn found_leads_show_the_names_of_their_tags_too() {
    let harness = pinned(200);
    let tagged = harness
        .run("list -f jsonl --tag 17513 --limit 2 -q")
        .code(0);
    let ids: Vec<String> = tagged
        .lines()
        .into_iter()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["id"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let args = [
        "find", "-f", "csv", "--fields", "tags", "--id", &ids[0], "--id", &ids[1],
    ];
    let outcome = harness.run(args).code(0).silent();
    assert!(
        outcome.lines()[1..].iter().all(|line| line.contains("VIP")),
        "{outcome}"
    );
    assert_eq!(asked_for_tags(&harness), 1);
}

#[test]
fn tags_that_cannot_be_named_are_shown_by_their_ids() {
    for status in [403, 404] {
        let harness = answering_tags(TAGGED, move |_| {
            answers::error(status, "forbidden", "tags are not for you")
        });
        let outcome = harness.run("list -f csv --fields id,tags").code(0);
        let outcome = outcome
            .prints("id,tags\nl1,7; 8\nl2,\nl3,\nl4,9\n")
            .says("warning: tags are shown by their ids")
            .says("tags are not for you");
        assert_eq!(outcome.stderr().lines().count(), 1);
        assert_eq!(asked_for_tags(&harness), 1);
    }
}

#[test]
fn invalid_responses_to_tags_are_not_errors() {
    for body in [
        "{}",
        "[]",
        "<html>",
        r#"{"type":"list","data":[{"id":1},{"name":null,"id":"7"}]}"#,
    ] {
        let harness = answering_tags(TAGGED, move |_| Reply::json(200, body));
        harness
            .run("list -f csv --fields id,tags --retries 0")
            .code(0)
            .prints("id,tags\nl1,7; 8\nl2,\nl3,\nl4,9\n");
    }
}

#[test]
fn a_workspace_without_tags_is_not_asked_for_them() {
    let harness = of(&[r#""tags":{"type":"list","data":[]}"#, r#""tags":null"#]);
    harness.run("list -f csv").code(0).silent();
    assert_eq!(asked_for_tags(&harness), 0);
}

static MORE: &[&str] = &[
    r#""tags":{"type":"list","data":[{"id":"7"},{"id":"8"}],"total_count":12,"has_more":true}"#,
    r#""tags":{"type":"list","data":[{"id":"7"}],"has_more":false}"#,
    r#""tags":{"type":"list","data":[{"id":"7"}],"has_more":true}"#,
];

#[test]
fn lists_that_have_more_end_in_dots_and_one_warning_counts_them() {
    let harness = of(MORE);
    let outcome = harness.run("list -f tsv --fields id,tags").code(0);
    let outcome = outcome
        .prints("id\ttags\nl1\tR&amp;D; Zürich, \"b\"; …\nl2\tR&amp;D\nl3\tR&amp;D; …\n")
        .says("warning: 2 leads have more tags");
    assert_eq!(outcome.stderr().lines().count(), 1);
    harness.run("list -f csv --fields tags -q").code(0).silent();
    harness.run("list -f csv --fields id").code(0).silent();
}

#[test]
fn one_lead_with_more_is_reported_in_the_singular() {
    let harness = of(&MORE[..1]);
    harness
        .run("list -f csv --fields tags")
        .code(0)
        .says("warning: 1 lead has more tags");
}

#[test]
fn json_ends_such_lists_in_dots_and_warns_too() {
    let harness = of(MORE);
    let outcome = harness.run("list -f jsonl --fields tags").code(0);
    assert!(outcome.lines()[0].contains('…'), "{outcome}");
    outcome.says("2 leads have more tags");
}

#[test]
fn companies_are_ids_and_segments_are_empty() {
    let harness = of(&[
        r#""companies":{"type":"list","data":[{"id":"c1","type":"company","url":"/companies/c1"},{"id":"c2"}],"has_more":false}"#,
        r#""companies":null"#,
    ]);
    harness
        .run("list -f csv --fields id,companies,segments")
        .code(0)
        .prints("id,companies,segments\nl1,c1; c2,\nl2,,\n");
    assert_eq!(asked_for_tags(&harness), 0);
}

#[test]
fn missing_segments_of_2_x_are_reported_once() {
    let harness = pinned(200);
    for format in ["csv", "table", "json"] {
        let outcome = harness
            .run(["list", "-f", format, "--fields", "id,segments"])
            .code(0)
            .says("warning: ")
            .says("segments");
        assert_eq!(outcome.stderr().lines().count(), 1);
    }
    harness.run("list -f csv --fields id").code(0).silent();
}

const TYPES: &[&str] = &[
    r#""avatar":"https://example.com/a.png","owner_id":321452,"tags":null"#,
    r#""avatar":{"type":"avatar","image_url":"https://example.com/b.png"},"owner_id":"321453","tags":null"#,
    r#""avatar":null,"owner_id":null,"tags":{"type":"list","data":[]}"#,
];

#[test]
fn values_of_more_than_one_type_are_shown() {
    let harness = of(TYPES);
    harness
        .run("list -f tsv --fields id,avatar.image_url,owner_id,tags")
        .code(0)
        .prints(
            "id\tavatar.image_url\towner_id\ttags\nl1\t\t321452\t\n\
             l2\thttps://example.com/b.png\t321453\t\nl3\t\t\t\n",
        );
    harness
        .run("list -f tsv --fields avatar --no-header")
        .code(0)
        .prints(
            "https://example.com/a.png\n\
             {\"type\":\"avatar\",\"image_url\":\"https://example.com/b.png\"}\n\n",
        );
    harness
        .run("list -f jsonl --fields owner_id,tags")
        .code(0)
        .prints(
            "{\"owner_id\":321452,\"tags\":[]}\n{\"owner_id\":\"321453\",\"tags\":[]}\n\
             {\"owner_id\":null,\"tags\":[]}\n",
        );
    let table = harness.run("list --fields id,owner_id,avatar").code(0);
    assert_eq!(table.lines().len(), 4);
    assert!(table.lines()[2].contains("321453"));
}

#[test]
fn json_is_what_the_api_sent_token_for_token() {
    let lead = r#"{"id":"l1","type":"contact","role":"lead","avatar":{"image_url":null,"type":"avatar"},"n":1.50,"big":123456789012345678901,"e":1E5,"s":"\u00e9\/","custom_attributes":{"b":[1,{"a":2}],"a":null},"n":2}"#;
    let harness = v2::answering(move |request| v2::page(request, &[lead.replace(',', " ,\n ")]));
    let plain = lead.replace(',', " ,\n ");
    let squeezed = plain.replace(" ,\n ", ",");
    harness
        .run("list -f jsonl")
        .code(0)
        .prints(&format!("{squeezed}\n"));
    harness
        .run("list -f json")
        .code(0)
        .prints(&format!("[\n{squeezed}\n]\n"));
}

#[test]
fn locations_and_times_of_2_x_are_read() {
    let harness = of(&[
        r#""external_id":"x9","location":{"type":"location","country":"Ireland","region":"Leinster","city":"Dublin"},"last_seen_at":1769860800,"unsubscribed_from_emails":true"#,
        r#""external_id":null,"location":{},"last_seen_at":null"#,
        r#""location":null"#,
    ]);
    harness
        .run("list -f csv --fields id,external_id,city,region,country,last_seen_at,unsubscribed")
        .code(0)
        .prints(
            "id,external_id,city,region,country,last_seen_at,unsubscribed\n\
             l1,x9,Dublin,Leinster,Ireland,2026-01-31T12:00:00Z,true\nl2,,,,,,\nl3,,,,,,\n",
        );
}

#[test]
fn a_list_without_entries_shows_whether_it_has_any() {
    let harness = of(&[
        r#""tags":{"type":"list","url":"/contacts/l1/tags","total_count":100,"has_more":true},"companies":{"type":"list","url":"/contacts/l1/companies","total_count":2}"#,
        r#""tags":{"type":"list","url":"/contacts/l2/tags","total_count":0,"has_more":false},"companies":{"url":"/contacts/l2/companies","total_count":0}"#,
    ]);
    harness
        .run("list -f csv --fields id,tags,companies")
        .code(0)
        .prints("id,tags,companies\nl1,…,…\nl2,,\n");
    harness
        .run("list -f jsonl --fields tags")
        .code(0)
        .prints("{\"tags\":[\"…\"]}\n{\"tags\":[]}\n");
    // The server is trusted if the lead does not have the list.
    let outcome = harness.run("list -f jsonl --fields id --tag 7").code(0);
    assert_eq!(outcome.stdout(), "{\"id\":\"l1\"}\n");
}
