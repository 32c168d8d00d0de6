//! `GET /me`, which is the same in every version.

use super::http::Reply;

/// The workspace's id: `app_id` in 1.x, `workspace_id` in 2.x.
pub(super) const APP_ID: &str = "prac7ice";

/// The admin who owns the token, and the workspace (the identify-an-admin page).
pub(super) fn me() -> Reply {
    let app = serde_json::json!({
        "type": "app",
        "id_code": APP_ID,
        "name": "Practice workspace",
        "created_at": 1_577_836_800,
        "secure": false,
        "identity_verification": false,
        "timezone": "America/Los_Angeles",
        "region": "US",
    });
    Reply::ok(&serde_json::json!({
        "type": "admin",
        "id": "1295",
        "email": "practice@example.com",
        "name": "Practice Admin",
        "email_verified": true,
        "app": app,
    }))
}
