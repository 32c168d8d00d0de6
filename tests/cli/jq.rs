//! `--jq`: a program on the array or on each lead, checked before any request.

use crate::formats::serving;
use crate::harness::Harness;

const LEADS: [&str; 3] = [
    r#"{"id":"a","name":"Ann","n":1.50,"tags":{"tags":[{"name":"vip"}]}}"#,
    r#"{"id":"b","name":"O&#39;B \"x\"","n":2}"#,
    r#"{"id":"c","name":null,"n":"many"}"#,
];

#[test]
fn a_program_runs_on_the_array_or_on_each_lead() {
    let user = serving(&LEADS);
    user.run("list --jq length").code(0).prints("3\n").silent();
    user.run("list --json --jq length").code(0).prints("3\n");
    user.run("list -f jsonl --jq .id")
        .code(0)
        .prints("\"a\"\n\"b\"\n\"c\"\n");
    user.run(["list", "--jq", ".[] | {id, n}"]).code(0).prints(
        "{\"id\":\"a\",\"n\":1.50}\n{\"id\":\"b\",\"n\":2}\n{\"id\":\"c\",\"n\":\"many\"}\n",
    );
    user.run(["list", "--jq", ".[] | select(.n == 3)"])
        .code(0)
        .prints("")
        .silent();
    // A program means the same whatever the environment sets.
    user.env("LEADS_FORMAT", "jsonl")
        .run("list --jq length")
        .code(0)
        .prints("3\n");
}

#[test]
fn a_program_runs_on_what_find_finds() {
    let user = Harness::of(345);
    let email = "chloe.nakamura1@example.com";
    user.run(["find", "--email", email, "--jq", "map(.id) | length"])
        .code(0)
        .prints("2\n");
    user.run("find --id nobody --jq length")
        .code(1)
        .prints("0\n");
}

#[test]
fn a_program_sees_the_selected_fields() {
    let user = serving(&LEADS);
    user.run(["list", "--fields", "id,tags,city", "--jq", ".[0]"])
        .code(0)
        .prints("{\"id\":\"a\",\"tags\":[\"vip\"],\"city\":null}\n");
    user.run(["list", "--fields", "id,nmae", "--jq", "length"])
        .code(2)
        .prints("")
        .says("no lead of the first page has the field nmae; did you mean name?");
}

#[test]
fn raw_output_prints_strings_as_they_are() {
    let user = serving(&LEADS);
    user.run(["list", "-r", "--jq", ".[].name"])
        .code(0)
        .prints("Ann\nO&#39;B \"x\"\nnull\n");
    user.run([
        "list",
        "--raw-output",
        "--jq",
        ".[] | [.id, .name] | @csv, @tsv",
    ])
    .code(0)
    .prints("\"a\",\"Ann\"\na\tAnn\n\"b\",\"O&#39;B \"\"x\"\"\"\nb\tO&#39;B \"x\"\n\"c\",\nc\t\n");
}

#[test]
fn a_syntax_error_is_reported_before_a_missing_token() {
    let user = Harness::of(3).without("INTERCOM_ACCESS_TOKEN");
    let outcome = user.run(["list", "--jq", ".[] | nmae"]).code(2).prints("");
    assert_eq!(
        outcome.stderr(),
        "error: --jq: there is no filter nmae\n  .[] | nmae\n        ^\n"
    );
    let outcome = user.run(["find", "--id", "a", "--jq", "\"é世\" | (.name"]);
    assert_eq!(
        outcome.code(2).stderr(),
        "error: --jq: ( is never closed\n  \"é世\" | (.name\n          ^\n"
    );
    user.run(["list", "--jq", "\u{1b}[31m"])
        .code(2)
        .says("  \\u{1b}[31m\n  ^");
    assert_eq!(user.requests().len(), 0);
}

#[test]
fn a_program_that_fails_on_a_lead_names_it() {
    let user = serving(&LEADS);
    user.run(["list", "-f", "jsonl", "--jq", ".id, .n + 1"])
        .code(2)
        .prints("\"a\"\n2.5\n\"b\"\n3\n")
        .says("--jq failed on lead c: cannot calculate \"many\" + 1");
    user.run(["list", "--jq", ".[].n | . + 1"])
        .code(2)
        .prints("2.5\n3\n")
        .says("--jq failed on lead c: cannot calculate \"many\" + 1");
    user.run(["list", "--jq", "map(.n + 1)[]"])
        .code(2)
        .prints("")
        .says("cannot calculate \"many\" + 1; -f jsonl runs it on one lead");
}

