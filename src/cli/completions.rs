//! Completion scripts: clap's, taught that `--fields` takes names between
//! commas.

use clap::{CommandFactory as _, ValueEnum as _};
use clap_complete::Shell;

use super::Cli;
use crate::columns;

const BASH: &str = r#"_leads_names() {
    # What stands before the name that is typed stays.
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
    # What stands before the name that is typed stays.
    compset -P '*,' || compset -P '+'
    compadd -S '' -- "$@"
}
"#;

const FISH: &str = r#"function __leads_names
	set -l typed (string replace -r '^--fields=' '' -- (commandline -ct))
	# What stands before the name that is typed stays.
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
            let taught = teach(
                &script,
                "--fields)\n                    COMPREPLY=($(compgen -f \"${cur}\"))",
                |command| format!("leads__subcmd__{command})\n            opts="),
                |names| format!("--fields)\n                    _leads_names {names}"),
            );
            format!("{BASH}{taught}")
        }
        Shell::Zsh => {
            let taught = teach(
                &script,
                ":LIST:_default'",
                |command| format!("({command})\n_arguments"),
                |names| format!(":LIST: _leads_names {names}'"),
            );
            taught.replacen("is-at-least\n", &format!("is-at-least\n{ZSH}"), 1)
        }
        Shell::Fish => {
            let taught = teach(
                &script,
                "-l fields ",
                |command| format!("__fish_leads_using_subcommand {command}\""),
                |names| format!("-l fields -f -a '(__leads_names {names})' "),
            );
            // Clap's script names no values of arguments without a dash.
            let shells: Vec<String> = Shell::value_variants()
                .iter()
                .map(ToString::to_string)
                .collect();
            let shells = shells.join(" ");
            format!(
                "{FISH}{taught}complete -c leads -n \"__fish_leads_using_subcommand completions\" -f -a '{shells}'\n"
            )
        }
        _ => script,
    }
}

/// Puts what `taught` makes of the names in the place of each `usual`. Which
/// names they are goes by the last command that a `mark` before it is of.
fn teach(
    script: &str,
    usual: &str,
    mark: fn(&str) -> String,
    taught: fn(&str) -> String,
) -> String {
    let columns: Vec<&str> = columns::columns().chain(["custom_attributes."]).collect();
    let (columns, row) = (columns.join(" "), columns::ROW.join(" "));
    let mut out = String::new();
    let mut parts = script.split(usual);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let last = ["list", "find", "fields"]
            .into_iter()
            .max_by_key(|command| out.rfind(&mark(command)));
        let names = if last == Some("fields") {
            &row
        } else {
            &columns
        };
        out.push_str(&taught(names));
        out.push_str(part);
    }
    out
}
