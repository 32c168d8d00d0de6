//! Filters, their operators, and queries that are refused.

use super::*;

fn count(api: &Intercom, query: &Value) -> usize {
    all(api, query).len()
}

#[test]
fn roles_part_the_contacts() {
    let api = api(200);
    let leads = all(&api, &is("role", "=", "lead"));
    assert_eq!(leads.len(), 200);
    assert!(leads.iter().all(|lead| lead["role"] == "lead"));
    assert_eq!(count(&api, &is("role", "!=", "lead")), 50);
    assert_eq!(count(&api, &is("role", "IN", json!(["lead", "user"]))), 250);
    assert_eq!(
        refused(&api, "2.16", &json!({"query": is("role", "=", "admin")})).0,
        400
    );
}

#[test]
fn every_text_operator_finds_what_it_says() {
    let api = api(300);
    let everyone = all(&api, &is("id", "!=", "none"));
    assert_eq!(everyone.len(), 375);
    let lead = everyone
        .iter()
        .find(|one| one["email"].as_str().is_some_and(|text| text.len() > 9));
    let email = lead.unwrap()["email"].as_str().unwrap();
    let matching = |test: &dyn Fn(&str) -> bool| {
        let emails = everyone.iter().filter_map(|one| one["email"].as_str());
        emails.filter(|text| test(&text.to_lowercase())).count()
    };
    let lower = email.to_lowercase();
    let same = matching(&|text| text == lower);
    assert!(same > 0);
    assert_eq!(count(&api, &is("email", "=", email.to_uppercase())), same);
    assert_eq!(count(&api, &is("email", "!=", email)), 375 - same);
    assert_eq!(
        count(&api, &is("email", "NIN", json!([email, "x"]))),
        375 - same
    );
    let org = matching(&|text| text.ends_with("example.org"));
    assert!(org > 0);
    assert_eq!(count(&api, &is("email", "$", "example.org")), org);
    assert_eq!(count(&api, &is("email_domain", "=", "example.org")), org);
    assert_eq!(
        count(&api, &is("email", "~", "+")),
        matching(&|text| text.contains('+'))
    );
    assert_eq!(
        count(&api, &is("email", "!~", "a")),
        375 - matching(&|text| text.contains('a'))
    );
    assert_eq!(
        count(&api, &is("email", "^", "a")),
        matching(&|text| text.starts_with('a'))
    );
    let missing = everyone.iter().filter(|one| one["email"].is_null()).count();
    assert_eq!(count(&api, &is("email", "=", Value::Null)), missing);
}

#[test]
fn what_a_contact_shows_is_what_it_is_found_by() {
    let api = api(200);
    let everyone = all(&api, &is("id", "!=", "none"));
    for (field, pointer) in [
        ("id", "/id"),
        ("name", "/name"),
        ("phone", "/phone"),
        ("external_id", "/external_id"),
        ("owner_id", "/owner_id"),
        ("browser", "/browser"),
        ("os", "/os"),
        ("location.country", "/location/country"),
        ("location.region", "/location/region"),
        ("location.city", "/location/city"),
        ("unsubscribed_from_emails", "/unsubscribed_from_emails"),
        ("custom_attributes.plan", "/custom_attributes/plan"),
        (
            "custom_attributes.team_mates",
            "/custom_attributes/team_mates",
        ),
        (
            "custom_attributes.monthly_spend",
            "/custom_attributes/monthly_spend",
        ),
        (
            "custom_attributes.paid_subscriber",
            "/custom_attributes/paid_subscriber",
        ),
        (
            "custom_attributes.crm.stage",
            "/custom_attributes/crm.stage",
        ),
    ] {
        let value = |one: &Value| {
            one.pointer(pointer)
                .filter(|value| !value.is_null())
                .cloned()
        };
        let wanted = everyone.iter().find_map(value).unwrap();
        let same = everyone
            .iter()
            .filter(|one| value(one).as_ref() == Some(&wanted));
        assert_eq!(
            count(&api, &is(field, "=", wanted.clone())),
            same.count(),
            "{field}"
        );
    }
    let tagged = all(&api, &is("tag_id", "=", "17902"));
    assert!(!tagged.is_empty() && tagged.len() < 100);
    for contact in &tagged {
        let tags = get(
            &api,
            &format!("/contacts/{}/tags", contact["id"].as_str().unwrap()),
        );
        assert!(column(&tags, "id").contains(&json!("17902")));
    }
    assert_eq!(
        count(&api, &is("tag_id", "!=", "17902")),
        250 - tagged.len()
    );
    for contact in all(&api, &is("segment_id", "=", "53203e244cba153d39000063")) {
        let target = format!("/contacts/{}/segments", contact["id"].as_str().unwrap());
        assert!(column(&get(&api, &target), "name").contains(&json!("Active")));
    }
}

