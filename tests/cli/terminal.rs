//! On a terminal: the table, colours, and the progress line, which is shown only while
//! it is needed.

use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use leads::sandbox::{Reply, Request};
use unicode_width::UnicodeWidthStr as _;

use crate::answers;
use crate::harness::{Harness, settings};
use crate::screen::{Screen, left};

const FIRST: &str = "page=1&";

/// A workspace of 300 leads that delays responses to requests with `part` in their
/// target until it is released.
fn held(part: &'static str) -> (Harness, Sender<()>) {
    let (go, gone) = mpsc::channel();
    let gone = Arc::new(Mutex::new(gone));
    let harness = Harness::with(settings(300), move |request, api| {
        if request.target.contains(part) {
            // After the release the sender is dropped.
            let _ = gone.lock().unwrap().recv_timeout(Duration::from_secs(120));
        }
        api.reply(request)
    });
    (harness, go)
}

fn table(columns: u32, more: &[&str], harness: &Harness) -> (Vec<String>, String) {
    let args = [&["list", "-n", "40"], more].concat();
    let (code, drawn) = Screen::of(harness, columns, &args, "").end();
    assert_eq!(code, 0, "{drawn}");
    let plain = anstream::adapter::strip_str(&drawn).to_string();
    (left(&plain), drawn)
}

/// Asserts that only the summary of a file is left.
#[track_caller]
fn assert_end(lines: &[String], leads: u32) {
    let is_end = |line: &String| line.starts_with(&format!("leads.csv: {leads} leads, "));
    assert!(lines.len() == 1 && is_end(&lines[0]), "{lines:?}");
}

#[test]
fn a_table_fits_the_terminal_and_reports_omitted_columns() {
    let harness = Harness::of(100);
    for columns in [20, 60, 80, 120, 200] {
        let (lines, _) = table(columns, &[], &harness);
        let rows = lines.iter().filter(|line| !line.contains("--"));
        for row in rows {
            assert!(row.width() <= columns as usize, "{columns}: {row}");
        }
        assert_eq!(
            lines
                .iter()
                .any(|line| line.starts_with("omitted columns:")),
            columns < 200,
            "{columns}: {lines:?}"
        );
    }
}

#[test]
fn eighty_columns_show_contact_data_and_notes_follow_the_table() {
    let harness = Harness::of(100);
    let (lines, _) = table(80, &[], &harness);
    let titles: Vec<_> = lines[0].split_whitespace().collect();
    assert_eq!(titles, ["name", "email", "phone", "created_at"]);
    assert_eq!(
        lines[41..],
        [
            "stopped after 40 of 100 leads (--limit)",
            "omitted columns: id, city, country, last_seen_at; choose columns with --fields"
        ]
    );
    // No address is cut while a less important column is shown.
    for columns in [90, 100, 120, 140] {
        let (lines, _) = table(columns, &[], &harness);
        let lesser = ["id", "city", "country", "last_seen_at"];
        let stands = |title: &str| lines[0].split_whitespace().any(|shown| shown == title);
        if lesser.into_iter().any(stands) {
            let cut = lines[1..41].iter().find(|line| {
                line.split("  ")
                    .any(|cell| cell.contains('@') && cell.ends_with('…'))
            });
            assert_eq!(cut, None, "{columns}");
        }
    }
}

#[test]
fn fields_shortens_examples_and_no_path() {
    let harness = Harness::of(100);
    let (code, drawn) = Screen::of(&harness, 80, &["fields"], "").end();
    let plain = anstream::adapter::strip_str(&drawn).to_string();
    let lines = left(&plain);
    assert_eq!(code, 0);
    let path = |line: &String| line.split("  ").next().map(|path| path.contains('…'));
    assert!(
        !lines.iter().any(|line| path(line) == Some(true)),
        "{lines:?}"
    );
    assert!(lines.iter().any(|line| line.ends_with('…')), "{lines:?}");
    assert!(lines.iter().all(|line| line.width() <= 80));
}

#[test]
fn messages_are_wrapped_between_words() {
    let harness = Harness::of(0).without("INTERCOM_ACCESS_TOKEN");
    let (_, drawn) = Screen::of(&harness, 60, &["list"], "").end();
    let plain = anstream::adapter::strip_str(&drawn).to_string();
    let lines = left(&plain);
    let hint = lines
        .iter()
        .position(|line| line.starts_with("hint: "))
        .unwrap();
    assert!(
        lines.len() > hint + 1 && lines.iter().all(|line| line.width() <= 60),
        "{lines:?}"
    );
    let joined = lines[hint..].join(" ");
    let piped = harness.run("list").code(3);
    assert!(piped.stderr().contains(&joined), "{joined:?} {piped}");
}

