//! HTML entities: decoded only in cells, and only where the API escapes text.

use leads::sandbox::Reply;

use crate::formats::serving;
use crate::harness::{Harness, Outcome};
use crate::v2;

/// A lead of 1.x and one of 2.x with the same values.
const LEADS: [&str; 2] = [
    r#"{"id":"a&amp;1","user_id":"u&amp;1","name":"O&#39;Brien &amp;amp; S","email":"o&#39;b@x","pseudonym":"Teal &amp; Tie","location_data":{"city_name":"A&amp;B"},"phone":"&amp;1","tags":{"type":"tag.list","tags":[{"id":"1","name":"R&amp;D"},{"id":"t&amp;2"}]},"companies":{"type":"company.list","companies":[{"id":"c","name":"A &amp; B"},{"id":"d","company_id":"d&amp;d"}]},"social_profiles":{"type":"social_profile.list","social_profiles":[{"name":"X&amp;Y","id":"s&amp;1"}]},"custom_attributes":{"q":"5 &lt; 6 &amp;amp; 7"}}"#,
    r#"{"type":"contact","id":"a&amp;1","role":"lead","external_id":"u&amp;1","name":"O&#39;Brien &amp;amp; S","email":"o&#39;b@x","pseudonym":"Teal &amp; Tie","location":{"city":"A&amp;B"},"phone":"&amp;1","tags":{"type":"list","data":[{"id":"1","name":"R&amp;D"},{"id":"t&amp;2","name":""}]},"companies":{"type":"list","data":[{"id":"c","name":"A &amp; B"},{"id":"d","company_id":"d&amp;d"}]},"social_profiles":{"type":"list","data":[{"name":"X&amp;Y","id":"s&amp;1"}]},"custom_attributes":{"q":"5 &lt; 6 &amp;amp; 7"}}"#,
];

fn each() -> [(Harness, &'static str); 2] {
    let v2 = v2::answering(|request| match request.path.as_str() {
        "/tags" => Reply::json(200, r#"{"type":"list","data":[]}"#),
        _ => v2::page(request, &LEADS[1..]),
    });
    [(serving(&LEADS[..1]), "companies"), (v2, "data")]
}

/// The run that prints these fields of the lead, without a header.
#[track_caller]
fn row(user: &Harness, format: &str, fields: &str) -> Outcome {
    let args = [
        "list",
        "-q",
        "-f",
        format,
        "--no-header",
        "--fields",
        fields,
    ];
    user.run(args).code(0)
}

#[test]
fn names_and_addresses_are_decoded_once_in_cells() {
    for (user, list) in each() {
        let fields = format!(
            "name,email,pseudonym,companies,companies.{list}.0.name,social_profiles.{}.0.name",
            list.replace("companies", "social_profiles")
        );
        for (format, separator) in [("csv", ","), ("tsv", "\t")] {
            row(&user, format, &fields).prints(&format!(
                "{}\n",
                [
                    "O'Brien &amp; S",
                    "o'b@x",
                    "Teal & Tie",
                    "A & B; d&amp;d",
                    "A & B",
                    "X&Y"
                ]
                .join(separator)
            ));
        }
        let table = row(&user, "table", &fields);
        let cells: Vec<&str> = table.stdout().trim().split("  ").collect();
        assert_eq!(
            cells[..4],
            ["O'Brien &amp; S", "o'b@x", "Teal & Tie", "A & B; d&amp;d"]
        );
    }
}

#[test]
fn tags_ids_and_custom_attributes_are_unchanged() {
    for (user, list) in each() {
        let social = list.replace("companies", "social_profiles");
        let fields = format!(
            "id,external_id,phone,city,tags,custom_attributes.q,social_profiles.{social}.0.id"
        );
        let cells = [
            "a&amp;1",
            "u&amp;1",
            "&amp;1",
            "A&amp;B",
            "R&amp;D; t&amp;2",
            "5 &lt; 6 &amp;amp; 7",
            "s&amp;1",
        ];
        for (format, separator) in [("csv", ","), ("tsv", "\t"), ("table", "  ")] {
            row(&user, format, &fields).prints(&format!("{}\n", cells.join(separator)));
            row(&user, format, "custom_attributes.*").prints("5 &lt; 6 &amp;amp; 7\n");
        }
    }
}

#[test]
fn examples_of_fields_are_decoded_as_the_fields_are() {
    for (user, _) in each() {
        let outcome = user.run("fields -f tsv").code(0);
        let example = |field: &str| {
            let row = outcome.lines().into_iter().find_map(|line| {
                let mut cells = line.split('\t');
                (cells.next() == Some(field)).then(|| cells.next_back().unwrap().to_owned())
            });
            row.unwrap()
        };
        assert_eq!(example("name"), "O'Brien &amp; S");
        assert_eq!(example("pseudonym"), "Teal & Tie");
        assert_eq!(example("tags"), r#"["R&amp;D","t&amp;2"]"#);
        assert_eq!(example("custom_attributes.q"), "5 &lt; 6 &amp;amp; 7");
    }
}
