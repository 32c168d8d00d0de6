//! The practice workspace: `leads sandbox`, and the server of `--demo`.

use std::io::{self, Write as _};
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::cli::{DEMO_LEADS, SandboxArgs};
use crate::config::Demo;
use crate::error::Error;
use crate::query::when;
use crate::sandbox::{Intercom, RateLimit, Server, Settings};
use crate::terminal::report::Report;

/// The age of the newest lead at the start, in seconds.
const NEWEST_AGE: i64 = 4 * 60;

/// `leads sandbox`: prints the address and serves until interrupted.
pub(super) fn sandbox(args: &SandboxArgs, report: Report) -> anyhow::Result<()> {
    let clock = args.clock.map(|clock| {
        clock
            .seconds(when::now(), &TimeZone::UTC)
            .map_err(|why| Error::Usage(format!("--clock: {why}")))
    });
    let clock = clock.transpose()?;
    let settings = Settings {
        leads: args.leads,
        seed: args.seed,
        latency: Duration::from_millis(args.latency),
        rate_limit: args
            .rate_limit
            .map(|(calls, seconds)| RateLimit { calls, seconds }),
        churn: args.churn,
        api: args.api,
        token: args.token.clone(),
        ..at(clock)
    };
    let server = serve(args.port, settings).map_err(Error::Port)?;
    let url = server.base_url();
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{url}")
        .and_then(|()| stdout.flush())
        .map_err(Error::Output)?;
    drop(stdout);
    let token = args.token.as_deref().unwrap_or("any");
    report.note(&format!(
        "serving {} made-up leads; stop with Ctrl-C; in another terminal run:",
        args.leads
    ));
    report.note(&format!(
        "INTERCOM_ACCESS_TOKEN={token} leads --base-url {url} list"
    ));
    server.wait();
    Ok(())
}

/// Starts the server of the demo.
pub(super) fn demo(demo: Demo) -> io::Result<Server> {
    serve(
        0,
        Settings {
            leads: DEMO_LEADS,
            ..at(demo.clock)
        },
    )
}

/// Settings of a workspace whose time is `clock`, in Unix seconds; without it the time
/// is now, and the newest lead is a few minutes old.
fn at(clock: Option<i64>) -> Settings {
    let (now, newest) = match clock {
        Some(clock) => (clock, clock),
        None => (when::now(), when::now() - NEWEST_AGE),
    };
    Settings {
        now,
        newest,
        ..Settings::default()
    }
}

fn serve(port: u16, settings: Settings) -> io::Result<Server> {
    let api = Intercom::new(settings);
    Server::start(port, move |request| api.reply(request))
}
