//! Who is in the practice workspace: which leads and users there are, and in
//! what order leads are listed.

use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};

use self::scroll::Scroll;
pub(super) use self::scroll::ScrollFault;
use super::members::{Member, Role, users_beside};
use super::people::{NEWEST, Part, People};
use super::random::{Stream, Uuid};

mod scroll;

/// How many more lists are read before a search finds a lead that has come
/// while leads come and go (the search page: newly created contacts may be
/// missing for a while).
const LAG: u64 = 5;

/// Leads by their numbers, see [`People`].
pub(super) struct Workspace {
    people: People,
    /// Newest first, which is numbers in rising order.
    living: VecDeque<i32>,
    /// The number of the latest arrival; 0 if none has come yet.
    latest: i32,
    /// Users, likewise. They come never, and go only when merged.
    users: Vec<i32>,
    /// Who became whom.
    merged: HashMap<Member, Member>,
    /// Counts every change of who is there.
    revision: u64,
    /// How often [`Workspace::churn`] was called.
    stirs: u64,
    /// The leads that have come of late, oldest first, and after which stir.
    arrivals: VecDeque<(i32, u64)>,
    chance: Stream,
    scroll: Option<Scroll>,
    scrolls: i32,
}

/// Which leads are listed, and in what order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Selection {
    pub(super) filter: Filter,
    pub(super) sort: Sort,
    pub(super) ascending: bool,
    /// Only those who came in this many days before the workspace's now.
    pub(super) days: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Filter {
    #[default]
    All,
    /// The whole address, in any case.
    Email(String),
    /// The number exactly as it is stored.
    Phone(String),
    /// A place in the list of tags.
    Tag(usize),
    /// A place in the list of segments.
    Segment(usize),
}

/// The time that leads are ordered by. Leads without it come last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sort {
    #[default]
    Created,
    LastRequest,
    SignedUp,
    Updated,
}

impl Workspace {
    pub(super) fn new(seed: u64, leads: u32) -> Self {
        let people = People::new(seed);
        Self {
            people,
            living: (0..i32::try_from(leads).unwrap_or(i32::MAX)).collect(),
            latest: 0,
            users: users_beside(leads).collect(),
            merged: HashMap::new(),
            revision: 0,
            stirs: 0,
            arrivals: VecDeque::new(),
            chance: people.stream(0, Part::Churn),
            scroll: None,
            scrolls: 0,
        }
    }

    pub(super) fn living(&self) -> &VecDeque<i32> {
        &self.living
    }

    pub(super) fn contains(&self, number: i32) -> bool {
        self.living.binary_search(&number).is_ok()
    }

    /// Whether this lead or user is there.
    pub(super) fn has(&self, member: Member) -> bool {
        match member.role {
            Role::Lead => self.contains(member.number),
            Role::User => self.users.binary_search(&member.number).is_ok(),
        }
    }

    /// Everybody, leads first, but for leads too new for `from`.
    pub(super) fn members(&self, from: i32) -> impl Iterator<Item = Member> {
        let with = |role| {
            move |number: &i32| Member {
                number: *number,
                role,
            }
        };
        let too_new = self.living.partition_point(|number| *number < from);
        let leads = self.living.range(too_new..).map(with(Role::Lead));
        leads.chain(self.users.iter().map(with(Role::User)))
    }

    /// The newest lead that searches know of; see [`LAG`].
    pub(super) fn indexed_from(&self) -> i32 {
        self.arrivals
            .front()
            .map_or(i32::MIN, |(number, _)| number + 1)
    }

    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// Makes one member another: it is there no more. False if one of them
    /// is not there, or they are the same.
    pub(super) fn merge(&mut self, member: Member, into: Member) -> bool {
        if member == into || !self.has(member) || !self.has(into) {
            return false;
        }
        match member.role {
            Role::Lead => {
                self.delete(member.number);
            }
            Role::User => self.users.retain(|number| *number != member.number),
        }
        self.revision += 1;
        self.merged.insert(member, into);
        true
    }

    /// Whom a member that is there no more has become, over three merges at
    /// most (the get-a-contact page of version 2.16).
    pub(super) fn canonical(&self, member: Member) -> Option<Member> {
        let mut canonical = member;
        for _ in 0..3 {
            canonical = *self.merged.get(&canonical)?;
            if self.has(canonical) {
                return Some(canonical);
            }
        }
        None
    }

