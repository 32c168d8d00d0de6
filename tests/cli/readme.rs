//! The commands in the README, in docs/ and in the skill work, and the README's table
//! matches the program's output.

use std::path::Path;
#[cfg(unix)]
use std::process::Command;

use crate::harness::Harness;

/// The blocks of the README with this `language`.
fn blocks(language: &str) -> Vec<String> {
    blocks_of("README.md", language)
}

fn blocks_of(document: &str, language: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
    let text = std::fs::read_to_string(path).unwrap();
    let marked = format!("```{language}\n");
    let blocks = text.split(&marked).skip(1);
    blocks
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .collect()
}

/// Runs each block in a shell, with a workspace whose leads have everything.
#[cfg(unix)]
fn run_in_a_shell(user: &Harness, blocks: &[String]) {
    let jq = Command::new("jq").arg("--version").output().is_ok();
    let leads = user.command(&[]);
    let folder = Path::new(leads.get_program()).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    for block in blocks {
        let script: Vec<&str> = block
            .lines()
            .filter(|line| jq || !line.contains("| jq "))
            .filter(|line| cfg!(feature = "jq") || !line.contains("--jq"))
            .filter(|line| cfg!(feature = "sqlite") || !line.contains("leads sync"))
            .collect();
        let mut shell = Command::new("sh");
        shell.env_clear().args(["-eu", "-c", &script.join("\n")]);
        for (name, value) in leads.get_envs() {
            shell.env(name, value.unwrap());
        }
        let outcome = shell
            .env("PATH", &path)
            .current_dir(user.path(""))
            .output()
            .unwrap();
        let message = String::from_utf8_lossy(&outcome.stderr);
        assert!(outcome.status.success(), "{block}\n{message}");
    }
}

#[test]
#[cfg(unix)]
fn every_recipe_works() {
    let mut blocks = blocks("sh");
    assert!(blocks.len() >= 3, "the recipes are marked as sh");
    blocks.extend(blocks_of("docs/load.md", "sh"));
    let sqlite = Command::new("sqlite3").arg("--version").output().is_ok();
    let mut of_sync = blocks_of("docs/sync.md", "sh");
    of_sync.retain(|block| cfg!(feature = "sqlite") && (sqlite || !block.contains("sqlite3 ")));
    blocks.extend(of_sync);
    let user = Harness::of(345);
    run_in_a_shell(&user, &blocks);
    assert!(user.read("january.csv").lines().count() > 100);
    assert!(user.read("excel.csv").starts_with('\u{feff}'));
    assert!(
        user.read("everything.csv")
            .contains("custom_attributes.plan")
    );
}

#[test]
#[cfg(unix)]
fn every_command_of_the_skill_works() {
    let blocks = blocks_of("skills/leads/SKILL.md", "sh");
    let commands = blocks.iter().flat_map(|block| block.lines());
    let commands: Vec<String> = commands.map(str::to_owned).collect();
    assert_eq!(commands.len(), 10);
    run_in_a_shell(&Harness::of(345), &commands);
}

/// The codes in the rows after `| code | meaning |`.
fn exit_codes(document: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
    let text = std::fs::read_to_string(path).unwrap();
    let (_, table) = text.split_once("| code | meaning |").unwrap();
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    rows.map(|row| row.split('|').nth(1).unwrap().trim().to_owned())
        .collect()
}

#[test]
fn the_skill_has_the_exit_codes_of_the_readme() {
    assert_eq!(exit_codes("skills/leads/SKILL.md"), exit_codes("README.md"));
}

#[test]
fn the_table_of_the_readme_is_what_the_program_prints() {
    let block = blocks("text").remove(0);
    let (command, table) = block.split_once('\n').unwrap();
    let words = command.strip_prefix("$ leads ").unwrap();
    let user = Harness::of(0).env("LEADS_DEMO", "2026-01-31T12:00");
    let _ = user.run(words).code(0).prints(table);
}

#[test]
fn the_config_file_of_the_readme_is_valid() {
    let user = Harness::of(2);
    user.write(".config/leads/config.toml", &blocks("toml").remove(0));
    let outcome = user.run("list").code(0).silent();
    assert!(outcome.stdout().starts_with("id,external_id,"), "{outcome}");
    let user = user.env("LEADS_PROFILE", "proxied");
    user.run("list --count -v")
        .code(0)
        .says("POST /contacts/search");
}
