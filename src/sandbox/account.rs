//! What the workspace tells of itself, in every version alike.

use super::message::Reply;
use super::person::APP_ID;

/// Who calls, and of which workspace (the identify-an-admin page).
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
