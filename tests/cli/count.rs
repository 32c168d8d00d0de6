//! `leads list --count`: one number, from one request if the API's total can be
//! trusted.

use crate::answers;
use crate::harness::{Harness, formats, in_each_generation, settings};

#[test]
fn a_count_takes_one_request_if_the_total_can_be_used() {
    in_each_generation(|api| {
        for filter in ["", "--tag 17513", "--segment 53203e244cba153d39000063"] {
            let harness = Harness::pinned(api, 345);
            let list = format!("list -f jsonl {filter}");
            let listed = harness.run(list.as_str()).code(0);
            let before = harness.requests().len();
            harness
                .run(format!("list --count {filter}").as_str())
                .code(0)
                .prints(&format!("{}\n", listed.lines().len()))
                .silent();
            assert_eq!(harness.requests().len() - before, 1, "{filter}");
        }
    });
}

#[test]
fn a_count_is_a_number_in_every_format() {
    let harness = Harness::of(3);
    for format in formats() {
        harness
            .run(["list", "--count", "-f", format])
            .code(0)
            .prints("3\n");
    }
    harness.run("list --count -o count.txt").code(0).prints("");
    assert_eq!(harness.read("count.txt"), "3\n");
}

#[test]
fn filters_are_counted_by_reading() {
    in_each_generation(|api| {
        let harness = Harness::listing(api, [("a", 3000), ("b", 2000), ("c", 1000)]);
        for (times, count) in [
            ("--since 1970-01-01T00:33:20Z", "2\n"),
            ("--until 1970-01-01T00:33:20Z", "1\n"),
            ("--since 1970-01-01T02:30:00Z", "0\n"),
        ] {
            let command = format!("list --count {times}");
            harness.run(command.as_str()).code(0).prints(count);
        }
    });
}

#[test]
fn a_server_without_a_total_is_counted_by_reading() {
    let harness = Harness::with(settings(130), |request, api| {
        answers::changed(api.reply(request), |body| {
            body.as_object_mut().unwrap().remove("total_count");
        })
    });
    harness.run("list --count").code(0).prints("130\n");
}

#[test]
fn an_incomplete_count_prints_nothing() {
    let harness = Harness::with(settings(90), |request, api| {
        answers::changed(api.reply(request), |body| body["total_count"] = 200.into())
    });
    harness
        .run("list --count --since 1970-01-02")
        .code(8)
        .prints("");
}

#[test]
fn a_limited_total_is_reported() {
    let harness = Harness::with(settings(90), |request, api| {
        answers::changed(api.reply(request), |body| body["limited"] = true.into())
    });
    harness.run("list --count").code(0).says("limited");
}
