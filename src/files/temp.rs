//! Temporary files for data that does not fit into memory.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};

use super::TEMP_HINT;

/// An unnamed temporary file, which leaves nothing behind however the program ends.
/// Errors name the temporary file, and keep their kind.
#[derive(Debug)]
pub(crate) struct TempFile {
    out: BufWriter<File>,
    end: u64,
}

/// A range of bytes in a [`TempFile`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    start: u64,
    len: u32,
}

impl TempFile {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            out: BufWriter::new(tempfile::tempfile().map_err(named)?),
            end: 0,
        })
    }

    /// Appends `bytes`, at most 4 GiB.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> io::Result<Span> {
        let span = Span {
            start: self.end,
            len: u32::try_from(bytes.len()).map_err(io::Error::other)?,
        };
        self.out.write_all(bytes).map_err(named)?;
        self.end += u64::from(span.len);
        Ok(span)
    }

    /// Reads the bytes of `span` into `buffer`, which is cleared first.
    pub(crate) fn read(&mut self, span: Span, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.resize(span.len as usize, 0);
        self.out
            .seek(SeekFrom::Start(span.start))
            .and_then(|_| self.out.get_mut().read_exact(buffer))
            .and_then(|()| self.out.seek(SeekFrom::Start(self.end)))
            .map_err(named)?;
        Ok(())
    }

    /// Reads everything from the start. Pass errors of the reader to
    /// [`named`](TempFile::named).
    pub(crate) fn into_reader(self) -> io::Result<BufReader<File>> {
        let file = self.out.into_inner().map_err(|error| named(error.into()))?;
        let mut reader = BufReader::new(file);
        reader.rewind().map_err(named)?;
        Ok(reader)
    }

    /// Adds to an error that it concerns the temporary file.
    pub(crate) fn named(error: io::Error) -> io::Error {
        named(error)
    }
}

// By value, because `map_err` passes a value.
#[allow(clippy::needless_pass_by_value)]
fn named(error: io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("temporary file: {error}; {TEMP_HINT}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appended_data_can_be_read_in_any_order() {
        let mut file = TempFile::new().unwrap();
        let texts: Vec<String> = (0..50).map(|n| format!("{n}").repeat(n * 100)).collect();
        let spans: Vec<_> = texts
            .iter()
            .map(|text| file.append(text.as_bytes()).unwrap())
            .collect();
        let mut buffer = Vec::new();
        for index in [49, 0, 7, 7, 30] {
            file.read(spans[index], &mut buffer).unwrap();
            assert_eq!(buffer, texts[index].as_bytes());
        }
        file.append(b"the end").unwrap();
        let mut all = String::new();
        file.into_reader()
            .unwrap()
            .read_to_string(&mut all)
            .unwrap();
        assert_eq!(all, texts.concat() + "the end");
    }

    #[test]
    fn an_error_says_that_it_is_the_temporary_file_and_keeps_its_kind() {
        let error = named(io::ErrorKind::StorageFull.into());
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        assert!(error.to_string().starts_with("temporary file: "), "{error}");
    }
}
