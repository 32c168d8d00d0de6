//! The cursors of API 2.x, which are valid only for their query.

use std::borrow::Cow;
use std::sync::Arc;

use super::choices::Cursors;
use super::faults;
use super::http::Reply;
use super::order::View;
use super::v2::Asked;
use super::workspace::Workspace;

/// The start of a page, for one query.
#[derive(Clone)]
pub(super) struct Cursor {
    question: String,
    size: usize,
    pub(super) page: usize,
    after: After,
}

#[derive(Clone)]
enum After {
    Key { value: Option<i64>, number: u64 },
    Offset(usize),
    Rest(Arc<Vec<usize>>, usize),
}

impl Workspace {
    /// The cursor in the request; `None` on the first page.
    pub(super) fn cursor(&self, asked: &Asked<'_>) -> Result<Option<Cursor>, Reply> {
        let Some(name) = asked.starting_after else {
            return Ok(None);
        };
        if name.is_empty() {
            return Err(faults::server_error());
        }
        let number = name
            .strip_prefix("Wy+")
            .and_then(|name| name.strip_suffix("/==\n"));
        let number = number.and_then(|number| number.parse::<usize>().ok());
        let Some(cursor) = number.and_then(|number| self.cursors.get(number)) else {
            return Err(faults::cursor());
        };
        let fits = cursor.size == asked.size || !self.settings.cursor_keeps_size;
        if cursor.question != asked.question || !fits {
            return Err(faults::server_error());
        }
        Ok(Some(cursor.clone()))
    }

    /// The contacts of the query, and the start of the page.
    pub(super) fn begin_at<'a>(
        &self,
        view: View,
        asked: &Asked<'_>,
        found: &'a [usize],
        cursor: Option<Cursor>,
    ) -> (Cow<'a, [usize]>, usize) {
        match cursor.map(|cursor| cursor.after) {
            None => (found.into(), 0),
            Some(After::Offset(start)) => (found.into(), start),
            Some(After::Rest(rest, start)) => (rest.to_vec().into(), start),
            Some(After::Key { value, number }) => {
                let last = asked.sort.key(value, number, view);
                let key = |index: usize| {
                    let lead = &self.leads[index];
                    asked.sort.key(asked.sort.value(lead), lead.number, view)
                };
                (
                    found.into(),
                    found.partition_point(|&index| key(index) <= last),
                )
            }
        }
    }

    /// The cursor for the page after the one at `start`, as JSON, if there is one.
    pub(super) fn cursor_after(
        &mut self,
        asked: &Asked<'_>,
        page: usize,
        indices: &[usize],
        start: usize,
    ) -> Option<String> {
        let end = start + asked.size;
        if end >= indices.len() {
            return None;
        }
        let after = match self.settings.cursors {
            Cursors::Offsets => After::Offset(end),
            Cursors::Snapshots => After::Rest(Arc::new(indices.to_vec()), end),
            Cursors::Stuck if page >= 3 => After::Offset(start),
            Cursors::Keys | Cursors::Stuck => {
                let last = &self.leads[indices[end - 1]];
                After::Key {
                    value: asked.sort.value(last),
                    number: last.number,
                }
            }
        };
        let (question, size) = (asked.question.clone(), asked.size);
        self.cursors.push(Cursor {
            question,
            size,
            page: page + 1,
            after,
        });
        // As opaque as a real one, and as unsuitable for a URL.
        Some(format!("Wy+{}/==\\n", self.cursors.len() - 1))
    }
}