    /// The lead with this generated identifier.
    pub(super) fn by_user_id(&self, user_id: Uuid) -> Option<i32> {
        let mut living = self.living.iter().copied();
        living.find(|number| self.people.user_id(*number) == user_id)
    }

    pub(super) fn create(&mut self) -> i32 {
        self.latest -= 1;
        self.living.push_front(self.latest);
        self.arrivals.push_back((self.latest, self.stirs));
        self.revision += 1;
        self.latest
    }

    pub(super) fn delete(&mut self, number: i32) -> bool {
        let found = self.living.binary_search(&number);
        self.revision += 1;
        found.is_ok_and(|place| self.living.remove(place).is_some())
    }

    /// Lets leads come and go as they do between two pages.
    pub(super) fn churn(&mut self) {
        self.stirs += 1;
        let stirs = self.stirs;
        let known = |(_, stir): &(i32, u64)| stir + LAG < stirs;
        while self.arrivals.front().is_some_and(known) {
            self.arrivals.pop_front();
        }
        if self.chance.chance(30) {
            for _ in 0..=self.chance.below(2) {
                self.create();
            }
        }
        if self.chance.chance(20) {
            for _ in 0..=self.chance.below(2) {
                let place = self.chance.index(self.living.len());
                self.living.remove(place);
                self.revision += 1;
            }
        }
    }

    /// The leads of `selection` from the `skip`th on, at most `take`, and how
    /// many there are in all.
    pub(super) fn list(
        &self,
        selection: &Selection,
        skip: usize,
        take: usize,
    ) -> (usize, Vec<i32>) {
        let Selection {
            filter,
            sort,
            ascending,
            days,
        } = selection;
        let recent = days.map_or(self.living.len(), |days| {
            let since = self.now() - i64::from(days) * 86_400;
            let is_recent = |number: &i32| self.people.created_at(*number) >= since;
            self.living.partition_point(is_recent)
        });
        if *filter == Filter::All && *sort == Sort::Created {
            // The way that the deepest pages are read: nothing to be sorted.
            let order = self.living.range(..recent).copied();
            let page = if *ascending {
                order.rev().skip(skip).take(take).collect()
            } else {
                order.skip(skip).take(take).collect()
            };
            return (recent, page);
        }
        let mut found = self.matching(filter, recent);
        if *ascending {
            found.reverse();
        }
        if *sort != Sort::Created {
            found.sort_by_cached_key(|number| {
                let time = self.time(*number, *sort);
                let signed = time.map(|time| if *ascending { time } else { -time });
                (Reverse(signed.is_some()), signed)
            });
        }
        let page = found.iter().copied().skip(skip).take(take).collect();
        (found.len(), page)
    }

    /// The workspace's own now, so that days back from it mean the same in
    /// every run: when its latest lead came.
    fn now(&self) -> i64 {
        if self.latest == 0 {
            NEWEST
        } else {
            self.people.created_at(self.latest)
        }
    }

    fn matching(&self, filter: &Filter, recent: usize) -> Vec<i32> {
        let people = self.people;
        let mut text = String::new();
        let mut is_match = |number: i32| match filter {
            Filter::All => true,
            Filter::Email(email) => {
                people.email(number, &mut text) && text.eq_ignore_ascii_case(email)
            }
            Filter::Phone(phone) => people.phone(number).as_ref() == Some(phone),
            Filter::Tag(place) => people.tags(number) >> place & 1 == 1,
            Filter::Segment(place) => people.segments(number) >> place & 1 == 1,
        };
        let numbers = self.living.range(..recent).copied();
        numbers.filter(|number| is_match(*number)).collect()
    }

    fn time(&self, number: i32, sort: Sort) -> Option<i64> {
        match sort {
            Sort::Created => Some(self.people.created_at(number)),
            Sort::LastRequest => self.people.activity(number).1,
            Sort::SignedUp => self.people.signed_up_at(number),
            Sort::Updated => Some(self.people.activity(number).0),
        }
    }
}

#[cfg(test)]
#[path = "workspace_tests.rs"]
mod tests;
