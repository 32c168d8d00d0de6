//! Refusals of the API in all known forms, and responses of another version.

use leads::sandbox::Reply;

use crate::answers;
use crate::harness::{Harness, formats, in_each_generation, settings};

/// A server whose responses are all `reply`.
fn refusing(reply: Reply) -> Harness {
    Harness::answering(move |_| reply.clone())
}

#[test]
fn a_token_that_is_refused_is_exit_3_and_hints_at_auth_status() {
    for format in formats() {
        refusing(answers::error(401, "unauthorized", "Access Token Invalid"))
            .run(["list", "-f", format])
            .code(3)
            .prints("")
            .says("error: the API answered 401 to GET /contacts: Access Token Invalid (unauthorized) [request req-77]\n")
            .says("hint: `leads auth status` shows which token");
    }
}

#[test]
fn a_token_without_access_to_leads_is_exit_3_in_every_command() {
    in_each_generation(|api| {
        for refusal in [
            answers::error(401, "unauthorized", "Not authorized"),
            answers::error(403, "token_unauthorized", "Not authorized"),
            Reply::status(401),
        ] {
            let harness = refusing(refusal).of_version(api);
            for command in [
                "list --json",
                "list --count",
                "find --json --email a@b.c",
                "find --json --id 1",
            ] {
                harness.run(command).code(3).prints("");
            }
        }
    });
}

#[test]
fn a_403_about_the_token_is_exit_3() {
    for code in [
        "token_unauthorized",
        "token_revoked",
        "token_blocked",
        "token_suspended",
    ] {
        refusing(answers::error(403, code, "no"))
            .run("list --json")
            .code(3)
            .says("leads auth status");
    }
}

#[test]
fn a_scope_that_the_token_lacks_is_exit_3() {
    let message =
        "You do not have the required scope (read_users_companies) to access this resource";
    for version in ["1.4", "2.16"] {
        for command in ["list --json", "list --count", "find --json --id 1"] {
            refusing(answers::error(403, "forbidden", message))
                .env("LEADS_API_VERSION", version)
                .run(command)
                .code(3)
                .prints("")
                .says(message)
                .says("hint: `leads auth status` shows which token");
            refusing(answers::error(403, "forbidden", "no"))
                .env("LEADS_API_VERSION", version)
                .run(command)
                .code(5)
                .never_says("auth status");
        }
    }
}

#[test]
fn any_other_403_is_exit_5() {
    refusing(answers::error(
        403,
        "api_plan_restricted",
        "Active subscription needed.",
    ))
    .run("list --json")
    .code(5)
    .prints("")
    .says("Active subscription needed. (api_plan_restricted)")
    .says("hint: the workspace's plan");
    refusing(answers::error(403, "action_forbidden", "no"))
        .run("list")
        .code(5);
    refusing(Reply::status(403))
        .run("list")
        .code(5)
        .says("the API answered 403");
}

#[test]
fn errors_with_status_200_are_errors() {
    in_each_generation(|api| {
        for command in [
            "list --json",
            "find --json --id 1",
            "find --json --email a@b.c",
        ] {
            for code in ["parameter_invalid", "api_plan_restricted"] {
                refusing(answers::error(200, code, "that was wrong"))
                    .of_version(api)
                    .run(command)
                    .code(5)
                    .prints("")
                    .says(&format!("that was wrong ({code}) [request req-77]"));
            }
        }
    });
}

#[test]
fn old_errors_have_a_type_instead_of_a_code() {
    let body = r#"{"errors":[{"type":"not_authorised","message":"old words"},{"type":"b"}]}"#;
    refusing(Reply::json(400, body))
        .run("list")
        .code(5)
        .says("old words (not_authorised)");
}

