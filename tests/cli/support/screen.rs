//! A pseudo-terminal: what the program draws, and what is visible at the end.

use std::process::Command;

use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};

use crate::harness::Harness;

/// How long to wait for output, in milliseconds; more than any machine needs.
const TIMEOUT: u64 = 120_000;

/// The program on a terminal.
pub(crate) struct Screen {
    session: PtySession,
    drawn: String,
}

impl Screen {
    /// Starts `leads` with `args` on a terminal with this number of columns. `redirect`
    /// is a redirection of the shell, such as `2>messages`.
    #[track_caller]
    pub(crate) fn of(harness: &Harness, columns: u32, args: &[&str], redirect: &str) -> Self {
        let leads = harness.command(args);
        let mut shell = Command::new("sh");
        shell.env_clear().env("TERM", "xterm-256color");
        for (name, value) in leads.get_envs() {
            shell.env(name, value.unwrap_or_default());
        }
        shell
            .current_dir(harness.path(""))
            .arg("-c")
            .arg(format!(
                "stty echo rows 24 cols {columns}; tty >.tty; trap : INT; \
                 sh -c 'echo $$ >.pid; exec \"$0\" \"$@\"' \"$0\" \"$@\" {redirect}; code=$?; stty -a >.modes; exit $code"
            ))
            .arg(leads.get_program())
            .args(leads.get_args());
        Self {
            session: spawn_command(shell, Some(TIMEOUT)).unwrap(),
            drawn: String::new(),
        }
    }

    /// Waits until `text`, in ASCII, is drawn.
    #[track_caller]
    pub(crate) fn shows(&mut self, text: &str) {
        let before = self.session.exp_string(text).unwrap();
        self.drawn.push_str(&before);
        self.drawn.push_str(text);
    }

    /// Waits until echo is off.
    pub(crate) fn hides_input(harness: &Harness) {
        let terminal = harness.read(".tty");
        loop {
            let stty = Command::new("stty")
                .args(["-F", terminal.trim_end(), "-a"])
                .output()
                .unwrap();
            if echo(&String::from_utf8(stty.stdout).unwrap()) == Some(false) {
                return;
            }
            std::thread::yield_now();
        }
    }

    /// Types a line.
    pub(crate) fn types(&mut self, line: &str) {
        self.session.send_line(line).unwrap();
    }

    /// Presses Ctrl-D.
    pub(crate) fn ends_input(&mut self) {
        self.session.send_control('d').unwrap();
    }

    /// Presses Ctrl-C.
    pub(crate) fn interrupt(&mut self) {
        self.session.send_control('c').unwrap();
    }

    /// Presses Ctrl-S: output stops, and writers block.
    pub(crate) fn stops_output(&mut self) {
        self.session.send_control('s').unwrap();
    }

    /// Sends a signal only to the program.
    pub(crate) fn signals(harness: &Harness, signal: &str) {
        let pid = harness.read(".pid");
        let kill = Command::new("kill").args([signal, pid.trim_end()]).status();
        assert!(kill.unwrap().success());
    }

    /// Waits for the end. Returns the exit code, or 128 plus the number of a signal,
    /// and everything that was drawn.
    #[track_caller]
    pub(crate) fn end(mut self) -> (i32, String) {
        self.drawn.push_str(&self.session.exp_eof().unwrap());
        let WaitStatus::Exited(_, code) = self.session.process().wait().unwrap() else {
            panic!("a signal ended the shell: {}", self.drawn);
        };
        // Each byte is one character.
        let bytes = self.drawn.chars().map(|byte| u8::try_from(byte).unwrap());
        (code, String::from_utf8(bytes.collect()).unwrap())
    }
}

/// Whether echo is on in these terminal modes, as printed by `stty -a`.
pub(crate) fn echo(modes: &str) -> Option<bool> {
    modes.split_whitespace().find_map(|mode| match mode {
        "echo" => Some(true),
        "-echo" => Some(false),
        _ => None,
    })
}

/// The visible lines of the output: after a carriage return, the next text overwrites
/// the line.
pub(crate) fn left(drawn: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for line in drawn.replace("\r\n", "\n").split('\n') {
        let mut seen: Vec<char> = Vec::new();
        for part in line.split('\r') {
            for (at, character) in part.chars().enumerate() {
                match seen.get_mut(at) {
                    Some(place) => *place = character,
                    None => seen.push(character),
                }
            }
        }
        lines.push(seen.iter().collect::<String>().trim_end().to_owned());
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}
