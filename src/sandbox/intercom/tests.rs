//! Tokens, rate limits, versions, and changes by a test.

use super::*;

fn api(settings: Settings) -> Intercom {
    Intercom::new(settings)
}

fn ask(api: &Intercom, target: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = Request::new("GET", target);
    for (name, value) in headers {
        request
            .headers
            .push(((*name).to_owned(), (*value).to_owned()));
    }
    api.reply(&request)
}

/// The status and the error's code and message.
fn error(reply: &Reply) -> (u16, String, String) {
    let body: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(body["type"], "error.list");
    assert_eq!(
        body["request_id"].as_str(),
        reply.header("x-request-id"),
        "the body and the header name the same id"
    );
    let text = |key: &str| body["errors"][0][key].as_str().unwrap().to_owned();
    (reply.status, text("code"), text("message"))
}

const TOKEN: (&str, &str) = ("Authorization", "Bearer abc");

#[test]
fn any_token_is_accepted_but_one_is_needed() {
    let open = api(Settings::default());
    assert_eq!(ask(&open, "/me", &[TOKEN]).status, 200);
    assert_eq!(
        ask(&open, "/me", &[("authorization", "bearer  x ")]).status,
        200
    );
    for headers in [
        &[][..],
        &[("Authorization", "Bearer ")],
        &[("Authorization", "abc")],
    ] {
        let reply = ask(&open, "/me", headers);
        let (status, code, message) = error(&reply);
        assert_eq!((status, code.as_str()), (401, "unauthorized"));
        assert_eq!(message, "Access Token Invalid");
        assert_eq!(reply.header("x-ratelimit-limit"), None);
    }
}

#[test]
fn a_workspace_can_require_its_token() {
    let closed = api(Settings {
        token: Some("abc".to_owned()),
        ..Settings::default()
    });
    assert_eq!(ask(&closed, "/me", &[TOKEN]).status, 200);
    let wrong = ask(&closed, "/me", &[("Authorization", "Bearer abcd")]);
    assert_eq!(error(&wrong).0, 401);
    assert_eq!(closed.calls(), 2);
}

#[test]
fn versions_that_are_not_served_are_refused() {
    let api = api(Settings::default());
    for version in ["1.5", "2.18", "3.0", "preview", ""] {
        let reply = ask(&api, "/contacts", &[TOKEN, ("Intercom-Version", version)]);
        let (status, code, _) = error(&reply);
        assert_eq!((status, code.as_str()), (400, "intercom_version_invalid"));
    }
}

#[test]
fn a_generation_that_is_not_served_is_refused() {
    let envelope = |served: Generation, version: Option<&str>| {
        let api = api(Settings {
            api: served,
            ..Settings::default()
        });
        let mut headers = vec![TOKEN];
        headers.extend(version.map(|version| ("Intercom-Version", version)));
        let reply = ask(&api, "/contacts", &headers);
        let body: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        body["type"].as_str().unwrap().to_owned()
    };
    let versions = [None, Some("1.0"), Some("1.4"), Some("2.0"), Some("Preview")];
    for (served, expected) in [
        (
            Generation::Both,
            [
                "contact.list",
                "contact.list",
                "contact.list",
                "list",
                "list",
            ],
        ),
        (
            Generation::V1,
            [
                "contact.list",
                "contact.list",
                "contact.list",
                "error.list",
                "error.list",
            ],
        ),
        (
            Generation::V2,
            ["list", "error.list", "error.list", "list", "list"],
        ),
    ] {
        assert_eq!(versions.map(|version| envelope(served, version)), expected);
    }
}

#[test]
fn the_account_is_the_same_in_both_generations() {
    let api = api(Settings::default());
    for version in ["1.4", "2.16"] {
        let reply = ask(&api, "/me", &[TOKEN, ("Intercom-Version", version)]);
        let me: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(me["type"], "admin");
        assert_eq!(me["app"]["timezone"], "America/Los_Angeles");
    }
}

#[test]
fn a_merged_lead_no_longer_exists() {
    let api = api(Settings::default());
    let ids = api.ids();
    assert!(!api.merge(&ids[1], &ids[1]) && !api.merge(&ids[1], "scroll"));
    assert!(api.merge(&ids[1], &ids[2]) && !api.merge(&ids[1], &ids[2]));
    assert!(!api.ids().contains(&ids[1]));
    let gone = ask(&api, &format!("/contacts/{}", ids[1]), &[TOKEN]);
    assert_eq!(error(&gone).2, "Contact Not Found");
}

