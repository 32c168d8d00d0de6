//! Tables on terminals and in pipes.

use super::*;
use crate::output::testing::{on_terminal, print};
use crate::output::{Format, formatter};

const LEADS: [&str; 3] = [
    r#"{"id":"1","name":"Ada Byron","email":"ada@example.com"}"#,
    r#"{"id":"22","name":"山田太郎"}"#,
    r#"{"id":"3","name":"Zoe\u0308","email":"z@example.com"}"#,
];

fn table(list: &str, style: Style, leads: &[&str]) -> String {
    print(Format::Table, list, style, leads)
}

fn plain() -> Style {
    Style {
        header: false,
        ..Style::default()
    }
}

#[test]
fn columns_are_aligned_without_spaces_at_the_end() {
    assert_eq!(
        table("id,name,email", Style::default(), &LEADS),
        "id  name       email\n\
         1   Ada Byron  ada@example.com\n\
         22  山田太郎\n\
         3   Zoe\u{308}        z@example.com\n"
    );
    assert_eq!(
        table("name,id", plain(), &LEADS[..2]),
        "Ada Byron  1\n山田太郎   22\n"
    );
}

#[test]
fn no_leads_print_nothing_and_an_empty_row_one_line() {
    assert_eq!(table("id,name", Style::default(), &[]), "");
    assert_eq!(table("name,email", plain(), &["{}"]), "\n");
    assert_eq!(
        table("name", plain(), &[LEADS[0], "{}", LEADS[0]]),
        "Ada Byron\n\nAda Byron\n"
    );
}

#[test]
fn no_cell_can_break_the_line_or_the_screen() {
    let lead = "{\"id\":\"a\\nb\\u001b[2J\",\"name\":\"\\u202eevil&#27;[31m&#10;\"}";
    for style in [
        plain(),
        Style {
            header: false,
            ..on_terminal(200)
        },
    ] {
        assert_eq!(
            table("id,name", style, &[lead]),
            "a\\nb\\u{1b}[2J  \\u{202e}evil\\u{1b}[31m\\n\n"
        );
    }
    assert_eq!(
        table("\"a\u{1b}b\"", Style::default(), &["{}"])
            .lines()
            .next(),
        Some("a\\u{1b}b")
    );
}

#[test]
fn a_terminal_gets_the_table_cut_to_its_width() {
    let long = r#"{"id":"5811f6bbe6b4704ddfa84ac0","name":"A name that goes on and on","email":"someone.with.a.long.address@example.com"}"#;
    let shown = table("id,name,email", on_terminal(60), &[long]);
    assert_eq!(
        shown,
        "id                        name        email\n\
         5811f6bbe6b4704ddfa84ac0  A name th…  someone.with.a.long.a…\n"
    );
    let narrow = table("id,name,email", on_terminal(12), &[long]);
    for line in shown.lines().chain(narrow.lines()) {
        assert!(layout::width(line) <= 60);
    }
    assert!(
        narrow.lines().all(|line| layout::width(line) <= 12),
        "{narrow}"
    );
    assert!(table("id,name,email", Style::default(), &[long]).contains("address@example.com"));
}

/// The default table on a terminal of that width, and the columns that do not fit.
fn default_table(width: usize, leads: &[&str]) -> (String, Vec<String>) {
    let mut out = Vec::new();
    let mut fields = Fields::parse(None, Format::Table.default_fields()).unwrap();
    let mut table = formatter(
        Format::Table,
        &fields,
        Style {
            times: Times::Relative(1_769_900_000),
            ..on_terminal(width)
        },
        Box::new(&mut out),
    );
    for lead in leads {
        table.lead(Lead::new(lead), &mut fields).unwrap();
    }
    let left_out = table.finish(&mut fields).unwrap();
    drop(table);
    (String::from_utf8(out).unwrap(), left_out.columns)
}

