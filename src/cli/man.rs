//! Man pages: those of `clap_mangen`, plus the sections that clap does not have.

use std::collections::BTreeMap;
use std::io::{self, Write};

use clap::{Command, CommandFactory as _};

use super::Cli;
use super::command::trimmed;

/// The pages by their file names, such as `leads-list.1`.
pub fn man_pages() -> io::Result<BTreeMap<String, String>> {
    let command = trimmed(Cli::command().disable_help_subcommand(true));
    let mut pages = BTreeMap::new();
    pages.insert("leads.1".to_owned(), page(&command, "leads")?);
    for sub in command.get_subcommands() {
        let name = format!("leads-{}", sub.get_name());
        pages.insert(format!("{name}.1"), page(sub, &name)?);
        for sub in sub.get_subcommands() {
            let name = format!("{name}-{}", sub.get_name());
            pages.insert(format!("{name}.1"), page(sub, &name)?);
        }
    }
    Ok(pages)
}

/// One page, with the added sections.
fn page(command: &Command, name: &str) -> io::Result<String> {
    // clap_mangen omits options that are hidden in the short help.
    let command = &command.clone().mut_args(|arg| arg.hide_short_help(false));
    let man = clap_mangen::Man::new(command.clone())
        .title(name.to_uppercase())
        .manual("leads")
        .date("");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    // clap_mangen lists every option here, which is too long to read.
    let words = name.replace('-', " ");
    let rest = if command.has_subcommands() {
        "COMMAND [OPTIONS]"
    } else {
        "[OPTIONS]"
    };
    let shell = if name.ends_with("completions") {
        " SHELL"
    } else {
        ""
    };
    writeln!(page, ".SH SYNOPSIS\n\\fB{words}\\fR {rest}{shell}")?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    entries(&mut page, "EXIT STATUS", EXIT_STATUS)?;
    entries(&mut page, "ENVIRONMENT", ENVIRONMENT)?;
    entries(&mut page, "FILES", FILES)?;
    let help = command
        .get_after_long_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    if let Some(examples) = help.split_once("Examples:\n").map(|(_, examples)| examples) {
        writeln!(page, ".SH EXAMPLES\n.nf")?;
        for line in examples.lines().take_while(|line| !line.is_empty()) {
            writeln!(page, "{}", escaped(line.trim()))?;
        }
        writeln!(page, ".fi")?;
    }
    if name != "leads" {
        writeln!(page, ".SH SEE ALSO\n\\fBleads\\fR(1)")?;
    }
    let page = String::from_utf8(page).map_err(io::Error::other)?;
    Ok(with_rows(&page))
}

/// Keeps the lines of tables, whose cells are two spaces apart, as they are. roff
/// fills all other lines.
fn with_rows(page: &str) -> String {
    let mut out = String::new();
    let mut was_row = false;
    for line in page.lines() {
        let is_row = !line.starts_with('.') && line.contains("  ");
        match (was_row, is_row) {
            (false, true) => out.push_str(".nf\n"),
            (true, false) => out.push_str(".fi\n"),
            _ => {}
        }
        was_row = is_row;
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn entries(page: &mut Vec<u8>, title: &str, entries: &[(&str, &str)]) -> io::Result<()> {
    writeln!(page, ".SH \"{title}\"")?;
    for (term, text) in entries {
        writeln!(page, ".TP\n\\fB{}\\fR\n{}", escaped(term), escaped(text))?;
    }
    Ok(())
}

/// Escapes text for roff.
fn escaped(text: &str) -> String {
    let text = text
        .replace('\\', "\\e")
        .replace('-', "\\-")
        .replace('\'', "\\(aq");
    if text.starts_with(['.']) {
        format!("\\&{text}")
    } else {
        text
    }
}

const EXIT_STATUS: &[(&str, &str)] = &[
    ("0", "Success; also if the reader of the pipe closed it."),
    (
        "1",
        "find matched nothing; with --strict, not every value had a match.",
    ),
    (
        "2",
        "The command line, the environment or the config file is wrong.",
    ),
    ("3", "The access token is missing or was refused."),
    (
        "4",
        "The API could not be reached, or is failing; try again later.",
    ),
    (
        "5",
        "The API refused the request, or its response cannot be understood.",
    ),
    ("6", "Still rate limited after the retries."),
    (
        "7",
        "The output or a temporary file could not be written, or the credential store cannot \
         be used.",
    ),
    (
        "8",
        "Incomplete: not every lead could be read, and reading again did not help.",
    ),
];

const ENVIRONMENT: &[(&str, &str)] = &[
    (
        "INTERCOM_ACCESS_TOKEN, INTERCOM_TOKEN",
        "The access token; the first that is not empty is used. There is no option for it, \
         because other users can see the arguments of a program.",
    ),
    (
        "LEADS_PROFILE",
        "The profile, as --profile. With --profile the variables for token, region, address \
         and version are ignored; with this one they override the profile.",
    ),
    ("LEADS_CONFIG", "The path of the config file."),
    ("LEADS_REGION", "us, eu or au, as --region."),
    (
        "INTERCOM_API_BASE_URL",
        "The address of the API, as --base-url.",
    ),
    (
        "LEADS_API_VERSION",
        "The version of the API, as --api-version.",
    ),
    (
        "LEADS_FORMAT",
        "The format when neither --format nor the extension of --output names one.",
    ),
    (
        "LEADS_FIELDS",
        "The columns of table, csv and tsv, as --fields.",
    ),
    (
        "LEADS_DEMO",
        "Made-up leads, as --demo. A time, such as 2026-01-31T12:00, sets when the newest lead \
         was created. Empty, 0 and false are off.",
    ),
    ("COLUMNS", "The width of a table on a terminal."),
    (
        "NO_COLOR, CLICOLOR_FORCE, TERM",
        "No colours if NO_COLOR is set or TERM is dumb; colours everywhere if CLICOLOR_FORCE is \
         1. --color overrides them. A dumb terminal shows no progress.",
    ),
    (
        "TZ",
        "The time zone of --time local, instead of the system's.",
    ),
    (
        "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
        "The proxy to use. Never used for a host that is this computer.",
    ),
    (
        "SSL_CERT_FILE, SSL_CERT_DIR",
        "Certificate authorities to trust instead of the system's.",
    ),
    (
        "TMPDIR",
        "The folder for temporary files. They hold leads that can be printed only after all \
         are read.",
    ),
];

const FILES: &[(&str, &str)] = &[
    (
        "~/.config/leads/config.toml",
        "Profiles; `leads config path` prints the path on this system.",
    ),
    (
        "~/.config/leads/credentials.json",
        "The tokens that `leads auth login` stores. Only you can read it.",
    ),
    (
        "FILE of --output",
        "Written to a temporary file in the same folder and renamed when complete. Until \
         then, and after a failure, the old file stays.",
    ),
    (
        "a temporary file without a name",
        "Holds the leads of --sort and of the field custom_attributes.* until all are read; \
         it is gone when the program ends, even after a crash.",
    ),
];