#[test]
fn accept_must_include_json() {
    let api = api(Settings::default());
    for good in ["application/json", "*/*", "text/html, application/*;q=0.5"] {
        assert_eq!(
            ask(&api, "/me", &[TOKEN, ("Accept", good)]).status,
            200,
            "{good}"
        );
    }
    for bad in ["text/html", "application/xml"] {
        assert_eq!(
            ask(&api, "/me", &[TOKEN, ("Accept", bad)]).status,
            406,
            "{bad}"
        );
    }
}

#[test]
fn the_rate_limit_is_stated_and_enforced() {
    let limited = api(Settings {
        rate_limit: Some(RateLimit {
            calls: 2,
            seconds: 3_600,
        }),
        ..Settings::default()
    });
    // Requests without a token are not counted.
    assert_eq!(ask(&limited, "/me", &[]).status, 401);
    for remaining in ["1", "0"] {
        let reply = ask(&limited, "/me", &[TOKEN]);
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("X-RateLimit-Remaining"), Some(remaining));
        assert_eq!(reply.header("X-RateLimit-Limit"), Some("2"));
    }
    let reply = ask(&limited, "/me", &[TOKEN]);
    let (status, code, message) = error(&reply);
    assert_eq!((status, code.as_str()), (429, "rate_limit_exceeded"));
    assert_eq!(message, "Exceeded rate limit of 2 in 3600_seconds");
    assert_eq!(reply.header("X-RateLimit-Remaining"), Some("0"));
    assert!(
        reply
            .header("X-RateLimit-Reset")
            .unwrap()
            .parse::<u64>()
            .is_ok()
    );
}

#[test]
fn leads_can_be_created_and_deleted() {
    let api = api(Settings {
        leads: 3,
        ..Settings::default()
    });
    let before = api.ids();
    let new = api.create();
    assert_eq!(api.ids()[0], new);
    assert_eq!(ask(&api, &format!("/contacts/{new}"), &[TOKEN]).status, 200);
    assert!(api.delete(&before[1]));
    assert!(!api.delete(&before[1]));
    assert!(!api.delete("5811f6bbe6b4704ddfa84ac0"));
    assert_eq!(api.ids(), [new, before[0].clone(), before[2].clone()]);
    let gone = ask(&api, &format!("/contacts/{}", before[1]), &[TOKEN]);
    assert_eq!(error(&gone).2, "Contact Not Found");
}

#[test]
fn updates_conversions_and_restored_leads_appear_in_each_generation() {
    let api = api(Settings {
        leads: 3,
        ..Settings::default()
    });
    let id = api.ids()[1].clone();
    let get = |path: String, version: &'static str| {
        let reply = ask(&api, &path, &[TOKEN, ("Intercom-Version", version)]);
        let body: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        (reply.status, body)
    };
    let lead = |version| get(format!("/contacts/{id}"), version);
    let before = lead("1.4").1;
    api.advance(3 * 86_400);
    assert!(api.update(&id) && !api.update("5811f6bbe6b4704ddfa84ac0"));
    let after = lead("1.4").1;
    let now = after["updated_at"].as_i64().unwrap();
    assert!(now >= Settings::default().now + 3 * 86_400);
    assert_eq!(after["last_request_at"], now);
    assert_ne!(
        before["unsubscribed_from_emails"],
        after["unsubscribed_from_emails"]
    );
    assert_eq!(lead("2.16").1["updated_at"], now);

    assert!(api.convert(&id) && !api.convert(&id));
    assert_eq!(api.ids().len(), 2);
    assert_eq!(lead("1.4").0, 404);
    assert_eq!(get(format!("/users/{id}"), "1.4").1["type"], "user");
    assert_eq!(lead("2.16").1["role"], "user");
    assert!(api.restore(&id) && !api.restore(&id));
    assert_eq!(api.ids().len(), 3);
    assert_eq!(get(format!("/users/{id}"), "1.4").0, 404);
    assert_eq!(lead("2.16").1["role"], "lead");
}
