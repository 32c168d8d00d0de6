//! Errors in responses of the API.

use std::fmt;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::request::Request;
use crate::lead;

/// An error in a response of the API.
#[derive(Debug, Default)]
pub struct ApiError {
    /// HTTP status.
    pub status: u16,
    /// The API's code, `code` or in older responses `type`; empty if none.
    pub code: String,
    /// The API's message; empty if none.
    pub message: String,
    /// The API's id of the request, for its support.
    pub request_id: Option<String>,
    /// The method and path of the request.
    pub asked: String,
    /// The path of the contact that this one was merged into (`Link` of a 410,
    /// API 2.16 and later).
    pub canonical: Option<String>,
}

impl ApiError {
    /// The status of the error: the response's, or, if the response has status 200, the
    /// one that corresponds to the code.
    #[must_use]
    pub fn effective_status(&self) -> u16 {
        match self.code.as_str() {
            _ if self.status >= 300 => self.status,
            "rate_limit_exceeded" | "too_many_requests" => 429,
            "server_error" | "service_unavailable" => 503,
            "request_timeout" => 408,
            "not_found" => 404,
            _ => 400,
        }
    }

    /// Whether the API says that the resource does not exist. A 404 without a code may
    /// come from a proxy.
    #[must_use]
    pub fn is_no_match(&self) -> bool {
        self.effective_status() == 404 && !self.code.is_empty()
    }

    /// Whether the API refused the token: status 401, a code about the token (the API's
    /// page on error codes), or a missing scope.
    #[must_use]
    pub fn is_auth_error(&self) -> bool {
        let names_token = self.code.starts_with("token_") || self.code == "unauthorized";
        let lacks_scope = self.code == "forbidden" && self.message.contains("required scope");
        self.status == 401 || names_token || lacks_scope
    }

    /// The id of the contact that this one was merged into, if the response has it.
    #[must_use]
    pub fn merged_into(&self) -> Option<&str> {
        let (_, id) = self.canonical.as_deref()?.rsplit_once('/')?;
        Some(id).filter(|id| !id.is_empty())
    }

    /// Whether the rate limit was hit, by status or by code.
    #[must_use]
    pub fn is_rate_limit(&self) -> bool {
        self.effective_status() == 429
    }

    /// Whether the error may mean that a cursor or a scroll is unknown.
    #[must_use]
    pub fn is_about_cursor(&self) -> bool {
        matches!(self.status, 400 | 422) || matches!(self.effective_status(), 404 | 408 | 500..=599)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the API answered {} to {}", self.status, self.asked)?;
        // A message can be megabytes.
        match (self.message.as_str(), self.code.as_str()) {
            ("", "") => {}
            (message, "") => write!(out, ": {message:.1000}")?,
            ("", code) => write!(out, ": {code:.100}")?,
            (message, code) => write!(out, ": {message:.1000} ({code:.100})")?,
        }
        if let Some(id) = &self.request_id {
            write!(out, " [request {id:.100}]")?;
        }
        Ok(())
    }
}

impl ApiError {
    /// Reads the error in a body; parts that cannot be read are empty. The formats are
    /// `{"errors":[{"code":…,"message":…}]}`, in older responses with `type` instead of
    /// `code`, `{"errors":{"base":…}}` and `{"type":"error","message":…}`. Not all have
    /// a request id.
    pub(crate) fn read(status: u16, body: &[u8], sent: &Request) -> Self {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Body<'a> {
            #[serde(borrow)]
            errors: Option<&'a RawValue>,
            #[serde(borrow)]
            request_id: Option<&'a RawValue>,
        }
        let text = String::from_utf8_lossy(body);
        let body = serde_json::from_str::<Body>(&text).unwrap_or_default();
        let error = body.errors.and_then(|errors| first(errors.get()));
        let [code, kind] = error.map_or([None; 2], |error| lead::values(error, ["code", "type"]));
        let [message, base] = lead::values(error.unwrap_or(text.trim()), ["message", "base"]);
        let text = |value| lead::plain_text(value).filter(|text| !text.is_empty());
        let code = code.and_then(text).or_else(|| kind.and_then(text));
        let message = message.and_then(text).or_else(|| text(first(base?)?));
        let path = sent.target.split('?').next().unwrap_or_default();
        ApiError {
            status,
            code: code.unwrap_or_default().into_owned(),
            message: message.unwrap_or_default().into_owned(),
            request_id: body
                .request_id
                .and_then(|id| lead::plain_text(id.get()))
                .map(Into::into),
            asked: format!("{} {path}", sent.method.name()),
            canonical: None,
        }
    }
}

/// The first element of an array; `json` itself if it is not an array.
fn first(json: &str) -> Option<&str> {
    if json.starts_with('[') {
        lead::elements(json).next()
    } else {
        Some(json)
    }
}
