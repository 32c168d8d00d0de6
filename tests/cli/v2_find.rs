//! `leads find` on 2.x: many values in one request, merged contacts, and
//! users who are no leads.

use leads::sandbox::{Reply, Request};
use serde_json::{Value, json};

use crate::answers;
use crate::harness::Harness;
use crate::list::ids;
use crate::v2;

fn pinned(leads: u32) -> Harness {
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

fn contact(id: &str, email: &str, phone: &str) -> String {
    format!(
        r#"{{"type":"contact","id":"{id}","role":"lead","email":"{email}","phone":"{phone}","created_at":5}}"#
    )
}

/// The values that a search asks for in `field`, one or many.
fn asked(question: &Value, field: &str) -> Vec<String> {
    let many = v2::filter(question, field, "IN");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    match many {
        Some(values) => values.as_array().unwrap().iter().map(text).collect(),
        None => vec![text(&v2::filter(question, field, "=").unwrap())],
    }
}

/// A server of these contacts that compares e-mails and phones to the letter.
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
fn many_addresses_take_few_requests_and_come_in_their_order() {
    let harness = v2::workspace(200);
    let known = addresses(&harness);
    // Every other of them does not exist, and the last lead is asked for first.
    let mut values: Vec<String> = Vec::new();
    for (number, (_, email)) in known.iter().rev().enumerate().take(60) {
        values.push(email.clone());
        values.push(format!("nobody{number}@example.com"));
    }
    assert_eq!(values.len(), 120);
    let before = harness.requests().len();
    let outcome = harness.run_with_input("find -f jsonl --email -", values.join("\n"));
    let outcome = outcome.code(0);
    assert!(harness.requests().len() - before <= 6);
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
    let told: Vec<String> = (0..60)
        .map(|number| format!("no lead has the e-mail address nobody{number}@example.com"))
        .collect();
    let lines: Vec<&str> = outcome.stderr().lines().collect();
    assert_eq!(lines, told);
}

#[test]
fn a_server_that_takes_no_lists_is_asked_one_by_one() {
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
            "no lead has the e-mail address no@example.com\n"
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
fn case_and_entities_count_for_nothing() {
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
fn a_plus_is_asked_for_as_it_is() {
    let harness = people(&[("p", "bob+news@example.com", "")]);
    let outcome = harness
        .run("find -f jsonl --email bob+news@example.com")
        .code(0);
    assert_eq!(ids(&outcome.silent()), ["p"]);
}

#[test]
fn leads_that_were_not_asked_for_show_that_the_filter_is_ignored() {
    let harness = v2::answering(|request| {
        v2::page(
            request,
            &[
                contact("a", "a@example.com", ""),
                contact("z", "z@example.com", ""),
            ],
        )
    });
    for values in [
        "--email a@example.com",
        "--email a@example.com --email b@example.com",
    ] {
        harness
            .run(format!("find --json {values}").as_str())
            .code(5)
            .prints("")
            .says("--scan");
    }
}

#[test]
fn numbers_are_found_however_they_are_spelt() {
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
    assert_eq!(outcome.stderr(), "no lead has the phone number +1\n");
}

#[test]
fn a_number_finds_the_same_leads_alone_and_among_others() {
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
        .says("no lead has the e-mail address a@example.com");
}

/// The id of a user of a practice workspace.
fn a_user(harness: &Harness) -> String {
    let request = Request {
        headers: vec![
            ("Authorization".into(), "Bearer x".into()),
            ("Intercom-Version".into(), "2.16".into()),
            ("Content-Type".into(), "application/json".into()),
        ],
        body: json!({"query": {"field": "role", "operator": "=", "value": "user"}})
            .to_string()
            .into_bytes(),
        ..Request::new("POST", "/contacts/search")
    };
    let reply = harness.api().reply(&request);
    let body: Value = serde_json::from_slice(&reply.body).unwrap();
    body["data"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_id_of_a_user_is_no_match() {
    let harness = pinned(40);
    let user = a_user(&harness);
    harness
        .run(["find", "--json", "--id", &user])
        .code(1)
        .prints("[]\n")
        .says(&format!("no lead has the id {user}"));
}

#[test]
fn leads_are_found_by_their_ids() {
    let harness = pinned(40);
    let known = harness.api().ids();
    let lines = format!("{}\nnone\n{}\n{}\n", known[7], known[2], known[7]);
    let outcome = harness
        .run_with_input("find -f jsonl --id -", lines)
        .code(0);
    assert_eq!(ids(&outcome), [known[7].as_str(), known[2].as_str()]);
    assert_eq!(outcome.stderr(), "no lead has the id none\n");
}

#[test]
fn a_merged_lead_is_followed_to_what_it_became() {
    let harness = pinned(40);
    let known = harness.api().ids();
    assert!(harness.api().merge(&known[5], &known[9]));
    let outcome = harness
        .run(["find", "-f", "jsonl", "--id", &known[5]])
        .code(0);
    assert_eq!(ids(&outcome), [known[9].as_str()]);
    assert_eq!(
        outcome.stderr(),
        format!("{} was merged into {}\n", known[5], known[9])
    );
    // Once, also when both are asked for.
    let both = ["find", "-f", "jsonl", "--id", &known[5], "--id", &known[9]];
    assert_eq!(ids(&harness.run(both).code(0)).len(), 1);
}

#[test]
fn a_lead_merged_into_a_user_is_no_match() {
    let harness = pinned(40);
    let (known, user) = (harness.api().ids(), a_user(&harness));
    assert!(harness.api().merge(&known[5], &user));
    harness
        .run(["find", "--json", "--id", &known[5]])
        .code(1)
        .prints("[]\n")
        .says(&format!("{} was merged into {user}", known[5]))
        .says(&format!("no lead has the id {}", known[5]));
}

fn merged(link: &str) -> Reply {
    answers::error(410, "contact_merged", "This contact has been merged.").with_header("Link", link)
}

#[test]
fn the_token_goes_to_no_host_that_a_link_names() {
    let stranger = Harness::answering(|_| Reply::json(200, contact("new", "", "")));
    let link = format!("<{}/contacts/new>; rel=\"canonical\"", stranger.base_url());
    let harness = v2::answering(move |request| match request.path.as_str() {
        "/contacts/new" => Reply::json(200, contact("new", "", "")),
        _ => merged(&link),
    });
    let outcome = harness.run("find -f jsonl --id old").code(0);
    assert_eq!(ids(&outcome.says("old was merged into new")), ["new"]);
    assert_eq!(stranger.requests().len(), 0);
    assert_eq!(harness.requests().len(), 2);
}

#[test]
fn merges_that_lead_round_in_a_circle_end() {
    let harness = v2::answering(|request| {
        let other = if request.path.ends_with("/a") {
            "b"
        } else {
            "a"
        };
        merged(&format!("</contacts/{other}>; rel=\"canonical\""))
    });
    harness.run("find --json --id a").code(1).prints("[]\n");
    assert!(harness.requests().len() <= 5);
}

#[test]
fn a_merge_without_a_link_is_exit_5() {
    for link in [
        "",
        "</contacts/>; rel=\"canonical\"",
        "</contacts/b>; rel=\"next\"",
    ] {
        let harness = v2::answering(move |_| merged(link));
        harness
            .run("find --json --id a")
            .code(5)
            .prints("")
            .says("contact_merged");
    }
}

#[test]
fn a_link_is_followed_to_a_contact_and_nothing_else() {
    for link in [
        "</contacts/scroll>",
        "</contacts/search>",
        "</contacts/..>",
        "</contacts/x?y=z>",
    ] {
        let harness = v2::answering(move |request| {
            if request.path == "/contacts/a" {
                return merged(&format!("{link}; rel=\"canonical\""));
            }
            answers::error(404, "not_found", "User Not Found")
        });
        harness.run("find --json --id a").code(1).prints("[]\n");
        for request in harness.requests() {
            assert!(!request.target.contains('?'), "{}", request.target);
            assert!(
                !["/contacts/scroll", "/contacts/search"].contains(&request.target.as_str()),
                "{link}"
            );
        }
    }
}

#[test]
#[ignore = "of several links the first target is taken, whatever its relation"]
fn of_several_links_the_canonical_one_is_followed() {
    let harness = v2::answering(|request| match request.path.as_str() {
        "/contacts/new" => Reply::json(200, contact("new", "", "")),
        "/contacts/old" => {
            merged("</contacts/other>; rel=\"next\", </contacts/new>; rel=\"canonical\"")
        }
        _ => answers::error(404, "not_found", "User Not Found"),
    });
    let outcome = harness.run("find -f jsonl --id old").code(0);
    assert_eq!(ids(&outcome), ["new"]);
}

#[test]
fn before_2_16_a_merged_lead_is_not_found() {
    let harness = pinned(40).env("LEADS_API_VERSION", "2.11");
    let known = harness.api().ids();
    assert!(harness.api().merge(&known[5], &known[9]));
    harness
        .run(["find", "--json", "--id", &known[5]])
        .code(1)
        .prints("[]\n");
}
