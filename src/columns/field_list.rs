//! The value of `--fields`: names separated by commas.

use std::borrow::Cow;

use super::path;

/// The maximum length of a name in bytes. Names of custom attributes are much shorter.
const MAX_NAME: usize = 2000;

/// The names in a list, in order, without duplicates.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FieldList {
    /// Whether they are added to the default fields (`+a,b`).
    pub(super) adds: bool,
    pub(super) names: Vec<FieldName>,
}

/// A field in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FieldName {
    /// A column, or a path.
    One(String),
    /// The path of `PATH.*`. In double quotes, `*` is an ordinary key.
    Wildcard(String),
}

impl FieldName {
    /// Parses a name without quotes.
    pub(super) fn bare(name: &str) -> Self {
        match path::of_wildcard(name) {
            Some(path) => Self::Wildcard(path.to_owned()),
            None => Self::One(name.to_owned()),
        }
    }
}

/// Parses `a,b`, `+a,b` and `"with , comma",b`. The error is a message for the
/// user.
pub(super) fn parse(list: &str) -> Result<FieldList, String> {
    let trimmed = list.trim_start();
    let (adds, mut rest) = match trimmed.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, trimmed),
    };
    let mut names = Vec::new();
    loop {
        let (name, after) = next_name(rest, list)?;
        if !names.contains(&name) {
            names.push(name);
        }
        match after {
            Some(after) => rest = after,
            None => return Ok(FieldList { adds, names }),
        }
    }
}

/// The names in the lines of a file, in order, without duplicates. A name is plain, or
/// in double quotes as for [`parse`]. The error is a message for the user.
pub(super) fn parse_lines(text: &str) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let name = name_of_line(line).map_err(|why| format!("line {}: {why}", index + 1))?;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Err("the file is empty; expected one name per line, such as email".to_owned());
    }
    Ok(names)
}

fn name_of_line(line: &str) -> Result<String, String> {
    if line.trim_start().starts_with('#') {
        return Err(format!(
            "`{line:.100}` is not a field name; comments are not supported"
        ));
    }
    match next_name(line, line)? {
        (FieldName::One(name), None) => Ok(name),
        (FieldName::Wildcard(path), None) => Err(format!(
            "{path:.100}.* is not a single column; `leads fields --columns` writes one per line"
        )),
        (_, Some(_)) => Err(format!(
            "`{line:.100}` is more than one name; write one per line, and put a name that \
             contains a comma in double quotes"
        )),
    }
}

/// `name`, in double quotes if [`parse`] needs them.
pub(super) fn quoted(name: &str) -> Cow<'_, str> {
    let plain = name.trim() == name
        && !name.starts_with(['+', '#'])
        && !name.contains([',', '"'])
        && path::of_wildcard(name).is_none();
    if plain {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(format!("\"{}\"", name.replace('"', "\"\"")))
    }
}

/// The first name in `rest`, and the text after its comma.
fn next_name<'a>(rest: &'a str, list: &str) -> Result<(FieldName, Option<&'a str>), String> {
    let rest = rest.trim_start();
    let (name, after) = match rest.strip_prefix('"') {
        Some(quoted) => {
            let (name, after) = quoted_name(quoted, list)?;
            (FieldName::One(name), after)
        }
        None => bare_name(rest, list)?,
    };
    let (FieldName::One(text) | FieldName::Wildcard(text)) = &name;
    match text.len() {
        0 if list.trim().is_empty() => Err(format!(
            "the list `{list}` is empty; expected field names, such as id,email"
        )),
        0 => Err(format!("empty field name in the list `{list:.100}`")),
        1..=MAX_NAME => Ok((name, after)),
        _ => Err(format!(
            "the field name {text:.100}… is longer than 2,000 bytes"
        )),
    }
}

/// A name without quotes, and the text after its comma.
fn bare_name<'a>(rest: &'a str, list: &str) -> Result<(FieldName, Option<&'a str>), String> {
    let (name, after) = match rest.split_once(',') {
        Some((name, after)) => (name.trim_end(), Some(after)),
        None => (rest.trim_end(), None),
    };
    if name.contains('"') {
        return Err(format!(
            "a field name that contains `\"` must be in double quotes, with each inner one doubled, in the list `{list:.100}`"
        ));
    }
    if name.starts_with('+') {
        return Err(format!(
            "`+` is allowed only at the start of the list `{list:.100}`"
        ));
    }
    Ok((FieldName::bare(name), after))
}

