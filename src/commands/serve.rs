//! The practice workspace: served until interrupted, or inside `--demo`.

use std::io::{self, Write as _};
use std::time::Duration;

use crate::cli::{DEMO_LEADS, Sandbox};
use crate::error::Failure;
use crate::sandbox::{Intercom, RateLimit, Server, Settings};
use crate::terminal::report::Report;

/// `leads sandbox`: tells its address and serves.
pub(super) fn sandbox(args: &Sandbox, report: Report) -> anyhow::Result<()> {
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
        ..Settings::default()
    };
    let server = serve(args.port, settings).map_err(Failure::Port)?;
    let url = server.base_url();
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{url}")
        .and_then(|()| stdout.flush())
        .map_err(Failure::Output)?;
    drop(stdout);
    let token = args.token.as_deref().unwrap_or("any");
    report.note(&format!(
        "{} made-up leads until Ctrl-C; in another terminal:",
        args.leads
    ));
    report.note(&format!(
        "INTERCOM_ACCESS_TOKEN={token} leads --base-url {url} list"
    ));
    server.wait();
    Ok(())
}

/// The workspace of `--demo`.
pub(super) fn demo() -> io::Result<Server> {
    serve(
        0,
        Settings {
            leads: DEMO_LEADS,
            ..Settings::default()
        },
    )
}

fn serve(port: u16, settings: Settings) -> io::Result<Server> {
    let api = Intercom::new(settings);
    Server::start(port, move |request| api.reply(request))
}
