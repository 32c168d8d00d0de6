//! Replaces the format xlsx in a build without the feature `xlsx`.

use std::io::{self, Write};

use super::{Formatter, Next, Omitted, Style};
use crate::columns::Fields;
use crate::lead::Lead;

/// A format that prints nothing.
pub(super) struct Xlsx;

impl Xlsx {
    pub(super) fn new(_: Style, _: Box<dyn Write + '_>) -> Self {
        Self
    }
}

impl Formatter for Xlsx {
    fn begin(&mut self, _: &Fields) -> io::Result<()> {
        Err(io::Error::other("this program was built without xlsx"))
    }

    fn lead(&mut self, _: Lead<'_>, _: &mut Fields) -> io::Result<()> {
        Ok(())
    }

    fn flush(&mut self, _: Next) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, _: &mut Fields) -> io::Result<Omitted> {
        Ok(Omitted::default())
    }
}
