//! What the options and the environment say together: the workspace to talk
//! to, the token, and the format.

use std::path::Path;

use ureq::http::Uri;

use crate::api::{self, Connection, Token, Version};
use crate::cli::{Global, Region};
use crate::exit::Failure;
use crate::output::Format;

/// The environment: the value of a variable, `None` when it is not set.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A variable that is set and not empty.
fn set(environment: Environment, name: &str) -> Option<String> {
    environment(name)
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
}

/// Whether the demo is asked for, by `--demo` or `LEADS_DEMO`.
#[must_use]
pub fn is_demo(global: &Global, environment: Environment) -> bool {
    let variable = set(environment, "LEADS_DEMO");
    global.demo
        || variable.is_some_and(|value| value != "0" && !value.eq_ignore_ascii_case("false"))
}

/// Refuses options that make no sense with the demo.
pub fn check_demo(global: &Global) -> Result<(), Failure> {
    let clash = match (&global.base_url, global.region) {
        (Some(_), _) => "--base-url",
        (None, Some(_)) => "--region",
        (None, None) => return Ok(()),
    };
    Err(Failure::Usage(format!(
        "{clash} cannot be used with the demo (--demo, or LEADS_DEMO in the environment), \
         which brings its own workspace"
    )))
}

/// How to reach the workspace that the options and the environment name.
pub fn connection(global: &Global, environment: Environment) -> Result<Connection, Failure> {
    let version = version(global, environment)?;
    let base_url = base_url(global, environment)?;
    let loopback = check_base_url(&base_url)?;
    let proxy = proxy(&base_url, loopback, environment)?;
    let token = token(environment)?;
    let (timeout, retries) = (global.timeout, global.retries);
    Ok(Connection {
        base_url,
        loopback,
        proxy,
        token,
        version,
        timeout,
        retries,
        jobs: global.jobs.into(),
        max_rate: global.max_rate,
    })
}

/// How to reach the demo's own workspace at `base_url`.
pub fn demo(
    global: &Global,
    environment: Environment,
    base_url: String,
) -> Result<Connection, Failure> {
    Ok(Connection {
        base_url,
        loopback: true,
        proxy: None,
        token: Token::new("demo").unwrap_or_else(|| unreachable!("the word is a token")),
        version: version(global, environment)?,
        timeout: global.timeout,
        retries: global.retries,
        jobs: global.jobs.into(),
        max_rate: global.max_rate,
    })
}

/// The API version to ask for.
pub fn version(global: &Global, environment: Environment) -> Result<Version, Failure> {
    let (name, from) = match &global.api_version {
        Some(name) => (name.clone(), "--api-version"),
        None => match set(environment, "LEADS_API_VERSION") {
            Some(name) => (name, "LEADS_API_VERSION"),
            None => return Ok(Version::auto()),
        },
    };
    Version::named(&name).ok_or_else(|| {
        Failure::Usage(format!(
            "{from} {name}: expected auto, 1.0 to 1.4, 2.0 to 2.17, or Preview"
        ))
    })
}

/// Refuses pages larger than those of a version that was named; where the
/// version is found out, the size is lowered to what that one has.
pub fn check_page_size(
    asked: Option<u32>,
    global: &Global,
    environment: Environment,
) -> Result<(), Failure> {
    let version = version(global, environment)?;
    let largest = version.dialect().largest_page();
    match asked {
        Some(size) if version.is_pinned() && size > largest => Err(Failure::Usage(format!(
            "--per-page {size}: version {} has pages of 1 to {largest} leads",
            version.name()
        ))),
        _ => Ok(()),
    }
}

fn base_url(global: &Global, environment: Environment) -> Result<String, Failure> {
    // At one level a base URL beats a region; a higher level beats a lower.
    if let Some(url) = &global.base_url {
        return Ok(url.trim_end_matches('/').to_owned());
    }
    if let Some(region) = global.region {
        return Ok(host(region).to_owned());
    }
    if let Some(url) = set(environment, "INTERCOM_API_BASE_URL") {
        return Ok(url.trim_end_matches('/').to_owned());
    }
    let region = match set(environment, "LEADS_REGION").as_deref() {
        None => Region::default(),
        Some("us") => Region::Us,
        Some("eu") => Region::Eu,
        Some("au") => Region::Au,
        Some(other) => {
            return Err(Failure::Usage(format!(
                "LEADS_REGION {other}: expected us, eu or au"
            )));
        }
    };
    Ok(host(region).to_owned())
}

