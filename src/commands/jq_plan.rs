//! The jq program of `--jq` and `--jq-file` and its options, checked before any
//! request.

use std::io::Write;

use crate::cli::{JqArgs, OutputArgs};
use crate::error::Error;
use crate::files;
use crate::output::{
    Format, Formatter, JqInput, JqLayout, JqStrings, JqStyle, Program, Terminal, jq,
};

/// A program, and how its results are written.
pub(super) struct JqPlan {
    program: Program,
    /// The input of the program: json or jsonl.
    pub(super) format: Format,
    strings: JqStrings,
    layout: JqLayout,
}

impl JqPlan {
    /// Compiles the program, if there is one.
    pub(super) fn new(output: &OutputArgs) -> Result<Option<Self>, Error> {
        let Some(code) = code(&output.jq)? else {
            return Ok(None);
        };
        let arguments: Vec<(String, String)> = output
            .jq
            .arguments
            .chunks_exact(2)
            .map(|pair| (pair[0].clone(), pair[1].clone()))
            .collect();
        for (name, _) in &arguments {
            check_name(name)?;
        }
        let file = output.output.as_deref().and_then(Format::from_path);
        if file == Some(Format::Xlsx) {
            return Err(Error::Usage(
                "--jq cannot write xlsx; write rows with @csv and -o FILE.csv".to_owned(),
            ));
        }
        // For csv and tsv, the program writes the rows itself, with @csv or @tsv.
        let writes_rows = matches!(file, Some(Format::Csv | Format::Tsv));
        Ok(Some(Self {
            format: format(output, file)?,
            program: Program::with_arguments(&code, &arguments)?,
            strings: if output.jq.raw || writes_rows {
                JqStrings::Raw
            } else {
                JqStrings::Json
            },
            layout: if output.jq.compact {
                JqLayout::Compact
            } else {
                JqLayout::ForReader
            },
        }))
    }

    /// The formatter that writes to `out`, which is shown on `terminal`.
    pub(super) fn formatter<'w>(
        self,
        terminal: Option<Terminal>,
        out: Box<dyn Write + 'w>,
    ) -> Box<dyn Formatter + 'w> {
        let style = JqStyle {
            input: if self.format == Format::Jsonl {
                JqInput::Lead
            } else {
                JqInput::Array
            },
            strings: self.strings,
            layout: self.layout,
            terminal,
        };
        jq(self.program, style, out)
    }
}

/// The program's text.
fn code(args: &JqArgs) -> Result<Option<String>, Error> {
    let Some(path) = &args.file else {
        return Ok(args.program.clone());
    };
    let shown = path.display();
    let code = files::read_text(path)
        .map_err(|error| Error::Usage(format!("--jq-file {shown}: {error}")))?;
    Ok(Some(code.trim_start_matches('\u{feff}').to_owned()))
}

/// The input format: that of `-f`, otherwise jsonl if the file has that extension,
/// otherwise json.
fn format(output: &OutputArgs, file: Option<Format>) -> Result<Format, Error> {
    match output.format {
        Some(format @ (Format::Json | Format::Jsonl)) => Ok(format),
        Some(format) => Err(Error::Usage(format!(
            "--jq works with json or jsonl, not with {format}; \
             for rows, use @csv or @tsv and --raw-output"
        ))),
        None if file == Some(Format::Jsonl) && !output.json => Ok(Format::Jsonl),
        None => Ok(Format::Json),
    }
}

fn check_name(name: &str) -> Result<(), Error> {
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    if starts_well && name.chars().all(is_word) {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "--arg {name}: expected a name of letters, digits and _, then the value: --arg country Ireland"
    )))
}
