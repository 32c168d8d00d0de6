//! `leads auth`: a token is checked, kept for its profile and its host alone,
//! told of, and forgotten.

use leads::sandbox::{Generation, Reply, Settings};
use serde_json::Value;

use crate::answers;
use crate::harness::{Harness, TOKEN, settings};

const STORE: &str = ".config/leads/credentials.json";

/// A user who has no token yet, of a workspace that takes only [`TOKEN`].
fn newcomer() -> Harness {
    closed(settings(7))
}

fn closed(settings: Settings) -> Harness {
    let settings = Settings {
        token: Some(TOKEN.to_owned()),
        ..settings
    };
    Harness::with(settings, |request, api| api.reply(request))
        .without("INTERCOM_ACCESS_TOKEN")
        .without("INTERCOM_API_BASE_URL")
}

/// Logs in as `login` says, with the address of the workspace.
#[track_caller]
fn log_in(harness: &Harness, profile: &[&str]) {
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
fn a_token_that_is_kept_serves_with_its_own_address() {
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

#[cfg(unix)]
#[test]
fn what_is_kept_can_be_read_by_the_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let harness = newcomer();
    log_in(&harness, &[]);
    let mode = |name| {
        let found = std::fs::metadata(harness.path(name)).unwrap();
        found.permissions().mode() & 0o777
    };
    assert_eq!(mode(STORE), 0o600);
    assert_eq!(mode(".config/leads"), 0o700);
    let folder = std::fs::read_dir(harness.path(".config/leads")).unwrap();
    assert_eq!(folder.count(), 1, "no litter");
}

#[cfg(unix)]
#[test]
fn a_store_that_others_can_read_is_warned_about_and_closed_by_the_next_login() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    let harness = newcomer();
    log_in(&harness, &[]);
    let path = harness.path(STORE);
    for mode in [0o640, 0o604, 0o666] {
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        harness
            .run("list --count")
            .code(0)
            .prints("7\n")
            .says("warning: ")
            .says(&format!("chmod 600 {}", path.display()));
        harness.run("list --count -q").code(0).silent();
    }
    log_in(&harness, &[]);
    harness.run("list --count").code(0).silent();
}

