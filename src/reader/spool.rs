//! Pages that wait for their turn in a temporary file without a name: their
//! bodies, in places that are used again.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};

/// Places begin at multiples of this, so that one body fits where another
/// of about its size was.
const STEP: u64 = 64 << 10;

/// See the module's text. The file is made with the first body.
#[derive(Debug, Default)]
pub(crate) struct Spool {
    file: Option<File>,
    end: u64,
    /// Places that were read, each with its room.
    free: Vec<(u64, u64)>,
}

/// Where a body lies.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    start: u64,
    len: usize,
}

impl Place {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    fn room(&self) -> u64 {
        (self.len as u64).next_multiple_of(STEP)
    }
}

impl Spool {
    pub(crate) fn write(&mut self, body: &str) -> io::Result<Place> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        let len = body.len();
        let mut place = Place { start: 0, len };
        let fits = |(_, room): &(u64, u64)| *room >= place.room();
        let found = self.free.iter().position(fits);
        place.start = found.map_or(self.end, |found| self.free[found].0);
        file.seek(SeekFrom::Start(place.start))?;
        file.write_all(body.as_bytes())?;
        match found {
            Some(found) if self.free[found].1 > place.room() => {
                self.free[found].0 += place.room();
                self.free[found].1 -= place.room();
            }
            Some(found) => {
                self.free.swap_remove(found);
            }
            None => self.end += place.room(),
        }
        Ok(place)
    }

    /// Reads a body back, once, into a room that is large enough.
    pub(crate) fn read(&mut self, place: &Place, room: Vec<u8>) -> io::Result<Vec<u8>> {
        let mut body = room;
        body.truncate(place.len);
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(place.start))?;
            file.read_exact(&mut body)?;
        }
        self.free.push((place.start, place.room()));
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_come_back_and_their_room_is_used_again() {
        let mut spool = Spool::default();
        let body = |number: usize| format!("{number}").repeat(40_000 + number);
        let mut held = std::collections::VecDeque::new();
        for number in 0..100 {
            held.push_back((number, spool.write(&body(number)).unwrap()));
            if held.len() > 5 {
                let (number, place) = held.pop_front().unwrap();
                let room = vec![7; place.len() + number % 3];
                assert_eq!(spool.read(&place, room).unwrap(), body(number).into_bytes());
            }
        }
        // Room for six at a time, and for the last, which are larger.
        assert!(spool.end <= 20 * STEP, "{}", spool.end);
    }
}
