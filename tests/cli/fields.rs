//! `--fields`: columns by name and by path, in every format.

use crate::formats::serving;
use crate::harness::{Harness, in_each_generation};

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
fn a_plus_adds_to_the_default_columns() {
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
fn json_has_columns_as_keys_paths_with_structure_and_typed_values() {
    let fields = "id,city,tags,custom_attributes.spend,created_at,owner_id,unsubscribed,custom_attributes.nothing";
    let outcome = serving(&[LEAD])
        .run(["list", "-f", "jsonl", "--fields", fields])
        .code(0);
    let outcome = outcome.prints(
        "{\"id\":\"a\",\"city\":\"Köln\",\"tags\":[\"VIP\",\"R&amp;D\"],\
         \"custom_attributes\":{\"spend\":1.50,\"nothing\":null},\
         \"created_at\":1477572283,\"owner_id\":7,\"unsubscribed\":false}\n",
    );
    outcome.says("no lead has the field custom_attributes.nothing");
}

#[cfg(feature = "jq")]
#[test]
fn a_jq_program_is_the_same_with_and_without_fields() {
    let program = ".[] | [.custom_attributes.spend, .tags, .custom_attributes.gone]";
    let harness = serving(&[LEAD]);
    let all = harness.run(["list", "--jq", ".[] | [.custom_attributes.spend]"]);
    all.code(0).prints("[1.50]\n");
    let fields = "custom_attributes.spend,tags,custom_attributes.gone";
    harness
        .run(["list", "--fields", fields, "--jq", program])
        .code(0)
        .prints("[1.50,[\"VIP\",\"R&amp;D\"],null]\n");
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
        "{\"id\":\"a\",\"custom_attributes\":{\"b\":1,\"a\":\"x\"}}\n{\"id\":\"b\",\"custom_attributes\":null}\n{\"id\":\"c\",\"custom_attributes\":{\"Z\":true,\"a\":null}}\n",
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
fn any_object_can_be_a_column_for_each_key() {
    let leads = [
        r#"{"id":"a","location_data":{"city_name":"Köln","timezone":"Europe/Berlin"}}"#,
        r#"{"id":"b","location_data":{"postal_code":"1010"}}"#,
    ];
    let harness = serving(&leads);
    harness
        .run("list -f csv --fields id,location_data.*")
        .code(0)
        .silent()
        .prints(
            "id,location_data.city_name,location_data.postal_code,location_data.timezone\n\
         a,Köln,,Europe/Berlin\nb,,1010,\n",
        );
    harness
        .run("list -f csv --fields id,locaton_data.*")
        .code(0)
        .prints("id\na\nb\n")
        .says("no lead has the field locaton_data.*; did you mean location_data.*?");
}

#[test]
fn an_unknown_name_prints_nothing() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 200);
        for args in [
            "list --fields id,emial",
            "list --fields id,emial --json",
            "list --fields emial -f table",
            "list --fields emial --sort updated_at",
            "list --fields emial --limit 3",
            "list --fields emial --page 1",
            "list -o leads.csv --fields +emial",
            "find --scan --email x@y.z --fields emial",
        ] {
            harness.run(args).code(2).prints("").says(
                "--fields: no lead of the first page has the field emial; did you mean email?",
            );
        }
        for (option, args) in [
            ("--where", ["list", "--where", "emial = x"].as_slice()),
            ("--where", &["list", "--where", "emial = x", "--count"]),
            (
                "--where",
                &["list", "--where", "emial = x", "--sort", "updated_at"],
            ),
            (
                "--where",
                &["list", "--where", "has emial", "--count-by", "country"],
            ),
            ("--count-by", &["list", "--count-by", "emial"]),
        ] {
            harness.run(args).code(2).prints("").says(&format!(
                "{option}: no lead of the first page has the field emial; did you mean email?"
            ));
        }
        assert_eq!(harness.files(), [""; 0]);
    });
}

