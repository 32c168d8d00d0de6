//! Files next to the copy that are removed at the end of a run, except after `SIGKILL`,
//! when the next run removes them.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::interrupt;

/// Removes files when it is dropped, or when a signal ends the program.
#[derive(Debug)]
pub(super) struct RemoveOnExit(Arc<Mutex<Vec<PathBuf>>>);

impl RemoveOnExit {
    pub(super) fn new(paths: impl IntoIterator<Item = PathBuf>) -> io::Result<Self> {
        let paths = Arc::new(Mutex::new(paths.into_iter().collect()));
        let removal = Self(Arc::clone(&paths));
        interrupt::on_interrupt(move || remove(&paths))?;
        Ok(removal)
    }

    pub(super) fn remove(&self) {
        remove(&self.0);
    }
}

impl Drop for RemoveOnExit {
    fn drop(&mut self) {
        self.remove();
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

fn remove(paths: &Mutex<Vec<PathBuf>>) {
    for path in &*paths.lock().unwrap_or_else(PoisonError::into_inner) {
        let _ = fs::remove_file(path);
    }
}
