//! Tags and segments by name or id, and filters that are sent to the server, on both
//! generations.

use leads::sandbox::{Generation, Reply, Request};
use serde_json::json;

use crate::answers;
use crate::harness::{Harness, in_each_generation};
use crate::list::ids;
use crate::v2;

const ACTIVE: &str = "53203e244cba153d39000063";

fn listed(harness: &Harness, args: &[&str]) -> Vec<String> {
    let args = [&["list", "-f", "jsonl"], args].concat();
    ids(&harness.run(args.as_slice()).code(0))
}

/// Requests for pages of leads.
fn pages(harness: &Harness) -> Vec<Request> {
    let requests = harness.requests().into_iter();
    requests
        .filter(|request| request.path.starts_with("/contacts"))
        .collect()
}

/// Whether the request to the server contains `part`.
fn asks(request: &Request, part: &str) -> bool {
    let body = String::from_utf8_lossy(&request.body).into_owned();
    let query = request.query.iter();
    let query = query.map(|(name, value)| format!("{name}={value}"));
    body.contains(part) || query.collect::<Vec<_>>().join("&").contains(part)
}

#[test]
fn tags_and_segments_can_be_selected_by_name_or_id() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 345);
        for (by_name, by_id) in [
            (["--tag", "VIP"], ["--tag", "17513"]),
            (["--segment", "Active"], ["--segment", ACTIVE]),
        ] {
            let found = listed(&harness, &by_id);
            assert!(!found.is_empty() && found.len() < 345);
            assert_eq!(listed(&harness, &by_name), found);
            let count = [&["list", "--count"], &by_name[..]].concat();
            let counted = harness.run(count.as_slice()).code(0);
            counted.prints(&format!("{}\n", found.len()));
        }
        let both = listed(&harness, &["--tag", "VIP", "--segment", "Active"]);
        let where_ = ["--where", "tags = VIP and segments = 'Active'"];
        assert_eq!(listed(&harness, &where_), both);
        assert!(!both.is_empty());
    });
}

#[test]
fn an_id_is_not_looked_up_and_a_name_once() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 30);
        harness.run("list --tag 17513 -f jsonl").code(0);
        assert!(
            harness
                .requests()
                .iter()
                .all(|request| request.path != "/tags")
        );
        let args = [
            "list", "--tag", "VIP", "--where", "tags ~ i", "--fields", "id,tags",
        ];
        harness.run(args.as_slice()).code(0);
        let requests = harness.requests();
        let tags = requests.iter().filter(|request| request.path == "/tags");
        assert_eq!(tags.count(), 1);
    });
}

#[test]
fn an_unknown_tag_is_exit_2_with_a_suggestion() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 30);
        for (args, says) in [
            (
                ["--tag", "VPI"],
                "the workspace has no tag \"VPI\"; did you mean VIP?",
            ),
            (
                ["--where", "tags != VPI"],
                "no tag \"VPI\"; did you mean VIP?",
            ),
            (
                ["--segment", "Actives"],
                "no segment \"Actives\"; did you mean Active?",
            ),
            (
                ["--tag", "zzzzzzzz"],
                "the workspace has no tag \"zzzzzzzz\"",
            ),
        ] {
            let args = [&["list", "-f", "csv"], &args[..]].concat();
            harness.run(args.as_slice()).code(2).prints("").says(says);
        }
        assert_eq!(pages(&harness).len(), 0);
    });
}

#[test]
fn a_list_of_names_settles_the_version_like_leads() {
    let harness = v2::workspace(60);
    assert_eq!(
        listed(&harness, &["--tag", "VIP"]),
        listed(&harness, &["--tag", "VIP", "--api-version", "2.16"])
    );
}

#[test]
fn a_segment_of_leads_has_precedence_over_one_of_users() {
    let contact = v2::lead("5f", 9);
    let harness = v2::answering(move |request| match request.path.as_str() {
        "/segments" => Reply::json(
            200,
            r#"{"type":"segment.list","segments":[
                {"id":"1a","name":"New","person_type":"user"},
                {"id":"1b","name":"New","person_type":"contact"},
                {"id":"2a","name":"Twin","person_type":"contact"},
                {"id":"2b","name":"Twin","person_type":"contact"}]}"#,
        ),
        _ => v2::page(request, &[&contact]),
    });
    assert_eq!(listed(&harness, &["--segment", "New"]), ["5f"]);
    let search = &v2::searches(&harness)[0];
    assert_eq!(v2::filter(search, "segment_id", "="), Some(json!("1b")));
    harness
        .run("list --segment Twin")
        .code(2)
        .says("several segments \"Twin\": give the id, one of 2a, 2b");
}

