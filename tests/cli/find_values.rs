//! The values of `leads find`: several per option, columns of CSV, and so many that the
//! list is read instead.

use leads::sandbox::Reply;
use serde_json::Value;

use crate::harness::{Harness, in_each_generation, only};
use crate::list::ids;
use crate::{answers, v2};

/// The leads of a workspace.
fn all(harness: &Harness) -> Vec<Value> {
    let all = harness.run("list -f jsonl").code(0);
    let leads = all.lines().into_iter();
    leads
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn texts(leads: &[Value], key: &str) -> Vec<String> {
    let text = |lead: &Value| Some(lead[key].as_str()?.to_owned());
    let texts = leads.iter().filter_map(text);
    texts.filter(|text| !text.is_empty()).collect()
}

#[test]
fn an_option_takes_several_values() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 9);
        let known = texts(&all(&harness), "id");
        let args = ["find", "--id", &known[7], &known[2], "-f", "jsonl"];
        assert_eq!(
            ids(&harness.run(args).code(0)),
            [known[7].clone(), known[2].clone()]
        );
        let args = ["find", "-f", "jsonl", "--id", &known[1], "-", &known[3]];
        let outcome = harness.run_with_input(args, &known[2]).code(0);
        assert_eq!(ids(&outcome), known[1..4]);
    });
}

#[test]
fn a_phone_number_without_quotes_gets_a_hint() {
    let harness = Harness::of(5);
    harness
        .run("find --phone +353 87 555 1234")
        .code(1)
        .says("no lead found for 87, as typed, +87 and 0087")
        .says("needs quotes: --phone '+353 87 555 1234'");
}

#[test]
fn an_invalid_address_gets_a_hint() {
    let harness = Harness::of(5);
    harness.write("list.txt", "a@example.com\n");
    for (value, hint) in [
        ("@list.txt", "find --email - < FILE"),
        (
            "a@example.com,b@example.com",
            "separate addresses with spaces",
        ),
        ("@example.com", "search for a part: leads list --where"),
        ("ann", "search for a part: leads list --where"),
    ] {
        let args = ["find", "--email", value];
        harness.run(args).code(1).says(hint);
    }
    harness
        .run("find --email nobody@example.com")
        .code(1)
        .never_says("leads list");
    harness
        .run_with_input("find --email -", "nobody@example.com")
        .code(1)
        .never_says("leads list");
}

#[test]
fn many_values_are_looked_up_in_the_list() {
    in_each_generation(|api| {
        let harness = Harness::with(only(api, 300), |request, api| api.reply(request));
        let leads = all(&harness);
        for (option, key) in [("--email", "email"), ("--phone", "phone"), ("--id", "id")] {
            let mut values = texts(&leads, key);
            values.reverse();

            let before = harness.requests().len();
            let args = ["find", "-f", "jsonl", "-v", option, "-"];
            let outcome = harness.run_with_input(args, values.join("\n"));
            let outcome = outcome.code(0).never_says("no lead");
            let requests = harness.requests().len() - before;
            assert!(requests <= 12, "{requests} requests: {outcome}");
            if option == "--id" {
                let _ = outcome.says("reading the list takes about");
                assert!(requests < 10, "{requests}");
            }
        }
    });
}

#[test]
fn results_from_the_list_are_in_the_order_of_the_values() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 200);
        let mut wanted = texts(&all(&harness), "id");
        wanted.reverse();
        wanted[50] = "nobody".to_owned();
        let mut args = vec!["find", "-f", "jsonl", "-v", "--id"];
        args.extend(wanted.iter().map(String::as_str));
        let outcome = harness.run(args.as_slice()).code(0);
        let outcome = outcome
            .says("reading the list takes about")
            .says("no lead has the id nobody");
        wanted.remove(50);
        assert_eq!(ids(&outcome), wanted);
        let asked = harness.requests();
        let asked = asked
            .iter()
            .filter(|request| request.path == "/contacts/nobody");
        assert_eq!(asked.count(), 1, "it may have been merged");
    });
}

#[test]
fn values_can_be_a_column_of_csv() {
    let harness = Harness::of(40);
    let known = texts(&all(&harness), "email");
    let before = harness.requests().len();
    let csv = format!(
        "Name;E-Mail\r\nAnn;{}\r\nBob;\r\n\"Smith; J\";{}\r\n",
        known[3], known[1]
    );
    let run = |args: &str| harness.run_with_input(args, &csv);
    let outcome = run("find --email - --column e-mail --fields email -f jsonl").code(0);
    for address in [&known[3], &known[1]] {
        assert!(
            outcome
                .stdout()
                .to_lowercase()
                .contains(&address.to_lowercase())
        );
    }
    let asked = harness.requests().len();
    assert!(asked > before);
    run("find --email - --column Mail")
        .code(2)
        .says("there is no column Mail; there are: Name, E-Mail")
        .prints("");
    run("find --email a@example.com --column Mail")
        .code(2)
        .says("add -");
    assert_eq!(harness.requests().len(), asked);
}

