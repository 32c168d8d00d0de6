//! Looks up many values with one request. Leads arrive in the order of the list, and
//! are returned in the order of the values.

use std::collections::HashMap;

use super::{Event, Found, Lookup, Sink};
use crate::intercom::Page;

/// Values that are looked up together, and the leads found so far.
struct Batch<'v> {
    values: &'v [String],
    /// The key of each value.
    keys: Vec<String>,
    pages: Vec<Page>,
    /// For each key, the page of each lead and its index in that page.
    found: HashMap<String, Vec<(usize, usize)>>,
    left_out: u64,
}

impl Batch<'_> {
    /// The indices of the values without a lead so far, from the last to the first.
    /// Values without a key, such as a phone number without digits, are not looked up.
    fn missing(&self) -> Vec<usize> {
        (0..self.values.len())
            .filter(|&index| !self.keys[index].is_empty())
            .filter(|&index| !self.found.contains_key(&self.keys[index]))
            .rev()
            .collect()
    }
}

impl Lookup {
    /// Looks up many values at once.
    pub(super) fn look_up_batch(&self, values: &[String], sink: &mut Sink) -> anyhow::Result<()> {
        let mut batch = Batch {
            values,
            keys: values.iter().map(|value| self.by.key(value)).collect(),
            pages: Vec::new(),
            found: HashMap::new(),
            left_out: 0,
        };
        let mut all = batch.missing();
        all.reverse();
        self.fetch(&mut batch, &all)?;
        // A server may ignore some of the values without an error. Request the values
        // without a lead again, in reverse order.
        let mut missing = batch.missing();
        if missing.len() == all.len() {
            missing.truncate(1);
        }
        let found = batch.found.len();
        self.fetch(&mut batch, &missing)?;
        if batch.found.len() > found {
            let report = self.client.report();
            report.detail("the API uses only some of the values; looking them up one by one");
            self.limit_values(1);
            for index in batch.missing() {
                self.fetch(&mut batch, &[index])?;
            }
        }
        let of_value = |(value, key): (&String, &String)| {
            let value = value.clone();
            let places = batch.found.get(key).into_iter().flatten().copied();
            places.map(move |(page, index)| Found {
                value: value.clone(),
                page,
                index,
            })
        };
        let found = values.iter().zip(&batch.keys).flat_map(of_value).collect();
        sink(Event::Batch {
            pages: batch.pages,
            found,
        })?;
        if batch.left_out > 0 {
            sink(Event::LeftOut(batch.left_out))?;
        }
        values
            .iter()
            .zip(&batch.keys)
            .filter(|(_, key)| !batch.found.contains_key(*key))
            .try_for_each(|(value, _)| sink(Event::NoMatch(value.clone())))
    }

    /// Requests the values at `indices` and adds the leads that match.
    fn fetch(&self, batch: &mut Batch, indices: &[usize]) -> anyhow::Result<()> {
        let values = batch.values;
        let wanted = indices.iter().map(|&index| batch.keys[index].clone());
        let wanted = wanted.collect();
        let spellings: Vec<String> = indices
            .iter()
            .flat_map(|&index| self.by.spellings(&values[index]))
            .collect();
        for spellings in spellings.chunks(self.client.dialect().max_values()) {
            let left_out = self.each_page(spellings.to_vec(), &wanted, |page| {
                for (index, lead) in page.leads().enumerate() {
                    let key = self.by.key_of(lead).unwrap_or_default();
                    let found = batch.found.entry(key).or_default();
                    found.push((batch.pages.len(), index));
                }
                batch.pages.push(page);
                Ok(())
            })?;
            batch.left_out += left_out;
        }
        Ok(())
    }
}
