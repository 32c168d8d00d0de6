//! What the columns look at in a lead: keys at its top, and keys inside the
//! objects there. A lead is gone through once for all columns together.

use crate::lead::Lead;
use crate::lead::json_walk::Walk;

/// The keys that columns look at. Each has a slot for its value.
#[derive(Default)]
pub(super) struct Slots {
    keys: Vec<Key>,
    /// A bit for the [`mark`] of each key: most keys of a lead are told from
    /// those wanted without a comparison.
    marks: u64,
    count: usize,
}

/// A number below 64 that is the same for the same key.
fn mark(key: &str) -> u32 {
    let first = key.as_bytes().first().map_or(0, |&byte| u32::from(byte));
    (first + 7 * u32::try_from(key.len()).unwrap_or(0)) % 64
}

struct Key {
    name: String,
    slot: usize,
    inside: Vec<(&'static str, usize)>,
}

impl Slots {
    /// The slot of `key` at the top of a lead.
    pub(super) fn top(&mut self, key: &str) -> usize {
        let place = self.place(key);
        self.keys[place].slot
    }

    /// The slot of `inside` in the object at `key`.
    pub(super) fn inside(&mut self, key: &str, inside: &'static str) -> usize {
        let place = self.place(key);
        let known = &mut self.keys[place].inside;
        if let Some(&(_, slot)) = known.iter().find(|(name, _)| *name == inside) {
            return slot;
        }
        known.push((inside, self.count));
        self.count += 1;
        self.count - 1
    }

    fn place(&mut self, name: &str) -> usize {
        let place = self.keys.iter().position(|key| key.name == name);
        place.unwrap_or_else(|| {
            self.keys.push(Key {
                name: name.to_owned(),
                slot: self.count,
                inside: Vec::new(),
            });
            self.marks |= 1 << mark(name);
            self.count += 1;
            self.keys.len() - 1
        })
    }

    /// The raw values of `lead` by slot. Of a repeated key the last counts.
    pub(super) fn read<'a>(&self, lead: Lead<'a>) -> Vec<Option<&'a str>> {
        let mut found = vec![None; self.count];
        let mut walk = Walk::new(lead.json());
        if !walk.eat(b'{') {
            return found;
        }
        while let Some(name) = walk.key() {
            let value = match self.find(&name) {
                None => walk.value(),
                Some(key) => {
                    let value = key.read(&mut walk, &mut found);
                    found[key.slot] = value;
                    value
                }
            };
            if value.is_none() {
                break;
            }
        }
        found
    }

    fn find(&self, name: &str) -> Option<&Key> {
        if self.marks >> mark(name) & 1 == 0 {
            return None;
        }
        self.keys.iter().find(|key| key.name == name)
    }
}

impl Key {
    /// Reads the key's value, and what is wanted inside it in the same pass.
    fn read<'a>(&self, walk: &mut Walk<'a>, found: &mut [Option<&'a str>]) -> Option<&'a str> {
        for &(_, slot) in &self.inside {
            found[slot] = None;
        }
        let start = walk.at();
        if self.inside.is_empty() || !walk.eat(b'{') {
            return walk.value();
        }
        while let Some(name) = walk.key() {
            let value = walk.value()?;
            if let Some(&(_, slot)) = self.inside.iter().find(|(inside, _)| *inside == name) {
                found[slot] = Some(value);
            }
        }
        walk.eat(b'}');
        walk.since(start)
    }
}