const USUAL: &str = r#"{"id":"5811f6bbe6b4704ddfa84ac0","name":"Chloé Nakamura","email":"chloe.nakamura1@example.com","phone":"+44 (7700) 900452","created_at":1769817600,"last_request_at":1769817600,"location_data":{"city_name":"Berlin","country_name":"United States"}}"#;

#[test]
fn a_narrow_terminal_omits_the_least_important_columns() {
    for (width, expected) in [
        (200, &[][..]),
        (120, &["city", "country"]),
        (110, &["country", "last_seen_at"]),
        (80, &["city", "country", "last_seen_at", "id"]),
        (60, &["id", "city", "country", "last_seen_at", "created_at"]),
    ] {
        let (shown, left_out) = default_table(width, &[USUAL]);
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        let mut left_out: Vec<_> = left_out.iter().map(String::as_str).collect();
        left_out.sort_unstable();
        assert_eq!(left_out, expected, "{width}: {shown}");
        assert!(shown.contains("Chloé Nakamura  chloe.nakamura1@ex"));
        assert!(shown.lines().all(|line| layout::width(line) <= width));
    }
}

#[test]
fn explicit_columns_are_kept_longer_than_default_ones() {
    let mut fields = Fields::parse(Some("+owner_id"), Format::Table.default_fields()).unwrap();
    let mut out = Vec::new();
    let mut table = formatter(Format::Table, &fields, on_terminal(60), Box::new(&mut out));
    table.lead(Lead::new(USUAL), &mut fields).unwrap();
    let left_out = table.finish(&mut fields).unwrap();
    assert!(!left_out.columns.iter().any(|title| title == "owner_id"));
}

#[test]
fn a_terminal_shows_a_hyphen_or_a_pseudonym_for_missing_values() {
    let lead = r#"{"id":"1","name":null,"pseudonym":"Lime Camel from D&#252;ren\u001b[1m"}"#;
    let list = "id,name,email";
    assert_eq!(
        table(list, on_terminal(80), &[lead, r#"{"id":"2","name":""}"#]),
        "id  name                            email\n\
         1   Lime Camel from Düren\\u{1b}[1m  -\n\
         2   -                               -\n"
    );
    assert_eq!(
        table(list, Style::default(), &[lead]),
        "id  name  email\n1\n"
    );
}

#[test]
fn colours_do_not_change_the_text() {
    let lead = r#"{"id":"1","name":"\u001b[31mred","created_at":1769817600}"#;
    let list = "id,name,email,created_at";
    for style in [on_terminal(80), Style::default()] {
        let plain = table(list, style, &[lead]);
        let style = Style {
            color: true,
            ..style
        };
        let coloured = table(list, style, &[lead]);
        assert!(
            coloured.starts_with("\x1b[1m\x1b[4mid\x1b[0m"),
            "{coloured:?}"
        );
        assert!(coloured.contains("\\u{1b}[31mred"), "{coloured:?}");
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
    }
}

#[test]
fn wide_characters_are_never_cut_in_half() {
    let lead = r#"{"id":"1","name":"山田太郎山田太郎山田太郎"}"#;
    for width in 1..40 {
        let shown = table("id,name", on_terminal(width), &[lead]);
        assert!(
            shown.lines().all(|line| layout::width(line) <= width),
            "{width}: {shown}"
        );
    }
}

#[test]
fn later_rows_that_are_wider_stick_out_and_move_no_other() {
    let short = r#"{"id":"1","name":"Ada","email":"e"}"#;
    let long = r#"{"id":"2","name":"A very long name","email":"e"}"#;
    let mut leads = vec![short; SAMPLE];
    leads.extend([long, short]);
    let shown = table("id,name,email", plain(), &leads);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), SAMPLE + 2);
    assert_eq!(
        lines[SAMPLE - 1..],
        [
            "1   Ada  e".replace("1   ", "1  ").as_str(),
            "2  A very long name  e",
            "1  Ada  e"
        ]
    );
    let cut = table(
        "id,name,email",
        Style {
            header: false,
            ..on_terminal(80)
        },
        &leads,
    );
    assert_eq!(cut.lines().nth(SAMPLE), Some("2  A very long name  e"));
}

