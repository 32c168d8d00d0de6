//! The `leads` command: parses the command line, runs it, and maps the result to a
//! message and an exit code.

use std::io::{self, Write as _};
use std::process::ExitCode;

use leads::cli::{Color, legible, parse, version, with_tip};
use leads::commands::run;
use leads::error::{self, Error};
use leads::interrupt::survive_file_limit;
use leads::output::check_stdout;
use leads::terminal::report::{Level, Report};

fn main() -> ExitCode {
    survive_file_limit();
    let cli = match parse(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) => {
            Color::from_raw_args(std::env::args_os()).apply();
            return not_parsed(error);
        }
    };
    cli.global.color.apply();
    let report = Report::new(match (cli.global.quiet, cli.global.verbose) {
        (true, _) => Level::Quiet,
        (false, 0) => Level::Normal,
        (false, 1) => Level::Requests,
        (false, _) => Level::Headers,
    });
    let outcome = match cli.command.prints_to_stdout().then(check_stdout) {
        Some(Err(error)) => Err(Error::Output(error).into()),
        _ => run(&cli, report),
    };
    outcome.map_or_else(|error| failed(&error, report), |()| ExitCode::SUCCESS)
}

/// Prints the error or the help of clap.
fn not_parsed(error: clap::Error) -> ExitCode {
    let code = u8::try_from(error.exit_code()).unwrap_or(2);
    let error = legible(with_tip(error), std::env::args_os());
    if error.use_stderr() {
        // An error of standard error cannot be reported anywhere.
        let _ = error.print();
        return ExitCode::from(code);
    }
    let print = || match version(&error, std::env::args_os()) {
        Some(text) => io::stdout().write_all(text.as_bytes()),
        None => error.print(),
    };
    match check_stdout().and_then(|()| print()) {
        Ok(()) => ExitCode::from(code),
        Err(error) => failed(&Error::Output(error).into(), Report::default()),
    }
}

fn failed(error: &anyhow::Error, report: Report) -> ExitCode {
    let code = error::code(error);
    // A closed pipe, or a search without a match, is not an error.
    if code > 1 {
        report.error(&format_args!("{error:#}"), error::hint(error));
        if let Some(excerpt) = error::excerpt(error) {
            report.excerpt(excerpt);
        }
    }
    ExitCode::from(code)
}

/// Runs before the standard library starts. The library opens /dev/null for a closed
/// standard output, which would discard the output.
#[cfg(unix)]
mod startup {
    use leads::output::note_closed;

    /// Records which of the descriptors 0 to 2 are closed.
    extern "C" fn note_closed_descriptors() {
        use rustix::io::fcntl_getfd;
        use rustix::stdio::{stderr, stdin, stdout};

        for (number, descriptor) in [stdin(), stdout(), stderr()].into_iter().enumerate() {
            if fcntl_getfd(descriptor).is_err() {
                note_closed(number);
            }
        }
    }

    /// Functions in these sections run before `main`; nothing else runs before the
    /// standard library starts. The attribute is unsafe because the named function is
    /// called unconditionally. This one is safe: it does not allocate, and uses nothing
    /// that the standard library sets up.
    #[allow(unsafe_code)]
    #[used]
    #[cfg_attr(
        target_vendor = "apple",
        unsafe(link_section = "__DATA,__mod_init_func")
    )]
    #[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
    static BEFORE_MAIN: extern "C" fn() = note_closed_descriptors;
}
