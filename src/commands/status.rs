//! `leads auth status`: shows the workspace of the token, the source of the token, and
//! what remains of the rate limit.

use std::io::{self, Write as _};

use crate::cli::{StatusArgs, StatusFormat};
use crate::config::Config;
use crate::error::{Error, REFUSED_AS_SENT, Sent};
use crate::http::{Client, RateLimitStatus};
use crate::intercom::Account;
use crate::query::Query;
use crate::reader::Pages;
use crate::terminal::report::Report;
use crate::terminal::sanitize;

pub(super) fn status(args: &StatusArgs, config: &Config, report: Report) -> anyhow::Result<()> {
    let (connection, source) = config.connection_and_source()?;
    let client = Client::new(connection, report);
    let with_source = |error| {
        let address = client.base_url();
        let what = format!("the token from {source}, sent to {address}");
        anyhow::Error::new(error).context(Sent {
            what,
            if_refused: REFUSED_AS_SENT,
        })
    };
    let account = client.account().map_err(with_source)?;
    // The first request of `list`: it shows whether the token may read leads, and which
    // version the workspace serves.
    let one_lead = Query {
        per_page: Some(1),
        ..Query::default()
    };
    Pages::one(&client, &one_lead, 1).map_err(with_source)?;
    let text = if args.json || args.format == StatusFormat::Json {
        json(config.profile(), &source.to_string(), &account, &client)
    } else {
        lines(config.profile(), &source.to_string(), &account, &client)
    };
    let mut stdout = io::stdout().lock();
    Ok(writeln!(stdout, "{text}").map_err(Error::Output)?)
}

fn lines(profile: &str, source: &str, account: &Account, client: &Client) -> String {
    let workspace = match (&account.workspace, &account.id) {
        (Some(name), Some(id)) => format!("{name} ({id})"),
        (name, id) => name.as_ref().or(id.as_ref()).cloned().unwrap_or_default(),
    };
    let version = client.version();
    let version = if version.is_pinned() {
        version.name().to_owned()
    } else {
        format!("{} (auto)", version.name())
    };
    let limit = client.rate_limit().map(|status| {
        format!(
            "{} of {} requests left, resets in {} s",
            status.remaining,
            status.limit,
            seconds_to_reset(status)
        )
    });
    let rows = [
        ("profile", Some(profile.to_owned())),
        ("workspace", Some(workspace)),
        ("region", account.region.clone()),
        ("address", Some(client.base_url().to_owned())),
        ("API version", Some(version)),
        ("token from", Some(source.to_owned())),
        ("rate limit", limit),
    ];
    let lines: Vec<String> = rows
        .into_iter()
        .filter_map(|(name, text)| Some((name, text.filter(|text| !text.is_empty())?)))
        .map(|(name, text)| format!("{name:<13}{}", sanitize::text(&text)))
        .collect();
    lines.join("\n")
}

fn json(profile: &str, source: &str, account: &Account, client: &Client) -> String {
    let limit = client.rate_limit().map(|status| {
        serde_json::json!({
            "limit": status.limit,
            "left": status.remaining,
            "resets_in": seconds_to_reset(status),
        })
    });
    let status = serde_json::json!({
        "profile": profile,
        "workspace": account.workspace,
        "workspace_id": account.id,
        "region": account.region,
        "timezone": account.timezone,
        "base_url": client.base_url(),
        "api_version": client.version().name(),
        "token_from": source,
        "rate_limit": limit,
    });
    sanitize::json(&format!("{status:#}")).into_owned()
}

/// Seconds to the next window, rounded up.
fn seconds_to_reset(status: RateLimitStatus) -> u64 {
    status.resets_in.as_secs() + u64::from(status.resets_in.subsec_nanos() > 0)
}