#[test]
fn a_file_is_replaced_by_all_the_results_or_not_at_all() {
    let user = serving(&LEADS);
    user.write("names.txt", "old");
    user.run(["list", "-r", "--jq", ".[].n + 1", "-o", "names.txt"])
        .code(2);
    user.run(["list", "--jq", ".[", "-o", "names.txt"]).code(2);
    assert_eq!(user.read("names.txt"), "old");
    assert_eq!(user.files(), ["names.txt"]);
    user.run(["list", "-r", "--jq", ".[].id", "-o", "names.txt"])
        .code(0)
        .prints("");
    assert_eq!(user.read("names.txt"), "a\nb\nc\n");
    user.run(["list", "--jq", "[.id]", "-o", "ids.ndjson"])
        .code(0);
    assert_eq!(user.read("ids.ndjson"), "[\"a\"]\n[\"b\"]\n[\"c\"]\n");
}

#[test]
fn formats_that_jq_cannot_write_are_refused() {
    let user = serving(&LEADS);
    for format in ["table", "csv", "tsv"] {
        user.run(["list", "--jq", ".", "-f", format])
            .code(2)
            .says(&format!("not with {format}"));
    }
    assert_eq!(user.requests().len(), 0);
    // Defaults do not apply if a format is selected.
    user.env("LEADS_FORMAT", "table")
        .run("list --jq length")
        .code(0)
        .prints("3\n");
}

#[test]
fn a_program_reads_the_environment_without_the_token() {
    let user = serving(&LEADS)
        .env("WANTED", "b")
        .env("INTERCOM_TOKEN", "s3cret");
    user.run(["list", "--jq", ".[] | select(.id == $ENV.WANTED) | .n"])
        .code(0)
        .prints("2\n");
    let names = user.run([
        "list",
        "--jq",
        "env, $ENV | [.WANTED, .INTERCOM_ACCESS_TOKEN, .INTERCOM_TOKEN]",
    ]);
    names
        .code(0)
        .prints("[\"b\",null,null]\n[\"b\",null,null]\n");
}

#[test]
fn messages_of_a_program_go_to_standard_error() {
    serving(&LEADS)
        .run(["list", "-f", "jsonl", "--limit", "1", "--jq", ".id | debug"])
        .code(0)
        .prints("\"a\"\n")
        .says("[\"DEBUG:\",\"a\"]\n");
}

#[test]
fn incomplete_results_are_kept_only_with_partial() {
    // The first page has a total that is never reached.
    let user = Harness::answering(|request| {
        let mut reply = crate::answers::list(request, &LEADS);
        reply = crate::answers::changed(reply, |body| body["total_count"] = 50.into());
        reply
    });
    user.run("list --jq length").code(8).prints("");
    user.run("list --jq length --partial").code(8).prints("3\n");
}

