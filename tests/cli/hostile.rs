//! Malicious leads, and invalid responses.

use std::fmt::Write as _;

use leads::sandbox::Reply;

use crate::formats::serving;
use crate::harness::{Harness, formats};

#[test]
fn names_of_a_hundred_kilobytes_are_cut_only_in_a_table() {
    let long = "x".repeat(100_000);
    let wide = "山".repeat(30_000);
    let leads = [
        format!(r#"{{"id":"a","name":"{long}"}}"#),
        format!(r#"{{"id":"b","name":"{wide}"}}"#),
        r#"{"id":"c","name":"short"}"#.to_owned(),
    ];
    let leads: Vec<&str> = leads.iter().map(String::as_str).collect();
    let harness = serving(&leads);
    for format in formats() {
        let outcome = harness.run(["list", "-f", format, "--fields", "id,name"]);
        let outcome = outcome.code(0).silent();
        if format == "table" {
            // Otherwise each row would be as long as the longest cell.
            let cut = [
                format!("{}…", &long[..999]),
                format!("{}…", &wide[..499 * 3]),
            ];
            assert!(
                cut.iter().all(|name| outcome.stdout().contains(name)),
                "{outcome}"
            );
            assert!(outcome.stdout().len() < 10_000);
            continue;
        }
        for name in [long.as_str(), &wide, "short"] {
            assert!(outcome.stdout().contains(name), "{format}");
        }
    }
}

#[test]
fn a_nul_breaks_no_format() {
    let harness = serving(&[r#"{"id":"a","name":"be\u0000fore"}"#]);
    for (format, expected) in [
        ("table", "id  name\na   be\\u{0}fore\n"),
        ("json", "[\n{\"id\":\"a\",\"name\":\"be\\u0000fore\"}\n]\n"),
        ("jsonl", "{\"id\":\"a\",\"name\":\"be\\u0000fore\"}\n"),
        ("csv", "id,name\na,be\0fore\n"),
        ("tsv", "id\tname\na\tbe\0fore\n"),
    ] {
        harness
            .run(["list", "-f", format, "--fields", "id,name"])
            .code(0)
            .prints(expected);
    }
}

#[test]
fn deep_nesting_takes_no_stack() {
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    let objects = "{\"a\":".repeat(200_000) + "1" + &"}".repeat(200_000);
    for inner in [deep, objects] {
        let lead = format!(r#"{{"id":"a","deep":{inner},"custom_attributes":{{"x":{inner}}}}}"#);
        let harness = serving(&[&lead]);
        for format in formats() {
            for fields in ["id,deep,deep.0.a.0", "+custom_attributes.*"] {
                let outcome = harness.run(["list", "-f", format, "--fields", fields]);
                // A cell of csv doubles its quotes.
                let printed = outcome.code(0).stdout().replace("\"\"", "\"");
                let part = if format == "table" { 900 } else { inner.len() };
                assert!(printed.contains(&inner[..part]), "{format}");
            }
        }
        harness.run("find --scan --id a -f csv --fields id").code(0);
        // Instead of the leads, of the errors, and of the whole body.
        for body in [
            format!(r#"{{"type":"contact.list","pages":{inner},"contacts":[]}}"#),
            format!(r#"{{"type":"error.list","errors":{inner}}}"#),
            format!(r#"{{"type":"list","data":{inner}}}"#),
            inner.clone(),
        ] {
            let harness = Harness::answering(move |_| Reply::json(200, body.clone()));
            let outcome = harness.run("list -f jsonl --retries 0");
            assert!(matches!(outcome.exit(), Some(0 | 5)), "{outcome}");
        }
    }
}

/// Text that terminals do not draw, or draw over other lines.
#[test]
fn invisible_and_piled_up_text_is_escaped() {
    let invisible = [
        '\u{ad}',
        '\u{34f}',
        '\u{115f}',
        '\u{1160}',
        '\u{17b4}',
        '\u{180e}',
        '\u{3164}',
        '\u{ffa0}',
        '\u{1bca0}',
        '\u{1d173}',
        '\u{13430}',
        '\u{e0080}',
        '\u{e0fff}',
        '\u{e0100}',
        '\u{e01ef}',
    ];
    for character in invisible {
        let lead = format!(r#"{{"id":"a","name":"admin{character}"}}"#);
        serving(&[&lead])
            .run("list -f table --fields name --no-header")
            .code(0)
            .prints(&format!("admin\\u{{{:x}}}\n", u32::from(character)));
    }
    let piled = format!(r#"{{"id":"a","name":"Z{}!"}}"#, "\u{301}".repeat(100_000));
    let outcome = serving(&[&piled]).run("list -f table --fields name --no-header");
    let outcome = outcome.code(0);
    assert_eq!(outcome.stdout().matches('\u{301}').count(), 8);
    assert!(outcome.stdout().len() < 1100, "{outcome}");
}

#[test]
fn a_huge_key_takes_no_memory() {
    let key = "k".repeat(10_000_000);
    let lead = format!(r#"{{"id":"a","{key}":1}}"#);
    // An unknown field is compared with those of the leads.
    serving(&[&lead])
        .run("list -f csv --fields id,kkkkkkkkkkkkkkkkkkkkkkkkkkkkkk")
        .code(2)
        .says("has the field kkkkkk");
}

#[test]
fn too_many_leads_are_not_a_page() {
    let many = vec!["{}"; 5_000_000].join(",");
    for (body, version) in [
        (
            format!(r#"{{"type":"contact.list","contacts":[{many}]}}"#),
            "1.4",
        ),
        (format!(r#"{{"type":"list","data":[{many}]}}"#), "2.16"),
    ] {
        let harness = Harness::answering(move |_| Reply::json(200, body.clone()));
        for command in ["list", "find --scan --id a", "fields"] {
            let args: Vec<&str> = command
                .split(' ')
                .chain(["--api-version", version])
                .collect();
            harness
                .run(&args[..])
                .code(5)
                .prints("")
                .says("it has 5000000 leads, and a page at most 10000");
        }
    }
}

/// In addition to the text itself and the result.
#[cfg(all(feature = "jq", target_os = "linux"))]
#[test]
fn a_program_on_a_long_text_has_bounded_memory() {
    let text = "word ".repeat(25_000);
    let lead = format!(r#"{{"id":"a","name":"{text}","n":4000000000}}"#);
    let harness = serving(&[&lead]);
    let matches = "a text has more than 100000 matches of a regex";
    let elements = "an array would have more than 4000000 elements";
    for (program, expected) in [
        (r#".name | gsub(" "; "_") | length"#, Ok("125000\n")),
        (
            r#".name | gsub("(?<w>[a-z]+) "; "\(.w)--") | length"#,
            Ok("150000\n"),
        ),
        (r#".name | sub("r"; "") | length"#, Ok("124999\n")),
        (r#"[.name | match(" "; "g")] | length"#, Ok("25000\n")),
        (r#"[.name | scan("w")] | length"#, Ok("25000\n")),
        (r#"[.name | splits(" ")] | length"#, Ok("25001\n")),
        (r#".name | gsub("."; "")"#, Err(matches)),
        (r#"[.name | match("[a-z ]"; "g")]"#, Err(matches)),
        (r#".name | test("."; "g")"#, Err(matches)),
        (
            r#"reduce (.name / "")[] as $c (""; . + ($c | ascii_upcase)) | length"#,
            Ok("125000\n"),
        ),
        (
            r"reduce (.name | explode)[] as $c (0; . + $c | tostring | tonumber) > 0",
            Ok("true\n"),
        ),
        (r"[range(.n)] | length", Err(elements)),
        (r"[limit(.n; repeat(1))] | length", Err(elements)),
        (
            r"reduce range(.n) as $i (.name; . + .) | length",
            Err("a string would be longer than 64 MiB"),
        ),
        (
            r"last(foreach range(.n) as $i ([1]; . + .)) | length",
            Err(elements),
        ),
        (r".n as $n | [1] | map(range($n)) | length", Err(elements)),
    ] {
        let args = ["list", "-f", "jsonl", "--jq", program];
        let script = r#"ulimit -v 1500000; exec "$0" "$@""#;
        let output = harness.in_shell(&args, script).output().unwrap();
        let outcome = crate::harness::Outcome::new(&args, &output);
        match expected {
            Ok(printed) => drop(outcome.code(0).prints(printed)),
            Err(message) => drop(outcome.code(2).says(message)),
        }
    }
}

#[test]
fn too_many_attributes_are_an_error() {
    let attributes = |count: usize, length: usize| {
        let name = "n".repeat(length);
        let attributes: Vec<String> = (0..count)
            .map(|number| format!("\"{name}{number}\":1"))
            .collect();
        format!(
            r#"{{"id":"a","custom_attributes":{{{}}}}}"#,
            attributes.join(",")
        )
    };
    for lead in [attributes(100_000, 10), attributes(3, 1_000_000)] {
        let harness = serving(&[&lead]);
        harness.write("leads.csv", "old");
        for format in ["table", "csv", "tsv"] {
            let args = ["list", "-f", format, "--fields", "id,custom_attributes.*"];
            harness.run(args).code(7).prints("").says("json and jsonl");
        }
        let args = ["list", "-o", "leads.csv", "--fields", "custom_attributes.*"];
        drop(harness.run(args).code(7));
        assert_eq!(harness.read("leads.csv"), "old");
        let args = ["list", "-f", "jsonl", "--fields", "custom_attributes.*"];
        assert!(harness.run(args).code(0).stdout().len() > 1_000_000);
    }
    // The maximum number for a workspace works.
    let args = ["list", "-f", "csv", "--fields", "custom_attributes.*"];
    let outcome = serving(&[&attributes(2000, 10)]).run(args).code(0);
    assert_eq!(outcome.lines()[0].split(',').count(), 2000);
}

#[test]
fn repeated_keys_are_handled_consistently_or_refused() {
    let leads = [r#"{"id":"a","name":"one","name":"two"}"#];
    serving(&leads)
        .run("list -f csv --fields name")
        .code(0)
        .prints("name\ntwo\n");
    for body in [
        r#"{"type":"contact.list","contacts":[],"contacts":[{"id":"a"}],"total_count":0}"#,
        r#"{"type":"contact.list","type":"list","contacts":[],"data":[]}"#,
        r#"{"type":"contact.list","contacts":[],"total_count":0,"total_count":1}"#,
    ] {
        let harness = Harness::answering(move |_| Reply::json(200, body));
        let outcome = harness.run("list --json --retries 0");
        drop(outcome.code(5).prints("").says("cannot be understood"));
    }
}

#[test]
fn values_of_wrong_types_are_accepted_or_refused() {
    let odd = [
        "null", "true", "-1", "1e999", "\"x\"", "[]", "{}", "[null]", "[[]]", "\"\"",
    ];
    let keys = [
        "type",
        "contacts",
        "total_count",
        "pages",
        "limited",
        "errors",
        "role",
    ];
    for key in keys {
        for value in odd {
            let mut body = r#"{"contacts":[{"id":"a"}]"#.to_owned();
            if key == "contacts" {
                body = "{\"x\":1".to_owned();
            }
            let _ = write!(body, ",\"{key}\":{value}}}");
            let harness = Harness::answering(move |_| Reply::json(200, body.clone()));
            let outcome = harness.run("list --json --retries 0 --api-version 1.4");
            match outcome.exit() {
                Some(0) => assert!(
                    ["[]\n", "[\n{\"id\":\"a\"}\n]\n"].contains(&outcome.stdout()),
                    "{key} {value}: {outcome}"
                ),
                Some(5 | 8) => assert!(!outcome.stdout().contains("\n]"), "{outcome}"),
                _ => panic!("{key} {value}: {outcome}"),
            }
        }
    }
}

#[test]
fn an_error_of_megabytes_is_reported_in_a_line() {
    let long = "x".repeat(5_000_000);
    let body =
        format!(r#"{{"errors":[{{"code":"{long}","message":"{long}"}}],"request_id":"{long}"}}"#);
    let harness = Harness::answering(move |_| Reply::json(400, body.clone()));
    let outcome = harness.run("list").code(5).says("the API answered 400");
    assert!(outcome.stderr().len() < 2000);
}

#[test]
fn errors_without_a_type_and_with_status_200_are_errors() {
    for (body, code, message) in [
        (
            r#"{"errors":[{"code":"unauthorized","message":"no"}]}"#,
            3,
            "no (unauthorized)",
        ),
        (
            r#"{"errors":[{"type":"server_error","message":"old"}]}"#,
            4,
            "old (server_error)",
        ),
        (
            r#"{"errors":[{"type":"gone","message":"old"}]}"#,
            5,
            "old (gone)",
        ),
    ] {
        let harness = Harness::answering(move |_| Reply::json(200, body));
        for version in ["1.4", "2.16"] {
            let args = ["list", "--json", "--retries", "0", "--api-version", version];
            harness.run(args).code(code).prints("").says(message);
        }
    }
}
