//! Sorting by the program itself: keys in memory, leads in a temporary file.

use std::cmp::Reverse;
use std::io;

use super::{Order, SortField};
use crate::files::{Span, TempFile};
use crate::lead::Lead;

/// Collects leads and returns them in order.
#[derive(Debug)]
pub(crate) struct Sorter {
    field: SortField,
    order: Order,
    records: Vec<Record>,
    file: TempFile,
}

#[derive(Debug)]
struct Record {
    key: Option<i64>,
    span: Span,
}

impl Sorter {
    /// A sorter by `field`. Leads without it come last in both orders. Leads of the
    /// same second stay newest first, or in ascending order the reverse.
    pub(crate) fn new(field: SortField, order: Order) -> io::Result<Self> {
        Ok(Self {
            field,
            order,
            records: Vec::new(),
            file: TempFile::new()?,
        })
    }

    /// Adds a lead.
    pub(crate) fn push(&mut self, lead: Lead<'_>) -> io::Result<()> {
        self.records.push(Record {
            key: self.field.of(lead),
            span: self.file.append(lead.json().as_bytes())?,
        });
        Ok(())
    }

    /// The number of leads added.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// Calls `visit` with each lead in order, without the first `skip`, and with
    /// at most `limit` of them.
    pub(crate) fn each<E: From<io::Error>>(
        self,
        skip: u64,
        limit: Option<u64>,
        mut visit: impl FnMut(Lead<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self {
            order,
            mut records,
            mut file,
            ..
        } = self;
        match order {
            Order::Desc => records.sort_by_key(|record| Reverse(record.key)),
            Order::Asc => {
                records.reverse();
                records.sort_by_key(|record| (record.key.is_none(), record.key));
            }
        }
        let mut json = Vec::new();
        let len = records.len();
        let skip = usize::try_from(skip).unwrap_or(len);
        let limit = limit.map_or(len, |limit| usize::try_from(limit).unwrap_or(len));
        for record in records.iter().skip(skip).take(limit) {
            file.read(record.span, &mut json)?;
            let json = std::str::from_utf8(&json).map_err(io::Error::other)?;
            visit(Lead::new(json))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(order: Order, skip: u64, limit: Option<u64>) -> Vec<String> {
        let mut sorter = Sorter::new(SortField::UpdatedAt, order).unwrap();
        for (id, key) in [
            ("a", "5"),
            ("b", "null"),
            ("c", "7"),
            ("d", "5"),
            ("e", "\"6\""),
        ] {
            let json = format!(r#"{{"id":"{id}","updated_at":{key}}}"#);
            sorter.push(Lead::new(&json)).unwrap();
        }
        let mut ids = Vec::new();
        sorter
            .each(skip, limit, |lead| {
                ids.push(lead.id().unwrap().into_owned());
                io::Result::Ok(())
            })
            .unwrap();
        ids
    }

    #[test]
    fn leads_are_returned_in_order_and_those_without_the_key_last() {
        assert_eq!(sorted(Order::Desc, 0, None), ["c", "e", "a", "d", "b"]);
        assert_eq!(sorted(Order::Asc, 0, None), ["d", "a", "e", "c", "b"]);
        assert_eq!(sorted(Order::Desc, 1, Some(2)), ["e", "a"]);
    }
}
