//! The API's refusals: a status and the `error.list` body that explains it.

use serde::Serialize;

use super::message::Reply;

/// Why a request is not answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) message: String,
    /// The `Link` header, where one tells the way on.
    pub(super) link: Option<String>,
}

impl Refusal {
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

    /// A parameter that the API does not take, or not so.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, "parameter_invalid", message)
    }

    /// The version is not served, or does not have what is asked for.
    pub(super) fn version() -> Self {
        let message = "Requested resource is not available in current API version.";
        Self::new(400, "intercom_version_invalid", message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, "not_found", message)
    }

    /// The reply; `request_id` is the one its header names too.
    pub(super) fn reply(&self, request_id: &str) -> Reply {
        #[derive(Serialize)]
        struct Item<'a> {
            code: &'a str,
            message: &'a str,
        }
        #[derive(Serialize)]
        struct List<'a> {
            r#type: &'a str,
            request_id: &'a str,
            errors: [Item<'a>; 1],
        }
        let list = List {
            r#type: "error.list",
            request_id,
            errors: [Item {
                code: self.code,
                message: &self.message,
            }],
        };
        let reply = Reply::json(self.status, serde_json::to_vec(&list).unwrap_or_default());
        match &self.link {
            Some(link) => reply.with_header("Link", link),
            None => reply,
        }
    }
}
