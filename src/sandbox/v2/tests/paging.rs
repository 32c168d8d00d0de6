//! Pages, cursors, and changes between two pages.

use super::*;

fn leads() -> Value {
    is("role", "=", "lead")
}

#[test]
fn a_page_matches_the_reference() {
    let api = api(105);
    let first = search(&api, &json!({"query": leads()}));
    assert_eq!(
        (&first["type"], &first["total_count"]),
        (&json!("list"), &json!(105))
    );
    assert_eq!(ids(&first), api.ids()[..50]);
    let pages = &first["pages"];
    assert_eq!(pages["next"]["page"], 2);
    let cursor = pages["next"]["starting_after"].as_str().unwrap();
    for letter in ["+", "/", "=", "\n"] {
        assert!(cursor.contains(letter), "{cursor:?}");
    }
    let paging = |size: u64, cursor: &str| json!({"per_page": size, "starting_after": cursor});
    let second = json!({"query": leads(), "pagination": paging(50, cursor)});
    let second = search(&api, &second);
    assert_eq!(ids(&second), api.ids()[50..100]);
    let cursor = second["pages"]["next"]["starting_after"].as_str().unwrap();
    let third = search(
        &api,
        &json!({"query": leads(), "pagination": paging(50, cursor)}),
    );
    assert_eq!(ids(&third), api.ids()[100..]);
    assert_eq!(
        third["pages"],
        json!({"type": "pages", "page": 3, "per_page": 50, "total_pages": 3})
    );
}

#[test]
fn the_list_has_users_and_leads_ten_at_a_time() {
    let api = api(100);
    let first = get(&api, "/contacts");
    assert_eq!(first["total_count"], 125);
    assert_eq!(ids(&first).len(), 10);
    let mut seen = Vec::new();
    let mut target = "/contacts?per_page=50".to_owned();
    loop {
        let page = get(&api, &target);
        seen.extend(page["data"].as_array().unwrap().iter().cloned());
        let Some(cursor) = page["pages"]["next"]["starting_after"].as_str() else {
            break;
        };
        let escaped =
            percent_encoding::utf8_percent_encode(cursor, percent_encoding::NON_ALPHANUMERIC);
        target = format!("/contacts?per_page=50&starting_after={escaped}");
        // A cursor that is not escaped is invalid.
        let raw = format!("/contacts?per_page=50&starting_after={cursor}");
        let answer = ask_in(&api, "2.16", &raw, None);
        assert_eq!(code(answer), (400, "client_error".to_owned()));
    }
    assert_eq!(seen.len(), 125);
    let leads = seen
        .iter()
        .rev()
        .filter(|contact| contact["role"] == "lead");
    let mut leads: Vec<_> = leads.map(|lead| lead["id"].as_str().unwrap()).collect();
    let mut expected = api.ids();
    // Leads of the same second can be in any order.
    leads.sort_unstable();
    expected.sort_unstable();
    assert_eq!(leads, expected);
    for bad in [
        "per_page=0",
        "per_page=151",
        "email=a",
        "role=lead",
        "starting_after=",
    ] {
        let answer = ask_in(&api, "2.16", &format!("/contacts?{bad}"), None);
        assert_eq!(code(answer).0, 400, "{bad}");
    }
}

#[test]
fn a_cursor_is_valid_only_for_its_query_order_and_size() {
    let api = api(200);
    let sort = json!({"field": "updated_at", "order": "ascending"});
    let first = search(&api, &json!({"query": leads(), "sort": sort}));
    let cursor = &first["pages"]["next"]["starting_after"];
    let paging = json!({"per_page": 50, "starting_after": cursor});
    let good = json!({"query": leads(), "sort": sort, "pagination": paging});
    assert_eq!(search(&api, &good)["pages"]["page"], 2);
    let server_error = (500, "server_error".to_owned());
    let without = json!({"query": leads(), "pagination": paging});
    assert_eq!(refused(&api, "2.16", &without), server_error);
    let changed = |key: &str, value: Value| {
        let mut body = good.clone();
        body[key] = value;
        refused(&api, "2.16", &body)
    };
    let client_error = (400, "client_error".to_owned());
    let other = json!({"field": "updated_at", "order": "descending"});
    assert_eq!(changed("sort", other), client_error);
    assert_eq!(changed("query", is("role", "=", "user")), client_error);
    for paging in [
        json!({"per_page": 51, "starting_after": cursor}),
        json!({"starting_after": "WzFd"}),
        json!({"starting_after": cursor.as_str().unwrap().trim()}),
        json!({"starting_after": 2}),
        json!({"starting_after": ""}),
    ] {
        assert_eq!(changed("pagination", paging), client_error);
    }
}

#[test]
fn a_cursor_in_the_url_of_a_search_is_ignored() {
    let api = api(200);
    let target = "/contacts/search?starting_after=anything";
    let (status, answer) = ask_in(&api, "2.16", target, Some(&json!({"query": leads()})));
    assert_eq!((status, &answer["pages"]["page"]), (200, &json!(1)));
}

#[test]
fn created_and_deleted_contacts_shift_no_other() {
    let api = api(300);
    let before = api.ids();
    let first = search(&api, &json!({"query": leads()}));
    api.create();
    assert!(api.delete(&before[3]) && api.delete(&before[49]) && api.delete(&before[60]));
    let cursor = &first["pages"]["next"]["starting_after"];
    let paging = json!({"per_page": 50, "starting_after": cursor});
    let second = search(&api, &json!({"query": leads(), "pagination": paging}));
    assert_eq!(ids(&second)[..10], before[50..60]);
    assert_eq!(ids(&second)[10], before[61]);
    assert_eq!(second["total_count"], 298);
}

#[test]
fn searches_find_new_leads_late_under_churn() {
    let churning = Intercom::new(Settings {
        leads: 50,
        churn: true,
        ..Settings::default()
    });
    let new = churning.create();
    let finds = |api: &Intercom| !all(api, &is("id", "=", new.as_str())).is_empty();
    let found: Vec<_> = (0..7).map(|_| finds(&churning)).collect();
    assert_eq!(found, [false, false, false, false, false, true, true]);

    let calm = api(50);
    let new = calm.create();
    assert_eq!(all(&calm, &is("id", "=", new)).len(), 1);
}

#[test]
fn orders_are_checked_from_2_16_on() {
    let api = api(20);
    let body = json!({"query": leads(), "sort": {"field": "created_at", "order": "asc"}});
    for version in ["2.16", "2.17", "Preview"] {
        let refused = refused(&api, version, &body);
        assert_eq!(refused, (400, "invalid_sort_order".to_owned()));
    }
    let (status, answer) = ask_in(&api, "2.15", "/contacts/search", Some(&body));
    assert_eq!((status, ids(&answer)), (200, api.ids()));
    let unknown = json!({"query": leads(), "sort": {"field": "phone"}});
    assert_eq!(refused(&api, "2.16", &unknown).0, 400);
}
