//! The sources of the token: environment, `token_command`, `token_file`, and their
//! precedence.

use leads::sandbox::Settings;

use crate::harness::{Harness, TOKEN, settings};

const CONFIG: &str = ".config/leads/config.toml";

/// A user without a token in the environment, and a workspace that accepts only
/// [`TOKEN`].
fn user() -> Harness {
    let settings = Settings {
        token: Some(TOKEN.to_owned()),
        ..settings(5)
    };
    Harness::with(settings, |request, api| api.reply(request)).without("INTERCOM_ACCESS_TOKEN")
}

/// A user whose default profile has these keys.
fn with_profile(keys: &str) -> Harness {
    let user = user();
    user.write(CONFIG, &format!("[profiles.default]\n{keys}\n"));
    user
}

/// The tokens of the requests, without duplicates.
fn tokens(harness: &Harness) -> Vec<String> {
    let requests = harness.requests();
    let mut tokens: Vec<String> = requests
        .iter()
        .filter_map(|request| request.header("authorization"))
        .map(|value| value.trim_start_matches("Bearer ").to_owned())
        .collect();
    tokens.dedup();
    tokens
}

#[cfg(unix)]
#[test]
fn the_first_line_of_the_command_is_the_token() {
    for command in [
        format!("echo {TOKEN}"),
        format!("printf ' {TOKEN} \\r\\nuser: me\\n'"),
        format!("printf {TOKEN}"),
        format!("echo hello >&2; echo {TOKEN} | cat"),
    ] {
        let harness = with_profile(&format!("token_command = '''{command}'''"));
        harness.run("list --count").code(0).prints("5\n").silent();
        harness
            .run("list --count -vv")
            .code(0)
            .never_says("user: me");
    }
}

#[cfg(unix)]
#[test]
fn standard_error_of_the_command_is_shown_with_verbose() {
    let harness = with_profile(&format!(
        "token_command = 'echo unlocked {TOKEN} >&2; echo {TOKEN}'"
    ));
    harness
        .run("list --count -v")
        .code(0)
        .says("token_command of profile default: unlocked (redacted)\n");
}

#[cfg(unix)]
#[test]
fn a_failing_command_is_reported_with_its_status_and_standard_error() {
    for (command, message) in [
        (
            "echo out-secret; echo locked >&2; exit 7",
            "failed (exit status: 7): locked\n",
        ),
        ("echo out-secret; exit 1", "failed (exit status: 1)\n"),
        (
            "echo one >&2; echo two >&2; exit 2",
            "failed (exit status: 2): one; two\n",
        ),
        (
            "echo out-secret; echo got out-secret, no more >&2; exit 1",
            "failed (exit status: 1): got (redacted), no more\n",
        ),
        (
            "printf '\\033[31mred' >&2; exit 1",
            "failed (exit status: 1): \\u{1b}[31mred\n",
        ),
        ("kill -9 $$", "failed (signal: 9 (SIGKILL))"),
        ("leads-no-such-program", "failed (exit status: 127): "),
    ] {
        let harness = with_profile(&format!("token_command = '''{command}'''"));
        for run in ["list", "list -vv", "find --id 1", "auth status"] {
            harness
                .run(run)
                .code(3)
                .prints("")
                .says("error: token_command of profile default ")
                .says(message)
                .says("hint: run the command by itself")
                .never_says("auth login")
                .never_says("out-secret");
        }
        assert_eq!(harness.requests().len(), 0);
    }
}

#[cfg(unix)]
#[test]
fn a_command_that_prints_no_token_is_exit_3() {
    for (command, message) in [
        ("true", "the first line is empty"),
        ("echo; echo late", "the first line is empty"),
        ("echo out secret", "contains an invalid character"),
        ("yes secret", "printed far more than an access token"),
        (
            "printf 'out-s\\303\\251cret'",
            "contains an invalid character",
        ),
    ] {
        with_profile(&format!("token_command = '''{command}'''"))
            .run("list -vv")
            .code(3)
            .prints("")
            .says(message)
            .never_says("secret");
    }
}

