//! `leads auth login` and `logout`: a token is checked, stored only for its profile and
//! host, and removed.

use leads::sandbox::{Reply, Settings};

use crate::answers;
use crate::harness::{Harness, TOKEN, settings};

pub(crate) const STORE: &str = ".config/leads/credentials.json";

/// A user without a token, and a workspace that accepts only [`TOKEN`].
pub(crate) fn newcomer() -> Harness {
    closed(settings(7))
}

pub(crate) fn closed(mut settings: Settings) -> Harness {
    settings.token = Some(TOKEN.to_owned());
    Harness::with(settings, |request, api| api.reply(request))
        .without("INTERCOM_ACCESS_TOKEN")
        .without("INTERCOM_API_BASE_URL")
}

/// Logs in at the address of the workspace.
#[track_caller]
pub(crate) fn log_in(harness: &Harness, profile: &[&str]) {
    let url = harness.base_url();
    let mut words = vec!["auth", "login", "--base-url", &url];
    words.extend(profile);
    harness
        .run_with_input(&words[..], format!("{TOKEN}\n"))
        .code(0)
        .prints("")
        .says("logged in to Practice workspace at ");
}

#[test]
fn a_stored_token_works_with_its_own_address() {
    let harness = newcomer();
    log_in(&harness, &[]);
    harness.run("list --count").code(0).prints("7\n").silent();
    harness
        .run("list --count --profile default")
        .code(0)
        .prints("7\n");
    let bearer = format!("Bearer {TOKEN}");
    for request in harness.requests() {
        assert_eq!(request.header("authorization"), Some(bearer.as_str()));
    }
    assert_eq!(harness.requests()[0].path, "/me");
}

#[test]
fn a_refused_token_is_not_stored() {
    let harness = newcomer();
    let url = harness.base_url();
    let login = ["auth", "login", "--base-url", &url];
    harness
        .run_with_input(login, "wrong-token\n")
        .code(3)
        .says(&format!(
            "error: the token for {url} was not stored: the API answered 401 to GET /me"
        ))
        .says("hint: it must be the access token of an app of this workspace")
        .never_says("auth status")
        .never_says("wrong-token");
    assert!(!harness.path(STORE).exists());
    log_in(&harness, &[]);
    let kept = harness.read(STORE);
    harness.run_with_input(login, "wrong-token\n").code(3);
    assert_eq!(harness.read(STORE), kept);
}

#[test]
fn a_token_that_could_not_be_checked_is_not_stored() {
    for (reply, code) in [
        (Reply::status(500), 4),
        (answers::error(429, "rate_limit_exceeded", "slow"), 6),
        (answers::error(403, "token_unauthorized", "no"), 3),
        (answers::error(200, "unauthorized", "no"), 3),
        (Reply::status(404), 5),
        (
            Reply::status(302).with_header("Location", "https://example.com/"),
            5,
        ),
        (Reply::json(200, "{}"), 5),
        (Reply::json(200, "<html>welcome</html>"), 5),
    ] {
        let harness = Harness::answering(move |_| reply.clone()).without("INTERCOM_ACCESS_TOKEN");
        harness
            .run_with_input("auth login --retries 0", TOKEN)
            .code(code)
            .says("error: the token for http://127.0.0.1:")
            .says(" was not stored: ");
        assert!(!harness.path(STORE).exists());
    }
    newcomer()
        .run_with_input(
            "auth login --base-url http://127.0.0.1:9 --retries 0",
            TOKEN,
        )
        .code(4);
}

#[test]
fn an_invalid_token_is_refused_before_any_request() {
    let harness = newcomer();
    let url = harness.base_url();
    let login = ["auth", "login", "--base-url", &url];
    for nothing in ["", "\n", "  \r\n", "\nlate\n"] {
        harness
            .run_with_input(login, nothing)
            .code(3)
            .says("error: no access token was given")
            .says("hint: paste it at the prompt");
    }
    for odd in [
        "Bearer words\n",
        "two words\n",
        "tökèn\n",
        "\u{1b}[31m\n",
        "a\u{0}b\n",
    ] {
        harness
            .run_with_input(login, odd)
            .code(3)
            .says("a character that no access token has")
            .says("hint: enter only the token")
            .never_says("words");
    }
    harness
        .run_with_input(login, [0xff, 0xfe, b'a', b'\n'])
        .code(3);
    assert_eq!(harness.requests().len(), 0);
    harness
        .run_with_input(login, format!("\u{feff}  {TOKEN}\r\nmore\n"))
        .code(0);
}

