//! Regular expressions. jaq's take a thousand bytes per match, and panic if groups do
//! not match in the order in which they are written.

use std::borrow::Cow;

use jaq_core::{Cv, Error, native};
use jaq_json::{Map, Val};
use jaq_std::ValT as _;
use regex_bites::{Captures, Regex, RegexBuilder};

use super::functions::{Data, Function, Outcome};

/// The maximum number of matches in one text.
const MAX_MATCHES: usize = 100_000;

/// The functions that jaq's definitions use, and `split_captures` for `sub`.
pub(super) fn all() -> [Function; 3] {
    [
        ("matches", native::v(2), |call| {
            native::bome(Search::new(call).and_then(|search| search.matches()))
        }),
        ("split_", native::v(2), |call| {
            native::bome(Search::new(call).and_then(|search| search.split()))
        }),
        ("split_captures", native::v(2), |call| {
            native::bome(Search::new(call).and_then(|search| search.split_captures()))
        }),
    ]
}

/// A text, and the regular expression to search for.
struct Search {
    input: Val,
    regex: Regex,
    /// The flag `g`: all matches.
    is_global: bool,
    /// The flag `n`: no empty matches.
    skips_empty: bool,
}

impl Search {
    fn new(mut call: Cv<'_, Data>) -> Result<Self, Error<Val>> {
        let flags = call.0.pop_var();
        let regex = call.0.pop_var();
        let input = match call.1 {
            Val::TStr(bytes) => match String::from_utf8_lossy(&bytes) {
                Cow::Borrowed(_) => Val::TStr(bytes),
                Cow::Owned(text) => Val::from(text),
            },
            other => return Err(Error::typ(other, "string")),
        };
        let flags = string(&flags)?;
        if let Some(unknown) = flags.chars().find(|flag| !"gnimslxp".contains(*flag)) {
            let why = format_args!("invalid regex flag: {unknown}");
            return Err(Error::str(why));
        }
        let has = |flag| flags.contains(flag);
        let regex = RegexBuilder::new(string(&regex)?)
            .case_insensitive(has('i'))
            .multi_line(has('m') || has('p'))
            .dot_matches_new_line(has('s') || has('p'))
            .swap_greed(has('l'))
            .ignore_whitespace(has('x'))
            .build()
            .map_err(|why| Error::str(format_args!("invalid regex: {why}")))?;
        Ok(Self {
            input,
            regex,
            is_global: has('g'),
            skips_empty: has('n'),
        })
    }

    fn text(&self) -> &str {
        // It was checked to be UTF-8.
        string(&self.input).unwrap_or_default()
    }

    /// A part of the text, which shares its memory.
    fn part(&self, part: &str) -> Val {
        self.input.as_sub_str(part.as_bytes())
    }

    /// All matches, or only the first.
    fn found(&self) -> Result<Vec<Captures<'_>>, Error<Val>> {
        let found = self.regex.captures_iter(self.text());
        let max = if self.is_global { MAX_MATCHES + 1 } else { 1 };
        let found: Vec<_> = found
            .filter(|groups| !(self.skips_empty && groups[0].is_empty()))
            .take(max)
            .collect();
        if found.len() > MAX_MATCHES {
            let why = format_args!("a text has more than {MAX_MATCHES} matches of a regex");
            return Err(Error::str(why));
        }
        Ok(found)
    }

    /// For each match an array of the match and its groups. Offsets and lengths are in
    /// characters.
    fn matches(&self) -> Outcome {
        let text = self.text();
        let keys = ["offset", "length", "string", "name"].map(Val::utf8_str);
        let (mut start, mut offset) = (0, 0);
        let groups = |captures: &Captures<'_>| {
            let Some(whole) = captures.get(0) else {
                return Val::from_iter([]);
            };
            offset += text[start..whole.start()].chars().count();
            start = whole.start();
            let named = captures.iter().zip(self.regex.capture_names());
            let groups = named.filter_map(|(group, name)| {
                let group = group?;
                let before = text[start..group.start()].chars().count();
                let values = [
                    Some(Val::from(offset + before)),
                    Some(Val::from(group.as_str().chars().count())),
                    Some(self.part(group.as_str())),
                    name.map(|name| Val::from(name.to_owned())),
                ];
                let entries = keys.iter().cloned().zip(values);
                let entries = entries.filter_map(|(key, value)| Some((key, value?)));
                Some(Val::obj(entries.collect()))
            });
            groups.collect()
        };
        Ok(self.found()?.iter().map(groups).collect())
    }

    /// The parts of the text between matches.
    fn split(&self) -> Outcome {
        let mut parts = Vec::new();
        let rest = self.each_match(|before, _| parts.push(before))?;
        parts.push(rest);
        Ok(parts.into_iter().collect())
    }

    /// The parts of the text between matches, and for each match an object with its
    /// named groups.
    fn split_captures(&self) -> Outcome {
        let mut parts = Vec::new();
        let rest = self.each_match(|before, captures| {
            let named = captures.iter().zip(self.regex.capture_names());
            let entries = named.filter_map(|(group, name)| {
                Some((Val::from(name?.to_owned()), self.part(group?.as_str())))
            });
            parts.extend([before, Val::obj(entries.collect::<Map>())]);
        })?;
        parts.push(rest);
        Ok(parts.into_iter().collect())
    }

    /// Calls `each` for each match, with the text since the match before it. Returns
    /// the text after the last match.
    fn each_match(&self, mut each: impl FnMut(Val, &Captures<'_>)) -> Outcome {
        let text = self.text();
        let mut end = 0;
        for captures in self.found()? {
            if let Some(whole) = captures.get(0) {
                each(self.part(&text[end..whole.start()]), &captures);
                end = whole.end();
            }
        }
        Ok(self.part(&text[end..]))
    }
}

fn string(value: &Val) -> Result<&str, Error<Val>> {
    match value {
        Val::TStr(bytes) => std::str::from_utf8(bytes).map_err(Error::str),
        other => Err(Error::typ(other.clone(), "string")),
    }
}
