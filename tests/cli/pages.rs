//! Pages that differ from the request: smaller ones, links to other hosts, totals that
//! are never reached.

use std::sync::atomic::{AtomicBool, Ordering};

use leads::sandbox::Generation;

use crate::answers;
use crate::harness::{Harness, only, settings};
use crate::list::{ids, page_size};
use crate::scroll::assert_all_once;

#[test]
fn smaller_pages_than_requested_are_accepted() {
    for granted in [50, 30, 13, 12] {
        let harness = Harness::with(settings(200), move |request, api| {
            let mut request = request.clone();
            for (name, value) in &mut request.query {
                if name == "per_page" && value.parse::<u32>().unwrap() > granted {
                    *value = granted.to_string();
                }
            }
            api.reply(&request)
        });
        let outcome = harness.run("list -f jsonl").code(0).silent();
        assert_eq!(ids(&outcome), harness.api().ids(), "{granted} a page");
    }
}

#[test]
fn a_page_size_above_the_maximum_is_not_requested() {
    for (api, largest) in [(Generation::V1, 60), (Generation::V2, 150)] {
        let harness = Harness::with(only(api, 500), |request, api| {
            let reply = api.reply(request);
            if reply.status != 200 {
                return reply;
            }
            answers::changed(reply, |body| body["pages"]["per_page"] = 6000.into())
        });
        let outcome = harness.run("list -f jsonl").code(0).silent();
        assert_eq!(ids(&outcome), harness.api().ids());
        for request in harness.requests() {
            let size = page_size(&request);
            assert!(size <= largest, "{} {size}", request.target);
        }
    }
}

#[test]
fn pages_of_one_or_two_leads_are_complete_or_incomplete() {
    for granted in [1, 2, 3] {
        let harness = Harness::with(settings(10), move |request, api| {
            let mut request = request.clone();
            for (name, value) in &mut request.query {
                if name == "per_page" {
                    *value = granted.to_string();
                }
            }
            api.reply(&request)
        });
        // They never overlap, so the scroll must read them.
        let outcome = harness.run("list -f jsonl").code(0);
        assert_all_once(&harness, &outcome);
    }
}

#[test]
fn a_server_with_a_fixed_page_size_is_complete_or_incomplete() {
    let harness = Harness::with(settings(200), |request, api| {
        let mut request = request.clone();
        for (name, value) in &mut request.query {
            if name == "per_page" {
                *value = "50".to_owned();
            }
        }
        api.reply(&request)
    });
    let outcome = harness.run("list -f jsonl");
    if outcome.stderr().contains("incomplete") {
        outcome.code(8);
    } else {
        // Its pages never overlap, so the scroll must read them.
        assert_all_once(&harness, &outcome.code(0));
    }
}

#[test]
fn small_pages_of_a_few_leads_are_read_whole() {
    for size in 1..=11 {
        let harness = Harness::of(40);
        let command = format!("list -f jsonl --per-page {size}");
        let outcome = harness.run(command.as_str()).code(0).silent();
        assert_eq!(ids(&outcome), harness.api().ids(), "--per-page {size}");
    }
}

#[test]
fn a_link_to_another_host_is_not_followed() {
    let stranger = Harness::of(10);
    let url = stranger.base_url();
    let harness = Harness::with(settings(130), move |request, api| {
        answers::changed(api.reply(request), |body| {
            if body["pages"]["next"].is_string() {
                body["pages"]["next"] = format!("{url}/contacts?page=2").into();
            }
        })
    });
    let outcome = harness.run("list -f jsonl").code(0);
    assert_eq!(ids(&outcome), harness.api().ids());
    assert_eq!(stranger.requests().len(), 0);
}

/// A list with a total larger than its number of leads.
fn short() -> Harness {
    Harness::with(settings(90), |request, api| {
        answers::changed(api.reply(request), |body| body["total_count"] = 100.into())
    })
}

#[test]
fn a_total_that_is_never_reached_is_incomplete() {
    let harness = short();
    let outcome = harness.run("list -f jsonl").code(8);
    assert_eq!(ids(&outcome), harness.api().ids());
    let outcome = outcome.says("incomplete: 90 leads were read, the API reported 100");
    let outcome = outcome.says("hint: ");
    assert!(outcome.stderr().contains("--partial"), "{outcome}");
}

#[test]
fn an_incomplete_array_stays_open() {
    let outcome = short().run("list -f json").code(8);
    assert_eq!(outcome.lines().len(), 91);
    assert!(serde_json::from_str::<serde_json::Value>(outcome.stdout()).is_err());
    assert!(!outcome.stdout().trim_end().ends_with(']'));
}

#[test]
fn an_incomplete_file_does_not_replace_the_old_one() {
    for name in ["leads.json", "leads.csv", "leads.txt"] {
        let harness = short();
        harness.write(name, "old");
        harness.run(["list", "-o", name]).code(8).prints("");
        assert_eq!(harness.read(name), "old");
        assert_eq!(harness.files(), [name]);
    }
}

#[test]
fn partial_keeps_what_was_read() {
    let harness = short();
    let outcome = harness.run("list -f json --partial").code(8);
    let leads: Vec<serde_json::Value> = serde_json::from_str(outcome.stdout()).unwrap();
    assert_eq!(leads.len(), 90);
    harness
        .run("list -o leads.csv --fields id --partial")
        .code(8)
        .prints("");
    assert_eq!(harness.read("leads.csv").lines().count(), 91);
    let outcome = harness.run("list --partial --no-header").code(8);
    assert_eq!(outcome.lines().len(), 90);
}

