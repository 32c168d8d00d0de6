//! `leads list --count`: one number, by one request where the API's word can
//! be believed.

use crate::answers::{self, lead};
use crate::harness::{Harness, settings};

#[test]
fn all_leads_are_counted_in_one_request() {
    let harness = Harness::of(345);
    harness.run("list --count").code(0).prints("345\n").silent();
    assert_eq!(harness.requests().len(), 1);
    Harness::of(0).run("list --count").code(0).prints("0\n");
}

#[test]
fn a_count_is_a_number_in_every_format() {
    let harness = Harness::of(3);
    for format in ["table", "json", "jsonl", "csv", "tsv"] {
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
    let leads = [lead("a", 3000), lead("b", 2000), lead("c", 1000)];
    let harness = Harness::answering(move |request| answers::list(request, &leads));
    harness
        .run("list --count --since 2000")
        .code(0)
        .prints("2\n");
    harness
        .run("list --count --until 2000")
        .code(0)
        .prints("1\n");
    harness
        .run("list --count --since 9000")
        .code(0)
        .prints("0\n");
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
fn a_count_that_did_not_come_out_whole_prints_nothing() {
    let harness = Harness::with(settings(90), |request, api| {
        answers::changed(api.reply(request), |body| body["total_count"] = 200.into())
    });
    harness.run("list --count --since 1").code(8).prints("");
}

#[test]
fn a_count_goes_with_neither_limit_nor_page() {
    let harness = Harness::of(1);
    harness
        .run("list --count --limit 2")
        .code(2)
        .says("--limit");
    harness.run("list --count --page 2").code(2).says("--page");
}

#[test]
fn a_total_that_the_api_marks_as_limited_is_not_passed_on_silently() {
    let harness = Harness::with(settings(90), |request, api| {
        answers::changed(api.reply(request), |body| body["limited"] = true.into())
    });
    harness.run("list --count").code(0).says("limited");
}
