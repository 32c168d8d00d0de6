//! `leads fields`: the fields of leads, with names for `--fields`.

use std::collections::HashMap;

use serde_json::Value;

use crate::formats::serving;
use crate::harness::{Harness, Outcome};

fn rows(outcome: &Outcome) -> HashMap<String, Value> {
    let rows: Vec<Value> = serde_json::from_str(outcome.stdout()).unwrap();
    let named = rows.into_iter();
    named
        .map(|row| (row["path"].as_str().unwrap().to_owned(), row))
        .collect()
}

const LEADS: [&str; 2] = [
    r#"{"id":"a","name":"O&#39;Brien","custom_attributes":{"Size, employees":50,"R&amp;D":"yes\u001b[31m"}}"#,
    r#"{"id":"b","name":null,"custom_attributes":{"Size, employees":5.50}}"#,
];

#[test]
fn each_field_is_a_row_with_its_share_and_an_example() {
    let user = serving(&LEADS);
    let outcome = user.run("fields -f csv").code(0).silent();
    let lines = outcome.lines();
    assert_eq!(lines[0], "path,types,leads,share,example");
    assert_eq!(lines[1], "id,string,2,100%,a");
    assert!(
        lines.contains(&"name,string|null,1,50%,O'Brien"),
        "{outcome}"
    );
    assert_eq!(
        lines[lines.len() - 2..],
        [
            "custom_attributes.R&amp;D,string,1,50%,yes\u{1b}[31m",
            "\"\"\"custom_attributes.Size, employees\"\"\",number,2,100%,50"
        ]
    );
    let table = user.run("fields -f table").code(0);
    assert!(table.stdout().contains("yes\\u{1b}[31m"), "{table}");
    assert!(
        table.stdout().contains("custom_attributes.R&amp;D "),
        "{table}"
    );
    let rows = rows(&user.run("fields --json").code(0));
    assert_eq!(rows["name"]["example"], "O&#39;Brien");
    assert_eq!(rows["\"custom_attributes.Size, employees\""]["leads"], 2);
}

#[cfg(feature = "jq")]
#[test]
fn every_path_is_accepted_by_fields() {
    for api in ["1.4", "2.16"] {
        let user = Harness::of(60);
        let fields = rows(&user.run(["fields", "--json", "--api-version", api]).code(0));
        for (path, row) in &fields {
            let count = "map(select(any(.. | scalars; . != null and . != \"\"))) | length";
            let counted = user
                .run([
                    "list",
                    "--api-version",
                    api,
                    "--fields",
                    path,
                    "--json",
                    "--jq",
                    count,
                ])
                .code(0);
            assert_eq!(
                counted.stdout().trim(),
                row["leads"].to_string(),
                "{path} {api}"
            );
        }
        assert!(fields.len() > 30, "{api}");
    }
}

#[test]
fn a_sample_is_the_latest_leads_and_says_so() {
    let user = Harness::of(345);
    let outcome = user.run("fields -f jsonl").code(0).says(
        "these are the fields of the latest 200 of 345 leads; --sample all reads every lead\n",
    );
    assert!(
        outcome.lines()[0].contains(r#""leads":200,"share":1.0"#),
        "{outcome}"
    );
    let outcome = user.run("fields -f jsonl --sample 7").code(0);
    assert!(outcome.lines()[0].contains(r#""leads":7,"#), "{outcome}");
    let outcome = user.run("fields -f jsonl --sample all").code(0).silent();
    assert!(outcome.lines()[0].contains(r#""leads":345,"#), "{outcome}");
}

#[test]
fn the_other_options_of_output_work_too() {
    let user = Harness::of(20);
    user.run("fields -o fields.csv --no-header --fields path,leads")
        .code(0)
        .prints("")
        .says("fields.csv: ");
    assert!(
        user.read("fields.csv")
            .starts_with("id,20\nexternal_id,20\n")
    );
    user.run("fields --fields pth").code(2).says(
        "--fields: pth is not a column here; the columns are path, types, leads, share, example",
    );
}

#[cfg(feature = "jq")]
#[test]
fn a_program_runs_on_the_rows() {
    Harness::of(20)
        .run(["fields", "-r", "--jq", ".[:2][].path"])
        .code(0)
        .prints("id\nexternal_id\n");
}

#[test]
fn without_leads_there_are_no_fields() {
    let user = Harness::of(0);
    let table = user.run("fields -f table").code(0);
    table.prints("").says("no leads");
    user.run("fields --json").code(0).prints("[]\n");
}

#[test]
fn a_failure_prints_no_rows() {
    let user = Harness::of(20).env("INTERCOM_ACCESS_TOKEN", "");
    user.run("fields --json -o fields.json").code(3).prints("");
    assert_eq!(user.files(), [""; 0]);
}

#[test]
fn fields_help_lists_the_columns_and_names_leads_fields() {
    let user = Harness::of(1).without("INTERCOM_ACCESS_TOKEN");
    for command in [
        "list --fields help",
        "find --id a --fields help -o leads.csv",
    ] {
        let outcome = user.run(command).code(0).silent();
        for part in ["last_seen_at", "custom_attributes.*", "leads fields"] {
            assert!(outcome.stdout().contains(part), "{outcome}");
        }
    }
    assert_eq!((user.requests().len(), user.files().len()), (0, 0));
    serving(&[r#"{"help":"x"}"#])
        .run(["list", "-f", "tsv", "--no-header", "--fields", "\"help\""])
        .code(0)
        .prints("x\n");
}
