//! Cells, objects, titles, and fields that no lead has.

use super::*;

const V1: &str = r#"{"type":"contact","id":"5811f6bbe6b4704ddfa84ac0","user_id":"77177570-cf5d","anonymous":true,"email":"ob@example.com","phone":"00353875551234","name":"O&#39;Brien","pseudonym":"Lime Camel from Dublin","avatar":{"type":"avatar","image_url":null},"companies":{"type":"company.list","companies":[]},"location_data":{"type":"location_data","city_name":"Mukilteo","continent_code":"NA","country_name":"United States","latitude":47.913,"longitude":-122.3042,"postal_code":"98275","region_name":"Washington","timezone":"America/Los_Angeles","country_code":"USA"},"last_request_at":1477660267,"created_at":1477572283,"signed_up_at":null,"updated_at":1480068674,"unsubscribed_from_emails":false,"tags":{"type":"tag.list","tags":[{"type":"tag","id":"1","name":"vip"},{"type":"tag","id":"2","name":"b &amp; c"}]},"segments":{"type":"segment.list","segments":[{"type":"segment","id":"5b"}]},"custom_attributes":{"paid_subscriber":true,"monthly_spend":155.50,"team_mates":9}}"#;

const V2: &str = r#"{"type":"contact","id":"677c554b","workspace_id":"w","external_id":"70","role":"lead","email":"joe@example.com","phone":null,"name":"Joe Bloggs","owner_id":321452,"unsubscribed_from_emails":true,"created_at":1736201547,"updated_at":1736201548,"signed_up_at":1736201549,"last_seen_at":1736201550,"location":{"type":"location","country":"Ireland","region":"Leinster","city":"Dublin"},"custom_attributes":{},"tags":{"type":"list","data":[{"type":"tag","id":"10"},{"type":"tag","id":"11"}],"has_more":true},"companies":{"type":"list","data":[{"type":"company","id":"6a"}],"has_more":false}}"#;

fn fields(list: &str) -> Fields {
    Fields::parse(Some(list), TABLE_COLUMNS).unwrap()
}

fn row(fields: &mut Fields, lead: &str) -> Vec<String> {
    let mut cells = Vec::new();
    fields.each_cell(Lead::new(lead), Times::Utc, |cell| {
        cells.push(cell.to_owned());
    });
    cells
}

fn cells(list: &str, lead: &str) -> Vec<String> {
    row(&mut fields(list), lead)
}

fn object(fields: &mut Fields, lead: &str) -> String {
    let mut out = String::new();
    fields.push_json(Lead::new(lead), &mut out);
    serde_json::from_str::<serde_json::Value>(&out).unwrap();
    out
}

fn titles(fields: &Fields) -> Vec<String> {
    let mut titles = Vec::new();
    fields.each_title(|title| titles.push(title.to_owned()));
    titles
}

#[test]
fn named_columns_read_a_1_x_lead() {
    let list = "id,external_id,name,email,phone,city,region,country,created_at,updated_at,signed_up_at,last_seen_at,unsubscribed,tags,segments,companies,owner_id";
    assert_eq!(
        cells(list, V1),
        [
            "5811f6bbe6b4704ddfa84ac0",
            "77177570-cf5d",
            "O'Brien",
            "ob@example.com",
            "00353875551234",
            "Mukilteo",
            "Washington",
            "United States",
            "2016-10-27T12:44:43Z",
            "2016-11-25T10:11:14Z",
            "",
            "2016-10-28T13:11:07Z",
            "false",
            "vip; b &amp; c",
            "5b",
            "",
            "",
        ]
    );
}

#[test]
fn named_columns_read_a_2_x_contact() {
    let list = "id,external_id,name,phone,city,region,country,last_seen_at,unsubscribed,tags,segments,companies,owner_id";
    assert_eq!(
        cells(list, V2),
        [
            "677c554b",
            "70",
            "Joe Bloggs",
            "",
            "Dublin",
            "Leinster",
            "Ireland",
            "2025-01-06T22:12:30Z",
            "true",
            "10; 11; …",
            "",
            "6a",
            "321452",
        ]
    );
}

