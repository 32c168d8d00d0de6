//! `GET /me`: the workspace of the token. The response is the same in every
//! version of the API (the page on identifying an admin).

use super::body;
use super::error::Error;
use super::region::Region;
use super::request::Request;
use crate::lead;

/// The workspace of a token, with the properties that the API returns.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The workspace's name.
    pub workspace: Option<String>,
    /// The workspace's id.
    pub id: Option<String>,
    /// Where it is hosted, such as `US`.
    pub region: Option<String>,
    /// The name of its time zone.
    pub timezone: Option<String>,
}

impl Account {
    /// The region, if it is a known one.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        Region::from_name(&self.region.as_deref()?.to_ascii_lowercase())
    }

    pub(crate) fn request() -> Request {
        Request::get("/me".to_owned())
    }

    /// Reads the response to [`Account::request`]. Any other response does not prove
    /// that the server accepts the token.
    pub(crate) fn read(sent: &Request, body: Vec<u8>) -> Result<Self, Error> {
        let (_, account) = body::parse_lenient(body::text(body), |text| {
            let value: &serde_json::value::RawValue = body::parsed(text)?;
            let [kind, app, errors] = lead::values(value.get(), ["type", "app", "errors"]);
            let kind = kind.and_then(lead::plain_text);
            if errors.is_some() || kind.as_deref() == Some("error") {
                return Err(Error::in_ok_body(text, sent));
            }
            let app = app.filter(|app| app.starts_with('{'));
            let admin = kind.as_deref() == Some("admin");
            if app.is_none() && !admin {
                return Err(Error::NotUnderstood(
                    "it does not name the caller's workspace".to_owned(),
                ));
            }
            let text = |key| {
                let text = lead::value(app?, key).and_then(lead::plain_text)?;
                Some(text.into_owned()).filter(|text| !text.is_empty())
            };
            Ok(Self {
                workspace: text("name"),
                id: text("id_code"),
                region: text("region"),
                timezone: text("timezone"),
            })
        })?;
        Ok(account)
    }

    /// Applies `redact` to all text from the server.
    pub(crate) fn redact(self, redact: impl Fn(String) -> String) -> Self {
        Self {
            workspace: self.workspace.map(&redact),
            id: self.id.map(&redact),
            region: self.region.map(&redact),
            timezone: self.timezone.map(&redact),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Account, Error> {
        Account::read(&Account::request(), body.into())
    }

    #[test]
    fn missing_keys_differ_and_new_keys_do_not() {
        let whole =
            r#"{"type":"admin","x":1,"app":{"name":"W","id_code":"a1","region":"EU","y":{}}}"#;
        let account = read(whole).unwrap();
        assert_eq!(account.workspace.as_deref(), Some("W"));
        assert_eq!(account.region.as_deref(), Some("EU"));
        assert_eq!(account.timezone, None);
        assert_eq!(
            read(r#"{"type":"admin","app":null}"#).unwrap(),
            Account::default()
        );
    }

    #[test]
    fn an_account_without_a_workspace_is_rejected() {
        for body in ["{}", "[]", "1", r#"{"type":"list","data":[]}"#] {
            assert!(matches!(read(body), Err(Error::NotUnderstood(_))), "{body}");
        }
        for body in ["", "<html>", "{"] {
            assert!(matches!(read(body), Err(Error::Unreadable(_))), "{body}");
        }
        let refused = r#"{"type":"error.list","errors":[{"code":"unauthorized"}]}"#;
        assert!(matches!(read(refused), Err(Error::Refused(_))));
    }
}
