//! `leads find`: by e-mail address, phone number or id.

use serde_json::Value;

use crate::answers;
use crate::harness::Harness;
use crate::list::ids;

/// Leads on a server that looks them up like the practice workspace: addresses ignore
/// case, numbers are compared exactly.
fn people() -> Harness {
    let leads = [
        r#"{"type":"contact","id":"ann1","email":"Ann@Example.com","phone":"+353 87 555 1234"}"#,
        r#"{"type":"contact","id":"ann2","email":"ann@example.com","phone":null}"#,
        r#"{"type":"contact","id":"plus","email":"bob+news@example.com","phone":"+35315550100"}"#,
        r#"{"type":"contact","id":"old","email":"o&#39;neil@example.com","phone":"0035315550199"}"#,
    ];
    Harness::answering(move |request| {
        let parsed = leads.map(|lead| serde_json::from_str::<Value>(lead).unwrap());
        let text = |lead: &Value, key: &str| lead[key].as_str().unwrap_or("").to_owned();
        if let Some(id) = request.path.strip_prefix("/contacts/") {
            let place = parsed.iter().position(|lead| text(lead, "id") == id);
            return place.map_or_else(
                || answers::error(404, "not_found", "Contact Not Found"),
                |place| leads::sandbox::Reply::json(200, leads[place]),
            );
        }
        let email = request.parameter("email").map(str::to_lowercase);
        let phone = request.parameter("phone");
        let found: Vec<&str> = (0..leads.len())
            .filter(|&place| {
                let address = text(&parsed[place], "email").replace("&#39;", "'");
                email
                    .as_ref()
                    .is_none_or(|email| address.to_lowercase() == *email)
                    && phone.is_none_or(|phone| text(&parsed[place], "phone") == phone)
            })
            .map(|place| leads[place])
            .collect();
        answers::list(request, &found)
    })
}

#[track_caller]
fn found(harness: &Harness, args: &[&str]) -> Vec<String> {
    let args = [&["find", "-f", "jsonl"], args].concat();
    ids(&harness.run(args.as_slice()).code(0).silent())
}

#[test]
fn every_lead_with_an_address_is_found_whatever_its_case() {
    let harness = people();
    for address in ["ann@example.com", "ANN@EXAMPLE.COM", "  Ann@example.com "] {
        assert_eq!(
            found(&harness, &["--email", address]),
            ["ann1", "ann2"],
            "{address}"
        );
    }
}

#[test]
fn a_plus_is_encoded_in_urls() {
    let harness = people();
    assert_eq!(
        found(&harness, &["--email", "bob+news@example.com"]),
        ["plus"]
    );
    let target = &harness.requests()[0].target;
    assert!(
        target.contains("email=bob%2Bnews%40example.com"),
        "{target}"
    );
}

#[test]
fn addresses_that_the_api_escapes_are_found_unescaped() {
    let harness = people();
    assert_eq!(found(&harness, &["--email", "o'neil@example.com"]), ["old"]);
    assert_eq!(
        found(&harness, &["--scan", "--email", "o'neil@example.com"]),
        ["old"]
    );
}

#[test]
fn results_are_in_the_order_typed_and_a_lead_is_printed_once() {
    let harness = people();
    let args = [
        "--email",
        "bob+news@example.com",
        "--email",
        "ann@example.com",
        "--email",
        "BOB+news@example.com",
    ];
    assert_eq!(found(&harness, &args), ["plus", "ann1", "ann2"]);
}

#[test]
fn a_number_is_found_in_any_spelling() {
    let harness = people();
    for number in [
        "+35315550100",
        "0035315550100",
        "353 1 555 0100",
        "+353 (1) 555-0100",
    ] {
        assert_eq!(found(&harness, &["--phone", number]), ["plus"], "{number}");
    }
    assert_eq!(found(&harness, &["--phone", "+353 1 5550199"]), ["old"]);
    assert_eq!(found(&harness, &["--phone", "+353 87 555 1234"]), ["ann1"]);
    // The API compares text, and the spaces in this number cannot be guessed.
    assert_eq!(
        found(&harness, &["--scan", "--phone", "353875551234"]),
        ["ann1"]
    );
}

#[test]
fn a_lead_is_found_by_its_id() {
    let harness = people();
    assert_eq!(
        found(&harness, &["--id", "old", "--id", "ann2", "--id", "old"]),
        ["old", "ann2"]
    );
    assert_eq!(
        found(&harness, &["--scan", "--id", "old", "--id", "ann2"]),
        ["ann2", "old"]
    );
}

#[test]
fn odd_ids_send_no_other_request() {
    let harness = people();
    for id in [
        "a/b",
        "..",
        ".",
        "scroll",
        "search",
        "old?x=1",
        "old#x",
        "../contacts",
        "ä",
        "%2e",
    ] {
        harness
            .run(["find", "--json", "--id", id])
            .code(1)
            .prints("[]\n")
            .says(&format!("no lead has the id {id}"));
    }
    for request in harness.requests() {
        let inside = request.target.strip_prefix("/contacts/").unwrap();
        assert!(!inside.contains(['/', '?', '#']), "{}", request.target);
        assert!(
            !["", ".", "..", "scroll"].contains(&inside),
            "{}",
            request.target
        );
    }
}