#[test]
fn odd_leads_are_never_refused() {
    let odd = r#"{"id":7,"name":12.50,"email":null,"created_at":"2016-10-27T12:44:43Z","updated_at":{},"location":"Dublin, Ireland","tags":null,"companies":"acme","unsubscribed_from_emails":"no"}"#;
    assert_eq!(
        cells(
            "id,name,email,created_at,updated_at,city,region,country,tags,companies,unsubscribed",
            odd
        ),
        [
            "7",
            "12.50",
            "",
            "2016-10-27T12:44:43Z",
            "{}",
            "Dublin, Ireland",
            "",
            "",
            "",
            "acme",
            "no"
        ]
    );
    for none in [
        "{}",
        "[]",
        "null",
        "7",
        "\"text\"",
        r#"{"location_data":null}"#,
        r#"{"location_data":[]}"#,
    ] {
        assert!(
            cells("id,city,tags,a.b,custom_attributes.x", none)
                .iter()
                .all(String::is_empty)
        );
    }
}

#[test]
fn paths_reach_everything_else() {
    assert_eq!(
        cells(
            "location_data.timezone,tags.tags.0.name,custom_attributes.monthly_spend,avatar,tags.tags.9,last_request_at,a.b",
            V1
        ),
        [
            "America/Los_Angeles",
            "vip",
            "155.50",
            r#"{"type":"avatar","image_url":null}"#,
            "",
            "1477660267",
            ""
        ]
    );
    let dotted = r#"{"a.b":1,"a":{"b":2},"custom_attributes":{"x.y":3,"x":{"y":4}}}"#;
    assert_eq!(cells("a.b,custom_attributes.x.y", dotted), ["1", "3"]);
    assert_eq!(
        cells(
            r#""custom_attributes.Size, m""#,
            r#"{"custom_attributes":{"Size, m":5}}"#
        ),
        ["5"]
    );
}

#[test]
fn defaults_depend_on_the_format_and_a_plus_adds_to_them() {
    assert_eq!(
        titles(&Fields::parse(None, TABLE_COLUMNS).unwrap()),
        TABLE_COLUMNS
    );
    assert_eq!(
        titles(&Fields::parse(None, CSV_COLUMNS).unwrap()),
        CSV_COLUMNS
    );
    let added = Fields::parse(Some("+tags,id"), TABLE_COLUMNS).unwrap();
    assert_eq!(titles(&added), [TABLE_COLUMNS, &["tags"]].concat());
    assert_eq!(
        titles(&Fields::parse(Some("tags,id,tags"), TABLE_COLUMNS).unwrap()),
        ["tags", "id"]
    );
    assert!(Fields::parse(Some("a,,b"), TABLE_COLUMNS).is_err());
}

#[test]
fn json_without_fields_is_the_lead_token_for_token() {
    let mut lead = Fields::parse(None, WHOLE_LEAD).unwrap();
    assert_eq!(object(&mut lead, V1), V1);
    assert_eq!(
        object(&mut lead, "{ \"a\" : [ 1.50, \"x y\" ] }"),
        r#"{"a":[1.50,"x y"]}"#
    );
}

#[test]
fn json_has_columns_as_keys_and_paths_with_their_structure() {
    let mut picked = fields(
        "id,name,created_at,tags,location_data.timezone,custom_attributes.monthly_spend,nope,city",
    );
    assert_eq!(
        object(&mut picked, V1),
        r#"{"id":"5811f6bbe6b4704ddfa84ac0","name":"O&#39;Brien","created_at":1477572283,"tags":["vip","b &amp; c"],"location_data":{"timezone":"America/Los_Angeles"},"custom_attributes":{"monthly_spend":155.50},"nope":null,"city":"Mukilteo"}"#
    );
    assert_eq!(
        object(&mut fields("tags,segments,phone"), V2),
        r#"{"tags":["10","11","…"],"segments":[],"phone":null}"#
    );
}

