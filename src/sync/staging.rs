//! Leads that were read, in an unnamed file next to the copy, so that memory is
//! bounded, and nothing is left behind however a run ends.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _};
use std::path::Path;

use crate::error::Error;
use crate::intercom;
use crate::lead::Lead;
use crate::lead::id::{Id, Ids};

/// Leads that were read, without duplicates, in order of arrival. Only the ids are kept
/// of leads that are the same in the copy.
#[derive(Debug)]
pub(super) struct Staging {
    file: BufWriter<File>,
    /// The number of leads in the file.
    written: usize,
    ids: Ids,
    /// The workspace of the first lead, and the expected one.
    workspace: Option<String>,
    expected: Option<String>,
}

impl Staging {
    /// An empty file in `folder`, for leads of the workspace `expected`.
    pub(super) fn new(folder: &Path, expected: Option<String>) -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::with_capacity(256 << 10, tempfile::tempfile_in(folder)?),
            written: 0,
            ids: Ids::default(),
            workspace: None,
            expected,
        })
    }

    /// Adds a lead, unless it was added before. `is_known` returns whether the copy has
    /// this JSON for this id.
    pub(super) fn add(
        &mut self,
        lead: Lead<'_>,
        is_known: impl FnOnce(&str, &str) -> Result<bool, Error>,
    ) -> anyhow::Result<()> {
        let Some(id) = lead.id() else {
            let why = "a lead without an id".to_owned();
            return Err(intercom::Error::NotUnderstood(why).into());
        };
        if !self.ids.insert(&Id::new(Some(&id), "")) {
            return Ok(());
        }
        if self.ids.len() == 1 {
            self.workspace = workspace(lead);
            if let (Some(expected), Some(found)) = (&self.expected, &self.workspace)
                && expected != found
            {
                return Err(other_workspace(expected, found).into());
            }
        }
        if is_known(&id, lead.json())? {
            return Ok(());
        }
        self.written += 1;
        Ok(self.write(&id, lead.json()).map_err(|error| {
            let what = format!("cannot write a temporary file beside the copy: {error}");
            Error::Output(io::Error::new(error.kind(), what))
        })?)
    }

    fn write(&mut self, id: &str, json: &str) -> io::Result<()> {
        for text in [id, json] {
            let len = u32::try_from(text.len()).map_err(io::Error::other)?;
            self.file.write_all(&len.to_le_bytes())?;
            self.file.write_all(text.as_bytes())?;
        }
        Ok(())
    }

    /// The number of leads.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The workspace of the first lead, if the lead has it.
    pub(super) fn workspace(&self) -> Option<&str> {
        self.workspace.as_deref()
    }

    pub(super) fn contains(&self, id: &str) -> bool {
        self.ids.contains(&Id::new(Some(id), ""))
    }

    /// Calls `visit` with the id and the JSON of each lead that differs from the copy.
    /// Stops at its first error.
    pub(super) fn each<E: From<io::Error>>(
        &mut self,
        mut visit: impl FnMut(&str, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        self.file.flush()?;
        let file = self.file.get_mut();
        file.rewind()?;
        let mut reader = BufReader::with_capacity(256 << 10, file);
        let (mut id, mut json) = (String::new(), String::new());
        for _ in 0..self.written {
            read(&mut reader, &mut id)?;
            read(&mut reader, &mut json)?;
            visit(&id, &json)?;
        }
        Ok(())
    }
}

fn read(reader: &mut BufReader<&mut File>, text: &mut String) -> io::Result<()> {
    let mut len = [0; 4];
    reader.read_exact(&mut len)?;
    let len = u64::from(u32::from_le_bytes(len));
    text.clear();
    let read = reader.by_ref().take(len).read_to_string(text)?;
    if read as u64 == len {
        Ok(())
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

/// The id of the workspace of a lead: `app_id` in 1.x, `workspace_id` in 2.x.
fn workspace(lead: Lead<'_>) -> Option<String> {
    let keys = ["workspace_id", "app_id"];
    let mut values = crate::lead::values(lead.json(), keys).into_iter().flatten();
    values
        .find_map(crate::lead::plain_text)
        .map(std::borrow::Cow::into_owned)
        .filter(|id| !id.is_empty())
}

/// The error of a copy that belongs to another workspace.
pub(super) fn other_workspace(copy: &str, found: &str) -> Error {
    Error::Usage(format!(
        "the copy belongs to workspace {copy}, and the token to workspace {found}; use another \
         file, or another --profile"
    ))
}
