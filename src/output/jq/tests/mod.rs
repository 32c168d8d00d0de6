//! Results and errors of programs.

mod hostile;

use proptest::prelude::*;

use super::*;
use crate::columns::WHOLE_LEAD;
use crate::output::Terminal;

fn jq(code: &str, style: JqStyle, leads: &[&str]) -> Result<String, String> {
    let mut out = Vec::new();
    let done = {
        let program = Program::compile(code).map_err(|failure| failure.to_string())?;
        let mut fields = Fields::parse(None, WHOLE_LEAD).unwrap();
        let mut jq = Jq::new(program, style, Box::new(&mut out));
        let mut print = || {
            jq.begin(&fields)?;
            for lead in leads {
                jq.lead(Lead::new(lead), &mut fields)?;
            }
            jq.finish(&mut fields)
        };
        print()
    };
    done.map_err(|error| error.to_string())?;
    Ok(String::from_utf8(out).unwrap())
}

const ARRAY: JqStyle = JqStyle {
    input: JqInput::Array,
    strings: JqStrings::Json,
    layout: JqLayout::ForReader,
    terminal: None,
};
const EACH: JqStyle = JqStyle {
    input: JqInput::Lead,
    ..ARRAY
};
const RAW: JqStyle = JqStyle {
    strings: JqStrings::Raw,
    ..ARRAY
};

fn array(code: &str, leads: &[&str]) -> String {
    jq(code, ARRAY, leads).unwrap()
}

