//! The value of `--fields`: names separated by commas.

use std::borrow::Cow;

use super::path;

/// The names in a list, in order, each once.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FieldList {
    /// Whether they are added to the default fields (`+a,b`).
    pub(super) adds: bool,
    pub(super) names: Vec<String>,
}

/// Parses `a,b`, `+a,b` and `"with , comma",b`. The error is a message for the
/// user.
pub(super) fn parse(list: &str) -> Result<FieldList, String> {
    let trimmed = list.trim_start();
    let (adds, mut rest) = match trimmed.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, trimmed),
    };
    let mut names: Vec<String> = Vec::new();
    loop {
        let (name, after) = next_name(rest, list)?;
        if name.is_empty() {
            return Err(match list.trim() {
                "" => format!("the list `{list}` is empty; expected field names, such as id,email"),
                _ => format!("empty field name in the list `{list}`"),
            });
        }
        if !names.contains(&name) {
            names.push(name);
        }
        match after {
            Some(after) => rest = after,
            None => return Ok(FieldList { adds, names }),
        }
    }
}

/// The names in the lines of a file, in order, each once. A name stands as it
/// is, or in double quotes as [`parse`] has them. The error is a message for
/// the user.
pub(super) fn parse_lines(text: &str) -> Result<Vec<String>, String> {
    let mut names: Vec<String> = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    for (index, line) in text.lines().enumerate() {
        let name = match line.trim() {
            "" => continue,
            line if line.starts_with('"') => match next_name(line, line) {
                Ok((name, None)) => name,
                Ok(_) => return Err(format!("line {}: one name a line", index + 1)),
                Err(why) => return Err(format!("line {}: {why}", index + 1)),
            },
            line => line.to_owned(),
        };
        if path::of_wildcard(&name).is_some() {
            return Err(format!(
                "line {}: {name} is not one column; `leads fields --columns` writes one a line",
                index + 1
            ));
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Err("there is no name in it; expected one a line, such as email".to_owned());
    }
    Ok(names)
}

/// `name` in double quotes if [`parse`] needs them.
pub(super) fn quoted(name: &str) -> Cow<'_, str> {
    let plain = name.trim() == name && !name.starts_with('+') && !name.contains([',', '"']);
    if plain {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(format!("\"{}\"", name.replace('"', "\"\"")))
    }
}

/// The first name in `rest`, and what follows its comma.
fn next_name<'a>(rest: &'a str, list: &str) -> Result<(String, Option<&'a str>), String> {
    let rest = rest.trim_start();
    if let Some(quoted) = rest.strip_prefix('"') {
        return quoted_name(quoted, list);
    }
    let (name, after) = match rest.split_once(',') {
        Some((name, after)) => (name.trim_end(), Some(after)),
        None => (rest.trim_end(), None),
    };
    if name.contains('"') {
        return Err(format!(
            "a field name that contains `\"` has to be in double quotes, with each inner one doubled, in the list `{list}`"
        ));
    }
    if name.starts_with('+') {
        return Err(format!(
            "`+` is allowed only at the start of the list `{list}`"
        ));
    }
    Ok((name.to_owned(), after))
}

/// A quoted name, from after its opening quote, and what follows its comma.
fn quoted_name<'a>(quoted: &'a str, list: &str) -> Result<(String, Option<&'a str>), String> {
    let mut name = String::new();
    let mut rest = quoted;
    loop {
        let Some((part, after)) = rest.split_once('"') else {
            return Err(format!("a double quote is not closed in the list `{list}`"));
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
                "a comma has to follow the name in double quotes in the list `{list}`"
            )),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &str) -> Vec<String> {
        parse(list).unwrap().names
    }

    #[test]
    fn names_stand_between_commas_and_spaces_do_not_count() {
        assert_eq!(names("id,email"), ["id", "email"]);
        assert_eq!(names("  id , email "), ["id", "email"]);
        assert_eq!(
            names("custom_attributes.Job Title"),
            ["custom_attributes.Job Title"]
        );
    }

    #[test]
    fn quotes_let_a_name_hold_commas_quotes_and_edges() {
        assert_eq!(names(r#""a,b",c"#), ["a,b", "c"]);
        assert_eq!(names(r#"c , "say ""hi""" "#), ["c", "say \"hi\""]);
        assert_eq!(names(r#"" a ""#), [" a "]);
        assert_eq!(names(r#""+a""#), ["+a"]);
    }

    #[test]
    fn a_name_given_twice_is_kept_once_where_it_stood_first() {
        assert_eq!(names("id,email,id"), ["id", "email"]);
    }

    #[test]
    fn a_plus_at_the_front_adds() {
        assert_eq!(
            parse("+tags, name").unwrap(),
            FieldList {
                adds: true,
                names: names("tags,name")
            }
        );
        assert_eq!(
            parse(" + \"a,b\"").unwrap(),
            FieldList {
                adds: true,
                names: vec!["a,b".into()]
            }
        );
        assert!(!parse("tags").unwrap().adds);
    }

    #[test]
    fn a_file_has_a_name_a_line() {
        let text = "\u{feff}id\r\n\n  email \ncustom_attributes.a,b\n\"x \"\"y\"\nid\n";
        assert_eq!(
            parse_lines(text).unwrap(),
            ["id", "email", "custom_attributes.a,b", "x \"y"]
        );
        for (text, part) in [
            ("\n \n", "no name"),
            ("id\n\"a\",b", "line 2: one name"),
            ("\"a", "line 1: a double quote"),
            ("id\ncustom_attributes.*", "line 2: custom_attributes.*"),
        ] {
            let message = parse_lines(text).unwrap_err();
            assert!(message.contains(part), "{message}");
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
            ("\"a\"b,c", "comma has to follow"),
        ] {
            let message = parse(list).unwrap_err();
            assert!(message.contains(part), "{list}: {message}");
            assert!(message.contains(&format!("`{list}`")), "{message}");
        }
    }
}
