//! Error responses of the API.

use super::http::Reply;

pub(super) fn version() -> Reply {
    let message = "Requested resource is not available in current API version.";
    Reply::error(400, "intercom_version_invalid", message)
}

pub(super) fn not_found() -> Reply {
    Reply::error(404, "not_found", "Resource Not Found")
}

pub(super) fn invalid(message: &str) -> Reply {
    Reply::error(400, "parameter_invalid", message)
}

pub(super) fn page_limit() -> Reply {
    Reply::error(
        400,
        "bad_request",
        "page limit reached, please use scroll API",
    )
}

pub(super) fn scroll_exists() -> Reply {
    Reply::error(
        400,
        "scroll_exists",
        "scroll already exists for this workspace",
    )
}

pub(super) fn no_scroll() -> Reply {
    Reply::error(404, "not_found", "scroll parameter not found")
}

pub(super) fn cursor() -> Reply {
    let message = "Invalid starting_after param. Please try again using a starting_after value \
                   from a paginated response";
    Reply::error(400, "client_error", message)
}

pub(super) fn server_error() -> Reply {
    Reply::error(500, "server_error", "Something went wrong on our end.")
}