#[cfg(unix)]
#[test]
fn an_endless_program_can_be_interrupted() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};

    let user = serving(&LEADS);
    user.write("out.json", "old");
    let program = "(\"begun\" | debug), until(false; .)";
    let mut run = user
        .command(&["list", "--jq", program, "-o", "out.json"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut message = String::new();
    let mut stderr = BufReader::new(run.stderr.take().unwrap());
    stderr.read_line(&mut message).unwrap();
    assert_eq!(message, "[\"DEBUG:\",\"begun\"]\n");
    let sent = Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
    assert_eq!(run.wait().unwrap().code(), Some(130));
    assert_eq!(user.read("out.json"), "old");
    assert_eq!(user.files(), ["out.json"]);
}

/// These once took half a gigabyte per second, endlessly.
#[test]
fn text_that_is_not_a_number_is_a_catchable_error() {
    for value in [
        "n/a",
        "abc",
        "5%",
        "1,2",
        "(415) 555-0100",
        "1 2",
        "",
        "+353 87 555",
    ] {
        let lead = format!(r#"{{"id":"a","phone":"{value}"}}"#);
        let user = serving(&[&lead]);
        for function in ["tonumber", "fromjson"] {
            user.run(["list", "--jq", &format!(".[].phone | {function}")])
                .code(2)
                .prints("")
                .says(&format!(
                    "--jq failed on lead a: cannot parse \"{value}\" as "
                ));
            let row = format!(".[] | [.id, (.phone | try {function} catch null), .id]");
            user.run(["list", "--jq", &row])
                .code(0)
                .prints("[\"a\",null,\"a\"]\n");
        }
    }
}

#[test]
fn a_number_in_a_lead_cannot_exhaust_memory() {
    let user = serving(&[
        r#"{"id":"a","n":9223372036854775807}"#,
        r#"{"id":"b","n":2}"#,
    ]);
    user.run(["list", "-f", "jsonl", "--jq", r#""ab" * .n"#])
        .code(2)
        .prints("")
        .says("--jq failed on lead a: ")
        .says("longer than 16 MiB");
    user.run([
        "list",
        "-f",
        "jsonl",
        "--jq",
        r#"try ("ab" * .n) catch "long""#,
    ])
    .code(0)
    .prints("\"long\"\n\"abab\"\n");
}

#[test]
fn a_program_for_a_lead_run_on_the_array_gets_a_hint() {
    let outcome = Harness::of(5).run("list --jq .email").code(2).prints("");
    outcome
        .says("error: --jq failed on the array: cannot index [{")
        .says("with \"email\"")
        .says(".[] goes through the array");
}

#[test]
fn an_empty_program_is_reported_before_any_request() {
    let harness = Harness::of(5);
    for program in ["", " "] {
        harness
            .run(["list", "--jq", program])
            .code(2)
            .prints("")
            .says("--jq <PROGRAM>")
            .says("the value is empty");
    }
    harness
        .run("list --jq . --excel")
        .code(2)
        .says("cannot be used with");
    assert_eq!(harness.requests().len(), 0);
}

#[test]
fn a_program_can_come_from_a_file_with_arguments() {
    let harness = Harness::of(20);
    harness.write(
        "program.jq",
        "# Leads with an id.\nmap(select(.id == $id)) # one\n| length, $ARGS.named.id\n",
    );
    let all = harness.run("list -f tsv --fields id --no-header").code(0);
    let id = all.lines()[4];
    let expected = format!("1\n\"{id}\"\n");
    harness
        .run(["list", "--jq-file", "program.jq", "--arg", "id", id])
        .code(0)
        .prints(&expected);
    let requests = harness.requests().len();
    harness
        .run("list --jq-file missing.jq")
        .code(2)
        .says("--jq-file missing.jq: ");
    harness
        .run("list --jq . --arg 1x y")
        .code(2)
        .says("--arg 1x: expected a name");
    harness
        .run("list --jq-file program.jq")
        .code(2)
        .says("there is no variable $id");
    assert_eq!(harness.requests().len(), requests);
}

#[test]
fn files_of_rows_have_raw_strings() {
    let harness = serving(&[r#"{"id":"a","name":"x, \"y\""}"#]);
    for (file, filter, expected) in [
        ("x.csv", "@csv", "\"a\",\"x, \"\"y\"\"\"\n"),
        ("x.TSV", "@tsv", "a\tx, \"y\"\n"),
        ("x.json", "@tsv", "\"a\\tx, \\\"y\\\"\"\n"),
    ] {
        let program = format!(".[] | [.id, .name] | {filter}");
        let args = ["list", "--jq", &program, "-o", file];
        harness.run(args).code(0).prints("");
        assert_eq!(harness.read(file), expected);
    }
}

#[test]
fn halt_error_is_exit_2_and_keeps_the_old_file() {
    let harness = Harness::of(3);
    harness.write("x.csv", "old\n");
    let program = r#"if length < 5 then "only \(length) leads\n" | halt_error else .[].id end"#;
    harness
        .run(["list", "--jq", program, "-o", "x.csv"])
        .code(2)
        .says("error: only 3 leads\n");
    assert_eq!(harness.read("x.csv"), "old\n");
}

#[test]
fn errors_in_a_program_name_the_right_filter() {
    let harness = serving(&LEADS);
    for name in ["html_decode", "@decode", "unescape"] {
        let program = format!(".[].name | {name}");
        harness
            .run(["list", "--jq", &program])
            .code(2)
            .says(&format!(
                "there is no filter {name}; decode turns HTML entities into text"
            ));
    }
    harness
        .run(["list", "-f", "jsonl", "--jq", "[.id, .tags] | @csv"])
        .code(2)
        .says(
            "object cannot be a cell of @csv or @tsv; convert it with tojson, or a list of strings with join(\"; \")",
        );
}
