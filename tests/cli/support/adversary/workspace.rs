//! The workspace: its contacts, and the routing of requests.

use super::choices::{HiccupKind, Serves, Totals};
use super::cursors::Cursor;
use super::events::Event;
use super::faults;
use super::http::{Reply, Request};
use super::lead::Lead;
use super::order::{Orders, Sort, View};
use super::random::Random;
use super::scroll::Open;
use super::settings::Settings;

pub(super) struct Workspace {
    pub(super) settings: Settings,
    pub(super) leads: Vec<Lead>,
    pub(super) events: Vec<Event>,
    pub(super) random: Random,
    /// The number of the current request, counted from 1.
    pub(super) at: u64,
    /// The number of responses with leads, and of those from a scroll.
    pub(super) answers: u64,
    pub(super) scrolled: u64,
    pub(super) orders: Orders,
    /// Leads to show again.
    pub(super) hidden: Vec<usize>,
    /// Cursors are indices in this list.
    pub(super) cursors: Vec<Cursor>,
    pub(super) scroll: Option<Open>,
    /// The number of deliberate 404 responses to a find.
    pub(super) find_faults: u64,
}

impl Workspace {
    pub(super) fn new(settings: Settings, leads: Vec<Lead>, events: Vec<Event>, seed: u64) -> Self {
        Self {
            settings,
            leads,
            events,
            random: Random::new(seed),
            at: 0,
            answers: 0,
            scrolled: 0,
            orders: Orders::default(),
            hidden: Vec::new(),
            cursors: Vec::new(),
            scroll: None,
            find_faults: 0,
        }
    }

    pub(super) fn reply(&mut self, request: &Request) -> Reply {
        self.at += 1;
        let mut hiccups = self.settings.hiccups.iter();
        let hiccup = hiccups.find(|hiccup| hiccup.at == self.at);
        match hiccup.map(|hiccup| hiccup.kind) {
            None => self.answer(request),
            Some(HiccupKind::Status(status)) => Reply {
                status,
                ..faults::server_error()
            },
            Some(HiccupKind::Bare(status)) => Reply::bare(status),
            Some(HiccupKind::Nothing) => Reply::json(String::new()),
            Some(HiccupKind::ErrorInOk) => Reply {
                status: 200,
                ..faults::server_error()
            },
            Some(HiccupKind::Lost) => Reply {
                lost: true,
                ..self.answer(request)
            },
        }
    }

    fn answer(&mut self, request: &Request) -> Reply {
        let asked = request.version.as_deref().unwrap_or("1.0");
        let asks_old = asked.starts_with("1.");
        let mut reply = match (self.settings.serves, asks_old) {
            (Serves::Old, true) => self.old(request),
            (Serves::Old, false) | (Serves::New, true) => faults::version(),
            (Serves::NewElseNotFound, true) => faults::not_found(),
            (Serves::New | Serves::NewAlways | Serves::NewElseNotFound, _) => {
                self.new_generation(request, asked)
            }
        };
        reply.headers.push(("Intercom-Version", asked.to_owned()));
        reply
            .headers
            .push(("X-Request-Id", format!("request-{}", self.at)));
        reply
    }

    /// The replica of the current response.
    pub(super) fn view(&mut self) -> View {
        let replicas = self.settings.replicas.len();
        let replica = if self.settings.at_random {
            self.random.index(replicas)
        } else {
            usize::try_from(self.at).unwrap() % replicas
        };
        View {
            replica: self.settings.replicas[replica],
            at: self.at,
        }
    }

    /// The indices of the contacts in `view` that are `wanted`.
    pub(super) fn listed(
        &mut self,
        view: View,
        sort: Sort,
        wanted: impl Fn(&Lead) -> bool,
    ) -> Vec<usize> {
        let indices = self.orders.of(&self.leads, sort, view);
        let visible = |&index: &usize| {
            let lead = &self.leads[index];
            lead.is_visible(view.at, view.replica.lag) && wanted(lead)
        };
        indices.iter().copied().filter(visible).collect()
    }

    /// The contacts at `indices` as a JSON array.
    pub(super) fn contacts(&mut self, indices: &[usize], json: fn(&Lead) -> String) -> String {
        let mut leads = Vec::with_capacity(indices.len());
        for &index in indices {
            self.leads[index].given = true;
            leads.push(json(&self.leads[index]));
        }
        format!("[{}]", leads.join(","))
    }

    /// The member `total_count` after a comma, if it is sent.
    /// The number of leads in the pages, of `count`.
    pub(super) fn paged(&self, count: usize) -> usize {
        match self.settings.totals {
            Totals::Capped(most) if self.settings.ends_by_total => {
                count.min(usize::try_from(most).unwrap())
            }
            _ => count,
        }
    }

    pub(super) fn total(&mut self, totals: Totals, count: usize) -> String {
        let count = count as u64;
        let total = match totals {
            Totals::Absent => return String::new(),
            Totals::Null => return r#","total_count":null"#.to_owned(),
            Totals::Zero => 0,
            Totals::Right => count,
            Totals::Capped(most) => count.min(most),
            Totals::Off(by) if self.random.within(0..2) == 0 => count + by,
            Totals::Off(by) => count.saturating_sub(by),
        };
        format!(r#","total_count":{total}"#)
    }
}