#[test]
fn values_without_a_match_are_reported_and_the_rest_printed() {
    let harness = people();
    let outcome = harness.run(
        "find -f jsonl --email no@example.com --email ann@example.com --email none@example.com",
    );
    assert_eq!(ids(&outcome.code(0)), ["ann1", "ann2"]);
    let outcome = harness.run("find -f jsonl --email no@example.com --email ann@example.com");
    assert_eq!(
        outcome.code(0).stderr(),
        "no lead found for no@example.com; --scan finds every spelling\n"
    );
    harness
        .run("find --phone 12345 --phone +35315550100")
        .code(0)
        .says("no lead found for 12345, as typed, +12345 and 0012345; --scan finds");
}

#[test]
fn no_match_is_exit_1_and_an_empty_document() {
    let harness = people();
    for (format, printed) in [
        ("json", "[]\n"),
        ("jsonl", ""),
        ("csv", "id,name\n"),
        ("tsv", "id\tname\n"),
    ] {
        let args = [
            "find",
            "--email",
            "no@example.com",
            "--fields",
            "id,name",
            "-f",
            format,
        ];
        harness
            .run(args)
            .code(1)
            .prints(printed)
            .says("no@example.com");
    }
    harness
        .run("find --email no@example.com -q -f json")
        .code(1)
        .prints("[]\n")
        .silent();
    harness
        .run("find --email no@example.com -o none.csv --fields id")
        .code(1);
    assert_eq!(harness.read("none.csv"), "id\n");
}

#[test]
fn strict_requires_a_match_for_every_value() {
    let harness = people();
    let command = "find --strict -f jsonl --email ann@example.com";
    harness.run(command).code(0).silent();
    let outcome = harness.run(format!("{command} --email no@example.com").as_str());
    assert_eq!(ids(&outcome.code(1)), ["ann1", "ann2"]);
    let scanned = harness.run(format!("{command} --scan --email no@example.com").as_str());
    assert_eq!(ids(&scanned.code(1)), ["ann1", "ann2"]);
}

#[test]
fn values_come_from_standard_input_line_by_line() {
    let harness = people();
    let input = "\nbob+news@example.com\r\n   \n\n ann@example.com \n\nlast@example.com";
    let outcome = harness.run_with_input("find -f jsonl --email -", input);
    let outcome = outcome.code(0).says("last@example.com");
    assert_eq!(ids(&outcome), ["plus", "ann1", "ann2"]);
    let outcome = harness.run_with_input("find -f jsonl --id ann2 --id - --id plus", "old\nann1\n");
    assert_eq!(ids(&outcome.code(0)), ["ann2", "old", "ann1", "plus"]);
    let outcome = harness.run_with_input("find -f jsonl --scan --phone -", "+353 1 555 0100\n");
    assert_eq!(ids(&outcome.code(0)), ["plus"]);
}

#[test]
fn empty_standard_input_finds_nothing_and_sends_nothing() {
    let harness = people();
    harness
        .run_with_input("find --json --email -", "\n\n")
        .code(1)
        .prints("[]\n");
    assert_eq!(harness.requests().len(), 0);
}

#[test]
fn a_file_that_begins_with_a_byte_order_mark_is_read_without_it() {
    let input = "\u{feff}ann@example.com\r\n";
    let outcome = people().run_with_input("find -f jsonl --email -", input);
    assert_eq!(ids(&outcome.code(0)), ["ann1", "ann2"]);
}

#[test]
fn a_scan_prints_in_list_order_and_asks_for_no_value() {
    let harness = people();
    let args = [
        "--scan",
        "--email",
        "bob+news@example.com",
        "--email",
        "ANN@example.com",
    ];
    assert_eq!(found(&harness, &args), ["ann1", "ann2", "plus"]);
    assert!(
        harness
            .requests()
            .iter()
            .all(|request| request.parameter("email").is_none())
    );
    harness
        .run("find --scan --json --email no@example.com")
        .code(1)
        .prints("[]\n")
        .says("no lead has the e-mail address no@example.com");
}

#[test]
fn the_practice_workspace_is_searched_like_the_real_one() {
    let harness = Harness::of(300);
    let all = harness.run("list -f jsonl").code(0);
    let leads = all
        .lines()
        .into_iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let leads: Vec<Value> = leads.collect();
    for key in ["email", "phone"] {
        let of = |lead: &Value| {
            lead[key]
                .as_str()
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let value = leads.iter().filter_map(of).nth(3).unwrap();
        let expected: Vec<_> = leads
            .iter()
            .filter(|lead| of(lead).is_some_and(|found| found.eq_ignore_ascii_case(&value)))
            .map(|lead| lead["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(found(&harness, &[&format!("--{key}"), &value]), expected);
    }
}