#[test]
fn documented_names_and_empty_workspaces_are_not_errors() {
    let harness = serving(&[r#"{"id":"a"}"#]);
    harness
        .run("list -f csv --fields id,pseudonym,role")
        .code(0)
        .prints("id,pseudonym,role\na,,\n")
        .says("no lead has the field pseudonym");
    Harness::of(0).run("list -f csv --fields id,emial").code(0);
    serving(&[r#"{"id":"a","new_in_preview":1}"#])
        .run("list -f csv --fields id,new_in_preview --strict")
        .code(0)
        .silent();
}

#[test]
fn strict_fails_without_leads_or_without_a_field() {
    let harness = serving(&[r#"{"id":"a","custom_attributes":{"plan":null}}"#]);
    for (args, code) in [
        ("list --strict", 0),
        ("list --strict --fields id,custom_attributes.plan", 0),
        ("list --strict --fields id,custom_attributes.pln", 1),
        ("list --strict --fields id,phone", 1),
        ("list --fields id,custom_attributes.pln,phone", 0),
        ("list --strict --since 1d", 1),
        ("list --strict --since 1d --json", 1),
        ("list --since 1d", 0),
        ("list --strict --since 1d --count", 1),
        ("list --strict --since 1d --count-by country", 1),
        ("list --strict --count", 0),
        ("find --scan --id a --strict", 0),
        (
            "find --scan --id a --strict --fields custom_attributes.pln",
            1,
        ),
    ] {
        let _ = harness.run(args).code(code);
    }
    // The output is still complete.
    harness
        .run("list --strict --since 1d --json -o none.json")
        .code(1);
    assert_eq!(harness.read("none.json"), "[]\n");
}

#[test]
fn columns_from_a_file_are_always_the_same() {
    let harness = serving(&[
        r#"{"id":"a","custom_attributes":{"b":1,"Size, employees":50,"new":1}}"#,
        r#"{"id":"b","custom_attributes":{"z":true}}"#,
    ]);
    let written = harness.run("fields --columns").code(0);
    let csv = "id\nexternal_id\nname\nemail\nphone\ncity\nregion\ncountry\ncreated_at\nupdated_at\n\
               last_seen_at\nunsubscribed\ntags\n";
    written.prints(&format!(
        "{csv}\"custom_attributes.Size, employees\"\ncustom_attributes.b\ncustom_attributes.new\ncustom_attributes.z\n"
    ));
    harness.run("fields --columns -o columns.txt").code(0);
    harness
        .run("list --columns columns.txt -f csv")
        .code(0)
        .never_says("without a column");

    harness.write(
        "few.txt",
        "custom_attributes.gone\r\nid\n\n\"custom_attributes.Size, employees\"\n",
    );
    harness
        .run("list --columns few.txt -f csv")
        .code(0)
        .prints("custom_attributes.gone,id,\"custom_attributes.Size, employees\"\n,a,50\n,b,\n")
        .says("no lead has the field custom_attributes.gone")
        .says("custom attributes without a column: b, new, z; `leads fields --columns`");
    harness.run("list --columns few.txt --strict").code(1);
    harness
        .run("find --scan --id b --columns few.txt -f tsv --no-header")
        .code(0)
        .prints("\tb\t\n");
    let other = Harness::of(0);
    other
        .run("list --columns few.txt")
        .code(2)
        .says("--columns few.txt: ");
    harness.write("star.txt", "id\ncustom_attributes.*\n");
    harness
        .run("list --columns star.txt")
        .code(2)
        .says("line 2: custom_attributes.* is not a single column");
    for (text, part) in [
        (
            "id,name\n",
            "--columns wrong.txt: line 1: `id,name` is more than one name",
        ),
        (
            "id\n# mine\n",
            "--columns wrong.txt: line 2: `# mine` is not a field name",
        ),
        (
            &"a.".repeat(1_500_000),
            "--columns wrong.txt: line 1: the field name a.a.",
        ),
    ] {
        harness.write("wrong.txt", text);
        let outcome = harness.run("list --columns wrong.txt").code(2).says(part);
        assert!(outcome.stderr().len() < 300, "{outcome}");
    }
    std::fs::write(harness.path("wrong.txt"), b"\xff\xfei\0d\0\n\0").unwrap();
    harness
        .run("list --columns wrong.txt")
        .code(2)
        .says("--columns wrong.txt: it is UTF-16 text; save it as UTF-8");
    harness.write("wrong.txt", "id\nemial\n");
    harness
        .run("list --columns wrong.txt")
        .code(2)
        .prints("")
        .says("--columns wrong.txt: no lead of the first page has the field emial; did you mean email?");
    for args in [
        "list --columns few.txt --fields id",
        "list --columns few.txt --count-by id",
        "fields --columns -f csv",
    ] {
        let _ = harness.run(args).code(2);
    }
}

#[test]
fn an_attribute_named_star_round_trips() {
    let harness = serving(&[r#"{"id":"a","custom_attributes":{"*":"star","b":1}}"#]);
    harness
        .run("list -f csv --fields custom_attributes.*")
        .code(0)
        .prints("custom_attributes.*,custom_attributes.b\nstar,1\n");
    harness.run("fields --columns -o columns.txt").code(0);
    let csv = harness.run("list --columns columns.txt -f csv --no-header");
    let csv = csv.code(0).never_says("without a column");
    assert!(csv.stdout().ends_with(",star,1\n"), "{csv}");
    let fields = harness.run("fields -f tsv").code(0);
    assert!(
        fields
            .stdout()
            .contains("\n\"custom_attributes.*\"\tstring\t1\t"),
        "{fields}"
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
