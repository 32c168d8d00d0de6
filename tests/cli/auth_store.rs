//! The credential store: not changed if it is invalid, and not trusted for the address
//! of a new token.

use crate::auth::{STORE, log_in, newcomer};
use crate::harness::TOKEN;

#[test]
fn a_new_token_is_not_sent_to_an_address_from_the_store() {
    let harness = newcomer();
    let url = harness.base_url();
    let planted =
        format!("{{\"profiles\":{{\"default\":{{\"token\":\"x\",\"base_url\":\"{url}\"}}}}}}");
    harness.write(STORE, &planted);
    harness
        .run_with_input("auth login", TOKEN)
        .code(2)
        .says(&format!("profile default is logged in at {url}"))
        .says("set it with --base-url");
    assert_eq!(harness.requests().len(), 0);
    assert_eq!(harness.read(STORE), planted);
    log_in(&harness, &[]);
}

#[test]
fn an_invalid_store_is_exit_7_and_unchanged() {
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
                .says("credentials.json is invalid")
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
    // A file instead of the folder.
    harness.write(".config/leads", "");
    harness
        .run_with_input(["auth", "login", "--base-url", &url], TOKEN)
        .code(7)
        .says("error: the credential store ")
        .says("cannot be written")
        .says("hint: check that its folder exists and is yours");
    harness.run("list").code(3).says("no access token");
}
