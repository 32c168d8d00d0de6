//! Workbooks, read back with calamine.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx as Workbook, open_workbook_from_rs};

use super::*;
use crate::columns::Fields;

fn workbook(
    list: &str,
    style: Style,
    leads: &[&str],
    max_leads: u32,
) -> io::Result<(Vec<u8>, Omitted)> {
    let mut out = Vec::new();
    let mut fields = Fields::parse(Some(list), &[]).unwrap();
    let mut xlsx = Xlsx::new(style, Box::new(&mut out));
    xlsx.max_leads = max_leads;
    xlsx.begin(&fields)?;
    for lead in leads {
        xlsx.lead(Lead::new(lead), &mut fields)?;
    }
    let omitted = xlsx.finish(&mut fields)?;
    drop(xlsx);
    Ok((out, omitted))
}

fn rows(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut workbook: Workbook<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheet = workbook.worksheet_range("leads").unwrap();
    sheet.rows().map(<[Data]>::to_vec).collect()
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

#[test]
fn each_value_has_its_type() {
    let lead = r#"{"id":"007","phone":"+353 87","created_at":1477572283,"unsubscribed_from_emails":true,"owner_id":7,"custom_attributes":{"n":1.50,"big":12345678901234567890,"seen_at":1477572283}}"#;
    let list = "id,phone,created_at,unsubscribed,owner_id,custom_attributes.n,custom_attributes.big,custom_attributes.seen_at";
    let (bytes, _) = workbook(list, Style::default(), &[lead], 10).unwrap();
    let rows = rows(bytes);
    assert_eq!(rows[0][0], text("id"));
    assert_eq!(rows[1][0], text("007"));
    assert_eq!(rows[1][1], text("+353 87"));
    for time in [&rows[1][2], &rows[1][7]] {
        let Data::DateTime(time) = time else {
            panic!("{time:?}");
        };
        // 2016-10-27 12:44:43
        assert!(
            (time.as_f64() - 42_670.531_053_240_74).abs() < 1e-9,
            "{time:?}"
        );
    }
    assert_eq!(rows[1][3], Data::Bool(true));
    assert_eq!(rows[1][4], text("7"));
    assert_eq!(rows[1][5], Data::Float(1.5));
    assert_eq!(rows[1][6], text("12345678901234567890"));
}

#[test]
fn no_text_is_a_formula_a_link_or_an_escape() {
    let names = [
        "=1+1",
        "@SUM(A1)",
        "+1",
        "http://x.test/",
        "_x0041_",
        "<b>&amp;</b>",
        " two \n lines ",
        "\u{fffe}",
    ];
    let leads: Vec<String> = names
        .iter()
        .map(|name| serde_json::json!({"pseudonym": "x", "tags": name}).to_string())
        .collect();
    let leads: Vec<&str> = leads.iter().map(String::as_str).collect();
    let (bytes, _) = workbook("tags", Style::default(), &leads, 10).unwrap();
    let mut book: Workbook<_> = open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    let formulas = book.worksheet_formula("leads").unwrap();
    assert!(formulas.is_empty());
    let rows = rows(bytes);
    for (row, name) in rows[1..].iter().zip(names) {
        let name = name.replace('\u{fffe}', "\\u{fffe}");
        assert_eq!(row[0], text(&name));
    }
    let controls = serde_json::json!({"tags": "a\u{1b}[31m\u{0}\u{202e}\r\nb"}).to_string();
    let (bytes, _) = workbook("tags", Style::default(), &[&controls], 10).unwrap();
    assert_eq!(
        super::tests::rows(bytes)[1][0],
        text("a\\u{1b}[31m\\u{0}\\u{202e}\nb")
    );
}

#[test]
fn the_titles_are_bold_and_stay_in_view_with_a_filter() {
    let leads = vec![r#"{"id":"a","email":"someone@example.com"}"#; 250];
    let (bytes, _) = workbook("id,email", Style::default(), &leads, 1000).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut sheet = String::new();
    let mut file = archive.by_name(parts::SHEET).unwrap();
    io::Read::read_to_string(&mut file, &mut sheet).unwrap();
    for part in [
        r#"state="frozen""#,
        r#"<autoFilter ref="A1:B251"/>"#,
        r#"<c r="A1" s="1" "#,
        r#"<col min="2" max="2" width="21" customWidth="1"/>"#,
    ] {
        assert!(sheet.contains(part), "{part}");
    }
    let plain = Style {
        header: false,
        ..Style::default()
    };
    let (bytes, _) = workbook("id", plain, &leads[..1], 1000).unwrap();
    assert_eq!(rows(bytes), [[text("a")]]);
    let (bytes, _) = workbook("id", Style::default(), &[], 1000).unwrap();
    assert_eq!(rows(bytes), [[text("id")]]);
}

#[test]
fn text_leads_and_columns_that_do_not_fit_are_reported() {
    let long = format!(r#"{{"name":"{}"}}"#, "x".repeat(40_000));
    let (bytes, omitted) = workbook("name", Style::default(), &[&long, "{}"], 10).unwrap();
    assert_eq!(omitted.cut_cells, 1);
    let Data::String(cell) = &rows(bytes)[1][0] else {
        panic!("no text");
    };
    assert_eq!(cell.chars().count(), 32_767);
    let error = workbook("name", Style::default(), &["{}"; 4], 3).unwrap_err();
    assert!(
        error.to_string().contains("holds at most 3 leads"),
        "{error}"
    );
    let many: Vec<String> = (0..16_385).map(|n| format!("a.{n}")).collect();
    let error = workbook(&many.join(","), Style::default(), &[], 3).unwrap_err();
    assert!(error.to_string().contains("16385 columns"), "{error}");
}

#[test]
fn times_that_a_spreadsheet_cannot_count_are_text() {
    let leads = [
        r#"{"created_at":-2203891201}"#,
        r#"{"created_at":-2203891200}"#,
        r#"{"created_at":253402300799}"#,
        r#"{"created_at":"soon"}"#,
    ];
    let (bytes, _) = workbook("created_at", Style::default(), &leads, 10).unwrap();
    let rows = rows(bytes);
    assert_eq!(rows[1][0], text("1900-02-28T23:59:59Z"));
    assert!(matches!(rows[2][0], Data::DateTime(_)));
    assert!(matches!(rows[3][0], Data::DateTime(_)));
    assert_eq!(rows[4][0], text("soon"));
}
