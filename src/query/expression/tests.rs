//! Expressions evaluated for single leads of both generations.

use jiff::tz::TimeZone;

use std::collections::HashMap;

use super::*;
use crate::query::labels::LabelKind;
use crate::query::narrowing::Times;

/// 2026-01-31T12:00:00Z.
const NOW: i64 = 1_769_860_800;

const LEAD: &str = r#"{
    "id": "5f", "user_id": 17, "name": "Ann O&#39;Neil", "email": "Ann@Example.com",
    "phone": "+353 87 555 1234", "owner_id": 7, "unsubscribed_from_emails": false,
    "created_at": 1769817600, "last_request_at": null, "pseudonym": "",
    "location_data": {"country_name": "Ireland", "city_name": null},
    "custom_attributes": {"plan": "pro", "seats": 12, "price": 19.90, "big": 12345678901234567890,
        "is_admin": true, "Job Title": "CEO", "trial_ends_at": 1769904000, "when": 1769904000},
    "tags": {"type": "tag.list", "tags": [{"id": "9", "name": "VIP"}, {"id": "8", "name": "new"}]},
    "segments": {"type": "segment.list", "segments": []},
    "companies": {"companies": [{"id": "c1", "company_id": "x7", "name": "A &amp; B"}]}
}"#;

fn parse(text: &str) -> Result<Expression, SyntaxError> {
    let mut expression = Expression::default();
    expression.parse(text, NOW, &TimeZone::UTC)?;
    Ok(expression)
}

fn decide(expression: &Expression, json: &str) -> Result<bool, Undecided> {
    expression.decide(&expression.read(Lead::new(json)), &KnownLabels::default())
}

fn matches(text: &str) -> bool {
    let expression = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    decide(&expression, LEAD).unwrap()
}

#[test]
fn true_conditions_match() {
    for text in [
        "country = Ireland",
        "country = 'Ireland' and not unsubscribed",
        "COUNTRY2 = x OR country == \"Ireland\"",
        "country != 'Spain'",
        "country <> 'Spain'",
        "city != 'Cork'",
        "has no city and has country",
        "has no pseudonym",
        "name = 'Ann O''Neil'",
        "name ~ \"o'NEIL\"",
        "name ^= 'ann' and name $= 'NEIL'",
        "email = 'ann@example.com'",
        "email in ('bob@example.com', ' ANN@example.com')",
        "email ~ '@example.'",
        "phone = '00353875551234' and phone = +353875551234",
        "phone ^= '+353'",
        "id = 5f and owner_id = 7 and owner_id = '7' and external_id = 17",
        "owner_id in (6, 7)",
        "custom_attributes.plan = 'pro' and custom_attributes.seats >= 12",
        "custom_attributes.seats = 12.0 and custom_attributes.seats < 1e2",
        "custom_attributes.price > 19.8999999999999999999",
        "custom_attributes.big = 12345678901234567890",
        "custom_attributes.big != 12345678901234567891",
        "custom_attributes.is_admin",
        "custom_attributes.is_admin = true",
        "\"custom_attributes.Job Title\" = CEO",
        "tags = VIP and tags = 9 and tags in ('x', 'new') and tags ~ vi",
        "tags != 'old' and has tags and has no segments",
        "companies = 'A & B' and companies = x7 and companies = c1",
        "created_at = 2026-01-31 and created_at = 2026-01 and created_at = today",
        "created_at >= 2026-01-31 and created_at <= 2026-01 and created_at < now",
        "created_at > 2026-01-30 and created_at < 2026-02",
        "created_at > 13 hours ago and created_at < 11h ago",
        "created_at = 1769817600",
        "created_at = '2026-01-31 00:00'",
        "custom_attributes.trial_ends_at = 2026-02-01",
        "time(custom_attributes.when) > 2026-01-31",
        "has no last_seen_at and not last_seen_at < now",
        "not (country = Spain or country = France)",
        "country not in ('Spain', 'France')",
        "not country = Spain and not nothing = 1",
    ] {
        assert!(matches(text), "{text}");
        assert!(!matches(&format!("not ({text})")), "not ({text})");
    }
}

#[test]
fn false_conditions_do_not_match() {
    for text in [
        "country = ireland",
        "country = 'Ireland' and unsubscribed",
        "city = 'Cork'",
        "city < 'Z'",
        "custom_attributes.seats = '12'",
        "custom_attributes.plan = 12",
        "custom_attributes.big = 12345678901234567891",
        "custom_attributes.plan",
        "tags = vip",
        "tags != 'VIP'",
        "last_seen_at < now",
        "created_at > 2026-01-31",
        "created_at < 2026-01-31",
        "created_at <= 2026-01-30",
        "created_at = yesterday",
    ] {
        assert!(!matches(text), "{text}");
    }
}