#[test]
fn the_server_is_asked_for_what_all_leads_must_have() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 345);
        let all = listed(
            &harness,
            &["--where", "tags = VIP and (country = Ireland or has email)"],
        );
        assert!(!all.is_empty());
        assert!(
            pages(&harness)
                .iter()
                .all(|request| asks(request, "tag_id"))
        );
        let scanned = Harness::pinned(api, 345);
        let args = [
            "--scan",
            "--where",
            "tags = VIP and (country = Ireland or has email)",
        ];
        assert_eq!(listed(&scanned, &args), all);
        assert!(
            pages(&scanned)
                .iter()
                .all(|request| !asks(request, "tag_id"))
        );
        assert!(pages(&scanned).len() > pages(&harness).len());
    });
}

#[test]
fn every_possible_part_is_requested() {
    let harness = Harness::pinned(Generation::V2, 3_000);
    let all = listed(
        &harness,
        &[
            "--scan",
            "--where",
            "unsubscribed and last_seen_at < 2025-12-01",
        ],
    );
    let before = pages(&harness).len();
    let args = [
        "--where",
        "unsubscribed and last_seen_at < 2025-12-01 and not id = 5",
    ];
    let args = [&args[..], &["-v"]].concat();
    let run = [&["list", "-f", "jsonl"], &args[..]].concat();
    let narrowed = harness
        .run(run.as_slice())
        .code(0)
        .says("the API is asked to filter by last_seen_at < 2025-12-01T00:00:00Z")
        .says(", unsubscribed; every lead is checked here again");
    let asked = &pages(&harness)[before..];
    assert!(
        asked
            .iter()
            .all(|request| asks(request, "unsubscribed_from_emails"))
    );
    assert!(asked.iter().all(|request| asks(request, "last_seen_at")));
    assert!(asked.len() < before / 2, "{} of {before}", asked.len());
    assert_eq!(ids(&narrowed), all);
    assert!(!all.is_empty());
}

#[test]
fn text_and_negations_are_never_sent_to_the_server() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 30);
        for condition in [
            "email ~ 'no\" such'",
            "custom_attributes.plan = 'a&b'",
            "tags != VIP or not unsubscribed",
            "not created_at > 2026-01-01",
            "tags in (VIP, 'R&D')",
        ] {
            listed(&harness, &["--where", condition]);
        }
        for request in pages(&harness) {
            for part in [
                "no",
                "a&b",
                "tag_id",
                "unsubscribed",
                "created_at\",\"operator",
            ] {
                assert!(!asks(&request, part), "{part}: {request:?}");
            }
        }
    });
}

#[test]
fn refused_times_are_not_sent_again() {
    for status in [400, 422] {
        let contacts: Vec<String> = (0..200)
            .map(|n| v2::lead(&format!("l{n}"), 1_000 - n))
            .collect();
        let harness = v2::answering(move |request| {
            if v2::filters(&v2::question(request), "last_seen_at")
                .next()
                .is_some()
            {
                return answers::error(status, "parameter_invalid", "no such operator");
            }
            v2::page(request, &contacts)
        });
        let condition = "not last_seen_at > 2020-01 or has id";
        assert_eq!(listed(&harness, &["--where", condition]).len(), 200);
        let condition = "last_seen_at < now and has id";
        assert_eq!(listed(&harness, &["--where", condition]).len(), 0);
        let outcome = harness.run(["list", "-v", "--where", condition].as_slice());
        outcome.code(0).says("retrying without time filters");
    }
}

#[test]
fn segments_that_the_api_does_not_send_are_filtered_or_refused() {
    let harness = Harness::pinned(Generation::V2, 60);
    for condition in [
        "segments != 'Active'",
        "segments = 'Active' or has email",
        "has segments",
        "segments in (Active, New)",
    ] {
        let args = ["list", "--where", condition];
        let outcome = harness.run(args.as_slice());
        outcome
            .code(2)
            .prints("")
            .says("API 2.x sends no segments with its leads");
    }
    harness
        .run("list --count-by segments")
        .code(2)
        .says("API 2.x sends no segments with its leads");
    harness
        .run("list --scan --segment Active")
        .code(2)
        .says("API 2.x sends no segments with its leads");
}

