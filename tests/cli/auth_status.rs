//! `leads auth status`: the workspace of a token, and what to do without a valid one.

use leads::sandbox::{Generation, Settings};
use serde_json::Value;

use crate::answers;
use crate::auth::{closed, log_in, newcomer};
use crate::harness::{Harness, TOKEN, settings};

#[test]
fn status_shows_the_workspace_and_never_the_token() {
    let harness = newcomer();
    log_in(&harness, &[]);
    let outcome = harness.run("auth status").code(0).silent();
    let shown = outcome.stdout();
    for line in [
        "profile      default\n",
        "workspace    Practice workspace (prac7ice)\n",
        "region       US\n",
        &format!("address      {}\n", harness.base_url()),
        "API version  1.4 (auto)\n",
        "token from   leads auth login\n",
        " requests left, resets in ",
    ] {
        assert!(shown.contains(line), "{line:?}: {outcome}");
    }
    let harness = harness.env("INTERCOM_ACCESS_TOKEN", TOKEN);
    let url = harness.base_url();
    let outcome = harness.run(["auth", "status", "--base-url", &url]).code(0);
    assert!(
        outcome
            .stdout()
            .contains("token from   INTERCOM_ACCESS_TOKEN\n")
    );
}

#[test]
fn status_shows_the_api_version() {
    for (api, args, shown) in [
        (Generation::V2, "auth status", "2.16 (auto)"),
        (Generation::V1, "auth status", "1.4 (auto)"),
        (Generation::Both, "auth status --api-version 2.9", "2.9\n"),
    ] {
        let harness = closed(Settings { api, ..settings(1) });
        log_in(&harness, &[]);
        let outcome = harness.run(args).code(0);
        assert!(outcome.stdout().contains(shown), "{outcome}");
    }
}

#[test]
fn status_as_json_has_the_same_values() {
    let harness = newcomer();
    log_in(&harness, &[]);
    let outcome = harness.run("auth status --json").code(0).silent();
    let same = harness.run("auth status -f JSON").code(0);
    assert_eq!(same.lines()[..4], outcome.lines()[..4]);
    let shown: Value = serde_json::from_str(outcome.stdout()).unwrap();
    assert_eq!(shown["profile"], "default");
    assert_eq!(shown["workspace"], "Practice workspace");
    assert_eq!(shown["region"], "US");
    assert_eq!(shown["base_url"], harness.base_url());
    assert_eq!(shown["api_version"], "1.4");
    assert_eq!(shown["token_from"], "leads auth login");
    assert!(shown["rate_limit"]["left"].is_u64());
}

#[test]
fn status_without_a_working_token_is_exit_3_and_says_what_to_do() {
    let harness = newcomer();
    harness
        .run("auth status")
        .code(3)
        .prints("")
        .says("error: no access token\n")
        .says("hint: run `leads auth login`");
    let harness = harness.env("INTERCOM_ACCESS_TOKEN", "wrong-token");
    let url = harness.base_url();
    harness
        .run(["auth", "status", "--base-url", &url])
        .code(3)
        .prints("")
        .says("the token from INTERCOM_ACCESS_TOKEN, sent to http://127.0.0.1:")
        .says("Access Token Invalid")
        .says("hint: ");
}

#[test]
fn status_reports_a_token_without_access_to_leads() {
    let harness = Harness::with(settings(1), |request, api| match request.path.as_str() {
        "/me" => api.reply(request),
        _ => answers::error(
            403,
            "token_unauthorized",
            "Not authorized to access resource",
        ),
    });
    harness
        .run("auth status")
        .code(3)
        .prints("")
        .says("Not authorized to access resource")
        .says("allowed to read and list users and companies");
}

#[test]
fn the_name_of_a_workspace_cannot_colour_a_terminal_or_show_the_token() {
    let harness = Harness::with(settings(1), |request, api| {
        let reply = api.reply(request);
        if request.path != "/me" {
            return reply;
        }
        answers::changed(reply, |me| {
            me["app"]["name"] = format!("\u{1b}[31mred\u{202e} {TOKEN}").into();
        })
    })
    .without("INTERCOM_ACCESS_TOKEN");
    // Every run asserts that the token is not shown.
    let login = harness.run_with_input("auth login", TOKEN).code(0);
    let status = harness.run("auth status").code(0);
    let json = harness.run("auth status --json").code(0);
    for outcome in [login, status, json] {
        let shown = format!("{}{}", outcome.stdout(), outcome.stderr());
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{outcome}");
        assert!(shown.contains("(redacted)"), "{outcome}");
    }
}
