//! Completion scripts: those of `clap_complete`, patched to complete the names in
//! `--fields` and in conditions, profiles, times, and the extensions of output files.

use clap::ValueEnum as _;
use clap_complete::Shell;

use super::command;
use crate::columns;
use crate::output::Format;

/// Some of the values that `--since` and its like accept.
const TIMES: &str = "today yesterday 24h 7d 2w 30d 3mo 1y monday";

const TIME_OPTIONS: [&str; 3] = ["--since", "--until", "--updated-since"];

const BASH: &str = r#"_leads_names() {
    # Keep the text before the name.
    local before=""
    case "${cur}" in
        *,*) before="${cur%,*}," ;;
        +*) before="+" ;;
    esac
    COMPREPLY=($(compgen -P "${before}" -W "$*" -- "${cur#"${before}"}"))
    compopt -o nospace 2>/dev/null
    return 0
}

_leads_where() {
    # The last name of an expression, which may be in quotes.
    local typed="${cur#[\"\']}" name
    local before="${typed%"${typed##*[ (]}"}"
    for name in $*; do
        [[ "${before}${name}" == "${typed}"* ]] && COMPREPLY+=("${before}${name}")
    done
    # With a single match, readline would close the quotes.
    [[ "${COMP_WORDS[COMP_CWORD]}" == [\"\']* && ${#COMPREPLY[@]} == 1 ]] &&
        COMPREPLY+=("${COMPREPLY[0]} ")
    compopt -o nospace 2>/dev/null
    return 0
}

_leads_profiles() {
    local name
    while IFS= read -r name; do
        [[ "${name}" == "${cur}"* ]] && COMPREPLY+=("${name}")
    done < <("$1" config profiles 2>/dev/null)
    return 0
}

_leads_outputs() {
    # The extension of a new file selects the format.
    local format name
    for format in FORMATS; do
        name="${cur%.*}.${format}"
        if [[ "${cur}" == ?*.* && "${name}" == "${cur}"* && ! -e "${name}" ]]; then
            COMPREPLY+=("${name}")
        fi
    done
    return 0
}

"#;

const ZSH: &str = r#"
_leads_names() {
    # Keep the text before the name.
    compset -P '*,' || compset -P '+'
    compadd -S '' -- "$@"
}

_leads_where() {
    # The last name of an expression, which may be in quotes.
    compset -q
    compset -P '*[ (]'
    compadd -S '' -- "$@"
}

_leads_profiles() {
    compadd -- ${(f)"$(leads config profiles 2>/dev/null)"}
}

_leads_outputs() {
    _files
    # The extension of a new file selects the format.
    [[ $PREFIX == ?*.* ]] && compadd -- ${PREFIX%.*}.{FORMATS}
}
"#;

const FISH: &str = r#"function __leads_names
	set -l typed (string replace -r '^--fields=' '' -- (commandline -ct))
	# Keep the text before the name.
	set -l before (string match -r '^.*,|^\+' -- $typed)
	for name in $argv
		echo "$before$name"
	end
end

function __leads_where
	set -l typed (string replace -r '^--where=' '' -- (commandline -ct))
	# The last name of an expression, which may be in quotes.
	set -l before (string match -r '^.*[ (]' -- (string replace -r '^[\'"]' '' -- $typed))
	for name in $argv
		echo "$before$name"
	end
end

function __leads_outputs
	# The extension of a new file selects the format.
	set -l typed (string replace -r '^(--output=|-o)' '' -- (commandline -ct))
	if string match -qr '^.+\.[a-z]*$' -- $typed
		for format in FORMATS
			echo (string replace -r '\.[a-z]*$' ".$format" -- $typed)
		end
	end
end

"#;

/// The bash code that `clap_complete` writes for a value without a completion.
const BASH_FILES: &str = "COMPREPLY=($(compgen -f \"${cur}\"))";

/// The completion script for `shell`.
#[must_use]
pub fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "leads", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    match shell {
        Shell::Bash => bash(&script),
        Shell::Zsh => zsh(&script),
        Shell::Fish => fish(&script),
        _ => script,
    }
}

fn bash(script: &str) -> String {
    let mut script = patch_fields(
        script,
        &format!("--fields)\n                    {BASH_FILES}"),
        |command| format!("leads__subcmd__{command})\n            opts="),
        |names| format!("--fields)\n                    _leads_names {names}"),
    );
    let mut patch = |option: &str, completion: &str| {
        let label = format!("                {option})\n");
        let mut parts = script.split(label.as_str());
        let first = parts.next().unwrap_or_default().to_owned();
        script = parts.fold(first, |all, part| {
            let part = part.replacen(BASH_FILES, completion, 1);
            format!("{all}{label}{part}")
        });
    };
    patch("--profile", "_leads_profiles \"$1\"");
    for option in ["--where", "--count-by"] {
        patch(option, &format!("_leads_where {}", columns()));
    }
    for option in ["--output", "-o"] {
        let completion = format!("{BASH_FILES}\n                    _leads_outputs");
        patch(option, &completion);
    }
    for option in TIME_OPTIONS {
        let completion = format!("COMPREPLY=($(compgen -W \"{TIMES}\" -- \"${{cur}}\"))");
        patch(option, &completion);
    }
    let lines = script.lines().map(|line| commands_first(line) + "\n");
    let functions = BASH.replace("FORMATS", &formats(" "));
    functions + &lines.collect::<String>()
}

/// Puts commands before options in a line that lists both.
fn commands_first(line: &str) -> String {
    let words = line.trim_start().strip_prefix("opts=\"");
    let Some(words) = words.and_then(|words| words.strip_suffix('"')) else {
        return line.to_owned();
    };
    let words = words.split_whitespace();
    let (options, commands): (Vec<_>, Vec<_>) = words.partition(|word| word.starts_with('-'));
    let indent = &line[..line.len() - line.trim_start().len()];
    let words = [commands, options].concat().join(" ");
    format!("{indent}opts=\"{words}\"")
}

fn zsh(script: &str) -> String {
    let script = patch_fields(
        script,
        ":LIST:_default'",
        |command| format!("({command})\n_arguments"),
        |names| format!(":LIST: _leads_names {names}'"),
    );
    let lines = script.lines().map(|line| {
        let is_profile = line.starts_with("'--profile=");
        let is_expression = line.contains(":EXPR:_default'") || line.contains("--count-by=");
        let is_output = line.starts_with("'--output=") || line.starts_with("'-o+");
        let line = line.replace(":WHEN:_default'", &format!(":WHEN:({TIMES})'"));
        let line = if is_profile {
            line.replace(":NAME:_default'", ":NAME: _leads_profiles'")
        } else if is_expression {
            let completion = format!(": _leads_where {}'", columns());
            line.replace(":_default'", &completion)
        } else if is_output {
            line.replace(":FILE:_files'", ":FILE: _leads_outputs'")
        } else {
            line
        };
        line + "\n"
    });
    let functions = ZSH.replace("FORMATS", &formats(","));
    let lines = lines.collect::<String>();
    lines.replacen("is-at-least\n", &format!("is-at-least\n{functions}"), 1)
}

fn fish(script: &str) -> String {
    let script = patch_fields(
        script,
        "-l fields ",
        |command| format!("__fish_leads_using_subcommand {command}\""),
        |names| format!("-l fields -f -a '(__leads_names {names})' "),
    );
    let lines = script.lines().map(|line| {
        let is_time = |option: &str| line.contains(&format!(" -l {} ", &option[2..]));
        let values = if line.contains(" -l profile ") {
            " -f -a '(leads config profiles 2>/dev/null)'".to_owned()
        } else if line.contains(" -l where ") || line.contains(" -l count-by ") {
            format!(" -f -a '(__leads_where {})'", columns())
        } else if line.contains(" -l output ") {
            " -a '(__leads_outputs)'".to_owned()
        } else if TIME_OPTIONS.into_iter().any(is_time) {
            format!(" -f -a '{TIMES}'")
        } else {
            String::new()
        };
        format!("{line}{values}\n")
    });
    // clap_complete does not complete positional arguments in fish.
    let shells = Shell::value_variants().iter().map(ToString::to_string);
    let shells = shells.collect::<Vec<_>>().join(" ");
    let functions = FISH.replace("FORMATS", &formats(" "));
    let lines = lines.collect::<String>();
    format!(
        "{functions}{lines}complete -c leads -n \"__fish_leads_using_subcommand completions\" -f -a '{shells}'\n"
    )
}

/// The extensions that select a format.
fn formats(separator: &str) -> String {
    let formats = Format::ALL
        .into_iter()
        .filter(|&format| format != Format::Table);
    let names: Vec<&str> = formats.map(Format::name).collect();
    names.join(separator)
}

/// The names of columns, and the prefix of custom attributes.
fn columns() -> String {
    let columns: Vec<&str> = columns::names().chain(["custom_attributes."]).collect();
    columns.join(" ")
}

/// Replaces each `original` in the script with `replacement` of the names that
/// `--fields` accepts. They depend on the command, which is the one with the last
/// `heading` before the option.
fn patch_fields(
    script: &str,
    original: &str,
    heading: fn(&str) -> String,
    replacement: fn(&str) -> String,
) -> String {
    let (columns, row) = (columns(), columns::SAMPLE_COLUMNS.join(" "));
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