/// A workspace of 2.x in which a lead has two tags, of which one is sent.
fn cut_tags() -> Harness {
    let lead = |id: &str, more: bool| {
        format!(
            r#"{{"type":"contact","id":"{id}","role":"lead","created_at":5,
                "tags":{{"data":[{{"id":"7"}}],"has_more":{more}}}}}"#
        )
    };
    let contacts = [lead("whole", false), lead("cut", true)];
    v2::answering(move |request| match request.path.as_str() {
        "/tags" => Reply::json(
            200,
            r#"{"type":"list","data":[{"id":"7","name":"VIP"},{"id":"8","name":"new"}]}"#,
        ),
        "/contacts/cut/tags" => Reply::json(
            200,
            r#"{"type":"list","data":[{"id":"8","name":"new"},{"id":"7","name":"VIP"}]}"#,
        ),
        _ => v2::page(request, &contacts),
    })
}

#[test]
fn missing_tags_are_requested_if_they_decide() {
    let harness = cut_tags();
    assert_eq!(listed(&harness, &["--where", "tags != new"]), ["whole"]);
    assert_eq!(
        listed(&harness, &["--where", "tags = new or id = x"]),
        ["cut"]
    );
    assert_eq!(listed(&harness, &["--where", "tags ~ ne"]), ["cut"]);
    // The server ignores the filter.
    assert_eq!(listed(&harness, &["--where", "tags = new"]), ["cut"]);
    let of_leads = |harness: &Harness| {
        let requests = harness.requests();
        let lists = requests
            .iter()
            .filter(|request| request.path == "/contacts/cut/tags");
        lists.count()
    };
    assert_eq!(of_leads(&harness), 4);
    harness
        .run("list --count-by tags -f csv --no-header")
        .code(0)
        .prints("VIP,2,1.0\nnew,1,0.5\n");
    let harness = cut_tags();
    // They do not affect the result here, or the server is trusted.
    assert_eq!(
        listed(&harness, &["--where", "tags = VIP or tags = 7"]).len(),
        2
    );
    assert_eq!(listed(&harness, &["--tag", "new"]), ["cut"]);
    assert_eq!(of_leads(&harness), 0);
}

