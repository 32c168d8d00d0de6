//! Contacts as JSON, in the formats of both generations.

use super::lead::{Clock, Lead};

/// The id of the only tag and of the only segment.
pub(super) const LABEL: &str = "17513";

/// A lead of API 1.x.
pub(super) fn old(lead: &Lead) -> String {
    let tag = format!(r#"{{"type":"tag","id":"{LABEL}","name":"fresh"}}"#);
    let segment = format!(r#"{{"type":"segment","id":"{LABEL}"}}"#);
    let [tags, segments] =
        [tag, segment].map(|label| if lead.tagged { label } else { String::new() });
    format!(
        concat!(
            r#"{{"type":"contact","id":"{id}","user_id":"u-{id}","anonymous":true,"#,
            r#""email":"{email}","phone":"{phone}","name":"Lead {number}","pseudonym":null,"#,
            r#""avatar":{{"type":"avatar","image_url":null}},"app_id":"adv","#,
            r#""created_at":{created_at},"updated_at":{updated_at},"#,
            r#""last_request_at":{last_request_at},"signed_up_at":null,"#,
            r#""unsubscribed_from_emails":false,"custom_attributes":{{}},"location_data":{{}},"#,
            r#""companies":{{"type":"company.list","companies":[]}},"#,
            r#""social_profiles":{{"type":"social_profile.list","social_profiles":[]}},"#,
            r#""segments":{{"type":"segment.list","segments":[{segments}]}},"#,
            r#""tags":{{"type":"tag.list","tags":[{tags}]}}}}"#
        ),
        id = lead.id,
        email = lead.email,
        phone = lead.phone,
        number = lead.number,
        created_at = created_at(lead),
        updated_at = lead.updated_at,
        last_request_at = lead.last_request_at,
        tags = tags,
        segments = segments,
    )
}

/// A contact of API 2.x.
pub(super) fn new(lead: &Lead) -> String {
    let tag = format!(r#"{{"type":"tag","id":"{LABEL}","url":"/tags/{LABEL}"}}"#);
    let tags = if lead.tagged { tag } else { String::new() };
    format!(
        concat!(
            r#"{{"type":"contact","id":"{id}","workspace_id":"adv","external_id":null,"#,
            r#""role":"{role}","email":"{email}","phone":"{phone}","name":"Lead {number}","#,
            r#""avatar":null,"owner_id":null,"social_profiles":{{"type":"list","data":[]}},"#,
            r#""has_hard_bounced":false,"marked_email_as_spam":false,"#,
            r#""unsubscribed_from_emails":false,"created_at":{created_at},"#,
            r#""updated_at":{updated_at},"signed_up_at":null,"last_seen_at":{last_request_at},"#,
            r#""custom_attributes":{{}},"location":{{"type":"location","country":null}},"#,
            r#""companies":{companies},"tags":{{"type":"list","data":[{tags}],"#,
            r#""url":"/contacts/{id}/tags","total_count":{tag_count},"has_more":false}}}}"#
        ),
        id = lead.id,
        role = if lead.is_user { "user" } else { "lead" },
        email = lead.email,
        phone = lead.phone,
        number = lead.number,
        created_at = created_at(lead),
        updated_at = lead.updated_at,
        last_request_at = lead.last_request_at,
        companies = r#"{"type":"list","data":[],"url":"/","total_count":0,"has_more":false}"#,
        tags = tags,
        tag_count = u8::from(lead.tagged),
    )
}

fn created_at(lead: &Lead) -> String {
    match (lead.created_at, lead.clock) {
        (None, _) => "null".to_owned(),
        (Some(time), Clock::Integer) => time.to_string(),
        (Some(time), Clock::Float) => format!("{time}.0"),
        (Some(time), Clock::Text) => format!(r#""{time}""#),
    }
}
