//! xlsx: a workbook with one sheet, for spreadsheets. It is written row by row, so that
//! memory does not grow with the number of leads.

mod parts;
mod sheet;

use std::io::{self, Write};

use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use self::sheet::Sheet;
use super::{Formatter, Next, Omitted, Style};
use crate::columns::Fields;
use crate::lead::Lead;

/// The maximum number of rows in a sheet, minus the titles.
const MAX_LEADS: u32 = 1_048_575;

/// The maximum number of columns in a sheet.
const MAX_COLUMNS: usize = 16_384;

/// The number of leads that decide the widths of the columns.
const SAMPLE: u32 = 200;

/// A workbook that is being written.
pub(super) struct Xlsx<'w> {
    style: Style,
    /// `None` once it is finished.
    zip: Option<ZipWriter<StreamWriter<Box<dyn Write + 'w>>>>,
    sheet: Sheet,
    stage: Stage,
    leads: u32,
    max_leads: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Rows are buffered until the widths of the columns are known.
    Sampling,
    Writing,
}

impl<'w> Xlsx<'w> {
    pub(super) fn new(style: Style, out: Box<dyn Write + 'w>) -> Self {
        Self {
            style,
            zip: Some(ZipWriter::new_stream(out)),
            sheet: Sheet::default(),
            stage: Stage::Sampling,
            leads: 0,
            max_leads: MAX_LEADS,
        }
    }

    /// Adds a file to the workbook. Everything written after this is its content.
    fn start(&mut self, name: &str) -> io::Result<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        match &mut self.zip {
            Some(zip) => zip.start_file(name, options).map_err(io_error),
            None => Ok(()),
        }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        match &mut self.zip {
            Some(zip) => zip.write_all(text.as_bytes()),
            None => Ok(()),
        }
    }

    /// Writes the buffered rows, and the head of the sheet before the first.
    fn write_rows(&mut self) -> io::Result<()> {
        if self.stage == Stage::Sampling {
            self.stage = Stage::Writing;
            for (name, content) in parts::PARTS {
                self.start(name)?;
                self.write(content)?;
            }
            self.start(parts::SHEET)?;
            let head = self.sheet.head(self.style.header);
            self.write(&head)?;
        }
        let rows = self.sheet.take_rows();
        self.write(&rows)?;
        self.sheet.reuse(rows);
        Ok(())
    }
}

impl Formatter for Xlsx<'_> {
    fn begin(&mut self, fields: &Fields) -> io::Result<()> {
        let mut columns = 0;
        fields.each_title(|_| columns += 1);
        if columns > MAX_COLUMNS {
            return Err(io::Error::other(format!(
                "{columns} columns, but a sheet of xlsx holds at most {MAX_COLUMNS}; use csv"
            )));
        }
        let header = self.style.header;
        self.sheet.begin_row();
        fields.each_title(|title| self.sheet.add_title(title, header));
        if header {
            self.sheet.end_row();
        } else {
            self.sheet.drop_row();
        }
        Ok(())
    }

    fn lead(&mut self, lead: Lead<'_>, fields: &mut Fields) -> io::Result<()> {
        if self.leads == self.max_leads {
            return Err(io::Error::other(format!(
                "a sheet of xlsx holds at most {} leads; use csv",
                self.max_leads
            )));
        }
        self.leads += 1;
        self.sheet.begin_row();
        fields.each_typed_cell(lead, self.style.times, |text, kind| {
            self.sheet.add(text, kind);
        });
        self.sheet.end_row();
        if self.stage == Stage::Writing || self.leads == SAMPLE {
            self.write_rows()?;
        }
        Ok(())
    }

    fn flush(&mut self, _: Next) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, _: &mut Fields) -> io::Result<Omitted> {
        self.write_rows()?;
        let end = self.sheet.end(self.style.header);
        self.write(&end)?;
        if let Some(zip) = self.zip.take() {
            zip.finish().map_err(io_error)?.into_inner().flush()?;
        }
        Ok(Omitted {
            cut_cells: self.sheet.cut_cells(),
            ..Omitted::default()
        })
    }
}

/// The error of the inner writer, or of the archive.
fn io_error(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        error => io::Error::other(format!("xlsx: {error}")),
    }
}

#[cfg(test)]
mod tests;
