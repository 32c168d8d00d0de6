//! `--fields`: columns by name and by path, in every format.

use crate::formats::serving;
use crate::harness::Harness;

const LEAD: &str = r#"{"id":"a","user_id":"u1","name":"Ann","email":"ann@x","owner_id":7,"created_at":1477572283,"last_request_at":5,"location_data":{"city_name":"Köln","region_name":"NRW","country_name":"Germany","timezone":"Europe/Berlin"},"tags":{"type":"tag.list","tags":[{"id":"1","name":"VIP"},{"id":"2","name":"R&amp;D"}]},"segments":{"segments":[{"id":"s1"}]},"companies":{"companies":[{"id":"c","company_id":"acme","name":"Acme"}]},"unsubscribed_from_emails":false,"custom_attributes":{"plan":"pro","Size, employees":50,"crm.stage":"won","spend":1.50},"crm":{"stage":"no"}}"#;

#[track_caller]
fn cells(fields: &str) -> String {
    let args = ["list", "-f", "csv", "--no-header", "--fields", fields];
    let outcome = serving(&[LEAD]).run(args).code(0).silent();
    outcome.stdout().trim_end().to_owned()
}

#[test]
fn a_column_is_read_where_the_version_keeps_it() {
    assert_eq!(
        cells("external_id,city,region,country"),
        "u1,Köln,NRW,Germany"
    );
    assert_eq!(
        cells("created_at,last_seen_at,unsubscribed,owner_id"),
        "2016-10-27T12:44:43Z,1970-01-01T00:00:05Z,false,7"
    );
    assert_eq!(cells("tags,segments,companies"), "VIP; R&amp;D,s1,Acme");
}

#[test]
fn a_path_leads_into_the_lead() {
    assert_eq!(
        cells("location_data.timezone,tags.tags.1.id"),
        "Europe/Berlin,2"
    );
    assert_eq!(cells("custom_attributes.spend"), "1.50");
    assert_eq!(cells("custom_attributes.crm.stage"), "won");
    assert_eq!(cells("crm.stage"), "no");
    assert_eq!(cells("\"custom_attributes.Size, employees\",id"), "50,a");
}

#[test]
fn titles_are_as_typed() {
    let args = [
        "list",
        "-f",
        "csv",
        "--fields",
        " id , \"custom_attributes.Size, employees\" ",
    ];
    serving(&[LEAD])
        .run(args)
        .code(0)
        .prints("id,\"custom_attributes.Size, employees\"\na,50\n");
}

#[test]
fn a_plus_adds_to_the_usual_columns() {
    let outcome = serving(&[LEAD])
        .run("list -f csv --fields +custom_attributes.plan")
        .code(0);
    assert!(outcome.lines()[0].starts_with("id,external_id,"));
    assert!(outcome.lines()[0].ends_with(",tags,custom_attributes.plan"));
    assert!(outcome.lines()[1].ends_with(",VIP; R&amp;D,pro"));
    serving(&[r#"{"id":"a","x":1.50}"#])
        .run("list -f jsonl --fields +x,city")
        .code(0)
        .prints("{\"id\":\"a\",\"x\":1.50,\"city\":null}\n");
    harness_refuses("id,+name");
}

#[track_caller]
fn harness_refuses(fields: &str) {
    Harness::of(0)
        .run(["list", "--fields", fields])
        .code(2)
        .says("--fields");
}

#[test]
fn json_has_flat_keys_as_typed_and_values_with_their_types() {
    let fields = "id,city,tags,custom_attributes.spend,created_at,owner_id,unsubscribed,nothing";
    let outcome = serving(&[LEAD])
        .run(["list", "-f", "jsonl", "--fields", fields])
        .code(0);
    let outcome = outcome.prints(
        "{\"id\":\"a\",\"city\":\"Köln\",\"tags\":[\"VIP\",\"R&amp;D\"],\"custom_attributes.spend\":1.50,\
         \"created_at\":1477572283,\"owner_id\":7,\"unsubscribed\":false,\"nothing\":null}\n",
    );
    outcome.says("no lead has the field nothing");
}

#[test]
fn every_custom_attribute_is_a_column_of_its_own() {
    let leads = [
        r#"{"id":"a","custom_attributes":{"b":1,"a":"x"}}"#,
        r#"{"id":"b","custom_attributes":null}"#,
        r#"{"id":"c","custom_attributes":{"Z":true,"a":null}}"#,
    ];
    let harness = serving(&leads);
    harness.run("list -f csv --fields id,custom_attributes.*").code(0).silent().prints(
        "id,custom_attributes.Z,custom_attributes.a,custom_attributes.b\na,,x,1\nb,,,\nc,true,,\n",
    );
    harness.run("list -f jsonl --fields id,custom_attributes.*").code(0).prints(
        "{\"id\":\"a\",\"custom_attributes.b\":1,\"custom_attributes.a\":\"x\"}\n{\"id\":\"b\"}\n{\"id\":\"c\",\"custom_attributes.Z\":true,\"custom_attributes.a\":null}\n",
    );
}

#[test]
fn custom_attributes_of_the_last_page_are_columns_too() {
    let harness = Harness::of(300);
    let outcome = harness
        .run("list -f tsv --fields custom_attributes.*")
        .code(0);
    let lines = outcome.lines();
    let titles: Vec<_> = lines[0].split('\t').collect();
    assert!(titles.is_sorted());
    assert!(titles.contains(&"custom_attributes.Size, employees"));
    assert_eq!(lines.len(), 301);
    assert!(
        lines
            .iter()
            .all(|line| line.split('\t').count() == titles.len())
    );
}

#[test]
fn a_field_that_some_lead_has_is_not_unknown() {
    serving(&[r#"{"id":"a"}"#, r#"{"id":"b","rare":null}"#])
        .run("list -f csv --fields id,rare")
        .code(0)
        .silent();
}

#[test]
fn a_field_named_twice_is_a_column_once() {
    assert_eq!(cells("id,name,id"), "a,Ann");
}

#[test]
fn mistakes_in_a_list_are_refused_before_any_request() {
    for fields in ["", ",", "id,", "+", "\"id", "id\"x", "\"id\"x"] {
        harness_refuses(fields);
    }
}