#[test]
fn errors_that_are_not_a_list_are_reported_with_their_request_id() {
    for version in ["1.4", "2.16"] {
        for (body, message) in [
            (
                r#"{"type":"error","message":"It broke","request_id":"req-9"}"#,
                ": It broke [request req-9]\n",
            ),
            (
                r#"{"errors":{"base":"Not so"},"request_id":"req-9"}"#,
                ": Not so [request req-9]\n",
            ),
            (r#"{"errors":{"base":["Not so","nor so"]}}"#, ": Not so\n"),
        ] {
            for status in [200, 400, 403, 404, 422] {
                for command in ["list --json", "find --json --email a@b.c"] {
                    refusing(Reply::json(status, body).with_header("X-Request-Id", ""))
                        .env("LEADS_API_VERSION", version)
                        .run(command)
                        .code(5)
                        .prints("")
                        .says(message);
                }
            }
        }
    }
}

#[test]
fn errors_with_few_details_are_reported_unchanged() {
    for (body, message) in [
        ("", "the API answered 400 to GET /contacts"),
        ("<html>no</html>", "the API answered 400 to GET /contacts"),
        ("null", "the API answered 400 to GET /contacts"),
        (r#"{"errors":[]}"#, "the API answered 400 to GET /contacts"),
        (
            r#"{"errors":null}"#,
            "the API answered 400 to GET /contacts",
        ),
        (
            r#"{"errors":[{"code":"x","message":null}],"request_id":null}"#,
            "GET /contacts: x",
        ),
        (
            r#"{"errors":[{"message":"only words"}]}"#,
            "GET /contacts: only words",
        ),
    ] {
        refusing(Reply::json(400, body))
            .run("list")
            .code(5)
            .says(message);
    }
}

#[test]
fn the_request_id_in_the_header_is_reported_if_the_body_has_none() {
    refusing(Reply::status(400).with_header("X-Request-Id", "from-header"))
        .run("list")
        .code(5)
        .says("[request from-header]");
}

#[test]
fn the_request_id_in_the_header_is_reported_with_status_200_too() {
    let refused = r#"{"type":"error.list","errors":[{"code":"x","message":"no"}]}"#;
    for body in [refused, "{", "<html>", "{}", "[]"] {
        refusing(Reply::json(200, body).with_header("X-Request-Id", "from-header"))
            .run("list --retries 0")
            .code(5)
            .says("[request from-header]");
    }
    // The id in the body has precedence.
    refusing(answers::error(200, "x", "no").with_header("X-Request-Id", "from-header"))
        .run("list")
        .code(5)
        .says("[request req-77]");
}

#[test]
fn a_redirect_is_not_followed_and_gets_no_token() {
    let stranger = Harness::of(10);
    let url = format!("{}/contacts", stranger.base_url());
    for status in [301, 302, 303, 307, 308] {
        refusing(Reply::status(status).with_header("Location", &url))
            .run("list --json")
            .code(5)
            .prints("")
            .says("a redirect, which is not followed")
            .says("hint: check --base-url");
    }
    assert_eq!(stranger.requests().len(), 0);
}

#[test]
fn a_version_that_the_workspace_refuses_is_exit_5_with_a_hint() {
    refusing(answers::error(
        400,
        "intercom_version_invalid",
        "not available",
    ))
    .run("list --json --api-version 1.1")
    .code(5)
    .prints("")
    .says("(intercom_version_invalid)")
    .says("--api-version");
}

#[test]
fn responses_in_the_format_of_2_x_to_a_pinned_version_are_errors() {
    for body in [
        r#"{"type":"list","data":[],"total_count":0,"pages":{"type":"pages"}}"#,
        r#"{"type":"list","data":[{"type":"contact","id":"a","role":"user"}]}"#,
        r#"{"type":"contact.list","contacts":[],"pages":{"next":{"page":2,"starting_after":"x"}}}"#,
    ] {
        refusing(Reply::json(200, body))
            .run("list --json --api-version 1.4")
            .code(5)
            .prints("")
            .says("format of a different version");
    }
}

#[test]
fn escape_sequences_from_the_api_are_visible() {
    let evil = "\u{1b}[2J\u{1b}]0;pwned\u{7}\u{202e}\u{9b}31m\nerror: all is well";
    for reply in [
        answers::error(400, "bad_request", evil),
        answers::error(401, "unauthorized", evil),
        Reply::json(
            200,
            serde_json::json!({"said": evil, "\u{1b}[31m": 1}).to_string(),
        ),
        Reply::json(200, format!("{{\"said\": \"{evil}")),
    ] {
        let outcome = refusing(reply).run("list -vv --retries 0");
        for letter in ['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}'] {
            assert!(!outcome.stderr().contains(letter), "{:?}", outcome.stderr());
        }
        let errors = outcome
            .stderr()
            .lines()
            .filter(|line| line.starts_with("error:"));
        assert_eq!(errors.count(), 1, "{outcome}");
    }
}

#[test]
fn raw_control_bytes_inside_strings_are_accepted() {
    let body = "{\"type\":\"contact.list\",\"contacts\":[{\"id\":\"a\",\"name\":\"two\nlines\tand \u{1}\"}],\"total_count\":1}";
    let harness = refusing(Reply::json(200, body));
    harness
        .run("list -f jsonl")
        .code(0)
        .prints("{\"id\":\"a\",\"name\":\"two\\u000alines\\u0009and \\u0001\"}\n");
    harness
        .run("list -f csv --fields name")
        .code(0)
        .prints("name\n\"two\nlines\tand \u{1}\"\n");
}

#[test]
fn invalid_utf_8_is_replaced_and_the_rest_is_kept() {
    let body = b"{\"type\":\"contact.list\",\"contacts\":[{\"id\":\"a\",\"name\":\"M\xfcller\"}],\"total_count\":1}";
    refusing(Reply::json(200, *body))
        .run("list -f jsonl")
        .code(0)
        .prints("{\"id\":\"a\",\"name\":\"M\u{fffd}ller\"}\n");
}

#[test]
fn a_base_url_can_have_a_path() {
    let harness = Harness::with(settings(70), |request, api| {
        let mut request = request.clone();
        let Some(path) = request.path.strip_prefix("/gateway/v1") else {
            return Reply::status(404);
        };
        request.path = path.to_owned();
        api.reply(&request)
    });
    let base = harness.base_url();
    for url in [format!("{base}/gateway/v1"), format!("{base}/gateway/v1/")] {
        harness
            .run(["list", "--count", "--base-url", &url])
            .code(0)
            .prints("70\n");
        harness
            .run(["list", "-q", "-f", "jsonl", "--base-url", &url])
            .code(0);
    }
    harness
        .run(["list", "--base-url", &base])
        .code(5)
        .says("404");
}