#[test]
fn an_unchanged_number_keeps_its_digits() {
    for number in [
        "1.50",
        "1e400",
        "-0",
        "0.1",
        "12345678901234567890",
        "-9223372036854775809",
        "1E5",
        "155.500000000000000000000001",
        "7",
    ] {
        let lead = format!(r#"{{"n":{number}}}"#);
        assert_eq!(array(".[].n", &[&lead]), format!("{number}\n"));
    }
    let digits = "9".repeat(1_000_000);
    let lead = format!(r#"{{"n":{digits}}}"#);
    assert_eq!(array(".[].n", &[&lead]), format!("{digits}\n"));
}

#[test]
fn computed_values_are_always_json() {
    for (code, expected) in [
        ("4 / 2", "2"),
        ("1 / 4", "0.25"),
        ("-1 * 1e3", "-1000"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("nan", "null"),
        ("infinite", "1.7976931348623157e+308"),
        ("-infinite", "-1.7976931348623157e+308"),
        ("1e300 * 10", "1e+301"),
        ("12345678901234567890 + 1", "12345678901234567891"),
        (r#""a\u0000\"\\é\u007f""#, "\"a\\u0000\\\"\\\\é\u{7f}\""),
    ] {
        assert_eq!(array(code, &[]), format!("{expected}\n"), "{code}");
        serde_json::from_str::<serde_json::Value>(expected).unwrap();
    }
    for code in ["{(1): 2}", r#""a" | tobytes"#] {
        let message = jq(code, ARRAY, &[]).unwrap_err();
        assert!(message.contains("--jq failed on the array"), "{message}");
    }
}

#[test]
fn odd_text_and_repeated_keys_are_read_as_by_other_parsers() {
    let lead = r#"{"a":"x\ud800y","b":1,"a":"\u00e9\n"}"#;
    assert_eq!(array(".[]", &[lead]), "{\"a\":\"é\\n\",\"b\":1}\n");
    assert_eq!(
        array(".[].a", &[r#"{"a":"x\ud800y"}"#]),
        "\"x\u{fffd}\u{fffd}\u{fffd}y\"\n"
    );
}

#[test]
fn raw_strings_are_text_and_other_results_json() {
    let leads = [r#"{"a":"x \"y\"\n"}"#, r#"{"a":["z"]}"#];
    assert_eq!(jq(".[].a", RAW, &leads).unwrap(), "x \"y\"\n\n[\"z\"]\n");
}

#[test]
fn a_terminal_gets_an_indented_result_and_nothing_dangerous() {
    let leads = [r#"{"a":"\u001b[31m\u202e\tb\nc"}"#];
    let shown = JqStyle {
        terminal: Some(Terminal { width: 80 }),
        ..ARRAY
    };
    assert_eq!(
        jq(".", shown, &leads).unwrap(),
        "[\n  {\n    \"a\": \"\\u001b[31m\\u202e\\tb\\nc\"\n  }\n]\n"
    );
    let each = JqStyle {
        input: JqInput::Lead,
        ..shown
    };
    assert_eq!(
        jq(".", each, &leads).unwrap(),
        "{\"a\":\"\\u001b[31m\\u202e\\tb\\nc\"}\n"
    );
    let raw = JqStyle {
        strings: JqStrings::Raw,
        ..shown
    };
    assert_eq!(
        jq(".[].a", raw, &leads).unwrap(),
        "\\u{1b}[31m\\u{202e}\tb\nc\n"
    );
}

#[test]
fn a_failing_lead_is_named_and_prints_no_line() {
    let leads = [r#"{"id":"a","n":1}"#, r#"{"id":"b","n":"x"}"#];
    let mut out = Vec::new();
    let program = Program::compile(".id, .n + 1").unwrap();
    let mut fields = Fields::parse(None, WHOLE_LEAD).unwrap();
    let mut jq = Jq::new(program, EACH, Box::new(&mut out));
    jq.lead(Lead::new(leads[0]), &mut fields).unwrap();
    let error = jq.lead(Lead::new(leads[1]), &mut fields).unwrap_err();
    assert!(error.to_string().contains("lead b"), "{error}");
    assert!(error.downcast::<JqError>().is_ok());
    drop(jq);
    assert_eq!(out, b"\"a\"\n2\n");
}

#[test]
fn a_program_that_fails_on_the_array_prints_nothing() {
    let message = jq("map(.n + 1)[]", ARRAY, &[r#"{"n":1}"#, r#"{"n":"x"}"#]).unwrap_err();
    assert!(message.contains("-f jsonl"), "{message}");
    let long = format!(r#"{{"n":"{}"}}"#, "x".repeat(5000));
    let message = jq("map(.n | .m)", ARRAY, &[&long]).unwrap_err();
    assert!(message.len() < 500, "{message}");
}

#[test]
fn an_elementwise_program_reads_one_lead_at_a_time() {
    let leads = [r#"{"id":"a","n":[1,2]}"#, r#"{"id":"b","n":[3]}"#];
    for code in [
        ".[]",
        ".[].id",
        ".[]?.n[1:]",
        ".[] | .n[] | . + 1",
        "def f: .id; .[] | f",
        ".[] | [.id] | add",
        ".[] | .id as $id | .n[] | [$id, .]",
        ".[] | first(.n[], .id)",
        r#".[]["id"]"#,
    ] {
        let program = Program::compile(code).unwrap();
        assert!(program.is_elementwise(), "{code}");
        let parts: Vec<_> = leads.iter().map(|lead| array(code, &[lead])).collect();
        let whole = array(&format!("[{code}] | .[]"), &leads);
        assert_eq!(array(code, &leads), whole, "{code}");
        assert_eq!(parts.concat(), whole, "{code}");
    }
    for code in [
        ".",
        "length",
        ".[0]",
        ".[1:]",
        ".[] as $x | length",
        ".[].n[length]",
        r#".[]["\(.[0].id)"]"#,
        ".[].id, .[].n",
        "[.[]]",
        "first(.[])",
        ".[] // 1",
        "label $out | .[] | ., break $out",
        "reduce .[] as $x (0; . + 1)",
        ".[] |= 1",
        "map(.id)[]",
    ] {
        assert!(!Program::compile(code).unwrap().is_elementwise(), "{code}");
    }
}

#[test]
fn rows_are_written_as_jq_writes_them() {
    let row = r#"{"r":["a,\"b\"",1.50,null,true,"x\ty\\\r\n",""]}"#;
    assert_eq!(
        jq(".[].r | @csv", RAW, &[row]).unwrap(),
        "\"a,\"\"b\"\"\",1.50,,true,\"x\ty\\\r\n\",\"\"\n"
    );
    assert_eq!(
        jq(".[].r | @tsv", RAW, &[row]).unwrap(),
        "a,\"b\"\t1.50\t\ttrue\tx\\ty\\\\\\r\\n\t\n"
    );
    let message = jq("[[1]] | @csv", RAW, &[]).unwrap_err();
    assert!(message.contains("array cannot be a cell"), "{message}");
}

#[test]
fn functions_of_jq_exist() {
    let leads = [
        r#"{"id":"a","t":1477572283,"tags":["x","y"]}"#,
        r#"{"id":"b","t":0,"tags":[]}"#,
    ];
    for (code, expected) in [
        ("length", "2"),
        ("map(select(.tags | length > 0) | .id)", r#"["a"]"#),
        ("group_by(.tags | length) | map(length)", "[1,1]"),
        ("INDEX(.id) | keys", r#"["a","b"]"#),
        (r#"map(.id | IN("a", "c"))"#, "[true,false]"),
        ("first.t | todate", r#""2016-10-27T12:44:43Z""#),
        (r#"first.t | strftime("%Y-%m")"#, r#""2016-10""#),
        (r#"map(.id | test("^A"; "i"))"#, "[true,false]"),
        (r#".[0].id | toarray | join("-")"#, r#""a""#),
        ("[limit(1; .[])] | length", "1"),
        (r#""a" as $x | {$x}"#, r#"{"x":"a"}"#),
        (r#"try error("no") catch ."#, r#""no""#),
        ("[.[] | to_entries[0].value]", r#"["a","b"]"#),
        ("map(has(\"t\")) | all", "true"),
    ] {
        assert_eq!(array(code, &leads), format!("{expected}\n"), "{code}");
    }
}

#[test]
fn filters_are_those_of_jq_1_7() {
    for (code, expected) in [
        (
            r#"[null, 1, [], "xyx"] | map(ltrimstr("x"))"#,
            r#"[null,1,[],"yx"]"#,
        ),
        (
            r#"[null, 1, [], "xyx"] | map(rtrimstr("x"))"#,
            r#"[null,1,[],"xy"]"#,
        ),
        (
            r#""éa" | ltrimstr("é"), rtrimstr(""), ltrimstr(1)"#,
            "\"a\"\n\"éa\"\n\"éa\"",
        ),
        ("65 | ascii", r#""A""#),
        ("try (200 | ascii) catch 1", "1"),
        ("input_filename", "null"),
        (
            r#"INDEX({id: "a"}; .id) as $x | [{id: "a"}] | JOIN($x; .id)"#,
            r#"[[{"id":"a"},{"id":"a"}]]"#,
        ),
        ("{a: [1]} | [leaf_paths]", r#"[["a",0]]"#),
    ] {
        assert_eq!(array(code, &[]), format!("{expected}\n"), "{code}");
    }
}

#[test]
fn decode_matches_the_cells_of_csv() {
    let lead = r#"{"name":"O&#39;Brien &amp;amp; Sons","n":null,"a":["&lt;"]}"#;
    assert_eq!(
        array(".[] | .name, .n, .a | decode", &[lead]),
        "\"O'Brien &amp; Sons\"\nnull\n[\"&lt;\"]\n"
    );
}

#[test]
fn halt_error_cannot_be_caught() {
    for code in [
        r#"1, ("no leads\n" | halt_error), 2"#,
        r#"1, try ("no leads" | halt_error(7)) catch 3, 2"#,
        r#"1, ("no leads" | halt_error)?"#,
        r#"1, (("no leads" | halt_error) // 2)"#,
    ] {
        let mut out = Vec::new();
        let program = Program::compile(code).unwrap();
        let mut fields = Fields::parse(None, WHOLE_LEAD).unwrap();
        let mut jq = Jq::new(program, ARRAY, Box::new(&mut out));
        let error = jq.finish(&mut fields).unwrap_err();
        assert_eq!(error.to_string(), "no leads", "{code}");
        drop(jq);
        assert_eq!(out, b"1\n", "{code}");
    }
    let message = jq("{a: 1} | halt_error", ARRAY, &[]).unwrap_err();
    assert_eq!(message, r#"{"a":1}"#);
    assert_eq!(array("1", &[]), "1\n");
}

#[test]
fn arguments_are_variables() {
    let arguments = [("a", "x\"y"), ("b", "2")].map(|(name, value)| (name.into(), value.into()));
    let program = Program::with_arguments("[$a, $b, $ARGS.named.b]", &arguments).unwrap();
    let mut out = Vec::new();
    let mut fields = Fields::parse(None, WHOLE_LEAD).unwrap();
    let mut jq = Jq::new(program, ARRAY, Box::new(&mut out));
    jq.finish(&mut fields).unwrap();
    drop(jq);
    assert_eq!(String::from_utf8_lossy(&out), "[\"x\\\"y\",\"2\",\"2\"]\n");
}

#[test]
fn a_compact_result_is_one_line_on_a_terminal_too() {
    let compact = JqStyle {
        terminal: Some(Terminal { width: 80 }),
        layout: JqLayout::Compact,
        ..ARRAY
    };
    assert_eq!(
        jq(".", compact, &[r#"{"a":[1]}"#]).unwrap(),
        "[{\"a\":[1]}]\n"
    );
}

#[test]
fn functions_with_side_effects_do_not_exist() {
    for code in [
        "input",
        "inputs",
        "halt",
        r#"import "m" as m; ."#,
        r#"include "m"; ."#,
    ] {
        assert!(Program::compile(code).is_err(), "{code}");
    }
}

#[test]
fn mistakes_are_marked_where_they_are() {
    for (code, what, before, after) in [
        (".[] | nam", "there is no filter nam", ".[] | ", "nam"),
        ("foo(1; 2)", "foo with 2 arguments", "", "foo(1; 2)"),
        (".[] | (.name", "( is never closed", ".[] | ", "(.name"),
        ("\"é\" | .[\"a", "\" is never closed", "\"é\" | .[", "\"a"),
        ("$x", "there is no variable $x", "", "$x"),
        ("if . then 1", "else or end", "if . then 1", ""),
        (".a.", "expected a key", ".a.", ""),
        (".a | &", "expected a token", ".a | ", "&"),
        ("", "expected a term", "", ""),
        (".foo bar", "expected an end", ".foo ", "bar"),
        (".a |\n  nam | .b\n| .c", "nam", "  ", "nam | .b"),
        (r#""\q""#, "escape", "\"\\", "q\""),
    ] {
        let Err(JqError::Compile(message, excerpt)) = Program::compile(code) else {
            panic!("{code} compiles");
        };
        assert!(message.contains(what), "{code}: {message}");
        assert_eq!(excerpt.before, before, "{code}: {message}");
        assert_eq!(excerpt.after, after, "{code}");
    }
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|entries| { serde_json::Value::Object(entries.into_iter().collect()) }),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_only_passed_on_stays_token_for_token(given in value()) {
        let sent = given.to_string();
        prop_assert_eq!(value::json(&value::read(&sent).unwrap()).unwrap(), sent);
    }

    #[test]
    fn no_program_makes_a_panic(code in "([.|()\\[\\]{}$\"\\\\;:,?@#é ]|def|if|as|\\PC|[a-z0-9])\\PC{0,12}") {
        if let Ok(program) = Program::compile(&code) {
            let lead = value::read(r#"{"a":[1,{"b":"x"}]}"#).unwrap();
            let _ = program.run(lead).take(5).count();
        }
    }
}
