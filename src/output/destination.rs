//! Where output is written: standard output, an open descriptor, or a file that is
//! replaced atomically.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use ring::digest;

use super::Terminal;
use super::descriptor;
use super::terminal::OnTerminal;
use crate::files::{self, Replacement};
use crate::interrupt;
use crate::terminal::report::Report;

const BUFFER: usize = 64 * 1024;

/// An open destination. If it is dropped without [`Destination::commit`], a file keeps
/// its old content.
pub struct Destination {
    out: BufWriter<Counted>,
}

/// What was written.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The path, if a file was replaced.
    pub file: Option<PathBuf>,
    /// In bytes.
    pub size: u64,
    /// The SHA-256 of the output, in hexadecimal, if it was requested.
    pub sha256: Option<String>,
}

/// A sink that counts the bytes written.
struct Counted {
    sink: Sink,
    size: u64,
    digest: Option<Box<digest::Context>>,
}

enum Sink {
    Stdout(StdoutLock<'static>, OnTerminal),
    /// Cannot be replaced: a device, a pipe, or a file that the caller opened.
    Open(File, OnTerminal),
    File(Replacement),
}

impl Destination {
    /// Opens `path`, or standard output if it is `None` or `-`. Errors that can be
    /// detected early are returned here, with the path in the message.
    pub fn open(path: Option<&Path>) -> io::Result<Self> {
        interrupt::install()?;
        let sink = match path.filter(|path| path.as_os_str() != "-") {
            None => Sink::stdout()?,
            Some(path) => Sink::open(path).map_err(|error| named(path, &error))?,
        };
        let counted = Counted {
            sink,
            size: 0,
            digest: None,
        };
        Ok(Self {
            out: BufWriter::with_capacity(BUFFER, counted),
        })
    }

    /// Computes the SHA-256 of everything that is written from now on.
    pub fn compute_digest(&mut self) {
        self.out.get_mut().digest = Some(Box::new(digest::Context::new(&digest::SHA256)));
    }

    fn sink(&self) -> &Sink {
        &self.out.get_ref().sink
    }

    /// The terminal that shows the output, if any.
    #[must_use]
    pub fn terminal(&self) -> Option<Terminal> {
        match self.sink() {
            Sink::Stdout(..) => Terminal::detect(),
            Sink::Open(file, _) => Terminal::of(file),
            Sink::File(_) => None,
        }
    }

    /// Whether to use colours here. In a file only if they were requested explicitly.
    #[must_use]
    pub fn is_colored(&self) -> bool {
        let choice = match self.sink() {
            // Also enables colours on a Windows console.
            Sink::Stdout(..) => AutoStream::auto(io::stdout()).current_choice(),
            Sink::Open(file, _) => AutoStream::choice(file),
            Sink::File(_) => ColorChoice::global(),
        };
        matches!(choice, ColorChoice::Always | ColorChoice::AlwaysAnsi)
    }

    /// Completes the output: flushes it, and replaces the file. Warns if the new file
    /// could not keep an attribute of the old one.
    pub fn commit(mut self, report: Report) -> io::Result<Written> {
        self.flush()?;
        // The buffer is flushed, so nothing is lost.
        let (counted, _) = self.out.into_parts();
        let mut written = Written {
            file: None,
            size: counted.size,
            sha256: counted.digest.map(|digest| hexadecimal(&digest.finish())),
        };
        let Sink::File(new) = counted.sink else {
            return Ok(written);
        };
        let path = new.path().to_owned();
        let lost = new.commit().map_err(|error| named(&path, &error))?;
        if !lost.is_empty() {
            report.warn(&format!(
                "{} was replaced, but could not keep its {}",
                path.display(),
                lost.join(" and ")
            ));
        }
        written.file = Some(path);
        Ok(written)
    }

    /// Adds the name of the file to its errors.
    fn name_error<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| match self.sink() {
            Sink::File(new) => named(new.path(), &error),
            Sink::Stdout(..) | Sink::Open(..) => error,
        })
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.out.write(bytes);
        self.name_error(result)
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let result = self.out.write_all(bytes);
        self.name_error(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.out.flush();
        self.name_error(result)
    }
}

impl Sink {
    fn stdout() -> io::Result<Self> {
        let out = io::stdout();
        descriptor::check_stdout()?;
        let shown = OnTerminal::of(&out);
        Ok(Self::Stdout(out.lock(), shown))
    }

    fn open(path: &Path) -> io::Result<Self> {
        // The target of /dev/fd/63, a link to a pipe, is not a path.
        let path = match fs::metadata(path) {
            Ok(found) if !found.is_file() => path.to_owned(),
            _ => files::follow_links_until(path, |path| descriptor::number(path).is_some())?,
        };
        match descriptor::number(&path) {
            Some(1) => return Self::stdout(),
            Some(number) => return Ok(Self::direct(descriptor::open(&path, number)?)),
            None => {}
        }
        // Renaming does not need permission to write to the old file, so check it here.
        let old = match OpenOptions::new().write(true).open(&path) {
            Ok(old) => Some(old),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        match old {
            Some(old) if !is_file(&old)? => Ok(Self::direct(old)),
            old => Ok(Self::File(Replacement::new(path, old)?)),
        }
    }

    fn direct(file: File) -> Self {
        let shown = OnTerminal::of(&file);
        Self::Open(file, shown)
    }
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.sink.write(bytes)?;
        self.size += taken as u64;
        if let Some(digest) = &mut self.digest {
            digest.update(&bytes[..taken]);
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out, shown) => {
                shown.make_room();
                out.write(bytes)
            }
            Self::Open(out, shown) => {
                shown.make_room();
                out.write(bytes)
            }
            Self::File(new) => new.file().write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out, _) => out.flush(),
            Self::Open(out, _) => out.flush(),
            Self::File(new) => new.file().flush(),
        }
    }
}

fn hexadecimal(digest: &digest::Digest) -> String {
    let mut text = String::new();
    for byte in digest.as_ref() {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    text
}

fn is_file(file: &File) -> io::Result<bool> {
    match file.metadata() {
        // Windows devices such as NUL have no metadata: "incorrect function", or
        // "invalid parameter" on Wine.
        Err(error) if cfg!(windows) && matches!(error.raw_os_error(), Some(1 | 87)) => Ok(false),
        metadata => Ok(metadata?.is_file()),
    }
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("cannot write {}: {error}", path.display()),
    )
}

#[cfg(test)]
mod tests;
