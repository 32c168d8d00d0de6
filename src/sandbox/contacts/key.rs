//! What identifies a contact inside the workspace.

/// What a contact is (`role` on the contact model page).
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

/// A contact by its role and the number that all of its data is computed
/// from: 0 for the newest at the start, rising with age, and negative for
/// those created later. Ascending order is newest first.
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
