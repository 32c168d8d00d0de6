//! `leads find` on 2.x: many values in one request, merged contacts, and users, which
//! are not leads.

use leads::sandbox::{Reply, Request};
use serde_json::{Value, json};

use crate::harness::Harness;
use crate::list::ids;
use crate::{answers, v2};

pub(crate) fn pinned(leads: u32) -> Harness {
    v2::workspace(leads).env("LEADS_API_VERSION", "2.16")
}

/// The e-mail addresses of a workspace's leads by id, newest first.
fn addresses(harness: &Harness) -> Vec<(String, String)> {
    let all = harness.run("list -f jsonl").code(0);
    let leads = all
        .lines()
        .into_iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let pairs = leads.filter_map(|lead| {
        let email = lead["email"].as_str().filter(|email| !email.is_empty())?;
        Some((lead["id"].as_str()?.to_owned(), email.to_lowercase()))
    });
    pairs.collect()
}

pub(crate) fn contact(id: &str, email: &str, phone: &str) -> String {
    format!(
        r#"{{"type":"contact","id":"{id}","role":"lead","email":"{email}","phone":"{phone}","created_at":5}}"#
    )
}

/// The values of `field` in a search.
fn asked(question: &Value, field: &str) -> Vec<String> {
    let many = v2::filter(question, field, "IN");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    match many {
        Some(values) => values.as_array().unwrap().iter().map(text).collect(),
        None => vec![text(&v2::filter(question, field, "=").unwrap())],
    }
}

/// A server of these contacts that compares e-mails and phone numbers exactly.
fn people(contacts: &'static [(&'static str, &'static str, &'static str)]) -> Harness {
    v2::answering(move |request| found(request, contacts))
}

fn found(request: &Request, contacts: &[(&str, &str, &str)]) -> Reply {
    let question = v2::question(request);
    let is_email = v2::filter(&question, "email", "IN")
        .or_else(|| v2::filter(&question, "email", "="))
        .is_some();
    let wanted = asked(&question, if is_email { "email" } else { "phone" });
    let found: Vec<String> = contacts
        .iter()
        .filter(|(_, email, phone)| {
            let value = if is_email { email } else { phone };
            wanted.iter().any(|wanted| wanted == value)
        })
        .map(|(id, email, phone)| contact(id, email, phone))
        .collect();
    v2::page(request, &found)
}

#[test]
fn many_addresses_take_few_requests_and_keep_their_order() {
    let harness = v2::workspace(200);
    let known = addresses(&harness);
    // Every second value does not exist, and the last lead is requested first.
    let mut values: Vec<String> = Vec::new();
    for (number, (_, email)) in known.iter().rev().enumerate().take(60) {
        values.push(email.clone());
        values.push(format!("nobody{number}@example.com"));
    }
    assert_eq!(values.len(), 120);
    let before = harness.requests().len();
    let outcome = harness.run_with_input("find -f jsonl --email -", values.join("\n"));
    let outcome = outcome.code(0);
    // Missing values are requested again.
    assert!(harness.requests().len() - before <= 9);
    for search in v2::searches(&harness)
        .iter()
        .filter(|search| v2::filter(search, "email", "IN").is_some())
    {
        assert!(asked(search, "email").len() <= 50);
    }
    let mut expected: Vec<&str> = Vec::new();
    for value in &values {
        for (id, email) in &known {
            if email == value && !expected.contains(&id.as_str()) {
                expected.push(id);
            }
        }
    }
    assert!(ids(&outcome) == expected);
    let expected: Vec<String> = (0..60)
        .map(|number| {
            let scan = if number == 0 {
                "; --scan finds every spelling"
            } else {
                ""
            };
            format!("no lead found for nobody{number}@example.com{scan}")
        })
        .collect();
    let lines: Vec<&str> = outcome.stderr().lines().collect();
    assert_eq!(lines, expected);
}

#[test]
fn values_are_looked_up_one_by_one_if_lists_are_refused() {
    const PEOPLE: &[(&str, &str, &str)] = &[
        ("a", "a@example.com", ""),
        ("b", "b@example.com", ""),
        ("b2", "b@example.com", ""),
    ];
    for status in [400, 422] {
        let harness = v2::answering(move |request| {
            if v2::filter(&v2::question(request), "email", "IN").is_some() {
                return answers::error(
                    status,
                    "parameter_invalid",
                    "Operator 'IN' is not supported",
                );
            }
            found(request, PEOPLE)
        });
        let input = "b@example.com\nno@example.com\na@example.com\n";
        let outcome = harness
            .run_with_input("find -f jsonl --email -", input)
            .code(0);
        assert_eq!(ids(&outcome), ["b", "b2", "a"]);
        assert_eq!(
            outcome.stderr(),
            "no lead found for no@example.com; --scan finds every spelling\n"
        );
        assert_eq!(harness.requests().len(), 4);
    }
}