#[cfg(unix)]
#[test]
fn a_command_that_does_not_end_is_exit_3() {
    for (command, message) in [
        ("exec sleep 1000", "did not finish within 0.5 seconds\n"),
        (
            "echo token-1; exec sleep 1000",
            "did not finish within 0.5 seconds\n",
        ),
        ("sleep 20; true", "did not finish within 0.5 seconds\n"),
        (
            "echo unlock the vault >&2; exec sleep 1000",
            "did not finish within 0.5 seconds: unlock the vault\n",
        ),
    ] {
        let harness = with_profile(&format!(
            "token_command = '{command}'\ntoken_command_timeout = 0.5"
        ));
        harness
            .run("list")
            .code(3)
            .prints("")
            .says("error: token_command of profile default ")
            .says(message)
            .says("token_command_timeout in the config file sets another limit");
        assert_eq!(harness.requests().len(), 0);
    }
}

#[cfg(unix)]
#[test]
fn a_background_process_of_the_command_is_not_waited_for() {
    let harness = with_profile(&format!("token_command = 'sleep 20 & echo {TOKEN}'"));
    harness.run("list --count").code(0).prints("5\n").silent();
    let harness = with_profile("token_command = 'sleep 20 & echo locked >&2; exit 1'");
    harness
        .run("list")
        .code(3)
        .says("failed (exit status: 1): locked\n");
}

#[cfg(unix)]
#[test]
fn standard_error_of_the_command_is_truncated_and_redacted() {
    let harness = with_profile(&format!(
        "token_command = 'echo \"< Authorization: Bearer {TOKEN}\" >&2; exit 1'"
    ));
    for command in ["list", "list -vv"] {
        harness
            .run(command)
            .code(3)
            .says("failed (exit status: 1): < Authorization: Bearer (redacted)\n");
    }
    let harness = with_profile("token_command = 'yes no | head -10000 >&2; exit 1'");
    let outcome = harness.run("list").code(3).says("no; no; no");
    assert!(outcome.stderr().len() < 1000, "{outcome}");
}

#[cfg(unix)]
#[test]
fn the_command_is_run_only_when_a_token_is_needed() {
    let harness = with_profile(&format!("token_command = 'echo ran >> ran; echo {TOKEN}'"));
    for command in [
        "--demo list --count",
        "completions bash",
        "config path",
        "auth logout",
        "list --help",
    ] {
        let _ = harness.run(command).code(0);
    }
    for command in [
        "list --page 1 --limit 1",
        "list --fields ,",
        "list --base-url http://example.com",
        "list -o x.xyz",
    ] {
        let _ = harness.run(command).code(2);
    }
    assert!(!harness.path("ran").exists());
    let harness = harness.env("INTERCOM_ACCESS_TOKEN", TOKEN);
    harness.run("list --count").code(0);
    assert!(!harness.path("ran").exists());
    harness
        .run("list --count --profile default --base-url")
        .code(2);
    let harness = harness.without("INTERCOM_ACCESS_TOKEN");
    harness.run("list --count").code(0);
    assert_eq!(harness.read("ran"), "ran\n");
}

#[cfg(unix)]
#[test]
fn the_command_does_not_take_standard_input_from_find() {
    let harness = with_profile(&format!("token_command = 'cat; echo {TOKEN}'"));
    let id = harness.api().ids().remove(0);
    harness
        .run_with_input("find --id - --fields id --no-header", &id)
        .code(0)
        .prints(&format!("{id}\n"));
}

#[test]
fn the_first_line_of_the_file_is_the_token() {
    for text in [TOKEN.to_owned(), format!("\u{feff}{TOKEN}\r\nmore\n")] {
        let harness = with_profile("token_file = 'secret'");
        harness.write(".config/leads/secret", &text);
        close(&harness, ".config/leads/secret");
        harness.run("list --count").code(0).prints("5\n").silent();
    }
}

