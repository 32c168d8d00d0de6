//! The proxy that the environment names, as other programs read it: of those
//! for https, since the API is spoken to in nothing else.

use ureq::{Proxy, ProxyProtocol};

/// In the order in which they are looked at.
const NAMES: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

/// The proxy to reach `host` through, if any. The error is a message that
/// does not show the variable's value, which may hold a password: to go past a
/// proxy that cannot be used would tell more people than were meant to know.
pub fn proxy(
    host: &str,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Proxy>, String> {
    let set = |name: &str| environment(name).filter(|value| !value.trim().is_empty());
    let found = NAMES
        .iter()
        .find_map(|name| Some((*name, set(name)?)))
        .filter(|_| {
            let without = set("no_proxy").or_else(|| set("NO_PROXY"));
            !without.is_some_and(|list| is_excepted(host, &list))
        });
    let Some((name, url)) = found else {
        return Ok(None);
    };
    match Proxy::new(url.trim()) {
        Ok(proxy) if matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https) => {
            Ok(Some(proxy))
        }
        Ok(proxy) => Err(format!(
            "{name} names a {} proxy; only http and https proxies can be used, \
             or NO_PROXY={host} for none",
            proxy.protocol()
        )),
        Err(_) => Err(format!(
            "{name} is no proxy's address, such as http://proxy.example.com:8080"
        )),
    }
}

/// Whether `NO_PROXY` excepts `host`: by name, by a domain that it is in, or
/// by `*`.
fn is_excepted(host: &str, list: &str) -> bool {
    let host = host.to_ascii_lowercase();
    list.split([',', ' ']).any(|entry| {
        let entry = entry.trim().to_ascii_lowercase();
        let domain = entry.trim_start_matches('*').trim_start_matches('.');
        let within = host.strip_suffix(domain);
        entry == "*"
            || !domain.is_empty() && within.is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "api.intercom.io";

    fn with(variables: &[(&str, &str)]) -> Result<Option<String>, String> {
        let found = proxy(HOST, &|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })?;
        Ok(found.map(|proxy| format!("{}:{}", proxy.host(), proxy.port())))
    }

    #[test]
    fn the_variables_for_https_count_in_their_order() {
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
        ] {
            assert_eq!(
                with(&[("HTTPS_PROXY", "p"), ("NO_PROXY", list)]),
                Ok(None),
                "{list}"
            );
        }
        for list in ["", ",", ".", "tercom.io", "api.intercom", "eu.intercom.io"] {
            let found = with(&[("HTTPS_PROXY", "p"), ("no_proxy", list)]);
            assert_eq!(found, Ok(Some("p:80".into())), "{list}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_refused_without_its_password() {
        for url in [
            "socks5://me:hunter2@p",
            "http://me:hunter2@",
            "ftp://hunter2",
            "socks5h://p:1",
        ] {
            let why = with(&[("ALL_PROXY", url)]).unwrap_err();
            assert!(
                why.starts_with("ALL_PROXY") && !why.contains("hunter2"),
                "{why}"
            );
        }
    }
}
