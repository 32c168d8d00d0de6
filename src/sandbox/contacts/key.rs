//! The identity of a contact in the workspace.

/// The role of a contact (`role` on the contact model page).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Role {
    Lead,
    User,
}

impl Role {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::User => "user",
        }
    }
}

/// A contact by its role and its number, from which all of its data is computed. The
/// newest contact at the start is 0; numbers increase with age, and are negative for
/// contacts created later. Ascending order is newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ContactKey {
    pub(crate) number: i32,
    pub(crate) role: Role,
}

impl ContactKey {
    pub(crate) fn lead(number: i32) -> Self {
        let role = Role::Lead;
        Self { number, role }
    }
}
