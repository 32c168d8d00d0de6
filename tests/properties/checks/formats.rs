//! Each format, read back: the cells and tokens are unchanged, and output on a terminal
//! cannot control it.

use std::collections::BTreeSet;

use leads::columns::{Fields, Times};
use leads::lead::{self, Lead, json_text};
use leads::output::{Format, Style, Terminal, formatter};
use leads::terminal::sanitize;
use unicode_width::UnicodeWidthStr as _;

use super::source::Source;
use super::{fields, json};

pub(crate) fn check(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let (_, list) = fields::list(&mut source);
    let (header, width) = (source.flag(), 20 + source.below(100));
    let leads: Vec<String> = (0..source.below(4))
        .map(|_| json::lead(&mut source))
        .collect();
    let plain = Style {
        header,
        ..Style::default()
    };
    let (titles, rows) = cells(&list, &leads);
    let print = |format, style| print(format, Some(&list), style, &leads);
    let mut expected: Vec<Vec<String>> = rows;
    if header {
        expected.insert(0, titles.clone());
    }
    // `custom_attributes.*` alone makes no columns if no lead has any.
    if !titles.is_empty() {
        csv_holds(&print(Format::Csv, plain), &expected);
        tsv_holds(&print(Format::Tsv, plain), &expected);
        let excel = Style {
            excel: true,
            ..plain
        };
        excel_holds(&print(Format::Csv, excel), &expected);
        let shown = if leads.is_empty() { &[][..] } else { &expected };
        table_holds(&print(Format::Table, plain), shown);
    }
    json_holds(&leads);
    let terminal = Style {
        terminal: Some(Terminal { width }),
        ..plain
    };
    // A workbook is never printed on a terminal.
    let text = Format::ALL.into_iter().filter(|one| *one != Format::Xlsx);
    for format in text {
        let text = print(format, terminal);
        // The only tabs in tsv are those between cells.
        let tabs = text.matches('\t').count();
        let between = expected.len() * titles.len().saturating_sub(1);
        let own = format == Format::Tsv && (tabs == between || titles.is_empty());
        let danger = text.chars().find(|&letter| {
            sanitize::is_dangerous(letter) && letter != '\n' && !(letter == '\t' && own)
        });
        assert_eq!(danger, None, "{format} on a terminal: {text:?}");
        if format == Format::Table {
            let widest = text.lines().map(str::width).max().unwrap_or(0);
            assert!(widest <= width, "{widest} columns of {width}: {text}");
        }
    }
}

/// The output of `format` for `leads`.
fn print(format: Format, list: Option<&str>, style: Style, leads: &[String]) -> String {
    let mut out = Vec::new();
    let mut fields = Fields::parse(list, &[]).unwrap();
    let mut formatter = formatter(format, &fields, style, Box::new(&mut out));
    formatter.begin(&fields).unwrap();
    for lead in leads {
        formatter.lead(Lead::new(lead), &mut fields).unwrap();
    }
    formatter.finish(&mut fields).unwrap();
    drop(formatter);
    String::from_utf8(out).unwrap()
}

/// The titles and the cells that each table has.
fn cells(list: &str, leads: &[String]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut fields = Fields::parse(Some(list), &[]).unwrap();
    let mut attributes = BTreeSet::new();
    for lead in leads {
        let value = Lead::new(lead).value("custom_attributes").unwrap_or("null");
        lead::each_entry(value, |name, _| {
            attributes.insert(name.to_owned());
        });
    }
    fields.set_wildcards([attributes]);
    let mut titles = Vec::new();
    fields.each_title(|title| titles.push(title.to_owned()));
    let mut rows = Vec::new();
    for lead in leads {
        let mut row = Vec::new();
        fields.each_cell(Lead::new(lead), Times::Utc, |cell| {
            row.push(cell.to_owned());
        });
        rows.push(row);
    }
    (titles, rows)
}

fn read_csv(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        row.iter().map(str::to_owned).collect()
    });
    rows.collect()
}

