//! The `leads` command: reads the command line, runs it, and turns the
//! outcome into a message and an exit code.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser as _;
use leads::cli::{Cli, Color, with_tip};
use leads::commands::run;
use leads::error;
use leads::terminal::report::{Level, Report};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            Color::from_raw_args(std::env::args_os()).apply();
            // Help goes to standard output, which may be closed.
            let _ = with_tip(error).print();
            return ExitCode::from(code);
        }
    };
    cli.global.color.apply();
    let report = Report::new(match (cli.global.quiet, cli.global.verbose) {
        (true, _) => Level::Quiet,
        (false, 0) => Level::Normal,
        (false, 1) => Level::Requests,
        (false, _) => Level::Headers,
    });
    let Err(error) = run(&cli, report) else {
        return ExitCode::SUCCESS;
    };
    let code = error::code(&error);
    // A reader that went away, or a search without a match, is no error.
    if code > 1 {
        report.error(&format_args!("{error:#}"), error::hint(&error));
        if let Some(excerpt) = error::excerpt(&error) {
            report.excerpt(excerpt);
        }
    }
    ExitCode::from(code)
}