#[test]
fn not_and_or_have_this_precedence() {
    assert!(matches(
        "country = Ireland or country = Spain and country = France"
    ));
    assert!(!matches(
        "(country = Ireland or country = Spain) and country = France"
    ));
    assert!(!matches("not country = Ireland and country = Ireland"));
}

#[test]
fn a_truncated_list_decides_a_test_only_if_it_can() {
    let lead =
        Lead::new(r#"{"id":"5f","role":"lead","tags":{"data":[{"id":"1"}],"has_more":true}}"#);
    let decided = |text: &str| {
        let expression = parse(text).unwrap();
        let mut tags = KnownLabels::default();
        tags.set_names(
            LabelKind::Tag,
            HashMap::from([("1".to_owned(), "VIP".to_owned())]),
        );
        let decided = expression.decide(&expression.read(lead), &tags);
        decided.map_err(|undecided| undecided.field)
    };
    assert_eq!(decided("tags = VIP and has tags"), Ok(true));
    assert_eq!(decided("tags = old"), Err("tags".to_owned()));
    assert_eq!(decided("tags != old"), Err("tags".to_owned()));
    assert_eq!(decided("tags = old or id = 5f"), Ok(true));
    assert_eq!(decided("tags = old and id = 6f"), Ok(false));
    assert_eq!(decided("segments = 3"), Err("segments".to_owned()));
    assert_eq!(decided("has segments"), Err("segments".to_owned()));
}

#[test]
fn mistakes_are_explained_where_they_are() {
    for (text, at, part) in [
        ("", 0, "empty"),
        ("  ", 2, "empty"),
        ("country =", 9, "expected a value, not the end"),
        ("country = and x = 1", 10, "expected a value, not and"),
        (
            "country Ireland",
            8,
            "expected an operator such as = before Ireland",
        ),
        ("country 'Ireland'", 8, "expected an operator"),
        ("country = New York", 14, "put text with spaces in quotes"),
        ("country = 'Ireland", 10, "' is not closed"),
        ("\"country = 'x'", 0, "\" is not closed"),
        ("'country' = x", 0, "double quotes"),
        ("(country = x", 12, "expected ), not the end"),
        ("country = x)", 11, "unmatched )"),
        ("country = x && city = y", 12, "unexpected &"),
        ("country is null", 8, "has no FIELD"),
        ("country = null", 10, "has no FIELD"),
        ("country like 'x'", 8, "~ finds text"),
        ("country between 1 and 2", 8, ">= A and FIELD < B"),
        ("country in 'x'", 11, "expected ( after in"),
        ("country in ('x' 'y')", 16, "expected , or )"),
        ("country not 'x'", 12, "expected in after not"),
        ("tags < 'x'", 5, "is a list"),
        ("created_at < 90d", 13, "write 90d ago"),
        ("created_at = 2 weeks", 13, "write 2 weeks ago"),
        ("created_at > 20260131", 13, "did you mean 2026-01-31?"),
        ("created_at > soon", 13, "expected a span"),
        ("custom_attributes.x < true", 22, "cannot be ordered"),
        ("time(created_at = 1", 16, "expected )"),
        ("and x = 1", 0, "expected a field"),
        ("has", 3, "expected a field"),
        ("x = 1 or", 8, "expected a field"),
        ("name", 0, "has name"),
        ("not created_at and x = 1", 4, "has created_at"),
        ("unsubscribed = yes", 15, "true or false"),
        ("unsubscribed != 'true'", 16, "true or false"),
        ("unsubscribed < true", 13, "true or false"),
        ("created_at ~ 2026", 11, "is a time"),
        ("phone = none", 8, "has no phone"),
        ("email = ''", 8, "has no email"),
        ("country = “Ireland”", 10, "write ' or \""),
        ("region in (OR, CA)", 11, "'OR'"),
        ("name = 'O'Brien'", 15, "double a ' in the text"),
        ("phone exists", 6, "write has FIELD"),
        ("name startswith A", 5, "^= at the start"),
        ("created_at < 7d ago ago", 13, "expected a span"),
    ] {
        let error = parse(text).expect_err(text);
        assert!(error.what.contains(part), "{text}: {error:?}");
        assert_eq!(error.at, at, "{text}: {error:?}");
    }
    assert!(parse(&"(".repeat(1_000)).is_err());
    assert!(parse(&"not ".repeat(1_000)).is_err());
    assert!(parse(&format!("name = '{}'", "x".repeat(100_000))).is_err());
    assert!(parse(&vec!["x = 1"; 1_000].join(" and ")).is_ok());
}

#[test]
fn required_times_narrow_what_is_read() {
    let day = 86_400;
    let start = 1_769_817_600;
    for (text, created, changed) in [
        ("country = x", (None, None), None),
        ("created_at >= 2026-01-31", (Some(start), None), None),
        (
            "created_at > 2026-01-31 and x = 1",
            (Some(start + day), None),
            None,
        ),
        ("created_at <= 2026-01-31", (None, Some(start + day)), None),
        (
            "created_at = 2026-01-31",
            (Some(start), Some(start + day)),
            None,
        ),
        (
            "(created_at > 2026-01-29 and created_at < 2026-01-31) and created_at > 2026-01-28",
            (Some(start - day), Some(start)),
            None,
        ),
        ("updated_at >= 2026-01-31", (None, None), Some(start)),
        ("created_at != 2026-01-31", (None, None), None),
        ("not created_at > 2026-01-31", (None, None), None),
        ("created_at > 2026-01-31 or x = 1", (None, None), None),
        ("created_at in (2026-01-31, 2026-01-30)", (None, None), None),
    ] {
        let narrowing = parse(text).unwrap().narrowing();
        let times = |(since, until)| Times { since, until };
        assert_eq!(narrowing.created, times(created), "{text}");
        assert_eq!(narrowing.updated.since, changed, "{text}");
    }
    let narrowing = parse("last_seen_at < 2026-01-31 and unsubscribed and tags = 7");
    let narrowing = narrowing.unwrap().narrowing();
    assert_eq!(narrowing.last_seen.until, Some(start));
    assert!(narrowing.unsubscribed);
    assert!(narrowing.tags.is_empty(), "its id is not known");
}

#[test]
fn labels_are_requested_by_id() {
    let ids = |known: &[(&str, &[&str])]| {
        let entry = |(name, ids): &(&str, &[&str])| {
            let ids = ids.iter().map(|id| (*id).to_owned()).collect();
            ((*name).to_owned(), ids)
        };
        known
            .iter()
            .map(entry)
            .collect::<HashMap<String, Vec<String>>>()
    };
    let known = ids(&[("VIP", &["7"]), ("new", &["8"]), ("twin", &["1", "2"])]);
    let lead = |tags: &str| format!(r#"{{"id":"1","tags":{{"data":[{tags}],"has_more":false}}}}"#);
    for (text, asked) in [
        ("tags = VIP", vec!["7"]),
        ("tags = new and tags = VIP", vec!["8", "7"]),
        ("country = x and (tags = VIP and has email)", vec!["7"]),
        ("tags = VIP or tags = new", vec![]),
        ("tags != VIP", vec![]),
        ("tags in (VIP, new)", vec![]),
        ("tags = twin", vec![]),
    ] {
        let mut expression = parse(text).unwrap();
        expression.set_ids(LabelKind::Tag, &known);
        assert_eq!(expression.narrowing().tags, asked, "{text}");
    }
    let mut expression = parse("tags = VIP").unwrap();
    expression.set_ids(LabelKind::Tag, &known);
    assert_eq!(decide(&expression, &lead(r#"{"id":"7"}"#)), Ok(true));
    // Another tag whose name equals the id of this one.
    let other = r#"{"id":"8","name":"7"}"#;
    assert_eq!(decide(&expression, &lead(other)), Ok(false));
    let cut = r#"{"id":"1","tags":{"data":[{"id":"8"}],"has_more":true}}"#;
    assert!(decide(&expression, cut).is_err());
    let mut asked = Expression::default();
    asked.has_label(LabelKind::Tag, "VIP", Trust::Server);
    asked.set_ids(LabelKind::Tag, &known);
    assert_eq!(decide(&asked, cut), Ok(true), "the server said so");
    assert_eq!(decide(&asked, &lead(r#"{"id":"8"}"#)), Ok(false));
    let mut asked = Expression::default();
    asked.has_label(LabelKind::Tag, "twin", Trust::Server);
    asked.set_ids(LabelKind::Tag, &known);
    assert!(decide(&asked, cut).is_err(), "it was not asked");
}
