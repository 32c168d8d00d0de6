//! Sorting here: keys in memory, leads in a temporary file.

use std::cmp::Reverse;
use std::io;

use super::{Order, SortField};
use crate::files::{Span, TempFile};
use crate::lead::Lead;

/// Collects leads and gives them back in order.
#[derive(Debug)]
pub struct Sorter {
    field: SortField,
    order: Order,
    places: Vec<Place>,
    file: TempFile,
}

#[derive(Debug)]
struct Place {
    key: Option<i64>,
    span: Span,
}

impl Sorter {
    /// A sorter by `field`. Leads without it come last in both orders; those
    /// of the same second stay newest first, or the reverse in ascending
    /// order.
    pub fn new(field: SortField, order: Order) -> io::Result<Self> {
        Ok(Self {
            field,
            order,
            places: Vec::new(),
            file: TempFile::new()?,
        })
    }

    /// Takes a lead in.
    pub fn push(&mut self, lead: Lead<'_>) -> io::Result<()> {
        self.places.push(Place {
            key: self.field.of(lead),
            span: self.file.append(lead.json().as_bytes())?,
        });
        Ok(())
    }

    /// How many leads were taken in.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether no lead was taken in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Calls `show` with each lead in order, from place `skip` on and at most
    /// `limit` of them.
    pub fn each<E: From<io::Error>>(
        self,
        skip: usize,
        limit: usize,
        mut show: impl FnMut(Lead<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self {
            order,
            mut places,
            mut file,
            ..
        } = self;
        match order {
            Order::Desc => places.sort_by_key(|place| Reverse(place.key)),
            Order::Asc => {
                places.reverse();
                places.sort_by_key(|place| (place.key.is_none(), place.key));
            }
        }
        let mut json = Vec::new();
        for place in places.iter().skip(skip).take(limit) {
            file.read(place.span, &mut json)?;
            let json = std::str::from_utf8(&json).map_err(io::Error::other)?;
            show(Lead::new(json))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(order: Order, skip: usize, limit: usize) -> Vec<String> {
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
    fn leads_come_back_in_order_and_those_without_the_key_last() {
        assert_eq!(sorted(Order::Desc, 0, 9), ["c", "e", "a", "d", "b"]);
        assert_eq!(sorted(Order::Asc, 0, 9), ["d", "a", "e", "c", "b"]);
        assert_eq!(sorted(Order::Desc, 1, 2), ["e", "a"]);
    }
}