#[test]
fn a_workbook_is_not_for_a_terminal() {
    let harness = Harness::of(1);
    let (code, drawn) = Screen::of(&harness, 80, &["list", "-f", "xlsx"], "").end();
    assert!(code == 2 && drawn.contains("add -o leads.xlsx"), "{drawn}");
    assert_eq!(harness.requests().len(), 0);
}

#[test]
fn terminals_show_relative_times_and_pipes_absolute_ones() {
    let harness = Harness::of(100);
    let (lines, _) = table(200, &[], &harness);
    assert!(
        lines[1..].iter().any(|line| line.ends_with(" ago")),
        "{lines:?}"
    );
    assert!(lines.iter().any(|line| line.contains("  -  ")));
    let (lines, _) = table(200, &["--time", "utc"], &harness);
    assert!(lines.iter().all(|line| !line.ends_with(" ago")));
    assert!(lines.iter().any(|line| line.ends_with('Z')));
    let piped = harness.run("list -n 40 -f table").code(0);
    assert!(!piped.stdout().contains(" ago") && !piped.stdout().contains("  -  "));
}

#[test]
fn colours_are_used_on_terminals_unless_disabled() {
    let colour = '\u{1b}';
    let (_, drawn) = table(80, &[], &Harness::of(50));
    assert!(
        drawn.contains("\u{1b}[1m\u{1b}[4mname\u{1b}[0m"),
        "{drawn:?}"
    );
    for harness in [
        Harness::of(50).env("NO_COLOR", "1"),
        Harness::of(50).env("TERM", "dumb"),
    ] {
        let (_, drawn) = table(80, &[], &harness);
        assert!(!drawn.contains(colour), "{drawn:?}");
    }
    let (_, drawn) = table(80, &["--color", "never"], &Harness::of(50));
    assert!(!drawn.contains(colour), "{drawn:?}");
    let no = Harness::of(50).env("NO_COLOR", "1");
    let (_, drawn) = table(80, &["--color", "always"], &no);
    assert!(drawn.contains(colour), "{drawn:?}");
}

#[test]
fn progress_is_shown_and_leaves_nothing_behind() {
    let (harness, go) = held("page=2&");
    let mut screen = Screen::of(&harness, 80, &["list", "-o", "leads.csv"], "");
    screen.shows(" of 300 leads, ");
    screen.shows(" left");
    drop(go);
    let (code, drawn) = screen.end();
    assert_eq!(code, 0, "{drawn:?}");
    assert_end(&left(&drawn), 300);
    assert_eq!(harness.read("leads.csv").lines().count(), 301);
}

#[test]
fn progress_is_shown_before_a_slow_first_response() {
    let (harness, go) = held(FIRST);
    let mut screen = Screen::of(&harness, 60, &["list", "--sort", "updated_at"], "> leads");
    screen.shows("waiting for the first answer");
    drop(go);
    let (code, drawn) = screen.end();
    assert_eq!((code, left(&drawn)), (0, vec![]), "{drawn:?}");
}

#[test]
fn messages_are_on_separate_lines() {
    let (harness, go) = held(FIRST);
    let args = [
        "list",
        "--per-page",
        "99",
        "--fields",
        "e.mail",
        "-o",
        "leads.csv",
    ];
    let mut screen = Screen::of(&harness, 80, &args, "");
    screen.shows("waiting for the first answer");
    drop(go);
    let (code, drawn) = screen.end();
    let plain = anstream::adapter::strip_str(&drawn).to_string();
    let expected = [
        "--per-page 99 is lowered to 60, the maximum of this version",
        "warning: no lead has the field e.mail; did you mean email?",
    ];
    let mut lines = left(&plain);
    assert_end(&lines.split_off(2), 300);
    assert_eq!((code, lines), (0, expected.map(str::to_owned).to_vec()));
}

