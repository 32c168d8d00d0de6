//! The output of each format, byte for byte: JSON token for token as it was sent.

use leads::sandbox::Reply;

use crate::answers;
use crate::harness::{Harness, formats};

/// A server of exactly these leads.
pub(crate) fn serving(leads: &[&str]) -> Harness {
    let leads: Vec<String> = leads.iter().map(ToString::to_string).collect();
    Harness::answering(move |request| answers::list(request, &leads))
}

#[test]
fn json_is_token_for_token_what_the_api_sent() {
    for lead in [
        r#"{"id":"a","n":[1.50,1e3,-0,0.10,1E+2,12345678901234567890123456789]}"#,
        r#"{"id":"a","s":"\u00e9\/\"\\\ud83d\ude00\u0000<&amp;>"}"#,
        r#"{"z":1,"id":"a","b":2,"a":3}"#,
        r#"{"id":"a","twice":1,"twice":2}"#,
        r#"{"id":"a","lone":"\ud800"}"#,
        r#"{"id":"a","":null,"e":{},"l":[]}"#,
        "{\"id\":\"a\",\"bidi\":\"\u{202e}x\u{7f}\"}",
    ] {
        let harness = serving(&[lead]);
        harness
            .run("list -f jsonl")
            .code(0)
            .prints(&format!("{lead}\n"));
        harness
            .run("list --json")
            .code(0)
            .prints(&format!("[\n{lead}\n]\n"));
        harness
            .run("find --scan --id a -f jsonl")
            .code(0)
            .prints(&format!("{lead}\n"));
    }
}

#[test]
fn only_white_space_between_tokens_is_removed() {
    let spaced = "{\n\t\"id\" : \"a b\" ,\r\n \"n\" : [ 1.0 , { } ]\n}";
    serving(&[spaced])
        .run("list -f jsonl")
        .code(0)
        .prints("{\"id\":\"a b\",\"n\":[1.0,{}]}\n");
}

#[test]
fn a_very_deeply_nested_lead_is_printed_unchanged() {
    let deep = format!(
        r#"{{"id":"a","deep":{}1{}}}"#,
        "[".repeat(900),
        "]".repeat(900)
    );
    let harness = serving(&[&deep]);
    harness
        .run("list -f jsonl")
        .code(0)
        .prints(&format!("{deep}\n"));
    harness
        .run("list -f csv --fields id")
        .code(0)
        .prints("id\na\n");
    harness.run("list -f csv --fields deep").code(0);
}

#[test]
fn an_invalid_key_does_not_hide_others() {
    let lead =
        r#"{"\ud800":1,"id":"a","name":"Ann","custom_attributes":{"\ud800":1,"plan":"pro"}}"#;
    let harness = serving(&[lead]);
    harness
        .run("list -f jsonl")
        .code(0)
        .prints(&format!("{lead}\n"));
    harness
        .run("list -f csv --fields id,name,custom_attributes.plan")
        .code(0)
        .prints("id,name,custom_attributes.plan\na,Ann,pro\n");
}

#[test]
fn csv_quotes_what_needs_it_and_ends_lines_with_lf() {
    let names = [
        r#"{"name":"plain"}"#,
        r#"{"name":"a,b"}"#,
        r#"{"name":"say \"hi\""}"#,
        r#"{"name":"two\nlines"}"#,
        r#"{"name":"cr\rhere"}"#,
        r#"{"name":"=1+1"}"#,
        r#"{"name":" spaces "}"#,
        r#"{"name":""}"#,
    ];
    serving(&names)
        .run("list -f csv --fields name,id")
        .code(0)
        .prints(
            "name,id\nplain,\n\"a,b\",\n\"say \"\"hi\"\"\",\n\"two\nlines\",\n\"cr\rhere\",\n=1+1,\n spaces ,\n,\n",
        );
}

#[test]
fn csv_for_excel_runs_no_formula() {
    let leads = [
        r#"{"name":"=cmd|' /C calc'!A0","phone":"+353 87 555"}"#,
        r#"{"name":"@SUM(1)","phone":"-5"}"#,
        r#"{"name":"\t=1","phone":"+cmd"}"#,
        "{\"name\":\"\u{ff1d}1\",\"phone\":\"1,5\"}",
    ];
    let expected = "\u{feff}\"name\",\"phone\",\"'=x.y\"\r\n\
        \"'=cmd|' /C calc'!A0\",\"+353 87 555\",\"\"\r\n\
        \"'@SUM(1)\",\"-5\",\"\"\r\n\
        \"'\t'=1\",\"'+cmd\",\"\"\r\n\
        \"'\u{ff1d}1\",\"1,5\",\"\"\r\n";
    let args = [
        "list",
        "-f",
        "csv",
        "--excel",
        "--fields",
        "name,phone,=x.y",
    ];
    serving(&leads).run(args).code(0).prints(expected);
    let harness = serving(&leads[1..2]);
    harness
        .run("list -o leads.csv --excel --fields phone --no-header")
        .code(0);
    assert_eq!(harness.read("leads.csv"), "\u{feff}\"-5\"\r\n");
}

