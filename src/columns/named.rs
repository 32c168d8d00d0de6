//! The columns that have a name of their own, and where each version of the
//! API keeps their values.

/// A column with a name of its own.
pub(super) struct Named {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Where the value stands: on 1.x, then on 2.x.
    pub(super) places: &'static [Place],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Time,
    /// Of named things.
    List,
}

/// A key at the top of the lead, and the key inside its object, if any.
pub(super) struct Place {
    pub(super) key: &'static str,
    pub(super) inside: Option<&'static str>,
    /// Whether a bare string at `key` is this column's: an address that came
    /// as one text shows in one column, not in three.
    whole: bool,
}

/// What a lead has at a place.
pub(super) struct Found<'a> {
    /// The raw value of its key.
    pub(super) top: Option<&'a str>,
    /// The raw value of the key inside.
    pub(super) inside: Option<&'a str>,
}

const fn top(key: &'static str) -> Place {
    Place {
        key,
        inside: None,
        whole: false,
    }
}

const fn inside(key: &'static str, inside: &'static str) -> Place {
    Place {
        key,
        inside: Some(inside),
        whole: false,
    }
}

const fn city(key: &'static str, inside: &'static str) -> Place {
    Place {
        key,
        inside: Some(inside),
        whole: true,
    }
}

macro_rules! columns {
    ($($name:literal $kind:ident [$($place:expr),+];)+) => {
        &[$(Named { name: $name, kind: Kind::$kind, places: &[$($place),+] }),+]
    };
}

pub(super) static COLUMNS: &[Named] = columns![
    "id" Text [top("id")];
    "external_id" Text [top("user_id"), top("external_id")];
    "name" Text [top("name")];
    "email" Text [top("email")];
    "phone" Text [top("phone")];
    "owner_id" Text [top("owner_id")];
    "created_at" Time [top("created_at")];
    "updated_at" Time [top("updated_at")];
    "signed_up_at" Time [top("signed_up_at")];
    "last_seen_at" Time [top("last_request_at"), top("last_seen_at")];
    "city" Text [city("location_data", "city_name"), city("location", "city")];
    "region" Text [inside("location_data", "region_name"), inside("location", "region")];
    "country" Text [inside("location_data", "country_name"), inside("location", "country")];
    "tags" List [top("tags")];
    "segments" List [top("segments")];
    "companies" List [top("companies")];
    "unsubscribed" Text [top("unsubscribed_from_emails")];
];

pub(super) fn find(name: &str) -> Option<&'static Named> {
    COLUMNS.iter().find(|column| column.name == name)
}

impl Named {
    /// The column's raw value, given what a lead has at its places, in their
    /// order: the first that is there and not null, else null if one
    /// place had that.
    pub(super) fn value<'a>(&self, found: impl Iterator<Item = Found<'a>>) -> Option<&'a str> {
        let mut null = None;
        for (place, found) in self.places.iter().zip(found) {
            match place.value(&found) {
                Some("null") => null = Some("null"),
                Some(value) => return Some(value),
                None => {}
            }
        }
        null
    }
}

impl Place {
    fn value<'a>(&self, found: &Found<'a>) -> Option<&'a str> {
        let bare = |value: &&str| !value.starts_with(['{', '[']);
        match self.inside {
            None => found.top,
            Some(_) => found
                .top
                .filter(|top| self.whole && bare(top))
                .or(found.inside),
        }
    }
}
