//! API 2.x: leads by id, including merged ones.

use leads::sandbox::{Reply, Request};
use serde_json::{Value, json};

use crate::harness::Harness;
use crate::list::ids;
use crate::v2_find::{contact, pinned};
use crate::{answers, v2};

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
fn a_merged_lead_is_followed_to_its_target() {
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
    // Printed once, even if both are requested.
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
fn the_token_is_not_sent_to_the_host_of_a_link() {
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
fn cyclic_merges_end() {
    let harness = v2::answering(|request| {
        let other = if request.path.ends_with("/a") {
            "b"
        } else {
            "a"
        };
        merged(&format!("</contacts/{other}>; rel=\"canonical\""))
    });
    let outcome = harness.run("find --json --id a").code(1).prints("[]\n");
    assert_eq!(
        outcome.stderr(),
        "a was merged into b\nno lead has the id a\n"
    );
    assert_eq!(harness.requests().len(), 2);
}

#[test]
fn a_lead_merged_into_itself_is_no_match_and_reported_once() {
    let harness = v2::answering(|_| merged("</contacts/a>; rel=\"canonical\""));
    let outcome = harness.run("find --json --id a").code(1).prints("[]\n");
    assert_eq!(outcome.stderr(), "no lead has the id a\n");
    assert_eq!(harness.requests().len(), 1);
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
fn the_canonical_link_of_several_is_followed() {
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
