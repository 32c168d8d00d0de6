//! Tags and segments.

/// A tag or a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is a segment of users, which has no leads.
    pub is_of_users: bool,
}

/// The kind of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelKind {
    /// A tag.
    Tag,
    /// A segment.
    Segment,
}

impl LabelKind {
    /// The column of a lead's labels of this kind.
    #[must_use]
    pub fn column(self) -> &'static str {
        match self {
            Self::Tag => "tags",
            Self::Segment => "segments",
        }
    }

    /// The kind of labels in this column.
    #[must_use]
    pub fn of_column(column: &str) -> Option<Self> {
        [Self::Tag, Self::Segment]
            .into_iter()
            .find(|kind| kind.column() == column)
    }

    /// The word for one label.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Segment => "segment",
        }
    }

    /// Whether `text` looks like an id of Intercom: digits, or for a segment 24
    /// hexadecimal digits.
    #[must_use]
    pub fn is_id(self, text: &str) -> bool {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_object = text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_number || self == Self::Segment && is_object
    }
}
