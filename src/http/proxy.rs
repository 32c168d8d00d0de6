//! The proxy in the environment, read as other programs do. Only the variables for
//! https are used, because the API is only reached by https.

use ureq::ProxyProtocol;
use ureq::http::Uri;

use super::authority;

/// In order of precedence.
const NAMES: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

/// An HTTP or HTTPS proxy. `Debug` does not show its password.
#[derive(Clone, Debug)]
pub struct Proxy(ureq::Proxy);

impl Proxy {
    /// The proxy for `host` and `port`, if any. The error does not show the value of
    /// the variable, which may contain a password. A proxy that cannot be used is an
    /// error, because bypassing it could reveal the traffic to others.
    pub fn from_environment(
        host: &str,
        port: u16,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, String> {
        let set = |name: &str| environment(name).filter(|value| !value.trim().is_empty());
        let found = NAMES
            .iter()
            .find_map(|name| Some((*name, set(name)?)))
            .filter(|_| {
                let list = set("no_proxy").or_else(|| set("NO_PROXY"));
                !list.is_some_and(|list| is_excepted(host, port, &list))
            });
        let Some((name, url)) = found else {
            return Ok(None);
        };
        let url = url.trim();
        let uri = url.parse::<Uri>().ok();
        if let Some(Err(why)) = uri.as_ref().and_then(Uri::authority).map(authority::check) {
            return Err(format!("{name} is not a proxy address: {why}"));
        }
        match ureq::Proxy::new(url) {
            Ok(proxy) => match proxy.protocol() {
                ProxyProtocol::Http | ProxyProtocol::Https => Ok(Some(Self(proxy))),
                other => Err(format!(
                    "{name} names a {other} proxy; only http and https proxies are supported; \
                     NO_PROXY={host} uses none"
                )),
            },
            Err(_) => Err(format!(
                "{name} is not a proxy address, such as http://proxy.example.com:8080"
            )),
        }
    }

    pub(super) fn into_inner(self) -> ureq::Proxy {
        self.0
    }
}

/// Whether `NO_PROXY` excludes `host`: by name or address, by a domain that contains
/// it, or by `*`. An entry with a port excludes only that port.
fn is_excepted(host: &str, port: u16, list: &str) -> bool {
    let host = host.trim_matches(['[', ']']).to_ascii_lowercase();
    list.split([',', ' ']).any(|entry| {
        let entry = entry.trim().to_ascii_lowercase();
        let (name, only) = split_port(&entry);
        if only.is_some_and(|only| only.parse() != Ok(port)) {
            return false;
        }
        let domain = name.trim_start_matches('*').trim_start_matches('.');
        let within = host.strip_suffix(domain);
        name == "*"
            || !domain.is_empty() && within.is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
    })
}

/// The host and the port of an entry. An IPv6 address has a port only after
/// brackets.
fn split_port(entry: &str) -> (&str, Option<&str>) {
    if let Some((address, rest)) = entry.strip_prefix('[').and_then(|it| it.split_once(']')) {
        return (address, rest.strip_prefix(':'));
    }
    match entry.split_once(':') {
        Some((host, port)) if !port.contains(':') => (host, Some(port)),
        _ => (entry, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "api.intercom.io";

    fn with(variables: &[(&str, &str)]) -> Result<Option<String>, String> {
        let found = Proxy::from_environment(HOST, 443, &|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })?;
        Ok(found.map(|proxy| format!("{}:{}", proxy.0.host(), proxy.0.port())))
    }

    #[test]
    fn the_variables_for_https_have_this_precedence() {
        let url = |host: &str| format!("http://{host}:8080");
        assert_eq!(with(&[]), Ok(None));
        assert_eq!(with(&[("HTTP_PROXY", &url("a"))]), Ok(None));
        let all = ("ALL_PROXY", "b");
        assert_eq!(with(&[all]), Ok(Some("b:80".into())));
        let https = url("c");
        assert_eq!(
            with(&[all, ("HTTPS_PROXY", &https)]),
            Ok(Some("c:8080".into()))
        );
        assert_eq!(with(&[all, ("HTTPS_PROXY", " ")]), Ok(Some("b:80".into())));
    }

    #[test]
    fn exceptions_are_hosts_and_domains() {
        for list in [
            "*",
            HOST,
            "API.Intercom.IO",
            "intercom.io",
            ".intercom.io",
            "*.io",
            "x, intercom.io",
            "api.intercom.io:443",
            ".intercom.io:443",
            "*:443",
        ] {
            assert_eq!(
                with(&[("HTTPS_PROXY", "p"), ("NO_PROXY", list)]),
                Ok(None),
                "{list}"
            );
        }
        for list in [
            "",
            ",",
            ".",
            "tercom.io",
            "api.intercom",
            "eu.intercom.io",
            "api.intercom.io:80",
            "*:80",
            ":443",
            "io:x",
        ] {
            let found = with(&[("HTTPS_PROXY", "p"), ("no_proxy", list)]);
            assert_eq!(found, Ok(Some("p:80".into())), "{list}");
        }
    }

    #[test]
    fn an_ipv6_address_may_be_excepted_with_and_without_a_port() {
        for (list, expected) in [
            ("::1", true),
            ("[::1]", true),
            ("[::1]:443", true),
            ("[::1]:80", false),
            ("::2", false),
        ] {
            assert_eq!(is_excepted("[::1]", 443, list), expected, "{list}");
        }
    }

    #[test]
    fn an_unusable_proxy_is_refused_without_its_password() {
        for url in [
            "socks5://me:hunter2@p",
            "http://me:hunter2@",
            "ftp://hunter2",
            "socks5h://p:1",
            "http://me:hunter2@p:65536",
            "http://me:hunter2@p:0",
            "me:hunter2@p:99999",
            "http://me:hunter2@[127.0.0.1]:1",
        ] {
            let why = with(&[("ALL_PROXY", url)]).unwrap_err();
            assert!(
                why.starts_with("ALL_PROXY") && !why.contains("hunter2"),
                "{why}"
            );
        }
    }
}