fn csv_holds(text: &str, expected: &[Vec<String>]) {
    // The reader would remove a byte order mark.
    if !text.starts_with('\u{feff}') {
        assert_eq!(read_csv(text), expected, "{text:?}");
    }
}

fn excel_holds(text: &str, expected: &[Vec<String>]) {
    if expected.is_empty() {
        assert_eq!(text, "");
        return;
    }
    let rows = read_csv(text.strip_prefix('\u{feff}').unwrap());
    assert_eq!(rows.len(), expected.len());
    for (cell, expected) in rows.iter().flatten().zip(expected.iter().flatten()) {
        // A time must be in a form that spreadsheets recognize.
        let seconds = expected.parse().ok().map(jiff::Timestamp::from_second);
        let time = expected.parse().ok().or_else(|| seconds?.ok());
        let time = time.map(|time: jiff::Timestamp| time.strftime("%F %T").to_string());
        if time.as_ref() == Some(cell) {
            continue;
        }
        // Only apostrophes were added.
        let mut rest = expected.chars().peekable();
        for character in cell.chars() {
            if rest.next_if_eq(&character).is_none() {
                assert_eq!(character, '\'', "{cell:?} {expected:?}");
            }
        }
        assert_eq!(rest.next(), None, "{cell:?} {expected:?}");
        assert!(!cell.starts_with(['\t', '\r', '\n']), "{cell:?} would run");
        for (index, part) in cell.split([';', '\t', '\r', '\n']).enumerate() {
            let part = match index {
                0 => part,
                _ => part.trim_start_matches(['"', ' ', '\u{a0}']),
            };
            let formula = part.starts_with(['=', '@', '＝', '＋', '－', '＠']);
            assert!(!formula, "{cell:?} would run");
            if part.starts_with(['+', '-']) {
                let number = |letter: char| letter.is_ascii_digit() || "+-.eE ".contains(letter);
                assert!(part.chars().all(number), "{cell:?} would run");
            }
        }
    }
}

fn tsv_holds(text: &str, expected: &[Vec<String>]) {
    let rows: Vec<Vec<String>> = text
        .split_terminator('\n')
        .map(|line| line.split('\t').map(unescaped).collect())
        .collect();
    assert_eq!(rows, expected, "{text:?}");
}

fn unescaped(cell: &str) -> String {
    let mut out = String::new();
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        out.push(match letter {
            '\\' => match letters.next().unwrap() {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                other => other,
            },
            other => other,
        });
    }
    out
}

fn table_holds(text: &str, expected: &[Vec<String>]) {
    let lines: Vec<&str> = text.split_terminator('\n').collect();
    assert_eq!(lines.len(), expected.len(), "a line a lead: {text:?}");
    for (line, row) in lines.iter().zip(expected) {
        assert!(!line.contains(sanitize::is_dangerous), "{line:?}");
        let mut rest = *line;
        for cell in row {
            let cell = sanitize::text(cell);
            let (_, after) = rest
                .split_once(cell.trim_end())
                .unwrap_or_else(|| panic!("{cell:?} is not in {line:?}"));
            rest = after;
        }
    }
}

fn json_holds(leads: &[String]) {
    let compact: Vec<_> = leads.iter().map(|lead| json_text::compact(lead)).collect();
    let lines = print(Format::Jsonl, None, Style::default(), leads);
    assert_eq!(lines.split_terminator('\n').collect::<Vec<_>>(), compact);
    let array = print(Format::Json, None, Style::default(), leads);
    assert_eq!(
        json_text::compact(&array),
        format!("[{}]", compact.join(","))
    );
    let shown = Style {
        terminal: Some(Terminal { width: 80 }),
        ..Style::default()
    };
    for lead in leads {
        let shown = print(Format::Json, None, shown, std::slice::from_ref(lead));
        if let Some(read) = json::read(lead) {
            assert_eq!(json::read(&shown).unwrap()[0], read);
        }
    }
}