#[test]
fn fields_added_to_json_follow_the_whole_lead_once() {
    let mut added = Fields::parse(Some("+external_id,id,custom_attributes.*"), WHOLE_LEAD).unwrap();
    assert_eq!(
        object(
            &mut added,
            r#"{"id":"a","user_id":"u","custom_attributes":{"plan":"pro"}}"#
        ),
        r#"{"id":"a","user_id":"u","custom_attributes":{"plan":"pro"},"external_id":"u"}"#
    );
    assert_eq!(
        object(&mut added, "{ }"),
        r#"{"external_id":null,"id":null,"custom_attributes":null}"#
    );
}

#[test]
fn json_streams_the_attributes_that_a_lead_has() {
    let mut all = fields("id,custom_attributes.*,custom_attributes.b");
    let lead = r#"{"id":"1","custom_attributes":{"z":1,"b":2,"a":{"x": 3}}}"#;
    assert_eq!(
        object(&mut all, lead),
        r#"{"id":"1","custom_attributes":{"z":1,"b":2,"a":{"x":3}}}"#
    );
    assert_eq!(
        object(&mut all, r#"{"custom_attributes":null}"#),
        r#"{"id":null,"custom_attributes":{"b":null}}"#
    );
}

#[test]
fn paths_are_joined_in_the_structure_of_the_lead() {
    let lead = r#"{"tags":{"tags":[{"id":"1","name":"x"},{"id":"2","name":"y"}]},"a":{"b":{"c":1,"d":2},"e.f":3,"n":null},"l":[]}"#;
    for (list, expected) in [
        (
            "a.b.c,tags.tags.1.name,a.b.d,a.e.f",
            r#"{"a":{"b":{"c":1,"d":2},"e.f":3},"tags":{"tags":[null,{"name":"y"}]}}"#,
        ),
        (
            "tags.tags.1.name,tags.tags.0.id",
            r#"{"tags":{"tags":[{"id":"1"},{"name":"y"}]}}"#,
        ),
        // A field that contains the others has precedence.
        ("a.b.c,a.b", r#"{"a":{"b":{"c":1,"d":2}}}"#),
        ("a.b,a.b.c", r#"{"a":{"b":{"c":1,"d":2}}}"#),
        // A missing value is null, or an array without the element.
        (
            "a.b.x,a.q,z.y",
            r#"{"a":{"b":{"x":null},"q":null},"z":{"y":null}}"#,
        ),
        ("a.n.x", r#"{"a":{"n":{"x":null}}}"#),
        ("tags.tags.7.name,l.0", r#"{"tags":{"tags":[]},"l":[]}"#),
        // The column of names is not a list of objects.
        (
            "tags.tags.1.name,tags",
            r#"{"tags.tags.1.name":"y","tags":["x","y"]}"#,
        ),
    ] {
        assert_eq!(object(&mut fields(list), lead), expected, "{list}");
    }
}

#[test]
fn a_missing_path_does_not_replace_another_value() {
    let lead = r#"{"custom_attributes":{"l":[{"x":1},{"x":2}],"t":"text"}}"#;
    for (list, expected) in [
        (
            "custom_attributes.l.x,custom_attributes.l.0.x",
            r#"{"custom_attributes":{"l":[{"x":1}]}}"#,
        ),
        (
            "custom_attributes.l.1.x,custom_attributes.l.x",
            r#"{"custom_attributes":{"l":[null,{"x":2}]}}"#,
        ),
        (
            "custom_attributes.t.x,custom_attributes.t",
            r#"{"custom_attributes":{"t":"text"}}"#,
        ),
        ("custom_attributes.l.x", r#"{"custom_attributes":{"l":[]}}"#),
    ] {
        assert_eq!(object(&mut fields(list), lead), expected, "{list}");
    }
}

#[test]
fn a_key_that_is_a_star_is_a_column_too() {
    let lead = r#"{"custom_attributes":{"*":"star","a":1,"b.*":2}}"#;
    let mut all = fields("custom_attributes.*");
    all.set_wildcards([["*", "a", "b.*"].map(str::to_owned).into()]);
    assert_eq!(
        titles(&all),
        [
            "custom_attributes.*",
            "custom_attributes.a",
            "custom_attributes.b.*"
        ]
    );
    assert_eq!(row(&mut all, lead), ["star", "1", "2"]);
    let mut quoted = fields(r#""custom_attributes.*","custom_attributes.b.*""#);
    assert!(!quoted.need_all_leads());
    assert_eq!(row(&mut quoted, lead), ["star", "2"]);
    let json = r#"{"custom_attributes":{"*":"star","b.*":2}}"#;
    assert_eq!(object(&mut quoted, lead), json);
    assert_eq!(quoted.unseen(), []);
}

#[test]
fn each_attribute_gets_a_column_after_the_last_lead() {
    let mut all = fields("id,custom_attributes.*,custom_attributes.b,name");
    assert!(all.need_all_leads() && !fields("id").need_all_leads());
    all.set_wildcards([["b", "c.d", "a"].map(str::to_owned).into()]);
    assert_eq!(
        titles(&all),
        [
            "id",
            "custom_attributes.a",
            "custom_attributes.c.d",
            "custom_attributes.b",
            "name"
        ]
    );
    let lead = r#"{"name":"n","id":"1","custom_attributes":{"c.d":"x &amp; y","b":2,"a":null}}"#;
    assert_eq!(row(&mut all, lead), ["1", "", "x &amp; y", "2", "n"]);
}

#[test]
fn fields_that_no_lead_had_come_with_a_suggestion() {
    let mut asked = fields(
        "id,segments,emial,pseudonym,signed_up_at,custom_attributes.team_mate,avatar.image_url,qqq",
    );
    assert_eq!(asked.unseen(), [], "nothing was read yet");
    row(&mut asked, V1);
    let unseen: Vec<_> = asked
        .unseen()
        .into_iter()
        .map(|unseen| (unseen.name, unseen.suggestion))
        .collect();
    let expected = [
        ("emial", Some("email")),
        (
            "custom_attributes.team_mate",
            Some("custom_attributes.team_mates"),
        ),
        ("qqq", None),
    ];
    assert_eq!(
        unseen,
        expected.map(|(name, hint)| (name.to_owned(), hint.map(str::to_owned)))
    );
    object(
        &mut asked,
        r#"{"emial":null,"qqq":0,"custom_attributes":{"team_mate":1}}"#,
    );
    assert_eq!(asked.unseen(), []);
}

#[test]
fn tags_can_be_named_and_cut_lists_are_counted() {
    let mut named = fields("tags,companies");
    assert!(named.wants("tags") && !named.wants("segments"));
    named.set_tag_names(HashMap::from([
        ("10".into(), "vip".into()),
        ("6a".into(), "no".into()),
    ]));
    assert_eq!(row(&mut named, V2), ["vip; 11; …", "6a"]);
    row(&mut named, V1);
    assert_eq!(named.cut_lists(), 1);
    assert_eq!(
        object(&mut named, V2),
        r#"{"tags":["vip","11","…"],"companies":["6a"]}"#
    );
    assert_eq!(named.cut_lists(), 2);
}

proptest::proptest! {
    #[test]
    fn no_list_and_no_lead_make_a_panic(list in "[a-c.,\"+* ]{0,20}", lead in "[\\[\\]{}\",:a-c0-9 ]{0,40}") {
        if let Ok(mut fields) = Fields::parse(Some(&list), WHOLE_LEAD) {
            row(&mut fields, &lead);
            let mut out = String::new();
            fields.push_json(Lead::new(&lead), &mut out);
            let _ = fields.unseen();
        }
    }
}
