//! API 1.x: the scroll. Only one can be open, and it expires after a minute without
//! requests.

use std::time::{Duration, Instant};

use super::choices::{ScrollContent, ScrollEnd, ScrollParam};
use super::http::Reply;
use super::order::{Field, Sort};
use super::workspace::Workspace;
use super::{faults, json};

/// The page size of a scroll.
const SIZE: usize = 100;

/// An open scroll.
pub(super) struct Open {
    /// Its leads, fixed at the start, and the number of leads requested.
    members: Vec<usize>,
    asked: usize,
    /// The prefix of the parameters; each can have a different end.
    name: String,
    used: Instant,
    ended: bool,
}

impl Workspace {
    pub(super) fn scroll(&mut self, param: Option<&str>) -> Reply {
        let idle = Duration::from_secs(self.settings.scroll_idle);
        let open = self.scroll.take();
        let open = open.filter(|open| !open.ended && open.used.elapsed() < idle);
        let mut open = match (param, open) {
            (None, None) => self.begin(),
            (Some(param), Some(open)) if param.starts_with(&open.name) => open,
            (Some(_), open) => {
                self.scroll = open;
                return faults::no_scroll();
            }
            (None, open) => {
                self.scroll = open;
                return faults::scroll_exists();
            }
        };
        let mut at_end = open.asked >= open.members.len();
        if at_end && self.settings.scroll_end == ScrollEnd::Never {
            open.asked = open.members.len().saturating_sub(SIZE);
            at_end = false;
        }
        if at_end && self.settings.scroll_end == ScrollEnd::NotFound {
            return faults::no_scroll();
        }
        let mut indices: Vec<_> = open
            .members
            .iter()
            .copied()
            .skip(open.asked)
            .take(SIZE)
            .collect();
        open.asked += SIZE;
        open.used = Instant::now();
        if self.settings.scroll_content == ScrollContent::LookedUp {
            let at = self.at;
            indices.retain(|&index| self.leads[index].is_visible(at, 0));
        }
        let ends_here = indices.is_empty() && self.settings.scroll_end == ScrollEnd::FirstEmptyPage;
        open.ended = at_end || ends_here;
        let param = match self.settings.scroll_param {
            ScrollParam::Changes => format!("{}-{}", open.name, open.asked),
            ScrollParam::ChangesAtTheEnd if open.asked >= open.members.len() => {
                format!("{}-end", open.name)
            }
            ScrollParam::ChangesAtTheEnd | ScrollParam::Same => open.name.clone(),
        };
        let total = self.total(self.settings.scroll_totals, open.members.len());
        self.scroll = Some(open);
        let leads = self.contacts(&indices, json::old);
        let member = self.settings.scroll_member;
        self.happen(true);
        Reply::json(format!(
            r#"{{"type":"contact.list","{member}":{leads}{total},"limited":false,"pages":null,"scroll_param":"{param}"}}"#
        ))
    }

    fn begin(&mut self) -> Open {
        let view = self.view();
        let sort = Sort {
            field: Field::Created,
            ascending: !self.settings.scroll_newest_first,
        };
        Open {
            members: self.listed(view, sort, |lead| !lead.is_user),
            asked: 0,
            name: format!("scroll+{}/=", self.at),
            used: Instant::now(),
            ended: false,
        }
    }
}