#[test]
fn a_list_of_tags_that_may_be_truncated_never_counts_as_complete() {
    let ten: Vec<String> = (0..10).map(|n| format!(r#"{{"id":"1{n}"}}"#)).collect();
    let ten = ten.join(",");
    for tags in [
        format!(r#"{{"type":"list","data":[{ten}]}}"#),
        format!(r#"{{"type":"list","data":[{ten}],"total_count":"18"}}"#),
        format!(r#"{{"type":"list","data":[{ten}],"total_count":18,"has_more":false}}"#),
        r#"{"type":"list","total_count":3}"#.to_owned(),
        r#"{"type":"list","url":"/contacts/cut/tags"}"#.to_owned(),
    ] {
        let contact = format!(
            r#"{{"type":"contact","id":"cut","role":"lead","created_at":5,"tags":{tags}}}"#
        );
        let harness = v2::answering(move |request| match request.path.as_str() {
            "/tags" | "/contacts/cut/tags" => {
                Reply::json(200, r#"{"type":"list","data":[{"id":"8","name":"new"}]}"#)
            }
            _ => v2::page(request, &[&contact]),
        });
        assert_eq!(listed(&harness, &["--where", "tags = new"]), ["cut"]);
        assert!(listed(&harness, &["--where", "tags != new"]).is_empty());
    }
}

#[test]
fn a_paged_list_of_tags_is_rejected() {
    let contact = r#"{"type":"contact","id":"a","role":"lead","tags":{"data":[],"has_more":true}}"#;
    let harness = v2::answering(move |request| match request.path.as_str() {
        "/contacts/a/tags" => Reply::json(
            200,
            r#"{"type":"list","data":[{"id":"8","name":"new"}],"has_more":true}"#,
        ),
        "/tags" => Reply::json(200, r#"{"type":"list","data":[{"id":"8","name":"new"}]}"#),
        _ => v2::page(request, &[contact]),
    });
    harness
        .run(["list", "--where", "tags != new"].as_slice())
        .code(5)
        .says("more than one page of labels");
}

#[test]
fn a_lead_that_is_gone_when_its_tags_are_requested_is_left_out() {
    for status in [404, 410] {
        let lead = |id: &str| {
            format!(
                r#"{{"type":"contact","id":"{id}","role":"lead","created_at":5,
                    "tags":{{"data":[],"has_more":true}}}}"#
            )
        };
        let contacts = [lead("gone"), lead("here")];
        let harness = v2::answering(move |request| match request.path.as_str() {
            "/contacts/gone/tags" => answers::error(status, "not_found", "User Not Found"),
            "/contacts/here/tags" | "/tags" => {
                Reply::json(200, r#"{"type":"list","data":[{"id":"8","name":"new"}]}"#)
            }
            _ => v2::page(request, &contacts),
        });
        assert_eq!(
            listed(&harness, &["--where", "not tags ~ vip or tags = new"]),
            ["here"]
        );
        harness
            .run("list --count-by tags -f csv --no-header")
            .code(0)
            .prints("new,1,1.0\n");
    }
}

#[test]
fn a_tag_is_distinguished_from_one_named_like_its_id() {
    in_each_generation(|api| {
        let list = match api {
            Generation::V2 => r#"{"type":"list","data":"#,
            _ => r#"{"type":"tag.list","tags":"#,
        };
        let lead = |id: &str, tag: &str| {
            format!(r#"{{"type":"contact","id":"{id}","created_at":5,"tags":{list}[{tag}]}}}}"#)
        };
        let x = r#"{"id":"103","name":"x"}"#;
        let other = r#"{"id":"105","name":"103"}"#;
        let contacts = [lead("x", x), lead("other", other)];
        let harness = Harness::answering(move |request| match request.path.as_str() {
            "/tags" => Reply::json(200, format!("{list}[{x},{other}]}}")),
            "/contacts/search" => v2::page(request, &contacts),
            _ => Reply::json(
                200,
                format!(
                    r#"{{"type":"contact.list","contacts":[{}],"total_count":2,"pages":{{}}}}"#,
                    contacts.join(",")
                ),
            ),
        })
        .of_version(api);
        assert_eq!(listed(&harness, &["--where", "tags = x"]), ["x"]);
        assert_eq!(listed(&harness, &["--where", "tags = 103"]), ["x", "other"]);
        assert_eq!(listed(&harness, &["--where", "not tags = x"]), ["other"]);
    });
}

#[test]
fn names_of_segments_are_compared_although_leads_have_ids() {
    let harness = Harness::pinned(Generation::V1, 345);
    let active = listed(&harness, &["--where", "segments = Active"]);
    assert!(!active.is_empty());
    assert_eq!(listed(&harness, &["--where", "segments ^= acti"]), active);
    let counted = harness.run("list --count-by segments -f csv").code(0);
    assert!(
        counted
            .stdout()
            .contains(&format!("Active,{},", active.len()))
    );
}

#[test]
fn companies_of_2_x_are_compared_by_id() {
    let harness = Harness::pinned(Generation::V2, 345);
    for condition in ["companies = \"O'Hara Logistics\"", "companies ~ hara"] {
        harness
            .run(["list", "--where", condition].as_slice())
            .code(2)
            .prints("")
            .says("API 2.x sends only the ids of companies");
    }
    let by_id = ["--where", "companies = 5911bd8bf0c7223d2d1d045e"];
    let found = listed(&harness, &by_id);
    let harness = Harness::pinned(Generation::V1, 345);
    assert!(!found.is_empty());
    assert_eq!(listed(&harness, &by_id), found);
    assert_eq!(
        listed(&harness, &["--where", "companies = \"O'Hara Logistics\""]),
        found
    );
}

#[test]
fn the_total_of_a_filter_is_trusted_only_for_an_option() {
    let contact = r#"{"type":"contact","id":"a","role":"lead","tags":{"data":[{"id":"8"}],"has_more":false}}"#;
    let harness = v2::answering(move |request| match request.path.as_str() {
        "/tags" => Reply::json(200, r#"{"type":"list","data":[{"id":"8","name":"new"}]}"#),
        _ => v2::page(request, &[contact]),
    });
    harness.run("list --count --tag new").code(0).prints("1\n");
    let counted = |harness: &Harness| v2::searches(harness).len();
    assert_eq!(counted(&harness), 1);
}
