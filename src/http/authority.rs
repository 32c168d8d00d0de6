//! Checks the host and port of an address.

use ureq::http::uri::Authority;

/// Rejects an invalid port, which would be read as the scheme's default, and brackets
/// around anything but an IPv6 address. The error says what is wrong.
pub(crate) fn check(authority: &Authority) -> Result<(), &'static str> {
    let host = authority.host();
    let inside = host.strip_prefix('[').map(|host| host.strip_suffix(']'));
    if let Some(inside) = inside {
        let address = inside.and_then(|inside| inside.parse::<std::net::Ipv6Addr>().ok());
        address.ok_or("only an IPv6 address can be in brackets")?;
    }
    let text = authority.as_str();
    let after_user = text.rsplit_once('@').map_or(text, |(_, after)| after);
    let port = authority.port_u16().filter(|port| *port > 0);
    let after_host = after_user.strip_prefix(host).unwrap_or(after_user);
    if after_host.is_empty() || after_host.starts_with(':') && port.is_some() {
        Ok(())
    } else {
        Err("its port is not a number from 1 to 65535")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_numbers_and_brackets_hold_ipv6() {
        let check = |text: &str| text.parse::<Authority>().is_ok_and(|it| check(&it).is_ok());
        for good in [
            "a.b",
            "a:1",
            "a:65535",
            "[::1]",
            "[::1]:9",
            "me:secret@a:9",
            "1.2.3.4",
        ] {
            assert!(check(good), "{good}");
        }
        for bad in [
            "a:0",
            "a:",
            "a:65536",
            "a:x",
            "[127.0.0.1]",
            "[a.b]:9",
            "[::1]a:9",
            "me:1@a:99999",
        ] {
            assert!(!check(bad), "{bad}");
        }
    }
}
