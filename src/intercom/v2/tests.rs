//! The 2.x dialect, with payloads of the API and invalid ones.

use super::*;
use crate::query::narrowing::{Narrowing, Times};

fn first(query: &Query) -> Request {
    Search.first(query)
}

fn question(request: &Request) -> Value {
    serde_json::from_str(request.body.as_deref().unwrap()).unwrap()
}

fn read(body: &str) -> Result<Page, Error> {
    Search.read(&first(&Query::default()), body.into())
}

#[test]
fn leads_are_requested_by_role_newest_first() {
    let request = first(&Query {
        per_page: Some(7),
        ..Query::default()
    });
    assert_eq!(
        (request.method, request.target.as_str()),
        (Method::Post, "/contacts/search")
    );
    assert_eq!(
        question(&request),
        json!({
            "query": {"operator": "AND", "value": [{"field": "role", "operator": "=", "value": "lead"}]},
            "sort": {"field": "created_at", "order": "descending"},
            "pagination": {"per_page": 7},
        })
    );
}

#[test]
fn filters_match_every_selected_lead() {
    let day = 86_400;
    let query = Query {
        select: Select::Emails(vec!["a@b".into(), "c+d@e".into()]),
        narrowing: Narrowing {
            created: Times {
                since: Some(10 * day + 5),
                until: Some(12 * day),
            },
            updated: Times {
                since: Some(0),
                until: None,
            },
            tags: vec!["7".into()],
            segments: vec!["s".into()],
            ..Narrowing::default()
        },
        ..Query::default()
    };
    let asked = question(&first(&query));
    let filters: Vec<String> = asked["query"]["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|filter| {
            let part = |name: &str| filter[name].to_string().replace('"', "");
            format!("{} {} {}", part("field"), part("operator"), part("value"))
        })
        .collect();
    assert_eq!(
        filters,
        [
            "role = lead".to_owned(),
            "email IN [a@b,c+d@e]".to_owned(),
            format!("created_at > {}", 8 * day + 5),
            format!("created_at < {}", 14 * day),
            "tag_id = 7".to_owned(),
            "segment_id = s".to_owned(),
        ]
    );
}

#[test]
fn a_cursor_is_sent_unchanged_with_the_same_query() {
    let sent = first(&Query {
        narrowing: Narrowing {
            tags: vec!["7".into()],
            ..Narrowing::default()
        },
        ..Query::default()
    });
    let body = r#"{"type":"list","data":[{"type":"contact","id":"a","role":"lead"}],"total_count":3,
        "pages":{"type":"pages","per_page":150,"next":{"page":2,"starting_after":"1Ha+/\nfQ==\n"}}}"#;
    let page = Search.read(&sent, body.into()).unwrap();
    assert_eq!(
        (page.total, page.page_size, page.more),
        (Some(3), Some(150), true)
    );
    let next = page.next.unwrap();
    assert!(next.kind == Kind::Cursor && next.is_repeatable());
    let mut expected = question(&sent);
    expected["pagination"]["starting_after"] = json!("1Ha+/\nfQ==\n");
    assert_eq!(question(&next), expected);
    assert!(matches!(
        Search.read(&next, body.into()),
        Err(Error::NotUnderstood(_))
    ));
}

#[test]
fn every_way_to_end_a_list_ends_it() {
    for pages in [
        "null",
        "{}",
        r#"{"next":null}"#,
        r#"{"next":{}}"#,
        r#"{"next":{"page":2}}"#,
        r#"{"next":{"starting_after":null}}"#,
        r#"{"next":{"starting_after":""}}"#,
        "7",
    ] {
        let page = read(&format!(r#"{{"type":"list","data":[],"pages":{pages}}}"#)).unwrap();
        assert_eq!((page.next, page.more), (None, false), "{pages}");
    }
    assert!(read(r#"{"data":[]}"#).unwrap().next.is_none());
}

#[test]
fn a_user_is_no_lead() {
    let page = read(
        r#"{"type":"list","data":[{"id":"a","role":"user"},{"id":"b","role":"lead"},{"id":"c"},
            {"id":"d","custom_attributes":{"role":"lead"},"role":"user"},
            {"id":"e","custom_attributes":{"role":"user"},"role" : "lead"},
            {"id":"f","custom_attributes":{"role":"lead"}},{"id":"g","was":"role","role":"leader"}],
            "total_count":7}"#,
    )
    .unwrap();
    let ids: Vec<_> = page
        .leads()
        .map(|lead| lead.id().unwrap().into_owned())
        .collect();
    assert_eq!(ids, ["b", "c", "e", "f"]);
    assert!(page.total.is_none() && page.has_users);
    let alone = read(r#"{"type":"contact","id":"a","role":"user"}"#).unwrap();
    assert!(alone.is_empty());
}

#[test]
fn the_other_generation_and_invalid_bodies_are_distinguished() {
    for body in [
        r#"{"type":"contact.list","contacts":[]}"#,
        r#"{"type":"contact","id":"a","user_id":"u"}"#,
    ] {
        assert!(matches!(read(body), Err(Error::OtherGeneration)), "{body}");
    }
    for body in [
        "[]",
        "{}",
        r#"{"data":{}}"#,
        r#"{"data":[1]}"#,
        r#"{"data":[],"type":"contact","contacts":true}"#,
    ] {
        assert!(matches!(read(body), Err(Error::NotUnderstood(_))), "{body}");
    }
    for body in ["", "<p>", r#"{"data":["#] {
        assert!(matches!(read(body), Err(Error::Unreadable(_))), "{body}");
    }
    assert!(matches!(
        read(r#"{"type":"error.list","errors":[]}"#),
        Err(Error::Refused(_))
    ));
}