#[test]
fn an_invalid_address_is_reported_before_the_token_is_read() {
    let harness = newcomer();
    harness
        .run_with_input("auth login --base-url http://example.com", TOKEN)
        .code(2)
        .says("plain http would send the access token");
    harness
        .run_with_input("auth login --api-version 9", TOKEN)
        .code(2)
        .says("--api-version 9");
}

#[test]
fn a_stored_token_is_sent_only_to_its_host() {
    let harness = newcomer();
    log_in(&harness, &[]);
    let other = Harness::of(2);
    let url = other.base_url();
    for args in [
        &["list", "--base-url", &url][..],
        &["find", "--id", "1", "--base-url", &url],
        &["list", "--region", "eu"],
        &["auth", "status", "--base-url", &url],
    ] {
        harness
            .run(args)
            .code(3)
            .prints("")
            .says("is not sent to ")
            .says(&harness.base_url());
    }
    let harness = harness.env("INTERCOM_API_BASE_URL", &url);
    harness.run("list").code(3).says("is not sent to ");
    harness
        .run("list --count --profile default")
        .code(0)
        .prints("7\n");
    harness.write(
        ".config/leads/config.toml",
        "[profiles.default]\nregion = 'au'\n",
    );
    let harness = harness.without("INTERCOM_API_BASE_URL");
    harness
        .run("list")
        .code(3)
        .says("https://api.au.intercom.io");
    assert_eq!(other.requests().len(), 0);
    // The same host with a different path is the same host.
    let same = format!("{}/", harness.base_url());
    harness
        .run(["list", "--count", "--base-url", &same])
        .code(0)
        .prints("7\n");
}

#[test]
fn profiles_have_separate_tokens() {
    let harness = newcomer();
    let other = Harness::of(3);
    log_in(&harness, &[]);
    let url = other.base_url();
    harness
        .run_with_input(
            ["auth", "login", "--profile", "acme", "--base-url", &url],
            "acme-token-1",
        )
        .code(0)
        .says("(profile acme)");
    harness.run("list --count").code(0).prints("7\n");
    harness
        .run("list --count --profile acme")
        .code(0)
        .prints("3\n");
    let harness = harness.env("LEADS_PROFILE", "acme");
    harness.run("list --count").code(0).prints("3\n");
    harness
        .run("auth logout")
        .code(0)
        .says("removed the token of profile acme ");
    let harness = harness.without("LEADS_PROFILE");
    harness.run("list --count").code(0).prints("7\n");
    harness
        .run("list --profile acme")
        .code(2)
        .says("there is no profile acme; there are: default.");
    for request in other.requests() {
        assert_eq!(request.header("authorization"), Some("Bearer acme-token-1"));
    }
}

#[test]
fn logging_out_removes_the_token_and_reports_others() {
    let harness = newcomer();
    harness
        .run("auth logout")
        .code(0)
        .prints("")
        .says("profile default has no stored token");
    assert!(!harness.path(STORE).exists());
    log_in(&harness, &[]);
    harness
        .run("auth logout")
        .code(0)
        .prints("")
        .says("removed the token of profile default ");
    assert!(!harness.read(STORE).contains(TOKEN));
    harness.run("list").code(3).says("no access token");
    harness
        .run("auth logout")
        .code(0)
        .says("has no stored token");
    harness
        .run("auth logout --profile nobody")
        .code(2)
        .says("there is no profile nobody");
    let harness = harness.env("INTERCOM_ACCESS_TOKEN", TOKEN);
    harness
        .run("auth logout")
        .code(0)
        .says("INTERCOM_ACCESS_TOKEN still provides a token");
}

#[test]
fn a_login_warns_of_a_token_that_is_used_instead() {
    let harness = newcomer().env("INTERCOM_TOKEN", "other");
    let url = harness.base_url();
    let login = ["auth", "login", "--base-url", &url];
    harness
        .run_with_input(login, TOKEN)
        .code(0)
        .says("warning: INTERCOM_TOKEN is used instead of the token that was just stored");
    harness
        .run_with_input(
            ["auth", "login", "--profile", "default", "--base-url", &url],
            TOKEN,
        )
        .code(0)
        .never_says("warning");
    let harness = harness.without("INTERCOM_TOKEN");
    harness.write(
        ".config/leads/config.toml",
        "[profiles.default]\ntoken_command = 'exit 1'\n",
    );
    harness
        .run_with_input(login, TOKEN)
        .code(0)
        .says("warning: token_command is used instead of ");
}
