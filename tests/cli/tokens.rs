//! The access token: where it comes from, where it is sent, and that it is never shown.

use base64::Engine as _;
use leads::sandbox::{Reply, Settings};

use crate::answers::{self, changed, wall};
use crate::harness::{Harness, TOKEN, settings};

#[test]
fn without_a_token_no_request_is_sent_and_a_hint_is_shown() {
    let harness = Harness::of(1).without("INTERCOM_ACCESS_TOKEN");
    for format in ["table", "json", "csv"] {
        harness
            .run(["list", "-f", format])
            .code(3)
            .prints("")
            .says("error: no access token\n")
            .says("hint: run `leads auth login`")
            .says("INTERCOM_ACCESS_TOKEN");
    }
    assert_eq!(harness.requests().len(), 0);
}

#[test]
fn an_empty_variable_is_reported() {
    for empty in ["", "  ", "\n"] {
        Harness::of(1)
            .env("INTERCOM_ACCESS_TOKEN", empty)
            .run("list")
            .code(3)
            .says("INTERCOM_ACCESS_TOKEN is set but empty");
    }
    Harness::of(1)
        .without("INTERCOM_ACCESS_TOKEN")
        .env("INTERCOM_TOKEN", "")
        .run("list")
        .code(3)
        .says("INTERCOM_TOKEN is set but empty");
}

#[test]
fn the_second_variable_is_used_if_the_first_is_empty() {
    let harness = Harness::of(1)
        .env("INTERCOM_ACCESS_TOKEN", "")
        .env("INTERCOM_TOKEN", "second");
    harness.run("list --count").code(0).prints("1\n");
    assert_eq!(
        harness.requests()[0].header("authorization"),
        Some("Bearer second")
    );
    let harness = Harness::of(1).env("INTERCOM_TOKEN", "second");
    harness.run("list --count").code(0);
    let first = format!("Bearer {TOKEN}");
    assert_eq!(
        harness.requests()[0].header("authorization"),
        Some(first.as_str())
    );
}

#[test]
fn white_space_around_a_token_in_a_file_is_ignored() {
    let harness = Harness::of(1).env("INTERCOM_ACCESS_TOKEN", format!(" {TOKEN}\r\n"));
    harness.run("list --count").code(0).prints("1\n");
}

#[test]
fn an_invalid_token_is_refused_without_showing_it() {
    for token in [
        "first\nsecret-line",
        "secret\u{1b}[31m",
        "secret word",
        "sécret-line",
    ] {
        let harness = Harness::of(1).env("INTERCOM_ACCESS_TOKEN", token);
        harness
            .run("list -vv")
            .code(3)
            .prints("")
            .says("INTERCOM_ACCESS_TOKEN")
            .never_says("secret")
            .never_says("cret-line");
        assert_eq!(harness.requests().len(), 0);
    }
}

#[test]
fn a_wrong_token_is_refused_like_in_the_api() {
    let settings = Settings {
        token: Some("another".to_owned()),
        ..settings(1)
    };
    Harness::with(settings, |request, api| api.reply(request))
        .run("list -vv")
        .code(3)
        .says("Access Token Invalid");
}

#[test]
fn plain_http_is_allowed_only_to_this_computer() {
    for url in [
        "http://api.intercom.io",
        "http://example.com/127.0.0.1",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://10.0.0.1",
        "http://0.0.0.0:80",
        "HTTP://api.intercom.io",
    ] {
        Harness::of(0)
            .run(["list", "--base-url", url])
            .code(2)
            .says("plain http would send the access token")
            .prints("");
    }
}

#[test]
fn an_invalid_base_url_is_refused() {
    let harness = Harness::of(0);
    for url in [
        "api.intercom.io",
        "ftp://api.intercom.io",
        "https://",
        "/contacts",
        "https://api.intercom.io?x=1",
        "https://api.intercom.io/#x",
        "https://a b",
        "http://[::1]example.com:80",
        "http://[127.0.0.1]",
        "http://[localhost]:80",
        "https://[api.intercom.io]",
        "file:///etc/passwd",
    ] {
        harness
            .run(["list", "--base-url", url])
            .code(2)
            .says("base URL")
            .prints("");
        let harness = Harness::of(0).env("INTERCOM_API_BASE_URL", url);
        harness.run("list").code(2).says("base URL");
    }
    harness
        .run(["list", "--base-url", ""])
        .code(2)
        .says("--base-url");
}

#[test]
fn a_password_in_a_base_url_is_refused_and_not_shown() {
    for url in [
        "https://me:hunter2@api.intercom.io",
        "http://me:hunter2@127.0.0.1:1",
        "http://127.0.0.1:80@hunter2.example.com",
        "https://hunter2@api.intercom.io",
        "https://me:hunter2@a b",
        "https:me:hunter2@api.intercom.io",
        "https:/me:hunter2@api.intercom.io",
        "me:hunter2@api.intercom.io",
    ] {
        let outcome = Harness::of(0)
            .run(["list", "-vv", "--base-url", url])
            .code(2);
        if !url.contains("hunter2.example") {
            outcome.never_says("hunter2");
        }
    }
}

#[test]
fn options_override_the_environment() {
    let harness = Harness::of(1);
    let other = Harness::of(2);
    let url = other.base_url();
    harness
        .run(["list", "--count", "--base-url", &url])
        .code(0)
        .prints("2\n");
    let harness = harness.env("LEADS_REGION", "eu");
    harness.run("list --count").code(0).prints("1\n");
}