#[cfg(unix)]
#[test]
fn a_path_can_start_with_a_tilde() {
    let harness = with_profile("token_file = '~/keys/secret'");
    harness.write("keys/secret", TOKEN);
    close(&harness, "keys/secret");
    harness.run("list --count").code(0).prints("5\n").silent();
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_a_warning() {
    let harness = with_profile("token_file = '~/my keys'");
    harness.write("my keys", TOKEN);
    harness
        .run("list --count")
        .code(0)
        .prints("5\n")
        .says(&format!(
            "chmod 600 '{}'\n",
            harness.path("my keys").display()
        ));
}

#[test]
fn a_file_without_a_token_is_exit_3() {
    let harness = with_profile("token_file = 'secret'");
    harness
        .run("list")
        .code(3)
        .says("error: token_file ")
        .says("cannot be read: ");
    harness.write(".config/leads/secret", "\n");
    harness.run("list").code(3).says("the first line is empty");
    harness.write(".config/leads/secret", "s3cret word\n");
    harness
        .run("list -vv")
        .code(3)
        .says("contains an invalid character")
        .never_says("s3cret");
    std::fs::remove_file(harness.path(".config/leads/secret")).unwrap();
    std::fs::create_dir(harness.path(".config/leads/secret")).unwrap();
    harness.run("list").code(3).says("cannot be read: ");
}

#[cfg(unix)]
#[test]
fn environment_command_file_and_login_have_this_precedence() {
    let harness = Harness::of(1).without("INTERCOM_ACCESS_TOKEN");
    harness.run_with_input("auth login", "of-login").code(0);
    harness.write(".config/leads/secret", "of-file");
    close(&harness, ".config/leads/secret");
    let ways = [
        "token_command = 'echo of-command'\n",
        "token_file = 'secret'\n",
    ];
    for (keys, token) in [
        (String::new(), "of-login"),
        (ways[1].to_owned(), "of-file"),
        (ways.concat(), "of-command"),
    ] {
        harness.write(CONFIG, &format!("[profiles.default]\n{keys}"));
        harness.run("list --count").code(0).silent();
        assert_eq!(tokens(&harness).last().unwrap(), token);
    }
    let harness = harness.env("INTERCOM_TOKEN", "of-environment");
    harness.run("list --count").code(0).silent();
    assert_eq!(tokens(&harness).last().unwrap(), "of-environment");
    // Selected with `--profile`, the profile has precedence, and needs its own address.
    let url = harness.base_url();
    harness
        .run([
            "list",
            "--count",
            "--profile",
            "default",
            "--base-url",
            &url,
        ])
        .code(0)
        .silent();
    assert_eq!(tokens(&harness).last().unwrap(), "of-command");
    // Selected with a variable, it has not.
    let harness = harness.env("LEADS_PROFILE", "default");
    harness.run("list --count").code(0);
    assert_eq!(tokens(&harness).last().unwrap(), "of-environment");
}

#[test]
fn a_profile_option_ignores_the_environment() {
    let elsewhere = Harness::of(1);
    let harness = Harness::of(3)
        .env("INTERCOM_API_BASE_URL", elsewhere.base_url())
        .env("LEADS_REGION", "uk")
        .env("LEADS_API_VERSION", "none");
    let url = harness.base_url();
    harness.write(
        CONFIG,
        &format!("[profiles.acme]\nbase_url = '{url}'\napi_version = '1.2'\n"),
    );
    harness.run("list --profile acme").code(3).says(
        "profile acme has no access token, and with --profile INTERCOM_ACCESS_TOKEN is ignored",
    );
    harness.write(
        CONFIG,
        &format!(
            "[profiles.acme]\nbase_url = '{url}'\napi_version = '1.2'\ntoken_file = 'secret'\n"
        ),
    );
    harness.write(".config/leads/secret", "acme-secret");
    close(&harness, ".config/leads/secret");
    harness
        .run("list --count --profile acme")
        .code(0)
        .prints("3\n")
        .silent();
    assert_eq!(tokens(&harness), ["acme-secret"]);
    let version =
        |request: &leads::sandbox::Request| request.header("intercom-version").map(str::to_owned);
    assert_eq!(version(&harness.requests()[0]).as_deref(), Some("1.2"));
    assert_eq!(elsewhere.requests().len(), 0);
    // An option has precedence over any profile.
    let _ = harness
        .run("list --count --profile acme --api-version 2.9")
        .code(0);
    assert_eq!(
        version(harness.requests().last().unwrap()).as_deref(),
        Some("2.9")
    );
    // The variable only selects the profile: the environment has precedence.
    let harness = harness
        .env("LEADS_PROFILE", "acme")
        .env("LEADS_API_VERSION", "1.4");
    harness.run("list --count").code(0).prints("1\n");
    assert_eq!(tokens(&elsewhere), [TOKEN]);
}

/// Makes a file readable only by its owner.
fn close(harness: &Harness, name: &str) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(harness.path(name), mode).unwrap();
    }
    #[cfg(not(unix))]
    let _ = (harness, name);
}
