//! Error responses: a status and an `error.list` body.

use super::http::Reply;
use super::json::object;

/// An error response.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ApiError {
    status: u16,
    code: &'static str,
    message: String,
    /// The value of the `Link` header, if any.
    link: Option<String>,
}

impl ApiError {
    pub(super) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            link: None,
        }
    }

    pub(super) fn with_link(self, link: String) -> Self {
        Self {
            link: Some(link),
            ..self
        }
    }

    pub(super) fn invalid_parameter(message: impl Into<String>) -> Self {
        Self::new(400, "parameter_invalid", message)
    }

    /// The version is not served, or does not have the resource.
    pub(super) fn invalid_version() -> Self {
        let message = "Requested resource is not available in current API version.";
        Self::new(400, "intercom_version_invalid", message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, "not_found", message)
    }

    /// No endpoint has this method and path.
    pub(super) fn no_endpoint() -> Self {
        Self::not_found("The requested resource could not be found")
    }

    /// The reply; `request_id` is the value of its `X-Request-Id` header.
    pub(super) fn reply(&self, request_id: &str) -> Reply {
        let error = object! { "code": self.code, "message": self.message.clone() };
        let body = object! {
            "type": "error.list",
            "request_id": request_id.to_owned(),
            "errors": vec![error],
        };
        let reply = Reply::json(self.status, serde_json::to_vec(&body).unwrap_or_default());
        match &self.link {
            Some(link) => reply.with_header("Link", link),
            None => reply,
        }
    }
}
