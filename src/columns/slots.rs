//! The keys that columns read, in a lead and in its objects. One pass over a lead reads
//! the values for all columns.

use crate::lead::Lead;
use crate::lead::json_scanner::Scanner;

/// The keys that columns read. Each has a slot, the index of its value.
#[derive(Default)]
pub(super) struct Slots {
    keys: Vec<Key>,
    /// The bits of the [`hash`]es of all keys. They exclude most keys of a lead without
    /// comparing strings.
    hashes: u64,
    count: usize,
}

/// A hash below 64.
fn hash(key: &str) -> u32 {
    let first = key.as_bytes().first().map_or(0, |&byte| u32::from(byte));
    (first + 7 * u32::try_from(key.len()).unwrap_or(0)) % 64
}

struct Key {
    name: String,
    slot: usize,
    inside: Vec<(&'static str, usize)>,
}

impl Slots {
    /// The slot of the lead's `key`.
    pub(super) fn top(&mut self, key: &str) -> usize {
        let index = self.index(key);
        self.keys[index].slot
    }

    /// The slot of `inside` in the object at `key`.
    pub(super) fn inside(&mut self, key: &str, inside: &'static str) -> usize {
        let index = self.index(key);
        let known = &mut self.keys[index].inside;
        if let Some(&(_, slot)) = known.iter().find(|(name, _)| *name == inside) {
            return slot;
        }
        known.push((inside, self.count));
        self.count += 1;
        self.count - 1
    }

    fn index(&mut self, name: &str) -> usize {
        let index = self.keys.iter().position(|key| key.name == name);
        index.unwrap_or_else(|| {
            self.keys.push(Key {
                name: name.to_owned(),
                slot: self.count,
                inside: Vec::new(),
            });
            self.hashes |= 1 << hash(name);
            self.count += 1;
            self.keys.len() - 1
        })
    }

    /// The raw values of `lead` by slot. If a key is repeated, the last one counts.
    pub(super) fn read<'a>(&self, lead: Lead<'a>) -> Vec<Option<&'a str>> {
        let mut values = vec![None; self.count];
        let mut scanner = Scanner::new(lead.json());
        if !scanner.consume(b'{') {
            return values;
        }
        while let Some(name) = scanner.key() {
            let value = match self.find(&name) {
                None => scanner.value(),
                Some(key) => {
                    let value = key.read(&mut scanner, &mut values);
                    values[key.slot] = value;
                    value
                }
            };
            if value.is_none() {
                break;
            }
        }
        values
    }

    fn find(&self, name: &str) -> Option<&Key> {
        if self.hashes >> hash(name) & 1 == 0 {
            return None;
        }
        self.keys.iter().find(|key| key.name == name)
    }
}

impl Key {
    /// Reads the key's value and, in the same pass, the keys in it.
    fn read<'a>(
        &self,
        scanner: &mut Scanner<'a>,
        values: &mut [Option<&'a str>],
    ) -> Option<&'a str> {
        for &(_, slot) in &self.inside {
            values[slot] = None;
        }
        let start = scanner.position();
        if self.inside.is_empty() || !scanner.consume(b'{') {
            return scanner.value();
        }
        while let Some(name) = scanner.key() {
            let value = scanner.value()?;
            if let Some(&(_, slot)) = self.inside.iter().find(|(inside, _)| *inside == name) {
                values[slot] = Some(value);
            }
        }
        scanner.consume(b'}');
        scanner.since(start)
    }
}