#[test]
fn one_value_that_is_refused_is_exit_5() {
    let harness = v2::answering(|_| answers::error(422, "parameter_invalid", "not an e-mail"));
    harness
        .run("find --json --email x --email y")
        .code(5)
        .prints("")
        .says("not an e-mail");
}

#[test]
fn case_and_entities_are_ignored() {
    let harness = people(&[
        ("a", "Ann@Example.com", ""),
        ("o", "o&#39;neil@example.com", ""),
    ]);
    let outcome = harness.run("find -f jsonl --email Ann@Example.com").code(0);
    assert_eq!(ids(&outcome), ["a"]);
    let scanned = "find -f jsonl --scan --email ANN@example.COM --email o'neil@example.com";
    let workspace = v2::answering(|request| {
        v2::page(
            request,
            &[
                contact("a", "Ann@Example.com", ""),
                contact("o", "o&#39;neil@example.com", ""),
            ],
        )
    });
    assert_eq!(ids(&workspace.run(scanned).code(0)), ["a", "o"]);
}

#[test]
fn a_plus_is_looked_up_unchanged() {
    let harness = people(&[("p", "bob+news@example.com", "")]);
    let outcome = harness
        .run("find -f jsonl --email bob+news@example.com")
        .code(0);
    assert_eq!(ids(&outcome.silent()), ["p"]);
}

#[test]
fn leads_that_were_not_requested_are_left_out() {
    for (total, code) in [(2, 0), (300, 5)] {
        let harness = v2::answering(move |request| {
            let asked = v2::question(request).to_string();
            let (leads, cursor) = if asked.contains("starting_after") {
                (vec![contact("y", "y@example.com", "")], "second")
            } else {
                let a = contact("a", "a@example.com", "");
                (vec![a, contact("z", "z@example.com", "")], "first")
            };
            let pages = match total {
                2 => Value::Null,
                _ => json!({"next": {"starting_after": cursor}}),
            };
            v2::list(&leads, total, &pages)
        });
        for values in ["a@example.com", "a@example.com b@example.com"] {
            let args = format!("find -f jsonl --retries 0 --email {values}");
            let outcome = harness.run(args.as_str()).code(code);
            if code == 5 {
                let _ = outcome.says("--scan");
            } else {
                assert_eq!(ids(&outcome), ["a"]);
                let _ = outcome.says("warning: ").says(" left out");
            }
        }
    }
}

#[test]
fn phone_numbers_are_found_in_any_spelling() {
    let harness = people(&[
        ("plus", "", "+35315550100"),
        ("zeros", "", "0035315550199"),
        ("typed", "", "+353 87 555 1234"),
    ]);
    for (number, id) in [
        ("+35315550100", "plus"),
        ("353 1 555 0100", "plus"),
        ("00353-1-5550199", "zeros"),
        ("+353 87 555 1234", "typed"),
    ] {
        let outcome = harness.run(["find", "-f", "jsonl", "--phone", number]);
        assert_eq!(ids(&outcome.code(0).silent()), [id], "{number}");
    }
    let lines = "353 1 555 0199\n+1\n+353 87 555 1234\n(353) 15550100\n";
    let outcome = harness
        .run_with_input("find -f jsonl --phone -", lines)
        .code(0);
    assert_eq!(ids(&outcome), ["zeros", "typed", "plus"]);
    assert_eq!(
        outcome.stderr(),
        "no lead found for +1, as typed, and 001; --scan finds every spelling\n"
    );
}

#[test]
fn a_number_finds_the_same_leads_alone_and_with_others() {
    let harness = people(&[("plus", "", "+35315550100"), ("zeros", "", "0035315550100")]);
    let alone = harness.run("find -f jsonl --phone +35315550100").code(0);
    let among = harness
        .run("find -f jsonl --phone +35315550100 --phone +19")
        .code(0);
    assert_eq!(ids(&alone), ids(&among));
}

#[test]
fn many_numbers_take_few_requests() {
    let harness = pinned(200);
    let all = harness.run("list -f jsonl").code(0);
    let phones: Vec<String> = all
        .lines()
        .into_iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter_map(|lead| Some(lead["phone"].as_str()?.to_owned()))
        .take(48)
        .collect();
    let before = harness.requests().len();
    harness
        .run_with_input("find -f jsonl --phone -", phones.join("\n"))
        .code(0)
        .silent();
    assert!(harness.requests().len() - before <= 4);
}

#[test]
fn a_user_with_the_same_address_is_no_match() {
    let user = r#"{"type":"contact","id":"u1","role":"user","email":"a@example.com"}"#.to_owned();
    let both = [user.clone(), contact("a", "a@example.com", "")];
    let harness = v2::answering(move |request| v2::page(request, &both));
    let outcome = harness.run("find -f jsonl --email a@example.com").code(0);
    assert_eq!(ids(&outcome.silent()), ["a"]);
    let harness = v2::answering(move |request| v2::page(request, std::slice::from_ref(&user)));
    harness
        .run("find --json --email a@example.com")
        .code(1)
        .prints("[]\n")
        .says("no lead found for a@example.com;");
}