#[test]
fn an_error_ends_the_progress_first() {
    let first = std::sync::atomic::AtomicBool::new(true);
    let harness = Harness::with(settings(300), move |request, api| {
        if first.swap(false, std::sync::atomic::Ordering::Relaxed) {
            return api.reply(request);
        }
        std::thread::sleep(Duration::from_millis(800));
        answers::error(403, "api_plan_restricted", "not yours")
    });
    let screen = Screen::of(&harness, 200, &["list", "-o", "leads.csv"], "");
    let (code, drawn) = screen.end();
    let plain = anstream::adapter::strip_str(&drawn).to_string();
    let lines = left(&plain);
    assert_eq!((code, lines.len()), (5, 2), "{drawn:?}");
    assert!(lines[0].starts_with("error: ") && lines[1].starts_with("hint: "));
    assert!(harness.files().iter().all(|file| !file.contains("leads")));
}

#[test]
fn ctrl_c_leaves_a_clean_line_and_no_file() {
    let (harness, _go) = held("page=2&");
    let mut screen = Screen::of(&harness, 80, &["list", "-o", "leads.csv"], "");
    screen.shows(" of 300 leads, ");
    screen.interrupt();
    let (code, drawn) = screen.end();
    assert_eq!((code, left(&drawn)), (130, vec![]), "{drawn:?}");
    assert!(harness.files().iter().all(|file| !file.contains("leads")));
}

#[test]
fn a_signal_ends_the_program_on_a_stopped_terminal() {
    for (signal, expected) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        for redirect in ["", ">>out.jsonl"] {
            let (harness, _go) = held("page=2&");
            let mut screen = Screen::of(&harness, 80, &["list", "--sort", "updated_at"], redirect);
            screen.shows(" of 300 leads, ");
            screen.stops_output();
            // The next draw of the progress blocks, with the line locked.
            std::thread::sleep(Duration::from_millis(400));
            Screen::signals(&harness, signal);
            let (code, drawn) = screen.end();
            assert_eq!(code, expected, "{signal} {redirect}: {drawn:?}");
        }
    }
}

#[test]
fn waiting_for_the_rate_limit_is_shown() {
    let limited = std::sync::atomic::AtomicBool::new(true);
    let harness = Harness::with(settings(300), move |request: &Request, api| -> Reply {
        if !request.target.contains(FIRST)
            && limited.swap(false, std::sync::atomic::Ordering::Relaxed)
        {
            return answers::error(429, "rate_limit_exceeded", "slowly")
                .with_header("Retry-After", "2");
        }
        api.reply(request)
    });
    let mut screen = Screen::of(&harness, 80, &["list", "-o", "leads.csv"], "");
    screen.shows("leads, waiting for the rate limit until ");
    let (code, drawn) = screen.end();
    assert_eq!(code, 0, "{drawn:?}");
    assert_end(&left(&drawn), 300);
}

#[test]
fn rows_and_progress_never_share_a_line() {
    let (harness, go) = held("page=2&");
    let mut screen = Screen::of(&harness, 80, &["list", "-f", "jsonl"], "");
    screen.shows("}\r\n");
    // Enough time for progress to be drawn.
    std::thread::sleep(Duration::from_millis(900));
    drop(go);
    let (code, drawn) = screen.end();
    let lines = left(&drawn);
    assert_eq!((code, lines.len()), (0, 300));
    assert!(!drawn.contains(" of 300 leads"), "{drawn:?}");
    assert!(
        lines
            .iter()
            .all(|line| line.starts_with('{') && line.ends_with('}'))
    );
}

#[test]
fn progress_is_shown_on_terminals_unless_quiet() {
    for (args, redirect, term) in [
        (&["list", "-o", "leads.csv"][..], "2> messages", "xterm"),
        (&["list", "-q", "-o", "leads.csv"], "", "xterm"),
        (&["list", "-o", "leads.csv"], "", "dumb"),
    ] {
        let harness = Harness::with(settings(100), |request, api| {
            std::thread::sleep(Duration::from_millis(800));
            api.reply(request)
        });
        let harness = harness.env("TERM", term);
        let (code, drawn) = Screen::of(&harness, 80, args, redirect).end();
        assert_eq!(code, 0, "{args:?} {redirect}");
        let messages = if redirect.is_empty() {
            drawn
        } else {
            assert_eq!(drawn, "");
            harness.read("messages")
        };
        if args.contains(&"-q") {
            assert_eq!(messages, "");
        } else {
            assert!(!messages.contains("\r\u{20}"), "{messages:?}");
            assert_end(&left(&messages), 100);
        }
    }
}