/// A quoted name, from after its opening quote, and the text after its comma.
fn quoted_name<'a>(quoted: &'a str, list: &str) -> Result<(String, Option<&'a str>), String> {
    let mut name = String::new();
    let mut rest = quoted;
    loop {
        let Some((part, after)) = rest.split_once('"') else {
            return Err(format!(
                "a double quote is not closed in the list `{list:.100}`"
            ));
        };
        name.push_str(part);
        if let Some(after) = after.strip_prefix('"') {
            name.push('"');
            rest = after;
            continue;
        }
        let after = after.trim_start();
        return match after.strip_prefix(',') {
            Some(after) => Ok((name, Some(after))),
            None if after.is_empty() => Ok((name, None)),
            None => Err(format!(
                "expected a comma after the name in double quotes in the list `{list:.100}`"
            )),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &str) -> Vec<String> {
        let names = parse(list).unwrap().names.into_iter();
        let text = |name| match name {
            FieldName::One(name) => name,
            FieldName::Wildcard(path) => panic!("{path}.*"),
        };
        names.map(text).collect()
    }

    #[test]
    fn names_are_separated_by_commas_and_spaces_are_ignored() {
        assert_eq!(names("id,email"), ["id", "email"]);
        assert_eq!(names("  id , email "), ["id", "email"]);
        assert_eq!(
            names("custom_attributes.Job Title"),
            ["custom_attributes.Job Title"]
        );
    }

    #[test]
    fn quoted_names_can_contain_commas_quotes_and_spaces() {
        assert_eq!(names(r#""a,b",c"#), ["a,b", "c"]);
        assert_eq!(names(r#"c , "say ""hi""" "#), ["c", "say \"hi\""]);
        assert_eq!(names(r#"" a ""#), [" a "]);
        assert_eq!(names(r#""+a""#), ["+a"]);
    }

    #[test]
    fn a_repeated_name_keeps_its_first_position() {
        assert_eq!(names("id,email,id"), ["id", "email"]);
    }

    #[test]
    fn a_plus_at_the_front_adds() {
        assert_eq!(
            parse("+tags, name").unwrap(),
            FieldList {
                adds: true,
                names: ["tags", "name"].map(FieldName::bare).into()
            }
        );
        assert_eq!(
            parse(" + \"a,b\"").unwrap(),
            FieldList {
                adds: true,
                names: vec![FieldName::One("a,b".into())]
            }
        );
        assert!(!parse("tags").unwrap().adds);
    }

    #[test]
    fn a_star_in_quotes_is_a_key() {
        let list = parse(r#"a.*,"a.*",*"#).unwrap();
        assert_eq!(
            list.names,
            [
                FieldName::Wildcard("a".into()),
                FieldName::One("a.*".into()),
                FieldName::One("*".into())
            ]
        );
        for name in ["a.*", "#a", "+a", "a,b", "a\"b", " a", "a"] {
            assert_eq!(names(&quoted(name)), [name]);
            assert_eq!(parse_lines(&quoted(name)).unwrap(), [name]);
        }
    }

    #[test]
    fn a_file_has_one_name_per_line() {
        let text = "\u{feff}id\r\n\n  email \n\"custom_attributes.a,b\"\n\"x \"\"y\"\nid\n";
        assert_eq!(
            parse_lines(text).unwrap(),
            ["id", "email", "custom_attributes.a,b", "x \"y"]
        );
        for (text, part) in [
            ("\n \n", "the file is empty"),
            ("id\n\"a\",b", "line 2: `\"a\",b` is more than one name"),
            (
                "id,name",
                "line 1: `id,name` is more than one name; write one per line",
            ),
            (
                "id\n # x",
                "line 2: ` # x` is not a field name; comments are not supported",
            ),
            ("\"a", "line 1: a double quote"),
            ("id\ncustom_attributes.*", "line 2: custom_attributes.*"),
            (
                &format!("id\n{}", "a.".repeat(1_500_000)),
                "line 2: the field name a.a.",
            ),
        ] {
            let message = parse_lines(text).unwrap_err();
            assert!(message.contains(part), "{message}");
            assert!(message.len() < 300, "{message}");
        }
    }

    #[test]
    fn mistakes_are_explained() {
        for (list, part) in [
            ("", "is empty; expected field names"),
            ("+", "empty field name"),
            ("a,,b", "empty field name"),
            ("a,", "empty field name"),
            (",a", "empty field name"),
            ("\"\"", "empty field name"),
            ("a,+b", "only at the start"),
            ("++b", "only at the start"),
            ("a\"b", "double quotes"),
            ("\"a", "not closed"),
            ("\"a\"b,c", "expected a comma after"),
        ] {
            let message = parse(list).unwrap_err();
            assert!(message.contains(part), "{list}: {message}");
            assert!(message.contains(&format!("`{list}`")), "{message}");
        }
    }
}
