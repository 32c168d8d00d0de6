//! Options and variables that only the whole program can check; `src/cli/tests.rs`
//! tests those that the parser rejects.

use crate::harness::Harness;

#[test]
fn fields_versions_and_formats_that_do_not_fit_are_refused_by_name() {
    let harness = Harness::of(1);
    for (args, named) in [
        (&["list", "--excel"][..], "--excel"),
        (&["list", "--excel", "-f", "json"], "--excel"),
        (&["list", "--excel", "-o", "leads.tsv"], "--excel"),
        (&["list", "--fields", ""], "--fields"),
        (&["list", "--fields", "id,,name"], "--fields"),
        (&["list", "--fields", "\"id"], "--fields"),
        (&["list", "--api-version", "3.0"], "--api-version"),
    ] {
        let outcome = harness.run(args).code(2).prints("");
        assert!(outcome.stderr().contains(named), "{outcome}");
    }
    assert_eq!(harness.requests().len(), 0);
}

#[test]
fn invalid_variables_are_refused_by_name() {
    for (name, value) in [("LEADS_FORMAT", "xml"), ("LEADS_API_VERSION", "one")] {
        let harness = Harness::of(1).env(name, value);
        harness.run("list").code(2).says(name).prints("");
    }
    let harness = Harness::of(1)
        .env("LEADS_REGION", "uk")
        .without("INTERCOM_API_BASE_URL");
    harness.run("list").code(2).says("LEADS_REGION uk");
}

#[test]
fn an_empty_variable_counts_as_unset() {
    let harness = Harness::of(2)
        .env("LEADS_FORMAT", "")
        .env("LEADS_API_VERSION", "")
        .env("LEADS_REGION", "")
        .env("LEADS_DEMO", "");
    harness.run("list --count").code(0).prints("2\n").silent();
}

#[test]
fn quotes_around_a_variable_are_ignored() {
    let harness = Harness::of(2);
    let address = format!("\"{}\"", harness.base_url());
    let quoted = harness
        .env("INTERCOM_ACCESS_TOKEN", "\"dG9rOnF1b3RlZA==\"")
        .env("INTERCOM_API_BASE_URL", address)
        .env("LEADS_FORMAT", " 'csv' ");
    let outcome = quoted.run("list --fields id").code(0).silent();
    assert_eq!(outcome.lines().len(), 3, "{outcome}");
    let sent = quoted.requests();
    let header = sent[0].header("authorization");
    assert_eq!(header, Some("Bearer dG9rOnF1b3RlZA=="));
    let single = quoted.env("INTERCOM_ACCESS_TOKEN", "\"dG9rOnF1b3RlZA==");
    single
        .run("list")
        .code(3)
        .says("INTERCOM_ACCESS_TOKEN: the access token contains an invalid character")
        .says("or quotes")
        .never_says("dG9r");
    let none = single.env("INTERCOM_ACCESS_TOKEN", "\"\"");
    none.run("list").code(3).says("is set but empty");
}

#[test]
fn several_lists_of_fields_are_combined() {
    let harness = Harness::of(1);
    let header = |args: &str| {
        let outcome = harness.run(format!("list -f csv {args}").as_str()).code(0);
        outcome.lines()[0].to_owned()
    };
    assert_eq!(header("--fields id --fields name,email"), "id,name,email");
    let added = header("--fields +owner_id");
    assert_eq!(
        header("--fields +owner_id --fields segments"),
        format!("{added},segments")
    );
    assert_eq!(
        header("--fields owner_id --fields +segments"),
        format!("{added},segments")
    );
    harness
        .run("list --fields id --fields help")
        .code(0)
        .silent();
}

#[test]
fn help_goes_to_standard_output_and_errors_go_to_standard_error() {
    let harness = Harness::of(1).without("INTERCOM_ACCESS_TOKEN");
    let help = harness.run("list --help").code(0).silent();
    assert!(help.stdout().contains("Usage: leads list"), "{help}");
    let version = concat!("leads ", env!("CARGO_PKG_VERSION"), "\n");
    harness.run("--version").code(0).prints(version).silent();
    let outcome = harness.run("list --lmit 3").code(2).prints("");
    let _ = outcome.says("--lmit").says("tip: ");
    assert_eq!(harness.requests().len(), 0);
}

#[cfg(not(feature = "jq"))]
#[test]
fn a_build_without_jq_says_so() {
    let harness = Harness::of(1);
    harness
        .run("list --jq .")
        .code(2)
        .says("no --jq")
        .prints("");
    assert_eq!(harness.requests().len(), 0);
}

#[test]
fn completions_need_no_workspace() {
    let harness = Harness::of(0)
        .without("INTERCOM_ACCESS_TOKEN")
        .without("INTERCOM_API_BASE_URL");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let outcome = harness.run(["completions", shell]).code(0).silent();
        assert!(outcome.stdout().contains("leads"), "{shell}");
    }
}

#[test]
fn man_pages_are_written_to_a_new_folder() {
    let harness = Harness::of(0);
    harness
        .run("man --to share/man1")
        .code(0)
        .prints("")
        .says(" pages to share/man1");
    let page = harness.read("share/man1/leads-list.1");
    assert!(page.contains(".TH LEADS-LIST 1"), "{page}");
    harness.write("file", "");
    harness
        .run("man --to file/x")
        .code(7)
        .says("cannot make the folder file/x");
    harness.run("man").code(2).says("--to <DIR>");
}

