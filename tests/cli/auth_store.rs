//! The credential store: a file for the user alone, whole at any time, and not
//! touched when it is broken.

#[cfg(unix)]
use crate::auth::log_in;
use crate::auth::{STORE, newcomer};
use crate::harness::TOKEN;

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
        .says("cannot be written")
        .says("hint: see to it that its folder is there and is yours");
    harness.run("list").code(3).says("no access token");
}

#[test]
fn logins_at_the_same_time_are_all_kept() {
    let harness = newcomer();
    let url = harness.base_url();
    let names: Vec<String> = (0..8).map(|number| format!("team{number}")).collect();
    std::thread::scope(|scope| {
        for name in &names {
            let login = ["auth", "login", "--base-url", &url, "--profile", name];
            let harness = &harness;
            scope.spawn(move || harness.run_with_input(login, TOKEN).code(0));
        }
    });
    for name in &names {
        harness
            .run(["list", "--count", "--profile", name])
            .code(0)
            .prints("7\n");
    }
    std::thread::scope(|scope| {
        for name in &names {
            let harness = &harness;
            scope.spawn(move || harness.run(["auth", "logout", "--profile", name]).code(0));
        }
    });
    assert!(!harness.read(STORE).contains(TOKEN));
}