#[test]
fn tsv_has_escapes_instead_of_quotes() {
    serving(&[r#"{"name":"a\tb\nc\rd\\e\"f"}"#])
        .run("list -f tsv --fields id,name")
        .code(0)
        .prints("id\tname\n\ta\\tb\\nc\\rd\\\\e\"f\n");
}

#[test]
fn a_table_cannot_be_moved_or_coloured_by_a_lead() {
    let evil = r#"{"id":"a","name":"\u001b[31mred\u0007\nnext\u202egpj\u009b1m\u2066"}"#;
    serving(&[evil])
        .run("list -f table --fields id,name")
        .code(0)
        .prints("id  name\na   \\u{1b}[31mred\\u{7}\\nnext\\u{202e}gpj\\u{9b}1m\\u{2066}\n");
}

#[test]
fn a_table_is_aligned_by_visible_width() {
    let leads = [
        r#"{"id":"1","name":"Zoë","email":"z@x"}"#,
        r#"{"id":"222","name":"王小明","email":"w@x"}"#,
        r#"{"id":"33","name":null,"email":"n@x"}"#,
    ];
    let harness = serving(&leads);
    harness
        .run("list -f table --fields id,name,email")
        .code(0)
        .prints("id   name    email\n1    Zoë     z@x\n222  王小明  w@x\n33           n@x\n");
    harness
        .run("list -f table --fields id,email --no-header")
        .code(0)
        .prints("1    z@x\n222  w@x\n33   n@x\n");
}

#[test]
fn a_piped_table_has_one_uncut_line_per_lead() {
    let long = "x".repeat(500);
    let lead = format!(r#"{{"id":"a","name":"{long}"}}"#);
    let leads = vec![lead; 1];
    let harness =
        Harness::answering(move |request| answers::list(request, &leads)).env("COLUMNS", 40);
    harness
        .run("list -f table --fields id,name --no-header")
        .code(0)
        .prints(&format!("a   {long}\n").replace("a   ", "a  "));
}

#[test]
fn entities_are_decoded_in_cells_and_unchanged_in_json() {
    let lead = r#"{"id":"a","name":"O&#39;Brien &amp;amp; Söhne"}"#;
    let harness = serving(&[lead]);
    for (format, expected) in [
        ("csv", "id,name\na,O'Brien &amp; Söhne\n"),
        ("tsv", "id\tname\na\tO'Brien &amp; Söhne\n"),
        ("table", "id  name\na   O'Brien &amp; Söhne\n"),
        (
            "jsonl",
            "{\"id\":\"a\",\"name\":\"O&#39;Brien &amp;amp; Söhne\"}\n",
        ),
    ] {
        harness
            .run(["list", "-f", format, "--fields", "id,name"])
            .code(0)
            .prints(expected);
    }
}

#[test]
fn times_are_formatted_in_cells_and_unchanged_in_json() {
    let lead =
        r#"{"created_at":1477572283,"updated_at":"soon","last_request_at":0,"signed_up_at":null}"#;
    let harness = serving(&[lead]);
    let fields = "created_at,updated_at,last_seen_at,signed_up_at";
    harness
        .run(["list", "-f", "csv", "--no-header", "--fields", fields])
        .code(0)
        .prints("2016-10-27T12:44:43Z,soon,1970-01-01T00:00:00Z,\n");
    harness.run(["list", "-f", "jsonl", "--fields", fields]).code(0).prints(
        "{\"created_at\":1477572283,\"updated_at\":\"soon\",\"last_seen_at\":0,\"signed_up_at\":null}\n",
    );
}

#[test]
fn odd_leads_are_shown_in_every_format() {
    let leads = [
        "{}",
        r#"{"id":null,"name":null,"location_data":null,"tags":null,"companies":null}"#,
        r#"{"id":7,"name":{"first":"A"},"email":["a","b"],"location_data":"Dublin","tags":"vip"}"#,
        r#"{"id":true,"location_data":{},"tags":{"tags":[]},"created_at":"x","custom_attributes":[]}"#,
    ];
    let harness = serving(&leads);
    for format in formats() {
        let outcome = harness.run(["list", "-f", format]).code(0).silent();
        let lines = match format {
            "jsonl" => 4,
            "json" => 6,
            _ => 5,
        };
        assert_eq!(outcome.lines().len(), lines, "{outcome}");
        drop(
            harness
                .run([
                    "list",
                    "-f",
                    format,
                    "--fields",
                    "+custom_attributes.*,segments",
                ])
                .code(0),
        );
    }
    harness
        .run("list -f csv --no-header --fields id,name,email,city,tags")
        .code(0)
        .prints(",,,,\n,,,,\n7,\"{\"\"first\"\":\"\"A\"\"}\",\"[\"\"a\"\",\"\"b\"\"]\",Dublin,vip\ntrue,,,,\n");
}

#[test]
fn the_default_columns_match_the_help() {
    let harness = Harness::of(1);
    let first = |format| {
        let outcome = harness.run(["list", "-f", format]).code(0);
        outcome.lines()[0].to_owned()
    };
    let csv = "id,external_id,name,email,phone,city,region,country,created_at,updated_at,last_seen_at,unsubscribed,tags";
    assert_eq!(first("csv"), csv);
    assert_eq!(first("tsv"), csv.replace(',', "\t"));
    let table: Vec<_> = "id,name,email,phone,city,country,created_at,last_seen_at"
        .split(',')
        .collect();
    assert_eq!(first("table").split_whitespace().collect::<Vec<_>>(), table);
}

#[test]
fn piped_output_is_tsv_with_the_columns_of_the_table() {
    let lead = r#"{"id":"1","name":"O&#39;Brien\tx","created_at":1477572283,"location_data":{"city_name":"Mukilteo"}}"#;
    let data = "id\tname\temail\tphone\tcity\tcountry\tcreated_at\tlast_seen_at\n\
                1\tO'Brien\\tx\t\t\tMukilteo\t\t2016-10-27T12:44:43Z\t\n";
    let harness = serving(&[lead]);
    for args in [
        "list",
        "list -o -",
        "list -o /dev/stdout",
        "find --scan --id 1",
    ] {
        harness.run(args).code(0).prints(data).silent();
    }
    harness
        .run("list --count-by city")
        .code(0)
        .prints("city\tleads\tshare\nMukilteo\t1\t1.0\n");
    let fields = harness.run("fields").code(0);
    assert_eq!(fields.lines()[0], "path\ttypes\tleads\tshare\texample");
    // A selected format has its own default columns.
    let tsv = harness.run("list -f tsv").code(0);
    assert!(tsv.lines()[0].starts_with("id\texternal_id\t"));
    let table = harness.run("list -f table").code(0);
    assert!(table.lines()[0].starts_with("id  name "));
}

#[test]
fn format_names_ignore_case_and_jsonl_has_two() {
    let harness = serving(&[r#"{"id":"a"}"#]);
    for (name, expected) in [
        ("CSV", "id\na\n"),
        ("Tsv", "id\na\n"),
        ("TABLE", "id\na\n"),
        ("ndjson", "{\"id\":\"a\"}\n"),
        ("NDJSON", "{\"id\":\"a\"}\n"),
    ] {
        let args = ["list", "--fields", "id"];
        harness
            .run([args.as_slice(), &["-f", name]].concat().as_slice())
            .code(0)
            .prints(expected);
        let user = serving(&[r#"{"id":"a"}"#]).env("LEADS_FORMAT", name);
        user.run(args).code(0).prints(expected);
    }
    harness.run("list --json -f csv").code(2);
}

#[test]
fn a_format_can_be_chosen_by_a_variable_an_extension_or_an_option() {
    let json = "[\n{\"id\":\"a\"}\n]\n";
    let lead = r#"{"id":"a"}"#;
    let harness = serving(&[lead]).env("LEADS_FORMAT", "json");
    harness.run("list").code(0).prints(json);
    harness.run("list -o -").code(0).prints(json);
    harness
        .run("list -f csv --fields id")
        .code(0)
        .prints("id\na\n");
    harness.run("list -o a.csv --fields id").code(0).prints("");
    assert_eq!(harness.read("a.csv"), "id\na\n");
    harness.run("list -o b.csv --json").code(0);
    assert_eq!(harness.read("b.csv"), json);
    for (name, expected) in [
        ("c.JSONL", "{\"id\":\"a\"}\n"),
        ("c.ndjson", "{\"id\":\"a\"}\n"),
        ("c.tsv", "id\na\n"),
        ("c.txt", "id\na\n"),
    ] {
        harness
            .run(["list", "-q", "-o", name, "--fields", "id"])
            .code(0)
            .silent();
        assert_eq!(harness.read(name), expected, "{name}");
    }
    for name in ["d.xls", "d", ".csv", "d.csv.gz"] {
        harness.run(["list", "-o", name]).code(2).says("--format");
    }
    harness.run("list -o d.xls -f csv --fields id").code(0);
    assert_eq!(harness.read("d.xls"), "id\na\n");
}

#[test]
fn a_document_of_many_pages_is_one_document() {
    let harness = Harness::of(150);
    let json = harness.run("list --json").code(0);
    let leads: Vec<serde_json::Value> = serde_json::from_str(json.stdout()).unwrap();
    assert_eq!(leads.len(), 150);
    let csv = harness.run("list -f tsv").code(0);
    assert_eq!(
        csv.lines()
            .iter()
            .filter(|line| line.starts_with("id\t"))
            .count(),
        1
    );
    assert_eq!(csv.lines().len(), 151);
    for piped in ["list", "list -f table"] {
        assert_eq!(harness.run(piped).code(0).lines().len(), 151);
    }
}

#[test]
fn white_space_around_the_body_is_ignored() {
    let body =
        "\n {\"type\":\"contact.list\",\"contacts\": [ {\"id\":\"a\"} , {\"id\":\"b\"} ] } \n";
    Harness::answering(move |_| Reply::json(200, body))
        .run("list -f jsonl")
        .code(0)
        .prints("{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
}
