//! Room for bodies, used again. A body is read by one thread and dropped by
//! another, and what is dropped that way does not soon come back to the system.

use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Rooms that are kept for the next body.
const MOST: usize = 64;

/// The largest room that is kept, in bytes.
const LARGEST: usize = 2 << 20;

/// Rooms are made in multiples of this, in bytes.
const STEP: usize = 64 << 10;

/// See the module's text. Clones share their rooms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shelf {
    rooms: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Shelf {
    /// At least `least` bytes of any content.
    pub(crate) fn room(&self, least: usize) -> Vec<u8> {
        match self.rooms().pop() {
            Some(mut room) if room.capacity() >= least => {
                room.resize(room.len().max(least), 0);
                room
            }
            // Bodies are of about one size. What is not used of a new room is
            // no memory yet.
            _ => vec![0; least.next_multiple_of(STEP)],
        }
    }

    fn rooms(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body whose room goes back to its shelf, if it has one.
#[derive(Debug, Default)]
pub(crate) struct Body {
    text: String,
    home: Option<Shelf>,
}

impl Body {
    pub(crate) fn new(text: String) -> Self {
        Self { text, home: None }
    }

    /// Drops the text.
    pub(crate) fn clear(&mut self) {
        *self = Self {
            text: String::new(),
            home: self.home.clone(),
        };
    }

    /// Sets the text anew.
    pub(crate) fn set(&mut self, text: String) {
        self.text = text;
    }

    pub(crate) fn goes_to(&mut self, home: &Shelf) {
        self.home = Some(home.clone());
    }
}

impl Deref for Body {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        let Some(home) = &self.home else { return };
        let room = std::mem::take(&mut self.text).into_bytes();
        let mut rooms = home.rooms();
        if room.capacity() <= LARGEST && rooms.len() < MOST {
            rooms.push(room);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_are_used_again_and_few_are_kept() {
        let shelf = Shelf::default();
        let body = |text: &str, least: usize| {
            let mut room = shelf.room(least);
            assert!(room.len() >= least);
            room.truncate(text.len());
            room.copy_from_slice(text.as_bytes());
            let mut body = Body::new(String::from_utf8(room).unwrap());
            body.goes_to(&shelf);
            body
        };
        let first = body("a longer text", 100);
        let place = first.as_ptr();
        drop(first);
        let second = body("short", 50);
        assert_eq!((&*second, second.as_ptr()), ("short", place));
        let others: Vec<_> = (0..100).map(|_| body("other", 5)).collect();
        drop((second, others));
        drop(body("large", LARGEST + 1));
        assert_eq!(shelf.rooms().len(), MOST - 1);
    }
}
