//! Filters, their operators, and invalid queries.

use super::*;

fn count(api: &Intercom, query: &Value) -> usize {
    all(api, query).len()
}

#[test]
fn contacts_are_found_by_role() {
    let api = api(200);
    let leads = all(&api, &is("role", "=", "lead"));
    assert_eq!(leads.len(), 200);
    assert!(leads.iter().all(|lead| lead["role"] == "lead"));
    assert_eq!(count(&api, &is("role", "=", "user")), 50);
    assert_eq!(count(&api, &is("role", "IN", json!(["lead", "user"]))), 250);
    assert_eq!(
        refused(&api, "2.16", &json!({"query": is("role", "=", "admin")})).0,
        400
    );
}

#[test]
fn text_operators_match_as_documented() {
    let api = api(300);
    let contacts = all(&api, &everyone());
    assert_eq!(contacts.len(), 375);
    let emails = || contacts.iter().filter_map(|one| one["email"].as_str());
    let email = emails().find(|email| email.len() > 9).unwrap();
    let lower = email.to_lowercase();
    let same = emails().filter(|text| text.to_lowercase() == lower).count();
    assert_eq!(count(&api, &is("email", "=", email.to_uppercase())), same);
    assert_eq!(count(&api, &is("email", "IN", json!(["x", email]))), same);
    assert_eq!(count(&api, &is("email", "=", &email[1..])), 0);
    for part in ["+", "EXAMPLE.org"] {
        let lower = part.to_lowercase();
        let with_part = emails().filter(|text| text.to_lowercase().contains(&lower));
        let with_part = with_part.count();
        assert!(with_part > 0);
        assert_eq!(count(&api, &is("email", "~", part)), with_part);
    }
}

#[test]
fn contacts_are_found_by_the_values_that_they_have() {
    let api = api(200);
    let contacts = all(&api, &everyone());
    for field in ["id", "role", "phone"] {
        let value = contacts.iter().map(|one| &one[field]);
        let value = value.clone().find(|value| !value.is_null()).unwrap();
        let same = contacts.iter().filter(|one| one[field] == *value);
        let expected = same.count();
        assert_eq!(count(&api, &is(field, "=", value.clone())), expected);
    }
    let phone = contacts.iter().find_map(|one| one["phone"].as_str());
    let spaced = format!("{} ", phone.unwrap());
    assert_eq!(count(&api, &is("phone", "=", spaced)), 0);
    let tagged = all(&api, &is("tag_id", "=", "17902"));
    assert!(!tagged.is_empty() && tagged.len() < 100);
    for contact in &tagged {
        let tags = contact["tags"]["data"].as_array().unwrap();
        assert!(tags.iter().any(|tag| tag["id"] == "17902"), "{contact}");
    }
    let segment = "53203e244cba153d39000063";
    let found = all(&api, &is("segment_id", "=", segment));
    let found: Vec<_> = found.iter().filter(|one| one["role"] == "lead").collect();
    let (_, old) = ask_in(
        &api,
        "1.4",
        &format!("/contacts?per_page=60&segment_id={segment}"),
        None,
    );
    assert_eq!(old["total_count"], found.len());
}

#[test]
fn times_are_compared_by_the_day_and_from_2_17_on_by_the_second() {
    let api = api(400);
    let contacts = all(&api, &everyone());
    let noon = contacts[100]["created_at"].as_i64().unwrap();
    let (start, end) = day::containing(noon).unwrap();
    let within = |from: i64, until: i64| {
        let times = contacts.iter().filter_map(|one| one["created_at"].as_i64());
        times.filter(|time| (from..until).contains(time)).count()
    };
    assert!(within(start, end) > 1);
    for value in [json!(noon), json!(noon.to_string())] {
        let found = |operator| count(&api, &is("created_at", operator, value.clone()));
        assert_eq!(found("="), within(start, end));
        assert_eq!(found(">"), within(end, i64::MAX));
        assert_eq!(found("<"), within(0, start));
    }
    for operator in ["!=", "<=", ">=", "IN", "NIN", "~"] {
        let body = json!({"query": is("created_at", operator, noon)});
        let error = refused(&api, "2.16", &body);
        assert_eq!(error, (422, "parameter_invalid".to_owned()), "{operator}");
    }
    for (operator, expected) in [
        ("=", within(noon, noon + 1)),
        ("<", within(0, noon)),
        (">", within(noon + 1, i64::MAX)),
    ] {
        for version in ["2.17", "Preview"] {
            let body = json!({"query": is("created_at", operator, noon)});
            let (_, answer) = ask_in(&api, version, "/contacts/search", Some(&body));
            assert_eq!(answer["total_count"], expected, "{operator} in {version}");
        }
    }
}

#[test]
fn groups_combine_filters() {
    let api = api(300);
    let (leads, org) = (is("role", "=", "lead"), is("email", "~", "@example.org"));
    let group = |operator: &str| json!({"operator": operator, "value": [leads, org]});
    let (both, either) = (count(&api, &group("AND")), count(&api, &group("OR")));
    assert!(both > 0);
    assert_eq!(both + either, 300 + count(&api, &org));
    let nested = json!({"operator": "AND", "value": [leads, group("OR")]});
    assert_eq!(count(&api, &nested), 300);
}

#[test]
fn queries_that_break_a_rule_are_errors() {
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
        is("created_at", ">", "yesterday"),
        is("created_at", ">", 1.5),
        json!({"field": "id", "operator": "="}),
        json!({"field": "id", "operator": "=", "value": "a", "values": []}),
        json!([]),
    ] {
        let error = refused(&api, "2.16", &json!({"query": query}));
        assert_eq!(error, (400, "parameter_invalid".to_owned()), "{query}");
    }
    for (field, operator) in [
        ("tag_id", "IN"),
        ("tag_id", "~"),
        ("email", ">"),
        ("id", "=="),
    ] {
        let body = json!({"query": is(field, operator, "a")});
        assert_eq!(refused(&api, "2.16", &body).0, 422, "{field}");
    }
}

#[test]
fn bodies_that_are_not_as_documented_are_errors() {
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