#[test]
fn columns_keep_some_space_if_more_rows_follow() {
    let rows = |name: &str| format!(r#"{{"id":"12345678","name":"{name}","email":"e"}}"#);
    let leads = [rows("Ada"), rows("Ada Byron King, Countess")].map(|row| vec![row; MIN_SAMPLE]);
    for (style, line) in [
        (plain(), "12345678  Ada Byron King, Countess     e"),
        // No more than there is.
        (on_terminal(42), "12345678  Ada Byron King, Countess   e"),
        (on_terminal(34), "12345678  Ada Byron King,…   e"),
    ] {
        let mut out = Vec::new();
        let mut fields = Fields::parse(Some("id,name,email"), &[]).unwrap();
        let mut table = formatter(Format::Table, &fields, style, Box::new(&mut out));
        for lead in leads.iter().flatten() {
            table.lead(Lead::new(lead), &mut fields).unwrap();
        }
        table.flush(Next::Leads).unwrap();
        table.lead(Lead::new(&rows("Zoe")), &mut fields).unwrap();
        table.finish(&mut fields).unwrap();
        drop(table);
        let text = String::from_utf8(out).unwrap();
        let shown: Vec<&str> = text.lines().collect();
        assert_eq!(shown[shown.len() - 2], line);
    }
}

#[test]
fn a_huge_cell_stays_on_its_line() {
    let huge = format!(
        r#"{{"id":"1","name":"{}","email":"e"}}"#,
        "x y ".repeat(50_000)
    );
    let shown = table("id,name,email", plain(), &[&huge, LEADS[0]]);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 2);
    // Otherwise each row would be as long as the longest cell.
    assert!(lines[0].starts_with(&format!("1  {}x y", "x y ".repeat(240))));
    assert!(
        lines[0].ends_with("…  e") && lines[1].len() < 1100,
        "{shown}"
    );
    let marks = format!(r#"{{"id":"1","name":"Z{}"}}"#, "\u{301}".repeat(50_000));
    for style in [plain(), on_terminal(80)] {
        assert!(table("id,name", style, &[&marks]).len() < 20_000);
    }
    let key = "k".repeat(2_000);
    let titled = table(&key, Style::default(), &["{}"]);
    assert!(titled.len() < 1100, "{}", titled.len());
    assert!(table("id,name", on_terminal(80), &[&huge]).len() < 300);
}

#[test]
fn rows_wait_for_the_sample_and_then_for_a_flush() {
    use std::cell::RefCell;
    use std::rc::Rc;

    struct Shared(Rc<RefCell<Vec<u8>>>);
    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let out = Rc::new(RefCell::new(Vec::new()));
    let lines = || String::from_utf8_lossy(&out.borrow()).lines().count();
    let mut fields = Fields::parse(Some("id"), &[]).unwrap();
    let mut table = formatter(
        Format::Table,
        &fields,
        plain(),
        Box::new(Shared(Rc::clone(&out))),
    );
    table.begin(&fields).unwrap();
    for _ in 1..MIN_SAMPLE {
        table.lead(Lead::new(LEADS[0]), &mut fields).unwrap();
    }
    table.flush(Next::Leads).unwrap();
    assert_eq!(lines(), 0, "too few to tell");
    for _ in MIN_SAMPLE..SAMPLE {
        table.lead(Lead::new(LEADS[0]), &mut fields).unwrap();
    }
    table.flush(Next::Unknown).unwrap();
    assert_eq!(lines(), 0);
    table.lead(Lead::new(LEADS[0]), &mut fields).unwrap();
    assert_eq!(lines(), SAMPLE);
    table.lead(Lead::new(LEADS[0]), &mut fields).unwrap();
    assert_eq!(lines(), SAMPLE);
    table.flush(Next::Unknown).unwrap();
    assert_eq!(lines(), SAMPLE + 1);
    table.finish(&mut fields).unwrap();
    assert_eq!(lines(), SAMPLE + 1);
}
