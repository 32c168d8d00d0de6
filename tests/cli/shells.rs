//! The completion scripts in their shells. A shell that is not installed is reported
//! and skipped.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::harness::Harness;

/// The text typed, some of the expected completions, and some that must not be offered.
const QUESTIONS: [(&str, &[&str], &[&str]); 17] = [
    ("leads li", &["list"], &["find", "--help"]),
    ("leads list --f", &["--fields", "--format"], &["--full"]),
    (
        "leads list --format ",
        &["table", "json", "jsonl", "csv", "tsv"],
        &["output.csv"],
    ),
    (
        "leads completions ",
        &["bash", "elvish", "fish", "powershell", "zsh"],
        &["list", "output.csv"],
    ),
    ("leads list --sort cr", &["created_at"], &["updated_at"]),
    (
        "leads list --fields na",
        &["name"],
        &["email", "output.csv"],
    ),
    ("leads find --fields id,na", &["id,name"], &["name"]),
    ("leads list --fields +id,ci", &["+id,city"], &["id,city"]),
    ("leads fields --fields pa", &["path"], &["phone"]),
    ("leads list -o out", &["output.csv"], &["table"]),
    (
        "leads list -o week.",
        &["week.csv", "week.tsv", "week.json", "week.jsonl"],
        &["week.table", "output.csv"],
    ),
    (
        "leads find --output week.j",
        &["week.json", "week.jsonl"],
        &["week.csv"],
    ),
    (
        "leads list --where cou",
        &["country"],
        &["city", "output.csv"],
    ),
    ("leads list --count-by cr", &["created_at"], &["updated_at"]),
    ("leads list --since y", &["yesterday"], &["today"]),
    ("leads list --until 7", &["7d"], &["2w", "output.csv"]),
    (
        "leads list --profile ",
        &["acme", "default"],
        &["output.csv"],
    ),
];

/// A folder with files to complete.
fn user() -> Harness {
    let user = Harness::of(0);
    user.write("output.csv", "");
    user.write(".config/leads/config.toml", "[profiles.acme]\n");
    user
}

fn script(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    folder.join(name).to_str().unwrap().to_owned()
}

/// A shell that runs `code` with `args`; `None` if it is not installed.
fn shell(
    user: &Harness,
    name: &str,
    options: &[&str],
    code: &str,
    args: &[&str],
) -> Option<String> {
    let known = user.command(&[]);
    let mut command = Command::new(name);
    command.env_clear().current_dir(user.path(""));
    for (name, value) in known.get_envs() {
        command.env(name, value?);
    }
    // The scripts run the program.
    let folder = Path::new(known.get_program()).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    command.env("PATH", format!("{}:{path}", folder.display()));
    let ran = command
        .env("TERM", "dumb")
        .stdin(Stdio::null())
        .args(options)
        .args(["-c", code])
        .args(args)
        .output();
    let Ok(output) = ran else {
        let mut note = std::io::stderr();
        let text = format!("{name} is not installed: its completions are not tried\n");
        std::io::Write::write_all(&mut note, text.as_bytes()).unwrap();
        return None;
    };
    assert!(output.status.success(), "{name} {args:?}: {output:?}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[track_caller]
fn check(shell: &str, typed: &str, offered: &[&str]) {
    let (_, wanted, unwanted) = QUESTIONS
        .iter()
        .find(|question| question.0 == typed)
        .unwrap();
    for name in *wanted {
        assert!(offered.contains(name), "{shell}: {typed}: {offered:?}");
    }
    for name in *unwanted {
        assert!(!offered.contains(name), "{shell}: {typed}: {offered:?}");
    }
}

#[test]
fn bash_completes() {
    // bash calls the function of `complete` in the same way.
    const CODE: &str = r#"
        source "$0"
        function=$(complete -p leads) && function=${function##*-F } && function=${function%% *}
        compopt() { :; }
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        $function leads "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    let user = user();
    for (typed, ..) in QUESTIONS {
        let file = script("leads.bash");
        let mut args = vec![file.as_str()];
        args.extend(typed.split(' '));
        let Some(offered) = shell(&user, "bash", &["--norc", "--noprofile"], CODE, &args) else {
            return;
        };
        check("bash", typed, &offered.lines().collect::<Vec<_>>());
    }
}

#[test]
fn bash_offers_commands_before_options() {
    let script = std::fs::read_to_string(script("leads.bash")).unwrap();
    let lines = script.lines().filter(|line| line.contains("opts=\""));
    for line in lines {
        let words = line
            .trim()
            .trim_start_matches("opts=\"")
            .trim_end_matches('"');
        let is_option = |word: &str| word.starts_with('-');
        assert!(words.split(' ').is_sorted_by_key(is_option), "{line}");
    }
}

#[test]
fn fish_completes() {
    const CODE: &str = "source $argv[1]; complete -C $argv[2]";
    let user = user();
    for (typed, ..) in QUESTIONS {
        let file = script("leads.fish");
        let Some(offered) = shell(&user, "fish", &["--no-config"], CODE, &[&file, typed]) else {
            return;
        };
        let offered = offered.lines().map(|line| line.split('\t').next().unwrap());
        check("fish", typed, &offered.collect::<Vec<_>>());
    }
}

#[test]
fn zsh_completes() {
    // A zsh on its own terminal types each line, inserts all completions, and prints
    // the resulting line.
    const CODE: &str = r#"
        zmodload zsh/zpty || exit 1
        zpty shell zsh -f -i
        send() { zpty -w shell "$1" }
        send "fpath=(${(q)1} \$fpath); autoload -Uz compinit; compinit -u -D"
        send 'all() { compstate[insert]=all; compstate[list]= }'
        send 'complete-and-print() { comppostfuncs=(all); zle complete-word; print -r -- "$BUFFER" >> lines; BUFFER= }'
        send 'zle -N complete-and-print; bindkey "^X^X" complete-and-print'
        for line in ${@[2,-1]}; do zpty -w -n shell "$line"$'\x18\x18'; done
        send exit
        while zpty -r shell; do :; done"#;
    let user = user();
    let folder = script("");
    let mut args = vec!["zsh", folder.trim_end_matches('/')];
    args.extend(QUESTIONS.map(|question| question.0));
    if shell(&user, "zsh", &["-f"], CODE, &args).is_none() {
        return;
    }
    let lines = user.read("lines");
    assert_eq!(lines.lines().count(), QUESTIONS.len(), "{lines}");
    for ((typed, ..), line) in QUESTIONS.into_iter().zip(lines.lines()) {
        // The last word was replaced by its completions.
        let before = typed.rsplit_once(' ').unwrap().0;
        let offered = line.strip_prefix(before).unwrap_or_default();
        let words = offered.split(' ').map(|word| word.trim_end_matches('='));
        check("zsh", typed, &words.collect::<Vec<_>>());
    }
}
