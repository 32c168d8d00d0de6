//! Programs of `--jq` on untrusted leads: each ends, within bounds, with JSON or with
//! an error.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use leads::columns::Fields;
use leads::lead::Lead;
use leads::output::{Formatter, JqInput, JqLayout, JqStrings, JqStyle, Program, Terminal, jq};
use leads::terminal::sanitize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::json;
use super::source::Source;

/// Typical programs. `x` and `y` are any JSON.
const PROGRAMS: &[&str] = &[
    ".",
    ".x * .y",
    "[.x + .y, .x - .y]",
    "[.x / .y, .x % .y]?",
    ".x *= .y",
    "[.x, .y] | sort, unique, min, max, add",
    ".x | tojson | fromjson",
    ".x | [.[]?] | length",
    ".x | tostring | @csv \"\\([.])\", @tsv \"\\([.])\", @html, @uri, @sh, @base64",
    ".x[.y]",
    ".x[.y:]?",
    ".x[.y] = 1",
    ".x | splits(\", *\")",
    ".x | test(\"a.c\"), ascii_downcase, explode, ltrimstr(\"a\")",
    ".x | todate, (strptime(\"%Y\")? // 0), strftime(\"%A, %B %d, %Y\")",
    "[limit(3; .x | recurse)]",
    ".x as [$a, {b: $c}] | [$a, $c]",
    "with_entries(.value |= tostring)",
    "[paths] | length",
    ".x | -(.) , floor, sqrt, round, abs",
    ".x | @base64d, @urid, implode, tobytes",
    ".x | flatten, group_by(.), unique_by(.), reverse, join(\"-\"), transpose",
    ".x | indices(.), index(\",\"), inside(.), contains(.)",
    ".x | splits(\".\"), sub(\"(?<a>.)\"; \"\\(.a)!\"), @text",
    "getpath([\"x\", \"y\", 0]), (.x | to_entries, from_entries, keys)",
    ".x | ltrimstr(1), rtrimstr(\"a\"), trim, ltrim, utf8bytelength, tojson",
    ".x | pow(.; 2), ldexp(.; 3), scalb(.; 3), significand, logb, gamma, frexp, modf",
    ".x | gsub(\"(?<a>.)(?<b>.)?\"; .b + .a, \"-\"), [match(.; \"gn\").offset], capture(\"(?<a>.*)\")",
    "reduce .x as [$a, $b] ([.y]; . + [$a], . + [$b]), [foreach .x as $a (0; . + 1; [$a])]",
    ".x | mktime, gmtime, localtime, strflocaltime(\"%c\"), fromdate",
];

pub(crate) fn check(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let code = source.below(PROGRAMS.len());
    let shown = source.flag();
    let (x, y) = (value(&mut source), value(&mut source));
    let lead = format!(r#"{{"id":"1","x":{x},"y":{y}}}"#);
    let printed = run(PROGRAMS[code], shown, &lead);
    if let Ok(printed) = printed {
        for line in printed.lines() {
            assert!(is_json(line), "{} of {lead}: {line}", PROGRAMS[code]);
            assert!(!shown || !line.contains(sanitize::is_dangerous), "{line:?}");
        }
    }
    reads_text_as_json_or_not(&String::from_utf8_lossy(bytes));
    reads_text_as_json_or_not(&source.text());
}

/// A JSON text, or numbers that are too large for some purpose.
fn value(source: &mut Source) -> String {
    const NUMBERS: &[&str] = &[
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "1e400",
        "-0",
        "0",
        "-1",
        "1.5",
        "100000000000",
        "1e308",
        "99999999999999999999999999999999",
    ];
    if source.flag() {
        return source.pick(NUMBERS).to_owned();
    }
    json::value(source, 3)
}

/// Text is one value, the same as for any JSON parser, or an error.
fn reads_text_as_json_or_not(text: &str) {
    let quoted = Value::from(text).to_string();
    let lead = format!(r#"{{"id":"1","x":{quoted}}}"#);
    let read = run("[.x | fromjson?] | length", false, &lead);
    let count = i32::from(is_json(text));
    // Deep values are rejected here.
    if !text.contains("[[") && !text.contains("{\"") {
        assert_eq!(
            read.as_deref(),
            Ok(format!("{count}\n").as_str()),
            "{text:?}"
        );
    }
    let number = run("[.x | tonumber?] | length, .[]", false, &lead).unwrap();
    let mut lines = number.lines();
    match lines.next() {
        Some("0") => assert!(!is_number(text), "{text:?}"),
        Some("1") => assert!(lines.next().is_some_and(is_number), "{text:?}"),
        other => panic!("{text:?}: {other:?}"),
    }
}

/// Whether it is one JSON text, of any depth and with numbers of any size.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

fn is_number(text: &str) -> bool {
    is_json(text)
        && text
            .trim_ascii()
            .starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
}

/// The output of `code` for `lead`, or its error.
fn run(code: &str, shown: bool, lead: &str) -> Result<String, String> {
    let out = Out::default();
    let mut fields = Fields::parse(None, &[]).unwrap();
    let style = JqStyle {
        input: JqInput::Lead,
        layout: JqLayout::ForReader,
        strings: JqStrings::Json,
        terminal: shown.then_some(Terminal { width: 80 }),
    };
    COMPILED.with_borrow_mut(|compiled| {
        let known = compiled
            .iter()
            .position(|known| known.code == code && known.shown == shown);
        // Compiling takes longer than running. A formatter for single leads keeps
        // nothing of the previous one, even if that failed.
        let index = known.unwrap_or_else(|| {
            let program = Program::compile(code);
            let program = program.unwrap_or_else(|error| panic!("{code}: {error}"));
            compiled.push(Compiled {
                code: code.to_owned(),
                shown,
                out: out.clone(),
                formatter: jq(program, style, Box::new(out)),
            });
            compiled.len() - 1
        });
        let Compiled { out, formatter, .. } = &mut compiled[index];
        out.0.borrow_mut().clear();
        let result = formatter.lead(Lead::new(lead), &mut fields);
        result.map_err(|error| error.to_string())?;
        Ok(String::from_utf8(out.0.borrow().clone()).unwrap())
    })
}

struct Compiled {
    code: String,
    shown: bool,
    out: Out,
    formatter: Box<dyn Formatter>,
}

thread_local! {
    static COMPILED: RefCell<Vec<Compiled>> = const { RefCell::new(Vec::new()) };
}

#[derive(Clone, Default)]
struct Out(Rc<RefCell<Vec<u8>>>);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