/// The regions' hosts (the page on REST APIs lists them).
fn host(region: Region) -> &'static str {
    match region {
        Region::Us => "https://api.intercom.io",
        Region::Eu => "https://api.eu.intercom.io",
        Region::Au => "https://api.au.intercom.io",
    }
}

/// Whether the host is this machine; refuses what is no address to send a
/// token to.
fn check_base_url(url: &str) -> Result<bool, Failure> {
    let wrong = |why: &str| {
        Err(Failure::Usage(format!(
            "base URL {}: {why}",
            without_secrets(url)
        )))
    };
    let Ok(uri) = url.parse::<Uri>() else {
        return wrong("not a URL");
    };
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return wrong("expected https://HOST, with a path prefix if need be");
    };
    if authority.as_str().contains('@') {
        return wrong("a user name or password does not belong in it");
    }
    // The port that is no port would be taken for the scheme's own.
    let beyond = &authority.as_str()[authority.host().len()..];
    if !beyond.is_empty() && authority.port_u16().is_none_or(|port| port == 0) {
        return wrong("its port is no number from 1 to 65535");
    }
    if uri.query().is_some() || url.contains('#') {
        return wrong("it may have a path, but no query");
    }
    let host = authority
        .host()
        .trim_start_matches('[')
        .trim_end_matches(']');
    let loopback = host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    match scheme {
        "https" => Ok(loopback),
        "http" if loopback => Ok(true),
        "http" => wrong("plain http would send the access token for all to read; use https"),
        _ => wrong("expected https"),
    }
}

/// The proxy that the environment names for the host; none for this machine.
fn proxy(
    base_url: &str,
    loopback: bool,
    environment: Environment,
) -> Result<Option<ureq::Proxy>, Failure> {
    let uri = base_url.parse::<Uri>().ok();
    match uri.as_ref().and_then(Uri::host) {
        Some(host) if !loopback => api::proxy(host, environment).map_err(Failure::Usage),
        _ => Ok(None),
    }
}

/// A URL without the user name and password that it may hold.
fn without_secrets(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => {
            format!("{}://…@{}", &url[..scheme], &url[at + 1..])
        }
        _ => url.to_owned(),
    }
}

fn token(environment: Environment) -> Result<Token, Failure> {
    const NAMES: [&str; 2] = ["INTERCOM_ACCESS_TOKEN", "INTERCOM_TOKEN"];
    for name in NAMES {
        if let Some(text) = set(environment, name) {
            return Token::new(&text).ok_or_else(|| {
                Failure::NoToken(format!(
                    "{name} holds characters that no access token has, such as a line break \
                     in the middle"
                ))
            });
        }
    }
    let empty = NAMES.into_iter().find(|name| environment(name).is_some());
    Err(Failure::NoToken(match empty {
        Some(name) => format!("no access token: {name} is set but empty"),
        None => "no access token".to_owned(),
    }))
}

/// The format to print in, by `-f`, the extension of `-o`, or `LEADS_FORMAT`.
pub fn format(output: &crate::cli::Output, environment: Environment) -> Result<Format, Failure> {
    if let Some(format) = output.format {
        return Ok(format);
    }
    if output.json {
        return Ok(Format::Json);
    }
    let stdout = |path: &&Path| path.as_os_str() == "-" || *path == Path::new("/dev/stdout");
    if let Some(path) = output.output.as_deref().filter(|path| !stdout(path)) {
        let device = std::fs::metadata(path).is_ok_and(|found| !found.is_file());
        return match Format::from_path(path) {
            Some(format) => Ok(format),
            // /dev/stdout or a named pipe has no extension to go by.
            None if device && path.extension().is_none() => usual(environment),
            None => Err(Failure::Usage(format!(
                "-o {}: no format goes by this extension; name one with --format",
                path.display()
            ))),
        };
    }
    usual(environment)
}

fn usual(environment: Environment) -> Result<Format, Failure> {
    match set(environment, "LEADS_FORMAT") {
        None => Ok(Format::Table),
        Some(name) => Format::from_name(&name.to_ascii_lowercase()).ok_or_else(|| {
            Failure::Usage(format!(
                "LEADS_FORMAT {name}: expected table, json, jsonl, csv or tsv"
            ))
        }),
    }
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