#[test]
fn the_value_that_matched_is_the_first_column() {
    let leads = [
        r#"{"id":"a","email":"ann@example.com","name":"Ann"}"#,
        r#"{"id":"b","email":"ANN@example.com","name":"=Bob"}"#,
    ];
    let harness = Harness::answering(move |request| answers::list(request, &leads));
    let args = "find --email Ann@example.com ann@example.com ann@example.com --with-value";
    for scan in ["", " --scan"] {
        let csv = format!("{args} -f csv --fields id,name{scan}");
        let outcome = harness.run(csv.as_str()).code(0);
        let mut lines = outcome.lines();
        lines[1..].sort_unstable();
        assert_eq!(
            lines,
            [
                "value,id,name",
                "Ann@example.com,a,Ann",
                "Ann@example.com,b,=Bob",
                "ann@example.com,a,Ann",
                "ann@example.com,b,=Bob",
            ]
        );
    }
    let outcome = harness.run(format!("{args} -f jsonl").as_str()).code(0);
    assert_eq!(
        outcome.lines()[0],
        r#"{"value":"Ann@example.com","id":"a","email":"ann@example.com","name":"Ann"}"#
    );
    let outcome = harness.run(format!("{args} -f jsonl --fields name").as_str());
    assert_eq!(
        outcome.code(0).lines()[0],
        r#"{"value":"Ann@example.com","name":"Ann"}"#
    );
    let table = harness.run(format!("{args} -f table").as_str()).code(0);
    assert!(table.stdout().starts_with("value "), "{table}");
}

#[test]
fn an_address_is_also_looked_up_in_lower_case() {
    for lists in [true, false] {
        let harness = v2::answering(move |request| {
            let question = v2::question(request);
            let many = v2::filter(&question, "email", "IN");
            if many.is_some() && !lists {
                return answers::error(400, "parameter_invalid", "no lists");
            }
            let one = v2::filter(&question, "email", "=").map(|email| vec![email]);
            let asked = one.or_else(|| many?.as_array().cloned()).unwrap();
            let lead = r#"{"type":"contact","id":"a","role":"lead","email":"ann@example.com"}"#;
            let found: Vec<String> = asked
                .iter()
                .filter(|email| *email == "ann@example.com")
                .map(|_| lead.to_owned())
                .collect();
            v2::list(&found, found.len(), &Value::Null)
        });
        let outcome = harness.run("find -f jsonl --email ANN@Example.com");
        assert_eq!(ids(&outcome.code(0).silent()), ["a"]);
        harness
            .run("find --email Bob@Example.com")
            .code(1)
            .says("no lead found for Bob@Example.com, as typed, and bob@example.com; --scan");
    }
}

#[test]
fn a_list_that_cannot_be_read_is_not_needed() {
    let harness = Harness::answering(|request| match request.path.strip_prefix("/contacts/") {
        Some(id) => Reply::json(200, answers::lead(id, 5)),
        None => answers::error(403, "forbidden", "no list"),
    });
    let names: Vec<String> = (0..30).map(|number| format!("lead{number}")).collect();
    let outcome = harness.run_with_input("find -f jsonl --id -", names.join("\n"));
    assert_eq!(ids(&outcome.code(0).silent()), names);
}

#[test]
fn an_address_is_looked_up_as_typed_and_in_lower_case() {
    // A server that compares case, and accepts one address at a time.
    let harness = Harness::answering(|request| {
        let asked = request.parameter("email").unwrap_or_default().to_owned();
        let leads = [("a", "ann@example.com"), ("b", "Ann@Example.com")]
            .into_iter()
            .filter(|(_, email)| *email == asked)
            .map(|(id, email)| format!(r#"{{"type":"contact","id":"{id}","email":"{email}"}}"#));
        answers::list(request, &leads.collect::<Vec<_>>())
    })
    .env("LEADS_API_VERSION", "1.4");
    let outcome = harness.run("find -f jsonl --email Ann@Example.com").code(0);
    assert_eq!(ids(&outcome.silent()), ["b", "a"]);
}

#[test]
fn csv_without_a_column_gets_a_hint() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 5);
        let hint = "name the column to read: --column NAME";
        for input in ["name,email\nAnn,a@x.io\n", "name;email\n", "name\temail\n"] {
            harness
                .run_with_input("find --email -", input)
                .code(1)
                .says(hint);
        }
        harness
            .run_with_input("find --email -", "a@x.io\n")
            .code(1)
            .never_says(hint);
        for input in [b"\xff\xfea\0@\0".as_slice(), b"\0a\0@"] {
            harness
                .run_with_input("find --email -", input)
                .code(2)
                .says("standard input: it is UTF-16 text; save it as UTF-8");
        }
    });
}

#[test]
fn a_huge_value_is_refused_and_not_shown() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 5);
        let long = "x".repeat(3_000_000);
        let cell = format!("email\n{long}\n");
        for (args, input, part) in [
            ("find --email - --column email", &cell, "email of line 2 is"),
            ("find --email -", &cell, "line 2 is"),
            ("find --phone -", &long, "line 1 is"),
        ] {
            let outcome = harness.run_with_input(args, input).code(2);
            let outcome = outcome.says(part).says("longer than 1,000 bytes");
            assert!(outcome.stderr().len() < 1000, "{args}");
        }
    });
}