#[cfg(unix)]
#[test]
fn a_store_behind_a_link_stays_behind_it() {
    let harness = newcomer();
    harness.write("dotfiles/store.json", r#"{"profiles":{}}"#);
    harness.write(".config/leads/other", "");
    std::os::unix::fs::symlink("../../dotfiles/store.json", harness.path(STORE)).unwrap();
    log_in(&harness, &[]);
    assert!(harness.path(STORE).is_symlink());
    assert!(harness.read("dotfiles/store.json").contains(TOKEN));
    harness.run("auth logout").code(0);
    assert!(!harness.read("dotfiles/store.json").contains(TOKEN));
}

#[test]
fn a_token_that_is_refused_is_not_kept() {
    let harness = newcomer();
    let url = harness.base_url();
    let login = ["auth", "login", "--base-url", &url];
    harness
        .run_with_input(login, "wrong-token\n")
        .code(3)
        .says("error: the token was not kept: the API answered 401 to GET /me")
        .never_says("wrong-token");
    assert!(!harness.path(STORE).exists());
    log_in(&harness, &[]);
    let kept = harness.read(STORE);
    harness.run_with_input(login, "wrong-token\n").code(3);
    assert_eq!(harness.read(STORE), kept);
}

#[test]
fn a_token_that_could_not_be_checked_is_not_kept() {
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
            .says("error: the token was not kept: ");
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
fn what_is_no_token_is_refused_before_any_request() {
    let harness = newcomer();
    let url = harness.base_url();
    let login = ["auth", "login", "--base-url", &url];
    for nothing in ["", "\n", "  \r\n", "\nlate\n"] {
        harness
            .run_with_input(login, nothing)
            .code(3)
            .says("error: no access token was given");
    }
    for odd in ["two words\n", "tökèn\n", "\u{1b}[31m\n", "a\u{0}b\n"] {
        harness
            .run_with_input(login, odd)
            .code(3)
            .says("characters that no access token has")
            .never_says("words");
    }
    harness
        .run_with_input(login, [0xff, 0xfe, b'a', b'\n'])
        .code(3);
    assert_eq!(harness.requests().len(), 0);
    harness
        .run_with_input(login, format!("  {TOKEN}\r\nmore\n"))
        .code(0);
}

#[test]
fn an_address_that_is_unfit_is_told_before_the_token_is_read() {
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
fn a_token_is_not_sent_to_another_host_than_the_one_it_was_kept_for() {
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
    // The same host by another path is the same host.
    let same = format!("{}/", harness.base_url());
    harness
        .run(["list", "--count", "--base-url", &same])
        .code(0)
        .prints("7\n");
}

#[test]
fn a_new_token_goes_where_the_old_one_went() {
    let harness = newcomer();
    log_in(&harness, &[]);
    harness
        .run_with_input("auth login", TOKEN)
        .code(0)
        .says(&harness.base_url());
}

#[test]
fn profiles_keep_their_tokens_apart() {
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
        .says("profile acme is forgotten");
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
fn logging_out_forgets_and_says_what_is_left() {
    let harness = newcomer();
    harness
        .run("auth logout")
        .code(0)
        .prints("")
        .says("no token is kept for profile default");
    assert!(!harness.path(STORE).exists());
    log_in(&harness, &[]);
    harness
        .run("auth logout")
        .code(0)
        .prints("")
        .says("the token of profile default is forgotten");
    assert!(!harness.read(STORE).contains(TOKEN));
    harness.run("list").code(3).says("no access token");
    harness.run("auth logout").code(0).says("no token is kept");
    harness
        .run("auth logout --profile nobody")
        .code(2)
        .says("there is no profile nobody");
    let harness = harness.env("INTERCOM_ACCESS_TOKEN", TOKEN);
    harness
        .run("auth logout")
        .code(0)
        .says("INTERCOM_ACCESS_TOKEN still gives one");
}

#[test]
fn a_login_says_what_counts_for_more() {
    let harness = newcomer().env("INTERCOM_TOKEN", "other");
    let url = harness.base_url();
    let login = ["auth", "login", "--base-url", &url];
    harness
        .run_with_input(login, TOKEN)
        .code(0)
        .says("warning: INTERCOM_TOKEN counts for more than the token that was kept now");
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
        .says("warning: token_command counts for more");
}

#[test]
fn status_tells_of_the_workspace_and_never_the_token() {
    let harness = newcomer();
    log_in(&harness, &[]);
    let outcome = harness.run("auth status").code(0).silent();
    let told = outcome.stdout();
    for line in [
        "profile      default\n",
        "workspace    Practice workspace (prac7ice)\n",
        "region       US\n",
        &format!("address      {}\n", harness.base_url()),
        "API version  1.4 (found out)\n",
        "token from   leads auth login\n",
        " calls left, all of them again in ",
    ] {
        assert!(told.contains(line), "{line:?}: {outcome}");
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
fn status_tells_which_version_is_served() {
    for (api, args, told) in [
        (Generation::V2, "auth status", "2.16 (found out)"),
        (Generation::V1, "auth status", "1.4 (found out)"),
        (Generation::Both, "auth status --api-version 2.9", "2.9\n"),
    ] {
        let harness = closed(Settings { api, ..settings(1) });
        log_in(&harness, &[]);
        let outcome = harness.run(args).code(0);
        assert!(outcome.stdout().contains(told), "{outcome}");
    }
}

#[test]
fn status_as_json_has_the_same() {
    let harness = newcomer();
    log_in(&harness, &[]);
    let outcome = harness.run("auth status --json").code(0).silent();
    let told: Value = serde_json::from_str(outcome.stdout()).unwrap();
    assert_eq!(told["profile"], "default");
    assert_eq!(told["workspace"], "Practice workspace");
    assert_eq!(told["region"], "US");
    assert_eq!(told["base_url"], harness.base_url());
    assert_eq!(told["api_version"], "1.4");
    assert_eq!(told["token_from"], "leads auth login");
    assert!(told["rate_limit"]["left"].is_u64());
}

#[test]
fn status_without_a_working_token_is_exit_3_and_says_what_to_do() {
    let harness = newcomer();
    harness
        .run("auth status")
        .code(3)
        .prints("")
        .says("error: no access token\n")
        .says("hint: `leads auth login`");
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
fn status_finds_a_token_that_may_not_list_leads() {
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
fn what_a_workspace_calls_itself_cannot_colour_a_terminal_nor_show_the_token() {
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
    // That the token is not shown is asserted of every run.
    let login = harness.run_with_input("auth login", TOKEN).code(0);
    let status = harness.run("auth status").code(0);
    let json = harness.run("auth status --json").code(0);
    for outcome in [login, status, json] {
        let shown = format!("{}{}", outcome.stdout(), outcome.stderr());
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{outcome}");
        assert!(shown.contains("(redacted)"), "{outcome}");
    }
}

#[test]
fn a_broken_store_is_exit_7_is_named_and_left_as_it_is() {
    for broken in [
        "",
        "{",
        "[]",
        &format!("{{\n\"profiles\": {{ \"default\": \"{TOKEN}\" }} }}"),
        &format!(
            "{{\"profiles\":{{\"default\":{{\"token\":\"{TOKEN}\",\"base_url\":\"x\",\"new\":1}}}}}}"
        ),
        "{\"profiles\":{\"default\":{\"token\":\"a b\",\"base_url\":\"https://api.intercom.io\"}}}",
    ] {
        let harness = newcomer();
        harness.write(STORE, broken);
        for command in ["list", "auth status", "auth login"] {
            harness
                .run_with_input(command, TOKEN)
                .code(7)
                .prints("")
                .says("the credential store ")
                .says("credentials.json is broken")
                .says("hint: ")
                .never_says("a b");
        }
        assert_eq!(harness.read(STORE), broken);
        let harness = harness
            .env("INTERCOM_ACCESS_TOKEN", TOKEN)
            .env("INTERCOM_API_BASE_URL", "http://127.0.0.1:9");
        harness.run("list --retries 0").code(4);
    }
}

#[test]
fn a_store_that_cannot_be_written_is_exit_7() {
    let harness = newcomer();
    let url = harness.base_url();
    // A file where the folder should be.
    harness.write(".config/leads", "");
    harness
        .run_with_input(["auth", "login", "--base-url", &url], TOKEN)
        .code(7)
        .says("error: the credential store ")
        .says("cannot be written");
    harness.run("list").code(3).says("no access token");
}