#[test]
fn a_verbose_version_prints_the_commit() {
    let harness = Harness::of(0);
    let commit = option_env!("LEADS_COMMIT").unwrap_or("none");
    for args in ["--version -v", "-vV", "-V --verbose"] {
        let outcome = harness.run(args).code(0).silent();
        let lines = outcome.lines();
        assert_eq!(lines[0], concat!("leads ", env!("CARGO_PKG_VERSION")));
        assert_eq!(lines[1], format!("commit: {commit}"));
        assert!(lines[2].starts_with("features: "), "{outcome}");
    }
}

#[test]
fn help_omits_options_without_effect_on_a_command() {
    let harness = Harness::of(0);
    for (command, shown, hidden) in [
        ("completions", "--quiet", "--demo"),
        ("man", "--to", "--timeout"),
        ("sandbox", "--clock", "--profile"),
        ("config path", "--quiet", "--region"),
        ("auth login", "--region", "--jobs"),
        ("auth logout", "--profile", "--region"),
        ("auth status", "--base-url", "--demo"),
    ] {
        let outcome = harness.run(format!("{command} --help").as_str()).code(0);
        assert!(outcome.stdout().contains(shown), "{outcome}");
        assert!(!outcome.stdout().contains(hidden), "{outcome}");
    }
    // Every command accepts them.
    harness.run("config path --timeout 3").code(0);
}

#[test]
fn fields_and_times_can_be_set_for_all_commands() {
    let harness = Harness::of(2);
    harness.write(
        ".config/leads/config.toml",
        "fields = 'id,created_at'\n[profiles.acme]\ntime = 'unix'\nfields = '+owner_id'\n",
    );
    let outcome = harness.run("list -f csv").code(0);
    assert_eq!(outcome.lines()[0], "id,created_at");
    let outcome = harness.run("list -f csv --fields email").code(0);
    assert_eq!(outcome.lines()[0], "email");
    let harness = harness.env("LEADS_PROFILE", "acme");
    let outcome = harness.run("find -f csv --id x").code(1);
    assert!(outcome.lines()[0].starts_with("id,external_id,name,"));
    assert!(outcome.lines()[0].ends_with(",owner_id"));
    let harness = harness.env("LEADS_FIELDS", "created_at");
    let outcome = harness.run("list -f csv --limit 1").code(0);
    assert_eq!(outcome.lines(), ["created_at", "1769860800"]);
    let outcome = harness.run("list -f csv --limit 1 --time utc").code(0);
    assert_eq!(outcome.lines()[1], "2026-01-31T12:00:00Z");
    // JSON has whole leads, and rows of other commands have their own columns.
    let outcome = harness.run("list --json --limit 1").code(0);
    assert!(outcome.stdout().contains("\"email\":"), "{outcome}");
    let outcome = harness.run("fields -f csv").code(0);
    assert!(outcome.lines()[0].starts_with("path,types,"), "{outcome}");
    harness.run("list --count-by country -f csv").code(0);
    harness
        .env("LEADS_FIELDS", "id,,x")
        .run("list")
        .code(2)
        .says("LEADS_FIELDS: empty field name");
}

#[test]
fn profiles_are_listed() {
    let harness = Harness::of(0);
    harness.run("config profiles").code(0).prints("default\n");
    harness.write(
        ".config/leads/config.toml",
        "[profiles.zeta]\n[profiles.acme]\nregion = 'eu'\n",
    );
    harness
        .run("config profiles")
        .code(0)
        .prints("acme\ndefault\nzeta\n")
        .silent();
}

#[test]
fn colours_of_help_errors_and_tables_go_by_the_option() {
    let harness = Harness::of(5);
    for args in ["list --help", "lst", "list --fields id,emial"] {
        for (option, coloured) in [("always", true), ("never", false), ("auto", false)] {
            let typed = format!("{args} --color {option}");
            let outcome = harness.run(typed.as_str());
            let shown = format!("{}{}", outcome.stdout(), outcome.stderr());
            assert_eq!(shown.contains('\u{1b}'), coloured, "{outcome}");
        }
    }
    let forced = Harness::of(5).env("CLICOLOR_FORCE", "1");
    assert!(
        forced
            .run("list -f table")
            .code(0)
            .stdout()
            .contains('\u{1b}')
    );
    let plain = forced.run("list -f csv").code(0);
    assert!(!plain.stdout().contains('\u{1b}'));
}

#[test]
fn colours_in_a_pipe_change_no_data() {
    let harness = Harness::of(100);
    let plain = harness.run("list -f table --color never").code(0);
    let coloured = harness.run("list -f table --color always").code(0);
    let stripped = anstream::adapter::strip_str(coloured.stdout()).to_string();
    assert_eq!(stripped, plain.stdout());
}

#[test]
fn an_unknown_extension_gets_a_suggestion() {
    let harness = Harness::of(3);
    for file in ["x.xls", "x.ods", "x"] {
        harness
            .run(["list", "-o", file])
            .code(2)
            .says("no format has this extension; choose one with --format")
            .says("for a spreadsheet write x.xlsx");
    }
    assert_eq!(harness.files(), [""; 0]);
}