#[test]
fn the_token_is_not_shown_in_any_failing_run() {
    // Every run asserts that it is not shown.
    for reply in [
        Reply::status(401),
        Reply::status(500),
        Reply::status(302).with_header("Location", "https://example.com"),
        Reply::json(200, "{"),
        Reply::json(200, ""),
        Reply::raw("nonsense"),
        answers::error(429, "rate_limit_exceeded", "slow down").with_header("Retry-After", "0"),
    ] {
        let harness = Harness::answering(move |_| reply.clone());
        for command in [
            "list -vv --retries 1",
            "find --id 1 -vv --retries 0",
            "list --count -v --retries 0",
        ] {
            let outcome = harness.run(command);
            assert!(outcome.stderr().contains("GET /contacts"), "{outcome}");
        }
    }
}

#[test]
fn a_token_repeated_by_a_server_is_not_shown() {
    for reply in [
        answers::error(401, "unauthorized", &format!("no such token: {TOKEN}")),
        Reply::status(400).with_header("X-Request-Id", TOKEN),
        Reply::json(200, format!("{{\"authorization\":\"Bearer {TOKEN}\"}}")),
        Reply::status(400).with_header("X-Echo", format!("Bearer {TOKEN}")),
        // Also reported before a retry.
        answers::error(503, "server_error", &format!("not for {TOKEN}"))
            .with_header("Retry-After", "0"),
        answers::error(200, &format!("rate_limit_{TOKEN}"), TOKEN),
        Reply::json(200, format!("<html>{TOKEN}")).with_header("Retry-After", "0"),
    ] {
        let outcome = Harness::answering(move |_| reply.clone()).run("list -vv --retries 1");
        assert!(outcome.stderr().contains("error:"));
    }
}

#[test]
fn a_token_repeated_in_another_encoding_is_not_shown() {
    let core = TOKEN.trim_end_matches('=');
    let base64 = base64::engine::general_purpose::STANDARD.encode(format!("{TOKEN}:"));
    for spelled in [
        core.to_owned(),
        core.to_lowercase(),
        format!("{core}%3d"),
        format!("{core}=3D"),
        format!("{core}\\u003d"),
        format!("&#100;{}&#61;", &core[1..]),
        base64.clone(),
        format!("Basic {base64}"),
    ] {
        for reply in [
            answers::error(401, "unauthorized", &format!("no such token: {spelled}")),
            answers::error(400, &spelled, "no"),
            answers::error(200, "parameter_invalid", &spelled),
            Reply::status(400).with_header("X-Request-Id", &spelled),
            Reply::json(200, "{}").with_header("X-Request-Id", &spelled),
            Reply::status(400).with_header("X-Echo", &spelled),
            answers::error(503, "server_error", &spelled).with_header("Retry-After", "0"),
        ] {
            let outcome = Harness::answering(move |_| reply.clone()).run("list -vv --retries 1");
            let shown = outcome.stderr().to_lowercase();
            assert!(shown.contains("error:") && shown.contains("(redacted)"));
            for hidden in [&core[1..], &base64[..base64.len() - 8]] {
                assert!(
                    !shown.contains(&hidden.to_lowercase()),
                    "{spelled}: {outcome}"
                );
            }
            // Nor the escapes around it.
            let around = ["%3d", "=3d", "u003d", "&#61;"];
            assert!(!around.iter().any(|part| shown.contains(part)), "{outcome}");
        }
    }
}

#[test]
fn no_help_shows_the_token() {
    // Every run asserts that it is not shown.
    let harness = Harness::of(0);
    for args in [
        "--help",
        "-h",
        "list --help",
        "find --help",
        "sandbox --help",
        "--version",
    ] {
        assert!(!harness.run(args).code(0).stdout().is_empty());
    }
    harness.run("lits").code(2);
    harness.run("list --tokne x").code(2);
}

#[test]
fn a_token_used_as_a_scroll_parameter_is_not_shown() {
    let harness = Harness::answering(|request| match request.parameter("scroll_param") {
        Some(_) => Reply::status(401),
        None if request.path == "/contacts/scroll" => {
            let leads = answers::leads(1);
            changed(answers::list(request, &leads), |body| {
                body["scroll_param"] = TOKEN.into();
            })
        }
        None => wall(request, 60).unwrap_or_else(|| answers::list(request, &answers::leads(200))),
    });
    harness
        .run("list -vv --retries 0")
        .code(3)
        .says("scroll_param=(redacted)")
        .never_says(TOKEN.trim_end_matches('='));
}

#[test]
fn a_token_in_the_name_of_a_header_is_not_shown() {
    let token = "tok-0123456789abcdef";
    let reply = Reply::status(500).with_header(format!("X-{token}"), "1");
    Harness::answering(move |_| reply.clone())
        .env("INTERCOM_ACCESS_TOKEN", token)
        .run("list -vv --retries 0")
        .code(4)
        .says("< x-(redacted): 1")
        .never_says(token);
}

#[test]
fn a_token_at_the_end_of_a_long_request_id_is_not_shown_in_part() {
    let id = format!("{}{TOKEN}", "x".repeat(80));
    let harness =
        Harness::answering(move |_| Reply::json(200, "{}").with_header("X-Request-Id", &id));
    harness.run("list").code(5).never_says(&TOKEN[..12]);
}
