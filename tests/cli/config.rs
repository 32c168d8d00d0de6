//! The config file: profiles and keys, and errors that name the line.

use leads::output::Format;

use crate::harness::Harness;

const CONFIG: &str = ".config/leads/config.toml";

/// A user with a config file.
fn with_file(leads: u32, text: &str) -> Harness {
    let harness = Harness::of(leads);
    harness.write(CONFIG, text);
    harness
}

#[test]
fn the_path_is_printed_whether_or_not_there_is_a_file() {
    let harness = Harness::of(0);
    let folder = harness.path(".config").join("leads");
    let expected = format!("{}\n", folder.join("config.toml").display());
    harness
        .run("config path")
        .code(0)
        .prints(&expected)
        .silent();
    harness.write(CONFIG, "broken");
    harness
        .run("config path")
        .code(0)
        .prints(&expected)
        .silent();
    let harness = harness.env("LEADS_CONFIG", "other.toml");
    let outcome = harness.run("config path").code(0);
    let path = std::path::Path::new(outcome.stdout().trim_end());
    assert!(
        path.is_absolute() && path.ends_with("other.toml"),
        "{outcome}"
    );
}

#[test]
fn a_selected_file_must_exist() {
    let harness = Harness::of(1).env("LEADS_CONFIG", "none.toml");
    for command in [
        "list",
        "find --id 1",
        "auth status",
        "auth login",
        "auth logout",
    ] {
        harness
            .run(command)
            .code(2)
            .prints("")
            .says("error: the config file that LEADS_CONFIG names, ")
            .says("none.toml, cannot be read: ");
    }
    harness.run("completions bash").code(0);
    harness.run("--demo list --count").code(0);
    assert_eq!(harness.requests().len(), 0);
    Harness::of(1)
        .env("LEADS_CONFIG", "")
        .run("list --count")
        .code(0);
    let harness = Harness::of(1).env("LEADS_CONFIG", "team.toml");
    harness.write("team.toml", "format = 'jsonl'\n");
    harness.write(CONFIG, "broken");
    let outcome = harness.run("list").code(0);
    assert!(outcome.stdout().starts_with('{'));
}

#[test]
fn keys_of_a_profile_replace_options() {
    let harness = with_file(
        3,
        "[profiles.default]\nformat = 'csv'\njobs = 2\nmax_rate = 50.5\ntimeout = 20\nretries = 0\n",
    );
    let outcome = harness.run("list").code(0).silent();
    assert!(outcome.stdout().starts_with("id,external_id,"));
    let json = harness.run("list --json").code(0);
    assert!(json.stdout().starts_with('['));
    let harness = harness.env("LEADS_FORMAT", "tsv");
    let outcome = harness.run("list").code(0);
    assert!(outcome.stdout().starts_with("id\texternal_id"));
}

#[test]
fn retries_and_versions_come_from_the_profile() {
    let text = "[profiles.default]\nretries = 1\napi_version = '1.3'\n";
    let harness = Harness::answering(|_| crate::answers::error(503, "service_unavailable", "no"));
    harness.write(CONFIG, text);
    harness.run("list").code(4);
    let requests = harness.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].header("intercom-version"), Some("1.3"));
    harness.run("list --retries 0 --api-version 1.0").code(4);
    let requests = harness.requests();
    assert_eq!(requests.len(), 3);
    assert_eq!(requests[2].header("intercom-version"), Some("1.0"));
}

#[test]
fn keys_before_the_profiles_apply_to_all() {
    let harness = with_file(
        2,
        "format = 'jsonl'\n[profiles.acme]\n[profiles.emca]\nformat = 'tsv'\n",
    );
    let begins = |harness: &Harness, text: &str| {
        let outcome = harness.run("list").code(0);
        assert!(outcome.stdout().starts_with(text), "{outcome}");
    };
    begins(&harness, "{");
    let harness = harness.env("LEADS_PROFILE", "acme");
    begins(&harness, "{");
    begins(&harness.env("LEADS_PROFILE", "emca"), "id\t");
}

#[test]
fn the_environment_overrides_address_and_region_of_a_profile() {
    let other = Harness::of(4);
    let harness = with_file(
        1,
        &format!(
            "[profiles.default]\nregion = 'eu'\nbase_url = '{}/'\n",
            other.base_url()
        ),
    );
    harness.run("list --count").code(0).prints("1\n");
    let harness = harness.without("INTERCOM_API_BASE_URL");
    harness.run("list --count").code(0).prints("4\n");
}

#[test]
fn an_unknown_profile_is_exit_2_with_a_list_of_profiles() {
    let harness = with_file(1, "[profiles.acme]\n[profiles.'two words']\n");
    for command in [
        "list --profile amce",
        "find --id 1 --profile amce",
        "auth status --profile amce",
        "--profile amce auth logout",
    ] {
        harness
            .run(command)
            .code(2)
            .prints("")
            .says("error: there is no profile amce; there are: acme, default, two words.");
    }
    harness.run(["list", "--profile", ""]).code(2);
    let harness = harness.env("LEADS_PROFILE", "amce");
    harness
        .run("list")
        .code(2)
        .says("there is no profile amce (LEADS_PROFILE); there are: acme");
    assert_eq!(harness.requests().len(), 0);
    let harness = harness.env("LEADS_PROFILE", "");
    harness.run("list --count").code(0);
    let harness = harness.env("LEADS_PROFILE", "two words");
    harness.run("list --count").code(0);
}

