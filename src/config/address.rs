//! Where the token is sent: the regions' hosts, and which addresses are fit to
//! be trusted with it.

use crate::cli::Region;
use crate::http::{Uri, authority};

/// The regions' hosts (the page on REST APIs lists them).
pub(crate) fn of(region: Region) -> &'static str {
    match region {
        Region::Us => "https://api.intercom.io",
        Region::Eu => "https://api.eu.intercom.io",
        Region::Au => "https://api.au.intercom.io",
    }
}

/// Scheme, host and port, which say where a token goes.
pub(super) fn origin(url: &str) -> String {
    let path = url.find("://").map_or(0, |scheme| scheme + 3);
    let end = url[path..].find('/').map_or(url.len(), |end| path + end);
    url[..end].to_ascii_lowercase()
}

/// The host and port of an address that was checked.
pub(super) fn host_and_port(url: &str) -> (String, u16) {
    let uri = url.parse::<Uri>().unwrap_or_default();
    let usual = if uri.scheme_str() == Some("http") {
        80
    } else {
        443
    };
    let host = uri.host().unwrap_or_default().to_owned();
    (host, uri.port_u16().unwrap_or(usual))
}

/// Whether the host is this machine; refuses what is no address to send a
/// token to.
pub(super) fn check(url: &str) -> Result<bool, String> {
    let wrong = |why: &str| Err(format!("base URL {}: {why}", without_secrets(url)));
    let Ok(uri) = url.parse::<Uri>() else {
        return wrong("not a URL");
    };
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return wrong("expected https://HOST, with a path prefix if need be");
    };
    if authority.as_str().contains('@') {
        return wrong("a user name or password does not belong in it");
    }
    if let Err(why) = authority::check(authority) {
        return wrong(why);
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

/// A URL without the user name and password that it may hold.
fn without_secrets(url: &str) -> String {
    let Some((before, host)) = url.rsplit_once('@') else {
        return url.to_owned();
    };
    // What is no URL may hold a password all the same.
    match before.split_once("://") {
        Some((scheme, _)) => format!("{scheme}://…@{host}"),
        None => format!("…@{host}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_the_url_without_its_path() {
        for (url, expected) in [
            ("https://API.intercom.io", "https://api.intercom.io"),
            ("https://x.test/a/b", "https://x.test"),
            ("http://[::1]:9/a", "http://[::1]:9"),
        ] {
            assert_eq!(origin(url), expected);
        }
    }
}
