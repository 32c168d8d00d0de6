//! `--jq`: what a jq program makes of the leads, a line for each result.

mod functions;
mod mistake;
mod multiply;
mod program;
mod value;

use std::io::{self, Write};

use jaq_json::Val;

pub use program::Program;

use super::Formatter;
use crate::columns::Fields;
use crate::error::Failure;
use crate::lead::{Lead, json_text};
use crate::terminal::sanitize;

/// Characters of an error that are shown; it may quote a whole lead.
const MAX_ERROR: usize = 160;
/// Of those, the ones at the end of the error.
const ERROR_END: usize = 40;

/// The longest text that the results for one lead may make, in bytes.
const MAX_TEXT_PER_LEAD: usize = 64 << 20;

/// How a program is run, and how its results look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run {
    /// Lead by lead; else once, on the array of them.
    pub each: bool,
    /// Strings without quotes and escapes.
    pub raw: bool,
    /// Whether a terminal shows the results.
    pub shown: bool,
}

/// Runs the program on each lead, or holds them back until all are there; a
/// program that goes through the array by itself needs no more than one.
pub(super) struct Jq<'w> {
    program: Program,
    run: Run,
    fields: Fields,
    held: Vec<Val>,
    text: String,
    out: Box<dyn Write + 'w>,
}

impl<'w> Jq<'w> {
    pub(super) fn new(
        program: Program,
        run: Run,
        fields: Fields,
        out: Box<dyn Write + 'w>,
    ) -> Self {
        Self {
            program,
            run,
            fields,
            held: Vec::new(),
            text: String::new(),
            out,
        }
    }

    /// Writes the results for `input`, whose text takes at most `max` bytes:
    /// all of them, or none after a failure of the program, which is the inner
    /// error.
    fn write(&mut self, input: Val, max: usize) -> io::Result<Result<(), String>> {
        self.text.clear();
        for result in self.program.run(input) {
            if let Err(why) = result.and_then(|result| push(&result, self.run, &mut self.text)) {
                return Ok(Err(why));
            }
            if self.text.len() > max {
                return Ok(Err(format!("its results take more than {} MiB", max >> 20)));
            }
        }
        self.out.write_all(self.text.as_bytes()).map(Ok)
    }
}

impl Formatter for Jq<'_> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn lead(&mut self, lead: Lead<'_>) -> io::Result<()> {
        self.text.clear();
        self.fields.push_json(lead, &mut self.text);
        let outcome = match value::read(&self.text) {
            Some(input) if self.run.each => self.write(input, MAX_TEXT_PER_LEAD)?,
            Some(input) if self.program.is_elementwise() => {
                self.write(Val::from_iter([input]), MAX_TEXT_PER_LEAD)?
            }
            Some(input) => {
                self.held.push(input);
                Ok(())
            }
            None => Err("it nests too deep; --fields leaves parts of it out".to_owned()),
        };
        outcome.map_err(|why| match lead.id() {
            Some(id) => failed(&format!("lead {id}"), &why),
            None => failed("a lead without an id", &why),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        if !self.run.each && !self.program.is_elementwise() {
            let leads: Val = self.held.drain(..).collect();
            self.write(leads, usize::MAX)?.map_err(|why| {
                failed(
                    "the array",
                    &format!(
                        "{why}; -f jsonl goes lead by lead and names the lead, .[] goes through the array"
                    ),
                )
            })?;
        }
        self.out.flush()
    }

    fn fields(&mut self) -> &mut Fields {
        &mut self.fields
    }
}

/// A failure of the program itself, on its way through the formatter.
fn failed(on: &str, why: &str) -> io::Error {
    io::Error::other(Failure::Usage(format!("--jq failed on {on}: {why}")))
}

/// Appends a result as one line, on a terminal as several.
fn push(result: &Val, run: Run, out: &mut String) -> Result<(), String> {
    match result {
        Val::TStr(text) if run.raw => {
            let text = String::from_utf8_lossy(text);
            if run.shown {
                push_safe(&text, out);
            } else {
                out.push_str(&text);
            }
        }
        _ if run.shown => {
            let json = value::json(result)?;
            let mut shown = String::new();
            if run.each {
                shown = json;
            } else {
                json_text::indent(&json, 0, &mut shown);
            }
            out.push_str(&sanitize::json(&shown));
        }
        _ => out.push_str(&value::json(result)?),
    }
    out.push('\n');
    Ok(())
}

/// Appends text as a terminal may show it: line ends and tabs, with which a
/// program lays out its results, stay.
fn push_safe(text: &str, out: &mut String) {
    for piece in text.split_inclusive(['\n', '\t']) {
        let plain = piece.trim_end_matches(['\n', '\t']);
        out.push_str(&sanitize::text(plain));
        out.push_str(&piece[plain.len()..]);
    }
}

/// A message that may hold all the leads without its middle: what was wrong
/// with them stands at the end.
fn shortened(message: &str) -> String {
    let begin = message.char_indices().nth(MAX_ERROR - ERROR_END);
    let end = message.char_indices().rev().nth(ERROR_END - 1);
    match (begin, end) {
        (Some((begin, _)), Some((end, _))) if begin < end => {
            format!("{}…{}", &message[..begin], &message[end..])
        }
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests;