#[test]
fn partial_keeps_what_was_read_in_another_order() {
    let harness = short();
    harness.write("leads.csv", "old");
    harness
        .run("list -o leads.csv --fields id --partial --sort updated_at")
        .code(8);
    assert_eq!(harness.read("leads.csv").lines().count(), 91);
}

#[test]
fn an_incomplete_table_shows_what_was_read() {
    let outcome = short().run("list --no-header").code(8);
    assert_eq!(outcome.lines().len(), 90);
}

#[test]
fn partial_keeps_what_was_read_before_any_failure_of_the_api() {
    let harness = Harness::with(settings(150), |request, api| {
        if request.parameter("page") == Some("1") {
            return api.reply(request);
        }
        answers::error(403, "api_plan_restricted", "not in your plan")
    });
    harness.write("leads.json", "old");
    harness.run("list -o leads.json").code(5);
    assert_eq!(harness.read("leads.json"), "old");
    let outcome = harness.run("list --json").code(5);
    assert!(!outcome.stdout().contains("\n]"), "{outcome}");
    harness.run("list -o leads.json --partial").code(5);
    assert!(harness.read("leads.json").ends_with("\n]\n"));
    let outcome = harness.run("list --json --partial").code(5);
    assert!(outcome.stdout().ends_with("\n]\n"), "{outcome}");
}

#[test]
fn a_first_page_that_is_wrongly_empty_is_asked_for_again() {
    let empty = std::sync::atomic::AtomicBool::new(true);
    let harness = Harness::with(settings(30), move |request, api| {
        answers::changed(api.reply(request), |body| {
            if empty.swap(false, std::sync::atomic::Ordering::Relaxed) {
                body["contacts"] = serde_json::json!([]);
            }
        })
    });
    let outcome = harness.run("list -f jsonl").code(0);
    assert_eq!(ids(&outcome), harness.api().ids());
}

#[test]
fn lists_without_totals_sizes_or_links_are_read_whole() {
    for missing in ["total_count", "per_page", "total_pages"] {
        let harness = Harness::with(settings(200), move |request, api| {
            answers::changed(api.reply(request), |body| {
                body.as_object_mut().unwrap().remove(missing);
                body["pages"].as_object_mut().unwrap().remove(missing);
            })
        });
        let outcome = harness.run("list -f jsonl").code(0).silent();
        assert_eq!(ids(&outcome), harness.api().ids(), "without {missing}");
    }
    let harness = Harness::with(settings(50), |request, api| {
        answers::changed(api.reply(request), |body| {
            body["pages"] = serde_json::Value::Null;
        })
    });
    let outcome = harness.run("list -f jsonl").code(0).silent();
    assert_eq!(ids(&outcome), harness.api().ids());
}

#[test]
fn a_list_marked_as_limited_is_printed_with_a_warning() {
    let harness = Harness::with(settings(90), |request, api| {
        answers::changed(api.reply(request), |body| body["limited"] = true.into())
    });
    let outcome = harness
        .run("list -f jsonl")
        .code(0)
        .says("warning:")
        .says("limited");
    assert_eq!(outcome.stderr().lines().count(), 1);
    assert_eq!(ids(&outcome).len(), 90);
}

#[test]
fn a_limit_warns_if_the_newest_leads_do_not_come_first() {
    let expected = "the API does not send the newest leads first";
    for is_reversed in [true, false] {
        let harness = Harness::with(settings(40), move |request, api| {
            let reverse = |body: &mut serde_json::Value| {
                body["contacts"].as_array_mut().unwrap().reverse();
            };
            match api.reply(request) {
                reply if is_reversed => answers::changed(reply, reverse),
                reply => reply,
            }
        });
        let outcome = harness.run("list -f jsonl --limit 5").code(0);
        assert_eq!(outcome.stderr().contains(expected), is_reversed);
        assert_eq!(ids(&outcome).len(), 5);
    }
}

#[test]
fn two_leads_of_one_second_cost_at_most_one_request() {
    let requests = |tied: Option<i64>| {
        let lead = |number| {
            let time = 1_700_000_000 - number + i64::from(tied == Some(number));
            answers::lead(&format!("lead{number}"), time)
        };
        let leads: Vec<_> = (0..6_000).map(lead).collect();
        let harness = Harness::answering(move |request| answers::list(request, &leads));
        let outcome = harness.run("list -f jsonl").code(0).silent();
        assert_eq!(ids(&outcome).len(), 6_000);
        harness.requests().len()
    };
    let least = requests(None);
    assert!(least <= 122, "{least}");
    for tied in [10, 59, 60, 115, 116, 171, 500] {
        let asked = requests(Some(tied));
        assert!((least..=least + 1).contains(&asked), "{asked} with {tied}");
    }
}

#[test]
fn a_list_whose_end_is_deleted_is_read_without_a_scroll() {
    let all = answers::leads(62);
    let rest = all[2..60].to_vec();
    let is_first = AtomicBool::new(true);
    let harness = Harness::answering(move |request| {
        if request.path != "/contacts" {
            return answers::error(404, "not_found", "no such path");
        }
        let is_first = is_first.swap(false, Ordering::Relaxed);
        answers::list(request, if is_first { &all } else { &rest })
    });
    let outcome = harness.run("list -f jsonl").code(0).silent();
    assert_eq!(ids(&outcome).len(), 60);
}
