//! The files in a command line: a file that is written must not be named twice, because
//! its content would be lost.

use std::path::{Path, PathBuf};

use crate::cli::OutputArgs;
use crate::config::{self, Environment};
use crate::error::Error;
use crate::files;

/// Paths of standard output and input, on systems that have them.
const STDOUT: &str = "/dev/stdout";
const STDIN: &str = "/dev/stdin";

/// Files and the options that name them.
#[derive(Default)]
pub(super) struct NamedFiles(Vec<NamedFile>);

struct NamedFile {
    /// The option that names it, for messages.
    by: &'static str,
    path: PathBuf,
    access: Access,
}

#[derive(PartialEq, Eq)]
enum Access {
    Read,
    Written,
}

impl NamedFiles {
    /// The files of the output options and of the environment.
    pub(super) fn new(output: &OutputArgs, environment: Environment) -> Self {
        let path = output.output.as_deref();
        let (by, path) = match path.filter(|path| path.as_os_str() != "-") {
            Some(path) => ("-o", path),
            None => ("standard output", Path::new(STDOUT)),
        };
        let config = config::config_file(environment).ok();
        let authorities = environment("SSL_CERT_FILE").map(PathBuf::from);
        Self::default()
            .with(Access::Written, by, Some(path))
            .reading("--jq-file", output.jq.file.as_deref())
            .reading("the config file", config.as_deref())
            .reading("SSL_CERT_FILE", authorities.as_deref())
    }

    /// Adds the file of `--report`.
    pub(super) fn reporting_to(self, path: Option<&Path>) -> Self {
        self.with(Access::Written, "--report", path)
    }

    /// Adds a file that is read; `by` names the option.
    pub(super) fn reading(self, by: &'static str, path: Option<&Path>) -> Self {
        self.with(Access::Read, by, path)
    }

    /// Adds standard input if one of `values` is `-`.
    pub(super) fn reading_values<'v>(self, mut values: impl Iterator<Item = &'v String>) -> Self {
        let is_read = values.any(|value| value == "-");
        self.reading("standard input", is_read.then_some(Path::new(STDIN)))
    }

    fn with(mut self, access: Access, by: &'static str, path: Option<&Path>) -> Self {
        let real = path.and_then(files::real_path);
        self.0
            .extend(real.map(|path| NamedFile { by, path, access }));
        self
    }

    /// Fails if a file that is written is named twice.
    pub(super) fn check(&self) -> Result<(), Error> {
        let files = &self.0;
        for (index, first) in files.iter().enumerate() {
            for second in &files[index + 1..] {
                let is_written =
                    first.access == Access::Written || second.access == Access::Written;
                if is_written && first.path == second.path {
                    return Err(Error::Usage(format!(
                        "{} and {} are the same file; use another one",
                        first.by, second.by
                    )));
                }
            }
        }
        Ok(())
    }
}
