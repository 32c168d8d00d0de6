//! The 1.x dialects, with payloads of the API and invalid ones.

use proptest::prelude::*;

use super::*;

const LIST: &str = r#"{
    "type": "contact.list",
    "pages": {"type": "pages", "next": "https://api.intercom.io/contacts?per_page=50&page=2",
        "page": 1, "per_page": 50, "total_pages": 3},
    "contacts": [
        {"type": "contact", "id": "5811f6bbe6b4704ddfa84ac0", "name": "O&#39;Brien", "n": 155.50},
        {"id": 7}
    ],
    "total_count": 105,
    "limited": false
}"#;

fn list(body: &str) -> Result<Page, Error> {
    List.read(&Request::get("/contacts".into()), body.into())
}

#[test]
fn a_page_keeps_its_leads_unchanged() {
    let page = list(LIST).unwrap();
    let leads: Vec<&str> = page.leads().map(lead::Lead::json).collect();
    assert!(leads[0].starts_with(r#"{"type": "contact""#) && leads[0].ends_with("155.50}"));
    assert_eq!(leads[1], r#"{"id": 7}"#);
    assert_eq!(
        (page.total, page.page_size, page.more),
        (Some(105), Some(50), true)
    );
    assert!(!page.limited && page.next.is_none());
}

#[test]
fn optional_fields_can_be_missing() {
    for body in [
        r#"{"contacts":[]}"#,
        r#"{"contacts":[],"pages":null,"total_count":null}"#,
        r#"{"contacts":[],"pages":{},"total_count":"many","limited":"x","type":7}"#,
        r#"{"type":"contact.list","users":[]}"#,
    ] {
        let page = list(body).unwrap();
        assert_eq!(
            (page.len(), page.total, page.page_size, page.more),
            (0, None, None, false)
        );
    }
    assert_eq!(
        list(r#"{"contacts":[],"total_count":"12"}"#).unwrap().total,
        Some(12)
    );
}

#[test]
fn a_page_without_a_link_can_say_that_it_is_not_the_last() {
    let page = |pages: &str, total: &str| {
        list(&format!(
            r#"{{"contacts":[{{"id":"a"}}],"pages":{pages},"total_count":{total}}}"#
        ))
        .unwrap()
    };
    assert!(page(r#"{"page":1,"total_pages":3}"#, "0").is_end_unknown);
    assert!(page(r#"{"page":1,"total_pages":3,"next":null}"#, "null").more);
    // With a total the leads are counted.
    assert!(!page(r#"{"page":1,"total_pages":3}"#, "120").more);
    assert!(!page(r#"{"page":3,"total_pages":3}"#, "null").more);
    assert!(!page(r#"{"next":null}"#, "null").more);
}

#[test]
fn one_lead_alone_is_a_page_of_one() {
    let page = list(" {\"type\":\"contact\",\"id\":\"a\"}\n").unwrap();
    assert_eq!(
        page.leads().next().unwrap().json(),
        r#"{"type":"contact","id":"a"}"#
    );
}

#[test]
fn the_other_generation_is_recognized_by_its_format() {
    for body in [
        r#"{"type":"list","data":[],"total_count":0}"#,
        r#"{"type":"contact","id":"a","role":"lead"}"#,
        r#"{"type":"contact","id":"a","workspace_id":"w"}"#,
        r#"{"contacts":[],"pages":{"next":{"starting_after":"x"}}}"#,
    ] {
        assert!(matches!(list(body), Err(Error::OtherGeneration)), "{body}");
    }
}

#[test]
fn invalid_json_and_unexpected_json_are_different_errors() {
    for body in [
        "",
        "  ",
        "<html>",
        "{\"contacts\":[{\"id\":1}",
        "nonsense",
        "{\"contacts\":[1,]}",
    ] {
        assert!(matches!(list(body), Err(Error::Unreadable(_))), "{body}");
    }
    for body in [
        "[]",
        "7",
        "{}",
        r#"{"contacts":{}}"#,
        r#"{"contacts":[null]}"#,
        r#"{"contacts":["x"]}"#,
    ] {
        assert!(matches!(list(body), Err(Error::NotUnderstood(_))), "{body}");
    }
}

#[test]
fn raw_control_bytes_in_strings_are_parsed() {
    let page = list("{\"contacts\":[{\"id\":\"a\",\"name\":\"two\nlines\u{1}\"}]}").unwrap();
    assert_eq!(
        page.leads().next().unwrap().json(),
        r#"{"id":"a","name":"two\u000alines\u0001"}"#
    );
}

#[test]
fn errors_are_read_at_any_status_and_in_every_shape() {
    let Err(Error::Refused(refused)) = list(
        r#"{"type":"error.list","request_id":"b2","errors":[{"code":"not_found","message":"No"}]}"#,
    ) else {
        panic!("an error list is an error")
    };
    assert_eq!((refused.status, refused.code.as_str()), (200, "not_found"));
    let sent = Request::get("/contacts?email=a%40b".into());
    let read = |body: &str| ApiError::read(429, body.as_bytes(), &sent);
    let legacy = read(r#"{"errors":[{"type":"rate_limit_exceeded","message":"Fair use."}]}"#);
    assert_eq!(legacy.code, "rate_limit_exceeded");
    assert_eq!(
        read(r#"{"type":"error.list","request_id":"b2","errors":[{"code":"c","message":"m"}]}"#)
            .to_string(),
        "the API answered 429 to GET /contacts: m (c) [request b2]"
    );
    for odd in [
        "",
        "<html>",
        "{}",
        r#"{"errors":[]}"#,
        r#"{"errors":{}}"#,
        r#"{"errors":[7]}"#,
    ] {
        assert_eq!(
            read(odd).to_string(),
            "the API answered 429 to GET /contacts",
            "{odd}"
        );
    }
}

#[test]
fn every_page_of_a_scroll_leads_to_the_next() {
    let first = Scroll.first(&Query::default());
    assert_eq!(first.target, "/contacts/scroll");
    let body = r#"{"type":"contact.list","scroll_param":"a+/b","users":[{"id":"a"}]}"#;
    let next = Scroll.read(&first, body.into()).unwrap().next.unwrap();
    assert_eq!(next.target, "/contacts/scroll?scroll_param=a%2B%2Fb");
    assert!(next.kind == Kind::Scroll && !next.is_repeatable());
    let same = r#"{"contacts":[{"id":"b"}]}"#;
    assert_eq!(
        Scroll.read(&next, same.into()).unwrap().next,
        Some(next.clone())
    );
    let end = r#"{"contacts":[],"scroll_param":"a+/b"}"#;
    assert_eq!(Scroll.read(&next, end.into()).unwrap().next, Some(next));
}

#[test]
fn filters_are_percent_encoded() {
    let ask = |select| {
        let query = Query {
            select,
            ..Query::default()
        };
        List.first(&query).target
    };
    assert_eq!(
        ask(Select::Emails(vec!["ann+x@example.com".into()])),
        "/contacts?page=1&per_page=60&email=ann%2Bx%40example.com"
    );
    assert_eq!(
        ask(Select::Phones(vec!["+353 87&page=9".into()])),
        "/contacts?page=1&per_page=60&phone=%2B353%2087%26page%3D9"
    );
    assert_eq!(List.get_lead("a/../b?c").target, "/contacts/a%2F..%2Fb%3Fc");
}

#[test]
fn the_limit_of_the_list_is_recognized_by_its_error() {
    let refused = |status, message: &str| ApiError {
        status,
        message: message.into(),
        ..ApiError::default()
    };
    assert!(is_page_limit(&refused(
        400,
        "page limit reached, please use scroll API"
    )));
    assert!(is_page_limit(&refused(400, "'page' not found on model")));
    assert!(
        !is_page_limit(&refused(400, "bad per_page"))
            && !is_page_limit(&refused(500, "page limit"))
    );
}

proptest! {
    #[test]
    fn no_json_like_text_makes_a_scroll_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "[", "]", ":", ",", "\"", "\\", "null", "1e9", "\"contacts\":[", "\"type\":\"contact\"",
            "\"pages\":{", "\"next\":", "\"total_count\":-1", "\u{0}", "\n", "\"errors\":[{", "\\ud800", "é",
            "\"scroll_param\":\"x\"", "{\"id\":\"", "{\"contacts\":[{\"id\":1}]",
        ]), 0..40)
    ) {
        let body = parts.concat().into_bytes();
        let sent = Request::get("/contacts/scroll".into());
        if let Ok(page) = Scroll.read(&sent, body.clone()) {
            for lead in page.leads() {
                prop_assert!(lead.json().starts_with('{'), "a lead is an object");
            }
        }
        let _ = ApiError::read(400, &body, &sent);
    }
}
