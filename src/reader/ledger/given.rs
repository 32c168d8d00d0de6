//! The leads given out. All of them stay in memory while they come by one
//! chain; of shards only those that another can hold too: the rest is written
//! to a temporary file without a name, and read back when it is needed.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};

use crate::lead::id::{Id, Ids};

/// See the module's text.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// Those of the shards that are read now.
    now: Ids,
    /// Those of the ones before.
    before: Ids,
    /// Those of the first one, which alone can hold new leads, and whatever
    /// cannot be written.
    kept: Ids,
    file: Option<File>,
    filed: usize,
}

impl Given {
    pub(crate) fn contains(&self, id: &Id) -> bool {
        self.now.contains(id) || self.before.contains(id) || self.kept.contains(id)
    }

    /// Takes `id` in; false when it was there.
    pub(crate) fn insert(&mut self, id: &Id) -> bool {
        !self.before.contains(id) && !self.kept.contains(id) && self.now.insert(id)
    }

    pub(crate) fn len(&self) -> usize {
        self.now.len() + self.before.len() + self.kept.len() + self.filed
    }

    /// The next shard begins; the last `overlap` leads at least stay in
    /// memory.
    pub(crate) fn turn_over(&mut self, overlap: usize) {
        if self.now.len() < overlap {
            return;
        }
        let now = std::mem::take(&mut self.now);
        if self.kept.len() == 0 {
            self.kept = now;
            return;
        }
        let mut before = std::mem::replace(&mut self.before, now);
        let written = self.file(&before.hex_bytes());
        if written.is_ok() {
            self.filed += before.forget_hex();
        }
        self.kept.extend(before);
    }

    fn file(&mut self, bytes: &[u8]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        // Half a writing is written over by the next.
        file.seek(SeekFrom::Start((self.filed * Ids::HEX) as u64))?;
        file.write_all(bytes)
    }

    /// Has all of them in memory again.
    pub(crate) fn recall(&mut self) -> io::Result<()> {
        let Some(mut file) = self.file.take() else {
            return Ok(());
        };
        file.seek(SeekFrom::Start(0))?;
        let mut ids = io::BufReader::new(file);
        let mut bytes = [0; Ids::HEX];
        for _ in 0..std::mem::take(&mut self.filed) {
            ids.read_exact(&mut bytes)?;
            self.now.insert(&Id::Hex(bytes));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u32) -> Id {
        let mut bytes = [0; Ids::HEX];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        Id::Hex(bytes)
    }

    #[test]
    fn what_was_forgotten_is_counted_and_comes_back() {
        let mut given = Given::default();
        let other = Id::Text("lead".into());
        assert!(given.insert(&other));
        for number in 0..1000 {
            assert!(given.insert(&id(number)));
            if number % 100 == 99 {
                given.turn_over(100);
                assert!(!given.insert(&id(number)), "of the shard before");
            }
        }
        assert_eq!(given.len(), 1001);
        assert!(
            given.contains(&id(5)) && given.contains(&other),
            "of the first"
        );
        assert!(!given.contains(&id(500)));
        given.recall().unwrap();
        assert_eq!(given.len(), 1001);
        assert!((0..1000).all(|number| given.contains(&id(number))));
    }
}