/// Asserts the message for each of these files, and that no request is sent.
#[track_caller]
fn assert_wrong(files: &[(&str, &str)]) {
    for (text, message) in files {
        let harness = with_file(1, text);
        harness
            .run("list")
            .code(2)
            .prints("")
            .says("error: ")
            .says(message)
            .never_says("hunter2");
        assert_eq!(harness.requests().len(), 0);
    }
}

#[test]
fn broken_files_and_unknown_keys_are_named_by_line() {
    assert_wrong(&[
        ("format =\n", "config.toml line 1: "),
        ("[profiles.default\n", "config.toml line 1: "),
        (
            "# x\n\nformat = 'csv'\nformat = 'csv'\n",
            "config.toml line 4: ",
        ),
        (
            "[profiles.default]\nregoin = 'eu'\n",
            "line 2: unknown key regoin; did you mean region?",
        ),
        (
            "\nfromat = 'csv'\n",
            "line 2: unknown key fromat; did you mean format?",
        ),
        (
            "[profile.default]\n",
            "line 1: unknown key profile; did you mean profiles?",
        ),
        (
            "[acme]\nregion = 'eu'\n",
            "line 1: unknown key acme; a profile is written [profiles.acme]",
        ),
        (
            "colour = 1\n",
            "line 1: unknown key colour; the keys here are fields, format, jobs, ",
        ),
        (
            "region = 'eu'\n",
            "line 1: region belongs to a profile: put it below [profiles.default]",
        ),
        (
            "[profiles.a]\ntoken = 'hunter2'\n",
            "line 2: unknown key token; tokens do not belong in this file",
        ),
        ("[profiles.a]\ntoken = 'hunter2\n", "line 2: "),
    ]);
}

#[test]
fn invalid_values_are_reported_by_line() {
    let formats = Format::ALL.map(Format::name).join(", ");
    let (first, last) = formats.rsplit_once(", ").unwrap();
    let known_formats = format!("line 1: format: expected {first} or {last}");
    assert_wrong(&[
        (
            "[profiles.a]\nregion = 'uk'\n",
            "line 2: region: expected us, eu or au",
        ),
        (
            "[profiles.a]\nregion = 7\n",
            "line 2: region: expected text in quotes",
        ),
        (
            "[profiles.a]\napi_version = 1.4\n",
            "line 2: api_version: expected text in quotes",
        ),
        (
            "[profiles.a]\napi_version = '3'\n",
            "line 2: api_version: expected auto, 1.0 to 1.4",
        ),
        (
            "[profiles.a]\nbase_url = 'http://example.com'\n",
            "line 2: base_url: base URL http://example.com: plain http",
        ),
        (
            "[profiles.a]\nbase_url = 'https://u:hunter2@x.test'\n",
            "line 2: base_url: base URL https://…@x.test",
        ),
        (
            "[profiles.a]\ntoken_command = ' '\n",
            "line 2: token_command: the value is empty",
        ),
        (
            "[profiles.a]\ntoken_command = ['a']\n",
            "line 2: token_command: expected text in quotes",
        ),
        ("format = 'xml'\n", &known_formats),
        (
            "jobs = 17\n",
            "line 1: jobs: expected a whole number from 1 to 16",
        ),
        (
            "jobs = '4'\n",
            "line 1: jobs: expected a number, without quotes",
        ),
        ("jobs = 0x4\n", "line 1: jobs: expected a number"),
        (
            "max_rate = 0\n",
            "line 1: max_rate: expected requests per second",
        ),
        (
            "max_rate = nan\n",
            "line 1: max_rate: expected requests per second",
        ),
        ("timeout = -1\n", "line 1: timeout: expected "),
        (
            "token_command_timeout = 0\n",
            "line 1: token_command_timeout: expected 0.01 to 86400 seconds",
        ),
        (
            "retries = 1000\n",
            "line 1: retries: expected a whole number from 0 to 100",
        ),
        (
            "profiles = 'x'\n",
            "line 1: profiles are written as [profiles.NAME]",
        ),
        (
            "[profiles]\ndefault = 1\n",
            "line 2: profiles are written as [profiles.NAME]",
        ),
        (
            "[[profiles]]\n",
            "line 1: profiles are written as [profiles.NAME]",
        ),
    ]);
}

#[test]
fn a_file_that_cannot_be_read_is_exit_2() {
    let harness = Harness::of(1);
    std::fs::create_dir_all(harness.path(CONFIG)).unwrap();
    harness
        .run("list")
        .code(2)
        .says("the config file, ")
        .says("cannot be read: ");
    std::fs::remove_dir(harness.path(CONFIG)).unwrap();
    std::fs::write(harness.path(CONFIG), b"format = '\xff'").unwrap();
    harness.run("list").code(2).says("it is not UTF-8 text");
}

#[test]
fn a_missing_home_is_not_an_error() {
    let harness = Harness::of(2);
    for command in [
        &["list", "--count"][..],
        &["config", "path"],
        &["auth", "status"],
    ] {
        let mut command = harness.command(command);
        command.env_remove("HOME").env_remove("XDG_CONFIG_HOME");
        // So that the tests do not read files of the user who runs them.
        command.env("LEADS_CONFIG", harness.path("config.toml"));
        harness.write("config.toml", "");
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
}
