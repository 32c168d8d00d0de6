//! Single contacts, their fields, and contacts that are not found.

use super::*;
use crate::sandbox::workspace::Schema;

#[test]
fn the_leads_are_the_same_as_in_1_x() {
    let api = api(120);
    let (_, old) = ask_in(&api, "1.4", "/contacts?per_page=60", None);
    let body = json!({"query": is("role", "=", "lead"), "pagination": {"per_page": 60}});
    let new = search(&api, &body);
    for (old, new) in old["contacts"]
        .as_array()
        .unwrap()
        .iter()
        .zip(new["data"].as_array().unwrap())
    {
        for key in [
            "id",
            "email",
            "phone",
            "created_at",
            "updated_at",
            "signed_up_at",
        ] {
            assert_eq!(old[key], new[key]);
        }
        assert_eq!(old["user_id"], new["external_id"]);
        assert_eq!(old["last_request_at"], new["last_seen_at"]);
        assert_eq!(old["custom_attributes"], new["custom_attributes"]);
        let unescaped = old["name"].as_str().map(|name| {
            name.replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
        });
        assert_eq!(unescaped.as_deref(), new["name"].as_str());
    }
}

#[test]
fn fields_are_in_the_order_of_the_sample() {
    const SAMPLE: &str = "type id workspace_id external_id role email phone name avatar owner_id \
        social_profiles has_hard_bounced marked_email_as_spam unsubscribed_from_emails created_at \
        updated_at signed_up_at last_seen_at last_replied_at last_contacted_at \
        last_email_opened_at last_email_clicked_at language_override browser browser_version \
        browser_language os location android_app_name android_app_version android_device \
        android_os_version android_sdk_version android_last_seen_at ios_app_name ios_app_version \
        ios_device ios_os_version ios_sdk_version ios_last_seen_at custom_attributes tags notes \
        companies opted_out_subscription_types opted_in_subscription_types utm_campaign \
        utm_content utm_medium utm_source utm_term referrer enabled_push_messaging";
    let key = ContactKey::lead(0);
    let profile = Contacts::new(1, 0).profile(key);
    let contact = single(profile, key, Schema::V2_16);
    let json = serde_json::to_string_pretty(&contact).unwrap();
    let keys: Vec<_> = json
        .lines()
        .filter_map(|line| line.strip_prefix("  \"")?.split('"').next())
        .filter(|key| *key != "email_domain")
        .collect();
    assert_eq!(keys.join(" "), SAMPLE);
}

#[test]
fn every_special_case_occurs_in_a_small_workspace() {
    let api = api(300);
    let leads = all(&api, &is("role", "=", "lead"));
    let some = |of: &dyn Fn(&Value) -> bool| assert!(leads.iter().any(of));
    some(&|lead| lead["tags"].is_null());
    some(&|lead| lead["avatar"].is_null());
    some(&|lead| lead["avatar"].is_string());
    some(&|lead| lead["avatar"]["image_url"].is_null() && lead["avatar"].is_object());
    some(&|lead| lead["avatar"]["image_url"].is_string());
    some(&|lead| {
        lead["name"]
            .as_str()
            .is_some_and(|name| name.contains('\''))
    });
    some(&|lead| lead["location"]["city"].is_null());
    some(&|lead| lead["owner_id"] == "321452");
    let many = leads
        .iter()
        .find(|lead| lead["tags"]["has_more"] == true)
        .unwrap();
    assert_eq!(many["tags"]["data"].as_array().unwrap().len(), 10);
    assert!(many["tags"]["total_count"].as_u64() > Some(10));
    let (_, earlier) = ask_in(&api, "2.15", "/contacts?per_page=150", None);
    assert!(column(&earlier, "owner_id").contains(&json!(321_452)));
    assert!(leads.iter().all(|lead| lead.get("segments").is_none()));
    let addresses = |role: &str| {
        let contacts = all(&api, &is("role", "=", role));
        let emails = contacts.iter().filter_map(|one| one["email"].as_str());
        emails
            .filter(|email| !email.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let users = addresses("user");
    assert!(addresses("lead").iter().any(|email| users.contains(email)));
}

#[test]
fn merged_contacts_are_gone_from_2_16_on() {
    let api = api(40);
    let ids = api.ids();
    let user = all(&api, &is("role", "=", "user"))[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        api.merge(&ids[0], &ids[1]) && api.merge(&ids[1], &ids[2]) && api.merge(&ids[2], &user)
    );
    for version in ["2.16", "Preview"] {
        let reply = api.reply(&request(version, &format!("/contacts/{}", ids[0]), None));
        let link = format!("</contacts/{user}>; rel=\"canonical\"");
        assert_eq!(reply.header("link"), Some(link.as_str()));
        assert_eq!(code(read(&reply)), (410, "contact_merged".to_owned()));
    }
    let not_found = (404, "not_found".to_owned());
    let ask = |version| {
        code(ask_in(
            &api,
            version,
            &format!("/contacts/{}", ids[0]),
            None,
        ))
    };
    assert_eq!(ask("2.15"), not_found);
    assert_eq!(all(&api, &is("role", "=", "lead")).len(), 37);
    assert!(api.merge(&user, &ids[3]));
    assert_eq!(ask("2.16"), not_found, "four merges are too many");
}

#[test]
fn unknown_contacts_and_paths_are_not_found() {
    let api = api(10);
    for target in [
        "/contacts/scroll",
        "/contacts/5811f6bbe6b4704ddfa84ac0",
        "/contacts/",
        "/contacts/1/2/3",
        "/",
        "/contacts/find_by_external_id/70",
    ] {
        let answer = ask_in(&api, "2.16", target, None);
        assert_eq!(code(answer), (404, "not_found".to_owned()), "{target}");
    }
    let answer = ask_in(&api, "2.16", "/users?email=a", None);
    assert_eq!(code(answer), (400, "intercom_version_invalid".to_owned()));
    let post = ask_in(&api, "2.16", "/contacts", Some(&json!({})));
    assert_eq!(code(post).0, 404);
    let search = ask_in(&api, "1.4", "/contacts/search", Some(&json!({})));
    assert_eq!(code(search).0, 404);
}

#[test]
fn tags_and_segments_have_their_names() {
    let api = api(10);
    let tags = get(&api, "/tags");
    assert_eq!(
        tags["data"][2],
        json!({"type": "tag", "id": "17902", "name": "R&D"})
    );
    assert_eq!(get(&api, "/segments")["segments"][0]["name"], "New");
}
