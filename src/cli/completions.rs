//! Completion scripts: those of `clap_complete`, patched to complete the names
//! in `--fields`, which are separated by commas.

use clap::{CommandFactory as _, ValueEnum as _};
use clap_complete::Shell;

use super::Cli;
use crate::columns;

const BASH: &str = r#"_leads_names() {
    # Keep what precedes the name that is typed.
    local before=""
    case "${cur}" in
        *,*) before="${cur%,*}," ;;
        +*) before="+" ;;
    esac
    COMPREPLY=($(compgen -P "${before}" -W "$*" -- "${cur#"${before}"}"))
    compopt -o nospace 2>/dev/null
    return 0
}

"#;

const ZSH: &str = r#"
_leads_names() {
    # Keep what precedes the name that is typed.
    compset -P '*,' || compset -P '+'
    compadd -S '' -- "$@"
}
"#;

const FISH: &str = r#"function __leads_names
	set -l typed (string replace -r '^--fields=' '' -- (commandline -ct))
	# Keep what precedes the name that is typed.
	set -l before (string match -r '^.*,|^\+' -- $typed)
	for name in $argv
		echo "$before$name"
	end
end

"#;

/// The completion script for `shell`.
#[must_use]
pub fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "leads", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    match shell {
        Shell::Bash => {
            let patched = patch(
                &script,
                "--fields)\n                    COMPREPLY=($(compgen -f \"${cur}\"))",
                |command| format!("leads__subcmd__{command})\n            opts="),
                |names| format!("--fields)\n                    _leads_names {names}"),
            );
            format!("{BASH}{patched}")
        }
        Shell::Zsh => {
            let patched = patch(
                &script,
                ":LIST:_default'",
                |command| format!("({command})\n_arguments"),
                |names| format!(":LIST: _leads_names {names}'"),
            );
            patched.replacen("is-at-least\n", &format!("is-at-least\n{ZSH}"), 1)
        }
        Shell::Fish => {
            let patched = patch(
                &script,
                "-l fields ",
                |command| format!("__fish_leads_using_subcommand {command}\""),
                |names| format!("-l fields -f -a '(__leads_names {names})' "),
            );
            // clap_complete has no values of positional arguments for fish.
            let shells: Vec<String> = Shell::value_variants()
                .iter()
                .map(ToString::to_string)
                .collect();
            let shells = shells.join(" ");
            format!(
                "{FISH}{patched}complete -c leads -n \"__fish_leads_using_subcommand completions\" -f -a '{shells}'\n"
            )
        }
        _ => script,
    }
}

/// Replaces each `original` in the script by `replacement` of the names that
/// `--fields` takes. They depend on the command: the last one whose `heading`
/// precedes the option.
fn patch(
    script: &str,
    original: &str,
    heading: fn(&str) -> String,
    replacement: fn(&str) -> String,
) -> String {
    let columns: Vec<&str> = columns::names().chain(["custom_attributes."]).collect();
    let (columns, row) = (columns.join(" "), columns::SAMPLE_COLUMNS.join(" "));
    let mut out = String::new();
    let mut parts = script.split(original);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let last = ["list", "find", "fields"]
            .into_iter()
            .max_by_key(|command| out.rfind(&heading(command)));
        let names = if last == Some("fields") {
            &row
        } else {
            &columns
        };
        out.push_str(&replacement(names));
        out.push_str(part);
    }
    out
}
