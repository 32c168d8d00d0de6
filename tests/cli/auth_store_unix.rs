//! The credential store on Unix: a file that only the user can read, always complete,
//! locked while it is changed, and refused if another user could have changed it.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown, symlink};

use crate::auth::{STORE, log_in, newcomer};
use crate::harness::{Harness, TOKEN};

const FOLDER: &str = ".config/leads";

/// A user who logs in again without an address: every command below must leave the
/// store unchanged, and send nothing.
#[track_caller]
fn assert_refused(harness: &Harness, why: &str) {
    let stored = fs::read(harness.path(STORE)).ok();
    let asked = harness.requests().len();
    let url = harness.base_url();
    for command in [
        &["list"][..],
        &["find", "--id", "1"],
        &["auth", "status"],
        &["auth", "login"],
        &["auth", "login", "--base-url", &url],
        &["auth", "logout"],
    ] {
        harness
            .run_with_input(command, "new-token-1234")
            .code(7)
            .prints("")
            .says("error: the credential store ")
            .says(" is not used: ")
            .says(why)
            .says("hint: ")
            .says("INTERCOM_ACCESS_TOKEN")
            .never_says("new-token-1234");
    }
    assert_eq!(fs::read(harness.path(STORE)).ok(), stored);
    assert_eq!(harness.requests().len(), asked);
}

fn set_mode(harness: &Harness, name: &str, mode: u32) {
    fs::set_permissions(harness.path(name), Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_store_that_others_can_write_is_refused() {
    for mode in [0o660, 0o602, 0o666] {
        let harness = newcomer();
        log_in(&harness, &[]);
        set_mode(&harness, STORE, mode);
        let path = harness.path(STORE);
        assert_refused(&harness, &format!("chmod 600 {}", path.display()));
        set_mode(&harness, STORE, 0o600);
        harness.run("list --count").code(0).prints("7\n").silent();
    }
}

#[test]
fn a_folder_that_others_can_write_is_refused() {
    for mode in [0o770, 0o707, 0o1777] {
        let harness = newcomer();
        log_in(&harness, &[]);
        set_mode(&harness, FOLDER, mode);
        let path = harness.path(FOLDER);
        assert_refused(&harness, &format!("chmod 700 {}", path.display()));
    }
    // It is also refused if there is no store yet.
    let harness = newcomer();
    harness.write(".config/leads/config.toml", "");
    set_mode(&harness, FOLDER, 0o777);
    let url = harness.base_url();
    harness
        .run_with_input(["auth", "login", "--base-url", &url], TOKEN)
        .code(7)
        .says("is writable for other users");
    assert_eq!(harness.requests().len(), 0);
    harness.run("list").code(3).says("no access token");
}

#[test]
fn a_link_into_a_folder_that_others_can_write_is_refused() {
    let harness = newcomer();
    log_in(&harness, &[]);
    harness.write("shared/store.json", &harness.read(STORE));
    set_mode(&harness, "shared", 0o777);
    fs::remove_file(harness.path(STORE)).unwrap();
    symlink("../../shared/store.json", harness.path(STORE)).unwrap();
    assert_refused(&harness, "is writable for other users");
    // A login would follow a dangling link.
    fs::remove_file(harness.path("shared/store.json")).unwrap();
    let url = harness.base_url();
    harness
        .run_with_input(["auth", "login", "--base-url", &url], TOKEN)
        .code(7)
        .says("is writable for other users");
    assert!(!harness.path("shared/store.json").exists());
}

#[test]
fn a_store_or_folder_of_another_user_is_refused() {
    const ANOTHER: u32 = 54_321;

    for name in [STORE, FOLDER] {
        let harness = newcomer();
        log_in(&harness, &[]);
        if chown(harness.path(name), Some(ANOTHER), None).is_err() {
            // Only root can change the owner of a file.
            return;
        }
        assert_refused(&harness, "belongs to another user (uid 54321)");
    }
}

#[test]
fn a_store_that_is_not_a_file_is_refused() {
    let harness = newcomer();
    harness.write(".config/leads/x", "");
    symlink("/dev/zero", harness.path(STORE)).unwrap();
    harness.run("list").code(7).says("it is not a file");
}

#[test]
fn a_locked_folder_is_exit_7() {
    let harness = newcomer();
    log_in(&harness, &[]);
    let folder = fs::File::open(harness.path(FOLDER)).unwrap();
    folder.lock().unwrap();
    let stored = harness.read(STORE);
    let url = harness.base_url();
    for command in [
        &["auth", "login", "--base-url", &url][..],
        &["auth", "logout"],
    ] {
        harness
            .run_with_input(command, TOKEN)
            .code(7)
            .says("cannot be changed: another program has held the lock on its folder")
            .says("hint: ");
    }
    assert_eq!(harness.read(STORE), stored);
    harness.run("list --count").code(0).prints("7\n");
    folder.unlock().unwrap();
    log_in(&harness, &[]);
}

#[test]
fn the_store_can_be_read_only_by_the_user() {
    let harness = newcomer();
    log_in(&harness, &[]);
    let mode = |name| {
        let found = fs::metadata(harness.path(name)).unwrap();
        found.permissions().mode() & 0o777
    };
    assert_eq!(mode(STORE), 0o600);
    assert_eq!(mode(".config/leads"), 0o700);
    let folder = fs::read_dir(harness.path(FOLDER)).unwrap();
    assert_eq!(folder.count(), 1, "no temporary files");
}

#[test]
fn a_store_that_others_can_read_is_a_warning_and_fixed_by_the_next_login() {
    let harness = newcomer();
    log_in(&harness, &[]);
    let path = harness.path(STORE);
    for mode in [0o640, 0o604] {
        set_mode(&harness, STORE, mode);
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

#[test]
fn a_store_behind_a_link_keeps_the_link() {
    let harness = newcomer();
    harness.write("dotfiles/store.json", r#"{"profiles":{}}"#);
    harness.write(".config/leads/other", "");
    symlink("../../dotfiles/store.json", harness.path(STORE)).unwrap();
    log_in(&harness, &[]);
    assert!(harness.path(STORE).is_symlink());
    assert!(harness.read("dotfiles/store.json").contains(TOKEN));
    harness.run("auth logout").code(0);
    assert!(!harness.read("dotfiles/store.json").contains(TOKEN));
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
