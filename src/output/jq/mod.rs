//! `--jq`: runs a jq program on the leads and prints one line per result.

mod bounds;
mod functions;
mod mistake;
mod program;
mod regex;
mod value;

use std::io::{self, Write};

use jaq_json::Val;

pub use program::Program;
use program::Stop;

use super::{Formatter, JqError, JqInput, JqLayout, JqStrings, JqStyle, Next, Omitted};
use crate::columns::Fields;
use crate::lead::{Lead, json_text};
use crate::terminal::sanitize;

/// The maximum length of an error message in characters; it may quote a whole lead.
const MAX_ERROR: usize = 160;
/// How many of those are from the end of the message.
const ERROR_END: usize = 40;

/// The maximum length of the results for one lead, in bytes.
const MAX_TEXT_PER_LEAD: usize = 64 << 20;

/// Runs the program on each lead, or on the array of all. An elementwise program does
/// not need the whole array, only one lead at a time.
pub(super) struct Jq<'w> {
    program: Program,
    style: JqStyle,
    array: Vec<Val>,
    text: String,
    out: Box<dyn Write + 'w>,
}

impl<'w> Jq<'w> {
    pub(super) fn new(program: Program, style: JqStyle, out: Box<dyn Write + 'w>) -> Self {
        Self {
            program,
            style,
            array: Vec::new(),
            text: String::new(),
            out,
        }
    }

    /// Writes the results for `input`: all of them, or none if the program fails. The
    /// inner error is a failure of the program, such as text of more than `max` bytes.
    /// Results before a `halt_error` are written.
    fn write(&mut self, input: Val, max: Option<usize>) -> io::Result<Result<(), String>> {
        self.text.clear();
        for result in self.program.run(input) {
            let result = match result {
                Err(Stop::Halted(message)) => {
                    self.out.write_all(self.text.as_bytes())?;
                    return Err(io::Error::other(JqError::Run(message)));
                }
                Err(Stop::Failed(why)) => return Ok(Err(why)),
                Ok(result) => result,
            };
            if let Err(why) = push(&result, self.style, &mut self.text) {
                return Ok(Err(why));
            }
            if let Some(max) = max.filter(|&max| self.text.len() > max) {
                return Ok(Err(format!("its results take more than {} MiB", max >> 20)));
            }
        }
        self.out.write_all(self.text.as_bytes()).map(Ok)
    }
}

impl Formatter for Jq<'_> {
    fn begin(&mut self, _: &Fields) -> io::Result<()> {
        Ok(())
    }

    fn lead(&mut self, lead: Lead<'_>, fields: &mut Fields) -> io::Result<()> {
        self.text.clear();
        fields.push_json(lead, &mut self.text);
        let max = Some(MAX_TEXT_PER_LEAD);
        let outcome = match (value::read(&self.text), self.style.input) {
            (None, _) => Err("it is nested too deeply; use --fields to leave parts out".to_owned()),
            (Some(input), JqInput::Lead) => self.write(input, max)?,
            (Some(input), JqInput::Array) if self.program.is_elementwise() => {
                self.write(Val::from_iter([input]), max)?
            }
            (Some(input), JqInput::Array) => {
                self.array.push(input);
                Ok(())
            }
        };
        outcome.map_err(|why| match lead.id() {
            Some(id) => failed(&format!("lead {id}"), &why),
            None => failed("a lead without an id", &why),
        })
    }

    fn flush(&mut self, _: Next) -> io::Result<()> {
        self.out.flush()
    }

    fn finish(&mut self, _: &mut Fields) -> io::Result<Omitted> {
        if self.style.input == JqInput::Array && !self.program.is_elementwise() {
            let leads: Val = self.array.drain(..).collect();
            self.write(leads, None)?.map_err(|why| {
                failed(
                    "the array",
                    &format!(
                        "{why}; -f jsonl runs it on one lead at a time and names the lead; .[] goes through the array"
                    ),
                )
            })?;
        }
        self.out.flush()?;
        Ok(Omitted::default())
    }
}

/// A failure of the program, as an error of the formatter.
fn failed(on: &str, why: &str) -> io::Error {
    io::Error::other(JqError::Run(format!("--jq failed on {on}: {why}")))
}

/// Appends a result as one line, or on a terminal as several.
fn push(result: &Val, style: JqStyle, out: &mut String) -> Result<(), String> {
    match (result, style.strings, style.terminal) {
        (Val::TStr(text), JqStrings::Raw, None) => out.push_str(&String::from_utf8_lossy(text)),
        (Val::TStr(text), JqStrings::Raw, Some(_)) => {
            push_safe(&String::from_utf8_lossy(text), out);
        }
        (_, _, None) => out.push_str(&value::json(result)?),
        (_, _, Some(_)) => {
            let json = value::json(result)?;
            let mut shown = String::new();
            match (style.input, style.layout) {
                (JqInput::Array, JqLayout::ForReader) => json_text::indent(&json, 0, &mut shown),
                _ => shown = json,
            }
            out.push_str(&sanitize::json(&shown));
        }
    }
    out.push('\n');
    Ok(())
}

/// Appends text that is safe for a terminal. Line breaks and tabs stay, because
/// programs use them for layout.
fn push_safe(text: &str, out: &mut String) {
    for piece in text.split_inclusive(['\n', '\t']) {
        let plain = piece.trim_end_matches(['\n', '\t']);
        out.push_str(&sanitize::text(plain));
        out.push_str(&piece[plain.len()..]);
    }
}

/// Cuts the middle of a long message: it may quote all leads, and the reason is at its
/// end.
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
