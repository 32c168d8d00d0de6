//! `leads man`: writes the man pages to a folder.

use std::io::{self, Write as _};
use std::path::Path;

use crate::cli::man_pages;
use crate::error::Error;
use crate::output::Destination;
use crate::terminal::report::Report;

pub(super) fn write(folder: &Path, report: Report) -> Result<(), Error> {
    let pages = man_pages().map_err(Error::Output)?;
    std::fs::create_dir_all(folder).map_err(|error| {
        let what = format!("cannot make the folder {}: {error}", folder.display());
        Error::Output(io::Error::new(error.kind(), what))
    })?;
    for (name, text) in &pages {
        let path = folder.join(name);
        let mut file = Destination::open(Some(&path)).map_err(Error::Output)?;
        file.write_all(text.as_bytes()).map_err(Error::Output)?;
        file.commit(report).map_err(Error::Output)?;
    }
    report.note(&format!(
        "wrote {} pages to {}",
        pages.len(),
        folder.display()
    ));
    Ok(())
}
