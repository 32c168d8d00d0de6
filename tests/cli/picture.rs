//! The picture in the README matches the program's output on a terminal.
//! `SNAPSHOTS=overwrite cargo test picture` draws it again.

use std::fmt::Write as _;
use std::path::Path;

use snapbox::{Data, assert_data_eq};

use crate::harness::Harness;
use crate::screen::Screen;

const COMMANDS: [&str; 3] = [
    "leads --demo list --limit 6 --time utc",
    "leads --demo find --phone 00447700900452 --fields name,phone,custom_attributes.plan",
    "leads --demo list --tag 17513 --count",
];

#[test]
fn the_picture_is_what_the_program_draws() {
    let user = Harness::of(0).env("LEADS_DEMO", "2026-01-31T12:00");
    let mut drawn = String::new();
    for command in COMMANDS {
        let mut words = command.split(' ').skip(1).collect::<Vec<_>>();
        words.push("-q");
        let screen = Screen::of(&user, 106, &words, "");
        let (code, output) = screen.end();
        assert_eq!(code, 0, "{output}");
        let _ = write!(drawn, "\u{1b}[32m$\u{1b}[0m {command}\n{output}\n");
    }
    let drawn = drawn.replace('\r', "");
    let picture = anstyle_svg::Term::new().render_svg(drawn.trim_end());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/leads.svg");
    assert_data_eq!(picture, Data::read_from(&path, None).raw());
}