#[test]
fn times_are_searched_by_the_day_but_to_the_second_in_the_preview() {
    let api = api(400);
    let everyone = all(&api, &is("id", "!=", "none"));
    let noon = everyone[100]["created_at"].as_i64().unwrap();
    let (start, end) = day::around(noon).unwrap();
    let among = |from: i64, until: i64| {
        let times = everyone.iter().filter_map(|one| one["created_at"].as_i64());
        times.filter(|time| (from..until).contains(time)).count()
    };
    assert!(among(start, end) > 1);
    for value in [json!(noon), json!(noon.to_string())] {
        let found = |operator| count(&api, &is("created_at", operator, value.clone()));
        assert_eq!(found("="), among(start, end));
        assert_eq!(found(">"), among(end, i64::MAX));
        assert_eq!(found("<"), among(0, start));
    }
    for operator in ["!=", "<=", ">=", "IN", "NIN", "~"] {
        let body = json!({"query": is("created_at", operator, noon)});
        let refusal = refused(&api, "2.16", &body);
        assert_eq!(refusal, (422, "parameter_invalid".to_owned()), "{operator}");
    }
    for (operator, expected) in [
        ("=", among(noon, noon + 1)),
        ("!=", 500 - among(noon, noon + 1)),
        ("<", among(0, noon)),
        ("<=", among(0, noon + 1)),
        (">", among(noon + 1, i64::MAX)),
        (">=", among(noon, i64::MAX)),
    ] {
        let body = json!({"query": is("created_at", operator, noon)});
        let (_, answer) = ask_in(&api, "Preview", "/contacts/search", Some(&body));
        assert_eq!(answer["total_count"], expected, "{operator}");
    }
}

#[test]
fn numbers_are_compared() {
    let api = api(300);
    let mates =
        |operator, value: i64| count(&api, &is("custom_attributes.team_mates", operator, value));
    let missing = is("custom_attributes.team_mates", "=", Value::Null);
    let missing = count(&api, &missing);
    assert!(mates(">", 20) > 0);
    assert_eq!(mates(">=", 20), mates(">", 20) + mates("=", 20));
    assert_eq!(mates("<", 20) + mates(">=", 20), 300 + 75 - missing);
}

#[test]
fn groups_join_and_part() {
    let api = api(300);
    let (leads, org) = (
        is("role", "=", "lead"),
        is("email_domain", "=", "example.org"),
    );
    let group = |operator: &str| json!({"operator": operator, "value": [leads, org]});
    let (both, either) = (count(&api, &group("AND")), count(&api, &group("OR")));
    assert!(both > 0);
    assert_eq!(both + either, 300 + count(&api, &org));
    let nested = json!({"operator": "AND", "value": [leads, group("OR")]});
    assert_eq!(count(&api, &nested), 300);
}

#[test]
fn queries_that_break_a_rule_are_refused() {
    let api = api(10);
    let lead = is("role", "=", "lead");
    let group = |value: Value| json!({"operator": "AND", "value": value});
    let ids = |count: usize| is("id", "IN", vec!["a"; count]);
    let good = |query: Value| assert_eq!(search(&api, &json!({"query": query}))["type"], "list");
    good(group(json!(vec![lead.clone(); 15])));
    good(group(json!([group(json!([lead]))])));
    good(ids(50));
    for query in [
        group(json!(vec![lead.clone(); 16])),
        group(json!([group(json!([group(json!([lead]))]))])),
        group(json!([])),
        group(lead.clone()),
        json!({"operator": "XOR", "value": [lead]}),
        ids(51),
        ids(0),
        is("id", "IN", "a"),
        is("id", "=", json!(["a"])),
        is("id", "=", 7),
        is("colour", "=", "red"),
        is("custom_attributes.colour", "=", "red"),
        is("id", "==", "a"),
        is("created_at", ">", "yesterday"),
        is("created_at", ">", 1.5),
        is("unsubscribed_from_emails", "=", "true"),
        json!({"field": "id", "operator": "="}),
        json!({"field": "id", "operator": "=", "value": "a", "values": []}),
        json!([]),
    ] {
        let refusal = refused(&api, "2.16", &json!({"query": query}));
        assert_eq!(refusal, (400, "parameter_invalid".to_owned()), "{query}");
    }
    for (field, operator) in [
        ("tag_id", "IN"),
        ("tag_id", "~"),
        ("unsubscribed_from_emails", "~"),
        ("email", ">"),
        ("custom_attributes.team_mates", "~"),
    ] {
        let body = json!({"query": is(field, operator, "a")});
        assert_eq!(refused(&api, "2.16", &body).0, 422, "{field}");
    }
}

#[test]
fn bodies_that_are_not_as_documented_are_refused() {
    let api = api(10);
    let lead = is("role", "=", "lead");
    for body in [
        json!({}),
        json!([]),
        json!({"query": lead, "limit": 3}),
        json!({"query": lead, "pagination": {"page": 2}}),
        json!({"query": lead, "pagination": {"per_page": 0}}),
        json!({"query": lead, "pagination": {"per_page": 151}}),
        json!({"query": lead, "pagination": {"per_page": "50"}}),
        json!({"query": lead, "pagination": []}),
        json!({"query": lead, "sort": {"by": "id"}}),
        json!({"query": lead, "sort": "id"}),
    ] {
        assert_eq!(refused(&api, "2.16", &body).0, 400, "{body}");
    }
    let body = json!({"query": lead});
    let mut cut = request("2.16", "/contacts/search", Some(&body));
    cut.body.pop();
    let answer = read(&api.reply(&cut));
    assert_eq!(code(answer), (400, "parameter_invalid".to_owned()));
    let mut form = request("2.16", "/contacts/search", Some(&body));
    form.headers.retain(|(name, _)| name != "Content-Type");
    assert_eq!(api.reply(&form).status, 415);
}
