//! xlsx: the contents of the workbook, as read by calamine.

use calamine::{Data, Reader as _, Xlsx, open_workbook};

use crate::formats::serving;
use crate::harness::{Harness, in_each_generation};

/// The rows of a workbook in the user's home.
fn rows(harness: &Harness, name: &str) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = open_workbook(harness.path(name)).unwrap();
    let sheet = workbook.worksheet_range("leads").unwrap();
    assert!(workbook.worksheet_formula("leads").unwrap().is_empty());
    sheet.rows().map(<[Data]>::to_vec).collect()
}

/// The cells as text; times as days since 1900.
fn texts(row: &[Data]) -> Vec<String> {
    row.iter().map(ToString::to_string).collect()
}

#[test]
fn a_workbook_has_the_cells_of_csv() {
    in_each_generation(|api| {
        let harness = Harness::pinned(api, 300);
        let fields = "id,name,email,phone,city,tags,custom_attributes.*";
        for file in ["leads.csv", "leads.xlsx"] {
            harness
                .run(["list", "-o", file, "--fields", fields])
                .code(0)
                .prints("");
        }
        let rows = rows(&harness, "leads.xlsx");
        let csv = harness.read("leads.csv");
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(csv.as_bytes());
        let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!((rows.len(), lines.len()), (301, 301));
        for (row, line) in rows.iter().zip(&lines) {
            for ((cell, text), title) in row.iter().zip(line).zip(&lines[0]) {
                match cell {
                    // Times of custom attributes are numbers in csv.
                    Data::DateTime(_) => assert!(title.ends_with("_at"), "{title}"),
                    Data::Float(number) => assert_eq!(text.parse(), Ok(*number), "{title}"),
                    cell => assert_eq!(cell.to_string(), text, "{title}"),
                }
            }
        }
    });
}

#[test]
fn times_have_the_selected_style() {
    let harness = serving(&[r#"{"id":"7","created_at":1477572283}"#]).env("TZ", "Asia/Kolkata");
    for (style, expected) in [
        ("utc", 42_670.531_053_240_74),
        ("local", 42_670.760_219_907_4),
        ("unix", 1_477_572_283.0),
    ] {
        let args = [
            "list",
            "--fields",
            "id,created_at",
            "-f",
            "xlsx",
            "-o",
            "a.xlsx",
        ];
        harness
            .run([args.as_slice(), &["--time", style]].concat().as_slice())
            .code(0);
        let row = &rows(&harness, "a.xlsx")[1];
        assert_eq!(row[0], Data::String("7".to_owned()));
        let time = match &row[1] {
            Data::DateTime(time) if style != "unix" => time.as_f64(),
            Data::Float(time) if style == "unix" => *time,
            other => panic!("{style}: {other:?}"),
        };
        assert!((time - expected).abs() < 1e-8, "{style}: {time}");
    }
    for (style, expected) in [
        (
            "utc",
            "\u{feff}\"created_at\"\r\n\"2016-10-27 12:44:43\"\r\n",
        ),
        (
            "local",
            "\u{feff}\"created_at\"\r\n\"2016-10-27 18:14:43\"\r\n",
        ),
    ] {
        let args = [
            "list",
            "-f",
            "csv",
            "--excel",
            "--fields",
            "created_at",
            "--time",
            style,
        ];
        harness.run(args).code(0).prints(expected);
    }
}

#[test]
fn no_content_of_a_lead_is_run_or_lost() {
    let long = "x".repeat(40_000);
    let lead = format!(
        r#"{{"name":"=HYPERLINK(\"http://x\")","email":"http://x.test","phone":"+1\u001b[31m\u202e","tags":"_x0041_","custom_attributes":{{"=cmd":"{long}"}}}}"#
    );
    let harness = serving(&[&lead]);
    harness
        .run("list -o a.xlsx --fields name,email,phone,tags,custom_attributes.*")
        .code(0)
        .says("1 cell has more text than a spreadsheet can hold, and ends in …");
    let rows = rows(&harness, "a.xlsx");
    assert_eq!(texts(&rows[0])[4], "custom_attributes.=cmd");
    let cells = texts(&rows[1]);
    assert_eq!(
        cells[..4],
        [
            "=HYPERLINK(\"http://x\")",
            "http://x.test",
            "+1\\u{1b}[31m\\u{202e}",
            "_x0041_"
        ]
    );
    assert_eq!(cells[4].chars().count(), 32_767);
}

#[test]
fn rows_of_other_commands_can_be_a_workbook() {
    let harness = Harness::of(20);
    harness.run("list --count-by country -o by.xlsx").code(0);
    let by = rows(&harness, "by.xlsx");
    assert_eq!(texts(&by[0]), ["country", "leads", "share"]);
    assert!(matches!(by[1][1], Data::Float(_)), "{:?}", by[1]);
    harness.run("fields -o fields.xlsx").code(0);
    assert_eq!(texts(&rows(&harness, "fields.xlsx")[1])[0], "id");
    harness
        .run("list --since 1h -o none.xlsx --fields id")
        .code(0);
    assert_eq!(
        rows(&harness, "none.xlsx"),
        [[Data::String("id".to_owned())]]
    );
}

#[test]
fn a_failed_workbook_is_invalid() {
    let harness = Harness::with(crate::harness::settings(300), |request, api| {
        if request.target.contains("page=3") {
            return leads::sandbox::Reply::json(
                400,
                r#"{"type":"error.list","errors":[{"code":"x"}]}"#,
            );
        }
        api.reply(request)
    });
    harness.run("list -o leads.xlsx").code(5);
    assert_eq!(harness.files(), [""; 0]);
    harness
        .run("list --jq .[] -o leads.xlsx")
        .code(2)
        .says("--jq cannot write xlsx");
    harness.run("list --excel -o leads.xlsx").code(2);
}

#[test]
fn a_number_that_a_spreadsheet_would_change_is_text() {
    let numbers = [
        "1e309",
        "1e-400",
        "5e-324",
        "1234567890123456",
        "12.5",
        "9e307",
    ];
    let leads: Vec<String> = numbers
        .iter()
        .enumerate()
        .map(|(id, number)| {
            format!(r#"{{"id":"{id}","created_at":5,"custom_attributes":{{"x":{number}}}}}"#)
        })
        .collect();
    let leads: Vec<&str> = leads.iter().map(String::as_str).collect();
    let harness = serving(&leads);
    harness
        .run("list -o a.xlsx --fields custom_attributes.x")
        .code(0);
    let rows = rows(&harness, "a.xlsx");
    for (row, number) in rows[1..].iter().zip(numbers) {
        let expected = match number {
            "12.5" | "9e307" => Data::Float(number.parse().unwrap()),
            text => Data::String(text.to_owned()),
        };
        assert_eq!(row[0], expected);
    }
}
