//! Checks which addresses the access token may be sent to.

use crate::http::{Uri, authority};

/// Scheme, host and port of a URL: the recipient of the token.
pub(super) fn origin(url: &str) -> String {
    let path = url.find("://").map_or(0, |scheme| scheme + 3);
    let end = url[path..].find('/').map_or(url.len(), |end| path + end);
    url[..end].to_ascii_lowercase()
}

/// The host and port of a URL that [`check`] accepts.
pub(super) fn host_and_port(url: &str) -> (String, u16) {
    let uri = url.parse::<Uri>().unwrap_or_default();
    let default = if uri.scheme_str() == Some("http") {
        80
    } else {
        443
    };
    let host = uri.host().unwrap_or_default().to_owned();
    (host, uri.port_u16().unwrap_or(default))
}

/// Whether the host is this computer. Fails for URLs that a token must not be sent to,
/// and for text that is not a URL.
pub(super) fn check(url: &str) -> Result<bool, String> {
    let refused = |why: &str| Err(format!("base URL {}: {why}", without_credentials(url)));
    let Ok(uri) = url.parse::<Uri>() else {
        return refused("not a URL");
    };
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return refused("expected https://HOST, with or without a path");
    };
    if authority.as_str().contains('@') {
        return refused("it must not contain a user name or password");
    }
    if let Err(why) = authority::check(authority) {
        return refused(why);
    }
    if uri.query().is_some() || url.contains('#') {
        return refused("it may have a path, but neither a query nor a fragment");
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
        "http" => refused("plain http would send the access token unencrypted; use https"),
        _ => refused("expected https"),
    }
}

/// The URL without user name and password. Text that is not a URL can contain a
/// password too.
fn without_credentials(url: &str) -> String {
    let Some((before, host)) = url.rsplit_once('@') else {
        return url.to_owned();
    };
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
