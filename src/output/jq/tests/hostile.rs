//! Leads that try to exhaust memory, the stack or time.

use super::*;

#[test]
fn deep_leads_and_results_are_refused() {
    let deep = format!(
        r#"{{"id":"a","d":{}{}}}"#,
        "[".repeat(20_000),
        "]".repeat(20_000)
    );
    for run in [ARRAY, EACH] {
        let message = jq("1", run, &[&deep]).unwrap_err();
        assert!(
            message.contains("lead a: it is nested too deeply"),
            "{message}"
        );
    }
    let message = jq("reduce range(1000) as $i (0; [.])", ARRAY, &[]).unwrap_err();
    assert!(message.contains("too deep"), "{message}");
}

#[test]
fn json_in_a_string_is_parsed_within_bounds() {
    let deep = "[".repeat(200_000);
    for text in [deep.clone(), deep + &"]".repeat(200_000)] {
        let lead = format!(r#"{{"id":"1","x":"{text}"}}"#);
        let why = jq(".x | fromjson", EACH, &[&lead]).unwrap_err();
        assert!(
            why.starts_with("--jq failed on lead 1: cannot parse \"[[[") && why.len() < 400,
            "{why}"
        );
    }
    let digits = "9".repeat(1_000_000);
    let lead = format!(r#"{{"x":"{digits}"}}"#);
    for code in [".[].x | fromjson", ".[].x | tonumber"] {
        assert_eq!(array(code, &[&lead]), format!("{digits}\n"));
    }
    let long = format!(r#"{{"x":" [\"{}\", 1.50] "}}"#, "é".repeat(200));
    assert_eq!(array(".[].x | fromjson | .[1]", &[&long]), "1.50\n");
    for (text, number) in [("+5", "5"), (" 7 ", "7"), ("007", "7"), ("1e400", "1e400")] {
        let lead = format!(r#"{{"x":"{text}"}}"#);
        assert_eq!(array(".[].x | tonumber", &[&lead]), format!("{number}\n"));
    }
    assert!(jq(".x | fromjson", EACH, &[r#"{"x":5}"#]).is_err());
}

/// Programs that collected the same error endlessly.
#[test]
fn text_that_is_not_json_is_one_error() {
    for text in [
        "n/a",
        "abc",
        "5%",
        "1,2",
        "(415) 555-0100",
        "1 2",
        "",
        " ",
        "+353 87 555",
        "b\"x\"",
        "{1:2}",
        "5 # five",
        "--5",
        "+-5",
        "- 5",
        "0x1F",
        "1.",
        "1e",
        "tru",
        "\u{221e}",
        "NaN",
    ] {
        let lead = serde_json::json!({ "id": "1", "x": text }).to_string();
        for code in [".x | fromjson", ".x | tonumber"] {
            let why = jq(code, EACH, &[&lead]).unwrap_err();
            assert!(
                why.contains("lead 1: cannot parse \""),
                "{code} {text}: {why}"
            );
            for (caught, expected) in [
                (format!("[{code}?]"), "[]\n"),
                (format!("({code}) // \"none\""), "\"none\"\n"),
                (format!("try ({code}) catch 0"), "0\n"),
                (format!("[.id, ({code})?, .id]"), "[\"1\",\"1\"]\n"),
            ] {
                let Ok(printed) = jq(&caught, EACH, &[&lead]) else {
                    // As in jq, an error is not caught by `//`.
                    assert!(caught.contains("//"), "{caught} {text}");
                    continue;
                };
                assert_eq!(printed, expected, "{caught} {text}");
            }
        }
    }
    for (code, expected) in [
        (r#""+05.50" | tonumber"#, "5.50"),
        (r#""-00" | tonumber"#, "-0"),
        (r#"".5" | tonumber"#, "0.5"),
        (r#"" [1, {\"a\": 1.50}] " | fromjson"#, r#"[1,{"a":1.50}]"#),
        (r#""true" | toboolean"#, "true"),
        ("5 | tonumber", "5"),
    ] {
        assert_eq!(array(code, &[]), format!("{expected}\n"), "{code}");
    }
    for code in [
        "null | tonumber",
        "[5] | tonumber",
        "5 | fromjson",
        "true | tonumber",
    ] {
        assert!(jq(code, ARRAY, &[]).is_err(), "{code}");
    }
}

#[test]
fn a_string_repeated_by_a_number_from_a_lead_is_bounded() {
    let max = i64::MAX.to_string();
    for times in [max.as_str(), "100000000000", "99999999999999999999999"] {
        let lead = format!(r#"{{"id":"1","n":{times}}}"#);
        for code in [
            r#""ab" * .n"#,
            r#".n * "ab""#,
            r#".x = "ab" | .x *= .n"#,
            r#"{"a": ["\("ab" * .n)"]}"#,
            r#"def f($n): "ab" * $n; if true then f(.n) else 1 end"#,
            r#"reduce ("ab" * .n) as $x (0; . + 1)"#,
            r#". as {("ab" * .n): $x} | 1"#,
            r#".["ab" * .n]?"#,
        ] {
            let why = jq(code, EACH, &[&lead]).unwrap_err();
            assert!(why.contains("would be longer than 16 MiB"), "{code}: {why}");
        }
    }
    for (code, expected) in [
        (r#""ab" * 3"#, r#""ababab""#),
        (r#"3 * "ab""#, r#""ababab""#),
        (r#""ab" * 0, "ab" * -99999999999999999999999"#, "null\nnull"),
        ("[(2, 3) * (5, 7)]", "[10,14,15,21]"),
        ("2 + 3 * 4 - 1", "13"),
        (
            r#"{"a": {"b": 1}} * {"a": {"c": 2}}"#,
            r#"{"a":{"b":1,"c":2}}"#,
        ),
        ("[1, 2] | .[] *= length", "[2,4]"),
        ("[3] | .[0] *= (2, 4)", "[6]\n[12]"),
        (r#""\(2 * 3)" | ascii_downcase"#, r#""6""#),
    ] {
        assert_eq!(array(code, &[]), format!("{expected}\n"), "{code}");
    }
    let why = jq(r#""ab" * {}"#, ARRAY, &[]).unwrap_err();
    assert!(why.contains("cannot calculate"), "{why}");
}

#[test]
fn the_results_of_one_lead_are_bounded() {
    let lead = r#"{"id":"1","n":100}"#;
    let code = r#"("x" * 1000000) as $x | range(.n) | $x"#;
    for (code, run) in [(code.to_owned(), EACH), (format!(".[] | {code}"), ARRAY)] {
        let why = jq(&code, run, &[lead]).unwrap_err();
        assert!(
            why.contains("lead 1: its results take more than 64 MiB"),
            "{why}"
        );
    }
}

#[test]
fn regular_expressions_work_as_in_jq() {
    for (code, expected) in [
        (
            r#""aXbxc" | [match("x"; "gi") | [.offset, .length, .string]]"#,
            r#"[[1,1,"X"],[3,1,"x"]]"#,
        ),
        (
            r#""añb" | match("(?<l>ñ)(b)?") | tojson"#,
            r#""{\"offset\":1,\"length\":2,\"string\":\"ñb\",\"captures\":[{\"offset\":1,\"length\":1,\"string\":\"ñ\",\"name\":\"l\"},{\"offset\":2,\"length\":1,\"string\":\"b\"}]}""#,
        ),
        // Groups that match in a different order than they are written.
        (
            r#""ab" | [match("((?<x>b)|(?<y>a))*").captures[].offset]"#,
            "[1,1,0]",
        ),
        (r#""test" | test("T"), test("T"; "i")"#, "false\ntrue"),
        (r#""a1b22" | [scan("[0-9]+")]"#, r#"["1","22"]"#),
        (
            r#""a1b22" | [scan("([a-z])([0-9])")]"#,
            r#"[["a","1"],["b","2"]]"#,
        ),
        (
            r#""k=v" | capture("(?<key>.)=(?<value>.)")"#,
            r#"{"key":"k","value":"v"}"#,
        ),
        (r#""a, b,c" | split(", *"; "")"#, r#"["a","b","c"]"#),
        (r#""a, b" | [splits(", *")]"#, r#"["a","b"]"#),
        (
            r#""" | [match(""; "g").offset], gsub("^"; ">")"#,
            "[0]\n\">\"",
        ),
        (
            r#""ab" | gsub(""; "-"), gsub(""; "-"; "n")"#,
            "\"-a-b-\"\n\"ab\"",
        ),
        (
            r#""aba" | sub("a"; "x"), gsub("a"; "x"), sub("a"; "x"; "g")"#,
            "\"xba\"\n\"xbx\"\n\"xbx\"",
        ),
        (
            r#""a-a" | [gsub("(?<l>a)"; .l + "1", "2")]"#,
            r#"["a1-a1","2-2"]"#,
        ),
        (
            r#""aba" | [gsub("a"; empty)], [gsub("x"; empty)]"#,
            "[]\n[\"aba\"]",
        ),
        (
            r#""Ann Lee" | gsub("(?<f>[A-Z])"; "\(.f | ascii_downcase)")"#,
            r#""ann lee""#,
        ),
    ] {
        assert_eq!(array(code, &[]), format!("{expected}\n"), "{code}");
    }
    for (code, message) in [
        (r#"5 | gsub("a"; "b")"#, "string"),
        (r#""a" | test("a"; "z")"#, "invalid regex flag: z"),
        (r#""a" | test("(")"#, "invalid regex: "),
        (
            r#""a" | test("((x{1000}){1000}){1000}")"#,
            "invalid regex: ",
        ),
        (r#""a" | gsub("a"; 1)"#, "cannot calculate"),
    ] {
        let why = jq(code, ARRAY, &[]).unwrap_err();
        assert!(why.contains(message), "{code}: {why}");
    }
}

#[test]
fn a_reduction_continues_with_the_last_result_as_in_jq() {
    for (code, expected) in [
        ("reduce (1, 2, 3) as $x (0; . + $x, . * 10)", "0"),
        ("reduce (1, 2) as $x (1; ., . + $x)", "4"),
        ("reduce (1, 2) as [$x] (0; empty)", ""),
        (
            r#"{"a":{"b":1}} | (reduce ("a", "b") as $k (.; .[$k])) |= 5"#,
            r#"{"a":{"b":5}}"#,
        ),
        (r#"{"a":{"b":1}} | reduce ("a", "b") as $k (.; .[$k])"#, "1"),
        (
            r#"{"a":{"b":1}} | path(reduce ("a", "b") as $k (.; .[$k]))"#,
            r#"["a","b"]"#,
        ),
        (
            "[[1, 2], [3, 4]] | [combinations]",
            "[[1,3],[1,4],[2,3],[2,4]]",
        ),
        ("[1, 2] | first, last", "1\n2"),
        ("def last(f): 7; reduce (1, 2) as $x (0; . + $x)", "3"),
        ("[label $out | 1, 2, break $out, 3]", "[1,2]"),
        ("[.[]?, (1, 2)], []", "[1,2]\n[]"),
        ("[[3, 4][]] | path(.[0])", "[0]"),
    ] {
        let Ok(printed) = jq(code, ARRAY, &[]) else {
            assert_eq!(expected, "", "{code}");
            continue;
        };
        assert_eq!(printed.trim_end_matches('\n'), expected, "{code}");
    }
}
