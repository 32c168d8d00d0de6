//! Everybody in the workspace: the leads, and the users beside them, whom the
//! API 2.x lists together (the 2.0 changelog page).

use super::people::{Part, People};
use super::person::Person;

/// A lead or a user, by the number that it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Member {
    pub(super) number: i32,
    pub(super) role: Role,
}

/// What a contact is (`role` on the contact model page).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Role {
    Lead,
    User,
}

impl Role {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::User => "user",
        }
    }
}

/// What members are made of.
#[derive(Clone, Copy)]
pub(super) struct Members {
    leads: People,
    users: People,
}

/// The numbers of the users beside so many leads: a quarter as many, spread
/// over the same years.
pub(super) fn users_beside(leads: u32) -> impl Iterator<Item = i32> {
    (3..i32::try_from(leads).unwrap_or(i32::MAX)).step_by(4)
}

impl Members {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            leads: People::new(seed),
            users: People::new(!seed),
        }
    }

    /// The people that a member is one of.
    pub(super) fn of(self, role: Role) -> People {
        match role {
            Role::Lead => self.leads,
            Role::User => self.users,
        }
    }

    pub(super) fn id(self, member: Member) -> String {
        self.of(member.role).id(member.number)
    }

    /// Who would have this id, there or not.
    pub(super) fn by_id(self, id: &str) -> Option<Member> {
        [Role::Lead, Role::User].into_iter().find_map(|role| {
            let number = self.of(role).number(id)?;
            Some(Member { number, role })
        })
    }

    /// Writes the e-mail into `out` as [`People::email`] does. A user may
    /// have the address of a lead, who is then the same person before.
    pub(super) fn email(self, member: Member, out: &mut String) -> bool {
        let Member { number, role } = member;
        let of = if role == Role::User && self.users.stream(number, Part::Shared).chance(10) {
            Role::Lead
        } else {
            role
        };
        self.of(of).email(number, out)
    }

    /// The generated identifier of a lead, or the caller's own of a user.
    pub(super) fn external_id(self, member: Member) -> String {
        match member.role {
            Role::Lead => self.leads.user_id(member.number).to_string(),
            Role::User => (i64::from(member.number) + 70).to_string(),
        }
    }

    pub(super) fn signed_up_at(self, member: Member) -> Option<i64> {
        match member.role {
            Role::Lead => self.leads.signed_up_at(member.number),
            Role::User => Some(self.users.created_at(member.number)),
        }
    }

    pub(super) fn person(self, member: Member) -> Person {
        let mut person = self.of(member.role).person(member.number);
        if member.role == Role::User {
            let mut email = String::new();
            person.email = self.email(member, &mut email).then_some(email);
            person.user_id = self.external_id(member);
            person.signed_up_at = self.signed_up_at(member);
        }
        person
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_tell_leads_and_users_apart() {
        let members = Members::new(1);
        for role in [Role::Lead, Role::User] {
            for number in [-1, 0, 3, 5_000] {
                let member = Member { number, role };
                assert_eq!(members.by_id(&members.id(member)), Some(member));
            }
        }
        assert_eq!(members.by_id("scroll"), None);
    }

    #[test]
    fn there_are_a_quarter_as_many_users_and_some_share_an_address() {
        for (leads, users) in [(0, 0), (3, 0), (4, 1), (300, 75)] {
            assert_eq!(users_beside(leads).count(), users);
        }
        let members = Members::new(1);
        let email = |number, role| {
            let mut out = String::new();
            members
                .email(Member { number, role }, &mut out)
                .then_some(out)
        };
        let shared = |number: &i32| {
            email(*number, Role::User).is_some_and(|user| Some(user) == email(*number, Role::Lead))
        };
        assert!((3..30).contains(&users_beside(400).filter(shared).count()));
    }
}
